"""FollowTheMoney entities, JSON lines: read from anybody, written so that nothing we hold is lost.

What the format has no place for (the order and strength of names, the country of a paper, the
day of listing) stands beside the properties under ``licet``, with list, version and content
hash. A line that carries it is read from there, and refused when its properties say otherwise.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from licet.screening.errors import CutListError, EmptyListError, ListError
from licet.screening.lists import fields
from licet.screening.lists.document import Document
from licet.screening.model import (
    Entity,
    Identifier,
    Kind,
    Strength,
    entity_from_json,
)

SOURCE = "ftm"
OURS = "licet"
_NAMED = re.compile(r"[a-z][a-z0-9_]{1,39}")
_FIRST_LINE = 1 << 20
_KINDS = {
    "Person": Kind.PERSON,
    "Company": Kind.ORGANISATION,
    "Organization": Kind.ORGANISATION,
    "PublicBody": Kind.ORGANISATION,
    "LegalEntity": Kind.UNKNOWN,
    "Vessel": Kind.VESSEL,
    "Airplane": Kind.AIRCRAFT,
}
_SCHEMATA = {
    Kind.PERSON: "Person",
    Kind.ORGANISATION: "Organization",
    Kind.UNKNOWN: "LegalEntity",
    Kind.VESSEL: "Vessel",
    Kind.AIRCRAFT: "Airplane",
}
_PAPERS = (
    "passportNumber",
    "idNumber",
    "registrationNumber",
    "taxNumber",
    "imoNumber",
    "mmsi",
    "callSign",
    "serialNumber",
    "leiCode",
    "swiftBic",
    "innCode",
    "ogrnCode",
)
_NAMES = (
    ("name", Strength.STRONG),
    ("alias", Strength.STRONG),
    ("previousName", Strength.FORMER),
    ("weakAlias", Strength.WEAK),
)
_COUNTRIES = ("country", "nationality", "jurisdiction", "citizenship", "flag")
_PROGRAMMES = ("topics", "program", "programId")
_BY_STRENGTH = {
    Strength.PRIMARY: "name",
    Strength.STRONG: "alias",
    Strength.FORMER: "previousName",
    Strength.WEAK: "weakAlias",
}
_DETAILS = frozenset({"Address", "Sanction", "Identification", "Passport"})
Row = dict[str, Any]
Properties = Mapping[str, list[str]]


def can_name_a_list(source: str) -> bool:
    """Whether a text can name a list: it becomes the name of a folder."""
    return bool(_NAMED.fullmatch(source))


def list_named(document: Document) -> str:
    """The list that the first line names, when it names one; else ``ftm``."""
    first = document.data[:_FIRST_LINE].partition(b"\n")[0]
    try:
        row = json.loads(first.removeprefix(b"\xef\xbb\xbf"))
    except ValueError:
        return SOURCE
    ours = row.get(OURS) if isinstance(row, dict) else None
    named = str(ours.get("list", "")) if isinstance(ours, dict) else ""
    return named if can_name_a_list(named) else SOURCE


def entities(document: Document) -> tuple[Entity, ...]:
    """The parties of a file; other entities only as far as they tell something of a party.

    Raises:
        CutListError: A line is cut, or no entity.
        EmptyListError: There is no line.
        ListError: A line says one thing in its properties and another under ``licet``, or
            belongs to another list than the first.
    """
    source = list_named(document)
    rows: list[tuple[int, Row]] = []
    details: dict[str, list[Row]] = {}
    places: dict[str, str] = {}
    for number, row in json_lines(document):
        properties = row.get("properties")
        if "id" not in row or not isinstance(properties, dict):
            raise CutListError(document.name, f"line {number} is no entity")
        if row.get("schema") in _KINDS:
            rows.append((number, row))
        elif row.get("schema") in _DETAILS:
            places[str(row["id"])] = _place(properties)
            for holder in (
                *properties.get("entity", ()),
                *properties.get("holder", ()),
            ):
                details.setdefault(str(holder), []).append(row)
    read = (
        _ours(document, number, row, source)
        if OURS in row
        else _theirs(row, source, details.get(str(row["id"]), ()), places)
        for number, row in rows
    )
    return tuple(entity for entity in read if entity.names)


def json_lines(document: Document) -> Iterator[tuple[int, Row]]:
    """The objects of a file of JSON lines, with the number of each line.

    Raises:
        CutListError: A line is no JSON, or no object.
        EmptyListError: There is none.
    """
    found = False
    # Only a line feed ends a line: names may hold the other separators.
    for number, line in enumerate(document.text().split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CutListError(
                document.name, f"line {number} is cut ({error})"
            ) from error
        if not isinstance(row, dict):
            raise CutListError(document.name, f"line {number} is no object")
        found = True
        yield number, row
    if not found:
        raise EmptyListError(document.name, "holds no line")


def _ours(document: Document, number: int, row: Row, source: str) -> Entity:
    ours = row[OURS]
    entity = entity_from_json({**ours["entry"], "source": source})
    if ours["list"] != source or not entity.id.startswith(f"{source}:"):
        raise ListError(document.name, f"line {number} belongs to another list")
    same = row["properties"] == properties_of(entity)
    if entity.content_hash() != ours["content_hash"] or not same:
        raise ListError(
            document.name,
            f"line {number} was changed after it was written: take {OURS!r} out of the "
            "line to have its properties read",
        )
    return entity


def _theirs(
    row: Row, source: str, details: "tuple[()] | list[Row]", places: Mapping[str, str]
) -> Entity:
    properties: Properties = row["properties"]

    def values(*keys: str) -> list[str]:
        return [str(v) for key in keys for v in properties.get(key, ())]

    named = [(v, strength) for key, strength in _NAMES for v in values(key)]
    first = [(values("name")[0], Strength.PRIMARY)] if values("name") else []
    referred = [places[key] for key in values("addressEntity") if places.get(key)]
    sanctions = [one["properties"] for one in details if one["schema"] == "Sanction"]
    papers = [one["properties"] for one in details if one["schema"] != "Sanction"]
    programmes = [
        str(v) for s in sanctions for key in _PROGRAMMES[1:] for v in s.get(key, ())
    ]
    listed = _listed(sanctions)
    return Entity(
        id=f"{source}:{row['id']}",
        source=source,
        kind=_KINDS[str(row["schema"])],
        names=fields.names(*first, *named),
        programs=tuple(dict.fromkeys([SOURCE, *values(*_PROGRAMMES), *programmes])),
        countries=fields.countries(values(*_COUNTRIES)),
        addresses=tuple(dict.fromkeys([*values("address"), *referred])),
        identifiers=tuple(
            dict.fromkeys(
                [Identifier(kind=p, value=v) for p in _PAPERS for v in values(p)]
                + [
                    _paper(one, value)
                    for one in papers
                    for value in one.get("number", ())
                ]
            )
        ),
        birth_dates=fields.partial_dates(values("birthDate")),
        listed_on=min(listed, default=None),
        url=next(iter(values("sourceUrl")), ""),
        remarks="; ".join(values("notes")),
    )


def _listed(sanctions: Sequence[Properties]) -> list[date]:
    return [
        day
        for s in sanctions
        for key in ("listingDate", "startDate")
        for v in s.get(key, ())
        if (day := fields.day(str(v)))
    ]


def _paper(properties: Properties, value: str) -> Identifier:
    kind = next(iter(properties.get("type", ())), "Identification")
    lands = fields.countries([str(one) for one in properties.get("country", ())])
    return Identifier(kind=str(kind), value=str(value), country="".join(lands[:1]))


def _place(properties: Properties) -> str:
    whole = " ".join(str(one) for one in properties.get("full", ()))
    parts = (
        str(one)
        for key in ("street", "city", "postalCode", "state", "country")
        for one in properties.get(key, ())
    )
    return whole or ", ".join(parts)


def properties_of(entity: Entity) -> dict[str, list[str]]:
    """What of an entry the format has a place for; every value once, none empty."""
    out: dict[str, list[str]] = {}

    def add(key: str, *values: str) -> None:
        kept = dict.fromkeys([*out.get(key, ()), *(v for v in values if v)])
        if kept:
            out[key] = list(kept)

    for name in entity.names:
        add(_BY_STRENGTH[name.strength], name.text)
    if "name" not in out:
        add("name", *(name.text for name in entity.names[:1]))
    add("country", *(land.lower() for land in entity.countries))
    add("address", *entity.addresses)
    for paper in entity.identifiers:
        add(_property(entity.kind, paper.kind), paper.value)
    if entity.kind is Kind.PERSON:
        add("birthDate", *entity.birth_dates)
    add("program", *entity.programs)
    add("sourceUrl", entity.url)
    add("notes", entity.remarks)
    return out


def _property(kind: Kind, paper: str) -> str:
    """The property for a paper, among those that the schema of the party has."""
    words = paper.casefold()
    if kind is Kind.VESSEL:
        return "imoNumber" if "imo" in words else "registrationNumber"
    if kind is Kind.AIRCRAFT:
        return "serialNumber" if "serial" in words else "registrationNumber"
    if kind is Kind.PERSON and "passport" in words:
        return "passportNumber"
    if "tax" in words:
        return "taxNumber"
    return "registrationNumber" if "registration" in words else "idNumber"


def line_of(entity: Entity, *, version: str) -> str:
    """One entry as one line, in one form: the same entry gives the same bytes."""
    number = entity.id.removeprefix(f"{entity.source}:")
    row = {
        "id": number,
        "schema": _SCHEMATA[entity.kind],
        "caption": entity.names[0].text if entity.names else number,
        "datasets": [entity.source],
        "properties": properties_of(entity),
        OURS: {
            "list": entity.source,
            "version": version,
            "content_hash": entity.content_hash(),
            "entry": entity.to_json(),
        },
    }
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
