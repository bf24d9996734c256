"""DuckDB: the SQL text run over columns, and tables of past cases read."""

import importlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import numpy as np

from licet.determination.bulk.errors import BulkMissingError
from licet.determination.bulk.plan import Plan
from licet.determination.bulk.prepare import Compared, Prepared
from licet.determination.bulk.question import CLAIM
from licet.determination.bulk.sql import ENTRY, SORT, quoted, sql_of, sql_type
from licet.determination.state import NOT_APPLICABLE, OPEN, Claim
from licet.facts import json_value

_STATES: Final = {OPEN: 0, NOT_APPLICABLE: 2}
_KNOWN: Final = 1
_DIGITS: Final = 38
_UNIT: Final = "\x1f"  # parts the elements of a list on their way into a column
Answer = tuple[int, int, int, str, str, str]


def connect() -> Any:  # noqa: ANN401  # a connection of the library
    """A database in memory.

    Raises:
        BulkMissingError: DuckDB is not installed.
    """
    try:
        duckdb = importlib.import_module("duckdb")
    except ImportError:
        raise BulkMissingError from None
    return duckdb.connect(":memory:", config={"threads": 1})


def run_sql(plan: Plan, columns: Mapping[str, Prepared], rows: int) -> list[Answer]:
    """Run the SQL text of a plan over columns.

    Args:
        plan: The package and day.
        columns: The facts, encoded; see ``encode``.
        rows: How many rows there are.

    Returns:
        For each row, in order: its number, outcome, possible outcomes, reasons,
        exception, entries.

    Raises:
        BulkMissingError: DuckDB is not installed.
    """
    with connect() as database:
        _load(database, plan, columns, rows)
        found: list[Answer] = database.execute(
            f"SELECT * FROM ({sql_of(plan)}) ORDER BY row"  # noqa: S608  # our own text
        ).fetchall()
    return found


def _load(
    database: Any,  # noqa: ANN401  # a connection of the library
    plan: Plan,
    columns: Mapping[str, Prepared],
    rows: int,
) -> None:
    arrays: dict[str, object] = {"row": np.arange(rows)}
    wanted = ["row"]
    for path, column in columns.items():
        if path == CLAIM:
            arrays |= _claims(column)
            wanted += [quoted(SORT), quoted(ENTRY)]
            continue
        arrays[path] = _spread([_text(one) for one in column.table], column)
        states = np.array([_STATES.get(one, _KNOWN) for one in column.table], np.int8)  # type: ignore[arg-type]  # marks among values
        arrays[f"{path}:state"] = states[column.codes]
        kind = _exactly(sql_type(plan.regime.facts.get(path)), column.table)
        wanted += [_cast(quoted(path), kind), quoted(f"{path}:state")]
    database.register("given", arrays)
    database.execute(f"CREATE TABLE facts AS SELECT {', '.join(wanted)} FROM given")  # noqa: S608  # names from the package


def _claims(column: Prepared) -> dict[str, object]:
    claims = [one for one in column.table if isinstance(one, Claim)]
    return {
        SORT: _spread([str(one.sort) for one in claims], column),
        ENTRY: _spread([one.entry for one in claims], column),
    }


def _spread(table: Sequence[str | None], column: Prepared) -> object:
    return np.array(table, object)[column.codes]


def _text(value: Compared) -> str | None:
    if value in {OPEN, NOT_APPLICABLE} or isinstance(value, Claim):
        return None
    if isinstance(value, tuple):
        return _UNIT.join(value)
    return str(json_value(value))


def _exactly(kind: str, table: Sequence[Compared]) -> str:
    """A number's type with as many places as its values have."""
    if kind != "DECIMAL":
        return kind
    exponents = [
        Decimal(value).as_tuple().exponent
        for value in table
        if isinstance(value, int | Decimal) and not isinstance(value, bool)
    ]
    places = max([0, *(-one for one in exponents if isinstance(one, int))])
    return f"DECIMAL({_DIGITS}, {places})"


def _cast(name: str, kind: str) -> str:
    if kind.endswith("[]"):
        split = f"string_split({name}, chr({ord(_UNIT)}))"
        empty = f"WHEN {name} = '' THEN CAST([] AS VARCHAR[])"
        return f"CASE WHEN {name} IS NULL THEN NULL {empty} ELSE {split} END AS {name}"
    return f"CAST({name} AS {kind}) AS {name}"


def read_table(path: Path) -> tuple[list[tuple[str, str]], list[Sequence[object]]]:
    """A Parquet file: its columns with their types, and their values.

    Raises:
        BulkMissingError: DuckDB is not installed.
    """
    with connect() as database:
        found = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
        columns = [(str(each[0]), str(each[1])) for each in found.description]
        rows = found.fetchall()
    return columns, list(zip(*rows, strict=True)) or [() for _ in columns]
