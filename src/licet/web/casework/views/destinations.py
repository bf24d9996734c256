"""Destinations before readers: what is known of one on a day."""

from dataclasses import dataclass
from datetime import date

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationSummary:
    """One country in the list of destinations.

    Attributes:
        code: ISO 3166-1 code.
        name: English short name.
        sources: How many sources hold a value or an incident of it.
    """

    code: str
    name: str
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationProfileView:
    """A profile as it was frozen into a case.

    Attributes:
        role: ``destination`` or ``transit``.
        on: The day as of which it speaks.
        digest: The hash that the entry of the record carries.
        document: The profile; empty when there is none.
        difference: What it says otherwise than the computation before; empty for the first.
        unavailable: Why there is none.
    """

    role: str
    country: str
    on: date
    digest: str
    document: Json
    difference: Json
    unavailable: str = ""
