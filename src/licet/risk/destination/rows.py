"""Cells of country data as values: periods, numbers, countries; each error names file and line."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from licet.kernel import ImpossibleDateError, parse_day, territories
from licet.risk.destination.errors import CountryDataError, ImpossibleDayError
from licet.risk.destination.model import days_of

_YEAR = re.compile(r"[0-9]{4}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")
# Names that sources give to states whose name in the table of territories reads otherwise.
_OTHER_NAMES = {
    "congo": "CG",
    "democratic republic of congo": "CD",
    "myanmar": "MM",
    "saint kitts and nevis": "KN",
    "saint lucia": "LC",
    "saint vincent and the grenadines": "VC",
    "timor": "TL",
    "turkey": "TR",
}


@cache
def codes() -> Mapping[str, str]:
    """ISO 3166-1 alpha-3 to alpha-2 (and XKX for Kosovo)."""
    text = (files("licet.risk.destination") / "codes.json").read_text("utf-8")
    known: dict[str, str] = json.loads(text)
    return known


@cache
def _names() -> Mapping[str, str]:
    return {_folded(name): code for code, name in territories().items()} | _OTHER_NAMES


def _folded(name: str) -> str:
    plain = unicodedata.normalize(
        "NFKD", name.replace("&", "and").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    )
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return letters.casefold().replace(".", "").replace("-", " ")


def country_by_name(name: str) -> str | None:
    """The code of a state by its English name, or ``None``."""
    return _names().get(_folded(name))


def country_of(text: str, where: str) -> str:
    """A country code as our own forms write it.

    Raises:
        CountryDataError: It is no ISO 3166-1 code, of two or of three letters.
    """
    code = codes().get(text, text)
    if code not in territories():
        raise CountryDataError(
            where,
            f"{text!r} is no country here. Write the two or three capital letters of "
            "ISO 3166-1, for example BR or BRA for Brazil.",
        )
    return code


def period_of(text: str, where: str) -> str:
    """A year or a day.

    Raises:
        ImpossibleDayError: It is neither.
    """
    try:
        if _YEAR.fullmatch(text) and int(text) > 0:
            return text
        return parse_day(text).isoformat()
    except ImpossibleDateError:
        raise ImpossibleDayError(
            where,
            f"{text!r} is neither a year (2024) nor a day (2024-06-30) that the calendar has.",
        ) from None


def day_of(text: str, where: str) -> date:
    """A day.

    Raises:
        ImpossibleDayError: It is none.
    """
    try:
        return parse_day(text)
    except ImpossibleDateError as error:
        raise ImpossibleDayError(where, str(error)) from None


def require_published_after(period: str, published: date | None, where: str) -> None:
    """A value cannot be published before the time begins of which it speaks.

    Raises:
        ImpossibleDayError: It would have been.
    """
    first = days_of(period).first
    if published is not None and first is not None and published < first:
        raise ImpossibleDayError(
            where,
            f"published on {published}, before {period} began. One of the two is wrong.",
        )


def number_of(text: str, where: str, name: str) -> Decimal:
    """A decimal number, exactly as written.

    Raises:
        CountryDataError: It is none.
    """
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    raise CountryDataError(
        where,
        f"{name} is {text!r}, not a decimal number. Write it with a point, for example 0.37.",
    )


def number_or_none(text: str, where: str, name: str) -> Decimal | None:
    """A decimal number, or ``None`` for an empty cell."""
    return number_of(text, where, name) if text else None
