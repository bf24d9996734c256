"""Where a consultation of another state stands, by the clock that the case's law keeps for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from licet.regimes import EventKind
from licet.review import DueDay, ProcedureEvent, read_procedure
from licet.web.casework.gathered import attach, read
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import Case, Consultation, ConsultationAnswer
from licet.web.casework.ports import legal_day, now

PROFILE = "consultation"
NO_OBJECTION, OBJECTION, MORE_TIME = "no_objection", "objection", "more_time"
POSITIONS = (NO_OBJECTION, OBJECTION, MORE_TIME)
WAITING, SILENT = "waiting", "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationStanding:
    """Where one consultation stands on a day.

    Attributes:
        row: The question.
        answers: What was received, in its order.
        state: ``waiting``, ``no_objection``, ``objection``, or ``silent`` when the time has
            passed and the law gives silence the effect of an assent.
        due: Last day for the answer; ``None`` when the law sets none.
        silence: What silence means by that law; empty when it means nothing.
    """

    row: Consultation
    answers: Sequence[ConsultationAnswer]
    state: str
    due: date | None
    silence: str


def standing(
    row: Consultation, answers: Sequence[ConsultationAnswer], profile: str
) -> ConsultationStanding:
    """Where a consultation stands today.

    Args:
        row: The question.
        answers: Its answers by version.
        profile: The law of the case.

    Returns:
        The standing. The newest answer that takes a position counts; silence counts only
        where the law says so, and never over an answer.
    """
    due = _due(row, answers, profile)
    said = [one.position for one in answers if one.position != MORE_TIME]
    if said:
        state = said[-1]
    else:
        state = SILENT if due is not None and due.standing == "lapsed" else WAITING
    return ConsultationStanding(
        row=row,
        answers=answers,
        state=state,
        due=due.day if due else None,
        silence=due.silence if due else "",
    )


def _due(
    row: Consultation, answers: Sequence[ConsultationAnswer], profile: str
) -> DueDay | None:
    law = package_of(profile)
    if PROFILE not in law.profiles:
        return None
    asked = ProcedureEvent(on=row.asked_on, kind=EventKind.REFERRED, to=row.partner)
    later = [
        ProcedureEvent(on=one.received_on, kind=EventKind.EXTENDED, to=row.partner)
        for one in answers
        if one.position == MORE_TIME
    ]
    events = sorted([asked, *later], key=lambda one: one.on)
    reading = read_procedure(
        events, profile=PROFILE, regime=law, as_of=legal_day(now())
    )
    return next(iter(reading.due), None)


def consultations_of(case: Case) -> QuerySet[Consultation]:
    """Every consultation, in the order of asking."""
    return Consultation.objects.filter(case=case).order_by("asked_at", "pk")


def partners_answers_of(case: Case) -> QuerySet[ConsultationAnswer]:
    """Every answer to the consultations of a case."""
    found = ConsultationAnswer.objects.filter(consultation__case=case)
    return found.order_by("version")


def standings(case: Case) -> tuple[ConsultationStanding, ...]:
    """Every consultation of a case, in the order of asking."""
    return tuple(_standings(case))


def _standings(case: Case) -> Iterator[ConsultationStanding]:
    rows = read(consultations_of, case)
    if rows:
        attach(rows, "answers", read(partners_answers_of, case), "consultation_id")
    for row in rows:
        answers = sorted(row.answers.all(), key=lambda one: one.version)
        yield standing(row, answers, case.profile)
