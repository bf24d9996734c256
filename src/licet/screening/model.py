"""Frozen values of screening: list entries as published, and hits as proposed.

A hit is a proposal: only an officer makes a match of it.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from licet.kernel import digest


class Kind(StrEnum):
    """What sort of party an entry describes."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


class Strength(StrEnum):
    """How much weight the list itself gives to a name."""

    PRIMARY = "primary"
    STRONG = "strong"
    FORMER = "former"
    WEAK = "weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of an entry, as the list writes it."""

    text: str
    strength: Strength = Strength.STRONG
    script: str = "latin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number by which a party is known (passport, registration, IMO ...)."""

    kind: str
    value: str
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One entry of one list.

    ``id`` is stable between two versions of the same list as far as the list itself
    gives a stable number. ``source`` names the list file, ``programs`` the lists and
    programmes inside it (``entity_list``, ``sdn``, ``uvl`` ...). Birth dates are ISO
    dates that may stop after the year or the month.
    """

    id: str
    source: str
    kind: Kind
    names: tuple[Name, ...]
    programs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    birth_dates: tuple[str, ...] = ()
    listed_on: date | None = None
    url: str = ""
    remarks: str = ""

    def to_json(self) -> dict[str, object]:
        """Plain values, absent ones as empty texts, lists and null."""
        return {
            "id": self.id,
            "source": self.source,
            "kind": self.kind.value,
            "names": [[n.text, n.strength.value, n.script] for n in self.names],
            "programs": list(self.programs),
            "countries": list(self.countries),
            "addresses": list(self.addresses),
            "identifiers": [[i.kind, i.value, i.country] for i in self.identifiers],
            "birth_dates": list(self.birth_dates),
            "listed_on": self.listed_on.isoformat() if self.listed_on else None,
            "url": self.url,
            "remarks": self.remarks,
        }

    def content_hash(self) -> str:
        """The SHA-256 of the entry's canonical bytes: changes when anything in it does."""
        return digest(self.to_json())


def entity_from_json(data: dict[str, object]) -> Entity:
    """The entry that ``Entity.to_json`` described."""
    names: list[list[str]] = data["names"]  # type: ignore[assignment]
    identifiers: list[list[str]] = data["identifiers"]  # type: ignore[assignment]
    listed_on = data["listed_on"]
    return Entity(
        id=str(data["id"]),
        source=str(data["source"]),
        kind=Kind(str(data["kind"])),
        names=tuple(
            Name(text=text, strength=Strength(strength), script=script)
            for text, strength, script in names
        ),
        programs=_texts(data["programs"]),
        countries=_texts(data["countries"]),
        addresses=_texts(data["addresses"]),
        identifiers=tuple(
            Identifier(kind=kind, value=value, country=country)
            for kind, value, country in identifiers
        ),
        birth_dates=_texts(data["birth_dates"]),
        listed_on=date.fromisoformat(str(listed_on)) if listed_on else None,
        url=str(data["url"]),
        remarks=str(data["remarks"]),
    )


def _texts(value: object) -> tuple[str, ...]:
    texts: list[str] = value  # type: ignore[assignment]
    return tuple(texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersion:
    """One list as published on one day, read whole or not at all."""

    source: str
    title: str
    published: date | None
    entities: tuple[Entity, ...]
    files: tuple[tuple[str, str], ...] = field(default=())
    """Name and SHA-256 of every file it was read from."""

    def content_hash(self) -> str:
        """The SHA-256 over source and entry hashes, whatever the order of the file."""
        return digest([self.source, sorted(e.content_hash() for e in self.entities)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One party to screen: every name it goes by, and what else is known of it."""

    names: tuple[str, ...]
    kind: Kind | None = None
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A word of the question beside the word of the entry that answers to it.

    ``kind`` is ``exact``, ``fold`` (another romanisation), ``edit`` (misspelt), ``initial``,
    ``joined`` (written together or apart), ``missing`` (only in the question) or ``extra``
    (only in the entry). ``weight`` says how telling the word is, 0 to 1.
    """

    query: str
    entry: str
    kind: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that may be the party asked about: a proposal with its reasons."""

    entity: Entity
    list_version: str
    query_name: str
    matched_name: str
    score: float
    parts: tuple[Part, ...]
    qualifiers: tuple[str, ...]
    words: str
    algorithm: str

    def to_json(self) -> dict[str, object]:
        """Plain values; score and weights as text of four decimals, fit to be hashed."""
        return {
            "entity": self.entity.id,
            "list": self.entity.source,
            "list_version": self.list_version,
            "entry_url": self.entity.url,
            "entry_hash": self.entity.content_hash(),
            "entry": self.entity.to_json(),
            "programs": list(self.entity.programs),
            "matched_name": self.matched_name,
            "query_name": self.query_name,
            "score": f"{self.score:.4f}",
            "parts": [
                {
                    "query": part.query,
                    "entry": part.entry,
                    "kind": part.kind,
                    "weight": f"{part.weight:.4f}",
                }
                for part in self.parts
            ],
            "qualifiers": list(self.qualifiers),
            "words": self.words,
            "algorithm": self.algorithm,
        }
