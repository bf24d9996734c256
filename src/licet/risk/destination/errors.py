"""What can be wrong with country data, and how to mend it."""

from typing import ClassVar

from licet.kernel import EvidenceError, InputError


class CountryDataError(InputError):
    """A file of country data that cannot be taken.

    Args:
        where: The file, with the line where there is one.
        what: What is wrong and how to mend it.
    """

    code: ClassVar[str] = "country_data"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


class DuplicatedPeriodError(CountryDataError):
    """One indicator has two values for one country and one year or day."""

    code: ClassVar[str] = "duplicated_period"


class ValueWithoutSourceError(CountryDataError):
    """A value or an incident that names no source."""

    code: ClassVar[str] = "value_without_source"


class ImpossibleDayError(CountryDataError):
    """A day that the calendar or the order of events does not allow."""

    code: ClassVar[str] = "impossible_day"


class UnknownCountryFileError(CountryDataError):
    """A file in no form of country data known here."""

    code: ClassVar[str] = "unknown_country_file"


class NoCountryFilesError(InputError):
    """A folder without any file of country data."""

    code: ClassVar[str] = "no_country_files"

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"{folder}: no file of country data lies there. Give a folder with CSV or "
            "JSON files of the forms in docs/how-to/load-country-indicators.md."
        )


class UnknownCountrySourceError(InputError):
    """A source named on the command line that is not among those read or held."""

    code: ClassVar[str] = "unknown_country_source"

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source!r} is no source of these files. `licet countries status` names "
            "those held; the sync names those it reads."
        )


class ShrunkCountriesError(InputError):
    """A version that would lose more values than a new edition does."""

    code: ClassVar[str] = "countries_shrunk"

    def __init__(self, source: str, before: int, after: int) -> None:
        super().__init__(
            f"{source}: {before} values are held and the new version has {after}. Ask the "
            f"publisher, or compare by hand; if it is right: --accept-loss {source}"
        )


class DamagedCountriesError(EvidenceError):
    """Stored country data that are no longer what was stored."""

    code: ClassVar[str] = "countries_damaged"

    def __init__(self, path: str, what: str) -> None:
        super().__init__(
            f"{path}: {what}. Restore the folder from the backup, or sync the source "
            "again into an empty state folder and compare."
        )
