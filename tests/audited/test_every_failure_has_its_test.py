"""Every failure that an audit found is named in ``failures.yaml`` and shown by its tests here."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

HERE = Path(__file__).parent
FAILURES: list[dict[str, Any]] = YAML(typ="safe").load(
    (HERE / "failures.yaml").read_text("utf-8")
)
# What no part of the tree can show yet; this list may only shrink.
WAITING = frozenset(
    {
        "workforce-unplanned",
        "checks-without-consequence",
        "targets-unmethodical",
        "controls-unevaluated",
    }
)
MODULES = {
    "GAO-25-107431": "test_gao_25_107431",
    "GAO-04-357": "test_gao_04_357",
    "OIG-26-019-A": "test_oig_26_019_a",
    "GAO-06-638": "test_gao_06_638",
    "GAO-02-203": "test_gao_02_203",
    "SIPRI on Article 5 of (EU) 2021/821": "test_sipri_article_5",
    "uktrade/lite-api": "test_lite_api",
    "Mission of Licet": "test_mission",
}


def written_in(module: str) -> dict[str, str]:
    """The tests of a module with their docstrings."""
    tree = ast.parse((HERE / f"{module}.py").read_text("utf-8"))
    return {
        one.name: ast.get_docstring(one) or ""
        for one in tree.body
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
    }


@pytest.mark.parametrize("failure", FAILURES, ids=lambda one: one["id"])
def test_a_failure_is_told_whole_and_has_its_tests(failure: dict[str, Any]) -> None:
    for part in ("source", "pinpoint", "failure", "here"):
        assert failure[part].strip()
    assert isinstance(failure["verified"], bool)
    assert isinstance(failure["year"], int)
    source = failure["source"]
    written = written_in(MODULES[source])
    assert failure["tests"]
    short = source.split(" of (EU)")[0]
    for name in failure["tests"]:
        assert written[name].startswith(short), (name, "names its source first")
    assert bool(failure.get("waits")) is (failure["id"] in WAITING)


def test_no_failure_is_named_twice_and_no_test_is_of_none() -> None:
    ids = [one["id"] for one in FAILURES]
    assert len(ids) == len(set(ids))
    for source, module in MODULES.items():
        named = [
            name for one in FAILURES if one["source"] == source for name in one["tests"]
        ]
        assert sorted(named) == sorted(written_in(module)), source
    there = {path.stem for path in HERE.glob("test_*.py")} - {Path(__file__).stem}
    assert there == set(MODULES.values())


def test_every_source_of_the_mission_is_here() -> None:
    """What the mission lists by source: five reports of GAO and one each of OIG and SIPRI."""
    sources = {one["source"] for one in FAILURES}
    reports = {one for one in sources if re.match(r"GAO|OIG|SIPRI", one)}
    assert len(reports) == 6
    assert {one["id"] for one in FAILURES} >= WAITING
