"""The band allocates work. No gate, no ground and no letter may know it."""

import ast
import re

import pytest
from tests.architecture.house import ROOT, SOURCE, modules, place, tree

# Where a grant is refused, a ground is chosen, a decision is drafted, signed or told.
DECIDING = (
    "decision",
    "licence",
    "web/casework/decision/gate.py",
    "web/casework/services/decisions.py",
    "web/casework/services/papers.py",
    "web/casework/services/licence_course.py",
    "web/casework/services/licences.py",
    "web/casework/services/appeals.py",
    "web/casework/services/appeal_effects.py",
    "web/casework/services/appeal_hearing.py",
    "web/casework/services/appeal_ruling.py",
    "web/casework/letters",
    "web/casework/models/decision.py",
)
NAMES = re.compile(
    r"RiskRecord|RiskView|risk_of|newest_risks|risk_records|\bweighed\b|band_low|band_high|\bbands?\b"
)


@pytest.mark.parametrize("part", DECIDING)
def test_nothing_that_decides_reads_the_band(part: str) -> None:
    path = SOURCE / part
    files = [path] if path.suffix else sorted(path.rglob("*.py"))
    assert files
    found = [
        f"{place(file)}: {word.group(0)}"
        for file in files
        for word in NAMES.finditer(file.read_text("utf-8"))
    ]
    assert found == []


def test_a_band_is_no_rule_condition_and_no_fact() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((SOURCE / "law").rglob("*.yaml"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\bfact: risk\.|\bfact: case\.band", line)
    ]
    assert found == []


def test_no_float_weighs() -> None:
    found = [
        place(path, node)
        for path in modules("risk")
        if "destination" not in path.parts
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    assert found == []
