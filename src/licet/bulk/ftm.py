"""FollowTheMoney entities as parties, one JSON line after the other."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from licet.bulk.lines import LONGEST_LINE, Line, lines_of
from licet.bulk.model import PartyRow, Passed, Place, Row, SetAside
from licet.bulk.party import Stated, aside, row_of
from licet.kernel import territories

_KINDS: Mapping[str, str] = {
    "Person": "person",
    "Organization": "organisation",
    "Company": "organisation",
    "PublicBody": "organisation",
    "LegalEntity": "",
    "Vessel": "vessel",
    "Airplane": "aircraft",
}
_NAMES = ("name", "alias", "previousName", "weakAlias")
_COUNTRIES = (
    "country",
    "nationality",
    "citizenship",
    "jurisdiction",
    "mainCountry",
    "flag",
)
_NUMBERS = (
    "idNumber",
    "registrationNumber",
    "taxNumber",
    "vatCode",
    "passportNumber",
    "innCode",
    "ogrnCode",
    "leiCode",
    "dunsCode",
    "uniqueEntityId",
    "imoNumber",
    "mmsi",
    "serialNumber",
)
_BOM = b"\xef\xbb\xbf"


class _UnreadableError(Exception):
    """A line that is no entity; never leaves this module."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


def ftm_rows(path: Path, start: Place) -> Iterator[tuple[Row, Place]]:
    """Every entity from a place on, with the place after it.

    Raises:
        PartyFileError: The file cannot be read as a whole.
    """
    row = start.row
    for line in lines_of(path, offset=start.offset, number=start.line):
        if not line.content.strip():
            continue
        found = _row(line, row)
        row += 1
        yield found, Place(row=row, line=line.number + 1, offset=line.after)


def _row(line: Line, row: int) -> PartyRow | SetAside | Passed:
    try:
        entity = _entity(line)
        schema, properties = _schema(entity), _properties(entity)
    except _UnreadableError as error:
        said = line.content[:200].decode("utf-8", "replace")
        return aside(row, line.number, error.code, error.reason, said)
    if schema not in _KINDS:
        return Passed(row=row, line=line.number)

    def of(*names: str) -> list[str]:
        return [value.strip() for name in names for value in properties.get(name, ())]

    return row_of(
        row,
        line.number,
        Stated(
            names=of(*_NAMES),
            kind=_KINDS[schema],
            countries=_countries(of(*_COUNTRIES)),
            birth_dates=of("birthDate"),
            identifiers=of(*_NUMBERS),
            addresses=of("address"),
            reference=str(entity.get("id") or ""),
        ),
    )


def _countries(given: Sequence[str]) -> list[str]:
    # The format has codes of its own for regions and for states that are gone. Without a
    # country a hit is neither raised nor lowered, so that leaving one out hides nobody.
    known = territories()
    return [code.upper() for code in given if code.upper() in known]


def _entity(line: Line) -> Mapping[str, Any]:
    if line.too_long:
        raise _UnreadableError(
            "line_too_long",
            f"The line is longer than {LONGEST_LINE} bytes. Split the entity.",
        )
    content = line.content.removeprefix(_BOM) if line.number == 1 else line.content
    try:
        entity = json.loads(content.decode())
    except UnicodeDecodeError as error:
        raise _UnreadableError(
            "not_utf8",
            f"Byte {error.start + 1} of the line is not UTF-8. Save the file as UTF-8.",
        ) from None
    except (ValueError, RecursionError):
        raise _UnreadableError(
            "not_json", "The line is not one JSON object. Write one entity a line."
        ) from None
    if not isinstance(entity, dict):
        raise _UnreadableError("not_json", "The line is JSON, but not an object.")
    return entity


def _schema(entity: Mapping[str, Any]) -> str:
    schema = entity.get("schema")
    if not isinstance(schema, str):
        raise _UnreadableError(
            "no_schema", 'There is no "schema". Write one, as "Person".'
        )
    return schema


def _properties(entity: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    found = entity.get("properties")
    if not isinstance(found, dict) or not all(
        isinstance(values, list) and all(isinstance(one, str) for one in values)
        for values in found.values()
    ):
        raise _UnreadableError(
            "properties",
            'The "properties" are not lists of texts. Write "name": ["..."].',
        )
    return found
