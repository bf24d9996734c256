"""Counts over the parties and items of a transaction, entered as whole-number facts.

A count is known when every party or item in question can be told; while one of them cannot,
the count is open like any other fact. Somebody who states the number is believed first.
"""

from collections.abc import Iterator, Mapping

from licet.facts import Basis, Fact, FactState, Transaction, known
from licet.regimes import Count, Regime

_NOTHING = Fact(state=FactState.UNKNOWN, statements=())


def with_counts(
    view: Mapping[str, Fact], transaction: Transaction, regime: Regime
) -> dict[str, Fact]:
    """The view with every count of the vocabulary that the transaction settles.

    Args:
        view: The facts as known.
        transaction: Its parties and items.
        regime: The package whose vocabulary defines the counts.

    Returns:
        The facts, with counts of basis ``derived`` that nobody states.
    """
    found = dict(view)
    for path, count in regime.counts.items():
        stated = view.get(path)
        if stated is not None and stated.state is not FactState.UNKNOWN:
            continue
        told = [_fits(facts, count) for facts in _counted(transaction, count)]
        if None not in told:
            number = sum(one is True for one in told)
            found[path] = known(number, by="count", basis=Basis.DERIVED)
    return found


def _counted(transaction: Transaction, count: Count) -> Iterator[Mapping[str, Fact]]:
    if count.items:
        yield from (item.facts for item in transaction.items)
    for role in count.parties:
        for party in transaction.in_role(role):
            country = {"country": known(party.country)} if party.country else {}
            yield {**country, **party.facts}


def _fits(facts: Mapping[str, Fact], count: Count) -> bool | None:
    """Whether one party or item is counted; ``None`` while that cannot be told."""
    told = [_holds(facts.get(path), wanted) for path, wanted in count.where.items()]
    if False in told:
        return False
    return None if None in told else True


def _holds(fact: Fact | None, wanted: frozenset[str]) -> bool | None:
    fact = _NOTHING if fact is None else fact
    if fact.state is FactState.NOT_APPLICABLE:
        return False
    value = fact.value
    if value is None:
        return None
    said = value if isinstance(value, tuple) else (_as_text(value),)
    return not wanted.isdisjoint(said)


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
