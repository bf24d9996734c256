"""Columns of a table of past cases into a caseload: one column a fact, one row a case."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np

from licet.determination.bulk.columns import Caseload, Column, narrow, plain
from licet.determination.bulk.errors import MalformedCaseloadError
from licet.facts import Fact, Value, read_transaction
from licet.kernel import InputError

ID: Final = "id"
_INEXACT: Final = frozenset({"FLOAT", "DOUBLE"})


def caseload_of_table(
    source: str,
    columns: Sequence[tuple[str, str]],
    values: Sequence[Sequence[object]],
) -> Caseload:
    """Read a table whose columns are named by the facts' paths.

    Args:
        source: Where it came from, for messages.
        columns: Names and types, as DuckDB names them. ``id`` names the case.
        values: The values by column; ``None`` where nobody speaks of the fact.

    Returns:
        The caseload.

    Raises:
        MalformedCaseloadError: A column or value is no fact; the message names both.
    """
    rows = len(values[0]) if values else 0
    made: dict[str, Column] = {}
    ids = [str(number) for number in range(rows)]
    for (name, kind), said in zip(columns, values, strict=True):
        if name == ID:
            ids = [str(one) for one in said]
            continue
        if kind in _INEXACT:
            what = f"the column is {kind}, which is not exact; write it as DECIMAL."
            raise MalformedCaseloadError(f"{source}, column {name}", what)
        made |= _column(source, name, said)
    return Caseload(
        ids=tuple(ids),
        case=np.arange(rows, dtype=np.int32),
        item=np.zeros(rows, np.int32),
        columns=made,
    )


def _column(source: str, name: str, said: Sequence[object]) -> dict[str, Column]:
    known: dict[object, int] = {None: 0}
    path, table = name, list[Fact | Value | None]([None])
    codes = np.zeros(len(said), np.int32)
    for row, one in enumerate(said):
        value = tuple(one) if isinstance(one, list) else one
        if value not in known:
            path, fact = _fact(f"{source}, row {row + 1}, column {name}", name, value)
            known[value] = len(table)
            table.append(fact)
        codes[row] = known[value]
    return {path: Column(codes=narrow(codes, len(table)), table=tuple(table))}


def _fact(where: str, name: str, value: object) -> tuple[str, Fact | Value | None]:
    given = value.isoformat() if isinstance(value, date) else value
    try:
        view = read_transaction({name: given}).view()
    except InputError as error:
        raise MalformedCaseloadError(where, str(error)) from None
    for path, fact in view.items():
        return path, plain(fact)
    return name, None
