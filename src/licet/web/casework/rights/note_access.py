"""Who reads which note: by marking, team and clearance. One rule, for pages, API and mentions."""

from django.utils.translation import gettext as _

from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import CaseNote
from licet.web.casework.rights.markings import MARKINGS
from licet.web.casework.rights.policy import Actor, reads_marked

AGENCY_ONLY = "agency_only"
NOTE_MARKINGS = (*MARKINGS, AGENCY_ONLY)


def may_read_note(viewer: Actor, marking: str, team: str) -> bool:
    """Whether somebody reads a note of a team under a marking.

    An agency's own notes stay with it; of the others the clearance decides. Whether the viewer
    has standing in the case was asked before.
    """
    return reads_marked(viewer, marking, standing=True, team=team)


def withheld_note(viewer: Actor, row: CaseNote) -> str:
    """Why somebody does not read a note, and how to ask; empty when they do."""
    if may_read_note(viewer, row.marking, row.team):
        return ""
    return _("marked %(marking)s; ask %(team)s") % {
        "marking": row.marking.replace("_", " "),
        "team": row.team or row.by,
    }


def require_note_marking(by: Actor, marking: str, team: str) -> None:
    """Refuse a marking that is none, or under which its writer could not read the note.

    Raises:
        InvalidInputError: Says which can be chosen.
    """
    if marking not in NOTE_MARKINGS or not may_read_note(by, marking, team):
        offered = [one for one in NOTE_MARKINGS if may_read_note(by, one, team)]
        raise InvalidInputError(
            {"marking": f"Give one of these markings: {', '.join(offered)}."}
        )
