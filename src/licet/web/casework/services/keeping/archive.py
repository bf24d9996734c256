"""The export of a case that goes to the archive, sealed so that only the archive opens it."""

import hashlib
from dataclasses import dataclass

from licet.web.casework.acts.acting import record_on_case
from licet.web.casework.application.files import clean_name
from licet.web.casework.errors import WrongStateError
from licet.web.casework.models import Case, Disposal, LedgerRow
from licet.web.casework.ports import ports
from licet.web.casework.record.caserows import as_json, rows_of_case
from licet.web.casework.record.events import open_row
from licet.web.casework.record.export import receipt_of
from licet.web.casework.record.files_named import files_of
from licet.web.casework.record.sealed_export import packed, sealed_for
from licet.web.casework.rights.policy import Actor
from licet.web.casework.services.keeping.retention import ARCHIVE, retention_act


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveExport:
    """A sealed export.

    Attributes:
        content: The bytes to hand over.
        sha256: Their hash, for the receipt.
    """

    content: bytes
    sha256: str


def export_for_archive(*, by: Actor, case: str, to: bytes) -> ArchiveExport:
    """Make the export: rows, documents, and each act with its proof; the export is entered.

    Args:
        by: Who hands it over.
        case: Number of the case.
        to: The archive's X25519 public key as PEM.

    Raises:
        WrongStateError: No transfer to the archive is proposed.
        InvalidInputError: The key is none.
    """
    with retention_act("record_transfer", by=by, case=case) as act:
        waiting = Disposal.objects.filter(
            case=act.case, outcome=ARCHIVE, end__isnull=True
        )
        if not waiting.exists():
            raise WrongStateError("Propose the transfer to the archive first.")
        sealed = sealed_for(packed(_files(act.case)), public_key=to)
        digest = hashlib.sha256(sealed).hexdigest()
        act.tells(sha256=digest, size=len(sealed))
        record_on_case(act, kind="export_for_archive", public=False)
    return ArchiveExport(content=sealed, sha256=digest)


def _files(case: Case) -> dict[str, bytes]:
    files = {"case.json": as_json({"case": case.number, "rows": rows_of_case(case)})}
    for one in files_of(case):
        place = f"documents/{one.table}-{one.row}-{clean_name(one.name)}"
        files[place] = ports().evidence.read(one.sha256, key=one.key)
    for row in LedgerRow.objects.filter(key_id=str(case.pk)).order_by("pk"):
        files[f"acts/{row.pk:08d}.json"] = open_row(row).payload
        if proof := receipt_of(row):
            files[f"acts/{row.pk:08d}.receipt"] = proof.encode()
    return files
