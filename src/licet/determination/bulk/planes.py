"""A plan over whole columns with numpy: two bits a node and row, 64 rows a word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from licet.determination.bulk.columns import Codes
from licet.determination.bulk.graph import (
    FALSE,
    NEVER_OPEN,
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

    def __invert__(self) -> "Planes":
        """The negation."""
        return Planes(true=self.false, false=self.true)


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


class Reader:
    """Turns columns into planes, block by block."""

    def __init__(
        self, graph: Graph, numbers: Iterable[int], columns: Mapping[str, Prepared]
    ) -> None:
        asked: dict[str, list[tuple[int, Bits]]] = {}
        opened: dict[str, Bits] = {}
        for number in numbers:
            leaf = graph.nodes[number].leaf
            if leaf is not None:
                column = columns[leaf.column]
                asked.setdefault(leaf.column, []).append(
                    (number, holds_for(leaf, column))
                )
                if leaf.sort not in NEVER_OPEN:
                    opened[leaf.column] = open_for(leaf, column)
        self._graph = graph
        self._asked = [
            (columns[name].codes, opened.get(name), questions)
            for name, questions in asked.items()
        ]

    def planes(self, first: int, last: int) -> dict[int, Planes]:
        """Every leaf over the rows from ``first`` to before ``last``."""
        found: dict[int, Planes] = {}
        for codes, opened, questions in self._asked:
            part = codes[first:last]
            tables = [holds for _, holds in questions]
            may_open = opened is not None and bool(opened.any())
            packed = gather(part, [*tables, opened] if may_open else tables)
            closed = ~packed[-1] if may_open else None
            for (number, _), true in zip(questions, packed, strict=False):
                false = ~true
                leaf = self._graph.nodes[number].leaf
                if closed is not None and leaf is not None:
                    never = leaf.sort in NEVER_OPEN
                    false = false if never else false & closed
                found[number] = Planes(true=true, false=false)
        return found


def gather(codes: Codes, tables: Sequence[Bits | None]) -> list[Words]:
    """For each table over the codes, the packed bits of the rows, eight tables at once."""
    found: list[Words] = []
    for first in range(0, len(tables), _BITS):
        group = [table for table in tables[first : first + _BITS] if table is not None]
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
        full = np.full(count, np.iinfo(np.uint64).max, np.uint64)
        found = self._reader.planes(first, last)
        found[FALSE >> 1] = Planes(true=full, false=np.zeros(count, np.uint64))
        for number in self._order:
            node = self._graph.nodes[number]
            if node.op is Op.ALL:
                found[number] = _every([_at(found, part) for part in node.parts])
            elif node.op is Op.SHOWN:
                true = _at(found, node.parts[0]).true
                found[number] = Planes(true=true, false=~true)
            for done in self._leaving.get(number, ()):
                del found[done]
        return {ref: _at(found, ref) for ref in self._wanted}


def _at(found: Mapping[int, Planes], ref: Ref) -> Planes:
    planes = found[ref >> 1]
    return ~planes if ref & 1 else planes


def _every(parts: Sequence[Planes]) -> Planes:
    true = parts[0].true & parts[1].true
    false = parts[0].false | parts[1].false
    for part in parts[2:]:
        np.bitwise_and(true, part.true, out=true)
        np.bitwise_or(false, part.false, out=false)
    return Planes(true=true, false=false)


def blocks(rows: int) -> list[tuple[int, int]]:
    """The first and last row, the last excluded, of every block."""
    return [(first, min(first + BLOCK, rows)) for first in range(0, rows, BLOCK)]
