"""A whole case as one sealed file that anybody can check offline, years later."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licet.kernel import EvidenceError
from licet.ledger import (
    MANIFEST_FILE,
    SEAL_FILE,
    BundledFile,
    Manifest,
    file_in_bundle,
    seal_manifest,
)
from licet.web.casework.acts.acting import side_of
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.files import clean_name
from licet.web.casework.court.acts import OpenedAct, opened_act
from licet.web.casework.court.papers import page_papers
from licet.web.casework.court.volume import render_volume
from licet.web.casework.models import Case, CaseEvent
from licet.web.casework.ports import now, ports
from licet.web.casework.record.checkpoints import log_keys, log_signer
from licet.web.casework.record.events import record_event
from licet.web.casework.record.proving import ProvedAct, seal_now
from licet.web.casework.record.reads import note_read
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.marks import withheld_hashes
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.selectors.keeping.record import acts_for, kept_files
from licet.web.casework.views import DocumentContent

VOLUME = "volume.pdf"
PAPERS = "papers.pdf"
KEYS = "log-keys.txt"
READ_ME = "README.txt"
_FIRST_DAY = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # archives know no earlier one; the same bytes always


@dataclass(slots=True)
class _Bundle:
    """A bundle being put together."""

    contents: dict[str, bytes] = field(default_factory=dict)
    files: list[BundledFile] = field(default_factory=list)
    withheld: list[Mapping[str, Any]] = field(default_factory=list)
    acts: list[OpenedAct] = field(default_factory=list)
    opened: dict[int, bytes] = field(default_factory=dict)

    def add(self, path: str, content: bytes, **named: Any) -> None:  # noqa: ANN401  # passed on
        """Put a file in its place and name it in the manifest."""
        self.contents[path] = content
        self.files.append(file_in_bundle(path, content, **named))

    def keep_out(self, what: str, why: str) -> None:
        """Say what is not in the bundle and why."""
        self.withheld.append({"what": what, "why": why})


def make_bundle(
    *, by: Actor, case: str, purpose: str, at: datetime | None = None
) -> DocumentContent:
    """Make the sealed bundle of a case: acts with proofs, documents, the paginated volume.

    Args:
        by: Who asks; what they may not open is in it as a closed proof, or not at all.
        case: Number of the case.
        purpose: What it is for; it stands in the bundle and in the record.
        at: Now, when a program knows it.

    Returns:
        A zip archive. That it was made, for what, and its hash are an entry of the record.

    Raises:
        NotFoundError: None such, or no standing in it.
        NotAllowedError: No role of the person makes bundles.
        InvalidInputError: No purpose was given.
    """
    words = required_text("purpose", purpose, "Say what the bundle is for.")
    require(by, "make_bundle")
    found = case_for(by, case)
    note_read(by, found, "bundle")
    moment = at or now()
    size = seal_now(moment)
    bundle = _Bundle()
    _add_acts(bundle, by, found)
    _add_files(bundle, by, found)
    _add_volume(bundle, found, f"{by.name}: {words}", moment)
    bundle.add(
        KEYS,
        "".join(f"{key.text}\n" for key in log_keys()).encode(),
        about=_("Keys of the log; trust those that the authority publishes"),
    )
    bundle.add(READ_ME, _read_me(found).encode(), about=_("How to check this bundle"))
    content, digest = _sealed(bundle, found, by, words, moment, size)
    _record(found, by, words, digest, size, moment)
    return DocumentContent(
        name=f"{case}-bundle.zip", media_type="application/zip", content=content
    )


def _add_volume(bundle: _Bundle, case: Case, made_by: str, moment: datetime) -> None:
    """The papers page by page, and the volume that leads through them."""
    documents = [one for one in bundle.files if not one.receipt]
    papers, paged = page_papers(
        case.number,
        [(one.path, one.sha256, bundle.contents[one.path]) for one in documents],
        at=moment,
    )
    bundle.add(PAPERS, papers, about=_("The papers, page by page"))
    pages = {one.path: one.numbers for one in paged}
    named = [
        (one.path, one.sha256, f"{one.about}. {pages[one.path]}") for one in documents
    ]
    volume = render_volume(
        case,
        bundle.acts,
        files=named,
        withheld=bundle.withheld,
        made_by=made_by,
        at=moment,
    )
    bundle.add(VOLUME, volume, about=_("The case, paginated"))


def _add_acts(bundle: _Bundle, by: Actor, case: Case) -> None:
    for act, told, opened in acts_for(by, case):
        seen = opened_act(act, told, opened=opened)
        bundle.acts.append(seen)
        if act.entry is None:
            bundle.keep_out(
                _("An act of %(at)s") % {"at": seen.at.isoformat()},
                _("It was recorded while the bundle was made. Ask for a newer bundle."),
            )
        elif opened:
            _add_opened(bundle, act, seen)
        else:
            _add_closed(bundle, act, seen, erased=not told)


def _add_opened(bundle: _Bundle, act: ProvedAct, seen: OpenedAct) -> None:
    assert act.receipt is not None  # noqa: S101  # it has a place
    assert act.opening is not None  # noqa: S101  # it was opened
    assert act.entry is not None  # noqa: S101  # it has a place
    bundle.opened[act.entry] = act.opening.payload
    bundle.add(
        f"acts/{act.entry:08d}-{seen.kind}.receipt",
        act.receipt.render().encode(),
        about=seen.kind,
        receipt=True,
        entry=act.entry,
    )


def _add_closed(
    bundle: _Bundle, act: ProvedAct, seen: OpenedAct, *, erased: bool
) -> None:
    receipt = act.closed()
    assert receipt is not None  # noqa: S101  # it has a place
    bundle.add(
        f"acts/{act.entry:08d}-closed.receipt",
        receipt.render().encode(),
        about=_("An act that stays closed"),
        receipt=True,
        entry=act.entry,
        commitment=seen.commitment,
    )
    bundle.keep_out(
        _("Entry %(entry)s") % {"entry": act.entry},
        _("Its content was lawfully erased; that it was there is proven.")
        if erased
        else _(
            "Not open to whom this bundle was made for. Ask the authority, naming the entry."
        ),
    )


def _add_files(bundle: _Bundle, by: Actor, case: Case) -> None:
    marked = withheld_hashes(by, case) if by.is_staff else frozenset()
    for path, sha256, about in kept_files(case):
        if sha256 in marked:
            bundle.keep_out(path, _("Withheld by its marking; its owner can show it."))
            continue
        folder, _slash, name = path.partition("/")
        try:
            content = ports().evidence.read(sha256, key=str(case.pk))
        except EvidenceError as error:
            bundle.keep_out(path, str(error))
            continue
        naming = next(
            (
                entry
                for entry, payload in bundle.opened.items()
                if sha256.encode() in payload
            ),
            None,
        )
        bundle.add(f"{folder}/{clean_name(name)}", content, about=about, entry=naming)


def _sealed(  # everything that the manifest states
    bundle: _Bundle, case: Case, by: Actor, purpose: str, at: datetime, size: int
) -> tuple[bytes, str]:
    signer = log_signer()
    reader = actor_ref(by)
    manifest = Manifest(
        origin=signer.name,
        subject=case.number,
        made={
            "at": at.isoformat(),
            "by": reader.to_json() if reader else None,
            "purpose": purpose,
            "log_size": size,
        },
        files=tuple(sorted(bundle.files, key=lambda one: one.path)),
        withheld=tuple(bundle.withheld),
    )
    seal = seal_manifest(manifest, signer)
    whole = bundle.contents | {MANIFEST_FILE: manifest.to_bytes(), SEAL_FILE: seal}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(whole):
            info = zipfile.ZipInfo(path, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, whole[path])
    return packed.getvalue(), seal.decode().split("\n")[2]


def _record(  # everything that the entry says
    case: Case, by: Actor, purpose: str, digest: str, size: int, at: datetime
) -> None:
    with transaction.atomic():
        row = record_event(
            kind="make_bundle",
            case=str(case.pk),
            actor=actor_ref(by),
            payload={
                "case": case.number,
                "purpose": purpose,
                "manifest": digest,
                "log_size": size,
            },
            at=at,
        )
        CaseEvent.objects.create(
            case=case,
            at=at,
            kind="make_bundle",
            actor=by.id,
            actor_name=by.name,
            side=side_of(by),
            public=not by.is_staff and by.id != "system",
            row=row.pk,
        )


def _read_me(case: Case) -> str:
    return _(
        "Sealed bundle of case %(number)s.\n\n"
        "volume.pdf      the case to read, page by page\n"
        "papers.pdf      every document as pages, numbered through (B 000001 ...)\n"
        "acts/           one receipt an act: what was done, with its proof from the public log\n"
        "documents/      what was uploaded; letters/ and licence/ what the authority issued\n"
        "manifest.json   every file with its hash, and what was withheld and why\n"
        "manifest.seal   the log's signature over the manifest\n\n"
        "Check it without a network, with the keys that the authority publishes:\n\n"
        "    licet verify %(number)s-bundle.zip --keys licet-keys.json\n"
        "    python licet_verifier.py bundle %(number)s-bundle.zip --key KEY\n\n"
        "The second program needs nothing of Licet. The keys in log-keys.txt prove nothing\n"
        "by themselves: whoever made a false bundle could have made them too.\n"
    ) % {"number": case.number}
