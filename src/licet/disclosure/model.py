"""Frozen values of public figures."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from licet.kernel import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedItem:
    """One decided item as the statistics see it; it never leaves this part.

    Attributes:
        family: Family of the control list entry, for example ``4D004`` or ``5A001.f``.
        region: World region of the destination.
        outcome: Granted, granted with conditions, refused, returned or withdrawn.
        quarter: Calendar quarter of the decision, for example ``2026-Q3``.
        exporter: Who applied; only to find dominance.
        days: Whole days from submission to decision, or ``None`` when there was none.
    """

    family: str
    region: str
    outcome: str
    quarter: str
    exporter: str
    days: int | None


class Suppression(StrEnum):
    """Why a cell shows no number."""

    SMALL = "fewer than the threshold"
    DOMINATED = "one exporter dominates"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Cell:
    """One published line: a number, or the reason why there is none."""

    quarter: str
    family: str
    region: str
    outcome: str
    count: int | None
    suppressed: Suppression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingTime:
    """How long decisions of one outcome took.

    Attributes:
        outcome: The outcome.
        count: How many decisions stand behind the two figures at least, rounded down to a
            multiple of the threshold.
        median: Half took at most so many whole days.
        ninetieth: Nine of ten took at most so many whole days.
    """

    outcome: str
    count: int
    median: int
    ninetieth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the public sees.

    Attributes:
        cells: Every combination that occurred, ordered.
        total: Sum over the published cells, so that no hidden one can be subtracted.
        hidden: How many cells are suppressed.
        times: Processing times by outcome.
        threshold: Smallest count that is shown.
        dominance_percent: From which share of one exporter a cell is suppressed.
    """

    cells: tuple[Cell, ...]
    total: int
    hidden: int
    times: tuple[ProcessingTime, ...]
    threshold: int
    dominance_percent: int


class UnsafeThresholdError(InputError):
    """A disclosure rule that would protect nobody."""

    code: ClassVar[str] = "unsafe_threshold"
