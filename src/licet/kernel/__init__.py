"""Values that every part shares: citations, days, amounts, territories, findings."""

from licet.kernel.canonical import canonical_bytes, digest
from licet.kernel.citation import Citation
from licet.kernel.errors import (
    DefectError,
    EvidenceError,
    ImpossibleDateError,
    InputError,
    LicetError,
    NotCanonicalError,
    UnknownCountryError,
)
from licet.kernel.finding import Finding, Standing
from licet.kernel.interval import Interval, parse_day
from licet.kernel.quantity import Quantity
from licet.kernel.territory import require_territory, territories, territory_name
from licet.kernel.workdays import WorkingCalendar, calendar_of

__all__ = [
    "Citation",
    "DefectError",
    "EvidenceError",
    "Finding",
    "ImpossibleDateError",
    "InputError",
    "Interval",
    "LicetError",
    "NotCanonicalError",
    "Quantity",
    "Standing",
    "UnknownCountryError",
    "WorkingCalendar",
    "calendar_of",
    "canonical_bytes",
    "digest",
    "parse_day",
    "require_territory",
    "territories",
    "territory_name",
]
