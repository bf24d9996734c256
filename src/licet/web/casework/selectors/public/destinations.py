"""Reads of destinations, open to everybody: the list, and the profile of one on a day."""

from licet.kernel import ImpossibleDateError, parse_day, require_territory, territories
from licet.web.casework.casefile.destinations import MOST_VALUES
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.views import DestinationSummary, Json


def destinations(text: str = "") -> tuple[DestinationSummary, ...]:
    """Countries and territories by name, those alone whose name or code holds the text.

    Args:
        text: Part of a name, or a code; empty gives all.
    """
    held = ports().destinations.held()
    wanted = text.strip().casefold()
    named = sorted(territories().items(), key=lambda pair: pair[1])
    return tuple(
        DestinationSummary(code=code, name=name, sources=held.get(code, 0))
        for code, name in named
        if wanted in name.casefold() or wanted == code.casefold()
    )


def destination(code: str, on: str = "", *, whole: bool = False) -> Json:
    """The profile of a destination as known on a day.

    Args:
        code: ISO 3166-1 code, in capitals or not.
        on: ``YYYY-MM-DD``; empty is today.
        whole: Every value of each series, not only the last thirty.

    Raises:
        UnknownCountryError: No such country.
        InvalidInputError: No such day, or one that is still to come.
    """
    country = require_territory(code.upper())
    today = legal_day(now())
    try:
        day = parse_day(on) if on else today
    except ImpossibleDateError as error:
        raise InvalidInputError({"on": str(error)}) from error
    if day > today:
        raise InvalidInputError(
            {"on": f"{day} is still to come. Give today or an earlier day."}
        )
    most = None if whole else MOST_VALUES
    return ports().destinations.profile(country, on=day, most=most)
