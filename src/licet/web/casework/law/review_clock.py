"""The clock of a case as its law keeps it, from what happened; nothing of it is stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from licet.kernel import WorkingCalendar, calendar_of
from licet.regimes import EventKind, Regime, ReviewProcedure
from licet.review import (
    DueDay,
    Position,
    ProcedureEvent,
    ProcedureReading,
    read_procedure,
)
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import (
    Advice,
    Case,
    Escalation,
    InformationRequest,
    LevelOutcome,
    Referral,
)
from licet.web.casework.ports import legal_day

PROFILE, INTERAGENCY, AGENCY = "licence_application", "interagency", "agency"
ADVICE_DAYS = 30  # where the governing law sets the agencies no time
SEATED = "seated"
_ENDED_EARLY = frozenset({"withdrawn", "lapsed"})
Moment = tuple[date, int, ProcedureEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """The rows of a case from which its clock is read.

    Attributes:
        case: The case.
        requests: Questions to the applicant.
        referrals: Bodies asked, with their team.
        advice: Versions of advice by the id of their referral.
        escalations: Every level that dissent reached, by number, with its outcome.
    """

    case: Case
    requests: Sequence[InformationRequest]
    referrals: Sequence[Referral]
    advice: Mapping[object, Sequence[Advice]]
    escalations: Sequence[Escalation]


def law_of(case: Case) -> Regime:
    """The governing law of a case."""
    return package_of(case.profile)


def procedure_of(case: Case) -> ReviewProcedure | None:
    """How the governing law lets bodies review the case; ``None`` when it does not say."""
    return law_of(case).reviews.get(INTERAGENCY)


def working_days(case: Case) -> WorkingCalendar:
    """The working days of the governing law."""
    return calendar_of(law_of(case).holidays)


def outcome_of(row: Escalation) -> LevelOutcome | None:
    """What a level decided; ``None`` while it has not."""
    found: LevelOutcome | None = getattr(row, "outcome", None)
    return found


def newest_round(escalations: Sequence[Escalation]) -> tuple[Escalation, ...]:
    """The levels of the newest round of dissent, the lowest first."""
    if not escalations:
        return ()
    newest = max(one.round for one in escalations)
    found = (one for one in escalations if one.round == newest)
    return tuple(sorted(found, key=lambda one: one.number))


def events_of(happened: Happened) -> tuple[ProcedureEvent, ...]:
    """What happened to the clock of a case, in its order.

    Args:
        happened: Its rows.

    Returns:
        The events as ``licet clock`` reads them. A seat on a level is no referral, a wish
        for information no advice, and only the newest round of dissent counts.
    """
    found = sorted(_moments(happened), key=lambda one: one[:2])
    return tuple(event for _on, _rank, event in found)


def _moments(happened: Happened) -> Iterator[Moment]:
    case = happened.case
    if case.submitted_at is None:
        return
    yield _at(case.submitted_at, 0, EventKind.REGISTERED)
    for asked in happened.requests:
        yield _at(asked.asked_at, 1, EventKind.INFORMATION_REQUESTED)
        if asked.answered_at is not None:
            yield _at(asked.answered_at, 2, EventKind.INFORMATION_RECEIVED)
    for row in happened.referrals:
        if row.state != SEATED:
            yield from _referred(row, happened.advice.get(row.pk, ()))
    for level in newest_round(happened.escalations):
        yield _on(level.opened_on, 5, EventKind.ESCALATED)
        outcome = outcome_of(level)
        if outcome is not None and outcome.verdict:
            yield _on(outcome.on, 6, EventKind.RESOLVED)
    if case.decided_at is not None:
        yield _at(case.decided_at, 7, EventKind.DECIDED)
    elif case.state in _ENDED_EARLY:
        yield _at(case.updated_at, 7, EventKind.WITHDRAWN)


def _referred(row: Referral, given: Iterable[Advice]) -> Iterator[Moment]:
    yield _at(row.referred_at, 3, EventKind.REFERRED, row.team.code)
    for one in given:
        if one.position != Position.NEEDS_INFORMATION:
            yield _at(one.at, 4, EventKind.ADVISED, row.team.code)


def _at(at: datetime, rank: int, kind: EventKind, to: str = "") -> Moment:
    return _on(legal_day(at), rank, kind, to)


def _on(on: date, rank: int, kind: EventKind, to: str = "") -> Moment:
    return on, rank, ProcedureEvent(on=on, kind=kind, to=to)


def reading_of(happened: Happened, *, as_of: date) -> ProcedureReading | None:
    """Where the clock of a case stands by its law.

    Args:
        happened: Its rows.
        as_of: The legal day asked about.

    Returns:
        The reading; ``None`` when the law keeps no clock of applications.
    """
    law = law_of(happened.case)
    if PROFILE not in law.profiles:
        return None
    return read_procedure(events_of(happened), profile=PROFILE, regime=law, as_of=as_of)


def due_of_agencies(happened: Happened, *, as_of: date) -> dict[str, DueDay]:
    """The due day of each body asked, by its code, as the law counts it with its pauses."""
    reading = reading_of(happened, as_of=as_of)
    return {
        one.key.partition(":")[2]: one
        for one in (reading.due if reading else ())
        if one.period.key == AGENCY
    }


def last_day_of(row: Referral, due: Mapping[str, DueDay]) -> date:
    """The last day of a referral: as the law counts it, or as it was first told."""
    found = due.get(row.team.code)
    return row.due if found is None else found.day


def due_of_level(happened: Happened, level: Escalation, *, as_of: date) -> date | None:
    """Last day of a level; ``None`` when the law sets it no time."""
    clock = str(level.document.get("clock") or "")
    reading = reading_of(happened, as_of=as_of) if clock else None
    days = [one.day for one in (reading.due if reading else ()) if one.key == clock]
    return days[0] if days else None


def due_after(happened: Happened, team: str, *, on: date) -> date:
    """Last day for the advice of a body that is asked on a day."""
    law = law_of(happened.case)
    asked = ProcedureEvent(on=on, kind=EventKind.REFERRED, to=team)
    events = [one for one in events_of(happened) if one.to != team]
    if PROFILE in law.profiles:
        reading = read_procedure(
            [*events, asked], profile=PROFILE, regime=law, as_of=on
        )
        found = [one.day for one in reading.due if one.key == f"{AGENCY}:{team}"]
        if found:
            return found[0]
    return working_days(happened.case).after(on, ADVICE_DAYS)
