"""``licet bench``: one form for every benchmark, and a plain word where there is none."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from licet.cli import bench as command
from licet.kernel import InputError

MEASURES = """
def measures(peers):
    assert peers.name == "python"
    return [
        {"name": "append", "ours": 8.0, "unit": "entries/s", "peers": {"chain": 4.0}, "ratios": {"chain": 2.0}, "limit": 1},
        {"name": "size", "ours": 3, "unit": "", "peers": {}, "ratios": {}, "limit": None},
    ]
"""


def run(*args: str) -> Result:
    app = typer.Typer()
    command.register(app)
    return CliRunner().invoke(app, args)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "benchmarks").mkdir()
    python = tmp_path / ".venv-peers" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setattr(command, "ROOT", tmp_path)
    return tmp_path


def test_a_benchmark_is_told_in_the_form_that_stays(checkout: Path) -> None:
    (checkout / "benchmarks" / "ledger.py").write_text(MEASURES, "utf-8")
    told = json.loads(run("ledger", "--json").output)
    assert told["name"] == "ledger"
    assert told["measures"][0]["ratios"] == {"chain": 2.0}
    assert run("ledger").output.splitlines() == [
        "append: 8.0 entries/s; chain 4.0, ratio 2.0; at least 1",
        "size: 3",
    ]


def test_the_measures_of_determination_are_those_of_both_files(checkout: Path) -> None:
    (checkout / "benchmarks" / "determination.py").write_text(MEASURES, "utf-8")
    (checkout / "benchmarks" / "bulk.py").write_text(MEASURES, "utf-8")
    assert len(json.loads(run("determination", "--json").output)["measures"]) == 4


def test_results_are_written_into_their_own_section(checkout: Path) -> None:
    (checkout / "benchmarks" / "ledger.py").write_text(MEASURES, "utf-8")
    results = checkout / "RESULTS.md"
    run("ledger", "--results", str(results))
    first = results.read_text("utf-8")
    assert "| append | 8.0 | entries/s | chain | 4.0 | 2.0 | 1 |" in first
    results.write_text(f"{first}\n<!-- other -->kept<!-- /other -->\n", "utf-8")
    run("ledger", "--results", str(results))
    again = results.read_text("utf-8")
    assert again.count("## Ledger") == 1
    assert "<!-- other -->kept" in again


def test_a_peer_may_have_a_ratio_of_its_own_to_be_reached(checkout: Path) -> None:
    limited = MEASURES.replace('"limit": 1}', '"limit": 1, "limits": {"chain": 5}}')
    (checkout / "benchmarks" / "ledger.py").write_text(limited, "utf-8")
    results = checkout / "RESULTS.md"
    run("ledger", "--results", str(results))
    assert "| chain | 4.0 | 2.0 | 5 |" in results.read_text("utf-8")


@pytest.mark.parametrize("text", [None, "A = 1\n", "def measures(peers):\n    return []\n"], ids=["no-file", "no-measures", "nothing-measured"])  # fmt: skip
def test_where_there_is_nothing_to_measure_yet_it_says_so(
    checkout: Path, text: str | None
) -> None:
    if text is not None:
        (checkout / "benchmarks" / "graph.py").write_text(text, "utf-8")
    result = run("graph")
    assert result.exit_code == 4
    assert "nothing to measure yet for graph" in result.output


def test_a_benchmark_that_lacks_a_library_is_unavailable(checkout: Path) -> None:
    file = checkout / "benchmarks" / "replay.py"
    file.write_text("import a_library_that_is_not_there\n", "utf-8")
    result = run("replay")
    assert result.exit_code == 4
    assert "replay.py needs a_library_that_is_not_there" in result.output


def test_without_the_peers_it_says_how_to_get_them(checkout: Path) -> None:
    (checkout / ".venv-peers" / "bin" / "python").unlink()
    result = run("ledger")
    assert result.exit_code == 4
    assert "make setup-bench" in result.output


def test_without_a_checkout_it_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "ROOT", tmp_path)
    result = run("ledger")
    assert result.exit_code == 4
    assert "need a checkout" in result.output


def test_an_unknown_name_is_refused() -> None:
    assert isinstance(run("speed").exception, InputError)


def test_the_benchmarks_of_the_checkout_can_be_called() -> None:
    folder = Path(__file__).resolve().parents[2] / "benchmarks"
    for part in ("bulk", "replay", "ledger", "screening"):
        assert "def measures(" in (folder / f"{part}.py").read_text("utf-8")
