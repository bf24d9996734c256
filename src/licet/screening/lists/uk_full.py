"""The UK Sanctions List in its full forms: CSV (a row a name or place) and XML (an element a party)."""

import re
from collections.abc import Sequence
from datetime import date

from licet.screening.errors import CutListError
from licet.screening.lists import fields, table
from licet.screening.lists.document import Document
from licet.screening.lists.joining import joined
from licet.screening.lists.uk import KINDS, SANCTIONS_LIST, URL, group_number
from licet.screening.lists.xmltree import Node, parse
from licet.screening.model import Entity, Identifier, Kind, Strength

ROOT = b"<Designations"
_NEEDED = ("Unique ID", "Name 6", "Regime Name")
_TYPES = ("Designation Type", "Individual, Entity, Ship", "Type")
_PAPERS = (
    ("Passport", "Passport number"),
    ("National number", "National Identifier number"),
    ("Business registration number", "Business registration number (s)"),
    ("IMO", "IMO number"),
)
_SEVERAL = re.compile(r"\s*[;\n]\s*|\s*\(\d+\)\s*")


def is_csv(document: Document) -> bool:
    """Whether the heading of the CSV form stands in one of the first lines."""
    head = document.data[:8192].splitlines()[:4]
    return any(b"Unique ID" in line and b"Name 6" in line for line in head)


def from_csv(document: Document) -> tuple[tuple[Entity, ...], date | None]:
    """The entries, joined by their unique ID, and the day of the report when it says one.

    Raises:
        CutListError: The heading lacks a column, or a row is cut.
    """
    rows = table.rows(document)
    at = next((n for n, row in enumerate(rows[:4]) if "Unique ID" in _trimmed(row)), 0)
    heading = _trimmed(rows[at])
    missing = [column for column in _NEEDED if column not in heading]
    if missing:
        raise CutListError(document.name, f"lacks the column {missing[0]!r}")
    # The report writes its day as 11-Aug-2025.
    stated = (
        fields.day(text)
        for row in rows[:at]
        for cell in row
        for text in (cell, cell.replace("-", " "))
    )
    out: dict[str, Entity] = {}
    for cell in table.under_heading(document, rows[at:]):
        entity = _row(cell)
        if entity.names:
            held = out.get(entity.id)
            out[entity.id] = joined(held, entity) if held else entity
    return tuple(out.values()), next((day for day in stated if day), None)


def _trimmed(row: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in row]


def _row(cell: dict[str, str]) -> Entity:
    kind = KINDS.get(_first(cell, _TYPES).lower(), Kind.UNKNOWN)
    parts = [cell.get(f"Name {n}", "") for n in (1, 2, 3, 4, 5, 6)]
    place = [cell.get(f"Address Line {n}", "") for n in range(1, 7)]
    place += [cell.get("Address Postal Code", ""), cell.get("Address Country", "")]
    return Entity(
        id=f"{SANCTIONS_LIST}:{cell['Unique ID'].strip()}",
        source=SANCTIONS_LIST,
        kind=kind,
        names=fields.names(
            (
                _joined_text(parts, " "),
                _strength(cell.get("Name type", ""), cell.get("Alias strength", "")),
            ),
            (cell.get("Name non-latin script", ""), Strength.STRONG),
        ),
        programs=("uk", fields.clean(cell["Regime Name"])),
        countries=fields.countries(
            [
                cell.get("Address Country", ""),
                *_SEVERAL.split(cell.get("Nationality(/ies)", "")),
            ]
        ),
        addresses=tuple(text for text in (_joined_text(place, ", "),) if text),
        identifiers=(
            *group_number(cell.get("OFSI Group ID", "")),
            *(
                Identifier(kind=named, value=value)
                for named, column in _PAPERS
                for text in _SEVERAL.split(cell.get(column, ""))
                if (value := fields.clean(text))
            ),
        ),
        birth_dates=fields.partial_dates(_SEVERAL.split(cell.get("D.O.B", ""))),
        listed_on=fields.day(cell.get("Date Designated", "")),
        url=URL,
        remarks=fields.clean(
            cell.get("UK Statement of Reasons") or cell.get("Other Information", "")
        ),
    )


def _first(cell: dict[str, str], columns: Sequence[str]) -> str:
    return next((cell[column].strip() for column in columns if cell.get(column)), "")


def _joined_text(parts: Sequence[str], between: str) -> str:
    return between.join(x for part in parts if (x := fields.clean(part)))


def _strength(kind: str, alias: str) -> Strength:
    words = kind.lower()
    if words.startswith("primary name var"):
        return Strength.STRONG
    if words.startswith("primary"):
        return Strength.PRIMARY
    if "former" in words or "fka" in words:
        return Strength.FORMER
    weak = "low" in alias.lower() or "low" in words
    return Strength.WEAK if weak else Strength.STRONG


def from_xml(document: Document) -> tuple[tuple[Entity, ...], date | None]:
    """The entries, and the day on which the file was made."""
    root = parse(document.name, document.data)
    stamp = fields.day(root.first("DateGenerated"))
    read = (_designation(node) for node in root.all("Designation"))
    return tuple(one for one in read if one.names), stamp


def _below(node: Node, *tags: str) -> list[str]:
    """The texts of all elements of these names at any depth, in order."""
    found = []
    for child in node.children:
        text = " ".join(child.text.split())
        if child.tag in tags and text:
            found.append(text)
        found += _below(child, *tags)
    return found


def _named(node: Node) -> tuple[str, Strength]:
    text = _joined_text([node.first(f"Name{n}") for n in (1, 2, 3, 4, 5, 6)], " ")
    return text, _strength(node.first("NameType"), node.first("AliasStrength"))


def _designation(node: Node) -> Entity:
    named = [_named(one) for group in node.all("Names") for one in group.all("Name")]
    places = [one for group in node.all("Addresses") for one in group.all("Address")]
    papers = (
        ("Passport", "PassportNumber"),
        ("National number", "NationalIdentifierNumber"),
        ("Business registration number", "BusinessRegistrationNumber"),
        ("IMO", "IMONumber"),
    )
    # The main name may stand behind its variations.
    named.sort(key=lambda pair: pair[1] is not Strength.PRIMARY)
    return Entity(
        id=f"{SANCTIONS_LIST}:{node.first('UniqueID')}",
        source=SANCTIONS_LIST,
        kind=KINDS.get(node.first("IndividualEntityShip").lower(), Kind.UNKNOWN),
        names=fields.names(
            *named,
            *((text, Strength.STRONG) for text in _below(node, "NameNonLatinScript")),
        ),
        programs=("uk", node.first("RegimeName")),
        countries=fields.countries(
            [*(p.first("AddressCountry") for p in places), *_below(node, "Nationality")]
        ),
        addresses=tuple(
            dict.fromkeys(
                text
                for place in places
                if (text := _joined_text([c.text for c in place.children], ", "))
            )
        ),
        identifiers=(
            *group_number(node.first("OFSIGroupID")),
            *(
                Identifier(kind=kind, value=value)
                for kind, tag in papers
                for value in _below(node, tag)
            ),
        ),
        birth_dates=fields.partial_dates(_below(node, "DOB")),
        listed_on=fields.day(node.first("DateDesignated")),
        url=URL,
        remarks=node.first("UKStatementofReasons") or node.first("OtherInformation"),
    )
