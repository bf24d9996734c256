"""Statutory clocks computed from events, from scratch, every time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from licet.kernel import Citation, InputError, WorkingCalendar
from licet.review.model import ClockEffect


class Counting(StrEnum):
    """In which days a period is counted."""

    CALENDAR = "calendar"
    WORKING = "working"


class DateKind(StrEnum):
    """What a shown date means to the reader."""

    STATUTORY = "statutory deadline"
    TARGET = "published target"
    FORECAST = "forecast from similar cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """How long something may take, and in which law that stands."""

    days: int
    counting: Counting
    kind: DateKind
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEvent:
    """One event on the legal day ``on`` with its effect and its lawful reason."""

    on: date
    effect: ClockEffect
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """Where a clock stands on a day.

    Attributes:
        state: ``not_started``, ``running``, ``stopped``, ``ended`` or ``overdue``.
        due: Last day of the period; while stopped the day it would be if resumed today, or
            the day on which the period ran out before the stop.
        days_spent: Counted days that ran.
        days_stopped: Counted days that stood still.
        since: First day of the present run or stop.
        reason: Why it stands, when it does.
    """

    state: str
    due: date | None
    days_spent: int
    days_stopped: int
    since: date | None
    reason: str


class UnlawfulClockError(InputError):
    """Events that no lawful clock can have in this order."""

    code: ClassVar[str] = "unlawful_clock"


def _counted(first: date, last: date, period: Period, calendar: WorkingCalendar) -> int:
    """Days after ``first`` up to and including ``last``, in the period's counting."""
    if last <= first:
        return 0
    if period.counting is Counting.WORKING:
        return calendar.between(first + timedelta(days=1), last)
    return (last - first).days


def _end(start: date, days: int, period: Period, calendar: WorkingCalendar) -> date:
    if period.counting is Counting.WORKING:
        return calendar.after(start, days)
    return start + timedelta(days=days)


_ALLOWED = {
    "not_started": {ClockEffect.START: "running"},
    "running": {ClockEffect.STOP: "stopped", ClockEffect.END: "ended"},
    "stopped": {ClockEffect.RESUME: "running", ClockEffect.END: "ended"},
    "ended": {ClockEffect.START: "running"},
}


@dataclass(slots=True)
class _Run:
    state: str = "not_started"
    since: date | None = None
    spent: int = 0
    stopped: int = 0
    reason: str = ""
    over: date | None = None  # the last day, once it was reached while the clock ran

    def advance(self, to: date, period: Period, calendar: WorkingCalendar) -> None:
        if self.since is None:
            return
        days = _counted(self.since, to, period, calendar)
        if self.state == "running":
            left = period.days - self.spent
            if self.over is None and days >= left:
                self.over = _end(self.since, left, period, calendar)
            self.spent += days
        elif self.state == "stopped":
            self.stopped += days


def _play(
    events: Sequence[ClockEvent], as_of: date, period: Period, calendar: WorkingCalendar
) -> _Run:
    run = _Run()
    for event in (event for event in events if event.on <= as_of):
        following = _ALLOWED[run.state].get(event.effect)
        if following is None or (run.since is not None and event.on < run.since):
            msg = (
                f"{event.effect.value!r} on {event.on} cannot follow a clock that is "
                f"{run.state.replace('_', ' ')} since {run.since}. Put the events in their "
                "order and give each stop its resumption."
            )
            raise UnlawfulClockError(msg)
        run.advance(event.on, period, calendar)
        if event.effect is ClockEffect.START:
            run.spent, run.stopped, run.over = 0, 0, None
        run.state, run.since, run.reason = following, event.on, event.reason
    return run


def read_clock(
    events: Sequence[ClockEvent],
    *,
    as_of: date,
    period: Period,
    calendar: WorkingCalendar,
) -> ClockReading:
    """Compute a clock from its events.

    Args:
        events: In their order; those after ``as_of`` are not read.
        as_of: The legal day asked about.
        period: How long it may take.
        calendar: Working days of the authority.

    Returns:
        The reading; the day of an event does not count, the last day does.

    Raises:
        UnlawfulClockError: The events are in an order that cannot be.

    Law:
        Regulation (EEC, Euratom) 1182/71 Art. 3(1): the day of the event is not counted.
    """
    run = _play(events, as_of, period, calendar)
    since, state = run.since, run.state
    if since is None:
        return ClockReading(
            state=state, due=None, days_spent=0, days_stopped=0, since=None, reason=""
        )
    due = _due(run, since, as_of, period, calendar)
    run.advance(as_of, period, calendar)
    if state == "running" and due is not None and due < as_of:
        state = "overdue"
    return ClockReading(
        state=state,
        due=due,
        days_spent=run.spent,
        days_stopped=run.stopped,
        since=since,
        reason=run.reason,
    )


def _due(
    run: _Run, since: date, as_of: date, period: Period, calendar: WorkingCalendar
) -> date | None:
    """The last day as it stands; a stop after it does not move it."""
    left = period.days - run.spent
    if run.state not in {"running", "stopped"}:
        return None
    if run.over is not None:
        return run.over
    return _end(since if run.state == "running" else as_of, left, period, calendar)
