"""Cases counted by the day on which they are due; the cases of a day are read when they are wanted.

The lawful day is computed from the events of a clock. A clock that began and never stood is told by
the day of its beginning, and one that ended has no day: such cases are counted in the database by
those days, however many they are. Only those whose clock stood are read one by one.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from licet.review import ClockEffect, ClockReading
from licet.web.casework.application.practice import practice
from licet.web.casework.law.clock_readings import Events, clock_reading
from licet.web.casework.law.decision_clock import LawClock, law_clock
from licet.web.casework.models import Case, ClockRow, UrgencyCall
from licet.web.casework.ports import legal_day, now

MINE, WAITING, OTHERS = range(3)
_START = ClockEffect.START.value
_ENOUGH = (
    _START,
    ClockEffect.END.value,
)  # newest events that tell the day by themselves
_CLOCK = ("profile", "ground", "newest")


class Day(NamedTuple):
    """Cases that stand together in the order of the work, but for their bands."""

    group: int
    due: date


class Place(NamedTuple):
    """Where a case stands in the order of the work."""

    group: int
    due: date
    updated: str
    case: str
    number: str


class _Readings:
    """Where clocks stand today, by the law of each case."""

    def __init__(self) -> None:
        self._today = legal_day(now())
        self._laws: dict[tuple[str, bool], LawClock] = {}

    def of(self, profile: str, events: Events, *, urgent: bool = False) -> ClockReading:
        law = self._laws.get((profile, urgent))
        if law is None:
            days = practice(profile).urgent_days if urgent else 0
            law = law_clock(profile, urgent_days=days)
            self._laws[profile, urgent] = law
        return clock_reading(law, events, as_of=self._today)


class Days:
    """Cases of which is known on which day each is due, and whose turn it is."""

    def __init__(self, found: QuerySet[Case, Any], needing: Q | None = None) -> None:
        """Cases that a person may see.

        Args:
            found: The cases, each once.
            needing: Which of them need the person; ``None`` to keep all in one group.
        """
        self._found = found.order_by().annotate(
            turn=_turn(needing), ground=_newest_ground(), newest=_newest_event()
        )
        self._readings = _Readings()
        self._told: dict[Day, set[str]] = defaultdict(set)
        self._stood: dict[Day, list[Place]] = defaultdict(list)

    def counted(self) -> Mapping[Day, int]:
        """How many cases each day has."""
        days: Counter[Day] = Counter()
        known = self._found.values_list("turn", *_CLOCK)
        stood = False
        for turn, *clock, cases in known.annotate(cases=Count("pk")):
            day = self._day(turn, *clock)
            if day is None:
                stood = True
                continue
            self._told[day].add(clock[-1])
            days[day] += cases
        for one in self._that_stood() if stood else ():
            day = Day(one.group, one.due)
            self._stood[day].append(one)
            days[day] += 1
        return days

    def places(self, days: Collection[Day]) -> list[Place]:
        """Where the cases of some days stand, in no order."""
        found = [one for day in days for one in self._stood.get(day, ())]
        told = {one for day in days for one in self._told.get(day, ())}
        happened = ClockRow.objects.filter(on__in={one[:10] for one in told if one})
        on = Q(pk__in=happened.values("case"))
        on |= Q(newest="") if "" in told else Q()
        groups = {day.group for day in days}
        known = self._found.filter(on, turn__in=groups, newest__in=told)
        rows = known.values_list("turn", *_order(), *_CLOCK)
        for turn, updated, case, number, *clock in rows if told else ():
            day = self._day(turn, *clock)
            if day is not None and day in days:
                found.append(Place(*day, updated, case, number))
        return found

    def day_of(self, number: str) -> Day | None:
        """The day of one case; ``None`` when it is not among them."""
        for turn, *clock in self._found.filter(number=number).values_list(
            "turn", *_CLOCK
        ):
            found = self._day(turn, *clock)
            if found is not None:
                return found
            return next(
                (Day(*one[:2]) for one in self._that_stood(number=number)), None
            )
        return None

    def _day(self, turn: int, profile: str, ground: str, newest: str) -> Day | None:
        """The day of a case by the newest event of its clock; ``None`` where that is not enough."""
        on, _space, event = newest.partition(" ")
        effect, _space, why = event.partition(" ")
        if effect and effect not in _ENOUGH:
            return None
        # A new beginning makes nothing of what was before, and an end leaves no day.
        events = ((on, effect, why),) if effect == _START else ()
        clock = self._readings.of(profile, events, urgent=bool(ground))
        return Day(turn, clock.due or date.max)

    def _that_stood(self, **narrowed: str) -> Iterator[Place]:
        """Places of cases whose clock stands or goes on after it stood, read one by one."""
        stood = ClockRow.objects.exclude(effect__in=_ENOUGH)
        found = self._found.filter(pk__in=stood.values("case"), **narrowed)
        for row, clock in _clocks(found):
            if self._day(row.turn, row.profile, row.ground, row.newest) is None:
                due = clock.due or date.max
                yield Place(row.turn, due, row.updated, row.case, row.number)


def _turn(needing: Q | None) -> models.Expression:
    """Whose turn it is in a case, as a column."""
    if needing is None:
        return Value(OTHERS, output_field=models.IntegerField())
    return models.Case(
        models.When(state="triage", then=Value(WAITING)),
        models.When(needing, then=Value(MINE)),
        default=Value(OTHERS),
        output_field=models.IntegerField(),
    )


def _newest_event() -> models.Expression:
    """The newest event of a clock up to today as one text: its day, its effect and its reason."""
    events = ClockRow.objects.filter(case=OuterRef("pk"), on__lte=legal_day(now()))
    told = events.order_by("-pk").values_list(
        Concat(
            Cast("on", models.CharField()), Value(" "), "effect", Value(" "), "reason",
            output_field=models.CharField(),
        )
    )  # fmt: skip
    return Coalesce(Subquery(told[:1]), Value(""))


def _newest_ground() -> models.Expression:
    """The ground on which a case goes first, by the newest call; empty for most."""
    calls = UrgencyCall.objects.filter(case=OuterRef("pk")).order_by("-pk")
    return Coalesce(Subquery(calls.values("ground")[:1]), Value(""))


def _order() -> tuple[Cast | str, ...]:
    """Of a case what puts it in order within its day, as text: that is faster to read."""
    return (
        Cast("updated_at", models.CharField()),
        Cast("pk", models.CharField()),
        "number",
    )


def clocks(found: QuerySet[Case, Any]) -> Iterator[tuple[str, ClockReading]]:
    """Of cases within somebody's standing: the officer's id, empty for none, and the clock."""
    for row, clock in _clocks(_plain(found)):
        yield str(UUID(row.officer)) if row.officer else "", clock


def readings(found: QuerySet[Case, Any]) -> Iterator[tuple[UUID, ClockReading]]:
    """Of cases within somebody's standing: the id and where the clock stands today."""
    for row, clock in _clocks(_plain(found)):
        yield UUID(row.case), clock


def _plain(found: QuerySet[Case, Any]) -> QuerySet[Case, Any]:
    return found.annotate(turn=_turn(None), ground=_newest_ground(), newest=Value(""))


class _Columns(NamedTuple):
    """What of a case puts it in order, with one event of its clock."""

    turn: int
    updated: str
    case: str
    number: str
    profile: str
    ground: str
    newest: str
    officer: str | None
    event: int | None
    on: str
    effect: str
    why: str


def _clocks(found: QuerySet[Case, Any]) -> Iterator[tuple[_Columns, ClockReading]]:
    """Each case with its clock, read one by one."""
    known = _Readings()
    for rows in _columns(found).values():
        first = rows[0]
        events = tuple(one[9:] for one in rows if one.event is not None)
        yield first, known.of(first.profile, events, urgent=bool(first.ground))


def _columns(found: QuerySet[Case, Any]) -> dict[str, list[_Columns]]:
    """By case: its few columns with each event of its clock, in their order."""
    rows = found.order_by("clock__pk").values_list(
        "turn",
        *_order(),
        *_CLOCK,
        Cast("officer", models.CharField()),
        F("clock__pk"),
        Cast("clock__on", models.CharField()),
        "clock__effect",
        "clock__reason",
    )
    held: dict[str, list[_Columns]] = {}
    for row in rows:
        held.setdefault(row[2], []).append(_Columns._make(row))
    return held
