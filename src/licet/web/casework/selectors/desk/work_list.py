"""The work of a desk in its order: only the page that is looked at is read whole.

Everything that a person may see is put in order by a few columns: whose turn it is, the lawful
date, the band that gets most work, the oldest change. The lawful date is computed from the events
of each clock; the same events give the same day, and that is remembered within the process.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast

from licet.review import ClockEffect, ClockEvent, ClockReading, read_clock
from licet.web.casework.application.practice import practice
from licet.web.casework.law.decision_clock import LawClock, law_clock
from licet.web.casework.models import Appeal, Case, Referral, RiskRecord, UrgencyCall
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.parts.pages import Lines
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.selectors.parts.summaries import needs_viewer, summaries, voting
from licet.web.casework.views import CaseSummary

MINE, WAITING, OTHERS = range(3)
_MOST_ASKED = 10_000  # parameters of one question to the database
Events = tuple[tuple[str, str, str], ...]


class Place(NamedTuple):
    """Where a case stands in the order of the work."""

    group: int
    due: date
    updated: str
    case: str
    number: str


class _Same:
    """A clock of the law that is told apart by identity: that of another package is another."""

    __slots__ = ("law",)

    def __init__(self, law: LawClock) -> None:
        self.law = law

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.law is other.law

    def __hash__(self) -> int:
        return id(self.law)


@lru_cache(maxsize=50_000)
def _reading(same: _Same, events: Events, as_of: date) -> ClockReading:
    law = same.law
    return read_clock(
        [
            ClockEvent(
                on=date.fromisoformat(on[:10]), effect=ClockEffect(effect), reason=why
            )
            for on, effect, why in events
            if law.counts(why)
        ],
        as_of=as_of,
        period=law.period,
        calendar=law.calendar,
    )


class WorkList(Lines[CaseSummary]):
    """Cases in the order of the work; what needs the viewer comes first when it is grouped."""

    def __init__(self, viewer: Actor, places: list[Place]) -> None:
        """Cases that a person may see, already in order but for their bands."""
        super().__init__(lambda: len(places), self._summaries)
        self._viewer, self._places = viewer, places

    def _summaries(self, first: int, last: int) -> tuple[CaseSummary, ...]:
        some = self._ordered(first, last)
        wanted = Case.objects.filter(pk__in=[one.case for one in some])
        place = {one.number: at for at, one in enumerate(some)}
        rows = summaries(self._viewer, wanted)
        return tuple(sorted(rows, key=lambda one: place[one.number]))

    def _ordered(self, first: int, last: int) -> list[Place]:
        """Some places in their order: the band decides between cases of the same day."""
        every, key = self._places, _day
        begin, end = first, last
        while begin and key(every[begin - 1]) == key(every[first]):
            begin -= 1
        while end < len(every) and key(every[end]) == key(every[last - 1]):
            end += 1
        some = every[begin:end]
        bands = _bands([one.case for one in some])
        some.sort(
            key=lambda one: (
                *key(one),
                -bands.get(one.case, -1),
                one.updated,
                one.number,
            )
        )
        return some[first - begin : last - begin]

    def numbers(self, *groups: int) -> list[str]:
        """Numbers of the cases of some groups, in the order of the work."""
        wanted = sum(self.counted[one] for one in groups)
        begin = sum(self.counted[one] for one in range(min(groups)))
        if not wanted:
            return []
        return [one.number for one in self._ordered(begin, begin + wanted)]

    @property
    def counted(self) -> tuple[int, int, int]:
        """How many cases are mine, how many wait, and how many others there are."""
        held = [one.group for one in self._places]
        return held.count(MINE), held.count(WAITING), held.count(OTHERS)

    def _of(self, group: int) -> tuple[CaseSummary, ...]:
        begin = sum(self.counted[:group])
        return self[begin : begin + self.counted[group]]

    @property
    def mine(self) -> tuple[CaseSummary, ...]:
        """Cases that this person has taken or must act on."""
        return self._of(MINE)

    @property
    def waiting(self) -> tuple[CaseSummary, ...]:
        """Cases of the team that nobody has taken."""
        return self._of(WAITING)

    @property
    def others(self) -> tuple[CaseSummary, ...]:
        """Everything else that the person may see."""
        return self._of(OTHERS)


def _day(one: Place) -> tuple[int, date]:
    return one.group, one.due


def _bands(cases: Sequence[str]) -> Mapping[str, int]:
    """The place of the newest band of some cases, the lowest at nought."""
    order = ports().assessor.bands(on=legal_day(now()))
    place = {name: at for at, (name, _title) in enumerate(order)}
    found: dict[str, int] = {}
    for begin in range(0, len(cases), _MOST_ASKED):
        some = cases[begin : begin + _MOST_ASKED]
        wanted = Case.objects.filter(pk__in=some).values("pk")
        rows = RiskRecord.objects.filter(case__in=wanted).order_by("pk")
        held = rows.values_list(Cast("case", CharField()), "band")
        for case, band in held:
            found[case] = place.get(band, -1)
    return found


def work_list(
    viewer: Actor, found: QuerySet[Case, Any], *, grouped: bool = False
) -> WorkList:
    """Put cases in the order of the work.

    Args:
        viewer: Who works.
        found: Cases within their standing.
        grouped: Whether what needs the viewer, then what waits, goes before the rest.
    """
    turn = _Turn(viewer) if grouped else None
    places = []
    for row, clock in _read(found):
        group = turn.group(row.case, row.state, row.officer) if turn else OTHERS
        due = clock.due or date.max
        places.append(Place(group, due, row.updated, row.case, row.number))
    places.sort()
    return WorkList(viewer, places)


def clocks(found: QuerySet[Case, Any]) -> Iterator[tuple[str, ClockReading]]:
    """Of cases within somebody's standing: the officer's id, empty for none, and the clock."""
    for row, clock in _read(found):
        yield str(UUID(row.officer)) if row.officer else "", clock


def readings(found: QuerySet[Case, Any]) -> Iterator[tuple[UUID, ClockReading]]:
    """Of cases within somebody's standing: the id and where the clock stands today."""
    for row, clock in _read(found):
        yield UUID(row.case), clock


class _Columns(NamedTuple):
    """What of a case puts it in order, with one event of its clock."""

    case: str
    number: str
    profile: str
    state: str
    officer: str | None
    updated: str
    event: int | None
    on: str
    effect: str
    why: str


def _read(
    found: QuerySet[Case, Any],
) -> Iterator[tuple[_Columns, ClockReading]]:
    calls = UrgencyCall.objects.order_by("pk").values_list("case", "ground")
    urgent = {_text(case): ground for case, ground in calls}
    today = legal_day(now())
    laws: dict[tuple[str, int], _Same] = {}
    for case, rows in _columns(found).items():
        first = rows[0]
        days = practice(first.profile).urgent_days if urgent.get(case) else 0
        law = laws.get((first.profile, days))
        if law is None:
            law = _Same(law_clock(first.profile, urgent_days=days))
            laws[first.profile, days] = law
        events = tuple(one[7:] for one in rows if one.event is not None)
        yield first, _reading(law, events, today)


def _columns(found: QuerySet[Case, Any]) -> dict[str, list[_Columns]]:
    """By case: its few columns with each event of its clock, in their order."""
    rows = found.order_by("clock__pk").values_list(
        Cast("pk", CharField()),
        "number",
        "profile",
        "state",
        Cast("officer", CharField()),
        Cast("updated_at", CharField()),
        F("clock__pk"),
        Cast("clock__on", CharField()),
        "clock__effect",
        "clock__reason",
    )
    held: dict[str, list[_Columns]] = {}
    for row in rows:
        held.setdefault(row[0], []).append(_Columns._make(row))
    return held


def _text(identity: object) -> str:
    """An identity as the database writes it, which is much faster to read than a UUID."""
    written = str(identity)
    return written if connection.features.has_native_uuid_field else _bare(written)


def _texts(identities: Iterable[object]) -> frozenset[str]:
    return frozenset(map(_text, identities))


def _bare(identity: str) -> str:
    return identity.replace("-", "")


class _Turn:
    """Whose turn it is in cases, for one viewer: asked once for all of them."""

    def __init__(self, viewer: Actor) -> None:
        self._viewer = viewer
        asked = Referral.objects.filter(state="open", team__code__in=viewer.teams)
        self._asked = _texts(asked.values_list("case", flat=True))
        hears = Appeal.objects.filter(
            Q(reviewer=as_id(viewer.id)), decided_at__isnull=True
        )
        self._hears: frozenset[str] = frozenset()
        if "appeal_reviewer" in viewer.roles:
            self._hears = _texts(hears.values_list("case", flat=True))
        self._votes = _texts(voting(viewer))

    def group(self, case: str, state: str, officer: str | None) -> int:
        if state == "triage":
            return WAITING
        needed = case in self._votes or needs_viewer(
            self._viewer,
            state,
            own=_bare(officer or "") == _bare(self._viewer.id),
            asked=case in self._asked,
            hears=case in self._hears,
        )
        return MINE if needed else OTHERS
