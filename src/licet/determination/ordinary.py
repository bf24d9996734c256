"""Ordinary answers: what a form calls ordinary is entered as assumed, and shown as such."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from licet.determination.state import KIND_FACT, Claim, ClaimSort, claim_in
from licet.facts import (
    ROLES,
    Basis,
    Fact,
    FactKind,
    FactTerm,
    Item,
    Party,
    Transaction,
    Value,
    known,
)
from licet.regimes import (
    DefinitionHolds,
    Expression,
    Regime,
    covers,
    facts_read,
    leaves,
)

NEVER_ASSUMED = frozenset({KIND_FACT, "destination", "end_user.type"})
ASSUMED_BY = "convention"
EXPORTER = "exporter"
NO_CONVENTION: Mapping[FactKind, Value] = MappingProxyType({})


def assume_ordinary(
    transaction: Transaction,
    regime: Regime,
    *,
    item: int = 0,
    silence: Mapping[FactKind, Value] = NO_CONVENTION,
) -> Transaction:
    """Enter the ordinary answer for every fact that nobody speaks of.

    Args:
        transaction: The facts as stated.
        regime: The package whose vocabulary says what is ordinary.
        item: Which item, counted from 0.
        silence: By a convention of the form, the answer for facts of a kind that have no
            ordinary one of their own and that the exporter may be asked for.

    Returns:
        The transaction with facts of basis ``assumed`` added. Never assumed are the end
        user's type, the destination, the entry, the kind of item, and the parameters of an
        entry that the item is only a candidate for.
    """
    stated = transaction.view(item)
    claim = claim_in(stated, regime)
    parameters = set(_parameters(claim, regime))
    kept_open = NEVER_ASSUMED | set(regime.header.claims) | parameters
    added = {}
    for path, term in regime.facts.items():
        answer = _answer(term, silence)
        if answer is not None and path not in stated and path not in kept_open:
            added[path] = known(answer, by=ASSUMED_BY, basis=Basis.ASSUMED)
    return _with(transaction, added, item)


def _answer(term: FactTerm, silence: Mapping[FactKind, Value]) -> Value | None:
    if term.ordinary is not None or EXPORTER not in term.asks:
        return term.ordinary
    return silence.get(term.kind)


def _parameters(claim: Claim, regime: Regime) -> Iterator[str]:
    if claim.sort is not ClaimSort.CANDIDATE:
        return
    for entry in regime.entries.values():
        if covers(claim.entry, entry.id) and entry.when is not None:
            yield from _reads(entry.when, regime)


def _reads(expression: Expression, regime: Regime) -> Iterator[str]:
    yield from facts_read(expression)
    for leaf in leaves(expression):
        if isinstance(leaf, DefinitionHolds):
            yield from _reads(regime.definitions[leaf.name].when, regime)


def _with(transaction: Transaction, added: dict[str, Fact], item: int) -> Transaction:
    """The transaction with facts added where their path says."""
    rest = dict(added)
    items = list(transaction.items) or [Item()]
    own = _taken(rest, "item.")
    items[item] = Item(
        name=items[item].name, facts=MappingProxyType(own | dict(items[item].facts))
    )
    parties = list(transaction.parties)
    for role in ROLES:
        own = _taken(rest, f"{role}.")
        if not own:
            continue
        if not transaction.in_role(role):
            parties.append(Party(role=role))
        parties = [
            Party(
                role=party.role,
                name=party.name,
                country=party.country,
                facts=MappingProxyType(own | dict(party.facts)),
            )
            if party.role == role
            else party
            for party in parties
        ]
    return Transaction(
        as_of=transaction.as_of,
        items=tuple(items),
        parties=tuple(parties),
        facts=MappingProxyType(rest | dict(transaction.facts)),
    )


def _taken(facts: dict[str, Fact], prefix: str) -> dict[str, Fact]:
    paths = [path for path in facts if path.startswith(prefix)]
    return {path.removeprefix(prefix): facts.pop(path) for path in paths}
