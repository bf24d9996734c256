"""A package and a day made into a flat graph, in the meaning of ``licet.determination.run``."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from licet.determination.bulk import question
from licet.determination.bulk.graph import FALSE, TRUE, Graph, Ref
from licet.determination.grounds import grounds_of
from licet.determination.state import ClaimSort
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
    Leaf,
    Not,
    OnOrAfter,
    Regime,
    Rule,
    RuleFires,
    RuleKind,
    covers,
)

_LISTS = frozenset({FactKind.CHOICES, FactKind.TEXTS})
_ELEMENTS = frozenset({Comparator.CONTAINS, Comparator.INTERSECTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """A licence form, or an exception with what must hold for it."""

    rule: str
    symbols: tuple[str, ...]
    holds: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What decides, for any number of rows.

    Attributes:
        regime: The package.
        on: The day whose law applies.
        graph: The operations.
        outside: A scope rule fires.
        beyond: A red line is reached.
        forbidden: A prohibition fires, red line or not.
        required: A requirement or catch-all fires.
        lifted: An exception or general authorisation lifts all that fire.
        listed: The item fits an entry.
        foreign: The claim names an entry that the package does not hold.
        fires: Every rule in force, by id.
        definitions: Every definition that something in force reads.
        entries: Every entry in force, in order.
        reasons: For each reason for control, whether a requirement for it fires.
        lifting: The exceptions, the one to name first first.
        forms: The licence forms that can be applied for.
    """

    regime: Regime
    on: date
    graph: Graph
    outside: Ref
    beyond: Ref
    forbidden: Ref
    required: Ref
    lifted: Ref
    listed: Ref
    foreign: Ref
    fires: Mapping[str, Ref]
    definitions: Mapping[str, Ref]
    entries: Mapping[str, Ref]
    reasons: Mapping[str, Ref]
    lifting: tuple[Available, ...]
    forms: tuple[Available, ...]

    def deciding(self) -> tuple[Ref, ...]:
        """The references that decide the outcome."""
        return (
            self.outside,
            self.beyond,
            self.forbidden,
            self.required,
            self.lifted,
            self.listed,
            self.foreign,
        )


def plan_of(regime: Regime, *, on: date) -> Plan:
    """Make a package into a plan for a day.

    Args:
        regime: The package.
        on: The day whose law applies.

    Returns:
        The plan. It says of wholly known facts what ``run`` says; where facts are open
        it may leave more outcomes possible, never fewer.
    """
    return _Builder(regime=regime, on=on, graph=Graph()).plan()


@dataclass(slots=True, kw_only=True)
class _Builder:
    regime: Regime
    on: date
    graph: Graph
    fired: dict[str, Ref] = field(default_factory=dict)
    fitting: dict[str, Ref] = field(default_factory=dict)
    defined: dict[str, Ref] = field(default_factory=dict)

    def plan(self) -> Plan:
        regime, graph = self.regime, self.graph
        in_force = [
            regime.rules[name]
            for name in sorted(regime.rules)
            if regime.rules[name].force.holds(self.on)
        ]
        fires = {rule.id: self.fires(rule) for rule in in_force}
        entries = {
            name: self.entry(name)
            for name in sorted(regime.entries)
            if regime.entries[name].force.holds(self.on)
        }
        prohibitions = [r for r in in_force if r.kind is RuleKind.PROHIBITION]
        lifting = self.lifting(in_force)
        heading = graph.leaf(
            question.claimed((ClaimSort.ENTRY, one) for one in self.headings())
        )
        return Plan(
            regime=regime,
            on=self.on,
            graph=graph,
            outside=self.any_of(r for r in in_force if r.kind is RuleKind.SCOPE),
            beyond=self.any_of(r for r in prohibitions if r.red_line),
            forbidden=self.any_of(prohibitions),
            required=self.any_of(r for r in in_force if r.kind in REQUIRING),
            lifted=graph.some(one.holds for one in lifting),
            listed=graph.some([*entries.values(), heading]),
            foreign=graph.leaf(question.claimed((), ClaimSort.FOREIGN)),
            fires=fires,
            definitions=dict(self.defined),
            entries=entries,
            reasons=self.reasons(in_force),
            lifting=lifting,
            forms=tuple(
                Available(rule=rule.id, symbols=_forms(rule), holds=fires[rule.id])
                for rule in in_force
                if rule.kind is RuleKind.AVAILABILITY
            ),
        )

    def any_of(self, rules: Iterable[Rule]) -> Ref:
        return self.graph.some(self.fires(rule) for rule in rules)

    def reasons(self, in_force: list[Rule]) -> dict[str, Ref]:
        requiring = [rule for rule in in_force if rule.kind in REQUIRING]
        return {
            reason: self.any_of(rule for rule in requiring if rule.reason == reason)
            for reason in sorted({rule.reason for rule in requiring})
        }

    def lifting(self, in_force: list[Rule]) -> tuple[Available, ...]:
        found = [rule for rule in in_force if rule.kind in LIFTING]
        found.sort(key=self.place)
        return tuple(
            Available(
                rule=rule.id,
                symbols=(rule.symbol,),
                holds=self.available(rule, in_force),
            )
            for rule in found
        )

    def place(self, rule: Rule) -> tuple[int, bool, str]:
        """Which exception is named first: as preferred, then verified, then by symbol."""
        verified = grounds_of(rule, self.regime, on=self.on).verified
        return rule.preference, not verified, rule.symbol

    def available(self, rule: Rule, in_force: list[Rule]) -> Ref:
        against = [
            other
            for other in in_force
            if (other.kind is RuleKind.BAR and other.bars_symbol(rule.symbol))
            or (other.kind in REQUIRING and not rule.lifts_reason(other.reason))
        ]
        parts = [self.fires(rule), *(self.fires(other) ^ 1 for other in against)]
        ref = self.graph.every(parts)
        return self.graph.named(ref, f"exception {rule.id} is available")

    def fires(self, rule: Rule) -> Ref:
        if not rule.force.holds(self.on):
            return FALSE
        if rule.id not in self.fired:
            own = self.but(rule.when, rule.unless)
            stronger = [
                self.fires(other) ^ 1
                for other in self.regime.rules.values()
                if rule.id in other.overrides
            ]
            ref = self.graph.every([own, *stronger])
            self.fired[rule.id] = self.graph.named(ref, f"rule {rule.id}")
        return self.fired[rule.id]

    def definition(self, name: str) -> Ref:
        if name not in self.defined:
            one = self.regime.definitions[name]
            in_force = one.force.holds(self.on)
            ref = self.but(one.when, one.unless) if in_force else FALSE
            self.defined[name] = self.graph.named(ref, f"definition {name}")
        return self.defined[name]

    def but(self, when: Expression, unless: Expression) -> Ref:
        return self.graph.every([self.expression(when), self.expression(unless) ^ 1])

    def entry(self, name: str) -> Ref:
        if name not in self.fitting:
            entry = self.regime.entries[name]
            ref = self.fits(entry) if entry.force.holds(self.on) else FALSE
            self.fitting[name] = self.graph.named(ref, f"entry {name}")
        return self.fitting[name]

    def fits(self, entry: Entry) -> Ref:
        graph = self.graph
        unless = self.expression(entry.unless)
        when = FALSE if entry.when is None else self.expression(entry.when)
        by_facts = graph.every([when, unless ^ 1])
        above = [] if entry.when is None else _above(entry.id)
        claimed = graph.leaf(question.claimed([(ClaimSort.ENTRY, entry.id)]))
        asked = graph.leaf(
            question.claimed(
                [
                    (sort, one)
                    for sort in (ClaimSort.ENTRY, ClaimSort.CANDIDATE)
                    for one in above
                    if (sort, one) != (ClaimSort.ENTRY, entry.id)
                ],
                ClaimSort.OPEN,
            )
        )
        neither = graph.every([claimed ^ 1, asked ^ 1])
        return graph.some(
            [
                graph.every([claimed, graph.shown(unless) ^ 1]),
                graph.every([asked, by_facts]),
                graph.every([neither, graph.shown(by_facts)]),
            ]
        )

    def headings(self) -> list[str]:
        """Numbers of which the package holds only paragraphs."""
        own = set(self.regime.entries)
        return sorted({above for name in own for above in _above(name)} - own)

    def fits_any(self, names: tuple[str, ...]) -> Ref:
        wanted = [
            self.entry(known)
            for known in sorted(self.regime.entries)
            if any(covers(name, known) for name in names)
        ]
        headings = [
            (ClaimSort.ENTRY, one)
            for one in self.headings()
            if any(covers(name, one) for name in names)
        ]
        if headings:
            wanted.append(self.graph.leaf(question.claimed(headings)))
        return self.graph.some(wanted)

    def expression(self, expression: Expression) -> Ref:
        match expression:
            case AllOf(parts=parts):
                return self.graph.every(self.expression(part) for part in parts)
            case AnyOf(parts=parts):
                return self.graph.some(self.expression(part) for part in parts)
            case Not(part=part):
                return self.expression(part) ^ 1
            case _:
                return self.leaf(expression)

    def leaf(self, leaf: Leaf) -> Ref:
        match leaf:
            case Always(value=value):
                ref = TRUE if value else FALSE
            case OnOrAfter(day=day):
                ref = TRUE if self.on >= day else FALSE
            case Before(day=day):
                ref = TRUE if self.on < day else FALSE
            case DefinitionHolds(name=name):
                ref = self.definition(name)
            case RuleFires(rule=name):
                ref = self.fires(self.regime.rules[name])
            case EntryFits(entries=names):
                ref = self.fits_any(names)
            case _:
                ref = self.asked(leaf)
        return ref

    def asked(self, leaf: IsKnown | KindOf | InGroup | Comparison) -> Ref:
        match leaf:
            case IsKnown(fact=fact):
                return self.graph.leaf(question.recorded(fact))
            case KindOf(kind=kind):
                return self.graph.leaf(question.kind_is(kind))
            case InGroup(fact=fact, groups=groups):
                return self.in_group(fact, groups)
            case Comparison():
                return self.comparison(leaf)
            case _:
                assert_never(leaf)

    def in_group(self, fact: str, groups: tuple[str, ...]) -> Ref:
        members = frozenset[str]().union(
            *(self.regime.groups[name].members_on(self.on) for name in groups)
        )
        if self.regime.facts[fact].kind in _LISTS:
            return self.graph.leaf(question.holds(fact, frozenset(members)))
        return self.graph.leaf(question.member(fact, members))

    def comparison(self, leaf: Comparison) -> Ref:
        if leaf.comparator not in _ELEMENTS:
            return self.graph.leaf(question.compared(leaf))
        wanted = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
        return self.graph.some(
            self.graph.leaf(question.holds(leaf.fact, frozenset({one})))
            for one in wanted
        )


def _above(entry: str) -> list[str]:
    """The entry and every heading above it."""
    parts = entry.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _forms(rule: Rule) -> tuple[str, ...]:
    value = rule.data.get("forms")
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return (str(value),)


def questions(plan: Plan) -> Iterator[str]:
    """The columns that a plan reads, in order, once."""
    seen: dict[str, None] = {}
    for node in plan.graph.nodes:
        if node.leaf is not None:
            seen.setdefault(node.leaf.column)
    yield from seen
