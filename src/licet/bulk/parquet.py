"""Parquet through DuckDB: the only module of bulk work that knows it, loaded when asked for."""

import importlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from licet.bulk.errors import MissingExtraError, PartyFileError
from licet.bulk.model import COLUMNS, Place, Row
from licet.bulk.party import LONGEST_VALUE, MOST_VALUES, Stated, row_of, split

_AT_ONCE = 512
# What one row group may unpack to; a file that needs more was made to fill memory.
MEMORY = "512MB"
_MEND = "Write the file again, with one text column `name` and a row for each party."
_WILD = frozenset("*?[]{}")


def connection() -> Any:  # noqa: ANN401  # DuckDB's own, loaded on first use
    """A database in memory, one thread, bounded memory, nothing loaded from elsewhere.

    Raises:
        MissingExtraError: DuckDB is not installed.
    """
    try:
        duckdb = importlib.import_module("duckdb")
    except ImportError as error:
        raise MissingExtraError("Parquet", "bulk") from error
    return duckdb.connect(
        ":memory:",
        config={
            "threads": 1,
            "memory_limit": MEMORY,
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )


def _refused(path: Path, error: Exception) -> PartyFileError:
    said = str(error).split("\n", 1)[0][:200]
    return PartyFileError(path.name, f"cannot be read as Parquet ({said})", _MEND)


def describe(path: Path, columns: Mapping[str, str]) -> tuple[Mapping[str, str], int]:
    """The columns that are used by name, and how many rows the file says it has.

    Raises:
        MissingExtraError: DuckDB is not installed.
        PartyFileError: It is cut, damaged, or has no name column.
    """
    if _WILD & set(str(path)):
        raise PartyFileError(
            path.name, "has *, ?, [ or { in its path", "Rename it, without those signs."
        )
    base = connection()
    try:
        rows = base.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)])
        types = {name: kind for name, kind, *_ in rows.fetchall()}
        counted = base.execute(
            "SELECT num_rows FROM parquet_file_metadata(?)", [str(path)]
        ).fetchall()
    except _errors() as error:
        raise _refused(path, error) from error
    finally:
        base.close()
    for name, column in columns.items():
        if column not in types:
            raise PartyFileError(
                path.name,
                f"has no column `{column}`, which was to be read as `{name}`",
                f"It has {', '.join(types)[:300]}",
            )
    found = {name: columns.get(name, name) for name in COLUMNS}
    found = {name: column for name, column in found.items() if column in types}
    if "name" not in found:
        raise PartyFileError(
            path.name,
            "has no column `name`",
            "Say which column it is: --column name=COLUMN.",
        )
    _require_readable(path, found, types)
    return {name: _bounded(c, types[c]) for name, c in found.items()}, int(
        counted[0][0]
    )


def _require_readable(
    path: Path, found: Mapping[str, str], types: Mapping[str, str]
) -> None:
    wrong = [
        c for c in found.values() if types[c] not in _READ and "DECIMAL" not in types[c]
    ]
    if wrong:
        raise PartyFileError(
            path.name,
            f"the column `{wrong[0]}` is of type {types[wrong[0]][:60]}",
            "Write it as text, or as a list of texts.",
        )


_READ = frozenset(
    {
        "VARCHAR", "VARCHAR[]", "DATE", "TINYINT", "SMALLINT", "INTEGER", "BIGINT",
        "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "UUID",
    }
)  # fmt: skip


def _bounded(column: str, kind: str) -> str:
    """The column in SQL, no value longer than it may be by more than one sign."""
    quoted = '"' + column.replace('"', '""') + '"'
    longest = LONGEST_VALUE * MOST_VALUES + 1
    if kind == "VARCHAR[]":
        short = f"list_slice({quoted}, 1, {MOST_VALUES + 1})"
        return f"list_transform({short}, lambda x: left(x, {LONGEST_VALUE + 1}))"
    return f"left(CAST({quoted} AS VARCHAR), {longest})"


def _errors() -> tuple[type[Exception], ...]:
    return (importlib.import_module("duckdb").Error, UnicodeDecodeError)


def parquet_rows(
    path: Path, columns: Mapping[str, str], start: Place
) -> Iterator[tuple[Row, Place]]:
    """Every row from a place on, with the place after it.

    Raises:
        MissingExtraError: DuckDB is not installed.
        PartyFileError: The file cannot be read.
    """
    found, _ = describe(path, columns)
    chosen = ", ".join(found.values())
    base = connection()
    try:
        cursor = base.execute(
            f"SELECT {chosen} FROM read_parquet(?) OFFSET {start.row - 1:d}",  # noqa: S608  # quoted names of the file's own columns
            [str(path)],
        )
        row = start.row
        while many := cursor.fetchmany(_AT_ONCE):
            for values in many:
                stated = _stated(dict(zip(found, values, strict=True)))
                yield row_of(row, row, stated), Place(row=row + 1, line=row + 1)
                row += 1
    except _errors() as error:
        raise _refused(path, error) from error
    finally:
        base.close()


def _stated(values: Mapping[str, Any]) -> Stated:
    def of(name: str) -> Sequence[str]:
        value = values.get(name)
        if value is None:
            return ()
        if isinstance(value, list):
            return [str(one).strip() for one in value if one]
        return split(_plain(value))

    name = values.get("name")
    first = [_plain(name)] if not isinstance(name, list) else of("name")
    return Stated(
        names=(*first, *of("aliases")),
        kind=_plain(values.get("kind")),
        countries=of("country"),
        birth_dates=[day for one in of("birth_date") for day in one.split()],
        identifiers=of("identifiers"),
        addresses=of("address"),
        reference=_plain(values.get("id")),
    )


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value).strip()
