"""A plan over whole columns with numpy: two bits a node and row, 64 rows a word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from licet.determination.bulk.columns import Codes
from licet.determination.bulk.graph import (
    NEVER_OPEN,
    TRUE,
    Graph,
    Leaf,
    LeafSort,
    Op,
    Ref,
    needed,
)
from licet.determination.bulk.prepare import Prepared, Scaled
from licet.determination.bulk.question import ORDERS
from licet.determination.state import NOT_APPLICABLE, OPEN
from licet.regimes import Comparator

BLOCK: Final = 1 << 18  # rows at once: the planes in use stay in the cache
WORD: Final = 64
_BITS: Final = 8
_LOOK_UP: Final = 8  # values whose rows are found in the time that one look-up takes
Words = NDArray[np.uint64]
Bits = NDArray[np.bool_]
_MARKS: Final = frozenset({OPEN, NOT_APPLICABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Planes:
    """What a node comes to in every row of a block, one bit a row.

    Attributes:
        true: Where it certainly holds.
        false: Where it certainly does not.
    """

    true: Words
    false: Words


def holds_for(leaf: Leaf, column: Prepared) -> Bits:
    """The exact answer of a leaf for each distinct value of its column."""
    if leaf.sort is LeafSort.RECORDED:
        return np.array([one not in _MARKS for one in column.table], np.bool_)
    if column.scaled is not None and leaf.key[0] in ORDERS:
        return _in_order(column.scaled, Comparator(str(leaf.key[0])), leaf.key[1])
    return np.array(
        [one not in _MARKS and leaf.passes(one) for one in column.table], np.bool_
    )


def open_for(leaf: Leaf, column: Prepared) -> Bits:
    """Where the column is open, for each distinct value; never for some sorts."""
    if leaf.sort in NEVER_OPEN:
        return np.zeros(len(column.table), np.bool_)
    return np.array([one is OPEN for one in column.table], np.bool_)


def _in_order(scaled: Scaled, comparator: Comparator, wanted: object) -> Bits:
    limit = Decimal(str(wanted)) * Decimal(10) ** scaled.places
    floor = int(limit.to_integral_value(ROUND_FLOOR))
    at_most = scaled.whole <= floor
    below = scaled.whole < floor if floor == limit else at_most
    found = {
        Comparator.AT_LEAST: ~below,
        Comparator.ABOVE: ~at_most,
        Comparator.AT_MOST: at_most,
    }.get(comparator, below)
    return found & scaled.known


class Answers:
    """The planes of several tables over one column.

    Where few values tell the tables apart, the rows of each value are found once and
    joined; else eight tables at a time are looked up row by row.

    Args:
        tables: For each question, the answer for each code.
    """

    def __init__(self, tables: Sequence[Bits]) -> None:
        self._tables = tables
        self._picked = [_fewest(table) for table in tables]
        self._values = sorted({one for codes, _ in self._picked for one in codes})
        groups = -(-len(tables) // _BITS)
        self._by_value = len(self._values) <= len(tables) + _LOOK_UP * groups

    def words(self, codes: Codes, every: Words) -> list[Words]:
        """For each table the packed bits of the rows.

        Args:
            codes: The column.
            every: The packed bits of all its rows.
        """
        if not self._by_value:
            return gather(codes, self._tables)
        found = []
        rows_of = _one_by_one(codes, self._values)
        for picked, negated in self._picked:
            words = np.zeros_like(every) if not picked else rows_of[picked[0]]
            for one in picked[1:]:
                words = words | rows_of[one]
            found.append(every & ~words if negated else words)
        return found


def _one_by_one(codes: Codes, values: Sequence[int]) -> dict[int, Words]:
    """The rows of each value."""
    rows = np.empty(len(codes), np.bool_)
    found = {}
    for one in values:
        np.equal(codes, codes.dtype.type(one), out=rows)
        found[one] = packed(rows)
    return found


def _fewest(table: Bits) -> tuple[list[int], bool]:
    """The codes with one answer, whichever has fewer, and whether that answer is no."""
    yes = np.flatnonzero(table).tolist()
    if len(yes) * 2 <= len(table):
        return yes, False
    return np.flatnonzero(~table).tolist(), True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The questions to one column, with the node of each and whether it can be open."""

    codes: Codes
    answers: Answers
    leaves: list[tuple[int, bool]]
    opened: bool


class Reader:
    """Turns columns into planes, block by block."""

    def __init__(
        self, graph: Graph, numbers: Iterable[int], columns: Mapping[str, Prepared]
    ) -> None:
        asked: dict[str, list[tuple[int, Leaf]]] = {}
        for number in numbers:
            leaf = graph.nodes[number].leaf
            if leaf is not None:
                asked.setdefault(leaf.column, []).append((number, leaf))
        self._asked = [
            _questions(columns[name], leaves) for name, leaves in asked.items()
        ]

    def enter(self, holds: list[Words], first: int, last: int) -> None:
        """Enter where each leaf and each negation holds, over some rows."""
        every = packed(np.ones(last - first, np.bool_))
        for asked in self._asked:
            words = asked.answers.words(asked.codes[first:last], every)
            for (number, may_open), true in zip(asked.leaves, words, strict=False):
                ref = number << 1
                holds[ref] = true
                opened = asked.opened and may_open
                holds[ref ^ 1] = ~(true | words[-1]) if opened else ~true


def _questions(column: Prepared, leaves: Sequence[tuple[int, Leaf]]) -> _Asked:
    tables = [holds_for(leaf, column) for _, leaf in leaves]
    may_open = [leaf for _, leaf in leaves if leaf.sort not in NEVER_OPEN]
    opened = open_for(may_open[0], column) if may_open else None
    is_open = opened is not None and bool(opened.any())
    if opened is not None and is_open:
        tables.append(opened)
    return _Asked(
        codes=column.codes,
        answers=Answers(tables),
        leaves=[(number, leaf.sort not in NEVER_OPEN) for number, leaf in leaves],
        opened=is_open,
    )


def gather(codes: Codes, tables: Sequence[Bits]) -> list[Words]:
    """For each table over the codes, the packed bits of the rows, eight tables at once."""
    found: list[Words] = []
    for first in range(0, len(tables), _BITS):
        group = tables[first : first + _BITS]
        size = max(len(group[0]), 1 << _BITS)
        marks = np.zeros(size, np.uint8)
        for place, table in enumerate(group):
            marks[: len(table)] |= table.astype(np.uint8) << np.uint8(place)
        if codes.dtype == np.uint8:
            text = codes.tobytes().translate(marks[:size].tobytes())
            rows = np.frombuffer(text, np.uint8)
        else:
            rows = marks.take(codes)
        found += [packed(rows & np.uint8(1 << place)) for place in range(len(group))]
    return found


def packed(rows: NDArray[np.uint8] | Bits) -> Words:
    """One bit a row in whole words; rows beyond the last are zero."""
    bits = np.packbits(rows, bitorder="little")
    if len(bits) % _BITS:
        bits = np.concatenate([bits, np.zeros(-len(bits) % _BITS, np.uint8)])
    return bits.view(np.uint64)


def unpacked(words: Words, count: int) -> NDArray[np.uint8]:
    """The first ``count`` bits, a byte each."""
    return np.unpackbits(words.view(np.uint8), count=count, bitorder="little")


class Evaluator:
    """Works out some references of a graph, block by block."""

    def __init__(
        self, graph: Graph, wanted: Iterable[Ref], columns: Mapping[str, Prepared]
    ) -> None:
        self._wanted = tuple(wanted)
        self._graph = graph
        self._order = needed(graph, self._wanted)
        self._reader = Reader(graph, self._order, columns)
        self._leaving = self._last_uses()
        nodes = ((number, graph.nodes[number]) for number in self._order)
        self._steps = [(number, node.op, node.parts) for number, node in nodes]

    def _last_uses(self) -> dict[int, list[int]]:
        """For each node, whose planes nobody needs after it."""
        last: dict[int, int] = {}
        for number in self._order:
            for part in self._graph.nodes[number].parts:
                last[part >> 1] = number
        kept = {ref >> 1 for ref in self._wanted}
        leaving: dict[int, list[int]] = {}
        for number, user in last.items():
            if number not in kept:
                leaving.setdefault(user, []).append(number)
        return leaving

    def block(self, first: int, last: int) -> dict[Ref, Planes]:
        """The wanted references over some rows, whole words at a time."""
        count = -(-(last - first) // WORD)
        none = np.zeros(count, np.uint64)
        holds = [none] * (2 * len(self._graph.nodes))  # where each reference holds
        holds[TRUE] = ~none
        self._reader.enter(holds, first, last)
        for number, op, parts in self._steps:
            ref = number << 1
            if op is Op.ALL:
                holds[ref], holds[ref ^ 1] = _every(holds, parts)
            elif op is Op.SHOWN:
                holds[ref] = holds[parts[0]]
                holds[ref ^ 1] = ~holds[ref]
            for done in self._leaving.get(number, ()):
                holds[done << 1] = holds[done << 1 | 1] = none
        return {
            ref: Planes(true=holds[ref], false=holds[ref ^ 1]) for ref in self._wanted
        }


def _every(holds: Sequence[Words], parts: Sequence[Ref]) -> tuple[Words, Words]:
    first, second = parts[0], parts[1]
    true = holds[first] & holds[second]
    false = holds[first ^ 1] | holds[second ^ 1]
    for part in parts[2:]:
        np.bitwise_and(true, holds[part], out=true)
        np.bitwise_or(false, holds[part ^ 1], out=false)
    return true, false


def blocks(rows: int) -> list[tuple[int, int]]:
    """The first and last row, the last excluded, of every block."""
    return [(first, min(first + BLOCK, rows)) for first in range(0, rows, BLOCK)]
