"""Proofs about subtrees that begin anywhere: what an ML-DSA-44 cosignature may speak of.

A subtree is a span of entries that begins at a multiple of the smallest power of two which
is not below its length. A whole tree is the subtree that begins at 0; an empty span may
begin anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from licet.ledger.errors import ProofError
from licet.ledger.proofs import verify_inclusion
from licet.ledger.tree import EMPTY_ROOT, node_hash

_MAX = 1 << 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtree:
    """Entries ``first`` to ``end`` (excluded).

    Attributes:
        first: The first entry.
        end: The entry after the last one.
    """

    first: int
    end: int

    def __post_init__(self) -> None:
        length = self.end - self.first
        power = 1 << max(length - 1, 0).bit_length()
        if length < 0 or self.first < 0 or self.end > _MAX or self.first % power:
            raise ProofError(f"{self.first} to {self.end} is no subtree")


def verify_subtree_inclusion(
    index: int, subtree: Subtree, *, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that an entry stands in a subtree.

    Args:
        index: The entry, counted from 0 in the whole log.
        subtree: The span.
        leaf: The leaf hash of the entry.
        proof: Sibling hashes from the leaf up to the subtree's root.
        root: The subtree's root.

    Raises:
        ProofError: The entry lies outside, or the proof leads to another root.
    """
    verify_inclusion(
        index - subtree.first,
        subtree.end - subtree.first,
        leaf=leaf,
        proof=proof,
        root=root,
    )


def verify_subtree_consistency(
    subtree: Subtree, size: int, *, part: bytes, whole: bytes, proof: Sequence[bytes]
) -> None:
    """Check that a subtree is part of a tree.

    Args:
        subtree: The span.
        size: The size of the tree.
        part: The root of the subtree.
        whole: The root of the tree.
        proof: The hashes from which both roots follow.

    Raises:
        ProofError: The span does not fit the tree, or a root does not follow.
    """
    if subtree.end > size:
        raise ProofError(f"{subtree.end} lies outside a tree of {size}")
    if subtree.first == subtree.end:
        if proof or part != EMPTY_ROOT:
            raise ProofError("an empty span has one root, and nothing to prove")
        return
    first, here, last = subtree.first, subtree.end - 1, size - 1
    while first != here and (here == last or here & 1):
        first, here, last = first >> 1, here >> 1, last >> 1
    nodes = [part, *proof] if first == here else list(proof)
    if not nodes:
        raise ProofError("it is empty")
    if _both_roots(nodes, first, here, last) != (part, whole):
        raise ProofError("a root does not follow from it")


def _both_roots(
    nodes: Sequence[bytes], first: int, here: int, last: int
) -> tuple[bytes, bytes]:
    mine = all_of_it = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            raise ProofError("it has more hashes than the tree is high")
        if here & 1 or here == last:
            mine = node_hash(node, mine) if first < here else mine
            all_of_it = node_hash(node, all_of_it)
            while not here & 1:
                first, here, last = first >> 1, here >> 1, last >> 1
        else:
            all_of_it = node_hash(all_of_it, node)
        first, here, last = first >> 1, here >> 1, last >> 1
    if last:
        raise ProofError("it has fewer hashes than the tree is high")
    return mine, all_of_it
