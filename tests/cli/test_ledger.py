"""``licet ledger``: what outsiders need to check the record."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from django.db import OperationalError, transaction
from pytest_django.fixtures import Settings
from typer.testing import CliRunner, Result

from licet.cli import ledger as command
from licet.ledger import (
    DirectorySource,
    NotALogError,
    OutOfRangeError,
    examine,
    open_checkpoint,
    parse_key,
    parse_receipt,
)
from licet.web.casework.record.events import record_event

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RUN = CliRunner()
pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    app = typer.Typer()
    command.register(app)
    return RUN.invoke(app, ["ledger", *arguments])


@pytest.fixture(autouse=True)
def _own_state(settings: Settings, tmp_path: Path) -> None:
    settings.LICET_STATE = tmp_path
    settings.LICET_LOG_DIR = tmp_path / "served"


@pytest.fixture
def recorded() -> None:
    with transaction.atomic():
        for number in range(3):
            payload = {"n": number}
            record_event(kind="k", case="case-1", actor=None, payload=payload, at=AT)


def test_the_checkpoint_closes_the_open_batch(recorded: None) -> None:
    key = parse_key(run("keys").stdout.strip())
    done = run("checkpoint")
    assert done.exit_code == 0
    stated, _ = open_checkpoint(done.stdout.encode(), log=[key])
    assert stated.size == 16
    told = json.loads(run("checkpoint", "--json").stdout)
    assert told["note"] == done.stdout
    assert (told["size"], told["root"]) == (16, stated.root.hex())
    assert told["origin"] == key.name


def test_the_export_is_a_whole_log(recorded: None, tmp_path: Path) -> None:
    done = run("export", str(tmp_path / "out"))
    assert (done.exit_code, done.stdout) == (
        0,
        f"16 entries written to {tmp_path / 'out'}. Check with: licet fsck {tmp_path / 'out'}\n",
    )
    assert examine(DirectorySource(root=tmp_path / "out")).faults == ()
    told = json.loads(run("export", str(tmp_path / "again"), "--json").stdout)
    assert told == {"directory": str(tmp_path / "again"), "entries": 16}


def test_an_export_into_a_used_folder_is_refused(
    recorded: None, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    assert isinstance(run("export", str(tmp_path / "out")).exception, NotALogError)


def test_a_proof_of_one_entry_is_printed(recorded: None) -> None:
    run("checkpoint")
    done = run("prove", "2")
    assert done.exit_code == 0
    assert parse_receipt(done.stdout).index == 2
    assert parse_receipt(done.stdout).opening is None


def test_an_entry_that_is_not_there_has_no_proof(recorded: None) -> None:
    assert isinstance(run("prove", "2").exception, OutOfRangeError)
    assert run("prove", "-1").exit_code == 2


def test_the_served_log_is_written_anew(recorded: None, settings: Settings) -> None:
    run("checkpoint")
    (settings.LICET_LOG_DIR / "checkpoint").unlink()
    done = run("rebuild")
    assert done.stdout == "The served log was written anew with 16 entries.\n"
    assert examine(DirectorySource(root=settings.LICET_LOG_DIR)).files == 4


def test_without_a_database_the_exit_code_says_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent() -> None:
        raise OperationalError("no such table: casework_treestate\nmore")

    monkeypatch.setattr(command, "_flush", absent)
    done = run("checkpoint")
    assert done.exit_code == 4
    assert "make run" in done.stderr
    assert "(no such table: casework_treestate)" in done.stderr


def test_without_the_web_parts_the_exit_code_says_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "django", None)
    done = run("keys")
    assert done.exit_code == 4
    assert "pip install 'licet[web]'" in done.stderr
