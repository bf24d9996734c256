"""``licet screen --file F --out PLACE``: what an operator sees and what lies there afterwards."""

import gzip
import json
import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from licet.bulk import BusyRunError, MixedRunError, Progress, RunFolder
from licet.cli.main import build_app
from licet.cli.screening import in_bulk
from licet.kernel import InputError
from licet.screening import invented_lists, sync

PARTIES = "id,name,kind\n1,Quorvex Intrusion Systems,organisation\n2,Wilhelmina Parsnip Bakeries,robot\n3,Sable Wind Exploit Brokers,\n"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_STATE", str(tmp_path / "state"))
    sync(invented_lists(), tmp_path / "state", at=datetime.now(UTC))  # noqa: TID251  # the command itself reads the clock
    return tmp_path / "state"


@pytest.fixture
def parties(tmp_path: Path) -> Path:
    path = tmp_path / "parties.csv"
    path.write_text(PARTIES)
    return path


def run(*words: object) -> tuple[int, str, str]:
    given = ["screen", *map(str, words)]
    result = CliRunner().invoke(build_app(), given)
    if isinstance(result.exception, InputError):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_a_file_is_screened_into_a_folder(parties: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said, err = run("--file", parties, "--out", out, "--workers", 1)
    assert (code, err) == (0, "")
    assert "2 parties screened, 2 hits" in said
    assert "1 rows could not be read and were NOT screened" in said
    assert "Lists: un_sc" in said
    hits = [json.loads(line) for line in (out / "hits.jsonl").read_text().splitlines()]
    assert [(hit["id"], hit["row"]) for hit in hits] == [("1", 1), ("3", 3)]
    (aside,) = map(json.loads, (out / "rejects.jsonl").read_text().splitlines())
    assert (aside["line"], aside["code"]) == (3, "kind")
    assert sorted(path.name for path in out.iterdir()) == [
        "hits.jsonl",
        "rejects.jsonl",
        "summary.json",
    ]


def test_the_json_form_is_one_document_and_a_second_start_changes_nothing(
    parties: Path, tmp_path: Path
) -> None:
    out = tmp_path / "hits.csv"
    words = ("--file", parties, "--out", out, "--json", "--workers", 1)
    first = json.loads(run(*words)[1])
    before = out.stat().st_mtime_ns
    assert json.loads(run(*words)[1]) == first
    assert out.stat().st_mtime_ns == before
    assert (first["hit_count"], first["set_aside"]) == (2, 1)
    assert first["files"]["rejects"].endswith("hits.rejects.jsonl")
    assert not (tmp_path / "hits.csv.work").exists()


def test_another_input_beside_a_finished_result_is_refused(
    parties: Path, tmp_path: Path
) -> None:
    run("--file", parties, "--out", tmp_path / "out", "--workers", 1)
    parties.write_text(PARTIES + "4,Somebody,\n")
    with pytest.raises(MixedRunError, match="a result that is finished"):
        run("--file", parties, "--out", tmp_path / "out")


def test_stopped_by_hand_it_says_how_to_go_on_and_goes_on(
    parties: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parties.write_text("name\n" + "Quorvex\n" + "Wilhelmina Parsnip\n" * 5000)
    out = tmp_path / "out"
    real, calls = RunFolder.keep, []

    def keep(self: RunFolder, answer: Any) -> Any:
        calls.append(answer.number)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, answer)

    monkeypatch.setattr(RunFolder, "keep", keep)
    code, _, err = run("--file", parties, "--out", out, "--workers", 1)
    assert code == 130
    assert "start the same command again" in err
    code, said, err = run("--file", parties, "--out", out, "--workers", 1)
    assert code == 0
    assert "2,048 rows are done already" in err
    assert "5,001 parties screened, 1 hits" in said
    assert calls == [0, 1, 1, 2]


def test_a_run_at_work_is_not_disturbed(parties: Path, tmp_path: Path) -> None:
    with (
        RunFolder(root=tmp_path / "out" / "work").held(),
        pytest.raises(BusyRunError),
    ):
        run("--file", parties, "--out", tmp_path / "out")


def test_lines_that_describe_no_party_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl.gz"
    lines = [
        {"id": "a", "schema": "Company", "properties": {"name": ["Quorvex"]}},
        {"id": "b", "schema": "Ownership", "properties": {}},
    ]
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    said = run("--file", path, "--out", tmp_path / "o", "--workers", 1)[1]
    assert "1 lines describe no party" in said
    assert "Quorvex: 1 hit" in run("--file", path)[1]


def test_columns_called_otherwise_are_named(parties: Path, tmp_path: Path) -> None:
    parties.write_text("Firma\nQuorvex\n")
    said = run("--file", parties, "--out", tmp_path / "o", "--column", "name=Firma")[1]
    assert "1 parties screened" in said
    assert "Quorvex: 1 hit" in run("--file", parties, "--column", "name=Firma")[1]
    with pytest.raises(InputError, match="write it as --column name=HEADING"):
        run("--file", parties, "--out", tmp_path / "p", "--column", "Firma")


def test_options_that_do_not_go_together_are_refused(
    parties: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="--out goes with --file"):
        run("Quorvex", "--out", tmp_path / "o")
    with pytest.raises(InputError, match="no executor 'cloud'"):
        run("--file", parties, "--out", tmp_path / "o", "--executor", "cloud")


def test_what_is_not_installed_or_not_in_service_is_unavailable(
    parties: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    out = tmp_path / "hits.parquet"
    code, _, err = run("--file", parties, "--out", out, "--workers", 1)
    assert code == 4
    assert "licet[bulk]" in err
    monkeypatch.setenv("LICET_STATE", str(tmp_path / "empty"))
    code, _, err = run("--file", parties, "--out", tmp_path / "o", "--workers", 1)
    assert code == 4
    assert "licet lists sync" in err


def test_old_lists_are_said_on_standard_error(
    parties: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICET_STATE", str(tmp_path / "old"))
    sync(invented_lists(), tmp_path / "old", at=datetime(2020, 1, 1, tzinfo=UTC))
    err = run("--file", parties, "--out", tmp_path / "o", "--workers", 1)[2]
    assert "older than a week" in err


def test_an_empty_name_in_a_file_for_one_document_is_no_hit(parties: Path) -> None:
    parties.write_text("name\n...\nQuorvex\n")
    document = json.loads(run("--file", parties, "--json")[1])
    assert [len(one["hits"]) > 0 for one in document["results"]] == [False, True]


def test_one_document_can_come_through_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text("name\nQuorvex\n"))
    writer.start()
    assert "Quorvex: 1 hit" in run("--file", pipe)[1]
    writer.join()


def test_a_bar_stands_on_standard_error_only_where_somebody_looks(
    parties: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "o"
    code, said, err = run("--file", parties, "--out", out, "--workers", 1, "--json")
    assert (code, err) == (0, "")
    assert json.loads(said)

    class Terminal:
        said = ""
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> int:
            self.said += text
            return len(text)

        def flush(self) -> None:
            pass

        def fileno(self) -> int:
            raise OSError

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with in_bulk._shown(Progress()) as tell:
        tell(Progress(rows=5, hits=2, part=500))
    assert "5 rows, 2 hits" in terminal.said
