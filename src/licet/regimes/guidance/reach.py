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
from licet.regimes.model import Definition, Regime, Rule, covers


class Reach:
    """What the rules of a law come to for an item under one entry, each condition once.

    Args:
        entry: The entry under which the item is classified.
        law: The package.
    """

    def __init__(self, entry: str, law: Regime) -> None:
        self._entry = entry
        self._law = law
        self._known: dict[tuple[str, str], bool | None] = {}

    def reaches(self, rule: Rule) -> bool:
        """Whether the rule may apply; what is not about entries stays open."""
        if self._truth(rule.when) is False:
            return False
        return self._truth(rule.unless) is not True

    def _truth(self, expression: Expression) -> bool | None:  # noqa: PLR0911  # one answer for each form
        match expression:
            case Always(value=value):
                return value
            case AllOf(parts=parts):
                return _all([self._truth(part) for part in parts])
            case AnyOf(parts=parts):
                return _denied(_all([_denied(self._truth(part)) for part in parts]))
            case Not(part=part):
                return _denied(self._truth(part))
            case EntryFits(entries=entries):
                return _fits(entries, self._entry)
            case DefinitionHolds(name=name):
                return self._both("definition", name, self._law.definitions[name])
            case RuleFires(rule=name):
                return self._both("rule", name, self._law.rules[name])
            case (
                Comparison() | InGroup() | KindOf() | IsKnown() | OnOrAfter() | Before()
            ):
                return None
            case _:
                assert_never(expression)

    def _both(self, sort: str, name: str, leaf: Definition | Rule) -> bool | None:
        key = (sort, name)
        if key not in self._known:
            unless = _denied(self._truth(leaf.unless))
            self._known[key] = _all([self._truth(leaf.when), unless])
        return self._known[key]


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
