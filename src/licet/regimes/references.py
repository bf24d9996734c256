"""Every name a package uses must be defined in it, and no definition may lead back to itself."""

from collections.abc import Iterable, Iterator, Mapping

from licet.regimes.expression import (
    DefinitionHolds,
    EntryFits,
    Expression,
    InGroup,
    RuleFires,
    leaves,
)
from licet.regimes.fields import Desk, near
from licet.regimes.model import ALL, LIFTING, Regime, RuleKind, covers
from licet.regimes.source import Table

Node = tuple[str, str]
Tables = Mapping[str, Mapping[str, Table]]


def check_references(desk: Desk, regime: Regime, tables: Tables) -> None:
    """Note names that are not defined, and circles."""
    for node, expressions in _expressions(regime):
        table = tables[node[0]][node[1]]
        for expression in expressions:
            _check_names(desk, regime, table, node[1], expression)
    _check_rules(desk, regime, tables.get("rules", {}))
    circle = find_circle(regime)
    if circle:
        section, name = circle[0]
        path = " -> ".join(step for _, step in circle)
        desk.wrong(
            tables[section][name],
            "id",
            name,
            f"The definition goes in a circle: {path}.",
            "Take one of the steps out; nothing may rest on itself.",
        )


def _expressions(regime: Regime) -> Iterator[tuple[Node, tuple[Expression, ...]]]:
    for name, definition in regime.definitions.items():
        yield ("definitions", name), (definition.when, definition.unless)
    for name, entry in regime.entries.items():
        own = () if entry.when is None else (entry.when,)
        yield ("entries", name), (*own, entry.unless)
    for name, rule in regime.rules.items():
        never = () if rule.never is None else (rule.never,)
        yield ("rules", name), (rule.when, rule.unless, *never)
    for name, clock in regime.clocks.items():
        yield ("clocks", name), (clock.when, clock.unless)
    for name, factor in regime.factors.items():
        read = [when for one in factor.readings for _, when in one.conditions]
        yield ("factors", name), tuple(read)


def _check_names(
    desk: Desk, regime: Regime, table: Table, about: str, expression: Expression
) -> None:
    for leaf in leaves(expression):
        match leaf:
            case InGroup(groups=groups):
                _require(desk, table, about, "group", groups, regime.groups)
            case DefinitionHolds(name=name):
                _require(desk, table, about, "definition", (name,), regime.definitions)
            case RuleFires(rule=name):
                _require(desk, table, about, "rule", (name,), regime.rules)
            case EntryFits(entries=entries):
                missing = [
                    name
                    for name in entries
                    if not any(covers(name, known) for known in regime.entries)
                ]
                _require(desk, table, about, "entry", missing, regime.entries)
            case _:
                continue


def _check_rules(desk: Desk, regime: Regime, tables: Mapping[str, Table]) -> None:
    symbols = {rule.symbol for rule in regime.rules.values() if rule.kind in LIFTING}
    reasons = {rule.reason for rule in regime.rules.values()} | {ALL}
    documents = {
        *regime.policies,
        *(
            name
            for name, rule in regime.rules.items()
            if rule.kind is RuleKind.DENIAL_POLICY
        ),
    }
    for name, rule in regime.rules.items():
        table = tables[name]
        _require(desk, table, name, "rule", rule.overrides, regime.rules)
        _require(desk, table, name, "policy", rule.policies, documents)
        barred = (rule.bars | rule.spares) - {ALL}
        _require(desk, table, name, "exception", sorted(barred), symbols)
        _require(desk, table, name, "reason", sorted(rule.lifts), reasons)


def _require(
    desk: Desk,
    table: Table,
    about: str,
    sort: str,
    names: Iterable[str],
    known: Iterable[str],
) -> None:
    defined = set(known)
    for name in names:
        if name not in defined:
            what = f"The {sort} {name!r} is not defined in the package."
            desk.wrong(table, "id", about, what, near(name, defined))


def find_circle(regime: Regime) -> list[Node]:
    """The first circle of definitions, entries and rules, or an empty list."""
    edges = {
        node: sorted(_leads_to(regime, expressions))
        for node, expressions in _expressions(regime)
    }
    for name, rule in regime.rules.items():
        for beaten in rule.overrides:
            if ("rules", beaten) in edges:
                edges["rules", beaten].append(("rules", name))
    done: set[Node] = set()
    for start in sorted(edges):
        circle = _walk(start, edges, done)
        if circle:
            return circle
    return []


def _walk(start: Node, edges: Mapping[Node, list[Node]], done: set[Node]) -> list[Node]:
    path: list[Node] = []
    pending: list[tuple[Node, bool]] = [(start, False)]
    while pending:
        node, left = pending.pop()
        if left:
            path.pop()
            done.add(node)
        elif node in path:
            return [*path[path.index(node) :], node]
        elif node not in done:
            path.append(node)
            pending.append((node, True))
            pending += [(after, False) for after in edges.get(node, ())]
    return []


def _leads_to(regime: Regime, expressions: Iterable[Expression]) -> Iterator[Node]:
    for expression in expressions:
        for leaf in leaves(expression):
            match leaf:
                case DefinitionHolds(name=name):
                    yield "definitions", name
                case RuleFires(rule=name):
                    yield "rules", name
                case EntryFits(entries=entries):
                    for entry in regime.entries:
                        if any(covers(name, entry) for name in entries):
                            yield "entries", entry
                case _:
                    continue
