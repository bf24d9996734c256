"""A caseload as columns: each fact a small integer per row, each distinct value once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from licet.facts import (
    ROLES,
    UNKNOWN,
    Fact,
    FactState,
    Item,
    Party,
    Transaction,
    Value,
    known,
)

ABSENT: Final = 0  # the code of a fact of which nobody speaks
_SMALL: Final = 256
Codes = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One fact of every row.

    Attributes:
        codes: For each row the place in the table.
        table: What is said, each once; ``None`` at place 0 where nobody speaks. A plain
            value stands for a known fact that the applicant states.
    """

    codes: Codes
    table: tuple[Fact | Value | None, ...]

    def fact(self, row: int) -> Fact | None:
        """The fact of a row, or ``None`` when nobody speaks of it."""
        said = self.table[int(self.codes[row])]
        return said if said is None or isinstance(said, Fact) else known(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """Past cases as columns, law-independent.

    Attributes:
        ids: The name of each case.
        case: For each row, which case.
        item: For each row, which item of it, counted from 0.
        columns: The facts by path.
        whole: Cases in which several parties hold one role, in full by their number: they
            are looked at one by one.
    """

    ids: tuple[str, ...]
    case: NDArray[np.int32]
    item: NDArray[np.int32]
    columns: Mapping[str, Column]
    whole: Mapping[int, Transaction] = field(default_factory=dict)

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.case)

    def name(self, row: int) -> str:
        """The name of the case of a row."""
        return self.ids[int(self.case[row])]

    def transaction(self, row: int) -> Transaction:
        """A row as a transaction of one item."""
        return transaction_of(
            (path, fact)
            for path, column in self.columns.items()
            if (fact := column.fact(row)) is not None
        )


def transaction_of(facts: Iterable[tuple[str, Fact]]) -> Transaction:
    """A flat view as the transaction of one item that has it."""
    rest = dict(facts)
    item = _taken(rest, "item.")
    name = item.pop("name", UNKNOWN)
    parties = []
    for role in ROLES:
        own = _taken(rest, f"{role}.")
        if own:
            called, country = own.pop("name", UNKNOWN), own.pop("country", UNKNOWN)
            parties.append(
                Party(
                    role=role,
                    name=str(called.value or ""),
                    country=str(country.value or ""),
                    facts=MappingProxyType(own),
                )
            )
    return Transaction(
        items=(Item(name=str(name.value or ""), facts=MappingProxyType(item)),),
        parties=tuple(parties),
        facts=MappingProxyType(rest),
    )


def _taken(facts: dict[str, Fact], prefix: str) -> dict[str, Fact]:
    paths = [path for path in facts if path.startswith(prefix)]
    return {path.removeprefix(prefix): facts.pop(path) for path in paths}


def narrow(codes: NDArray[np.int32], count: int) -> Codes:
    """Codes in as few bytes as they fit into."""
    if count <= _SMALL:
        return codes.astype(np.uint8)
    if count <= _SMALL * _SMALL:
        return codes.astype(np.uint16)
    return codes


class Writer:
    """Gathers rows into a caseload."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.case: list[int] = []
        self.item: list[int] = []
        self.whole: dict[int, Transaction] = {}
        self._rows: dict[str, list[int]] = {}
        self._codes: dict[str, list[int]] = {}
        self._tables: dict[str, list[Fact | Value | None]] = {}
        self._places: dict[str, dict[object, int]] = {}

    def begin(self, name: str) -> None:
        """A new case."""
        self.ids.append(name)

    def row(self, item: int) -> None:
        """A new row of the case."""
        self.case.append(len(self.ids) - 1)
        self.item.append(item)

    def place(self, path: str, said: Fact | Value) -> tuple[list[int], list[int], int]:
        """Where a value goes: the rows and codes of its fact, and its own code."""
        if path not in self._tables:
            self._tables[path] = [None]
            self._places[path] = {}
            self._rows[path], self._codes[path] = [], []
        places = self._places[path]
        key = (said.__class__, said)
        code = places.get(key)
        if code is None:
            code = places[key] = len(self._tables[path])
            self._tables[path].append(said)
        return self._rows[path], self._codes[path], code

    def enter(self, path: str, said: Fact | Value) -> None:
        """One fact of the row begun last."""
        rows, codes, code = self.place(path, said)
        rows.append(len(self.case) - 1)
        codes.append(code)

    def transaction(self, name: str, transaction: Transaction) -> None:
        """A whole case, item by item."""
        self.begin(name)
        if any(len(transaction.in_role(role)) > 1 for role in ROLES):
            self.whole[len(self.ids) - 1] = transaction
        for item in range(max(len(transaction.items), 1)):
            self.row(item)
            for path, fact in transaction.view(item).items():
                self.enter(path, plain(fact))

    def caseload(self) -> Caseload:
        """What was gathered."""
        columns = {}
        for path, table in sorted(self._tables.items()):
            codes = np.zeros(len(self.case), np.int32)
            codes[self._rows[path]] = self._codes[path]
            columns[path] = Column(codes=narrow(codes, len(table)), table=tuple(table))
        return Caseload(
            ids=tuple(self.ids),
            case=np.array(self.case, np.int32),
            item=np.array(self.item, np.int32),
            columns=columns,
            whole=self.whole,
        )


def plain(fact: Fact) -> Fact | Value:
    """The bare value of a fact that the applicant states and nothing more."""
    value = fact.value
    return value if value is not None and known(value) == fact else fact


def caseload_of(cases: Iterable[tuple[str, Transaction]]) -> Caseload:
    """Transactions as columns.

    Args:
        cases: The cases by name, with their facts as known.

    Returns:
        The caseload, one row for each item.
    """
    writer = Writer()
    for name, transaction in cases:
        writer.transaction(name, transaction)
    return writer.caseload()


def state_of(said: Fact | Value | None) -> FactState:
    """What is known of an entry of a table; silence is unknown."""
    if said is None:
        return FactState.UNKNOWN
    return said.state if isinstance(said, Fact) else FactState.KNOWN


def value_of(said: Fact | Value | None) -> Value | None:
    """The value of an entry of a table when it is known."""
    return said.value if isinstance(said, Fact) else said


def joined(
    columns: Sequence[Column], join: Callable[[tuple[object, ...]], object]
) -> tuple[Codes, list[object]]:
    """A column made from several: ``join`` of what they say, each combination once."""
    places = np.zeros(len(columns[0].codes), np.int64)
    for column in columns:
        places = places * len(column.table) + column.codes
    found, codes = np.unique(places, return_inverse=True)
    made = [join(combination) for combination in _split(found.tolist(), columns)]
    distinct: dict[object, int] = {}
    through = [distinct.setdefault(one, len(distinct)) for one in made]
    narrowed = narrow(np.array(through, np.int32)[codes], len(distinct))
    return narrowed, list(distinct)


def _split(
    places: list[int], columns: Sequence[Column]
) -> Iterator[tuple[object, ...]]:
    for place in places:
        rest, found = place, []
        for column in reversed(columns):
            rest, code = divmod(rest, len(column.table))
            found.append(column.table[code])
        yield tuple(reversed(found))
