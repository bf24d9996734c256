"""kill -9 at every step of a sync, and in the middle of the rescreening that follows a change.

Whatever dies, a whole version is in service, the next run ends what was begun, and every alert is
there once.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from tests.failures.casework.test_live_server import PATIENCE, Authority, own_database

from licet.screening import sync

DYING = Path(__file__).with_name("dying.py")
CASES = 3


def names_file(path: Path, count: int) -> None:
    rows = ({"names": [f"Party Number {n}"]} for n in range(count))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("left", "settled"),
    [pytest.param(101, 101, id="taken"), pytest.param(90, 100, id="stopped-and-asked")],
)
def test_a_sync_killed_at_each_step_leaves_a_whole_version_in_service(
    tmp_path: Path, left: int, settled: int
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("no database has a part in it")
    place = tmp_path / "in"
    place.mkdir()
    names_file(place / "eu.jsonl", 100)
    sync(place, tmp_path / "state", at=timezone.now())
    names_file(place / "eu.jsonl", left)
    done = subprocess.run(
        [sys.executable, str(DYING), "sync", str(tmp_path / "state"), str(place)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path[1:])},
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told = json.loads(done.stdout)
    assert len(told) > 8
    assert all(one["killed"] for one in told[:-1])
    assert not told[-1]["killed"]
    for one in told:
        assert one["whole"] == one["entries"]
        assert one["entries"] in {100, settled}
        assert one["again"] == settled
        assert one["waiting"] == (1 if settled == 100 else 0)


def finish(authority: Authority) -> None:
    """Let a real worker do what is owed."""
    command = [sys.executable, "-m", "licet", "worker"]
    worker = subprocess.Popen(
        command, env=authority.environment, cwd=authority.state,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while True:
            told = json.loads(authority.run(str(DYING), "account"))
            if told["open"] == 0 and told["screened"] == 2:
                return
            assert time.monotonic() < until, told
            assert worker.poll() is None, "the worker ended"
            time.sleep(0.5)
    finally:
        worker.kill()
        worker.wait(PATIENCE)


@pytest.mark.slow
@pytest.mark.parametrize("steps", [("2",), ("1+",)], ids=["inside", "between"])
def test_a_rescreening_killed_in_the_middle_alerts_each_case_once(
    tmp_path: Path, steps: tuple[str, ...]
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    with own_database(state) as database:
        authority = Authority(state=state, database=database)
        made = json.loads(authority.run(str(DYING), "found", str(CASES)))
        authority.run(str(DYING), "change")
        for step in steps:
            died = subprocess.run(
                [sys.executable, str(DYING), "work", step],
                env=authority.environment, cwd=state, capture_output=True,
                timeout=PATIENCE, check=False,
            )  # fmt: skip
            assert died.returncode == -9, died.stderr.decode()[-2000:]
            told = json.loads(authority.run(str(DYING), "account"))
            assert told["alerts"] == told["events"], "an alert without its entry"
            assert set(told["alerts"].values()) <= {1}
        finish(authority)
        told = json.loads(authority.run(str(DYING), "account"))
        assert told["alerts"] == told["events"] == dict.fromkeys(made["cases"], 1)
        authority.run("-m", "licet", "fsck", "--database")
