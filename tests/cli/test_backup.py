"""``licet backup`` and ``licet keys``: one command each, from an empty folder to a whole state."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path, django_db_setup: None) -> Run:
    """Run ``licet`` on a state of its own, which begins as a migrated database without rows."""
    (tmp_path / "state").mkdir()
    with (
        contextlib.closing(
            sqlite3.connect(connections["default"].settings_dict["NAME"])
        ) as made,
        contextlib.closing(
            sqlite3.connect(tmp_path / "state" / "licet.sqlite3")
        ) as own,
    ):
        made.backup(own)
        own.execute("PRAGMA journal_mode=WAL")

    def call(*words: str, state: str = "state") -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "LICET_STATE": str(tmp_path / state),
            "LICET_LOG_DIR": str(tmp_path / state / "log"),
            "DATABASE_URL": f"sqlite:///{tmp_path / state}/licet.sqlite3",
            "LICET_INSTALLATION": "demo",
            "LICET_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "licet.web.site.settings",
        }
        return subprocess.run(
            [sys.executable, "-m", "licet", *words],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return call


def test_a_state_is_backed_up_lost_and_restored_by_commands(
    run: Run, tmp_path: Path
) -> None:
    rotated = json.loads(run("keys", "rotate", "--json").stdout)
    assert rotated["wrapping"]
    assert run("ledger", "checkpoint").returncode == 0
    made = run("backup", "create", str(tmp_path / "b"), "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["entries"] == 16
    again = run("backup", "create", str(tmp_path / "b"))
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    assert run("backup", "keys", str(tmp_path / "k")).returncode == 0
    assert run("backup", "check", str(tmp_path / "b")).stdout.startswith("Whole")
    over = run("backup", "restore", str(tmp_path / "b"))
    assert (over.returncode, "lives here already" in over.stderr) == (2, True)
    assert (
        run("backup", "restore-keys", str(tmp_path / "k"), state="new").returncode == 0
    )
    came = run("backup", "restore", str(tmp_path / "b"), "--json", state="new")
    assert came.returncode == 0, came.stderr + came.stdout
    assert json.loads(came.stdout)["ok"] is True
    whole = run("fsck", "--database", state="new")
    assert whole.returncode == 0, whole.stdout
    forced = run("backup", "restore", str(tmp_path / "b"), "--force", "--json")
    assert forced.returncode == 0, forced.stderr
    aside = Path(json.loads(forced.stdout)["aside"])
    assert sqlite3.connect(aside / "licet.sqlite3").execute(
        "SELECT count(*) FROM casework_ledgerrow"
    ).fetchone() == (18,)  # the batch, the backup and the copy of the keys


def test_a_backup_killed_in_the_middle_leaves_nothing_that_looks_whole(
    run: Run, tmp_path: Path
) -> None:
    script = (
        "import os, signal, sys\n"
        "from licet.web.casework.record import backup\n"
        "real = backup.write_lines\n"
        "def dies(path, *a, **k):\n"
        "    real(path, *a, **k)\n"
        "    if path.name.startswith('casework_l'):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "backup.write_lines = dies\n"
        "from datetime import datetime, UTC\n"
        "from pathlib import Path\n"
        f"backup.create_backup(Path({str(tmp_path / 'b')!r}), at=datetime.now(UTC))\n"
    )
    killed = run("manage", "shell", "-c", script)
    assert killed.returncode == -9
    assert not (tmp_path / "b").exists()
    assert run("backup", "create", str(tmp_path / "b")).returncode == 0
    assert list(tmp_path.glob(".b*")) == []


def test_keys_are_listed_and_plain_evidence_is_sealed(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "state" / "evidence" / "ab"
    folder.mkdir(parents=True)
    (folder / ("ab" * 32)).write_bytes(b"nobody's")
    told = json.loads(run("keys", "seal-evidence", "--json").stdout)
    assert told == {"sealed": 0, "removed": 0, "unnamed": ["ab" * 32]}
    listed = run("keys", "list")
    assert "Wrapping keys: none yet." in listed.stdout


@pytest.mark.parametrize("step", ["replace_private", "destroy_private"])
def test_a_rotation_killed_in_the_middle_is_taken_up_by_the_same_command(
    run: Run, step: str
) -> None:
    assert run("ledger", "checkpoint").returncode == 0
    module = "keystore" if step == "replace_private" else "wrapping"
    script = (
        "import os, signal\n"
        f"from licet.web.casework.record import {module} as place\n"
        "def dies(*given):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"place.{step} = dies\n"
        "from datetime import datetime, UTC\n"
        "from licet.web.casework.record.keystore import key_store\n"
        "from licet.web.casework.record.rotation import rotate_keys\n"
        "rotate_keys(key_store(), actor=None, at=datetime.now(UTC))\n"
    )
    assert run("manage", "shell", "-c", script).returncode == -9
    assert run("fsck", "--database").returncode == 0
    done = json.loads(run("keys", "rotate", "--json").stdout)
    assert (done["wrapping"], done["resumed"]) == ("2", True)
    assert json.loads(run("keys", "list", "--json").stdout)["wrapping"] == ["2"]
    assert run("fsck", "--database").returncode == 0
