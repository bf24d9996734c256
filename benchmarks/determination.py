"""One determination at a time, beside rule engines that are in wide use, in the same run.

    python benchmarks/determination.py [--peers .venv-peers/bin/python]
    licet bench determination --results benchmarks/RESULTS.md

``trace``: checked facts to an outcome with the record of what holds, fires and is defeated,
under the ACE slice of ``us/ear``; ``trace_in_words`` the same with every word written.
``thousand_rules``: the rules of ``us/ear`` nine times over. ``open_facts``: ``us/ear`` with
25 facts unknown, each shape of facts new, to the outcomes really possible and the questions
that really matter; ``open_facts_ordinary`` the same where what is known is the ordinary
answer, so that more stays open; ``open_facts_in_words`` with every word written;
``open_shapes_again`` the shapes of ``open_facts`` once more. ``load_compile``: seconds to
read and compile the rules of ``us/ear`` nine times over from their files in a fresh process.
``rules_in_bulk``: known facts in columns to the rules that fire (openfisca-core) or to the
outcome, which needs all of them (ours).

The peers get the same rules translated from the same formulas, with every fact known, and
numbers compared for them beforehand. They have no names for what several rules share, so it
is repeated in each: a rule set written for them by hand would be shorter and faster. Both
read their rules once, before the clock starts. A ratio
above 1 always means that ours is better, or that the goal is reached.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from licet.determination import CheckedFacts, Program, compile_regime, decide_facts
from licet.determination.bulk import Caseload, encode, outcomes, plan_of
from licet.determination.bulk.columns import Column, narrow
from licet.determination.codewriter import general
from licet.determination.domain import representatives
from licet.determination.formula import Formula, Residue, Sort
from licet.determination.generate import answer_to, generate
from licet.determination.leaf import ELEMENT, FITS, HEADING, RECORDED
from licet.determination.state import Claim, ClaimSort
from licet.regimes import (
    Regime,
    RuleFires,
    RuleKind,
    covers,
    leaves,
    load_regime,
)
from licet.regimes.store import SHIPPED

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-peers" / "bin" / "python"
ON = date(2026, 7, 31)
SLICE = ("4A005", "4D004", "4E001", "5A001.j", "5B001", "5D001", "5E001")
SEED = 20260731
CASES = 400
NEW_SHAPES = 2_000
SECONDS = 2
OPEN = 25
ROWS = 200_000
COPIES = 8
NO_TRACE = "answers arrays of cases and gives no trace of one; see rules_in_bulk"


def ace_slice(regime: Regime) -> Regime:
    """The entries, requirements, exception and bars of licence exception ACE."""
    wanted = {
        name
        for name, rule in regime.rules.items()
        if name.startswith("ace")
        or (rule.kind is RuleKind.REQUIREMENT and rule.reason == "NS")
    }
    pending = list(wanted)
    while pending:
        rule = regime.rules[pending.pop()]
        for leaf in (*leaves(rule.when), *leaves(rule.unless)):
            if isinstance(leaf, RuleFires) and leaf.rule not in wanted:
                wanted.add(leaf.rule)
                pending.append(leaf.rule)
    entries = {
        name: entry
        for name, entry in regime.entries.items()
        if any(covers(one, name) for one in SLICE)
    }
    rules = {name: regime.rules[name] for name in sorted(wanted)}
    return replace(regime, entries=entries, rules=rules)


def nine_times(regime: Regime) -> Regime:
    """A package of more than a thousand rules."""
    rules = {
        f"{name}~{number}": replace(rule, id=f"{name}~{number}")
        for number in range(COPIES)
        for name, rule in regime.rules.items()
    }
    return replace(regime, rules={**regime.rules, **rules})


def cases(
    program: Program,
    *,
    number: int,
    unknown: int = 0,
    ordinary: float = 0,
    seed: int = SEED,
) -> list[CheckedFacts]:
    """Random cases of which all but some facts are known; the entry is always claimed.

    Args:
        program: Whose rules read the facts.
        number: How many cases.
        unknown: How many facts of each are open.
        ordinary: With what chance a known fact has its ordinary answer where it has one.
        seed: What the sample follows from.
    """
    chance = random.Random(seed)  # noqa: S311  # a fixed sample
    code, vocabulary = generate(program), program.regime.facts
    choices = {}
    for fact, tests in code.asked.items():
        single = [one.test for one in tests if one.test and ELEMENT not in one.variable]
        lists = [
            (min(map(str, one.test.members)),)
            for one in tests
            if one.test and one.test.members
        ]
        values = representatives(fact, single, vocabulary.get(fact)) if single else []
        choices[fact] = list(values) or ([(), *lists] if lists else ["on record"])
    found = []
    for _ in range(number):
        values = {fact: chance.choice(some) for fact, some in choices.items()}
        for fact in values:
            term = vocabulary.get(fact)
            said = None if term is None else term.ordinary
            if said is not None and chance.random() < ordinary:
                values[fact] = said
        for fact in chance.sample(sorted(values), unknown):
            del values[fact]
        claim = Claim(
            sort=ClaimSort.ENTRY, entry=chance.choice(sorted(program.entries))
        )
        found.append(
            CheckedFacts(view={}, values=values, claim=claim, item=0, parties={})
        )
    return found


def per_second(
    work: Callable[[CheckedFacts], object], some: list[CheckedFacts]
) -> float:
    """How many cases a core answers in a second."""
    start, done = process_time(), 0
    for number in count():
        work(some[number % len(some)])
        done += 1
        if done % 20 == 0 and process_time() - start > SECONDS:
            break
    return done / (process_time() - start)


def once_each(
    program: Program, some: list[CheckedFacts], *, in_words: bool = False
) -> float:
    """The same, each case once."""
    start = process_time()
    for one in some:
        answer = decide_facts(program, one)
        _ = answer.rules if in_words else answer.kind
    return len(some) / (process_time() - start)


def warm(program: Program) -> Program:
    """The program with its code written, as after some determinations of other cases."""
    for unknown in (0, OPEN):
        some = min(unknown, len(generate(program).reads))
        for one in cases(program, number=100, unknown=some, seed=SEED + 1):
            decide_facts(program, one)
    return program


class Translated:
    """The rules of a program for a peer: one expression for each rule."""

    def __init__(self, program: Program, *, cedar: bool) -> None:
        self.law = general(program)
        self.cedar = cedar
        self.words = ("&&", "||", "!") if cedar else (" and ", " or ", "not ")

    def text(self, residue: Residue) -> str:
        """A formula in the peer's language."""
        if isinstance(residue, bool):
            return "true" if residue else "false"
        both, either, no = self.words
        if residue.sort is Sort.NOT:
            return f"{no}({self.text(residue.parts[0])})"
        if residue.sort is not Sort.ATOM:
            joiner = both if residue.sort is Sort.ALL else either
            return f"({joiner.join(self.text(part) for part in residue.parts)})"
        return self.atom(residue)

    def atom(self, atom: Formula) -> str:
        """A test: of the entry, of membership, or one compared beforehand."""
        field = (lambda name: f"context.{name}") if self.cedar else (lambda name: name)
        key = atom.test.key if atom.test else ()
        if atom.variable == HEADING:
            return "false"
        if atom.variable == FITS:
            name = str(key[1])
            stated = f"{field('entry')} == {json.dumps(name)}"
            unless = self.text(self.law.unless[name])
            by_facts = self.text(self.law.by_facts[name])
            both, either, no = self.words
            return f"(({stated} {both} {no}({unless})) {either} {by_facts})"
        if key[0] == "group" and isinstance(key[1], frozenset):
            members = json.dumps(sorted(map(str, key[1])))
            name = field(atom.variable.replace(".", "_"))
            return (
                f"{members}.contains({name})"
                if self.cedar
                else f"({name} in {members})"
            )
        return field(f"test{atom.number}")

    def context(self, case: CheckedFacts, tests: list[Formula]) -> dict[str, object]:
        """A case as the peer reads it."""
        found: dict[str, object] = {"entry": case.claim.entry}
        for one in tests:
            fact = one.variable.partition(ELEMENT)[0]
            value = case.values[fact]
            found[f"test{one.number}"] = answer_to(one, value)
            if isinstance(value, str) and not one.variable.endswith(RECORDED):
                found[fact.replace(".", "_")] = value
        return found


class Arrays(Translated):
    """The same as expressions over arrays; membership, too, is compared beforehand."""

    def __init__(self, program: Program, *, cedar: bool) -> None:
        super().__init__(program, cedar=cedar)
        self.words = (" & ", " | ", "~")
        self.places = {name: place for place, name in enumerate(program.entries)}

    def text(self, residue: Residue) -> str:
        """A formula; what is always the same is so for every row."""
        if isinstance(residue, bool):
            return f"np.bool_({residue})"
        return super().text(residue)

    def atom(self, atom: Formula) -> str:
        """A test: of the entry, or one compared beforehand."""
        if atom.variable == HEADING:
            return "np.bool_(False)"
        if atom.variable != FITS:
            return f"test{atom.number}"
        name = str(atom.test.key[1]) if atom.test else ""
        unless = self.text(self.law.unless[name])
        by_facts = self.text(self.law.by_facts[name])
        return f"(((entry == {self.places[name]}) & ~({unless})) | {by_facts})"

    def context(self, case: CheckedFacts, tests: list[Formula]) -> dict[str, object]:
        """A case with its entry by number."""
        found = super().context(case, tests)
        return found | {"entry": self.places[case.claim.entry]}


THEIRS = """
import json, sys, time
given = json.load(sys.stdin)
out = {}
def rate(work, some):
    start, done = time.process_time(), 0
    while True:
        work(some[done % len(some)])
        done += 1
        if done % 20 == 0 and time.process_time() - start > given["seconds"]:
            return done / (time.process_time() - start)
try:
    import zen
    decision = zen.ZenEngine().create_decision(json.dumps(given["zen"]))
    decision.evaluate(given["zen_cases"][0], {"trace": True})
    out["zen-engine"] = rate(lambda c: decision.evaluate(c, {"trace": True}), given["zen_cases"])
except Exception as error:
    out["zen-engine"] = repr(error)[:200]
try:
    import cedarpy
    asks = [{"principal": 'U::"a"', "action": 'A::"b"', "resource": 'R::"c"', "context": c} for c in given["cedar_cases"]]
    policies, nobody = cedarpy.PolicySet.from_str(given["cedar"]), cedarpy.Entities.from_json_str("[]")
    cedarpy.is_authorized(asks[0], policies, nobody)
    out["cedarpy"] = rate(lambda a: cedarpy.is_authorized(a, policies, nobody), asks)
except Exception as error:
    out["cedarpy"] = repr(error)[:200]
print(json.dumps(out))
"""


def peers(
    python: Path | None, program: Program, some: list[CheckedFacts]
) -> dict[str, Any]:
    """Cases per second of each peer, or why it was not measured."""
    if python is None or not python.is_file():
        return {"zen-engine": "not installed", "cedarpy": "not installed"}
    tests = [one for row in generate(program).asked.values() for one in row]
    made = {cedar: Translated(program, cedar=cedar) for cedar in (True, False)}
    fires = {
        cedar: [each.text(one) for one in each.law.fires]
        for cedar, each in made.items()
    }
    expressions = [
        {"id": f"e{place}", "key": f"rule{place}", "value": text}
        for place, text in enumerate(fires[False])
    ]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "content": {"expressions": expressions},
        },
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    given = {
        "seconds": SECONDS,
        "zen": {"nodes": nodes, "edges": edges},
        "cedar": "\n".join(
            f"permit(principal, action, resource) when {{ {text} }};"
            for text in fires[True]
        ),
        "zen_cases": [made[False].context(one, tests) for one in some],
        "cedar_cases": [made[True].context(one, tests) for one in some],
    }
    done = subprocess.run(
        [str(python), "-c", THEIRS],
        input=json.dumps(given),
        text=True,
        check=True,
        capture_output=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def nine_times_on_disk(folder: Path) -> None:
    """The files of ``us/ear`` with every rule written out nine times under other names."""
    for path in sorted((SHIPPED / "us" / "ear").glob("*.yaml")):
        text = path.read_text("utf-8")
        found = re.search(r"^rules:\n((?:[ #].*\n|\n)*)", text, re.MULTILINE)
        for number in range(COPIES if found else 0):
            block = found[1] if found else ""
            again = re.sub(r"(?m)^(  - \{?id: [\w.-]+)", rf"\1-{number}", block)
            text = text.replace(block, block + again, 1)
        (folder / path.name).write_text(text, "utf-8")


def load_compile() -> float:
    """Processor seconds to read and compile a thousand rules in a fresh process."""
    code = (
        "import sys, time; from datetime import date; from pathlib import Path; "
        "from licet.regimes import load_package; from licet.determination import compile_regime; "
        "a = time.process_time(); law = load_package(Path(sys.argv[1])); "
        "compile_regime(law, on=date(2026, 7, 31)); assert len(law.rules) > 1000, len(law.rules); "
        "print(time.process_time() - a)"
    )
    with tempfile.TemporaryDirectory() as folder:
        nine_times_on_disk(Path(folder))
        done = subprocess.run(
            [sys.executable, "-c", code, folder], check=True, capture_output=True
        )
    return float(done.stdout)


OPENFISCA = """
import json, sys, time
import numpy as np
from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables
given = json.load(sys.stdin)
one = entities.Entity("case", "cases", "", "")
law = taxbenefitsystems.TaxBenefitSystem([one])
def variable(name, kind, work=None):
    body = {"value_type": kind, "entity": one, "definition_period": periods.DateUnit.YEAR, "label": name}
    law.add_variable(type(name, (variables.Variable,), body | ({"formula": work} if work else {})))
for name, values in given["columns"].items():
    variable(name, type(values[0]))
for name, text in given["rules"].items():
    reads = {one for one in given["columns"] if one in text}
    work = eval("lambda case, period: (lambda %s: %s)(%s)" % (
        ", ".join(sorted(reads)), text, ", ".join("case(%r, period)" % one for one in sorted(reads))))
    variable(name, bool, work)
def run():
    made = simulations.SimulationBuilder().build_default_simulation(law, given["rows"])
    for name, values in given["columns"].items():
        made.set_input(name, "2026", np.resize(np.array(values), given["rows"]))
    start = time.process_time()
    for name in given["rules"]:
        made.calculate(name, "2026")
    return given["rows"] / (time.process_time() - start)
print(json.dumps(max(run() for _ in range(3))))
"""


def openfisca(
    python: Path | None, program: Program, some: list[CheckedFacts]
) -> dict[str, Any]:
    """Rows per second of openfisca-core for the same rules, facts known and in arrays."""
    if python is None or not python.is_file():
        return {"openfisca-core": "not installed"}
    law = Arrays(program, cedar=False)
    tests = [one for row in law.law.asked.values() for one in row]
    rows = [law.context(one, tests) for one in some]
    names = ["entry", *(f"test{one.number}" for one in tests)]
    rules = {
        f"rule{place}": f"{law.text(one)}"
        for place, one in enumerate(law.law.fires)
        if not isinstance(one, bool)
    }
    columns = {name: [row[name] for row in rows] for name in names}
    given = {"rows": ROWS, "columns": columns, "rules": rules}
    done = subprocess.run(
        [str(python), "-c", OPENFISCA],
        input=json.dumps(given),
        text=True,
        check=False,
        capture_output=True,
    )
    if done.returncode:
        return {"openfisca-core": done.stderr.strip().splitlines()[-1][:200]}
    return {"openfisca-core": float(json.loads(done.stdout))}


def in_bulk(program: Program, some: list[CheckedFacts]) -> float:
    """Rows per second of ours for the same facts."""
    plan = plan_of(program.regime, on=program.on)
    facts = {fact for one in some for fact in one.values}
    claim = program.regime.header.claims[0]
    said = {fact: [one.values[fact] for one in some] for fact in facts}
    said[claim] = [one.claim.entry for one in some]
    columns = {}
    for fact, values in said.items():
        table = list(dict.fromkeys(values))
        places = np.array([table.index(one) + 1 for one in values], np.int32)
        codes = narrow(np.resize(places, ROWS), len(table) + 1)
        columns[fact] = Column(codes=codes, table=(None, *table))  # type: ignore[arg-type]  # known values
    ids = tuple(map(str, range(ROWS)))
    case, item = np.arange(ROWS, dtype=np.int32), np.zeros(ROWS, np.int32)
    load = Caseload(ids=ids, case=case, item=item, columns=columns)
    encoded = encode(plan, load)
    times = []
    for _ in range(3):
        start = process_time()
        outcomes(plan, encoded, ROWS)
        times.append(process_time() - start)
    return ROWS / min(times)


def _measure(
    name: str,
    value: float,
    unit: str,
    goal: float | None,
    beside: dict[str, Any],
) -> dict[str, Any]:
    theirs = {key: one for key, one in beside.items() if isinstance(one, float)}
    missing = {key: one for key, one in beside.items() if key not in theirs}
    if goal is not None:
        theirs = {"goal": goal, **theirs}
    less_is_better = unit == "s"
    ratios = {
        key: one / value if less_is_better else value / one
        for key, one in theirs.items()
    }
    return {
        "name": name,
        "ours": round(value, 2),
        "unit": unit,
        "peers": {key: round(one, 1) for key, one in theirs.items()},
        "ratios": {key: round(one, 2) for key, one in ratios.items()},
        "missing": missing,
        "limit": None if goal is None else 1,
    }


def measures(peers_python: Path | None) -> list[dict[str, Any]]:
    """Every measure; without the peers' interpreter, without peers."""
    return [*_traces(peers_python), *_open_facts(), *_thousand_rules()]


def _traces(peers_python: Path | None) -> Iterator[dict[str, Any]]:
    ace = warm(compile_regime(ace_slice(load_regime("us/ear")), on=ON))
    some = cases(ace, number=CASES)
    beside = peers(peers_python, ace, some[:50]) | {"openfisca-core": NO_TRACE}
    rate = per_second(lambda one: decide_facts(ace, one).kind, some)
    trace = _measure("trace", rate, "cases/s", 50_000, beside)
    yield trace | {"limits": {"cedarpy": 5, "zen-engine": 12}}
    written = per_second(lambda one: decide_facts(ace, one).rules, some)
    yield _measure("trace_in_words", written, "cases/s", None, beside)
    arrays = openfisca(peers_python, ace, some)
    yield _measure("rules_in_bulk", in_bulk(ace, some), "rows/s", None, arrays)


def _open_facts() -> Iterator[dict[str, Any]]:
    whole = warm(compile_regime(load_regime("us/ear"), on=ON))
    unknown = cases(whole, number=NEW_SHAPES, unknown=OPEN)
    rate = once_each(whole, unknown)
    yield _measure("open_facts", rate, "cases/s", 5_000, {})
    again = once_each(whole, unknown)
    yield _measure("open_shapes_again", again, "cases/s", 5_000, {})
    plain = cases(whole, number=NEW_SHAPES, unknown=OPEN, ordinary=0.95)
    rate = once_each(whole, plain)
    yield _measure("open_facts_ordinary", rate, "cases/s", None, {})
    others = cases(whole, number=CASES, unknown=OPEN, seed=SEED + 2)
    written = once_each(whole, others, in_words=True)
    yield _measure("open_facts_in_words", written, "cases/s", None, {})


def _thousand_rules() -> Iterator[dict[str, Any]]:
    large = warm(compile_regime(nine_times(load_regime("us/ear")), on=ON))
    some = cases(large, number=CASES)
    rate = per_second(lambda one: decide_facts(large, one).kind, some)
    yield _measure("thousand_rules", rate, "cases/s", 5_000, {})
    yield _measure("load_compile", load_compile(), "s", 2, {})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, default=PEERS)
    given = parser.parse_args()
    document = measures(given.peers)
    json.dump({"name": "determination", "measures": document}, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
