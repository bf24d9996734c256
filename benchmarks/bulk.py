"""Three-valued determinations in bulk: rows a second of one core, beside DuckDB on the same plan.

``python benchmarks/bulk.py`` prints one JSON document. The law is the part of ``us/ear`` that
decides licence exception ACE: its entries, the national security requirements, the exception
with its bars, and the country groups and definitions they rest on. Facts are encoded
beforehand, one small integer each; one in eight is open. Out comes one outcome code a row.
"""

import json
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from licet.determination.bulk import (
    OUTCOMES,
    Caseload,
    encode,
    outcomes,
    plan_of,
    run_sql,
)
from licet.determination.bulk.columns import Column, narrow
from licet.facts import FactKind, FactTerm, Value
from licet.kernel import territories
from licet.regimes import (
    DefinitionHolds,
    Regime,
    Rule,
    RuleFires,
    RuleKind,
    covers,
    leaves,
    load_regime,
)

ROWS = 1 << 21
SQL_ROWS = 1 << 15
ROUNDS = 5
GOAL = 20_000_000
HEADINGS = ("4A005", "4D004", "4E001", "5A001.j", "5B001", "5D001", "5E001")
SEED = 20260731


def ace() -> Regime:
    """The part of us/ear that decides licence exception ACE."""
    whole = load_regime("us/ear")
    entries = {
        name: one
        for name, one in whole.entries.items()
        if any(covers(heading, name) for heading in HEADINGS)
    }
    rules = {
        name: one
        for name, one in whole.rules.items()
        if (one.kind is RuleKind.REQUIREMENT and one.reason == "NS")
        or one.symbol == "ACE"
        or (one.kind is RuleKind.BAR and one.bars_symbol("ACE"))
    }
    pending = list(rules.values())
    while pending:  # what they look at, through definitions
        for name in _rules_read(pending.pop(), whole):
            if name not in rules:
                rules[name] = whole.rules[name]
                pending.append(rules[name])
    return replace(whole, entries=entries, rules=rules)


def _rules_read(rule: Rule, law: Regime) -> list[str]:
    pending, seen, found = [rule.when, rule.unless], set[str](), []
    while pending:
        for leaf in leaves(pending.pop()):
            if isinstance(leaf, RuleFires):
                found.append(leaf.rule)
            elif isinstance(leaf, DefinitionHolds) and leaf.name not in seen:
                seen.add(leaf.name)
                one = law.definitions[leaf.name]
                pending += [one.when, one.unless]
    return found


def values_of(term: FactTerm | None, law: Regime, path: str) -> list[Value]:
    """Values that rules can tell apart, and some that they cannot."""
    if path in law.header.claims:
        return [*law.entries, "EAR99"]
    if term is None or term.kind is FactKind.TEXT:
        return ["one", "another"]
    found: dict[FactKind, list[Value]] = {
        FactKind.BOOLEAN: [False, False, False, True],
        FactKind.COUNTRY: list(territories()),
        FactKind.NUMBER: list(range(0, 101, 5)),
        FactKind.INTEGER: list(range(0, 101, 5)),
        FactKind.DATE: ["2022-03-06", "2022-03-07", "2026-07-31"],
        FactKind.CHOICE: list(term.choices),
        FactKind.CHOICES: [(), *((one,) for one in term.choices)],
        FactKind.TEXTS: [(), ("one",)],
    }
    return found[term.kind]


def caseload(law: Regime, rows: int, *, known: float = 0.875) -> Caseload:
    """Random rows in which every fact of the vocabulary is known with some chance."""
    chance = np.random.default_rng(SEED)
    columns = {}
    for path in sorted({*law.facts, *law.header.claims}):
        table = (None, *values_of(law.facts.get(path), law, path))
        codes = chance.integers(1, max(len(table), 2), rows, dtype=np.int32)
        codes[chance.random(rows) > known] = 0
        columns[path] = Column(codes=narrow(codes, len(table)), table=table)
    return Caseload(
        ids=tuple(map(str, range(rows))),
        case=np.arange(rows, dtype=np.int32),
        item=np.zeros(rows, np.int32),
        columns=columns,
    )


def measures(_peers: Path | None) -> list[dict[str, Any]]:
    """The measure ``bulk``, for ``licet bench determination``."""
    law = ace()
    plan = plan_of(law, on=law.header.version)
    columns = encode(plan, caseload(law, ROWS))
    times = []
    for _ in range(ROUNDS):
        begun = process_time()
        found = outcomes(plan, columns, ROWS)
        times.append(process_time() - begun)
    ours = ROWS / min(times)
    few = encode(plan, caseload(law, SQL_ROWS))
    begun = perf_counter()
    rows = run_sql(plan, few, SQL_ROWS)
    theirs = SQL_ROWS / (perf_counter() - begun)
    same = outcomes(plan, few, SQL_ROWS).tolist() == [row[1] for row in rows]
    if not same:
        raise SystemExit("numpy and SQL do not agree")
    peers = {"goal": float(GOAL), "duckdb": theirs}
    return [
        {
            "name": "bulk",
            "ours": round(ours),
            "unit": "rows/s",
            "peers": {name: round(value) for name, value in peers.items()},
            "ratios": {name: round(ours / value, 2) for name, value in peers.items()},
            "limit": 1,
            "rules": len(plan.fires),
            "nodes": len(plan.graph.nodes),
            "shares": {
                str(kind): round(float(np.mean(found == place)), 3)
                for place, kind in enumerate(OUTCOMES)
            },
        }
    ]


if __name__ == "__main__":
    print(json.dumps({"name": "bulk", "measures": measures(None)}, indent=1))
