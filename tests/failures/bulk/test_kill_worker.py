"""kill -9 of the real worker in the middle of a file: the next worker ends it, and nothing is lost."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.migrated import lay_migrated

from licet.bulk import RunFolder, read_block

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PATIENCE = 240  # seconds; a loaded machine is slow, not wrong
ROWS = 8_200


def _environment(state: Path) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return os.environ | {
        "LICET_STATE": str(state),
        "DATABASE_URL": f"sqlite:///{state}/licet.sqlite3",
        "DJANGO_SETTINGS_MODULE": "licet.web.site.settings",
        "LICET_INSTALLATION": "demo",
        "LICET_JOB_SILENCE_SECONDS": "2",
        "PYTHONPATH": path,
    }


def _worker(state: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "licet", "worker"],
        env=_environment(state),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait(done: object, worker: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():  # type: ignore[operator]  # a question
        assert worker.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.slow
def test_a_file_half_screened_by_a_killed_worker_is_ended_by_the_next(
    tmp_path: Path,
) -> None:
    state, parties = tmp_path / "state", tmp_path / "parties.csv"
    names = [
        "Quorvex Intrusion Systems"
        if n % 500 == 0
        else f"Wilhelmina Parsnip {n * 7919 % 10007}"
        for n in range(ROWS)
    ]
    parties.write_text("name\n" + "".join(f"{name}\n" for name in names))
    lay_migrated(state)
    given = subprocess.run(
        [sys.executable, str(HERE / "giving.py"), str(parties)],
        env=_environment(state),
        check=True,
        capture_output=True,
        text=True,
    )
    identity = given.stdout.strip()
    folder = RunFolder(root=state / "bulk" / identity / "run")
    first = _worker(state)
    _wait(lambda: folder.path(1).exists(), first)
    first.send_signal(signal.SIGKILL)
    first.wait(PATIENCE)
    kept = {
        path.name: path.stat().st_mtime_ns for path in folder.blocks.glob("*.jsonl")
    }
    assert kept
    second = _worker(state)
    try:
        _wait(lambda: folder.ended is not None and _state(state) == "done", second)
    finally:
        second.send_signal(signal.SIGTERM)
        second.wait(PATIENCE)
    for name, written in kept.items():
        assert (folder.blocks / name).stat().st_mtime_ns == written  # done once
    rows = [
        json.loads(line)["row"]
        for done in folder.done()
        for line in read_block(folder.path(done.number))[1]
    ]
    assert rows == list(range(1, ROWS + 1, 500))
    assert folder.ended is not None
    assert folder.ended["rows"] == ROWS


def _state(state: Path) -> str:
    with sqlite3.connect(state / "licet.sqlite3") as base:
        found = base.execute("SELECT state FROM casework_bulkscreening").fetchone()
    return str(found[0])
