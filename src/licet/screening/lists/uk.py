"""The UK Sanctions List (spreadsheet) and HM Treasury's consolidated list (CSV)."""

from datetime import date

from licet.screening.errors import CutListError
from licet.screening.lists import fields, sheet, table
from licet.screening.lists.document import Document
from licet.screening.lists.joining import joined, merged_names
from licet.screening.model import Entity, Identifier, Kind, Strength

SANCTIONS_LIST = "uk_sanctions_list"
CONSOLIDATED_LIST = "uk_hmt_conlist"

KINDS = {
    "individual": Kind.PERSON,
    "entity": Kind.ORGANISATION,
    "ship": Kind.VESSEL,
}
URL = "https://www.gov.uk/government/publications/the-uk-sanctions-list"


def sanctions_list(document: Document) -> tuple[Entity, ...]:
    """The entries of the spreadsheet form of the UK Sanctions List.

    Raises:
        CutListError: The heading lacks a column, or no entry follows.
    """
    rows = sheet.open_document_rows(document)
    heading = rows[0] if rows else []
    wanted = (
        "Unique ID",
        "OFSI Group ID",
        "Name",
        "Regime Name",
        "Type",
        "Date Designated",
    )
    missing = [column for column in wanted if column not in heading]
    if missing:
        raise CutListError(document.name, f"the sheet lacks the column {missing[0]!r}")
    place = {column: heading.index(column) for column in heading if column}
    out: dict[str, Entity] = {}
    for row in rows[1:]:
        cell = {c: row[i] if i < len(row) else "" for c, i in place.items()}
        number = fields.clean(cell["Unique ID"])
        if not number or not fields.clean(cell["Name"]):
            continue
        names = fields.names((cell["Name"], Strength.PRIMARY))
        if number in out:
            names = merged_names(out[number].names, names)
        out[number] = Entity(
            id=f"{SANCTIONS_LIST}:{number}",
            source=SANCTIONS_LIST,
            kind=KINDS.get(cell["Type"].lower(), Kind.UNKNOWN),
            names=names,
            programs=("uk", fields.clean(cell["Regime Name"])),
            identifiers=group_number(cell["OFSI Group ID"]),
            listed_on=fields.day(cell["Date Designated"]),
            url=URL,
            remarks=fields.clean(cell.get("Sanctions Imposed", "")),
        )
    return tuple(out.values())


def group_number(number: str) -> tuple[Identifier, ...]:
    """The number that ties a party to the other UK list, when it has one."""
    text = fields.clean(number)
    return (Identifier(kind="OFSI Group ID", value=text),) if text else ()


def consolidated_list(document: Document) -> tuple[tuple[Entity, ...], date | None]:
    """The entries of HM Treasury's CSV: one row a name, joined by group number."""
    rows = table.rows(document)
    stamp = fields.day(rows[0][1] if len(rows[0]) > 1 else "")
    out: dict[str, Entity] = {}
    for row in table.under_heading(document, rows[1:]):
        number = row["Group ID"].strip()
        entity = _row(row, number)
        if number in out:
            entity = joined(out[number], entity)
        if entity.names:
            out[number] = entity
    return tuple(out.values()), stamp


def _row(row: dict[str, str], number: str) -> Entity:
    person = row["Group Type"] == "Individual"
    given = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
    parts = [fields.clean(row[part]) for part in given]
    alias = row["Alias Type"].lower()
    strength = Strength.STRONG
    if "low quality" in alias:
        strength = Strength.WEAK
    elif "prime" in alias or "primary" in alias:
        strength = Strength.PRIMARY
    elif "fka" in alias or "formerly" in alias:
        strength = Strength.FORMER
    address = [row[f"Address {i}"] for i in range(1, 7)] + [
        row["Post/Zip Code"],
        row["Country"],
    ]
    text = ", ".join(x for part in address if (x := fields.clean(part)))
    return Entity(
        id=f"{CONSOLIDATED_LIST}:{number}",
        source=CONSOLIDATED_LIST,
        kind=KINDS.get(row["Group Type"].lower(), Kind.UNKNOWN),
        names=fields.names(
            (" ".join(p for p in parts if p) if person else parts[5], strength)
        ),
        programs=("uk", fields.clean(row["Regime"])),
        countries=fields.countries([row["Country"], row["Nationality"]]),
        addresses=(text,) if text else (),
        identifiers=_papers(row),
        birth_dates=fields.partial_dates([row["DOB"]]),
        listed_on=fields.day(row["Listed On"]),
        url=URL,
        remarks=fields.clean(row["Other Information"]),
    )


def _papers(row: dict[str, str]) -> tuple[Identifier, ...]:
    stated = (("Passport", "Passport Details"), ("National number", "NI Number"))
    return tuple(
        Identifier(kind=kind, value=value)
        for kind, column in stated
        if (value := fields.clean(row[column]))
    )
