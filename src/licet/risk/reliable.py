"""The facts on which a level may rest: without what is only assumed and what cannot be read."""

from collections.abc import Mapping
from dataclasses import replace

from licet.facts import (
    UNKNOWN,
    Basis,
    Fact,
    FactTerm,
    Statement,
    Transaction,
    coerce,
    core_vocabulary,
    gather,
)
from licet.kernel import InputError
from licet.regimes import Regime

_ITEM = "item."


def reliable(transaction: Transaction, regime: Regime) -> Transaction:
    """The transaction without assumed answers.

    An ordinary answer that nobody gave lets a determination go on, because the declaration
    covers it; it is no evidence, so it narrows no level.

    Args:
        transaction: The facts as known.
        regime: The package; facts of its vocabulary are read by it, the facts that every
            application carries by the shared one.

    Returns:
        The same transaction when nothing was left out.
    """
    terms = {
        path: term
        for path, term in core_vocabulary().items()
        if path not in regime.facts
    }
    return replace(
        transaction,
        items=tuple(
            replace(one, facts=_kept(one.facts, terms, _ITEM))
            for one in transaction.items
        ),
        parties=tuple(
            replace(one, facts=_kept(one.facts, terms, f"{one.role}."))
            for one in transaction.parties
        ),
        facts=_kept(transaction.facts, terms, ""),
    )


def _kept(
    facts: Mapping[str, Fact], terms: Mapping[str, FactTerm], prefix: str
) -> Mapping[str, Fact]:
    return {
        path: _spoken(fact, terms.get(prefix + path)) for path, fact in facts.items()
    }


def _spoken(fact: Fact, term: FactTerm | None) -> Fact:
    if not fact.statements:
        return fact
    said = [one for one in fact.statements if one.basis is not Basis.ASSUMED]
    read = said if term is None else [_read(one, term) for one in said]
    known = tuple(one for one in read if one is not None)
    return gather(known) if known else UNKNOWN


def _read(said: Statement, term: FactTerm) -> Statement | None:
    """A statement in the kind of its fact; one that cannot be read says nothing."""
    try:
        return replace(said, value=coerce(term, said.value))
    except InputError:
        return None
