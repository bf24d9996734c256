"""The consolidated list of the UN Security Council, XML."""

import re
from datetime import date

from licet.screening.lists import fields
from licet.screening.lists.document import Document
from licet.screening.lists.xmltree import Node, parse
from licet.screening.model import Entity, Identifier, Kind, Strength

SOURCE = "un_sc"
ROOT = b"<CONSOLIDATED_LIST"

_QUALITIES = {"low": Strength.WEAK, "f.k.a.": Strength.FORMER}
_URL = "https://scsanctions.un.org/consolidated/"


def entities(document: Document) -> tuple[tuple[Entity, ...], date | None]:
    """The entries, and the day the list was generated on."""
    root = parse(document.name, document.data)
    out = [
        _entity(node, node.tag)
        for group in root.children
        for node in group.children
        if node.tag in {"INDIVIDUAL", "ENTITY"}
    ]
    stamp = root.attributes.get("dateGenerated", "")[:10]
    return tuple(e for e in out if e.names), fields.day(stamp)


def _entity(node: Node, tag: str) -> Entity:
    parts = [node.first(f"{p}_NAME") for p in ("FIRST", "SECOND", "THIRD", "FOURTH")]
    aliases = [
        (piece, _QUALITIES.get(alias.first("QUALITY").lower(), Strength.STRONG))
        for alias in node.all(f"{tag}_ALIAS")
        for piece in alias.first("ALIAS_NAME").split(";")
    ]
    number = node.first("REFERENCE_NUMBER") or node.first("DATAID")
    addresses = node.all(f"{tag}_ADDRESS")
    address_parts = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
    lands = [a.first("COUNTRY") for a in addresses] + node.texts("NATIONALITY", "VALUE")
    return Entity(
        id=f"{SOURCE}:{number}",
        source=SOURCE,
        kind=Kind.PERSON if tag == "INDIVIDUAL" else Kind.ORGANISATION,
        names=fields.names(
            (" ".join(p for p in parts if p), Strength.PRIMARY),
            (node.first("NAME_ORIGINAL_SCRIPT"), Strength.STRONG),
            *aliases,
        ),
        programs=("un", node.first("UN_LIST_TYPE")),
        countries=fields.countries(lands),
        addresses=tuple(
            dict.fromkeys(
                text
                for a in addresses
                if (text := ", ".join(x for p in address_parts if (x := a.first(p))))
            )
        ),
        identifiers=tuple(
            Identifier(
                kind=paper.first("TYPE_OF_DOCUMENT"),
                value=paper.first("NUMBER"),
                country=fields.country(paper.first("ISSUING_COUNTRY")),
            )
            for paper in node.all("INDIVIDUAL_DOCUMENT")
            if paper.first("NUMBER")
        ),
        birth_dates=fields.partial_dates(_birth_dates(node)),
        listed_on=fields.day(node.first("LISTED_ON")),
        url=_URL,
        remarks=re.sub(r"\s+", " ", node.first("COMMENTS1")),
    )


def _birth_dates(node: Node) -> list[str]:
    births = node.all("INDIVIDUAL_DATE_OF_BIRTH")
    parts = ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR")
    return [birth.first(part) for birth in births for part in parts]
