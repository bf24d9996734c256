"""The work of a desk in its order: only the page that is looked at is read.

Everything that a person may see is put in order by whose turn it is, the lawful date, the band that
gets most work and the oldest change. How many cases stand before a page is counted by day
(``work_days``); bands decide between the cases of its days only.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from licet.web.casework.models import Case, RiskRecord
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.desk.work_days import (
    MINE,
    OTHERS,
    WAITING,
    Day,
    Days,
    Place,
)
from licet.web.casework.selectors.parts.pages import Lines
from licet.web.casework.selectors.parts.summaries import needing, summaries
from licet.web.casework.views import CaseSummary

_MOST_ASKED = 10_000  # parameters of one question to the database


class WorkList(Lines[CaseSummary]):
    """Cases in the order of the work; what needs the viewer comes first when it is grouped."""

    def __init__(self, viewer: Actor, cases: Days) -> None:
        """Cases that a person may see, told by day; those of a day are read with their page."""
        super().__init__(lambda: sum(self._days.values()), self._summaries)
        self._viewer, self._cases = viewer, cases
        self._days = dict(sorted(cases.counted().items()))

    def _summaries(self, first: int, last: int) -> tuple[CaseSummary, ...]:
        some = self._ordered(first, last)
        wanted = Case.objects.filter(pk__in=[one.case for one in some])
        place = {one.number: at for at, one in enumerate(some)}
        rows = summaries(self._viewer, wanted)
        return tuple(sorted(rows, key=lambda one: place[one.number]))

    def _ordered(self, first: int, last: int) -> list[Place]:
        """Some places in their order."""
        days, before, at = [], 0, 0
        for day, cases in self._days.items():
            if at < last and at + cases > first:
                days.append(day)
            elif at < last:
                before += cases
            at += cases
        return self._together(days)[first - before : last - before]

    def _together(self, days: Collection[Day]) -> list[Place]:
        """Every place of some days: the band decides between cases of the same day."""
        some = self._cases.places(days)
        bands = _bands([one.case for one in some])
        some.sort(
            key=lambda one: (
                *one[:2],
                -bands.get(one.case, -1),
                one.updated,
                one.number,
            )
        )
        return some

    def first(self, *groups: int, after: str = "") -> str:
        """Number of the first case of some groups; empty when they have none.

        Args:
            groups: In whose cases it is looked for.
            after: A case: the one behind it is wanted, and behind the last one the first.
        """
        days = [one for one in self._days if one.group in groups]
        mine = self._cases.day_of(after) if after else None
        order: list[str] = []
        if mine in days:
            order = [one.number for one in self._together([mine])]
            days = [*days[days.index(mine) + 1 :], *days[: days.index(mine) + 1]]
            order = order[order.index(after) + 1 :] if after in order else []
        for day in days:
            order = order or [one.number for one in self._together([day])]
        return order[0] if order and order[0] != after else ""

    @property
    def counted(self) -> tuple[int, int, int]:
        """How many cases are mine, how many wait, and how many others there are."""
        held = [0, 0, 0]
        for day, cases in self._days.items():
            held[day.group] += cases
        return held[MINE], held[WAITING], held[OTHERS]

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
    return WorkList(viewer, Days(found, needing(viewer) if grouped else None))
