"""A flat graph of three-valued operations: leaves, conjunctions, and what is shown.

A reference is a node's number doubled, plus one for its negation, so that a negation costs
nothing. A disjunction is the negation of a conjunction of negations.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

Ref = int
TRUE: Final[Ref] = 0
FALSE: Final[Ref] = 1


class Op(StrEnum):
    """What a node does with its parts."""

    TRUE = "true"
    LEAF = "leaf"
    ALL = "all"
    SHOWN = "shown"


class LeafSort(StrEnum):
    """What a leaf asks.

    ``TEST`` one test of one value, ``HOLDS`` whether a list holds an element, ``RECORDED``
    whether the record holds the fact, ``CLAIM`` what was claimed. The last two are never
    open.
    """

    TEST = "test"
    HOLDS = "holds"
    RECORDED = "recorded"
    CLAIM = "claim"


NEVER_OPEN: Final = frozenset({LeafSort.RECORDED, LeafSort.CLAIM})
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One question to one column.

    Attributes:
        column: The fact's path, or the name of the column of claims.
        sort: What is asked.
        key: What is asked, in a form that can be compared.
        passes: The answer for a known value.
    """

    column: str
    sort: LeafSort
    key: Key
    passes: Callable[[object], bool] = field(compare=False, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One operation.

    Attributes:
        op: What it does.
        parts: What it reads, all earlier in the graph.
        leaf: For a leaf, the question.
        plain: Bits of the open leaves below that enter unnegated.
        negated: Bits of those that enter negated.
    """

    op: Op
    parts: tuple[Ref, ...] = ()
    leaf: Leaf | None = None
    plain: int = 0
    negated: int = 0


class Graph:
    """Nodes in the order in which they can be worked out; equal ones are one."""

    def __init__(self) -> None:
        self.nodes: list[Node] = [Node(op=Op.TRUE)]
        self.names: dict[int, list[str]] = {}
        self._known: dict[tuple[object, ...], int] = {}
        self._bits = 0

    def named(self, ref: Ref, name: str) -> Ref:
        """Note what a node stands for, for the reader of the SQL text."""
        if ref > FALSE:
            known = self.names.setdefault(ref >> 1, [])
            words = f"not {name}" if ref & 1 else name
            if words not in known:
                known.append(words)
        return ref

    def leaf(self, leaf: Leaf) -> Ref:
        """A question to a column."""
        key = (Op.LEAF, leaf)
        if key not in self._known:
            plain = 0
            if leaf.sort not in NEVER_OPEN:
                plain = 1 << self._bits
                self._bits += 1
            self._add(key, Node(op=Op.LEAF, leaf=leaf, plain=plain))
        return self._known[key] << 1

    def every(self, parts: Iterable[Ref]) -> Ref:
        """All parts hold."""
        found = {part for part in parts if part != TRUE}
        if any(part == FALSE or part ^ 1 in found for part in found):
            return FALSE
        if len(found) < len("ab"):
            return next(iter(found), TRUE)
        ordered = tuple(sorted(found))
        key = (Op.ALL, ordered)
        if key not in self._known:
            plain = negated = 0
            for part in ordered:
                ways = self.polarity(part)
                plain |= ways[0]
                negated |= ways[1]
            node = Node(op=Op.ALL, parts=ordered, plain=plain, negated=negated)
            self._add(key, node)
        return self._known[key] << 1

    def some(self, parts: Iterable[Ref]) -> Ref:
        """At least one part holds."""
        return self.every(part ^ 1 for part in parts) ^ 1

    def shown(self, part: Ref) -> Ref:
        """The part certainly holds: what is open counts as not shown.

        Where a leaf enters both plain and negated, the single determination may see that
        it cancels out, and three-valued logic cannot. There the part is left open, so that
        bulk says less and never something else.
        """
        if part in {TRUE, FALSE} or not self.exact(part):
            return part
        if not any(self.polarity(part)):
            return part
        key = (Op.SHOWN, part)
        if key not in self._known:
            self._add(key, Node(op=Op.SHOWN, parts=(part,)))
        return self._known[key] << 1

    def polarity(self, ref: Ref) -> tuple[int, int]:
        """The open leaves below a reference: those entering plain, and negated."""
        node = self.nodes[ref >> 1]
        if ref & 1:
            return node.negated, node.plain
        return node.plain, node.negated

    def exact(self, ref: Ref) -> bool:
        """Whether three-valued logic knows a value wherever the single determination does."""
        plain, negated = self.polarity(ref)
        return not plain & negated

    def _add(self, key: tuple[object, ...], node: Node) -> None:
        self._known[key] = len(self.nodes)
        self.nodes.append(node)


def needed(graph: Graph, wanted: Iterable[Ref]) -> list[int]:
    """The nodes under some references, each after what it reads."""
    seen: set[int] = set()
    pending = [ref >> 1 for ref in wanted]
    while pending:
        number = pending.pop()
        if number not in seen:
            seen.add(number)
            pending += [part >> 1 for part in graph.nodes[number].parts]
    return sorted(seen)
