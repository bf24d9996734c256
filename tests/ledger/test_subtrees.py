"""Subtrees: spans that begin anywhere a power of two allows."""

import pytest

from licet.ledger import (
    EMPTY_ROOT,
    ProofError,
    Subtree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_subtree_consistency,
    verify_subtree_inclusion,
)

LEAVES = [leaf_hash(b"%d" % n) for n in range(21)]
WHOLE = root_of(LEAVES)


def read(level: int, index: int) -> bytes:
    return root_of(LEAVES[index << level : (index + 1) << level])


@pytest.mark.parametrize(
    ("first", "end"), [(1, 3), (2, 5), (3, 2), (-1, 0), (0, 1 << 64)]
)
def test_spans_that_are_no_subtrees_are_refused(first: int, end: int) -> None:
    with pytest.raises(ProofError, match="is no subtree"):
        Subtree(first=first, end=end)


@pytest.mark.parametrize("index", range(16, 21))
def test_an_entry_is_proven_inside_its_span(index: int) -> None:
    span = Subtree(first=16, end=21)
    inside = LEAVES[16:]

    def inner(level: int, place: int) -> bytes:
        return root_of(inside[place << level : (place + 1) << level])

    proof = inclusion_proof(index - 16, 5, inner)
    root = root_of(inside)
    verify_subtree_inclusion(index, span, leaf=LEAVES[index], proof=proof, root=root)
    for wrong in (index - 16, 21):
        with pytest.raises(ProofError):
            verify_subtree_inclusion(
                wrong, span, leaf=LEAVES[index], proof=proof, root=root
            )


@pytest.mark.parametrize("end", range(1, 22))
def test_a_span_from_the_beginning_is_an_earlier_tree(end: int) -> None:
    span, part = Subtree(first=0, end=end), root_of(LEAVES[:end])
    proof = consistency_proof(end, 21, read)
    verify_subtree_consistency(span, 21, part=part, whole=WHOLE, proof=proof)
    for other in ((bytes(32), WHOLE), (part, bytes(32))):
        with pytest.raises(ProofError):
            verify_subtree_consistency(
                span, 21, part=other[0], whole=other[1], proof=proof
            )
    with pytest.raises(ProofError):
        verify_subtree_consistency(
            span, 21, part=part, whole=WHOLE, proof=(*proof, bytes(32))
        )


def test_a_full_span_in_the_middle_is_part_of_the_tree() -> None:
    span, part = Subtree(first=4, end=8), root_of(LEAVES[4:8])
    proof = (root_of(LEAVES[:4]), root_of(LEAVES[8:16]), root_of(LEAVES[16:]))
    verify_subtree_consistency(span, 21, part=part, whole=WHOLE, proof=proof)
    with pytest.raises(ProofError, match="fewer"):
        verify_subtree_consistency(span, 21, part=part, whole=WHOLE, proof=proof[:2])


def test_a_broken_span_at_the_end_is_part_of_the_tree() -> None:
    span, part = Subtree(first=16, end=21), root_of(LEAVES[16:])
    proof = (root_of(LEAVES[:16]),)
    verify_subtree_consistency(span, 21, part=part, whole=WHOLE, proof=proof)


def test_a_broken_span_inside_needs_its_own_parts() -> None:
    span, part = Subtree(first=8, end=11), root_of(LEAVES[8:11])
    proof = (
        LEAVES[10], LEAVES[11], root_of(LEAVES[8:10]), root_of(LEAVES[12:16]),
        root_of(LEAVES[:8]), root_of(LEAVES[16:]),
    )  # fmt: skip
    verify_subtree_consistency(span, 21, part=part, whole=WHOLE, proof=proof)
    with pytest.raises(ProofError, match="empty"):
        verify_subtree_consistency(span, 21, part=part, whole=WHOLE, proof=())


def test_an_empty_span_has_the_empty_root_and_no_proof() -> None:
    span = Subtree(first=3, end=3)
    verify_subtree_consistency(span, 21, part=EMPTY_ROOT, whole=WHOLE, proof=())
    for part, proof in ((WHOLE, ()), (EMPTY_ROOT, (WHOLE,))):
        with pytest.raises(ProofError, match="empty span"):
            verify_subtree_consistency(span, 21, part=part, whole=WHOLE, proof=proof)


def test_a_span_beyond_the_tree_is_refused() -> None:
    with pytest.raises(ProofError, match="outside a tree of 21"):
        verify_subtree_consistency(
            Subtree(first=16, end=22), 21, part=WHOLE, whole=WHOLE, proof=()
        )


def test_a_leaf_that_is_no_hash_is_refused() -> None:
    with pytest.raises(ProofError, match="not 32 bytes"):
        verify_subtree_inclusion(
            0, Subtree(first=0, end=1), leaf=b"", proof=(), root=b""
        )
