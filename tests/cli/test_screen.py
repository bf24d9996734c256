"""``licet screen``: names, files of names, and the benchmark run."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.screening import invented_lists, sync


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def listed(state: Path) -> None:
    now = datetime.now(UTC)  # noqa: TID251  # the command itself reads the clock
    sync(invented_lists(), state, at=now)


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(build_app(), ["screen", *words])
    if isinstance(result.exception, InputError):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.usefixtures("listed")
def test_hits_come_with_their_reasons() -> None:
    code, out, err = run("Quorwex Intrusion Systems", "Wilhelmina Parsnip Bakeries")
    assert code == 0
    assert "Quorwex Intrusion Systems: 1 hit\n" in out
    assert "quorwex" in out
    assert "Wilhelmina Parsnip Bakeries: 0 hits" in out
    assert err == ""


@pytest.mark.usefixtures("listed")
def test_the_json_form_is_one_document() -> None:
    code, out, _ = run("Quorvex", "--json", "--limit", "1")
    document = json.loads(out)
    assert code == 0
    assert document["fresh"] is True
    assert document["results"][0]["hits"][0]["programs"][0] == "entity_list"
    assert set(document["lists"]) == {"un_sc", "us_csl", "us_ofac_sdn"}


@pytest.mark.usefixtures("listed")
def test_an_older_algorithm_answers_beside_the_new_one() -> None:
    for algorithm in ("v1", "v2"):
        document = json.loads(run("Quorvex", "--json", "--algorithm", algorithm)[1])
        assert document["algorithm"] == algorithm
        assert document["results"][0]["hits"][0]["algorithm"] == algorithm
    with pytest.raises(InputError, match="Known: v1, v2"):
        run("Quorvex", "--algorithm", "v9")


def test_stale_lists_are_said_on_standard_error(state: Path) -> None:
    sync(invented_lists(), state, at=datetime(2020, 1, 1, tzinfo=UTC))
    assert "older than a week" in run("Quorvex")[2]


@pytest.mark.usefixtures("listed")
def test_a_file_of_names_is_screened_with_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "parties.csv"
    path.write_text("name,kind,country,birth_date\nDmitar Voskranev,person,RU,1950\n")
    _, out, _ = run("--file", str(path))
    assert "the birth date differs" in out
    path.write_text("name\nQuorvex\n")
    assert "Quorvex: 1 hit" in run("--file", str(path))[1]


@pytest.mark.usefixtures("listed")
def test_a_bad_file_of_names_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "parties.csv"
    with pytest.raises(InputError, match="cannot be read"):
        run("--file", str(path))
    path.write_text("title\nx\n")
    with pytest.raises(InputError, match="line 1 has no column `name`"):
        run("--file", str(path))
    path.write_text("name,kind\nx,robot\n")
    with pytest.raises(InputError, match="line 2: 'robot' is no kind of party"):
        run("--file", str(path))
    with pytest.raises(InputError, match="Nobody to screen"):
        run()


def test_without_lists_screening_is_unavailable() -> None:
    code, _, err = run("Quorvex")
    assert code == 4
    assert "licet lists sync" in err


def test_the_benchmark_run_writes_hits_and_measures(tmp_path: Path) -> None:
    entities = tmp_path / "e.jsonl"
    entities.write_text(
        '{"id": "a", "list": "x", "kind": "organization", "names": [["Quorvex Ltd", "primary"]]}\n'
    )
    queries = tmp_path / "q.jsonl"
    queries.write_text('{"id": "q1", "name": "Quorvex Limited", "kind": "unknown"}\n')
    out = tmp_path / "r.jsonl"
    code, printed, _ = run(
        "bench",
        "--entities",
        str(entities),
        "--queries",
        str(queries),
        "--out",
        str(out),
    )
    assert code == 0
    (line,) = [json.loads(x) for x in out.read_text().splitlines()]
    assert line["id"] == "q1"
    assert line["hits"][0][0] == "a"
    measured = json.loads(printed)
    assert measured["entities"] == measured["queries"] == 1
    assert {"build_seconds", "queries_per_second", "peak_mb"} <= measured.keys()
