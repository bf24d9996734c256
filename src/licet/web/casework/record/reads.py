"""Reads of confidential matter: entered before the content leaves, once a quarter of an hour."""

from django.db import transaction

from licet.web.casework.models import Case, Opinion
from licet.web.casework.ports import now
from licet.web.casework.record import read_log
from licet.web.casework.record.errors import KeyDestroyedError
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import Actor
from licet.web.casework.rights.purposes import purpose_of
from licet.web.casework.rights.standing import require_content


def note_read(viewer: Actor, case: Case, what: str) -> None:
    """Enter that somebody of the authority or another body opened a case, and for what.

    Args:
        viewer: Who reads; applicants read what is their own.
        case: What they opened.
        what: ``case`` or the id of a document.

    Raises:
        CaseErasedError: The content is gone.
    """
    reader = actor_ref(viewer)
    if reader is None or not viewer.is_staff:
        return
    why = purpose_of(viewer, case)
    try:
        read_log.note_read(
            case=str(case.pk), actor=reader, at=now(), what=what, why=why
        )
    except KeyDestroyedError:
        require_content(case)
        raise


def note_file_read(viewer: Actor, key: str, what: str) -> None:
    """Enter that somebody opened the due-diligence file of a party.

    Args:
        viewer: Who reads.
        key: The key id of the file.
        what: What they opened.
    """
    reader = actor_ref(viewer)
    if reader is not None:
        read_log.note_read(case=key, actor=reader, at=now(), what=what)


def note_opinion_read(viewer: Actor, opinion: Opinion, what: str) -> None:
    """Enter that somebody of the authority opened the facts or the letter of an opinion.

    Args:
        viewer: Who reads; applicants read what is their own.
        opinion: What they opened.
        what: ``opinion`` or ``letter``.
    """
    reader = actor_ref(viewer)
    if reader is not None and viewer.is_staff:
        read_log.note_read(case=str(opinion.pk), actor=reader, at=now(), what=what)


def note_pack_read(viewer: Actor, case: Case | None, number: str) -> None:
    """Enter that somebody opened what is put before a panel.

    Args:
        viewer: Who reads.
        case: Of the pack; ``None`` for a draft of rules or a template.
        number: Of the referral.
    """
    reader = actor_ref(viewer)
    if reader is None:
        return
    if case is not None:
        note_read(viewer, case, f"panel:{number}")
        return
    with transaction.atomic():
        told = {"what": f"panel:{number}"}
        record_event(
            kind=read_log.READ, case=None, actor=reader, payload=told, at=now()
        )
