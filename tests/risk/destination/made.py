"""Invented versions of country data for the rulings of this part."""

from datetime import date
from decimal import Decimal

from licet.risk.destination import (
    Dataset,
    Held,
    Incident,
    IndicatorTitle,
    Observation,
)

HEADER = "country,indicator,day,value,low,high,source,published\n"
SOURCE = "Observatory (invented)"


def value(
    period: str,
    number: str,
    *,
    published: str | None = None,
    interval: tuple[str, str] | None = None,
    error: str | None = None,
    indicator: str = "law",
) -> Observation:
    """One value for Brazil."""
    return Observation(
        country="BR",
        indicator=indicator,
        period=period,
        value=Decimal(number),
        low=Decimal(interval[0]) if interval else None,
        high=Decimal(interval[1]) if interval else None,
        standard_error=Decimal(error) if error else None,
        published=date.fromisoformat(published) if published else None,
    )


def held(
    *observations: Observation,
    version: str = "1",
    source: str = "observatory",
    retrieved: date = date(2025, 6, 1),
    published: date | None = None,
    indicators: tuple[str, ...] = ("law",),
    incidents: tuple[Incident, ...] = (),
) -> Held:
    """One version."""
    return Held(
        version=version,
        sha256=f"hash-{source}-{version}",
        dataset=Dataset(
            source=source,
            title=SOURCE,
            attribution=SOURCE,
            retrieved=retrieved,
            published=published,
            indicators={name: IndicatorTitle(title=name) for name in indicators},
            observations=observations,
            incidents=incidents,
        ),
    )


def incident(
    name: str, *, published: str, vendor: str = "", named_in: str = ""
) -> Incident:
    """One incident in Brazil."""
    return Incident(
        id=name,
        period="2024",
        tool="Glasswing (invented)",
        actor="unknown",
        victim_class="journalists",
        country="BR",
        source="Archive (invented)",
        grade="B2",
        published=date.fromisoformat(published),
        vendor=vendor,
        vendor_named_in=named_in,
    )
