"""A package and a day made into closures, once, for many determinations.

Each closure returns what is left of its condition when the known facts have spoken. The
day is folded in: groups are sets, rules out of force are gone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache  # noqa: TID251  # of pure functions: ADR 0011
from typing import assert_never

from licet.determination.connective import (
    certainly,
    conjunction,
    constant,
    disjunction,
    negation,
    remembered,
)
from licet.determination.formula import Residue, Test
from licet.determination.grounds import Grounds, grounds_of
from licet.determination.leaf import (
    FITS,
    HEADING,
    Evaluate,
    about_kind,
    atom,
    elements,
    known_fact,
    passes,
)
from licet.determination.standing import Standing, by_heading, standing_of
from licet.determination.state import Claim, ClaimSort, Evaluation
from licet.determination.turning import same_since
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
        when: Its ``when`` alone.
        condition: Its own condition, ``when`` without ``unless``.
        fires: The same, and no rule that overrides it fires.
        for_entry: Whether the item fits an entry that the rule cannot do without.
        stronger: The rules that override it.
        grounds: What it rests on.
    """

    rule: Rule
    when: Evaluate
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
class EntryParts:
    """What places an item under an entry.

    Attributes:
        by_facts: Its parameters hold and none of its exclusions does.
        unless: One of its exclusions holds.
        standing: What a claim makes of that.
    """

    by_facts: Evaluate
    unless: Evaluate
    standing: Callable[[Claim], Standing]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """A package compiled for a day.

    Two are equal when they are the same law on two days between which it did not turn: what
    is kept of the one serves the other.

    Attributes:
        regime: The package.
        on: The day.
        rules: The rules in force, by id.
        entries: For each entry in force, whether the item fits it.
        parts: For each entry in force, what that rests on.
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
    parts: dict[str, EntryParts]
    clocks: dict[str, Evaluate]
    exclusions: dict[str, Evaluate]
    by_kind: dict[RuleKind, tuple[CompiledRule, ...]]
    requiring: tuple[CompiledRule, ...]
    lifting: tuple[Lifting, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Program) and self.rules is other.rules

    def __hash__(self) -> int:
        return id(self.rules)

    def of(self, *kinds: RuleKind) -> tuple[CompiledRule, ...]:
        """The rules of some kinds, ordered by id within each kind."""
        if len(kinds) == 1:
            return self.by_kind.get(kinds[0], ())
        return tuple(one for kind in kinds for one in self.by_kind.get(kind, ()))


@lru_cache(maxsize=1024)
def compile_regime(regime: Regime, *, on: date) -> Program:
    """Compile a package for a day, once; the result serves any number of determinations.

    Between two days on which the law turns it is compiled once for all days.
    """
    return replace(_compiled(regime, same_since(regime, on)), on=on)


@lru_cache(maxsize=64)
def _compiled(regime: Regime, first: date) -> Program:
    return _Compiler(regime, first).program()


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


def _by_overridden(rules: Iterable[Rule]) -> dict[str, list[str]]:
    """For each rule, those that override it, in the order of the package."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        for name in dict.fromkeys(rule.overrides):
            found.setdefault(name, []).append(rule.id)
    return found


class _Compiler:
    def __init__(self, regime: Regime, on: date) -> None:
        self._regime = regime
        self._on = on
        self._rules: dict[str, CompiledRule] = {}
        self._entries: dict[str, Evaluate] = {}
        self._parts: dict[str, EntryParts] = {}
        self._definitions: dict[str, Evaluate] = {}
        self._fitting: dict[tuple[str, ...], Evaluate] = {}
        self._under = by_heading(regime.entries)
        self._overriding = _by_overridden(regime.rules.values())

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
            parts=self._parts,
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
            when = self._expression(rule.when)
            own = [when, negation(self._expression(rule.unless))]
            condition = remembered("condition", name, conjunction(own))
            grounds = grounds_of(rule, self._regime, on=self._on)
            others = [self._rule(other) for other in self._overriding.get(name, ())]
            stronger = [other for other in others if other is not None]
            parts = [negation(other.fires) for other in stronger]
            fires = remembered("rule", name, conjunction([condition, *parts]))
            self._rules[name] = CompiledRule(
                rule=rule,
                when=when,
                condition=condition,
                fires=fires,
                for_entry=self._fits_any(grounds.entries)
                if grounds.entries
                else constant(value=True),
                stronger=tuple(other.rule.id for other in stronger),
                grounds=grounds,
            )
        return self._rules[name]

    def _definition(self, name: str) -> Evaluate:
        if name not in self._definitions:
            definition = self._regime.definitions[name]
            work = constant(value=False)
            if definition.force.holds(self._on):
                work = self._but(definition.when, definition.unless)
            self._definitions[name] = remembered("definition", name, work)
        return self._definitions[name]

    def _but(self, when: Expression, unless: Expression) -> Evaluate:
        parts = [self._expression(when), negation(self._expression(unless))]
        return conjunction(parts)

    def _entry(self, name: str) -> Evaluate:
        if name not in self._entries:
            entry = self._regime.entries[name]
            work = constant(value=False)
            if entry.force.holds(self._on):
                work = self._fit(entry)
            self._entries[name] = remembered("entry", name, work)
        return self._entries[name]

    def _fit(self, entry: Entry) -> Evaluate:
        when = (
            constant(value=False)
            if entry.when is None
            else self._expression(entry.when)
        )
        unless = self._expression(entry.unless)
        by_facts = conjunction([when, negation(unless)])
        shown = certainly(by_facts)
        standing = standing_of(entry)
        self._parts[entry.id] = EntryParts(
            by_facts=by_facts, unless=unless, standing=standing
        )
        fitting = Test(key=(FITS, entry.id), passes=bool)

        claimed = self._claimed(entry.id)

        def fits(evaluation: Evaluation) -> Residue:
            if evaluation.general:
                return evaluation.interner.atom(FITS, fitting)
            if evaluation.symbolic:
                interner = evaluation.interner
                kept = interner.negation(unless(evaluation))
                as_claimed = interner.conjunction([claimed(evaluation), kept])
                return interner.disjunction([by_facts(evaluation), as_claimed])
            stands = standing(evaluation.claim)
            if stands is Standing.CLAIMED:
                return unless(evaluation) is not True
            return (by_facts if stands is Standing.BY_FACTS else shown)(evaluation)

        return fits

    def _claimed(self, entry: str) -> Evaluate:
        test = Test(key=(Comparator.IS, entry), passes=lambda value: value == entry)
        return atom(self._regime.header.claims[0], test)

    def _fits_any(self, names: tuple[str, ...]) -> Evaluate:
        """Whether the item fits one of some entries; made once for the same entries."""
        if names not in self._fitting:
            self._fitting[names] = self._fits_one_of(names)
        return self._fitting[names]

    def _fits_one_of(self, names: tuple[str, ...]) -> Evaluate:
        known = {one for name in names for one in self._under.get(name, ())}
        wanted = [self._entry(one) for one in sorted(known)]
        by_entry = disjunction(wanted)
        own = set(self._regime.entries)

        def heads(claim: object) -> bool:
            """A claimed heading whose paragraphs alone are in the package."""
            return (
                isinstance(claim, Claim)
                and claim.sort is ClaimSort.ENTRY
                and claim.entry not in own
                and any(covers(name, claim.entry) for name in names)
            )

        headed = Test(key=(HEADING, names), passes=heads)

        def fits(evaluation: Evaluation) -> Residue:
            if evaluation.general:
                interner = evaluation.interner
                above = interner.atom(HEADING, headed)
                return interner.disjunction([above, by_entry(evaluation)])
            return True if heads(evaluation.claim) else by_entry(evaluation)

        return fits

    def _expression(self, expression: Expression) -> Evaluate:
        match expression:
            case AllOf(parts=parts):
                made = conjunction([self._expression(part) for part in parts])
            case AnyOf(parts=parts):
                made = disjunction([self._expression(part) for part in parts])
            case Not(part=part):
                made = negation(self._expression(part))
            case Always(value=value):
                made = constant(value=value)
            case OnOrAfter(day=day):
                made = constant(value=self._on >= day)
            case Before(day=day):
                made = constant(value=self._on < day)
            case DefinitionHolds(name=name):
                made = self._definition(name)
            case RuleFires(rule=name):
                rule = self._rule(name)
                made = constant(value=False) if rule is None else rule.fires
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
