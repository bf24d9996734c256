"""Lists out: entries of a held version as FollowTheMoney, CSV or JSON, one by one."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from licet.screening import store
from licet.screening.errors import UnknownExportFormatError, UnknownSourceError
from licet.screening.lists.ftm import line_of
from licet.screening.model import Entity

FORMATS = ("ftm", "csv", "json")
COLUMNS = (
    "list", "version", "content_hash", "id", "kind", "names", "programs", "countries",
    "addresses", "identifiers", "birth_dates", "listed_on", "url", "remarks",
)  # fmt: skip
# What spreadsheets take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_list(
    state_dir: Path, source: str, *, version: str = "", form: str = "ftm"
) -> Iterator[str]:
    """The entries of a version in the order of their ids; the same version, the same text.

    Args:
        state_dir: The state folder (``LICET_STATE``).
        source: The list.
        version: A version that is held; empty for the one in service.
        form: ``ftm`` (JSON lines), ``csv`` or ``json`` (one document).

    Returns:
        The text in pieces of about one entry; nothing is read before it is needed.

    Raises:
        UnknownExportFormatError: There is no such form.
        UnknownSourceError: The list is not in service.
        UnknownVersionError: The version is not held.
        DamagedStoreError: Stored entries are not what was stored.
    """
    if form not in FORMATS:
        raise UnknownExportFormatError(form, FORMATS)
    held = store.current(state_dir, source)
    if held is None:
        raise UnknownSourceError(source)
    wanted = version or str(held["version"])
    entries = store.entities_in_order(state_dir, source, wanted)
    if form == "ftm":
        return (line_of(entity, version=wanted) for entity in entries)
    return {"csv": _csv, "json": _json}[form](entries, source, wanted)


def _csv(entries: Iterator[Entity], source: str, version: str) -> Iterator[str]:
    yield _row(COLUMNS)
    for entity in entries:
        told = {
            **entity.to_json(),
            "list": source,
            "version": version,
            "content_hash": entity.content_hash(),
        }
        yield _row(tuple(_inert(_cell(told[column])) for column in COLUMNS))


def _row(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(
            " | ".join(one) if isinstance(one, list) else str(one) for one in value
        )
    return "" if value is None else str(value)


def _inert(cell: str) -> str:
    """A cell that a spreadsheet shows and does not compute; strangers wrote it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _json(entries: Iterator[Entity], source: str, version: str) -> Iterator[str]:
    head = json.dumps({"list": source, "version": version}, ensure_ascii=False)
    yield head[:-1] + ', "entries": ['
    between = "\n"
    for entity in entries:
        row = {"content_hash": entity.content_hash(), "entry": entity.to_json()}
        yield between + json.dumps(row, ensure_ascii=False, sort_keys=True)
        between = ",\n"
    yield "\n]}\n"
