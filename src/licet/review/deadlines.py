"""Every due day of a procedure, computed from its events, from scratch, as its law keeps the clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar

from licet.kernel import Citation, InputError, WorkingCalendar
from licet.regimes import ClockProfile, DuePeriod, EventKind, Length, Regime
from licet.review.clock import UnlawfulClockError

ASKED = "information_requested"
AGENCY = "agency"
DECEMBER, LAST_DAY = 12, 31
FEBRUARY, LEAP_DAY = 2, 29


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureEvent:
    """Something that happened on a legal day.

    Attributes:
        on: The calendar day in the zone of the law.
        kind: What happened.
        to: The body concerned, for a referral and its advice.
        reason: The lawful pause, for a stop.
    """

    on: date
    kind: EventKind
    to: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """The last day of one period.

    Attributes:
        key: Its name, for example ``total`` or ``agency:defence``.
        day: The last day; while the clock stands the day it would be if resumed now.
        standing: ``open``, ``kept``, ``late``, ``lapsed`` (silence has its effect),
            ``overdue``, or ``told`` for a day that nothing has to keep.
        silence: What silence means, when the law says it.
        period: The period as the law writes it.
    """

    key: str
    day: date
    standing: str
    silence: str
    period: DuePeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureReading:
    """Where a procedure stands on a day.

    Attributes:
        due: Its due days in the order of the law.
        days_spent: Counted days that ran, in the sort of days in which the law counts.
        days_stopped: Counted days that stood still.
        state: ``not_started``, ``running``, ``stopped``, ``overdue`` or ``ended``.
        law: Where all of this stands, each place once.
    """

    due: tuple[DueDay, ...]
    days_spent: int
    days_stopped: int
    state: str
    law: tuple[Citation, ...]


class UnknownProfileError(InputError):
    """A law that keeps no such clock."""

    code: ClassVar[str] = "unknown_profile"

    def __init__(self, name: str, regime: str, known: Sequence[str]) -> None:
        offered = ", ".join(known) or "none"
        super().__init__(
            f"{regime} keeps no clock {name!r}. Its profiles: {offered}. Name one of them, or "
            "the law that keeps it."
        )


@dataclass(slots=True)
class _Stop:
    since: date
    until: date | None = None


@dataclass(slots=True)
class _Stops:
    """Spans in which at least one lawful pause was open."""

    profile: ClockProfile
    open: list[str] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    spans: list[_Stop] = field(default_factory=list)

    def play(self, event: ProcedureEvent) -> None:
        """Let one event stop the clock or start it again."""
        match event.kind:
            case EventKind.STOPPED:
                self._require_lawful(event)
                self._stop(event.reason, event.on)
            case EventKind.INFORMATION_REQUESTED if ASKED in self.profile.pauses:
                self._stop(ASKED, event.on)
            case EventKind.INFORMATION_RECEIVED if ASKED in self.open:
                self._resume(ASKED, event.on)
            case EventKind.RESUMED:
                self._resume(self._resumed(event), event.on)
            case _:  # everything else neither stops a clock nor starts it again
                pass

    def _require_lawful(self, event: ProcedureEvent) -> None:
        if event.reason not in self.profile.pauses:
            lawful = ", ".join(self.profile.pauses) or "none"
            msg = (
                f"{event.reason!r} on {event.on} is no lawful reason to stop this clock. "
                f"Lawful reasons: {lawful}. Take the stop out, or name the reason that it had."
            )
            raise UnlawfulClockError(msg)

    def _resumed(self, event: ProcedureEvent) -> str:
        found = [one for one in self.open if event.reason in {"", one}]
        if len(found) != 1:
            msg = (
                f"'resumed' on {event.on} does not say which stop it ends. "
                f"Open on that day: {', '.join(self.open) or 'none'}. Give its reason."
            )
            raise UnlawfulClockError(msg)
        return found[0]

    def _stop(self, reason: str, on: date) -> None:
        if not self.open:
            self.spans.append(_Stop(since=on))
        self.open += [] if reason in self.open else [reason]
        self.used += [] if reason in self.used else [reason]

    def _resume(self, reason: str, on: date) -> None:
        self.open.remove(reason)
        if not self.open:
            self.spans[-1].until = on


def _count(after: date, last: date, calendar: WorkingCalendar, *, working: bool) -> int:
    if last <= after:
        return 0
    if working:
        return calendar.between(after + timedelta(days=1), last)
    return (last - after).days


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    profile: ClockProfile
    events: tuple[ProcedureEvent, ...]
    stops: tuple[_Stop, ...]
    calendar: WorkingCalendar
    as_of: date

    def first(self, kinds: frozenset[EventKind], after: int = -1) -> int | None:
        """Place of the first event of these kinds after a place."""
        places = range(after + 1, len(self.events))
        return next((n for n in places if self.events[n].kind in kinds), None)

    def due(self) -> Iterator[DueDay]:
        """Every period that has begun, with its last day."""
        for period in self.profile.due:
            places = [
                n for n, one in enumerate(self.events) if one.kind in period.start
            ]
            if period.key == AGENCY:
                last = {self._body(n): n for n in places}
                for body, place in last.items():
                    yield self._due_day(period, place, body)
            elif len(places) >= max(period.step, 1):
                yield self._due_day(period, places[period.step - 1], "")

    def _body(self, place: int) -> str:
        event = self.events[place]
        if not event.to:
            msg = f"{event.kind.value!r} on {event.on} names nobody. Add `to`."
            raise UnlawfulClockError(msg)
        return event.to

    def _due_day(self, period: DuePeriod, place: int, body: str) -> DueDay:
        later = [
            one for one in self.events[place + 1 :] if one.to in {"", body} or not body
        ]
        length = period.length
        if period.longest and any(one.kind is EventKind.EXTENDED for one in later):
            length = period.longest
        start = self.events[place].on
        day = self._last_day(start, length, self.stops if period.pauses else ())
        met = next((one.on for one in later if one.kind in period.met_by), None)
        return DueDay(
            key=f"{period.key}:{body}" if body else period.key,
            day=day,
            standing=self._standing(period, day, met),
            silence=period.silence,
            period=period,
        )

    def _standing(self, period: DuePeriod, day: date, met: date | None) -> str:
        if not period.met_by:
            return "told"
        if met is not None:
            return "kept" if met <= day else "late"
        if day >= self.as_of:
            return "open"
        return "lapsed" if period.silence else "overdue"

    def _last_day(self, start: date, length: Length, stops: Sequence[_Stop]) -> date:
        if length.years:
            return _years_after(start, length)
        working = length.working_days > 0
        left, at = length.working_days or length.days, start
        for stop in stops:
            if stop.until is not None and stop.until <= at:
                continue
            since = max(stop.since, at)
            ran = _count(at, since, self.calendar, working=working)
            if ran >= left:
                break
            left -= ran
            at = stop.until or max(since, self.as_of)
        return self.calendar.after(at, left) if working else at + timedelta(days=left)

    def days(self, start: date, end: date) -> tuple[int, int]:
        """Counted days that ran and that stood still after ``start`` up to ``end``."""
        main = next(
            (one for one in self.profile.due if one.key == "total"), self.profile.due[0]
        )
        working = main.length.working_days > 0
        stopped = sum(
            _count(
                max(stop.since, start),
                min(stop.until or end, end),
                self.calendar,
                working=working,
            )
            for stop in self.stops
        )
        return _count(start, end, self.calendar, working=working) - stopped, stopped


def _years_after(start: date, length: Length) -> date:
    if length.end_of_year:
        return date(start.year + length.years, DECEMBER, LAST_DAY)
    if (start.month, start.day) == (FEBRUARY, LEAP_DAY):
        start -= timedelta(days=1)
    return start.replace(year=start.year + length.years)


def read_procedure(
    events: Sequence[ProcedureEvent],
    *,
    profile: str,
    regime: Regime,
    as_of: date,
    holidays: frozenset[date] = frozenset(),
) -> ProcedureReading:
    """Compute every due day of a procedure from its events.

    Args:
        events: In their order; those after ``as_of`` are not read.
        profile: Which of the law's clocks, for example ``licence_application``.
        regime: The law.
        as_of: The legal day asked about.
        holidays: Days on which the authority is closed, beside those of the law.

    Returns:
        The reading; the day of an event does not count, the last day does.

    Raises:
        UnknownProfileError: The law keeps no such clock.
        UnlawfulClockError: Events out of order, a stop for a reason that the law does not
            know, a resumption of nothing, or a referral to nobody.

    Law:
        Each period and pause carries its own. That the day of the event is not counted:
        Regulation (EEC, Euratom) 1182/71 Art. 3(1), and the usage of the other laws.
    """
    kept = regime.profiles.get(profile)
    if kept is None:
        raise UnknownProfileError(profile, regime.header.id, sorted(regime.profiles))
    known = tuple(one for one in events if one.on <= as_of)
    _require_order(known)
    stops = _Stops(profile=kept)
    for event in known:
        stops.play(event)
    calendar = WorkingCalendar(holidays=regime.holidays | holidays)
    spans = tuple(stops.spans)
    reader = _Reader(
        profile=kept, events=known, stops=spans, calendar=calendar, as_of=as_of
    )
    return _reading(reader, stops)


def _require_order(events: Sequence[ProcedureEvent]) -> None:
    for before, after in pairwise(events):
        if after.on < before.on:
            msg = (
                f"{after.kind.value!r} on {after.on} stands after {before.kind.value!r} on "
                f"{before.on}. Put the events in their order."
            )
            raise UnlawfulClockError(msg)


def _reading(reader: _Reader, stops: _Stops) -> ProcedureReading:
    begun = reader.first(reader.profile.starts)
    if begun is None:
        return ProcedureReading(
            due=(), days_spent=0, days_stopped=0, state="not_started",
            law=(reader.profile.law,),
        )  # fmt: skip
    ended = reader.first(reader.profile.ends, begun)
    until = reader.as_of if ended is None else reader.events[ended].on
    due = tuple(reader.due())
    spent, stopped = reader.days(reader.events[begun].on, until)
    return ProcedureReading(
        due=due,
        days_spent=spent,
        days_stopped=stopped,
        state="ended" if ended is not None else _state(due, stops),
        law=tuple(
            dict.fromkeys(
                [
                    reader.profile.law,
                    *(one.period.law for one in due),
                    *(reader.profile.pauses[reason].law for reason in stops.used),
                ]
            )
        ),
    )


def _state(due: Sequence[DueDay], stops: _Stops) -> str:
    if any(one.standing == "overdue" for one in due):
        return "overdue"
    return "stopped" if stops.open else "running"
