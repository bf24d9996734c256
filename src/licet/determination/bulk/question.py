"""The questions that rules put to one fact, as leaves of the graph."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final

from licet.determination.bulk.graph import Leaf, LeafSort
from licet.determination.state import KIND_FACT, Claim, ClaimSort
from licet.regimes import Comparator, Comparison

CLAIM: Final = "claim"  # the column of what was claimed, read from the facts that claim
_ONE_KIND: Final = {"hardware": "equipment", "goods": "equipment"}
ORDERS: Final = frozenset(
    {Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.ABOVE, Comparator.BELOW}
)


def recorded(fact: str) -> Leaf:
    """Whether the record holds the fact."""
    return Leaf(column=fact, sort=LeafSort.RECORDED, key=("recorded",), passes=bool)


def kind_is(kind: str) -> Leaf:
    """Whether the item is of a kind; hardware and goods count as equipment."""
    wanted = _ONE_KIND.get(kind, kind)
    also = (name for name, one in _ONE_KIND.items() if one == wanted)
    return member(KIND_FACT, frozenset({wanted, *also}))


def member(fact: str, members: frozenset[str]) -> Leaf:
    """Whether the fact's code is one of some."""
    return Leaf(
        column=fact,
        sort=LeafSort.TEST,
        key=("group", members),
        passes=members.__contains__,
    )


def holds(fact: str, members: frozenset[object]) -> Leaf:
    """Whether a list fact holds one of some elements."""
    return Leaf(
        column=fact,
        sort=LeafSort.HOLDS,
        key=("holds", members),
        passes=lambda value: isinstance(value, tuple) and not members.isdisjoint(value),
    )


def compared(leaf: Comparison) -> Leaf:
    """A fact compared with a value."""
    return Leaf(
        column=leaf.fact,
        sort=LeafSort.TEST,
        key=(leaf.comparator, leaf.value),
        passes=_comparison(leaf),
    )


def claimed(pairs: Iterable[tuple[ClaimSort, str]], *sorts: ClaimSort) -> Leaf:
    """Whether the claim is one of some pairs of sort and entry, or of some sorts."""
    wanted = frozenset(pairs)

    def passes(claim: object) -> bool:
        return isinstance(claim, Claim) and (
            claim.sort in sorts or (claim.sort, claim.entry) in wanted
        )

    key = (frozenset(sorts), wanted)
    return Leaf(column=CLAIM, sort=LeafSort.CLAIM, key=key, passes=passes)


def _comparison(leaf: Comparison) -> Callable[[object], bool]:
    wanted = leaf.value
    if leaf.comparator in ORDERS:
        return lambda value: _ordered(leaf.comparator, value, wanted)
    if isinstance(wanted, tuple):
        return lambda value: value in wanted
    return lambda value: value == wanted


def _ordered(comparator: Comparator, value: object, wanted: object) -> bool:
    """Numbers as numbers, days as their ISO text."""
    if isinstance(value, str) and isinstance(wanted, str):
        order = (value > wanted) - (value < wanted)
    else:
        number, limit = Decimal(str(value)), Decimal(str(wanted))
        order = (number > limit) - (number < limit)
    return {
        Comparator.AT_LEAST: order >= 0,
        Comparator.AT_MOST: order <= 0,
        Comparator.ABOVE: order > 0,
    }.get(comparator, order < 0)
