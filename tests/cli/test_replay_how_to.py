"""The how-to on replay says what really happens."""

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from licet.cli import regime as command

HOW_TO = (
    Path(__file__).resolve().parents[2] / "docs" / "how-to" / "replay-a-caseload.md"
)


def block(sort: str) -> str:
    found = re.search(rf"```{sort}\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)
    assert found is not None
    lines = (line.strip() for line in found[1].splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def test_the_how_to_runs_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LICET_STATE", str(tmp_path / "state"))
    monkeypatch.setattr("licet.determination.changed_outcomes", lambda *_: ())
    Path("cases.jsonl").write_text(block("json"), "utf-8")
    app = typer.Typer()
    command.register(app)
    words = block("console").split()
    assert words.pop(0) == "licet"
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0
    assert result.output.splitlines()[-1:] == block("text").splitlines()
