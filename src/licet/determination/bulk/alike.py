"""Where two laws surely say the same of a row, whatever its open facts turn out to be.

Each named thing of a law is a function of facts and of other named things. Where that
function is the same in both laws nothing has to be looked at. Where it differs, a row is
alike when the thing is certain there and the same under both. Then every remainder of the
one law is that of the other, and so are the answers.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from licet.determination.bulk.graph import FALSE, Ref
from licet.determination.bulk.outcome import Row
from licet.determination.bulk.plan import Plan
from licet.determination.bulk.planes import Evaluator, blocks, unpacked
from licet.determination.bulk.prepare import Prepared
from licet.determination.bulk.question import CLAIM
from licet.determination.grounds import grounds_of
from licet.determination.state import Claim
from licet.regimes import (
    LIFTING,
    AllOf,
    AnyOf,
    Before,
    Comparison,
    Expression,
    InGroup,
    Not,
    OnOrAfter,
    Regime,
    Rule,
)

Key = tuple[object, ...]
Columns = Mapping[str, Prepared]
Pair = tuple[
    Ref, Ref, bool
]  # in the older law, in the newer one, whether it must be false


def alike(
    before: Plan, after: Plan, columns: tuple[Columns, Columns], rows: int
) -> Row:
    """Where two laws surely give one answer.

    Args:
        before: The older law.
        after: The newer one.
        columns: The facts, encoded for each of them.
        rows: How many rows there are.

    Returns:
        One byte a row: 1 where nothing can have changed.
    """
    found = np.zeros(rows, np.uint8)
    if before.regime.header.entry_kinds != after.regime.header.entry_kinds:
        return found
    pairs = list(_pairs(before, after))
    old = Evaluator(before.graph, [FALSE, *(pair[0] for pair in pairs)], columns[0])
    new = Evaluator(after.graph, [FALSE, *(pair[1] for pair in pairs)], columns[1])
    for first, last in blocks(rows):
        was, becomes = old.block(first, last), new.block(first, last)
        same = was[FALSE].false.copy()
        for one, other, must_be_false in pairs:
            both = was[one].false & becomes[other].false
            if not must_be_false:
                both |= was[one].true & becomes[other].true
            same &= both
        found[first:last] = unpacked(same, last - first)
    return found & _same_claim(before.regime, after.regime, columns)


def _same_claim(old: Regime, new: Regime, columns: tuple[Columns, Columns]) -> Row:
    """Where both laws read one claim, and find it on the list or not alike."""
    numbers: dict[object, int] = {}
    codes = []
    for regime, column in zip((old, new), columns, strict=True):
        claims = [one for one in column[CLAIM].table if isinstance(one, Claim)]
        read = [(one, one.entry in regime.entries) for one in claims]
        through = [numbers.setdefault(one, len(numbers)) for one in read]
        codes.append(np.array(through, np.int32)[column[CLAIM].codes])
    same: Row = (codes[0] == codes[1]).astype(np.uint8)
    return same


def _pairs(before: Plan, after: Plan) -> Iterator[Pair]:
    """The named things that differ, with what they come to in both laws."""
    old, new = before.regime, after.regime
    for name in before.definitions.keys() & after.definitions.keys():
        if _definition(old, name, before.on) != _definition(new, name, after.on):
            yield before.definitions[name], after.definitions[name], False
    for name in sorted(before.entries.keys() | after.entries.keys()):
        if _entry(old, name, before.on) != _entry(new, name, after.on):
            one = before.entries.get(name, FALSE)
            yield one, after.entries.get(name, FALSE), False
    for name in sorted(before.fires.keys() | after.fires.keys()):
        one, other = before.fires.get(name, FALSE), after.fires.get(name, FALSE)
        if _effect(old, name, before.on) != _effect(new, name, after.on):
            yield one, other, True
        elif _rule(old, name, before.on) != _rule(new, name, after.on):
            yield one, other, False


def _definition(regime: Regime, name: str, on: date) -> Key:
    one = regime.definitions[name]
    if not one.force.holds(on):
        return ()
    return _key(one.when, regime, on), _key(one.unless, regime, on)


def _entry(regime: Regime, name: str, on: date) -> Key:
    one = regime.entries.get(name)
    if one is None or not one.force.holds(on):
        return ()
    when = None if one.when is None else _key(one.when, regime, on)
    return when, _key(one.unless, regime, on)


def _in_force(regime: Regime, name: str, on: date) -> Rule | None:
    rule = regime.rules.get(name)
    return rule if rule is not None and rule.force.holds(on) else None


def _rule(regime: Regime, name: str, on: date) -> Key:
    """When a rule fires, as a function of facts and named things."""
    rule = regime.rules[name]
    stronger = sorted(
        other.id
        for other in regime.rules.values()
        if name in other.overrides and other.force.holds(on)
    )
    return _key(rule.when, regime, on), _key(rule.unless, regime, on), tuple(stronger)


def _effect(regime: Regime, name: str, on: date) -> Key:
    """What follows when it fires; a rule out of force has no effect."""
    rule = _in_force(regime, name, on)
    if rule is None:
        return ()
    verified = rule.kind in LIFTING and grounds_of(rule, regime, on=on).verified
    return (
        rule.kind,
        rule.reason,
        rule.lifts,
        rule.bars,
        rule.spares,
        rule.symbol,
        rule.preference,
        rule.red_line,
        verified,
        repr(rule.data.get("forms")),
    )


def _key(expression: Expression, regime: Regime, on: date) -> Key:
    """An expression with the day and the groups folded in, named things by their names."""
    key: Key
    match expression:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            sort = type(expression).__name__
            key = sort, *(_key(part, regime, on) for part in parts)
        case Not(part=part):
            key = "not", _key(part, regime, on)
        case OnOrAfter(day=day):
            key = ("always", on >= day)
        case Before(day=day):
            key = ("always", on < day)
        case InGroup(fact=fact, groups=groups):
            members = (regime.groups[name].members_on(on) for name in groups)
            key = "group", fact, frozenset[str]().union(*members), _term(regime, fact)
        case Comparison(fact=fact):
            key = "compared", expression, _term(regime, fact)
        case _:
            key = "leaf", expression
    return key


def _term(regime: Regime, fact: str) -> Key:
    """What values a fact can have."""
    term = regime.facts.get(fact)
    return () if term is None else (term.kind, tuple(term.choices))
