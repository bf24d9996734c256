"""One entry of a list that the authority keeps itself: read from what people give, checked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from licet.screening import Entity, Identifier, Kind, Name, Strength
from licet.screening.lists import fields
from licet.screening.lists.own import DENIALS
from licet.web.casework.errors import InvalidInputError

MOST = 200
LONGEST = 1000
FORM = "licet-own-entry/1"
_PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PROGRAMMES = {DENIALS: "own_denial"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEntry:
    """What an entry says.

    Attributes:
        names: The main name first; each with its strength.
        identifiers: Kind, number and country code (or nothing) of each paper.
        birth_dates: Whole or cut after year or month.
        legal_basis: The power under which it is listed, in words.
        citation: Instrument and pinpoint of that power.
        first: The first day in force.
        last: The last day in force; ``None`` without end.
    """

    kind: Kind
    names: tuple[tuple[str, Strength], ...]
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str, str], ...] = ()
    birth_dates: tuple[str, ...] = ()
    legal_basis: str
    citation: str
    first: date
    last: date | None = None

    @property
    def name(self) -> str:
        """The main name."""
        return self.names[0][0]

    def to_json(self) -> dict[str, Any]:
        """The document that is stored and recorded."""
        return {
            "format": FORM,
            "kind": self.kind.value,
            "names": [[text, strength.value] for text, strength in self.names],
            "countries": list(self.countries),
            "addresses": list(self.addresses),
            "identifiers": [list(one) for one in self.identifiers],
            "birth_dates": list(self.birth_dates),
            "legal_basis": self.legal_basis,
            "citation": self.citation,
            "first": self.first.isoformat(),
            "last": self.last.isoformat() if self.last else None,
        }

    def entity(self, source: str, entry: str) -> Entity:
        """The entry as screening holds it; reasons and cases stay in the record."""
        until = f" until {self.last.isoformat()}" if self.last else ""
        return Entity(
            id=f"{source}:{entry}",
            source=source,
            kind=self.kind,
            names=tuple(
                Name(text=text, strength=strength, script=fields.script_of(text))
                for text, strength in self.names
            ),
            programs=(_PROGRAMMES.get(source, "own_national"),),
            countries=self.countries,
            addresses=self.addresses,
            identifiers=tuple(
                Identifier(kind=kind, value=value, country=country)
                for kind, value, country in self.identifiers
            ),
            birth_dates=self.birth_dates,
            listed_on=self.first,
            url=f"/work/lists/own/{source}/{entry}/",
            remarks=f"{self.legal_basis} ({self.citation}){until}",
        )

    def searched(self) -> str:
        """Everything in it that somebody would look for."""
        return "\n".join(
            (
                *(text for text, _strength in self.names),
                *self.countries,
                *self.addresses,
                *(value for _kind, value, _country in self.identifiers),
                self.legal_basis,
                self.citation,
            )
        )


def stored_entry(document: Mapping[str, Any]) -> OwnEntry:
    """The entry of a stored document."""
    return OwnEntry(
        kind=Kind(document["kind"]),
        names=tuple((text, Strength(strength)) for text, strength in document["names"]),
        countries=tuple(document["countries"]),
        addresses=tuple(document["addresses"]),
        identifiers=tuple((k, v, c) for k, v, c in document["identifiers"]),
        birth_dates=tuple(document["birth_dates"]),
        legal_basis=document["legal_basis"],
        citation=document["citation"],
        first=date.fromisoformat(document["first"]),
        last=date.fromisoformat(document["last"]) if document["last"] else None,
    )


def given_entry(given: Mapping[str, Any]) -> OwnEntry:
    """Read an entry as a program, a file or a form gives it: the form of ``OwnEntry.to_json``.

    Args:
        given: The document; ``format`` may be left out, and so may empty parts.

    Raises:
        InvalidInputError: Names every field that must be put right, and how.
    """
    wrong: dict[str, str] = {}
    unknown = sorted(set(given) - _KNOWN)
    if unknown:
        wrong["names"] = _("There is no field %(name)s in an entry.") % {
            "name": ", ".join(unknown)
        }
    found: dict[str, Any] = {
        "kind": _kind(given.get("kind"), wrong),
        "names": _names(given.get("names"), wrong),
        "countries": _countries(given.get("countries"), wrong),
        "addresses": _texts("addresses", given.get("addresses"), wrong),
        "identifiers": _identifiers(given.get("identifiers"), wrong),
        "birth_dates": _birth_dates(given.get("birth_dates"), wrong),
        "legal_basis": _text("legal_basis", given.get("legal_basis"), wrong),
        "citation": _text("citation", given.get("citation"), wrong),
        "first": _day("first", given.get("first"), wrong),
        "last": _day("last", given.get("last"), wrong) if given.get("last") else None,
    }
    if not wrong and found["last"] and found["last"] < found["first"]:
        wrong["last"] = _("The last day lies before the first.")
    if wrong:
        raise InvalidInputError(wrong)
    return OwnEntry(**found)


_KNOWN = frozenset(
    {
        "format", "kind", "names", "countries", "addresses", "identifiers",
        "birth_dates", "legal_basis", "citation", "first", "last",
    }
)  # fmt: skip


def _kind(given: object, wrong: dict[str, str]) -> Kind | None:
    try:
        return Kind(str(given))
    except ValueError:
        wrong["kind"] = _("Say what it is: %(kinds)s.") % {
            "kinds": ", ".join(kind.value for kind in Kind)
        }
        return None


def _names(given: object, wrong: dict[str, str]) -> tuple[tuple[str, Strength], ...]:
    out: dict[str, Strength] = {}
    for one in _list("names", given, wrong):
        pair = [one, "strong" if out else "primary"] if isinstance(one, str) else one
        try:
            text, strength = pair
            plain = _line("names", text, wrong)
            if plain:
                out.setdefault(plain, Strength(strength))
        except (TypeError, ValueError):
            wrong["names"] = _(
                "Give each name as text, or with its strength: primary, strong, former, weak."
            )
    named = tuple(out.items())
    if "names" not in wrong and (not named or named[0][1] is not Strength.PRIMARY):
        wrong["names"] = _("Give the main name.")
    if sum(strength is Strength.PRIMARY for _text, strength in named) > 1:
        wrong["names"] = _("Only one name can be the main name.")
    return named


def _countries(given: object, wrong: dict[str, str]) -> tuple[str, ...]:
    out: dict[str, None] = {}
    for one in _texts("countries", given, wrong):
        code = fields.country(one)
        if code:
            out[code] = None
        else:
            wrong["countries"] = _(
                "%(name)s is no country known here. Give the two-letter code."
            ) % {"name": one}
    return tuple(out)


def _identifiers(
    given: object, wrong: dict[str, str]
) -> tuple[tuple[str, str, str], ...]:
    out: dict[tuple[str, str, str], None] = {}
    for one in _list("identifiers", given, wrong):
        parts = [one] if isinstance(one, str) else list(one) if _is_list(one) else []
        if not 2 <= len(parts) <= 3:  # noqa: PLR2004  # kind, number, perhaps country
            wrong["identifiers"] = _(
                "Give each number with its kind, and its country if it has one."
            )
            continue
        kind, value = (_line("identifiers", part, wrong) for part in parts[:2])
        land = _line("identifiers", parts[2], wrong) if parts[2:] else ""
        country = fields.country(land)
        if not kind or not value or bool(land) != bool(country):
            wrong["identifiers"] = _(
                "Give each number with its kind, and its country as a two-letter code."
            )
            continue
        out[kind, value, country] = None
    return tuple(out)


def _birth_dates(given: object, wrong: dict[str, str]) -> tuple[str, ...]:
    found = _texts("birth_dates", given, wrong)
    for one in found:
        if not _PARTIAL.fullmatch(one) or fields.partial_date(one) != one:
            wrong["birth_dates"] = _(
                "Give dates of birth as 1975-06-14, 1975-06 or 1975, each on its line."
            )
    return found


def _texts(field: str, given: object, wrong: dict[str, str]) -> tuple[str, ...]:
    lines = (_line(field, one, wrong) for one in _list(field, given, wrong))
    return tuple(dict.fromkeys(line for line in lines if line))


def _list(field: str, given: object, wrong: dict[str, str]) -> Sequence[Any]:
    if given is None:
        return ()
    if not _is_list(given):
        wrong[field] = _("Give a list.")
        return ()
    found: Sequence[Any] = given  # type: ignore[assignment]  # just looked
    if len(found) > MOST:
        wrong[field] = _("At most %(most)s.") % {"most": MOST}
        return ()
    return found


def _is_list(given: object) -> bool:
    return isinstance(given, list | tuple)


def _text(field: str, given: object, wrong: dict[str, str]) -> str:
    text = _line(field, given if given is not None else "", wrong)
    if not text and field not in wrong:
        wrong[field] = (
            _("Say under which power it is listed.")
            if field == "legal_basis"
            else _("Cite the instrument and the provision.")
        )
    return text


def _line(field: str, given: object, wrong: dict[str, str]) -> str:
    if not isinstance(given, str):
        wrong[field] = _("Give text.")
        return ""
    line = " ".join(given.split())
    if len(line) > LONGEST:
        wrong[field] = _("At most %(most)s characters.") % {"most": LONGEST}
    if any(one == "\0" or "\ud800" <= one <= "\udfff" for one in line):
        wrong[field] = _("A character in it cannot be read. Type the text anew.")
    return line


def _day(field: str, given: object, wrong: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        wrong[field] = _("Give a day that exists, for example 2026-07-31.")
        return None
