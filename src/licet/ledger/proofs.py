"""Inclusion and consistency proofs (RFC 6962 sections 2.1.1 and 2.1.2): make and verify."""

from collections.abc import Callable, Sequence

from licet.ledger.encoding import HASH_SIZE
from licet.ledger.errors import OutOfRangeError, ProofError
from licet.ledger.tree import fold_edge, node_hash

NodeReader = Callable[[int, int], bytes]
"""Gives the hash of the perfect subtree ``index`` at height ``level`` (leaves are 0)."""


def edge_of(first: int, end: int, read: NodeReader) -> list[bytes]:
    """The perfect subtrees that cover entries ``first`` to ``end`` (excluded), in order.

    Args:
        first: A multiple of the largest power of two that fits into the range.
        end: The entry after the last one.
        read: Where node hashes come from.
    """
    nodes: list[bytes] = []
    while first < end:
        level = (end - first).bit_length() - 1
        nodes.append(read(level, first >> level))
        first += 1 << level
    return nodes


def root_at(size: int, read: NodeReader) -> bytes:
    """The root of the tree when it had ``size`` entries."""
    return fold_edge(edge_of(0, size, read))


def _split(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, read: NodeReader) -> tuple[bytes, ...]:
    """Prove that entry ``index`` stands in the tree of ``size`` entries.

    Args:
        index: The entry, counted from 0.
        size: The tree size of the checkpoint to prove against.
        read: Where node hashes come from.

    Returns:
        The sibling hashes from the leaf up.

    Raises:
        OutOfRangeError: The tree has no such entry.
    """
    if not 0 <= index < size:
        raise OutOfRangeError(index, size)
    path: list[bytes] = []
    here, last, level = index, size - 1, 0
    while last:
        if here & 1:
            path.append(read(level, here - 1))
        elif here < last:
            begin = (here + 1) << level
            whole = begin + (1 << level) <= size
            path.append(
                read(level, here + 1)
                if whole
                else fold_edge(edge_of(begin, size, read))
            )
        here, last, level = here >> 1, last >> 1, level + 1
    return tuple(path)


def consistency_proof(old: int, new: int, read: NodeReader) -> tuple[bytes, ...]:
    """Prove that the tree of ``new`` entries begins with the tree of ``old`` entries.

    Args:
        old: The earlier size, at least 1.
        new: The later size.
        read: Where node hashes come from.

    Returns:
        The hashes from which both roots follow; none when the sizes are equal.

    Raises:
        OutOfRangeError: ``old`` is not between 1 and ``new``.
    """
    if not 1 <= old <= new:
        raise OutOfRangeError(old, new)
    path: list[bytes] = []
    first, end, whole = 0, new, True
    while old != end:
        middle = first + _split(end - first)
        if old <= middle:
            path.append(fold_edge(edge_of(middle, end, read)))
            end = middle
        else:
            path.append(fold_edge(edge_of(first, middle, read)))
            first, whole = middle, False
    if not whole:
        path.append(fold_edge(edge_of(first, end, read)))
    return tuple(reversed(path))


def verify_inclusion(
    index: int, size: int, *, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check an inclusion proof.

    Args:
        index: The entry, counted from 0.
        size: The tree size of the checkpoint.
        leaf: The leaf hash of the entry.
        proof: Sibling hashes from the leaf up.
        root: The root of the checkpoint.

    Raises:
        ProofError: The proof is too short, too long, or leads to another root.
    """
    if not 0 <= index < size:
        raise ProofError(f"entry {index} lies outside a tree of {size}")
    if len(leaf) != HASH_SIZE:
        raise ProofError("the leaf hash is not 32 bytes")
    here, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("it has more hashes than the tree is high")
        if here & 1 or here == last:
            node = node_hash(sibling, node)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        here, last = here >> 1, last >> 1
    if last:
        raise ProofError("it has fewer hashes than the tree is high")
    if node != root:
        raise ProofError(f"entry {index} leads to another root")


def verify_consistency(
    old: int, new: int, *, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that a later tree begins with an earlier one.

    Args:
        old: The earlier size, at least 1: nothing follows from an empty tree.
        new: The later size.
        old_root: The root at ``old``.
        new_root: The root at ``new``.
        proof: The hashes of :func:`consistency_proof`.

    Raises:
        ProofError: The sizes are impossible, or a root does not follow.
    """
    if not 1 <= old <= new:
        raise ProofError(f"a tree of {new} cannot continue one of {old}")
    if old == new:
        if proof or old_root != new_root:
            raise ProofError("two trees of one size differ")
        return
    nodes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not nodes:
        raise ProofError("it is empty")
    before, after = _both_roots(old, new, nodes)
    if before != old_root:
        raise ProofError("the earlier root does not follow from it")
    if after != new_root:
        raise ProofError("the later root does not follow from it")


def _both_roots(old: int, new: int, nodes: Sequence[bytes]) -> tuple[bytes, bytes]:
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            raise ProofError("it has more hashes than the tree is high")
        if here & 1 or here == last:
            before, after = node_hash(node, before), node_hash(node, after)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            after = node_hash(after, node)
        here, last = here >> 1, last >> 1
    if last:
        raise ProofError("it has fewer hashes than the tree is high")
    return before, after
