"""Smaller sources: Australia, Canada, the EU, the BIS denial orders."""

import re
from datetime import UTC, date, datetime
from typing import Any

from licet.kernel import digest
from licet.screening.errors import CutListError
from licet.screening.lists import fields, sheet, table
from licet.screening.lists.document import Document
from licet.screening.lists.ftm import json_lines
from licet.screening.lists.joining import joined
from licet.screening.lists.xmltree import Node, parse
from licet.screening.model import Entity, Identifier, Kind, Strength

DFAT, SEMA, EU, DENIED = "au_dfat", "ca_sema", "eu_fsf", "us_bis_dpl"

_SEMA_SPLIT = re.compile(r"[;,](?! *(?:Ltd|LLC|Inc|Co\b|Jr|Limited|S\.A))")


def dfat(document: Document) -> tuple[Entity, ...]:
    """Australia's consolidated list: a row a name, joined by the reference's number.

    Raises:
        CutListError: The sheet lacks the heading.
    """
    rows = sheet.office_rows(document)
    if not rows or "Name of Individual or Entity" not in rows[0]:
        raise CutListError(document.name, "the sheet lacks its heading")
    heading = rows[0]
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows[1:]:
        cell = dict(zip(heading, row + [""] * len(heading), strict=False))
        number = re.match(r"\d+", cell["Reference"])
        if number and fields.clean(cell["Name of Individual or Entity"]):
            groups.setdefault(number.group(), []).append(cell)
    return tuple(_dfat(number, cells) for number, cells in groups.items())


def _dfat(number: str, cells: list[dict[str, str]]) -> Entity:
    first = cells[0]
    strengths = {"primary": Strength.PRIMARY, "former": Strength.FORMER}
    named = [
        (
            cell["Name of Individual or Entity"],
            strengths.get(cell["Name Type"].split(" ")[0].lower(), Strength.STRONG),
        )
        for cell in cells
    ]
    return Entity(
        id=f"{DFAT}:{number}",
        source=DFAT,
        kind=Kind.PERSON
        if first["Type"].lower().startswith("ind")
        else Kind.ORGANISATION,
        names=fields.names(*named),
        programs=("au", *fields.pieces(first["Committees"])),
        countries=fields.countries(fields.pieces(first["Citizenship"])),
        addresses=fields.pieces(first["Address"], "\n"),
        birth_dates=fields.partial_dates(
            re.split(r"[;,]| or | and |[a-z]\)", first["Date of Birth"])
        ),
        listed_on=sheet.serial_day(first["Control Date"]),
        url="https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list",
        remarks=fields.clean(first["Listing Information"]),
    )


def sema(document: Document) -> tuple[Entity, ...]:
    """Canada's autonomous sanctions; an entry is known by country, schedule and item."""
    root = parse(document.name, document.data)
    seen: dict[str, int] = {}
    out = []
    for node in root.all("record"):
        entity = _sema(node)
        count = seen[entity.id] = seen.get(entity.id, 0) + 1
        if entity.names:
            out.append(entity if count == 1 else _sema(node, suffix=f"-{count}"))
    return tuple(out)


def _sema(node: Node, suffix: str = "") -> Entity:
    land = node.first("Country").partition("/")[0].strip()
    firm = node.first("Entity")
    person = f"{node.first('GivenName')} {node.first('LastName')}"
    code = fields.country(land) or land
    aliases = _SEMA_SPLIT.split(node.first("Aliases"))
    return Entity(
        id=f"{SEMA}:{code}:{node.first('Schedule')}:{node.first('Item')}{suffix}",
        source=SEMA,
        kind=Kind.ORGANISATION if fields.clean(firm) else Kind.PERSON,
        names=fields.names(
            (firm or person, Strength.PRIMARY), *((a, Strength.STRONG) for a in aliases)
        ),
        programs=("ca", f"SEMA {land}"),
        countries=fields.countries([land]),
        birth_dates=fields.partial_dates([node.first("DateOfBirth")]),
        url="https://www.international.gc.ca/world-monde/international_relations-relations_internationales/sanctions/consolidated-consolide.aspx",
        remarks=node.first("Title"),
    )


def eu_names(document: Document) -> tuple[Entity, ...]:
    """The derived extract of the EU list: JSON lines of names, births and papers."""
    out: dict[str, Entity] = {}
    for number, row in json_lines(document):
        names = [str(name) for name in row.get("names", ())]
        if not names:
            raise CutListError(document.name, f"line {number} has no names")
        person = any(key.startswith(("dob", "place")) for key in row)
        births = [str(year) for year in row.get("dob_year", ())]
        births += [_epoch_day(int(e)) for e in row.get("dob_epoch", ())]
        lands = [
            c
            for key in ("citizen", "nationality", "residence")
            for c in row.get(key, ())
        ]
        papers = [
            Identifier(kind=kind, value=str(value))
            for kind in ("passport_no", "national_id")
            for value in row.get(kind, ())
        ]
        key = digest([names[0], births])[:12]
        entity = Entity(
            id=f"{EU}:{key}",
            source=EU,
            kind=Kind.PERSON if person else Kind.UNKNOWN,
            names=fields.names(
                (names[0], Strength.PRIMARY), *((n, Strength.STRONG) for n in names[1:])
            ),
            programs=("eu",),
            countries=fields.countries([str(c) for c in lands]),
            identifiers=tuple(papers),
            birth_dates=fields.partial_dates(births),
            url="https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
        )
        out[key] = joined(out[key], entity) if key in out else entity
    return tuple(e for e in out.values() if e.names)


def _epoch_day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, tz=UTC).date().isoformat()


def eu_xml(document: Document) -> tuple[tuple[Entity, ...], date | None]:
    """The EU's Financial Sanctions Files, XML (schema 1.1)."""
    root = parse(document.name, document.data)
    stamp = root.attributes.get("generationDate", "")[:10]
    return tuple(
        _eu(n) for n in root.all("sanctionEntity") if n.all("nameAlias")
    ), fields.day(stamp)


def _eu(node: Node) -> Entity:
    kind = next((n.attributes.get("code", "") for n in node.all("subjectType")), "")
    named = [
        (
            alias.attributes.get("wholeName", ""),
            Strength.STRONG
            if alias.attributes.get("strong", "true") == "true"
            else Strength.WEAK,
        )
        for alias in node.all("nameAlias")
    ]
    rules = node.all("regulation")
    births = node.all("birthdate")
    lands = [
        n.attributes.get("countryIso2Code", "")
        for n in (*node.all("citizenship"), *node.all("address"))
    ]
    return Entity(
        id=f"{EU}:{node.attributes.get('euReferenceNumber') or node.attributes.get('logicalId', '')}",
        source=EU,
        kind={"person": Kind.PERSON, "enterprise": Kind.ORGANISATION}.get(
            kind, Kind.UNKNOWN
        ),
        names=fields.names((named[0][0], Strength.PRIMARY), *named[1:]),
        programs=(
            "eu",
            *dict.fromkeys(r.attributes.get("programme", "") for r in rules),
        ),
        countries=fields.countries(lands),
        **_eu_papers(node),
        birth_dates=fields.partial_dates(
            [
                b.attributes.get("birthdate") or b.attributes.get("year", "")
                for b in births
            ]
        ),
        listed_on=fields.day(
            next((r.attributes.get("publicationDate", "") for r in rules), "")
        ),
        url=next((n.text.strip() for r in rules for n in r.all("publicationUrl")), ""),
        remarks=" ".join(node.texts("remark")),
    )


def _eu_papers(node: Node) -> dict[str, Any]:
    """Addresses and identifiers of an entry."""
    return {
        "addresses": tuple(
            dict.fromkeys(
                text
                for a in node.all("address")
                if (
                    text := ", ".join(
                        x
                        for k in ("street", "city", "zipCode", "countryDescription")
                        if (x := fields.clean(a.attributes.get(k, "")))
                    )
                )
            )
        ),
        "identifiers": tuple(
            Identifier(
                kind=i.attributes.get("identificationTypeCode", ""),
                value=i.attributes.get("number", ""),
                country=fields.country(i.attributes.get("countryIso2Code", "")),
            )
            for i in node.all("identification")
        ),
    }


def denied_persons(document: Document) -> tuple[Entity, ...]:
    """The denial orders of BIS: tab-separated, one row an order."""
    out: dict[str, Entity] = {}
    for row in table.records(document, delimiter="\t"):
        cell = {key.lower(): fields.clean(value) for key, value in row.items()}
        key = digest([cell["name"], cell["effective_date"], cell["city"]])[:12]
        order = ("street_address", "city", "state", "postal_code", "country")
        month, _, rest = cell["effective_date"].partition("/")
        dd, _, year = rest.partition("/")
        entity = Entity(
            id=f"{DENIED}:{key}",
            source=DENIED,
            kind=Kind.UNKNOWN,
            names=fields.names((cell["name"], Strength.PRIMARY)),
            programs=("dpl",),
            countries=fields.countries([cell["country"]]),
            addresses=(", ".join(cell[k] for k in order if cell[k]),),
            listed_on=fields.day(f"{dd}/{month}/{year}"),
            url="https://www.bis.gov/licensing/end-user-guidance/denied-persons-list-dpl",
            remarks=cell["fr_citation"],
        )
        # One order may stand in several rows, one for each address.
        out[key] = joined(out[key], entity) if key in out else entity
    return tuple(e for e in out.values() if e.names)
