"""Files of parties to be screened: given, cancelled, taken up again, deleted; each an act."""

import hashlib
import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from licet.bulk import MissingExtraError, PartyFile, PartyFileError, party_file
from licet.web.casework.acts.acting import refusals
from licet.web.casework.application.files import clean_name
from licet.web.casework.errors import (
    FileTooLargeError,
    InvalidInputError,
    UnavailableError,
    WrongStateError,
)
from licet.web.casework.later import bulk_screening_later
from licet.web.casework.models import BulkScreening, BulkScreeningEvent
from licet.web.casework.ports import now, ports
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.screening import bulk_screenings as reads
from licet.web.casework.views import BulkScreeningView, NameScreeningView

_CHUNK = 1 << 20
OPEN = ("waiting", "running")
LONGEST_NAME = 512


def folder_of(identity: object) -> Path:
    """Where file and results of a screening lie."""
    return Path(settings.LICET_STATE) / "bulk" / str(identity)


def enter(row: BulkScreening, kind: str, *, by: Actor, **facts: object) -> None:
    """Enter an act on a screening in the record and in its history.

    Inside the caller's transaction.
    """
    told = {"screening": str(row.pk), "file": row.name, "sha256": row.sha256, **facts}
    at = now()
    entered = record_event(
        kind=kind, case=None, actor=actor_ref(by), payload=told, at=at
    )
    BulkScreeningEvent.objects.create(
        screening=row,
        kind=kind,
        document=facts,
        by=by.id,
        by_name=by.name,
        at=at,
        row=entered.pk,
    )


def start_bulk_screening(
    *, by: Actor, name: str, content: BinaryIO, columns: Mapping[str, str] | None = None
) -> BulkScreeningView:
    """Keep a file of parties and have it screened.

    Args:
        by: The officer.
        name: What the file is called.
        content: CSV, Parquet or FollowTheMoney JSON lines, packed by gzip or not.
        columns: Heading by column name, where they differ.

    Returns:
        The screening, waiting for the worker.

    Raises:
        NotAllowedError: No role of the person may.
        FileTooLargeError: It is over ``LICET_BULK_UPLOAD_LIMIT``.
        InvalidInputError: It is no file of parties; says why.
        UnavailableError: It is Parquet, and the extra is not installed.
    """
    with refusals("start_bulk_screening", by, []):
        require(by, "start_bulk_screening")
        identity = uuid.uuid4()
        folder = folder_of(identity)
        try:
            sha256 = _keep(folder, content)
            found = _looked_at(folder / "input", clean_name(name), columns or {})
            with transaction.atomic():
                row = _entered(identity, name, sha256, found, by)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return reads.bulk_screening(viewer=by, screening=str(row.pk))


def _entered(
    identity: uuid.UUID, name: str, sha256: str, found: PartyFile, by: Actor
) -> BulkScreening:
    at = now()
    row = BulkScreening.objects.create(
        id=identity,
        name=clean_name(name),
        sha256=sha256,
        size=found.size,
        form=found.form.value,
        columns=dict(found.columns),
        by_id=by.id,
        at=at,
        touched_at=at,
    )
    enter(row, "start_bulk_screening", by=by, size=found.size, form=found.form.value)
    bulk_screening_later(row)
    return row


def _keep(folder: Path, content: BinaryIO) -> str:
    """Write the file whole, and return its SHA-256."""
    folder.mkdir(mode=0o700, parents=True)
    found, size = hashlib.sha256(), 0
    draft = folder / ".input"
    with draft.open("xb") as target:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > settings.LICET_BULK_UPLOAD_LIMIT:
                raise FileTooLargeError(settings.LICET_BULK_UPLOAD_LIMIT)
            found.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    draft.rename(folder / "input")
    return found.hexdigest()


def _looked_at(path: Path, name: str, columns: Mapping[str, str]) -> PartyFile:
    try:
        return party_file(path, columns)
    except PartyFileError as error:
        words = str(error).replace(f"{path.name}:", f"{name}:", 1)
        raise InvalidInputError({"file": words}) from error
    except MissingExtraError as error:
        raise UnavailableError(str(error)) from error


def cancel_bulk_screening(*, by: Actor, screening: str) -> BulkScreeningView:
    """Stop a screening; what is done stays to be read.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such screening for this person.
        WrongStateError: It has ended.
    """
    with refusals("cancel_bulk_screening", by, []), transaction.atomic():
        require(by, "cancel_bulk_screening")
        row = reads.locked(by, screening)
        if row.state not in OPEN:
            raise WrongStateError(
                _("This screening has ended. Nothing is left to stop.")
            )
        row.state, row.ended_at = "cancelled", now()
        row.save(update_fields=["state", "ended_at"])
        enter(row, "cancel_bulk_screening", by=by, rows=row.rows)
    return reads.bulk_screening(viewer=by, screening=screening)


def resume_bulk_screening(*, by: Actor, screening: str) -> BulkScreeningView:
    """Go on with a screening that was stopped or failed, after what is done.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such screening for this person.
        WrongStateError: It is neither stopped nor failed.
    """
    with refusals("start_bulk_screening", by, []), transaction.atomic():
        require(by, "start_bulk_screening")
        row = reads.locked(by, screening)
        if row.state not in {"cancelled", "failed"}:
            raise WrongStateError(
                _("Only a screening that was stopped or failed can be taken up again.")
            )
        row.state, row.ended_at, row.reason = "waiting", None, ""
        row.touched_at = now()
        row.save(update_fields=["state", "ended_at", "reason", "touched_at"])
        enter(row, "resume_bulk_screening", by=by, rows=row.rows)
        bulk_screening_later(row)
    return reads.bulk_screening(viewer=by, screening=screening)


def delete_bulk_screening(*, by: Actor, screening: str) -> BulkScreeningView:
    """Delete file and results; it cannot be undone. What was screened stays on record.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such screening for this person.
        WrongStateError: It is at work, or deleted already.
    """
    with refusals("delete_bulk_screening", by, []):
        require(by, "delete_bulk_screening")
        with transaction.atomic():
            row = reads.locked(by, screening)
            if row.state in OPEN:
                raise WrongStateError(_("This screening is at work. Stop it first."))
            delete_row(row, by=by, why="asked")
        shutil.rmtree(folder_of(row.pk), ignore_errors=True)
    return reads.bulk_screening(viewer=by, screening=screening)


def delete_row(row: BulkScreening, *, by: Actor, why: str) -> None:
    """Say on record that file and results go; the files go after commit.

    Args:
        row: Locked by the caller, in whose transaction it happens.
        by: Who has it deleted; the system after its time.
        why: What the entry says.

    Raises:
        WrongStateError: It is deleted already.
    """
    if row.state == "deleted":
        raise WrongStateError(_("This screening is deleted already."))
    row.state = "deleted"
    row.save(update_fields=["state"])
    enter(row, "delete_bulk_screening", by=by, why=why, hits=row.hits)


def screen_name(*, by: Actor, name: str, country: str = "") -> NameScreeningView:
    """Look one name up in the lists in service, and enter who asked.

    Raises:
        NotAllowedError: No role of the person may.
        InvalidInputError: There is no name, or it is too long.
        UnavailableError: No list is in service.
    """
    with refusals("screen_at_desk", by, []):
        require(by, "screen_at_desk")
        words = name.strip()
        if not any(sign.isalnum() for sign in words) or len(words) > LONGEST_NAME:
            raise InvalidInputError(
                {
                    "name": _("Give a name of at most %(most)d signs.")
                    % {"most": LONGEST_NAME}
                }
            )
        screener = ports().screener
        hits = screener.search(
            [words], kind=None, countries=[country] if country else []
        )
        at = now()
        lists = screener.lists()
        with transaction.atomic():
            record_event(
                kind="screen_at_desk",
                case=None,
                actor=actor_ref(by),
                payload={
                    "name": words,
                    "country": country,
                    "lists": list(lists),
                    "hits": [str(hit["entity"]) for hit in hits],
                },
                at=at,
            )
    return NameScreeningView(
        name=words,
        hits=hits,
        lists=lists,
        fresh=screener.fresh(at=at),
        threshold=screener.threshold(),
    )
