"""The leaves of a rule: one test of one fact, answered or left open."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from licet.determination.formula import Residue, Test
from licet.determination.state import KIND_FACT, NOT_APPLICABLE, OPEN, Evaluation
from licet.facts import Value
from licet.regimes import Comparator, Comparison

Evaluate = Callable[[Evaluation], Residue]
_ONE_KIND = {"hardware": "equipment", "goods": "equipment"}
ELEMENT = "\N{CONTAINS AS MEMBER}"  # separates a list fact from the element asked for
RECORDED = "(known)"  # stands where an element would: whether the record holds the fact
FITS, HEADING = (
    "(fits)",
    "(heading)",
)  # stand where a test would: of an entry, of a claim


def known_fact(fact: str) -> Evaluate:
    """Whether the record holds the fact; for all transactions at once, either may be so."""
    test = Test(key=("known",), passes=bool)

    def known(evaluation: Evaluation) -> Residue:
        if evaluation.symbolic or evaluation.general:
            return evaluation.interner.atom(f"{fact}{ELEMENT}{RECORDED}", test)
        return evaluation.values.get(fact, OPEN) not in {OPEN, NOT_APPLICABLE}

    return known


def about_kind(kind: str) -> Evaluate:
    """Whether the item is of a kind; hardware and goods count as equipment."""
    wanted = _ONE_KIND.get(kind, kind)
    test = Test(
        key=("kind", wanted),
        passes=lambda value: _ONE_KIND.get(str(value), value) == wanted,
    )
    return atom(KIND_FACT, test)


def atom(fact: str, test: Test) -> Evaluate:
    """One test of one fact; what does not apply passes none."""
    passes = test.passes

    def ask(evaluation: Evaluation) -> Residue:
        value = evaluation.values.get(fact, OPEN)
        if value is OPEN:
            return evaluation.interner.atom(fact, test)
        return value is not NOT_APPLICABLE and passes(value)

    return ask


def elements(
    fact: str, wanted: Iterable[tuple[str, frozenset[Value], str]]
) -> Evaluate:
    """Whether a list fact holds an element of one of the sets."""
    asked = [
        (
            members,
            f"{fact}{ELEMENT}{name}",
            Test(key=("holds",), passes=bool, members=frozenset(members)),
        )
        for _, members, name in wanted
    ]

    def ask(evaluation: Evaluation) -> Residue:
        value = evaluation.values.get(fact, OPEN)
        if value is OPEN:
            interner = evaluation.interner
            return interner.disjunction(
                interner.atom(name, test) for _, name, test in asked
            )
        return isinstance(value, tuple) and any(
            not members.isdisjoint(value) for members, _, _ in asked
        )

    return ask


_ORDERS: dict[Comparator, Callable[[int], bool]] = {
    Comparator.AT_LEAST: lambda order: order >= 0,
    Comparator.AT_MOST: lambda order: order <= 0,
    Comparator.ABOVE: lambda order: order > 0,
    Comparator.BELOW: lambda order: order < 0,
}


def passes(leaf: Comparison) -> Callable[[object], bool]:
    """The answer of a comparison for a value of the fact's kind."""
    wanted = leaf.value
    ordered = _ORDERS.get(leaf.comparator)
    if ordered is not None:
        return lambda value: ordered(_order(value, wanted))
    if isinstance(wanted, tuple):
        return lambda value: value in wanted
    return lambda value: value == wanted


def _order(value: object, wanted: object) -> int:
    """Below, equal or above: numbers as numbers, days as their ISO text."""
    if isinstance(value, str) and isinstance(wanted, str):
        return (value > wanted) - (value < wanted)
    number, limit = Decimal(str(value)), Decimal(str(wanted))
    return (number > limit) - (number < limit)
