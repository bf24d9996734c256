"""Proofs: every true one verifies, every altered one is refused."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.ledger import (
    OutOfRangeError,
    ProofError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from licet.ledger.proofs import NodeReader

SIZES = st.integers(min_value=1, max_value=600)


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(b"%d" % n) for n in range(count)]


def reader(hashes: Sequence[bytes]) -> NodeReader:
    def read(level: int, index: int) -> bytes:
        first, end = index << level, (index + 1) << level
        assert end <= len(hashes)
        return root_of(hashes[first:end])

    return read


def altered(proof: Sequence[bytes]) -> list[tuple[bytes, ...]]:
    """Proofs that must not pass: one bit, one less, one more, two swapped."""
    wrong = [(*proof, bytes(32)), (bytes(32), *proof)]
    for place, node in enumerate(proof):
        flipped = bytes([node[0] ^ 1]) + node[1:]
        wrong += [
            (*proof[:place], flipped, *proof[place + 1 :]),
            (*proof[:place], *proof[place + 1 :]),
        ]
    if len(proof) > 1:
        wrong.append((proof[1], proof[0], *proof[2:]))
    return wrong


@given(SIZES, st.data())
def test_inclusion_proofs_hold_and_altered_ones_do_not(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    hashes = leaves(size)
    root, leaf = root_of(hashes), hashes[index]
    proof = inclusion_proof(index, size, reader(hashes))
    verify_inclusion(index, size, leaf=leaf, proof=proof, root=root)
    for wrong in altered(proof):
        with pytest.raises(ProofError):
            verify_inclusion(index, size, leaf=leaf, proof=wrong, root=root)
    with pytest.raises(ProofError):
        verify_inclusion(index, size, leaf=bytes(32), proof=proof, root=root)
    if size > 1:
        other = (index + 1) % size
        with pytest.raises(ProofError):
            verify_inclusion(other, size, leaf=leaf, proof=proof, root=root)


@given(SIZES, st.data())
def test_consistency_proofs_hold_and_altered_ones_do_not(
    new: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(min_value=1, max_value=new))
    hashes = leaves(new)
    roots = {"old_root": root_of(hashes[:old]), "new_root": root_of(hashes)}
    proof = consistency_proof(old, new, reader(hashes))
    verify_consistency(old, new, **roots, proof=proof)
    assert root_at(old, reader(hashes)) == roots["old_root"]
    for wrong in altered(proof):
        with pytest.raises(ProofError):
            verify_consistency(old, new, **roots, proof=wrong)
    for name in roots:
        with pytest.raises(ProofError):
            verify_consistency(old, new, **(roots | {name: bytes(32)}), proof=proof)


def test_every_pair_of_sizes_up_to_seventy() -> None:
    hashes = leaves(70)
    read = reader(hashes)
    for new in range(1, 71):
        for old in range(1, new + 1):
            verify_consistency(
                old,
                new,
                old_root=root_of(hashes[:old]),
                new_root=root_of(hashes[:new]),
                proof=consistency_proof(old, new, read),
            )
        for index in range(new):
            verify_inclusion(
                index,
                new,
                leaf=hashes[index],
                proof=inclusion_proof(index, new, read),
                root=root_of(hashes[:new]),
            )


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_an_entry_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(OutOfRangeError):
        inclusion_proof(index, size, reader(leaves(3)))
    with pytest.raises(ProofError, match="outside a tree"):
        verify_inclusion(index, size, leaf=b"", proof=(), root=b"")


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (0, 0)])
def test_nothing_follows_from_an_empty_or_a_larger_tree(old: int, new: int) -> None:
    with pytest.raises(OutOfRangeError):
        consistency_proof(old, new, reader(leaves(4)))
    with pytest.raises(ProofError, match="cannot continue"):
        verify_consistency(old, new, old_root=b"", new_root=b"", proof=())


def test_equal_sizes_need_equal_roots_and_no_proof() -> None:
    root = root_of(leaves(3))
    verify_consistency(3, 3, old_root=root, new_root=root, proof=())
    for proof, other in (((bytes(32),), root), ((), bytes(32))):
        with pytest.raises(ProofError, match="of one size differ"):
            verify_consistency(3, 3, old_root=root, new_root=other, proof=proof)


def test_an_empty_proof_between_two_sizes_is_refused() -> None:
    with pytest.raises(ProofError, match="empty"):
        verify_consistency(3, 5, old_root=b"a", new_root=b"b", proof=())
