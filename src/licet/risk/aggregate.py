"""Levels and weights into points and bands, by the form that the regime names."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from licet.regimes import Aggregation, RiskMethod
from licet.risk.levels import Levels
from licet.risk.weighing_model import BandRange, Bar, FactorFinding

Ends = Sequence[int]


def joined_points(points: Iterable[int], form: Aggregation) -> int:
    """The points of several factors together; no form lets a higher one lower the whole.

    Examples:
        >>> joined_points([3, 8], Aggregation.WEIGHTED_SUM_WITH_FLOORS)
        11
        >>> joined_points([3, 8], Aggregation.WEIGHTED_MAXIMUM)
        8
    """
    match form:
        case Aggregation.WEIGHTED_SUM_WITH_FLOORS:
            return sum(points)
        case Aggregation.WEIGHTED_MAXIMUM:
            return max(points, default=0)
        case _:
            assert_never(form)


def band_of(points: int, method: RiskMethod) -> int:
    """The place of the band in which a number of points lies."""
    return max(
        place for place, band in enumerate(method.bands) if points >= band.points
    )


def side(
    factors: Iterable[FactorFinding], form: Aggregation, *, favourable: bool
) -> Levels:
    """The points of one side of the scale, end by end."""
    given = [one.points for one in factors if one.factor.favourable is favourable]
    return Levels(
        low=joined_points((one.low for one in given), form),
        best=joined_points((one.best for one in given), form),
        high=joined_points((one.high for one in given), form),
    )


def balance(
    risk: Levels, value: Levels, bars: Sequence[Bar], method: RiskMethod
) -> tuple[Levels, Levels]:
    """What legitimate value takes away, and what remains.

    Args:
        risk: Points of risk.
        value: Points of legitimate value.
        bars: What the first two steps found.
        method: The method.

    Returns:
        The value that counts and the points that remain. Where a prohibition or a mandatory
        criterion stands, and where the law does not balance, no value counts; where one may
        stand, none is sure to count.
    """
    if method.balance is None or any(one.certain for one in bars):
        return Levels(low=0, best=0, high=0), risk
    most = method.balance.at_most
    counted = Levels(
        low=0 if bars else min(most, value.low),
        best=0 if bars else min(most, value.best),
        high=min(most, value.high),
    )
    remaining = Levels(
        low=max(0, risk.low - counted.high),
        best=max(0, risk.best - counted.best),
        high=max(0, risk.high - counted.low),
    )
    return counted, remaining


def bands_of(
    points: Levels,
    factors: Sequence[FactorFinding],
    bars: Sequence[Bar],
    method: RiskMethod,
) -> BandRange:
    """The bands: by points, by the floors of single factors, by what is never outweighed.

    Args:
        points: What remains after balancing.
        factors: The findings.
        bars: Prohibitions and mandatory criteria that stand or may stand.
        method: The method.

    Returns:
        Each end at least as high as the one below it.
    """
    top = len(method.bands) - 1
    if any(one.certain for one in bars):
        return BandRange(low=top, best=top, high=top)
    low, best, high = (
        max(band_of(given, method), _floor(factors, end, method))
        for given, end in (
            (points.low, "low"),
            (points.best, "best"),
            (points.high, "high"),
        )
    )
    if bars:
        best, high = max(best, method.band(method.open_criterion)), top
    return BandRange(low=low, best=best, high=high)


def _floor(factors: Iterable[FactorFinding], end: str, method: RiskMethod) -> int:
    commanded = [
        method.band(one.factor.floor.band)
        for one in factors
        if one.factor.floor is not None
        and getattr(one.levels, end) >= one.factor.floor.level
    ]
    return max(commanded, default=0)
