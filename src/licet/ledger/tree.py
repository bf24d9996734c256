"""The hash tree of RFC 6962 section 2.1, and its right edge, which is all an append needs."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from licet.ledger.encoding import HASH_SIZE
from licet.ledger.errors import MalformedError

_sha256 = hashlib.sha256

EMPTY_ROOT = _sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry: SHA-256 over 00 and the entry."""
    return _sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """The hash of each entry, in order."""
    sha256 = _sha256
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours: SHA-256 over 01, the left and the right hash."""
    return _sha256(b"\x01" + left + right).digest()


def pair_up(level: Sequence[bytes]) -> list[bytes]:
    """The level above: neighbours hashed in pairs, an odd last one carried up as it is."""
    sha256 = _sha256
    above = [
        sha256(b"\x01" + left + right).digest()
        for left, right in zip(level[::2], level[1::2], strict=False)
    ]
    if len(level) % 2:
        above.append(level[-1])
    return above


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf (or equally high subtree) hashes.

    Examples:
        >>> root_of([]) == EMPTY_ROOT
        True
    """
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        level = pair_up(level)
    return level[0]


def fold_edge(edge: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees that stand side by side, largest first."""
    if not edge:
        return EMPTY_ROOT
    return reduce(lambda right, left: node_hash(left, right), reversed(edge))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A tree known by its size and its right edge.

    Attributes:
        size: How many entries it has.
        edge: The roots of its perfect subtrees from left to right: one for each bit that
            is set in ``size``.
    """

    size: int = 0
    edge: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        wrong = [part for part in self.edge if len(part) != HASH_SIZE]
        if self.size < 0 or len(self.edge) != self.size.bit_count() or wrong:
            raise MalformedError(
                "right edge", f"it does not fit a tree of {self.size} entries"
            )

    @property
    def root(self) -> bytes:
        """The root hash; of the empty tree the hash of nothing."""
        return fold_edge(self.edge)

    def extended(self, leaves: Iterable[bytes]) -> "Tree":
        """The tree after these leaf hashes were appended.

        Args:
            leaves: Leaf hashes, not entries.
        """
        sha256 = _sha256
        size, edge = self.size, list(self.edge)
        for leaf in leaves:
            node, rest = leaf, size
            while rest & 1:
                node = sha256(b"\x01" + edge.pop() + node).digest()
                rest >>= 1
            edge.append(node)
            size += 1
        return Tree(size=size, edge=tuple(edge))
