"""From the cells of a row to a question that can be asked, or the reason why it cannot."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from licet.bulk.model import PartyRow, SetAside
from licet.kernel import territories
from licet.screening import Kind, Question

# What stands behind is not read by the matcher, so that a longer name would be half screened.
LONGEST_NAME = 512
LONGEST_VALUE = 1000
MOST_VALUES = 50
EXCERPT = 120
_SEPARATOR = re.compile(r"[;|\n]")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
KINDS: Mapping[str, Kind] = {
    **{kind.value: kind for kind in Kind},
    "individual": Kind.PERSON,
    "organization": Kind.ORGANISATION,
    "company": Kind.ORGANISATION,
    "legalentity": Kind.UNKNOWN,
    "publicbody": Kind.ORGANISATION,
    "airplane": Kind.AIRCRAFT,
}


class _UnfitError(Exception):
    """A row cannot be asked about; it carries code and reason, and ends in a SetAside."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a row says of a party, split into single values and not yet looked at."""

    names: Sequence[str]
    kind: str = ""
    countries: Sequence[str] = ()
    birth_dates: Sequence[str] = ()
    identifiers: Sequence[str] = ()
    addresses: Sequence[str] = ()
    reference: str = ""


def row_of(row: int, line: int, stated: Stated) -> PartyRow | SetAside:
    """The row as a party, or set aside with its reason."""
    try:
        names = _names(stated.names)
        _bounded(stated)
        question = Question(
            names=names,
            kind=_kind(stated.kind),
            countries=tuple(_countries(stated.countries)),
            birth_dates=tuple(_birth_date(one) for one in stated.birth_dates),
            identifiers=tuple(stated.identifiers),
        )
    except _UnfitError as error:
        said = next(iter(stated.names), "")
        return aside(row, line, error.code, error.reason, said)
    return PartyRow(
        row=row,
        line=line,
        reference=stated.reference,
        question=question,
        addresses=tuple(stated.addresses),
    )


def aside(row: int, line: int, code: str, reason: str, said: str = "") -> SetAside:
    """A row set aside, with the beginning of what it said, fit to be written."""
    plain = said[:EXCERPT].encode("utf-8", "replace").decode("utf-8")
    return SetAside(row=row, line=line, code=code, reason=reason, excerpt=plain)


def split(text: str) -> tuple[str, ...]:
    """Single values of a cell: separated by ``;``, ``|`` or a new line, blanks left out."""
    return tuple(part.strip() for part in _SEPARATOR.split(text) if part.strip())


def _names(given: Sequence[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(one.strip() for one in given if one.strip()))
    if not any(sign.isalnum() for sign in (names[0] if names else "")):
        raise _UnfitError(
            "no_name", "There is no name. Write one in the column `name`."
        )
    if len(names) > MOST_VALUES:
        raise _UnfitError(
            "too_many", f"More than {MOST_VALUES} names. Split the row into several."
        )
    for one in names:
        if len(one) > LONGEST_NAME:
            raise _UnfitError(
                "name_too_long",
                f"A name is longer than {LONGEST_NAME} signs, and would not be read to its "
                "end. Write the name alone.",
            )
    return names


def _bounded(stated: Stated) -> None:
    rest = (
        *stated.countries,
        *stated.birth_dates,
        *stated.identifiers,
        *stated.addresses,
        stated.reference,
        stated.kind,
    )
    if len(rest) > 4 * MOST_VALUES or any(len(one) > LONGEST_VALUE for one in rest):
        raise _UnfitError(
            "too_many",
            f"A value is longer than {LONGEST_VALUE} signs, or there are too many values. "
            "Shorten it, or split the row.",
        )
    try:
        "".join((*stated.names, *rest)).encode()
    except UnicodeEncodeError:
        raise _UnfitError(
            "unreadable", "It holds half a character. Write the text again in UTF-8."
        ) from None


def _kind(text: str) -> Kind | None:
    if not text.strip():
        return None
    kind = KINDS.get(text.strip().casefold())
    if kind is None:
        known = ", ".join(one.value for one in Kind)
        raise _UnfitError(
            "kind", f"{text.strip()!r} is no kind of party. Use one of {known}."
        )
    return kind


@cache
def _codes() -> Mapping[str, str]:
    named = {name.casefold(): code for code, name in territories().items()}
    return {**named, **{code.casefold(): code for code in territories()}}


def _countries(given: Sequence[str]) -> list[str]:
    codes = _codes()
    found: list[str] = []
    for text in given:
        whole = codes.get(text.casefold())
        parts = (
            [whole]
            if whole
            else [codes.get(p.casefold()) for p in re.split(r"[\s,]+", text)]
        )
        if None in parts:
            raise _UnfitError(
                "country",
                f"{text!r} is no country. Write its two letters (ISO 3166-1), or its "
                "English name.",
            )
        found += [one for one in parts if one]
    return list(dict.fromkeys(found))


def _birth_date(text: str) -> str:
    found = _DAY.fullmatch(text)
    if found:
        year, month, day = (int(group or 1) for group in found.groups())
        try:
            date(year, month, day)
        except ValueError:
            found = None
    if not found:
        raise _UnfitError(
            "birth_date",
            f"{text!r} is no date. Write 1970, 1970-12 or 1970-12-31, as much as is known.",
        )
    return text
