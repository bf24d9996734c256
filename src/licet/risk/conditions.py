"""The conditions of a regime's factors as rules, so that one engine evaluates law and factors alike."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache  # noqa: TID251  # of pure functions: ADR 0011

from licet.facts import core_vocabulary
from licet.regimes import (
    Always,
    Factor,
    Force,
    Regime,
    Rule,
    RuleKind,
    facts_read,
    in_words,
)
from licet.risk.readings import rule_name


@lru_cache(maxsize=16)  # so that one package is compiled once
def with_conditions(regime: Regime) -> Regime:
    """The package with the conditions of its factors added as rules that only flag.

    Args:
        regime: The package.

    Returns:
        A package whose determination traces every condition as
        ``factor:ID:READING:LEVEL``, and whose vocabulary also holds the facts of every
        application that these conditions read.
    """
    rules = {rule.id: rule for one in regime.factors.values() for rule in _rules(one)}
    core = core_vocabulary()
    read = {path for rule in rules.values() for path in facts_read(rule.when)}
    shared = {path: core[path] for path in sorted(read & core.keys())}
    return replace(
        regime, rules={**regime.rules, **rules}, facts={**shared, **regime.facts}
    )


def _rules(factor: Factor) -> Iterator[Rule]:
    for reading in factor.readings:
        for level, condition in reading.conditions:
            yield Rule(
                id=rule_name(factor.id, reading.id, level),
                kind=RuleKind.FLAG,
                title={"en": in_words(factor.title)},
                law=factor.law,
                when=condition,
                unless=Always(value=False),
                force=Force(),
            )
