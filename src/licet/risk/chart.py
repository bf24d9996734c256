"""Where the bars of the drivers lie on one scale; drawing is the templates' part."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WIDTH = 160
_LEFT, _REACH = 4, 152


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverBar:
    """One factor: where its interval begins and ends, and where what counts lies.

    Attributes:
        factor: The factor as ``Weighed.to_json`` gives it.
        start: Left end of the bar.
        width: Its width, at least 1.
        dot: Where the counted points lie.
    """

    factor: Mapping[str, Any]
    start: int
    width: int
    dot: int


def driver_bars(weighed: Mapping[str, Any]) -> tuple[DriverBar, ...]:
    """Lay out the factors of a weighing on one scale, those of risk first, the heaviest first.

    Args:
        weighed: As ``Weighed.to_json`` gives it.

    Returns:
        One bar a factor; factors that can give no point have one at nought.
    """
    factors = weighed["factors"]
    most = max((one["points"]["high"] for one in factors), default=0) or 1
    ordered = sorted(
        factors,
        key=lambda one: (
            one["favourable"],
            -one["points"]["best"],
            -one["points"]["high"],
        ),
    )
    return tuple(_bar(one, most) for one in ordered)


def _bar(factor: Mapping[str, Any], most: int) -> DriverBar:
    low, best, high = (_place(factor["points"][key], most) for key in ("low", "best", "high"))  # fmt: skip
    return DriverBar(factor=factor, start=low, width=max(high - low, 1), dot=best)


def _place(points: int, most: int) -> int:
    return _LEFT + points * _REACH // most
