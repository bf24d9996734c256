"""Markings on parts of a case: what is withheld from whom, in pages and API alike.

A part that nobody has marked is official: everybody with standing on the authority's or an
agency's side reads it. What is withheld says so, with the way to ask.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from licet.web.casework.errors import NotAllowedError
from licet.web.casework.gathered import read
from licet.web.casework.models import Case, PartMark
from licet.web.casework.rights.policy import Actor, reads_marked
from licet.web.casework.views import CaseView

# Part of a case: the fields of its record that go with it.
PARTS: Mapping[str, tuple[str, ...]] = {
    "facts": ("facts", "transaction"),
    "documents": ("documents",),
    "determinations": ("determinations", "runs", "classification", "required"),
    "screenings": ("screenings",),
    "criteria": ("criteria", "prohibitions"),
    "destinations": ("destinations",),
    "ownership": ("ownership",),
    "risk": ("risk",),
    "messages": ("messages", "requests"),
    "consultations": ("consultations",),
}
_EMPTY: Mapping[str, Any] = {"transaction": {}, "ownership": None, "risk": None}


def marks_of(case: Case) -> dict[str, PartMark]:
    """The newest marking of every part that has one: one query."""
    return {row.part: row for row in read(part_marks_of, case)}


def part_marks_of(case: Case) -> QuerySet[PartMark]:
    """Every marking of a part, the oldest first."""
    return PartMark.objects.filter(case=case).order_by("pk")


def withheld_parts(viewer: Actor, case: Case) -> dict[str, PartMark]:
    """The parts that somebody with standing in a case may not read."""
    return {
        part: row
        for part, row in marks_of(case).items()
        if not reads_marked(viewer, row.marking, standing=True, team=row.team)
    }


def withhold(found: CaseView, viewer: Actor, case: Case) -> CaseView:
    """The record of a case without the fields that the viewer may not read."""
    gone = withheld_parts(viewer, case)
    if not gone:
        return found
    fields = {name: _EMPTY.get(name, ()) for part in gone for name in PARTS[part]}
    said = tuple(_words(row) for row in gone.values())
    return replace(found, **fields, withheld=(*found.withheld, *said))


def _words(row: PartMark) -> str:
    return _("%(part)s: withheld, marked %(marking)s; ask %(team)s to lift it or to clear you") % {
        "part": row.part.capitalize(),
        "marking": row.marking.replace("_", " "),
        "team": row.team or _("the officer of the case"),
    }  # fmt: skip


def require_part(viewer: Actor, case: Case, part: str) -> None:
    """Refuse a page or file that shows a part which the viewer may not read.

    Raises:
        NotAllowedError: Says the marking and whom to ask.
    """
    row = withheld_parts(viewer, case).get(part)
    if row is not None:
        raise NotAllowedError(_words(row))


def require_all_seen(viewer: Actor, case: Case) -> None:
    """Refuse a signature on what the signatory may not read: nobody decides unseen.

    Raises:
        NotAllowedError: Names the first part that is withheld.
    """
    for row in withheld_parts(viewer, case).values():
        raise NotAllowedError(f"You cannot sign what you may not read. {_words(row)}")
