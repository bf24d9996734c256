"""The US Consolidated Screening List: CSV, official JSON and compact JSON."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from licet.kernel import digest
from licet.screening.errors import CutListError, EmptyListError
from licet.screening.lists import fields, table
from licet.screening.lists.document import Document
from licet.screening.model import Entity, Identifier, Kind, Strength

SOURCE = "us_csl"

_KINDS = {
    "individual": Kind.PERSON,
    "entity": Kind.ORGANISATION,
    "vessel": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
}
# The short names in brackets in the column ``source`` -> the words used here.
_PROGRAMMES = {
    "SDN": "sdn",
    "EL": "entity_list",
    "UVL": "uvl",
    "MEU": "meu",
    "DPL": "dpl",
    "DTC": "itar_debarred",
    "ISN": "isn",
    "SSI": "ssi",
    "PLC": "plc",
    "CMIC": "cmic",
    "CAP": "capta",
    "NS-MBS": "ns_mbs",
    "FSE": "fse",
}
_SHORT = re.compile(r"\(([A-Z-]+)(?: List)?\)")
_COUNTRY_AT_END = re.compile(r"(?:^|, )([A-Z]{2})$")


def programme(source: str) -> str:
    """The word for one of the lists in the CSL; ``other`` for one not known."""
    found = _SHORT.search(source)
    return _PROGRAMMES.get(found.group(1), "other") if found else "other"


def from_csv(document: Document) -> tuple[Entity, ...]:
    """The entries of the CSV form."""
    return _unique(_record(row) for row in table.records(document))


def from_json(document: Document) -> tuple[tuple[Entity, ...], date | None]:
    """The entries of either JSON form, and the day it was generated on, when it says.

    Raises:
        CutListError: The JSON is cut, or holds fewer entries than it announces.
        EmptyListError: It holds none.
    """
    try:
        data = json.loads(document.text())
    except ValueError as error:
        raise CutListError(document.name, f"the JSON is cut ({error})") from error
    if "fieldKey" in data:
        entries = _compact(data)
        announced = data.get("entryCount", len(entries))
    else:
        entries = [_official(row) for row in data.get("results", [])]
        announced = data.get("total", len(entries))
    if not entries:
        raise EmptyListError(document.name, "holds no entry")
    if announced != len(entries):
        raise CutListError(
            document.name, f"announces {announced} entries and holds {len(entries)}"
        )
    stamp = str(data.get("sourceGeneratedAt", ""))[:10]
    return _unique(entries), fields.day(stamp)


def _record(row: Mapping[str, str]) -> Entity:
    addresses = fields.pieces(row["addresses"])
    lands = [m.group(1) for a in addresses if (m := _COUNTRY_AT_END.search(a))]
    return Entity(
        id=_id(row["source"], row["entity_number"], row["name"]),
        source=SOURCE,
        kind=_KINDS.get(row["type"].lower(), Kind.UNKNOWN),
        names=fields.names(
            (row["name"], Strength.PRIMARY),
            *((name, Strength.STRONG) for name in row["alt_names"].split(";")),
        ),
        programs=(programme(row["source"]), *fields.pieces(row["programs"])),
        countries=fields.countries(
            [
                *lands,
                *fields.pieces(row["nationalities"]),
                *fields.pieces(row["citizenships"]),
            ]
        ),
        addresses=addresses,
        identifiers=tuple(_identifier(i) for i in fields.pieces(row["ids"])),
        birth_dates=fields.partial_dates(fields.pieces(row["dates_of_birth"])),
        listed_on=fields.day(row["start_date"]),
        url=row["source_list_url"],
        remarks=_remarks(row),
    )


def _remarks(row: Mapping[str, str]) -> str:
    stated = (
        ("Licence requirement", row["license_requirement"]),
        ("Licence policy", row["license_policy"]),
        ("Notice", row["federal_register_notice"]),
        ("Remarks", row["remarks"]),
    )
    return "; ".join(f"{what}: {fields.clean(text)}" for what, text in stated if text)


def _identifier(text: str) -> Identifier:
    parts = [part.strip() for part in text.split(",")]
    land = fields.country(parts[0]) if len(parts) > 2 else ""  # noqa: PLR2004  # country, number, kind
    value = parts[1] if land else parts[0]
    return Identifier(
        kind=parts[-1] if len(parts) > 1 else "", value=value, country=land
    )


def _official(row: Mapping[str, object]) -> Entity:
    """One result of the official JSON: put into the columns of the CSV form."""

    def text(key: str) -> str:
        value = row.get(key)
        if isinstance(value, list):
            return "; ".join(str(part) for part in value)
        return "" if value is None else str(value)

    addresses: list[dict[str, str | None]] = row.get("addresses") or []  # type: ignore[assignment]
    ids: list[dict[str, str | None]] = row.get("ids") or []  # type: ignore[assignment]
    columns = [
        "source",
        "entity_number",
        "type",
        "name",
        "programs",
        "alt_names",
        "nationalities",
        "citizenships",
        "dates_of_birth",
        "start_date",
        "source_list_url",
        "license_requirement",
        "license_policy",
        "federal_register_notice",
        "remarks",
    ]
    address_parts = ("address", "city", "state", "postal_code", "country")
    return _record(
        {key: text(key) for key in columns}
        | {
            "addresses": "; ".join(
                ", ".join(x for part in address_parts if (x := a.get(part)))
                for a in addresses
            ),
            "ids": "; ".join(
                ", ".join(
                    x for part in ("country", "number", "type") if (x := i.get(part))
                )
                for i in ids
            ),
        }
    )


def _compact(data: Mapping[str, object]) -> list[Entity]:
    """The column-compacted form: its own ``tables`` say what the indices stand for."""
    tables: dict[str, list[str]] = data["tables"]  # type: ignore[assignment]
    rows: list[dict[str, object]] = data["entries"]  # type: ignore[assignment]
    lookups = {
        "s": "sources",
        "pg": "programmes",
        "u": "urls",
        "lr": "licenceRequirements",
        "lp": "licencePolicies",
    }
    out = []
    for row in rows:
        cell = {
            key: tables[name][int(str(row[key]))] if key in row else ""
            for key, name in lookups.items()
        }
        aliases: list[str] = row.get("a", [])  # type: ignore[assignment]
        lands: list[str] = row.get("c", [])  # type: ignore[assignment]
        out.append(
            Entity(
                id=_id(cell["s"], str(row.get("e", "")), str(row["n"])),
                source=SOURCE,
                kind=_KINDS.get(str(row.get("t", "")).lower(), Kind.UNKNOWN),
                names=fields.names(
                    (str(row["n"]), Strength.PRIMARY),
                    *((n, Strength.STRONG) for a in aliases for n in a.split(";")),
                ),
                programs=(programme(cell["s"]), *fields.pieces(cell["pg"])),
                countries=fields.countries(lands),
                url=cell["u"],
                remarks=_remarks(
                    {
                        "license_requirement": cell["lr"],
                        "license_policy": cell["lp"],
                        "federal_register_notice": str(row.get("fr", "")),
                        "remarks": "",
                    }
                ),
            )
        )
    return out


def _id(source: str, number: str, name: str) -> str:
    """An id that every form of the list gives alike.

    Only Treasury's entries carry a number; the row ids of the CSV are missing elsewhere,
    so that the others are known by the list they are on and their name.
    """
    return f"{SOURCE}:{programme(source)}:{number or digest(name.casefold())[:12]}"


def _unique(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entries with distinct ids: one that repeats an id gets a running suffix."""
    seen: dict[str, int] = {}
    out = []
    for entity in entities:
        if not entity.names:
            continue
        count = seen[entity.id] = seen.get(entity.id, 0) + 1
        out.append(entity if count == 1 else replace(entity, id=f"{entity.id}-{count}"))
    return tuple(out)
