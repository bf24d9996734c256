"""Country data behind the port: what is held, read anew for every question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from licet.risk import destination
from licet.web.casework.engines import Law
from licet.web.casework.errors import UnavailableError
from licet.web.casework.ports import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryData:
    """The versions under the state folder, with the packages whose groups are asked.

    Attributes:
        state: The state folder.
        law: The packages of this installation.
    """

    state: Path
    law: Law

    def profile(self, country: str, *, on: date, most: int | None) -> Json:
        """The profile as JSON.

        Raises:
            UnknownCountryError: No such country.
            UnavailableError: What is held was damaged.
        """
        names = dict.fromkeys(
            bound for name in self.law.laws for bound in self.law.stack(name)
        )
        try:
            held = destination.held_of(self.state, country)
        except destination.DamagedCountriesError as error:
            raise UnavailableError(str(error)) from error
        found = destination.profile(
            country,
            on,
            held=held,
            regimes=[self.law.package(name) for name in names],
        )
        return found.to_json(most=most)

    def held(self) -> Mapping[str, int]:
        """For every country with any value held, of how many sources.

        Raises:
            UnavailableError: What is held was damaged.
        """
        try:
            return destination.countries_held(self.state)
        except destination.DamagedCountriesError as error:
            raise UnavailableError(str(error)) from error
