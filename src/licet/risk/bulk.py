"""A whole caseload weighed at once from levels that were found before: integers in columns, no float.

The same arithmetic as ``weigh_findings``; a test holds both against each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from licet.regimes import Aggregation, Factor, RiskMethod

Whole = NDArray[np.int64]
NONE, MAY, CERTAIN = 0, 1, 2
_LOW, _BEST, _HIGH = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LevelRows:
    """Levels of many items, in rows.

    Attributes:
        levels: Rows x factors x (low, best, high), each from 0 to 4.
        bars: For each row 0 without a bar, 1 where one may stand, 2 where one stands.
    """

    levels: Whole
    bars: Whole


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BandRows:
    """Bands of many items, in rows.

    Attributes:
        points: Rows x (low, best, high).
        bands: Rows x (low, best, high): places of bands, 0 the lowest.
    """

    points: Whole
    bands: Whole


def level_rows(
    weighed: Sequence[Mapping[str, Any]], factors: Sequence[Factor]
) -> LevelRows:
    """The levels of stored weighings as columns.

    Args:
        weighed: Each as ``Weighed.to_json`` gives it.
        factors: The factors wanted, in their order.

    Returns:
        One row a weighing. A factor that a weighing does not hold has its silence: for a
        risk all levels with the highest counted, for a value with the lowest.
    """
    rows = np.zeros((len(weighed), len(factors), 3), dtype=np.int64)
    bars = np.zeros(len(weighed), dtype=np.int64)
    for row, one in enumerate(weighed):
        held = {each["id"]: each["levels"] for each in one["factors"]}
        for column, factor in enumerate(factors):
            levels = held.get(factor.id)
            rows[row, column] = (
                (0, 0 if factor.favourable else 4, 4)
                if levels is None
                else (levels["low"], levels["best"], levels["high"])
            )
        standing = [each["certain"] for each in one["bars"]]
        bars[row] = CERTAIN if any(standing) else MAY if standing else NONE
    return LevelRows(levels=rows, bars=bars)


def weigh_rows(
    rows: LevelRows, method: RiskMethod, factors: Sequence[Factor]
) -> BandRows:
    """Weigh many items at once.

    Args:
        rows: Their levels and bars.
        method: The method.
        factors: The factors, in the order of the columns.

    Returns:
        Points and bands, row by row the same as one by one.
    """
    weights = np.array([one.weight for one in factors], dtype=np.int64)
    value = np.array([one.favourable for one in factors], dtype=bool)
    points = rows.levels * weights[None, :, None]
    risk, good = _side(points[:, ~value], method), _side(points[:, value], method)
    left = _balanced(risk, good, rows.bars, method)
    firsts = np.array([one.points for one in method.bands], dtype=np.int64)
    bands = np.searchsorted(firsts, left, side="right") - 1
    bands = np.maximum(bands, _floors(rows.levels, method, factors))
    return BandRows(points=left, bands=_barred(bands, rows.bars, method))


def _side(points: Whole, method: RiskMethod) -> Whole:
    if method.aggregation is Aggregation.WEIGHTED_SUM_WITH_FLOORS:
        return np.asarray(points.sum(axis=1, dtype=np.int64))
    return np.asarray(points.max(axis=1, initial=0))


def _balanced(risk: Whole, good: Whole, bars: Whole, method: RiskMethod) -> Whole:
    if method.balance is None:
        return risk
    counted = np.minimum(good, method.balance.at_most)
    counted[bars == MAY, :_HIGH] = 0
    counted[bars == CERTAIN] = 0
    # What is surely left is risk at its lowest with value at its highest, and the reverse.
    return np.maximum(0, risk - counted[:, ::-1])


def _floors(levels: Whole, method: RiskMethod, factors: Sequence[Factor]) -> Whole:
    found = np.zeros((levels.shape[0], 3), dtype=np.int64)
    for column, factor in enumerate(factors):
        if factor.floor is not None:
            reached = levels[:, column] >= factor.floor.level
            found = np.maximum(found, reached * method.band(factor.floor.band))
    return found


def _barred(bands: Whole, bars: Whole, method: RiskMethod) -> Whole:
    top = len(method.bands) - 1
    may = bars == MAY
    bands[may, _BEST] = np.maximum(
        bands[may, _BEST], method.band(method.open_criterion)
    )
    bands[may, _HIGH] = top
    bands[bars == CERTAIN] = top
    return bands
