"""What is known of a destination on a day: dated indicators, memberships, incidents; never a score."""

from licet.risk.destination.chart import LineChart, line_chart
from licet.risk.destination.errors import (
    CountryDataError,
    DamagedCountriesError,
    DuplicatedPeriodError,
    ImpossibleDayError,
    NoCountryFilesError,
    ShrunkCountriesError,
    UnknownCountryFileError,
    UnknownCountrySourceError,
    ValueWithoutSourceError,
)
from licet.risk.destination.membership import memberships
from licet.risk.destination.model import (
    Dataset,
    Held,
    Incident,
    IndicatorReading,
    IndicatorTitle,
    Membership,
    Missing,
    Observation,
    Profile,
    VersionUsed,
)
from licet.risk.destination.profile import differences, profile
from licet.risk.destination.store import (
    countries_held,
    held_of,
    invented_countries,
    statuses,
)
from licet.risk.destination.sync import SourceOutcome, sync

__all__ = [
    "CountryDataError",
    "DamagedCountriesError",
    "Dataset",
    "DuplicatedPeriodError",
    "Held",
    "ImpossibleDayError",
    "Incident",
    "IndicatorReading",
    "IndicatorTitle",
    "LineChart",
    "Membership",
    "Missing",
    "NoCountryFilesError",
    "Observation",
    "Profile",
    "ShrunkCountriesError",
    "SourceOutcome",
    "UnknownCountryFileError",
    "UnknownCountrySourceError",
    "ValueWithoutSourceError",
    "VersionUsed",
    "countries_held",
    "differences",
    "held_of",
    "invented_countries",
    "line_chart",
    "memberships",
    "profile",
    "statuses",
    "sync",
]
