"""Which rules can speak of an item that is classified under one entry, whatever else is true of it."""

from typing import assert_never

from licet.regimes.expression import (
    AllOf,
    Always,
    AnyOf,
    Before,
    Comparison,
    DefinitionHolds,
    EntryFits,
    Expression,
    InGroup,
    IsKnown,
    KindOf,
    Not,
    OnOrAfter,
    RuleFires,
)
from licet.regimes.model import Regime, Rule, covers


def can_reach(rule: Rule, entry: str, law: Regime) -> bool:
    """Whether the rule may apply to an item under the entry; what is not about entries stays open."""
    if _truth(rule.when, entry, law) is False:
        return False
    return _truth(rule.unless, entry, law) is not True


def _truth(expression: Expression, entry: str, law: Regime) -> bool | None:  # noqa: PLR0911  # one answer for each form
    match expression:
        case Always(value=value):
            return value
        case AllOf(parts=parts):
            return _all([_truth(part, entry, law) for part in parts])
        case AnyOf(parts=parts):
            return _denied(_all([_denied(_truth(part, entry, law)) for part in parts]))
        case Not(part=part):
            return _denied(_truth(part, entry, law))
        case EntryFits(entries=entries):
            return _fits(entries, entry)
        case DefinitionHolds(name=name):
            found = law.definitions[name]
            return _both(found.when, found.unless, entry, law)
        case RuleFires(rule=name):
            other = law.rules[name]
            return _both(other.when, other.unless, entry, law)
        case Comparison() | InGroup() | KindOf() | IsKnown() | OnOrAfter() | Before():
            return None
        case _:
            assert_never(expression)


def _both(when: Expression, unless: Expression, entry: str, law: Regime) -> bool | None:
    return _all([_truth(when, entry, law), _denied(_truth(unless, entry, law))])


def _all(parts: "list[bool | None]") -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def _denied(value: "bool | None") -> bool | None:  # one of three values
    return None if value is None else not value


def _fits(entries: tuple[str, ...], entry: str) -> bool | None:
    if any(covers(one, entry) for one in entries):
        return True
    return None if any(covers(entry, one) for one in entries) else False
