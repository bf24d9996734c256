"""Exact amounts with their unit."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount and its UN/ECE Recommendation 20 unit (``C62`` is one piece)."""

    amount: Decimal
    unit: str = "C62"

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"
