"""Risk before officers: the band, what made it, and how it moved."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskStepView:
    """One weighing in the history of a case.

    Attributes:
        because: ``findings`` or ``recomputed``.
    """

    band: str
    band_title: str
    points: int
    on: date
    made_at: datetime
    because: str
    regime_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskView:
    """The newest weighing of a case. Its band allocates work; it is never a ground.

    Attributes:
        band: Name of the band of the item that needs most work; empty where the law
            publishes no weights.
        band_low: The band in which the case lies surely at least.
        band_high: The band in which it lies possibly.
        items: Item, name and weighing of each.
        evidence: What was weighed besides the facts.
        history: Every weighing, the newest first.
    """

    band: str
    band_title: str
    band_low: str
    band_high: str
    points: int
    on: date
    made_at: datetime
    because: str
    regime: str
    regime_version: str
    method: str
    digest: str
    items: tuple[Json, ...]
    evidence: tuple[Json, ...]
    history: tuple[RiskStepView, ...] = ()
