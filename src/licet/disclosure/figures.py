"""Aggregates that add up and name nobody who must not be named."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from licet.disclosure.model import (
    Cell,
    DecidedItem,
    Figures,
    ProcessingTime,
    Suppression,
    UnsafeThresholdError,
)

CellKey = tuple[str, str, str, str]

THRESHOLD = 5  # Smallest cell shown; issue A of the design sets five.
DOMINANCE_PERCENT = 75  # One exporter with three quarters of a cell can read the rest.
LOWEST_THRESHOLD = (
    3  # Below three, each of two exporters would learn the other's number.
)
WHOLE = 100


def _key(item: DecidedItem) -> CellKey:
    return (item.quarter, item.family, item.region, item.outcome)


def _cell(key: CellKey, exporters: Counter[str], threshold: int, percent: int) -> Cell:
    count = exporters.total()
    suppressed = _suppression(exporters, threshold, percent)
    quarter, family, region, outcome = key
    return Cell(
        quarter=quarter,
        family=family,
        region=region,
        outcome=outcome,
        count=None if suppressed else count,
        suppressed=suppressed,
    )


def _rank(ordered: Sequence[int], percent: int) -> int:
    """The nearest-rank percentile: the smallest value that covers ``percent``."""
    position = -(-len(ordered) * percent // WHOLE)
    return ordered[max(position, 1) - 1]


def _times(
    items: Iterable[DecidedItem], threshold: int, percent: int
) -> tuple[ProcessingTime, ...]:
    by_outcome: dict[str, list[DecidedItem]] = defaultdict(list)
    for item in items:
        if item.days is not None:
            by_outcome[item.outcome].append(item)
    return tuple(
        _time(outcome, of_it, threshold)
        for outcome, of_it in sorted(by_outcome.items())
        if _suppression(Counter(one.exporter for one in of_it), threshold, percent)
        is None
    )


def _time(outcome: str, items: list[DecidedItem], threshold: int) -> ProcessingTime:
    days = sorted(item.days or 0 for item in items)
    return ProcessingTime(
        outcome=outcome,
        # An exact count would let somebody subtract the published cells from it.
        count=len(days) - len(days) % threshold,
        median=_rank(days, 50),
        ninetieth=_rank(days, 90),
    )


def _suppression(
    exporters: Counter[str], threshold: int, percent: int
) -> Suppression | None:
    count = exporters.total()
    if count < threshold:
        return Suppression.SMALL
    if max(exporters.values()) * WHOLE >= percent * count:
        return Suppression.DOMINATED
    return None


def publish_figures(
    items: Sequence[DecidedItem],
    *,
    threshold: int = THRESHOLD,
    dominance_percent: int = DOMINANCE_PERCENT,
) -> Figures:
    """Count decided items and suppress what would give somebody away.

    The total is over the published cells only, and the counts behind processing times are
    rounded down to a multiple of the threshold, so that a suppressed number cannot be found
    by subtraction within one release.

    Args:
        items: Every decided item.
        threshold: Smallest count that is shown, at least 3.
        dominance_percent: From which share of one exporter, in percent, a cell is hidden.

    Returns:
        The figures, in a fixed order.

    Raises:
        UnsafeThresholdError: The rule would protect nobody.

    Law:
        The authority's disclosure rule, Mission L3: no cell under the threshold, none
        that one exporter dominates.
    """
    _require_protecting(threshold, dominance_percent)
    exporters: dict[CellKey, Counter[str]] = defaultdict(Counter)
    for item in items:
        exporters[_key(item)][item.exporter] += 1
    cells = tuple(
        _cell(key, exporters[key], threshold, dominance_percent)
        for key in sorted(exporters)
    )
    return Figures(
        cells=cells,
        total=sum(cell.count or 0 for cell in cells),
        hidden=sum(cell.suppressed is not None for cell in cells),
        times=_times(items, threshold, dominance_percent),
        threshold=threshold,
        dominance_percent=dominance_percent,
    )


def _require_protecting(threshold: int, dominance_percent: int) -> None:
    if threshold < LOWEST_THRESHOLD or not 0 < dominance_percent <= WHOLE:
        msg = (
            f"A threshold of {threshold} with dominance at {dominance_percent} % protects "
            f"nobody. Use at least {LOWEST_THRESHOLD} and a share from 1 to 100."
        )
        raise UnsafeThresholdError(msg)
