"""One determination at a time, beside rule engines that are in wide use, in the same run.

    python benchmarks/determination.py [--peers .venv-peers/bin/python] [--results benchmarks/RESULTS.md]

``trace``: checked facts to an outcome with the record of what holds, fires and is defeated,
under the ACE slice of ``us/ear``; ``trace_in_words`` the same with every word written.
``thousand_rules``: the rules of ``us/ear`` nine times over. ``open_facts``: ``us/ear`` with
25 facts unknown, each shape of facts new; ``open_shapes_again`` the same shapes once more.
``load_compile``: seconds to read and compile ``us/ear`` in a fresh process.

The peers get the same rules translated from the same formulas, with every fact known, and
numbers compared for them beforehand. They have no names for what several rules share, so it
is repeated in each: a rule set written for them by hand would be shorter and faster. A ratio above 1 always means that ours is better.
"""

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from time import process_time
from typing import Any

from licet.determination import CheckedFacts, Program, compile_regime, decide_facts
from licet.determination.domain import representatives
from licet.determination.formula import Formula, Residue, Sort
from licet.determination.generate import answer_to, general, generate
from licet.determination.leaf import ELEMENT, FITS, HEADING, RECORDED
from licet.determination.state import Claim, ClaimSort
from licet.regimes import Regime, RuleFires, RuleKind, covers, leaves, load_regime

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-peers" / "bin" / "python"
MARKS = ("<!-- determination -->", "<!-- /determination -->")
ON = date(2026, 7, 31)
SLICE = ("4A005", "4D004", "4E001", "5A001.j", "5B001", "5D001", "5E001")
SEED = 20260731
CASES = 400
SECONDS = 2
OPEN = 25
UNMEASURED = "openfisca-core answers arrays of cases and gives no trace of one"


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
        for number in range(8)
        for name, rule in regime.rules.items()
    }
    return replace(regime, rules={**regime.rules, **rules})


def cases(program: Program, *, number: int, unknown: int = 0) -> list[CheckedFacts]:
    """Random cases of which all but some facts are known; the entry is always claimed."""
    chance = random.Random(SEED)  # noqa: S311  # a fixed sample
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


def once_each(program: Program, some: list[CheckedFacts]) -> float:
    start = process_time()
    for one in some:
        _ = decide_facts(program, one).kind
    return len(some) / (process_time() - start)


def warm(program: Program) -> Program:
    """The program with its code written, as after a few determinations."""
    for one in cases(program, number=20):
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
    cedarpy.is_authorized(asks[0], given["cedar"], [])
    out["cedarpy"] = rate(lambda a: cedarpy.is_authorized(a, given["cedar"], []), asks)
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


def load_compile() -> float:
    """Processor seconds to read and compile ``us/ear`` in a fresh process."""
    code = (
        "import time; from datetime import date; from licet.regimes import load_regime; "
        "from licet.determination import compile_regime; a = time.process_time(); "
        "compile_regime(load_regime('us/ear'), on=date(2026, 7, 31)); print(time.process_time() - a)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return float(done.stdout)


def _measure(
    name: str, value: float, unit: str, beside: dict[str, Any], limit: float
) -> dict[str, Any]:
    theirs = {key: one for key, one in beside.items() if isinstance(one, float)}
    return {
        "name": name,
        "ours": round(value, 2),
        "unit": unit,
        "peers": {key: round(one, 1) for key, one in theirs.items()},
        "ratios": {key: round(value / one, 2) for key, one in theirs.items()},
        "missing": {key: one for key, one in beside.items() if key not in theirs},
        "limit": limit,
    }


def measures(peers_python: Path | None) -> list[dict[str, Any]]:
    """Every measure; without the peers' interpreter, without peers."""
    return list(_measures(peers_python))


def _measures(peers_python: Path | None) -> Iterator[dict[str, Any]]:
    regime = load_regime("us/ear")
    ace = warm(compile_regime(ace_slice(regime), on=ON))
    some = cases(ace, number=CASES)
    beside = peers(peers_python, ace, some[:50]) | {"openfisca-core": UNMEASURED}
    yield _measure(
        "trace",
        per_second(lambda one: decide_facts(ace, one).kind, some),
        "cases/s",
        beside,
        50_000,
    )
    written = per_second(lambda one: decide_facts(ace, one).rules, some)
    yield _measure("trace_in_words", written, "cases/s", beside, 0)
    large = warm(compile_regime(nine_times(regime), on=ON))
    rate = per_second(
        lambda one: decide_facts(large, one).kind, cases(large, number=CASES)
    )
    yield _measure("thousand_rules", rate, "cases/s", {}, 5_000)
    whole = warm(compile_regime(regime, on=ON))
    unknown = cases(whole, number=CASES // 4, unknown=OPEN)
    yield _measure("open_facts", once_each(whole, unknown), "cases/s", {}, 5_000)
    yield _measure("open_shapes_again", once_each(whole, unknown), "cases/s", {}, 5_000)
    yield _measure("load_compile", load_compile(), "s", {}, 2)


def table(document: list[dict[str, Any]]) -> str:
    """The section of RESULTS.md."""
    lines = [
        MARKS[0],
        "## Determination",
        "",
        "Made by `python benchmarks/determination.py --results benchmarks/RESULTS.md`. Processor seconds of",
        "a shared machine: read the ratios. The head of that file says what each measure is.",
        "",
        "| measure | goal | ours | unit | peers | ratios |",
        "| --- | --- | --- | --- | --- | --- |",
        *(
            f"| {one['name']} | {one['limit'] or ''} | {one['ours']} | {one['unit']} | {_pairs(one['peers'])} | {_pairs(one['ratios'])} |"
            for one in document
        ),
        "",
        *(
            f"Not measured: {key}, {why}."
            for key, why in document[0]["missing"].items()
        ),
        MARKS[1],
    ]
    return "\n".join(lines)


def _pairs(row: dict[str, float]) -> str:
    return ", ".join(f"{key} {value}" for key, value in row.items())


def write_section(path: Path, section: str) -> None:
    """Put the section in the place of the old one, or at the end."""
    text = path.read_text("utf-8") if path.exists() else "# Results\n"
    before, mark, rest = text.partition(MARKS[0])
    after = rest.partition(MARKS[1])[2] if mark else "\n"
    path.write_text(f"{before.rstrip()}\n\n{section}\n{after.lstrip()}", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, default=PEERS)
    parser.add_argument("--results", type=Path)
    given = parser.parse_args()
    document = measures(given.peers)
    if given.results:
        write_section(given.results, table(document))
    json.dump({"name": "determination", "measures": document}, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
