"""Where caseloads lie: the only module here that touches files."""

import io
import json
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np

from licet.determination.bulk.columns import Caseload, Column
from licet.determination.bulk.duck import read_table
from licet.determination.bulk.errors import MalformedCaseloadError
from licet.determination.bulk.lines import LineReader
from licet.determination.bulk.table import caseload_of_table
from licet.facts import Fact, Value, json_value, read_transaction

FORM: Final = 1  # of the columnar files; another number is read anew from its source
_SUFFIX: Final = ".npz"
_CHUNK: Final = 1 << 22
_EVERY: Final = 4096  # lines between two reports of progress
Progress = Callable[[int, int], None]


def _quiet(_done: int, _of: int) -> None:
    """Nobody watches."""


def read_caseload(
    path: Path, *, cache: Path | None = None, progress: Progress = _quiet
) -> Caseload:
    """Read past cases from JSON Lines or Parquet.

    Args:
        path: The file; ``.parquet`` is a table with a column for each fact, anything else
            JSON Lines of ``{"id", "facts"}`` or of bare facts.
        cache: A folder where the columns are kept under the file's hash, so that the next
            reading is quick; nothing is kept without it.
        progress: Told how many bytes of how many are read.

    Returns:
        The caseload.

    Raises:
        MalformedCaseloadError: The file is absent or a line of it is no case.
        BulkMissingError: It is Parquet, and DuckDB is not installed.
    """
    if not path.is_file():
        raise MalformedCaseloadError(str(path), "there is no such file.")
    kept = None if cache is None else cache / f"{_digest(path)}-{FORM}{_SUFFIX}"
    if kept is not None and kept.is_file():
        return open_saved(kept)
    if path.suffix == ".parquet":
        caseload = caseload_of_table(str(path), *read_table(path))
    else:
        caseload = _from_lines(path, progress)
    if kept is not None:
        save(caseload, kept)
    return caseload


def _from_lines(path: Path, progress: Progress) -> Caseload:
    reader, size, done = LineReader(str(path)), path.stat().st_size, 0
    with path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            reader.line(number, line)
            done += len(line)
            if number % _EVERY == 0:
                progress(done, size)
    progress(size, size)
    return reader.writer.caseload()


def _digest(path: Path) -> str:
    found = sha256(str(path.suffix == ".parquet").encode())
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def save(caseload: Caseload, path: Path) -> None:
    """Keep a caseload as columns; the file appears whole or not at all."""
    arrays: dict[str, np.ndarray] = {"case": caseload.case, "item": caseload.item}
    texts = {
        "ids": caseload.ids,
        "whole": {str(number): one.to_json() for number, one in caseload.whole.items()},
        "paths": sorted(caseload.columns),
        "tables": [
            [_written(said) for said in caseload.columns[path].table]
            for path in sorted(caseload.columns)
        ],
    }
    for number, name in enumerate(sorted(caseload.columns)):
        arrays[f"c{number}"] = caseload.columns[name].codes
    words = json.dumps(texts, ensure_ascii=False).encode()
    arrays["texts"] = np.frombuffer(words, np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]  # names of columns, no option
    part = path.with_suffix(".part")
    part.write_bytes(buffer.getbuffer())
    part.replace(path)


def open_saved(path: Path) -> Caseload:
    """Open what ``save`` kept."""
    with np.load(path, allow_pickle=False) as arrays:
        texts = json.loads(arrays["texts"].tobytes())
        columns = {
            name: Column(
                codes=arrays[f"c{number}"],
                table=tuple(_read(name, said) for said in texts["tables"][number]),
            )
            for number, name in enumerate(texts["paths"])
        }
        return Caseload(
            ids=tuple(texts["ids"]),
            case=arrays["case"],
            item=arrays["item"],
            columns=columns,
            whole={
                int(number): read_transaction(one)
                for number, one in texts["whole"].items()
            },
        )


def _written(said: Fact | Value | None) -> object:
    """An entry of a table: a number and a fact in full are marked as such."""
    if isinstance(said, Fact):
        return {"fact": said.to_json()}
    if isinstance(said, Decimal):
        return {"number": json_value(said)}
    return json_value(said)


def _read(path: str, said: object) -> Fact | Value | None:
    match said:
        case {"fact": dict(fact)}:
            view = read_transaction({"format": "licet-facts/1", "facts": {path: fact}})
            return view.facts[path]
        case {"number": str(number)}:
            return Decimal(number)
        case list(parts):
            return tuple(parts)
        case _:
            return said  # type: ignore[return-value]  # a plain value
