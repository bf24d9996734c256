"""Notes, mentions, what changed since the last look, who else is there."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Max, QuerySet

from licet.web.casework.gathered import read
from licet.web.casework.models import Case, CaseEvent, CaseNote, NoteMention, ReadLog
from licet.web.casework.ports import now
from licet.web.casework.record.read_log import WINDOW
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.note_access import withheld_note
from licet.web.casework.rights.people import names_of
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.selectors.parts.parts import as_id, event_views
from licet.web.casework.views import MentionView, NoteView, TogetherView

PRESENT_WINDOWS = 2
MOST = 200


def notes(*, viewer: Actor, case: str) -> tuple[NoteView, ...]:
    """The notes of a case, the newest first; one that is withheld says so.

    Raises:
        NotFoundError: No such case, or no standing in it.
    """
    require(viewer, "see_notes")
    found = case_for(viewer, case)
    note_read(viewer, found, "notes")
    return note_views(viewer, found)


def note_count(*, viewer: Actor, case: str) -> int:
    """How many notes stand on a case, those that are withheld included: one query."""
    require(viewer, "see_notes")
    return len(read(note_numbers_of, case_for(viewer, case)))


def note_numbers_of(case: Case) -> QuerySet[Any, Any]:
    """The notes of a case by their numbers alone."""
    return CaseNote.objects.filter(case=case).values_list("pk")


def note_views(viewer: Actor, case: Case) -> tuple[NoteView, ...]:
    """The newest notes of a case that somebody may see: two queries."""
    rows = (
        CaseNote.objects.filter(case=case)
        .select_related("by")
        .prefetch_related("mentions__person")
        .order_by("-pk")[:MOST]
    )
    found = []
    for row in rows:
        withheld = withheld_note(viewer, row)
        found.append(
            NoteView(
                id=row.pk,
                marking=row.marking,
                team=row.team,
                text="" if withheld else row.text,
                by=str(row.by),
                at=row.at,
                mentions=()
                if withheld
                else tuple(str(one.person) for one in row.mentions.all()),
                withheld=withheld,
            )
        )
    return tuple(found)


def mentions(*, viewer: Actor) -> tuple[MentionView, ...]:
    """Notes that name the viewer and that came after their last look at the case."""
    require(viewer, "see_notes")
    rows = list(
        NoteMention.objects.filter(
            person=as_id(viewer.id), note__case__erasure__isnull=True
        )
        .select_related("note__case", "note__by")
        .order_by("-pk")[:MOST]
    )
    cases = {str(row.note.case_id) for row in rows}
    looked = dict(
        ReadLog.objects.filter(person=viewer.id, case__in=cases)
        .values_list("case")
        .annotate(last=Max("window"))
    )
    return tuple(
        MentionView(
            case=row.note.case.number,
            title=row.note.case.title,
            by=str(row.note.by),
            at=row.note.at,
        )
        for row in rows
        if _window(row.note.at) > looked.get(str(row.note.case_id), -1)
    )


def _window(at: datetime) -> int:
    return int(at.timestamp()) // int(WINDOW.total_seconds())


def together(*, viewer: Actor, case: str) -> TogetherView:
    """What others did on a case since the viewer's last look, and who has it open.

    It comes from the record of reads, so nothing more is kept on anybody; there are no locks.

    Raises:
        NotFoundError: No such case, or no standing in it.
    """
    require(viewer, "see_case")
    found = case_for(viewer, case)
    present = _window(now())
    reads = ReadLog.objects.filter(case=str(found.pk)).select_related("row")
    mine = reads.filter(person=viewer.id, window__lt=present).order_by("-window")
    last = mine.first()
    since = last.row.recorded_at if last else None
    changed = (
        CaseEvent.objects.filter(case=found, at__gt=since)
        .exclude(actor=viewer.id)
        .exclude(kind="save_section")
        .order_by("pk")
        if since
        else CaseEvent.objects.none()
    )
    others = reads.filter(window__gt=present - PRESENT_WINDOWS).exclude(
        person=viewer.id
    )
    newest: dict[str, datetime] = {}
    for row in others.order_by("window"):
        newest[row.person] = row.row.recorded_at
    known = names_of(newest)
    return TogetherView(
        last_look=since.astimezone(UTC) if since else None,
        changes=event_views(changed, named=True),
        present=tuple(
            (known.get(person, person), at) for person, at in sorted(newest.items())
        ),
    )
