"""A package and a day made into closures, once, for many determinations.

Each closure returns what is left of its condition when the known facts have spoken. The
day is folded in: groups are sets, rules out of force are gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from licet.determination.formula import Residue, Test
from licet.determination.grounds import Grounds, grounds_of
from licet.determination.leaf import (
    Evaluate,
    about_kind,
    atom,
    elements,
    known_fact,
    passes,
)
from licet.determination.state import (
    ClaimSort,
    Evaluation,
)
from licet.facts import FactKind
from licet.regimes import (
    LIFTING,
    REQUIRING,
    AllOf,
    Always,
    AnyOf,
    Before,
    Comparator,
    Comparison,
    DefinitionHolds,
    Entry,
    EntryFits,
    Expression,
    InGroup,
    IsKnown,
    KindOf,
    Not,
    OnOrAfter,
    Regime,
    Rule,
    RuleFires,
    RuleKind,
    covers,
)

_LISTS = {FactKind.CHOICES, FactKind.TEXTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    """A rule in force on the day.

    Attributes:
        rule: The rule.
        condition: Its own condition, ``when`` without ``unless``.
        fires: The same, and no rule that overrides it fires.
        for_entry: Whether the item fits an entry that the rule cannot do without.
        stronger: The rules that override it.
        grounds: What it rests on.
    """

    rule: Rule
    condition: Evaluate
    fires: Evaluate
    for_entry: Evaluate
    stronger: tuple[str, ...]
    grounds: Grounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifting:
    """An exception or general authorisation, and what stands against it.

    Attributes:
        one: The rule.
        bars: The bars that name it.
        unlifted: The requirements whose reason it does not lift.
    """

    one: CompiledRule
    bars: tuple[CompiledRule, ...]
    unlifted: tuple[CompiledRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A package compiled for a day.

    Attributes:
        regime: The package.
        on: The day.
        rules: The rules in force, by id.
        entries: For each entry in force, whether the item fits it.
        clocks: For each clock in force, whether its situation is given.
        exclusions: For each exception in force whose law says where it never applies,
            that condition. It is proved, not evaluated.
        by_kind: The rules in force by kind, ordered by id.
        requiring: Requirements and catch-alls, ordered by id.
        lifting: Exceptions and general authorisations with what stands against each.
    """

    regime: Regime
    on: date
    rules: dict[str, CompiledRule]
    entries: dict[str, Evaluate]
    clocks: dict[str, Evaluate]
    exclusions: dict[str, Evaluate]
    by_kind: dict[RuleKind, tuple[CompiledRule, ...]]
    requiring: tuple[CompiledRule, ...]
    lifting: tuple[Lifting, ...]

    def of(self, *kinds: RuleKind) -> tuple[CompiledRule, ...]:
        """The rules of some kinds, ordered by id within each kind."""
        if len(kinds) == 1:
            return self.by_kind.get(kinds[0], ())
        return tuple(one for kind in kinds for one in self.by_kind.get(kind, ()))


def compile_regime(regime: Regime, *, on: date) -> Program:
    """Compile a package for a day; the result serves any number of determinations."""
    return _Compiler(regime, on).program()


def _against(
    by_kind: dict[RuleKind, tuple[CompiledRule, ...]],
    requiring: tuple[CompiledRule, ...],
) -> Iterator[Lifting]:
    for kind in RuleKind:
        for one in by_kind[kind] if kind in LIFTING else ():
            yield Lifting(
                one=one,
                bars=tuple(
                    bar
                    for bar in by_kind[RuleKind.BAR]
                    if bar.rule.bars_symbol(one.rule.symbol)
                ),
                unlifted=tuple(
                    other
                    for other in requiring
                    if not one.rule.lifts_reason(other.rule.reason)
                ),
            )


def _constant(*, value: bool) -> Evaluate:
    return lambda _: value


def _remembered(sort: str, name: str, work: Evaluate) -> Evaluate:
    key = (sort, name)

    def recall(evaluation: Evaluation) -> Residue:
        found = evaluation.memo.get(key)
        if found is None:
            found = evaluation.memo[key] = work(evaluation)
        return found

    return recall


def _conjunction(parts: list[Evaluate]) -> Evaluate:
    def every(evaluation: Evaluation) -> Residue:
        left = []
        for part in parts:
            residue = part(evaluation)
            if residue is False:
                return False
            if residue is not True:
                left.append(residue)
        return evaluation.interner.conjunction(left) if left else True

    return every


def _disjunction(parts: list[Evaluate]) -> Evaluate:
    def some(evaluation: Evaluation) -> Residue:
        left = []
        for part in parts:
            residue = part(evaluation)
            if residue is True:
                return True
            if residue is not False:
                left.append(residue)
        return evaluation.interner.disjunction(left) if left else False

    return some


def _negation(part: Evaluate) -> Evaluate:
    return lambda evaluation: evaluation.interner.negation(part(evaluation))


def _certainly(part: Evaluate) -> Evaluate:
    """Speaks only when its facts are known: what is open counts as not shown."""
    return lambda evaluation: part(evaluation) is True


_DECIDED_BELOW = frozenset({ClaimSort.ENTRY, ClaimSort.CANDIDATE})


def _above(entry: str) -> frozenset[str]:
    """The entry and every heading above it."""
    parts = entry.split(".")
    return frozenset(".".join(parts[:count]) for count in range(1, len(parts) + 1))


class _Compiler:
    def __init__(self, regime: Regime, on: date) -> None:
        self._regime = regime
        self._on = on
        self._rules: dict[str, CompiledRule] = {}
        self._entries: dict[str, Evaluate] = {}
        self._definitions: dict[str, Evaluate] = {}

    def program(self) -> Program:
        for name in sorted(self._regime.entries):
            self._entry(name)
        for name in sorted(self._regime.rules):
            self._rule(name)
        in_force = {
            name: entry
            for name, entry in self._entries.items()
            if self._regime.entries[name].force.holds(self._on)
        }
        clocks = {
            name: self._but(clock.when, clock.unless)
            for name, clock in sorted(self._regime.clocks.items())
            if clock.force.holds(self._on)
        }
        exclusions = {
            name: self._expression(one.rule.never)
            for name, one in self._rules.items()
            if one.rule.never is not None
        }
        by_kind, requiring = self._by_kind()
        return Program(
            by_kind=by_kind,
            requiring=requiring,
            lifting=tuple(_against(by_kind, requiring)),
            exclusions=exclusions,
            regime=self._regime,
            on=self._on,
            rules=self._rules,
            entries=in_force,
            clocks=clocks,
        )

    def _by_kind(
        self,
    ) -> tuple[dict[RuleKind, tuple[CompiledRule, ...]], tuple[CompiledRule, ...]]:
        ordered = [self._rules[name] for name in sorted(self._rules)]
        by_kind = {
            kind: tuple(one for one in ordered if one.rule.kind is kind)
            for kind in RuleKind
        }
        return by_kind, tuple(one for one in ordered if one.rule.kind in REQUIRING)

    def _rule(self, name: str) -> CompiledRule | None:
        rule = self._regime.rules[name]
        if not rule.force.holds(self._on):
            return None
        if name not in self._rules:
            own = [
                self._expression(rule.when),
                _negation(self._expression(rule.unless)),
            ]
            condition = _remembered("condition", name, _conjunction(own))
            grounds = grounds_of(rule, self._regime, on=self._on)
            others = [
                self._rule(other.id)
                for other in self._regime.rules.values()
                if name in other.overrides
            ]
            stronger = [other for other in others if other is not None]
            parts = [_negation(other.fires) for other in stronger]
            fires = _remembered("rule", name, _conjunction([condition, *parts]))
            self._rules[name] = CompiledRule(
                rule=rule,
                condition=condition,
                fires=fires,
                for_entry=self._fits_any(grounds.entries)
                if grounds.entries
                else _constant(value=True),
                stronger=tuple(other.rule.id for other in stronger),
                grounds=grounds,
            )
        return self._rules[name]

    def _definition(self, name: str) -> Evaluate:
        if name not in self._definitions:
            definition = self._regime.definitions[name]
            work = _constant(value=False)
            if definition.force.holds(self._on):
                work = self._but(definition.when, definition.unless)
            self._definitions[name] = _remembered("definition", name, work)
        return self._definitions[name]

    def _but(self, when: Expression, unless: Expression) -> Evaluate:
        parts = [self._expression(when), _negation(self._expression(unless))]
        return _conjunction(parts)

    def _entry(self, name: str) -> Evaluate:
        if name not in self._entries:
            entry = self._regime.entries[name]
            work = _constant(value=False)
            if entry.force.holds(self._on):
                work = self._fit(entry)
            self._entries[name] = _remembered("entry", name, work)
        return self._entries[name]

    def _fit(self, entry: Entry) -> Evaluate:
        only_claimed = entry.when is None
        when = (
            _constant(value=False)
            if entry.when is None
            else self._expression(entry.when)
        )
        unless = self._expression(entry.unless)
        by_facts = _conjunction([when, _negation(unless)])
        shown = _certainly(by_facts)

        claimed = self._claimed(entry.id)
        above = frozenset[str]() if only_claimed else _above(entry.id)

        def fits(evaluation: Evaluation) -> Residue:
            claim = evaluation.claim
            if evaluation.symbolic:
                interner = evaluation.interner
                stands = interner.negation(unless(evaluation))
                as_claimed = interner.conjunction([claimed(evaluation), stands])
                return interner.disjunction([by_facts(evaluation), as_claimed])
            if claim.sort is ClaimSort.OPEN:
                return by_facts(evaluation)
            if claim.sort is ClaimSort.ENTRY and claim.entry == entry.id:
                return unless(evaluation) is not True
            if claim.entry in above and claim.sort in _DECIDED_BELOW:
                return by_facts(evaluation)
            return shown(evaluation)

        return fits

    def _claimed(self, entry: str) -> Evaluate:
        test = Test(key=(Comparator.IS, entry), passes=lambda value: value == entry)
        return atom(self._regime.header.claims[0], test)

    def _fits_any(self, names: tuple[str, ...]) -> Evaluate:
        wanted = [
            self._entry(known)
            for known in sorted(self._regime.entries)
            if any(covers(name, known) for name in names)
        ]
        by_entry = _disjunction(wanted)
        own = set(self._regime.entries)

        def fits(evaluation: Evaluation) -> Residue:
            claim = evaluation.claim
            heading = claim.sort is ClaimSort.ENTRY and claim.entry not in own
            if heading and any(covers(name, claim.entry) for name in names):
                return (
                    True  # a claimed heading whose paragraphs alone are in the package
                )
            return by_entry(evaluation)

        return fits

    def _expression(self, expression: Expression) -> Evaluate:
        match expression:
            case AllOf(parts=parts):
                made = _conjunction([self._expression(part) for part in parts])
            case AnyOf(parts=parts):
                made = _disjunction([self._expression(part) for part in parts])
            case Not(part=part):
                made = _negation(self._expression(part))
            case Always(value=value):
                made = _constant(value=value)
            case OnOrAfter(day=day):
                made = _constant(value=self._on >= day)
            case Before(day=day):
                made = _constant(value=self._on < day)
            case DefinitionHolds(name=name):
                made = self._definition(name)
            case RuleFires(rule=name):
                rule = self._rule(name)
                made = _constant(value=False) if rule is None else rule.fires
            case EntryFits(entries=names):
                made = self._fits_any(names)
            case _:
                made = self._fact(expression)
        return made

    def _fact(self, leaf: Comparison | InGroup | KindOf | IsKnown) -> Evaluate:
        match leaf:
            case IsKnown(fact=fact):
                return known_fact(fact)
            case KindOf(kind=kind):
                return about_kind(kind)
            case InGroup(fact=fact, groups=groups):
                return self._in_group(fact, groups)
            case Comparison():
                return self._comparison(leaf)
            case _:
                assert_never(leaf)

    def _in_group(self, fact: str, groups: tuple[str, ...]) -> Evaluate:
        members = frozenset[str]().union(
            *(self._regime.groups[name].members_on(self._on) for name in groups)
        )
        if self._regime.facts[fact].kind in _LISTS:
            return elements(fact, [("group", members, "/".join(groups))])
        test = Test(key=("group", members), passes=lambda value: value in members)
        return atom(fact, test)

    def _comparison(self, leaf: Comparison) -> Evaluate:
        if leaf.comparator in {Comparator.CONTAINS, Comparator.INTERSECTS}:
            wanted = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
            return elements(
                leaf.fact, [("group", frozenset({one}), str(one)) for one in wanted]
            )
        test = Test(key=(leaf.comparator, leaf.value), passes=passes(leaf))
        return atom(leaf.fact, test)
