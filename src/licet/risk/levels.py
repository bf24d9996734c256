"""A level between its ends, and what age, reliance and silence do to it. Whole numbers only."""

from collections.abc import Iterable
from dataclasses import dataclass

from licet.regimes import HIGHEST

LOWEST = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """A level with its interval, from 0 to 4.

    Attributes:
        low: The lowest that the evidence leaves possible.
        best: The level that is counted.
        high: The highest that it leaves possible.
    """

    low: int
    best: int
    high: int

    def to_json(self) -> dict[str, int]:
        """Plain values."""
        return {"low": self.low, "best": self.best, "high": self.high}


def silence(*, favourable: bool) -> Levels:
    """What nobody has said: anything is possible, and the worse side counts.

    Silence about a risk counts as the highest level, silence about a benefit as the lowest:
    evidence that is missing widens and never improves.
    """
    best = LOWEST if favourable else HIGHEST
    return Levels(low=LOWEST, best=best, high=HIGHEST)


def highest(several: Iterable[Levels]) -> Levels:
    """The highest of several, end by end: whatever their order, a worse one never lowers."""
    found = tuple(several)
    return Levels(
        low=max((one.low for one in found), default=LOWEST),
        best=max((one.best for one in found), default=LOWEST),
        high=max((one.high for one in found), default=LOWEST),
    )


def widened(found: Levels, by: int) -> Levels:
    """The same with both ends further out; what is counted stays."""
    return Levels(
        low=max(LOWEST, found.low - by),
        best=found.best,
        high=min(HIGHEST, found.high + by),
    )


def doubted(found: Levels, by: int, *, favourable: bool) -> Levels:
    """The same with the end further out that is worse for the one who said it.

    Of a benefit also less is counted; of a risk what was said is counted, and more is possible.
    """
    if favourable:
        return Levels(
            low=max(LOWEST, found.low - by),
            best=max(LOWEST, found.best - by),
            high=found.high,
        )
    return Levels(low=found.low, best=found.best, high=min(HIGHEST, found.high + by))
