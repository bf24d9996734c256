"""Reads of confidential matter: entered before the content leaves, once a quarter of an hour."""

from licet.web.casework.models import Case
from licet.web.casework.policy import Actor
from licet.web.casework.ports import now
from licet.web.casework.record import read_log
from licet.web.casework.refusals import actor_ref


def note_read(viewer: Actor, case: Case, what: str) -> None:
    """Enter that somebody of the authority or another body opened a case.

    Args:
        viewer: Who reads; applicants read what is their own.
        case: What they opened.
        what: ``case`` or the id of a document.
    """
    reader = actor_ref(viewer)
    if reader is None or not viewer.is_staff:
        return
    read_log.note_read(case=str(case.pk), actor=reader, at=now(), what=what)
