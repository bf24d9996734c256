"""The tree of RFC 6962."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.ledger import EMPTY_ROOT, MalformedError, Tree, leaf_hash, node_hash, root_of
from licet.ledger.tree import fold_edge


def by_definition(hashes: list[bytes]) -> bytes:
    """The recursive definition of RFC 6962 section 2.1, as slow as it stands there."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(by_definition(hashes[:split]), by_definition(hashes[split:]))


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(b"%d" % n) for n in range(count)]


def test_leaf_and_node_hashes_cannot_be_mistaken_for_each_other() -> None:
    assert leaf_hash(b"") == hashlib.sha256(b"\x00").digest()
    assert node_hash(b"L", b"R") == hashlib.sha256(b"\x01LR").digest()


@pytest.mark.parametrize("count", [*range(20), 255, 256, 257, 1000])
def test_the_root_is_that_of_the_definition(count: int) -> None:
    assert root_of(leaves(count)) == by_definition(leaves(count))
    assert Tree().extended(leaves(count)).root == by_definition(leaves(count))


@given(st.lists(st.integers(min_value=0, max_value=40), max_size=12))
def test_appending_in_parts_gives_the_same_tree(parts: list[int]) -> None:
    tree, total = Tree(), 0
    for part in parts:
        tree = tree.extended(leaves(total + part)[total:])
        total += part
        assert tree.size == total
        assert len(tree.edge) == total.bit_count()
    assert tree.root == root_of(leaves(total))


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert Tree().root == root_of([]) == fold_edge([]) == EMPTY_ROOT


@pytest.mark.parametrize(
    ("size", "edge"),
    [(1, ()), (2, (bytes(32), bytes(32))), (-1, ()), (1, (b"short",))],
    ids=["too-few", "too-many", "negative", "not-a-hash"],
)
def test_an_edge_that_does_not_fit_the_size_is_refused(
    size: int, edge: tuple[bytes, ...]
) -> None:
    with pytest.raises(MalformedError, match="right edge"):
        Tree(size=size, edge=edge)
