"""The generated pages say what the code says today."""

import importlib.util
import re
from types import ModuleType

import pytest
from tests.architecture.house import ROOT
from tests.runner import STORIES


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["cli.md", "transitions.md", "conditions.md"])
def test_a_generated_page_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs/reference" / name).read_text("utf-8")
    assert written == _generator().PAGES[name](), "run: python docs/generate.py"


def test_every_adr_has_a_decision_reasons_and_rejected_options() -> None:
    for path in sorted((ROOT / "docs/adr").glob("*.md")):
        text = path.read_text("utf-8")
        for part in ("Status:", "**Decision.**", "**Because.**", "**Rejected.**"):
            assert part in text, f"{path.name}: {part}"


def test_every_threat_names_tests_that_exist() -> None:
    text = (ROOT / "docs/threat-model.md").read_text("utf-8")
    named = set(re.findall(r"`(test_[a-z0-9_]+)`", text))
    sources = "\n".join(
        path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py")
    )
    assert named
    assert sorted(name for name in named if f"def {name}(" not in sources) == []


def test_every_story_lies_where_the_runner_tells_stories() -> None:
    mark = "pytest.mark." + "journey"
    told = [ROOT / place for place in STORIES]
    strayed = [
        path.name
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if mark in path.read_text("utf-8")
        and not any(path.is_relative_to(place) for place in told)
    ]
    assert strayed == []
