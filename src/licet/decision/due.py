"""What is due when, and by whom: the duties of a licence laid out over its time."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from licet.decision.conditions import Condition, ConditionType, condition_types
from licet.kernel import DefectError, WorkingCalendar, parse_day

GRANT = "grant"
MONTHS = 12
STANDING, BEFORE, EVENT, DAY, EVERY = "standing", "before", "event", "day", "every"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing that somebody has to do under a condition.

    Attributes:
        condition: Place of the condition among those of the licence, from 1.
        type: Its type.
        title: Title of its type.
        duty: Who must do it.
        day: Its last day; ``None`` while what starts it has not happened, or when it is
            kept all the time.
        rule: The rule for the day, in words.
        waits_for: The event that starts it, while that has not happened; else empty.
        evidence: What shows it.
        checker: Who checks it.
        breach: What follows when it is broken.
    """

    condition: int
    type: str
    title: str
    duty: str
    day: date | None
    rule: str
    waits_for: str
    evidence: str
    checker: str
    breach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceTime:
    """The days on which the duties of a licence rest.

    Attributes:
        granted: Legal day of the grant.
        valid_until: Last day of the licence.
        happened: Days of events that are known, by their name.
    """

    granted: date
    valid_until: date
    happened: Mapping[str, Sequence[date]] = field(default_factory=dict)


class BrokenScheduleError(DefectError):
    """A type of condition whose rule for the day means nothing."""

    code: ClassVar[str] = "broken_schedule"


def due_list(
    conditions: Sequence[Condition], *, time: LicenceTime, calendar: WorkingCalendar
) -> tuple[Duty, ...]:
    """Everything that is due under a licence.

    Args:
        conditions: In the order of the licence.
        time: Its days.
        calendar: The working days of the authority.

    Returns:
        Dated duties by day; then those that wait for an event; then those kept all the
        time. The day of an event does not count.

    Raises:
        BrokenScheduleError: A type's rule means nothing.

    Law:
        Counting: Regulation (EEC, Euratom) 1182/71 Art. 3(1).
    """
    found = [
        duty
        for place, condition in enumerate(conditions, start=1)
        for duty in _duties(place, condition, time, calendar)
    ]
    return tuple(sorted(found, key=_order))


def _order(duty: Duty) -> tuple[int, date, int]:
    if duty.day is not None:
        return 0, duty.day, duty.condition
    return (1 if duty.waits_for else 2), date.max, duty.condition


def _duties(
    place: int, condition: Condition, time: LicenceTime, calendar: WorkingCalendar
) -> Iterator[Duty]:
    kind = condition_types()[condition.type]
    for day, waits_for in _days(kind, condition.terms, time, calendar):
        yield Duty(
            condition=place,
            type=kind.id,
            title=kind.title,
            duty=kind.duty,
            day=day,
            rule=condition.terms.get("due") or kind.due,
            waits_for=waits_for,
            evidence=condition.terms.get("evidence") or kind.evidence,
            checker=condition.checker,
            breach=condition.terms.get("breach") or kind.breach,
        )


def _days(
    kind: ConditionType,
    terms: Mapping[str, str],
    time: LicenceTime,
    calendar: WorkingCalendar,
) -> Iterator[tuple[date | None, str]]:
    rule = kind.schedule
    at, event = rule.get("at"), str(rule.get("event", ""))
    if at == STANDING:
        yield None, ""
    elif at == BEFORE:
        yield None, event
    elif at == DAY:
        yield _after(parse_day(terms[str(rule["day"])]), rule, terms, calendar), ""
    elif at == EVERY:
        for day in _every(rule, terms, time):
            yield day, ""
    elif at == EVENT:
        happened = (time.granted,) if event == GRANT else time.happened.get(event, ())
        for day in happened:
            yield _after(day, rule, terms, calendar), ""
        if event != GRANT:
            yield None, event
    else:
        raise BrokenScheduleError(f"{kind.id}: `schedule` has no known `at`: {at!r}.")


def _after(
    day: date,
    rule: Mapping[str, str | int],
    terms: Mapping[str, str],
    calendar: WorkingCalendar,
) -> date:
    """The last day so many days or working days after a day; a rule in hours ends that day."""
    if "working_days" in rule:
        return calendar.after(day, _number(rule["working_days"], terms))
    if "days" in rule:
        return day + timedelta(days=_number(rule["days"], terms))
    return day


def _number(written: str | int, terms: Mapping[str, str]) -> int:
    return written if isinstance(written, int) else int(terms[written])


def _every(
    rule: Mapping[str, str | int], terms: Mapping[str, str], time: LicenceTime
) -> Iterator[date]:
    months = _number(rule["months"], terms)
    first = rule.get("first")
    start = parse_day(terms[str(first)]) if first else time.granted
    number = 0 if first else 1
    while (day := months_after(start, months * number)) <= time.valid_until:
        yield day
        number += 1


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month when it has none.

    Examples:
        >>> months_after(date(2026, 1, 31), 1)
        datetime.date(2026, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, MONTHS)
    longest = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, longest))
