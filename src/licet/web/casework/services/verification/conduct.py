"""The conduct record of an entity: graded entries with their sources, corrected only by new ones."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from licet.diversion.verification import (
    Firmness,
    WrongGradeError,
    needs_second_person,
    require_grade,
)
from licet.web.casework.acts.acting import refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import (
    InvalidInputError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.models import ConductConfirmation, ConductEntry, PartyFile
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.markings import may_read, require_marking
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.verification import parties as reads
from licet.web.casework.verification.conduct_record import entries_of, standings
from licet.web.casework.verification.party_files import file_for
from licet.web.casework.views import PartyFileView


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConduct:
    """One entry for a conduct record.

    Attributes:
        firmness: How firmly it was found: a value of ``licet.diversion.verification.Firmness``.
        grade: Reliability of the source and credibility of what it says, for example ``B2``.
        title: What it is about, in a line.
        words: What was found, in our own words.
        found_on: The day of the judgment, report or statement.
        source: Who found or said it, and where.
        reasons: Why it belongs to this entity and into this record.
        happened: When it happened, as far as known: a year, a month, a span.
        source_url: Where it can be read.
        answer: What the entity says to it.
        corrects: The entry that this one corrects.
        marking: Who may read it.
    """

    firmness: str
    grade: str
    title: str
    words: str
    found_on: date
    source: str
    reasons: str
    happened: str = ""
    source_url: str = ""
    answer: str = ""
    corrects: int | None = None
    marking: str = "official"


def record_conduct(*, by: Actor, party: str, entry: NewConduct) -> PartyFileView:
    """Enter a line of the conduct record; the top grade counts when a second person confirmed it.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such file or entry.
        InvalidInputError: Something missing or of another form, by field.
        WrongStateError: What it corrects is corrected already.
    """
    with refusals("record_conduct", by, []):
        file = file_for(by, party)
        require(by, "record_conduct")
        fields = _fields(by, entry)
        at = now()
        with transaction.atomic():
            PartyFile.objects.select_for_update().get(pk=file.pk)
            corrected = _corrected(by, file, entry.corrects)
            second = needs_second_person(Firmness(fields["firmness"]), fields["grade"])
            row = record_event(
                kind="record_conduct",
                case=str(file.pk),
                actor=actor_ref(by),
                payload={
                    "party": file.number,
                    **fields,
                    "corrects": corrected.pk if corrected else None,
                    "second_person": second or _was_top(corrected),
                },
                at=at,
            )
            ConductEntry.objects.create(
                file=file,
                corrects=corrected,
                **fields,
                by_id=by.id,
                at=at,
                row=row.pk,
            )
    return reads.party(viewer=by, number=party)


def _was_top(corrected: ConductEntry | None) -> bool:
    """Whether what is corrected needed two: one person alone does not take it away either."""
    return corrected is not None and needs_second_person(
        Firmness(corrected.firmness), corrected.grade
    )


def _corrected(by: Actor, file: PartyFile, pk: int | None) -> ConductEntry | None:
    if pk is None:
        return None
    found = ConductEntry.objects.filter(file=file, pk=pk).first()
    if found is None or not may_read(by, found.marking):
        raise NotFoundError("entry")
    # The lock on the file lets one officer in after the other.
    if standings(entries_of([file]))[found.pk] == "corrected":
        raise WrongStateError(
            "This entry was corrected already. Correct the entry that stands in its place."
        )
    return found


def _fields(by: Actor, entry: NewConduct) -> dict[str, Any]:
    problems: dict[str, str] = {}
    if entry.firmness not in {one.value for one in Firmness}:
        kinds = ", ".join(one.value for one in Firmness)
        problems["firmness"] = f"Say how firmly it was found: {kinds}."
    try:
        require_grade(entry.grade)
    except WrongGradeError as error:
        problems["grade"] = str(error)
    if entry.found_on > legal_day(now()):
        problems["found_on"] = "That day is still to come."
    if entry.source_url and not _is_address(entry.source_url):
        problems["source_url"] = (
            "Give an address that begins with https:// or http://, or none."
        )
    if problems:
        raise InvalidInputError(problems)
    return {
        "firmness": entry.firmness,
        "grade": entry.grade,
        "title": required_text("title", entry.title, "Say in a line what it is about.")[
            :300
        ],
        "words": required_text("words", entry.words, "Say what was found."),
        "happened": entry.happened.strip()[:40],
        "found_on": entry.found_on,
        "source": required_text("source", entry.source, "Name the source."),
        "source_url": entry.source_url,
        "answer": entry.answer.strip(),
        "reasons": required_text(
            "reasons", entry.reasons, "Say why it belongs to this entity."
        ),
        "marking": require_marking(by, entry.marking),
    }


def _is_address(text: str) -> bool:
    try:
        URLValidator(schemes=("http", "https"))(text)
    except ValidationError:
        return False
    return True


def confirm_conduct(
    *, by: Actor, party: str, entry: int, confirmed: bool, reasons: str
) -> PartyFileView:
    """The second person's word on an entry of the top grade; once.

    Args:
        by: Another officer than the one who entered it.
        party: Number of the file.
        entry: Number of the entry.
        confirmed: Whether it stands.
        reasons: What was compared.

    Raises:
        InvalidInputError: No reasons.
        NotAllowedError: No role of the person may.
        NotIndependentActError: The same person entered it.
        NotFoundError: No such entry.
        WrongStateError: It needs no second person, or had one.
    """
    with refusals("confirm_conduct", by, []), transaction.atomic():
        file = file_for(by, party)
        PartyFile.objects.select_for_update().get(pk=file.pk)
        require(by, "confirm_conduct")
        found = _entry(by, file, entry)
        words = required_text("reasons", reasons, "Say what you compared it with.")
        if standings(entries_of([file]))[found.pk] != "waiting":
            raise WrongStateError(
                "This entry does not wait for a second person: it had one, needs none, or was corrected."
            )
        if str(found.by_id) == by.id:
            raise NotIndependentActError(
                "You entered this yourself. Another officer must confirm it."
            )
        _keep_confirmation(by, found, confirmed=confirmed, words=words)
    return reads.party(viewer=by, number=party)


def _entry(by: Actor, file: PartyFile, entry: int) -> ConductEntry:
    found = (
        ConductEntry.objects.filter(file=file, pk=entry)
        .select_related("corrects")
        .first()
    )
    if found is None or not may_read(by, found.marking):
        raise NotFoundError("entry")
    return found


def _keep_confirmation(
    by: Actor, found: ConductEntry, *, confirmed: bool, words: str
) -> None:
    file, at = found.file, now()
    row = record_event(
        kind="confirm_conduct",
        case=str(file.pk),
        actor=actor_ref(by),
        payload={
            "party": file.number,
            "entry": found.pk,
            "confirmed": confirmed,
            "reasons": words,
        },
        at=at,
    )
    ConductConfirmation.objects.create(
        entry=found,
        confirmed=confirmed,
        reasons=words,
        by_id=by.id,
        at=at,
        row=row.pk,
    )
