"""``licet regime publish``: the same package and day give the same files."""

import json
from pathlib import Path

import pytest
import typer
from tests.regimes.small import FILES
from typer.testing import CliRunner, Result

from licet.cli import regime as command
from licet.kernel import ImpossibleDateError
from licet.regimes import UnknownRegimeError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "law" / "test" / "small"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return tmp_path / "law"


def run(*args: str) -> Result:
    app = typer.Typer()
    command.register(app)
    return CliRunner().invoke(app, ["regime", "publish", *args])


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_rules_are_written_as_pages_and_as_data(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(str(out), "--root", str(root))
    assert result.exit_code == 0
    assert "test/small: 2026-07-31" in result.output
    index = json.loads((out / "index.json").read_text("utf-8"))
    assert index["packages"][0]["guidance"] == "test/small/guidance.json"
    data = json.loads((out / "test/small/guidance.json").read_text("utf-8"))
    assert data["on"] == "2026-07-31"
    assert not list(out.rglob("*.part"))


def test_the_same_package_and_day_give_the_same_bytes_and_another_day_others(
    root: Path, tmp_path: Path
) -> None:
    (root / "test/small/CHANGES.md").write_text("# Changes\n\nA first note.\n", "utf-8")
    day = ("--root", str(root), "--on", "2024-03-14", "--json")
    first = run(str(tmp_path / "a"), "test/small", *day)
    assert json.loads(first.output)["packages"]["test/small"]["on"] == "2024-03-14"
    run(str(tmp_path / "b"), *day)
    run(str(tmp_path / "c"), "--root", str(root))
    assert _files(tmp_path / "a") == _files(tmp_path / "b")
    assert _files(tmp_path / "a") != _files(tmp_path / "c")
    assert b"A first note." in _files(tmp_path / "a")["test/small/changes.html"]


def test_an_unknown_package_and_an_impossible_day_write_nothing(
    root: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    unknown = run(str(out), "xx/none", "--root", str(root))
    assert isinstance(unknown.exception, UnknownRegimeError)
    impossible = run(str(out), "--on", "2026-02-30", "--root", str(root))
    assert isinstance(impossible.exception, ImpossibleDateError)
    assert not out.exists()
