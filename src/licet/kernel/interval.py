"""Spans of calendar days, first and last day included, as statutes count them."""

from dataclasses import dataclass
from datetime import date

from licet.kernel.errors import ImpossibleDateError


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Days from ``first`` to ``last``, both included; ``None`` is open-ended."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise ImpossibleDateError(f"{self.first}..{self.last}")

    def holds(self, on: date) -> bool:
        """Whether ``on`` lies in the interval."""
        after_first = self.first is None or self.first <= on
        return after_first and (self.last is None or on <= self.last)


def parse_day(text: str) -> date:
    """Read an ISO calendar day.

    Args:
        text: ``YYYY-MM-DD`` and nothing else.

    Returns:
        The day.

    Raises:
        ImpossibleDateError: The text is not such a day.
    """
    try:
        day = date.fromisoformat(text)
    except (TypeError, ValueError):
        raise ImpossibleDateError(str(text)) from None
    if day.isoformat() != text:
        raise ImpossibleDateError(text)
    return day
