"""What a rule rests on: the facts it reads, and whether all its law has been read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from licet.regimes import (
    AllOf,
    DefinitionHolds,
    EntryFits,
    Expression,
    InGroup,
    Regime,
    Rule,
    RuleFires,
    facts_read,
    leaves,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a rule rests on.

    Attributes:
        facts: The facts it reads, its definitions' included, in order, once.
        verified: Whether the rule, its definitions and its groups on the day have all been
            read in the official text.
        definitions: The definitions it rests on.
        entries: The entries it is for; empty when it is for all.
    """

    facts: tuple[str, ...]
    verified: bool
    definitions: tuple[str, ...]
    entries: tuple[str, ...]


def grounds_of(rule: Rule, regime: Regime, *, on: date) -> Grounds:
    """Look through a rule's definitions to what it rests on."""
    facts: dict[str, None] = {}
    definitions: dict[str, None] = {}
    sure = rule.law.verified
    for expression in _through(rule, regime, definitions):
        facts.update(dict.fromkeys(facts_read(expression)))
        for leaf in leaves(expression):
            if isinstance(leaf, InGroup):
                sure &= all(regime.groups[name].verified_on(on) for name in leaf.groups)
            elif isinstance(leaf, EntryFits):
                facts.update(dict.fromkeys(regime.header.claims))
    sure &= all(regime.definitions[name].law.verified for name in definitions)
    return Grounds(
        facts=tuple(facts),
        verified=sure,
        definitions=tuple(definitions),
        entries=_for_entries(rule.when),
    )


def _through(
    rule: Rule, regime: Regime, definitions: dict[str, None]
) -> Iterator[Expression]:
    pending: list[Expression] = [rule.unless, rule.when]
    rules = {rule.id}
    while pending:
        expression = pending.pop()
        yield expression
        for leaf in leaves(expression):
            if isinstance(leaf, DefinitionHolds) and leaf.name not in definitions:
                definitions[leaf.name] = None
                definition = regime.definitions[leaf.name]
                pending += [definition.unless, definition.when]
            elif isinstance(leaf, RuleFires) and leaf.rule not in rules:
                rules.add(leaf.rule)
                other = regime.rules[leaf.rule]
                pending += [other.unless, other.when]


def _for_entries(when: Expression) -> tuple[str, ...]:
    """The entries that a rule cannot do without."""
    if isinstance(when, EntryFits):
        return when.entries
    if isinstance(when, AllOf):
        for part in when.parts:
            if isinstance(part, EntryFits):
                return part.entries
    return ()
