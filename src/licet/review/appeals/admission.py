"""Whether an appeal is taken: the act is open, its bringer has standing, the time is kept or excused."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from licet.kernel import InputError, WorkingCalendar
from licet.review.appeals.model import AppealKind, AppealRule, AppealRules


class NotOpenError(InputError):
    """No appeal lies against this act."""

    code: ClassVar[str] = "appeal_not_open"


class NoStandingError(InputError):
    """Somebody whom the law does not let appeal."""

    code: ClassVar[str] = "no_standing"


class LateError(InputError):
    """After the last day, without an excuse that the law knows."""

    code: ClassVar[str] = "appeal_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedAct:
    """What is appealed.

    Attributes:
        kind: What kind of act.
        object: The id of the decision, condition, letter, licence event, opinion or case.
        acted_on: The legal day of the act.
        served_on: The legal day on which it was served; ``None`` while nobody proved service.
        due: For a failure to decide, the last day on which it should have been decided.
    """

    kind: AppealKind
    object: str
    acted_on: date
    served_on: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """An appeal that is taken.

    Attributes:
        last: Last day to lodge it; ``None`` while no time runs.
        late: Whether it came after that day and was excused.
        standing: In which role it is brought.
    """

    last: date | None
    late: bool
    standing: str


def last_day(
    rule: AppealRule, act: ContestedAct, calendar: WorkingCalendar
) -> date | None:
    """The last day on which an appeal can be lodged.

    Args:
        rule: The rule of the kind.
        act: What is appealed.
        calendar: Working days of the law.

    Returns:
        The day, which still counts; ``None`` while nothing lets the time run.
    """
    starts = {"service": act.served_on, "act": act.acted_on, "due": act.due}
    start = starts[rule.runs_from]
    if start is None or rule.term is None:
        return None
    return rule.term.end(start, calendar)


def admit(  # noqa: PLR0913  # what is appealed, by whom, when, and what excuses a late one
    rules: AppealRules,
    act: ContestedAct,
    *,
    roles: frozenset[str],
    on: date,
    calendar: WorkingCalendar,
    excuse: str = "",
    late_reasons: str = "",
) -> Admission:
    """Take an appeal, or say why not.

    Args:
        rules: The rules of the governing law.
        act: What is appealed.
        roles: In which roles the person stands to the act: ``addressee``, or that of a party.
        on: The legal day of lodging.
        calendar: Working days of the law.
        excuse: One of the law's excuses, for a late appeal.
        late_reasons: What happened, in the appellant's words.

    Raises:
        NotOpenError: The law opens no appeal against it, or it is not yet late.
        NoStandingError: None of the roles may bring it.
        LateError: The time is over and nothing excuses it.
    """
    rule = rules.kinds[act.kind]
    if rule.closed:
        raise NotOpenError(f"{rule.closed} ({rule.citation})")
    standing = min(roles & rule.standing, default="")
    if not standing:
        msg = f"Only {', '.join(sorted(rule.standing))} may appeal ({rule.citation})."
        raise NoStandingError(msg)
    if act.kind is AppealKind.FAILURE_TO_DECIDE and (act.due is None or on <= act.due):
        msg = "The time to decide is not over, so there is no failure to decide."
        raise NotOpenError(msg)
    last = last_day(rule, act, calendar)
    late = last is not None and on > last
    if last is not None and late:
        _require_excuse(rules, last, on=on, excuse=excuse, reasons=late_reasons)
    return Admission(last=last, late=late, standing=standing)


def _require_excuse(
    rules: AppealRules, last: date, *, on: date, excuse: str, reasons: str
) -> None:
    late = rules.late
    over = f"The appeal could be lodged until {last}."
    if late is None:
        raise LateError(f"{over} The law excuses no delay.")
    longest = last + timedelta(days=late.longest)
    if on > longest:
        msg = f"{over} Even with an excuse it could come until {longest} ({late.citation})."
        raise LateError(msg)
    if excuse not in late.excuses or not reasons.strip():
        msg = f"{over} Choose what kept you from it and say what happened ({late.citation})."
        raise LateError(msg)
