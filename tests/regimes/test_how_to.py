"""The page on changing the law is followed word for word."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.regimes import SHIPPED

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "change-the-law.md"
STEP = re.compile(
    r"In a new file `(?P<new>[^`]+)`:\n\n```yaml\n(?P<text>.*?)```"
    r"|In `(?P<old>[^`]+)`, put\n\n```yaml\n(?P<put>.*?)```\n\n"
    r"in the place of\n\n```yaml\n(?P<place>.*?)```"
    r"|```sh\n(?P<commands>.*?)```",
    re.DOTALL,
)


def _chapters() -> Iterator[tuple[str, list[re.Match[str]]]]:
    for chapter in PAGE.read_text("utf-8").split("\n## ")[1:]:
        title, _, text = chapter.partition("\n")
        steps = list(STEP.finditer(text))
        if steps:
            yield title, steps


def _edit(step: re.Match[str]) -> None:
    if step["new"]:
        Path(step["new"]).parent.mkdir(parents=True, exist_ok=True)
        Path(step["new"]).write_text(step["text"], "utf-8")
    elif step["old"]:
        text = Path(step["old"]).read_text("utf-8")
        assert text.count(step["place"]) == 1
        changed = text.replace(step["place"], step["put"])
        Path(step["old"]).write_text(changed, "utf-8")


def _runs(step: re.Match[str]) -> Iterator[tuple[str, str]]:
    for line in (step["commands"] or "").splitlines():
        program, *words = line.split()
        assert program == "licet"
        done = CliRunner().invoke(build_app(), words)
        assert done.exit_code == 0, f"{line}: {done.output}"
        yield words[1], done.output


@pytest.mark.slow
def test_every_change_of_the_page_checks_proves_and_shows_its_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("law", "before"):
        for name in ("model", "wassenaar"):
            shutil.copytree(SHIPPED / name, tmp_path / folder / name)
    monkeypatch.chdir(tmp_path)
    told: dict[str, dict[str, str]] = {}
    for title, steps in _chapters():
        for step in steps:
            _edit(step)
            told.setdefault(title, {}).update(_runs(step))
    assert len(told) == 4
    for outputs in told.values():
        assert set(outputs) == {"check", "prove", "diff"}
        assert "whole" in outputs["check"]
        assert " -> " in outputs["diff"]
    entry, country, rule, overlay = (outputs["diff"] for outputs in told.values())
    assert "added entries 4.D.9" in entry
    assert "covered -> authorisation_required" in country
    assert "covered -> authorisation_required" in rule
    assert "added rules no-tools-for-brokers" in overlay
    assert "-> prohibited" in overlay
