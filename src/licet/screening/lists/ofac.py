"""OFAC's delimited files: parties, their other names and addresses, joined by number."""

import re

from licet.screening.errors import CutListError
from licet.screening.lists import fields, table
from licet.screening.lists.document import Document
from licet.screening.model import Entity, Identifier, Kind, Strength

PARTY_CELLS, NAME_CELLS, ADDRESS_CELLS = 12, 5, 6
PARTY, OTHER_NAME, ADDRESS = "party", "other_name", "address"

_KINDS = {
    "individual": Kind.PERSON,
    "vessel": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
    "": Kind.ORGANISATION,
}
_STRENGTHS = {"fka": Strength.FORMER}
_WEAK = re.compile(r"a\.k\.a\. '([^']+)'")
_IDENTIFIER = re.compile(
    r"^(Passport|National ID No\.|Tax ID No\.|Registration ID|Registration Number|"
    r"Identification Number|Cedula No\.|SWIFT/BIC|Vessel Registration Identification|"
    r"Unified Social Credit Code \(USCC\)|Company Number|C\.R\. No\.|"
    r"Business Registration Number|D-U-N-S Number|Digital Currency Address[^ ]* ?-? ?\w*|"
    r"Email Address|Website|MMSI|IMO)\s+([^()]+?)\s*(?:\(([^)]+)\))?$"
)
_URL = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id={}"


def role(document: Document) -> str | None:
    """Which of the three files this is; None when it is none of them."""
    line = next((x for x in document.text().splitlines()[:3] if x[:1].isdigit()), "")
    if not line:
        return None
    width = len(
        table.rows(Document(name=document.name, data=line.encode(), sha256=""))[0]
    )
    if width == NAME_CELLS and re.search(r'^\d+,\d+,"?[afn]ka', line):
        return OTHER_NAME
    return {PARTY_CELLS: PARTY, ADDRESS_CELLS: ADDRESS}.get(width)


def _numbered(document: Document, width: int) -> list[list[str]]:
    rows = [r for r in table.rows(document) if r[0].strip().isdigit()]
    table.same_width(document, rows, width=width)
    return rows


def entities(
    parties: Document,
    other_names: Document | None,
    addresses: Document | None,
    *,
    source: str,
    programme: str,
) -> tuple[Entity, ...]:
    """The entries of one OFAC list.

    Args:
        parties: The file of parties (``sdn.csv`` or ``cons_prim.csv``), with or without
            heading.
        other_names: The file of other names; a name of a party not given is left out.
        addresses: The file of addresses, likewise.
        source: The name of the source that the entries are entered under.
        programme: What every entry carries first among its programmes, e.g. ``sdn``.

    Returns:
        The entries in the order of the file.

    Raises:
        CutListError: A row is cut.
    """
    names = _names(other_names)
    places: dict[str, list[list[str]]] = {}
    if addresses:
        for row in _numbered(addresses, ADDRESS_CELLS):
            places.setdefault(row[0].strip(), []).append(row)
    out = tuple(
        _entity(
            row,
            names.get(row[0].strip(), []),
            places.get(row[0].strip(), []),
            source=source,
            programme=programme,
        )
        for row in _numbered(parties, PARTY_CELLS)
    )
    if not out:
        raise CutListError(parties.name, "holds no numbered party")
    return out


def _names(other_names: Document | None) -> dict[str, list[tuple[str, Strength]]]:
    names: dict[str, list[tuple[str, Strength]]] = {}
    if other_names:
        for row in _numbered(other_names, NAME_CELLS):
            strength = _STRENGTHS.get(row[2].strip().lower(), Strength.STRONG)
            if "weak" in row[4].lower():
                strength = Strength.WEAK
            names.setdefault(row[0].strip(), []).append((row[3], strength))
    return names


def _entity(
    row: list[str],
    other_names: list[tuple[str, Strength]],
    places: list[list[str]],
    *,
    source: str,
    programme: str,
) -> Entity:
    number, remarks = row[0].strip(), fields.clean(row[11])
    facts = [part.strip() for part in remarks.rstrip(".").split(";")]
    weak = [(name, Strength.WEAK) for name in _WEAK.findall(remarks)]
    programmes = [fields.clean(p) for p in re.split(r"\]\s*\[|;", row[3].strip("[] "))]
    stated = [
        f.partition(" ")[2] for f in facts if f.startswith(("nationality ", "citizen "))
    ]
    identifiers = [m.groups("") for f in facts if (m := _IDENTIFIER.match(f))]
    return Entity(
        id=f"{source}:{number}",
        source=source,
        kind=_KINDS.get(fields.clean(row[2]).lower(), Kind.UNKNOWN),
        names=fields.names((row[1], Strength.PRIMARY), *other_names, *weak),
        programs=(programme, *(p for p in programmes if p)),
        countries=fields.countries([p[4] for p in places] + stated),
        addresses=tuple(
            dict.fromkeys(
                text
                for p in places
                if (text := ", ".join(x for c in p[2:5] if (x := fields.clean(c))))
            )
        ),
        identifiers=tuple(
            Identifier(kind=kind, value=value, country=fields.country(land))
            for kind, value, land in identifiers
        ),
        birth_dates=fields.partial_dates(
            [f for f in facts if f.startswith("DOB ")]
            + [f for f in facts if f.startswith("alt. DOB ")]
        ),
        url=_URL.format(number),
        remarks=remarks,
    )
