"""The same plan as one SQL text: three-valued logic is SQL's own, with NULL for open."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from licet.determination.bulk.graph import (
    FALSE,
    Leaf,
    LeafSort,
    Node,
    Op,
    Ref,
    needed,
)
from licet.determination.bulk.outcome import OUTCOMES, UNSETTLED
from licet.determination.bulk.plan import Plan
from licet.determination.bulk.question import CLAIM, ORDERS
from licet.determination.model import OutcomeKind
from licet.facts import FactKind, FactTerm
from licet.regimes import Comparator, covers, in_words

SORT: Final = f"{CLAIM}.sort"
ENTRY: Final = f"{CLAIM}.entry"
BETWEEN: Final = "|"
_SIGNS: Final = {
    Comparator.AT_LEAST: ">=",
    Comparator.AT_MOST: "<=",
    Comparator.ABOVE: ">",
    Comparator.BELOW: "<",
}
_TYPES: Final = {
    FactKind.BOOLEAN: "BOOLEAN",
    FactKind.NUMBER: "DECIMAL",
    FactKind.INTEGER: "DECIMAL",
    FactKind.CHOICES: "VARCHAR[]",
    FactKind.TEXTS: "VARCHAR[]",
}
_HEAD: Final = """-- {title}
-- {package}, version {digest}, law of {day}.
-- NULL is open: unknown, disputed, or nobody speaks of it. Each fact F has beside it F:state,
-- 0 open, 1 known, 2 does not apply. Two columns say what is claimed, as Licet reads it:
-- {sort} (open, entry, candidate, unlisted, foreign) and {entry}.
-- Each row of table {table} gives one row: outcome and possible as the numbers below.
{outcomes}
"""


def sql_of(plan: Plan, *, table: str = "facts") -> str:
    """A plan as one SQL text in the dialect of DuckDB.

    Args:
        plan: The package and day.
        table: The table of facts; its columns are named in the text's head.

    Returns:
        A SELECT that gives, for each row, ``row``, ``outcome``, ``possible``,
        ``reasons``, ``exception`` and ``entries``.
    """
    numbers = needed(plan.graph, _wanted(plan))
    levels = _levels(plan, numbers)
    texts = [_head(plan, table, numbers), "WITH"]
    source = table
    for depth, level in enumerate(levels):
        texts += [f"level{depth} AS (", "  SELECT *"]
        texts += [line for number in level for line in _column(plan, number)]
        texts += [f"  FROM {source}", "),"]
        source = f"level{depth}"
    return "\n".join([*texts, *_end(plan, source)]) + "\n"


def sql_type(term: FactTerm | None) -> str:
    """The type of a fact's column."""
    return "VARCHAR" if term is None else _TYPES.get(term.kind, "VARCHAR")


def _wanted(plan: Plan) -> list[Ref]:
    lifting = [one.holds for one in plan.lifting]
    every = (*plan.deciding(), *plan.reasons.values(), *lifting)
    return list(dict.fromkeys((*every, *plan.entries.values())))


def _levels(plan: Plan, numbers: Iterable[int]) -> list[list[int]]:
    """The nodes by how deep they lie: each level reads only those before it."""
    depth: dict[int, int] = {}
    levels: list[list[int]] = []
    for number in numbers:
        parts = plan.graph.nodes[number].parts
        depth[number] = 1 + max((depth[part >> 1] for part in parts), default=-1)
        while len(levels) <= depth[number]:
            levels.append([])
        levels[depth[number]].append(number)
    return levels


def _head(plan: Plan, table: str, numbers: Iterable[int]) -> str:
    regime = plan.regime
    nodes = [plan.graph.nodes[number] for number in numbers]
    read = {node.leaf.column for node in nodes if node.leaf is not None} - {CLAIM}
    lines = [
        *(f"--   {place} {kind}" for place, kind in enumerate(OUTCOMES)),
        f"-- Columns of {table}: row, {SORT}, {ENTRY}, and",
        *(f"--   {path} {sql_type(regime.facts.get(path))}" for path in sorted(read)),
    ]
    return _HEAD.format(
        title=in_words(regime.header.title),
        package=regime.header.id,
        digest=regime.digest,
        day=plan.on.isoformat(),
        sort=SORT,
        entry=ENTRY,
        table=table,
        outcomes="\n".join(lines),
    ).rstrip()


def _column(plan: Plan, number: int) -> Iterator[str]:
    node = plan.graph.nodes[number]
    for name in plan.graph.names.get(number, ()):
        yield f"    -- n{number}: {name}"
    yield f"    , {_expression(plan, node)} AS n{number}"


def _expression(plan: Plan, node: Node) -> str:
    if node.leaf is not None:
        return _leaf(node.leaf, plan.regime.facts.get(node.leaf.column))
    if node.op is Op.TRUE:
        return "TRUE"
    if node.op is Op.SHOWN:
        return f"COALESCE({_ref(node.parts[0])}, FALSE)"
    if all(part & 1 for part in node.parts):
        return f"NOT ({' OR '.join(_ref(part ^ 1) for part in node.parts)})"
    return f"({' AND '.join(map(_ref, node.parts))})"


def _ref(ref: Ref) -> str:
    return f"NOT n{ref >> 1}" if ref & 1 else f"n{ref >> 1}"


def quoted(name: str) -> str:
    """A column's name in quotation marks."""
    return '"' + name.replace('"', '""') + '"'


def _leaf(leaf: Leaf, term: FactTerm | None) -> str:
    if leaf.sort is LeafSort.CLAIM:
        return _claim(leaf)
    state = quoted(f"{leaf.column}:state")
    if leaf.sort is LeafSort.RECORDED:
        return f"({state} = 1)"
    test = _test(leaf, sql_type(term))
    return f"CASE {state} WHEN 0 THEN NULL WHEN 2 THEN FALSE ELSE {test} END"


def _test(leaf: Leaf, kind: str) -> str:
    name, (asked, wanted) = quoted(leaf.column), leaf.key
    several = wanted if isinstance(wanted, frozenset | tuple) else (wanted,)
    fitting = sorted(
        {_literal(one) for one in several if _fits(one, kind.removesuffix("[]"))}
    )
    listed = kind.endswith("[]")
    if not fitting or listed is not (leaf.sort is LeafSort.HOLDS):
        return "FALSE"
    if listed:
        return " OR ".join(f"list_contains({name}, {one})" for one in fitting)
    if asked in ORDERS:
        return f"{name} {_SIGNS[Comparator(str(asked))]} {fitting[0]}"
    if len(fitting) == 1:
        return f"{name} = {fitting[0]}"
    return f"{name} IN ({', '.join(fitting)})"


def _fits(value: object, kind: str) -> bool:
    if kind == "BOOLEAN":
        return isinstance(value, bool)
    if kind == "DECIMAL":
        return isinstance(value, int | Decimal) and not isinstance(value, bool)
    return isinstance(value, str)


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | Decimal):
        return format(Decimal(value), "f")
    return "'" + str(value).replace("'", "''") + "'"


def _claim(leaf: Leaf) -> str:
    sorts, pairs = leaf.key
    by_sort: dict[str, list[str]] = {}
    for sort, entry in sorted(pairs):  # type: ignore[call-overload]  # a set of pairs
        by_sort.setdefault(sort, []).append(_literal(entry))
    tests = [
        f"({quoted(SORT)} = '{sort}' AND {quoted(ENTRY)} IN ({', '.join(entries)}))"
        for sort, entries in by_sort.items()
    ]
    tests += [f"{quoted(SORT)} = '{sort}'" for sort in sorted(sorts)]  # type: ignore[call-overload]  # a set of sorts
    return f"({' OR '.join(tests)})" if tests else "FALSE"


def _may(ref: Ref) -> str:
    return f"COALESCE({_ref(ref)}, TRUE)"


def _may_not(ref: Ref) -> str:
    return f"NOT COALESCE({_ref(ref)}, FALSE)"


def _possible(plan: Plan) -> dict[str, str]:
    """For each outcome, when it is left possible; see ``outcome``."""
    inside = _may_not(plan.outside)
    below = f"{inside} AND {_may_not(plan.forbidden)}"
    asked = f"{below} AND {_may(plan.required)}"
    free = f"{below} AND {_may_not(plan.required)}"
    return {
        "not_subject": f"{_may(plan.outside)} AND {_may_not(plan.beyond)}",
        "not_controlled": f"{free} AND {_may_not(plan.listed)}",
        "no_authorisation_required": f"{free} AND {_may(plan.listed)}",
        "covered": f"{asked} AND {_may(plan.lifted)}",
        "authorisation_required": f"{asked} AND {_may_not(plan.lifted)}",
        "prohibited": f"{inside} AND {_may(plan.forbidden)}",
        "unsettled": "FALSE",
        "conflict": f"{_may(plan.outside)} AND {_may(plan.beyond)}",
    }


def _end(plan: Plan, source: str) -> list[str]:
    possible = _possible(plan)
    freed = "may_covered OR may_no_authorisation_required OR may_not_controlled"
    foreign = f"{_ref(plan.foreign)} AND ({freed})"
    bits = [
        f"CASE WHEN may_{kind} THEN {1 << place} ELSE 0 END"
        for place, kind in enumerate(OUTCOMES)
        if kind is not OutcomeKind.AUTHORISATION_REQUIRED
    ]
    place = OUTCOMES.index(OutcomeKind.AUTHORISATION_REQUIRED)
    asked = f"CASE WHEN may_authorisation_required OR ({foreign}) THEN {1 << place} ELSE 0 END"
    only = [
        f"WHEN {1 << place} THEN {place}"
        for place in range(len(OUTCOMES))
        if place != UNSETTLED
    ]
    return [
        "may AS (",
        "  SELECT *",
        *(f"    , {test} AS may_{kind}" for kind, test in possible.items()),
        f"  FROM {source}",
        "),",
        "summed AS (",
        f"  SELECT *, {' + '.join([*bits, asked])} AS possible",
        "  FROM may",
        ")",
        "SELECT row",
        f"  , CASE possible {' '.join(only)} ELSE {UNSETTLED} END AS outcome",
        "  , possible",
        f"  , {_joined([(ref, name) for name, ref in plan.reasons.items()])} AS reasons",
        f"  , {_first(plan)} AS exception",
        f"  , {_entries(plan)} AS entries",
        "FROM summed",
    ]


def _joined(named: list[tuple[Ref, str]]) -> str:
    parts = [
        f"CASE WHEN {_ref(ref)} THEN {_literal(name + BETWEEN)} ELSE '' END"
        for ref, name in named
        if ref != FALSE
    ]
    return " || ".join(parts) or "''"


def _first(plan: Plan) -> str:
    whens = [
        f"WHEN {_ref(one.holds)} THEN {_literal(one.symbols[0])}"
        for one in plan.lifting
    ]
    return f"CASE {' '.join(whens)} ELSE '' END" if whens else "''"


def _entries(plan: Plan) -> str:
    """The narrowest entries that certainly fit."""
    parts = []
    for name, ref in plan.entries.items():
        narrower = [
            f" AND NOT COALESCE({_ref(other)}, FALSE)"
            for below, other in plan.entries.items()
            if below != name and covers(name, below)
        ]
        test = _ref(ref) + "".join(narrower)
        parts.append(f"CASE WHEN {test} THEN {_literal(name + BETWEEN)} ELSE '' END")
    return " || ".join(parts) or "''"
