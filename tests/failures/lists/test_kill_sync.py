"""kill -9 in the middle of a list sync: a whole version stays in service, the next sync ends it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.utils import timezone

from licet.screening import Result, invented_lists, open_service_index, statuses, sync


def _begin(state: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "licet",
            "lists",
            "sync",
            "--from",
            str(invented_lists()),
        ],
        env=os.environ | {"LICET_STATE": str(state)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _kill_once_it_writes(state: Path, after: float) -> None:
    running = _begin(state)
    deadline = time.monotonic() + 240
    while not (state / "lists").exists() and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(after)
    running.send_signal(signal.SIGKILL)
    running.wait(240)


@pytest.mark.parametrize("after", [0.0, 0.003, 0.01, 0.03, 0.1])
def test_a_sync_killed_while_it_writes_leaves_only_whole_versions(
    tmp_path: Path, after: float
) -> None:
    _kill_once_it_writes(tmp_path, after)
    held = statuses(tmp_path)
    if held:
        assert (
            open_service_index(tmp_path, algorithm="v1").search(["Anybody"]) is not None
        )
    outcomes = sync(invented_lists(), tmp_path, at=timezone.now())
    assert all(one.result is not Result.REFUSED for one in outcomes)
    whole = {one.source: one.entries for one in statuses(tmp_path)}
    assert len(whole) == len(outcomes)
    assert all(one.entries == whole[one.source] for one in held)
