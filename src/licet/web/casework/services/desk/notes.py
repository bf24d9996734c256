"""Notes among those who work on a case; whoever a note names is told that there is one."""

import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from licet.web.casework.acts.acting import (
    Act,
    locked_case,
    promise,
    record_on_case,
    refusals,
)
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import Case, CaseNote, NoteMention, Person
from licet.web.casework.ports import now
from licet.web.casework.rights.note_access import may_read_note, require_note_marking
from licet.web.casework.rights.people import actor_of_person
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.desk.notes import notes
from licet.web.casework.views import NoteView

_MENTION = re.compile(r"(?<![\w@])@([\w.+-]*\w)")


def write_note(
    *, by: Actor, case: str, text: str, marking: str = "official"
) -> tuple[NoteView, ...]:
    """Write a note; ``@name`` names somebody by what stands before the @ of their e-mail.

    Args:
        by: Who writes.
        case: Number of the case.
        text: The note.
        marking: Who may read it.

    Returns:
        The notes of the case as the writer may read them.

    Raises:
        InvalidInputError: No text, a marking that cannot be, or a name of somebody unknown or
            without standing to read it.
        NotFoundError: No such case for this person.
    """
    words = required_text("text", text, "Write the note.")
    with refusals("write_note", by, []):
        require(by, "write_note")
    team = min(by.teams, default="")
    require_note_marking(by, marking, team)
    with transaction.atomic():
        pk = visible_cases(by).filter(number=case).values_list("pk", flat=True).first()
        if pk is None:
            raise NotFoundError("case")
        found = locked_case(pk)
        named = _named(words, found, marking, team)
        at = now()
        row = CaseNote.objects.create(
            case=found, marking=marking, team=team, text=words, by_id=by.id, at=at
        )
        NoteMention.objects.bulk_create(
            NoteMention(note=row, person=one) for one in named
        )
        act = Act(name="write_note", by=by, at=at, case=found)
        mentioned = [str(one.pk) for one in named]
        act.tells(note=row.pk, marking=marking, mentions=mentioned)
        record_on_case(act, kind=act.name, public=False)
        _tell_named(row, named)
    return notes(viewer=by, case=case)


def _tell_named(row: CaseNote, named: Sequence[Person]) -> None:
    for one in named:
        promise(
            "notice",
            f"mention:{row.pk}:{one.pk}",
            row.at,
            {
                "to": one.email,
                "subject": "You were named in a note",
                "case": row.case.number,
            },
        )


def _named(words: str, case: Case, marking: str, team: str) -> list[Person]:
    """Everybody whom a note names, each with standing to read it.

    Raises:
        InvalidInputError: Names the first that is unknown or may not read it.
    """
    keys = sorted({one.casefold() for one in _MENTION.findall(words)})
    found = []
    for key in keys:
        addressed = Q(email__istartswith=f"{key}@") | Q(email__iexact=key)
        person = Person.objects.filter(addressed, is_active=True).first()
        reader = actor_of_person(person) if person else None
        if (
            person is None
            or reader is None
            or not reader.may("see_notes")
            or not visible_cases(reader).filter(pk=case.pk).exists()
            or not may_read_note(reader, marking, team)
        ):
            raise InvalidInputError(
                {
                    "text": f"@{key} is nobody who could read this note. Take it out, or choose another marking."
                }
            )
        found.append(person)
    return found
