"""Where the points, lines and bands of a small chart lie; drawing is the templates' part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from licet.risk.destination.model import days_of, plain

WIDTH, HEIGHT = 300, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 294, 10, 110
# A line joins neighbouring years only: across a missing year nothing is known.
_NEIGHBOURS = 366
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """The geometry of one series.

    Attributes:
        lines: Points of each unbroken stretch, as SVG writes them.
        bands: Corners of the interval of each unbroken stretch.
        bars: Intervals of single points: x, upper y, lower y.
        dots: Every value: x, y.
        lowest: The smallest number drawn, intervals included.
        highest: The largest.
        first: The earliest period.
        last: The latest.
    """

    lines: tuple[str, ...]
    bands: tuple[str, ...]
    bars: tuple[tuple[str, str, str], ...]
    dots: tuple[tuple[str, str], ...]
    lowest: str
    highest: str
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    day: date
    days: int
    low: Decimal
    reach: Decimal

    def x(self, period: str) -> str:
        passed = (_last(period) - self.day).days
        share = Decimal(passed) / self.days if self.days else Decimal("0.5")
        return plain((_LEFT + share * (_RIGHT - _LEFT)).quantize(_TENTH))

    def y(self, value: Decimal) -> str:
        share = (value - self.low) / self.reach if self.reach else Decimal("0.5")
        return plain((_BOTTOM - share * (_BOTTOM - _TOP)).quantize(_TENTH))


def _last(period: str) -> date:
    return days_of(period).last or date.max


def line_chart(series: Sequence[Mapping[str, Any]]) -> LineChart | None:
    """Lay out a series.

    Args:
        series: Rows with ``period``, ``value``, ``low``, ``high`` as text, the earliest
            first, as ``Profile.to_json`` gives them.

    Returns:
        The chart, or ``None`` when there is nothing to draw.
    """
    if not series:
        return None
    numbers = _numbers(series)
    low, high = min(numbers), max(numbers)
    first, last = series[0]["period"], series[-1]["period"]
    scale = _Scale(
        day=_last(first),
        days=(_last(last) - _last(first)).days,
        low=low,
        reach=high - low,
    )
    stretches = _stretches(series)
    banded = [part for one in stretches for part in _with_interval(one)]
    return LineChart(
        lines=tuple(_points(one, "value", scale) for one in stretches if len(one) > 1),
        bands=tuple(
            f"{_points(one, 'high', scale)} {_points(one[::-1], 'low', scale)}"
            for one in banded
            if len(one) > 1
        ),
        bars=tuple(
            (scale.x(one[0]["period"]), scale.y(Decimal(one[0]["high"])), scale.y(Decimal(one[0]["low"])))
            for one in banded
            if len(one) == 1
        ),
        dots=tuple((scale.x(row["period"]), scale.y(Decimal(row["value"]))) for row in series),
        lowest=f"{low.normalize():f}",
        highest=f"{high.normalize():f}",
        first=first,
        last=last,
    )  # fmt: skip


def _numbers(series: Sequence[Mapping[str, Any]]) -> list[Decimal]:
    return [
        Decimal(row[key])
        for row in series
        for key in ("value", "low", "high")
        if row[key]
    ]


def _points(rows: Sequence[Mapping[str, Any]], key: str, scale: _Scale) -> str:
    return " ".join(
        f"{scale.x(row['period'])},{scale.y(Decimal(row[key]))}" for row in rows
    )


def _stretches(rows: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    found: list[list[Mapping[str, Any]]] = []
    for row in rows:
        near = found and (
            (_last(row["period"]) - _last(found[-1][-1]["period"])).days <= _NEIGHBOURS
        )
        if near:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _with_interval(rows: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    found: list[list[Mapping[str, Any]]] = [[]]
    for row in rows:
        if row["low"] and row["high"]:
            found[-1].append(row)
        else:
            found.append([])
    return [one for one in found if one]
