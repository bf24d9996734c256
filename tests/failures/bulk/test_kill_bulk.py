"""kill -9 in the middle of a bulk screening: started again it ends with the same bytes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.utils import timezone

from licet.screening import invented_lists, open_service_index, sync

LISTED = ("Quorvex Intrusion Systems", "Sable Wind Exploit Brokers")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("kill") / "state"
    sync(invented_lists(), found, at=timezone.now())
    open_service_index(found)
    return found


@pytest.fixture(scope="module")
def parties(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parties") / "parties.csv"
    rows = [
        LISTED[n % 2] if n % 400 == 0 else f"Wilhelmina Parsnip {n * 7919 % 10007}"
        for n in range(9_000)
    ]
    path.write_text("name\n" + "".join(f"{row}\n" for row in [*rows, '""']))
    return path


def _begin(
    state: Path, parties: Path, out: Path, workers: int
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            *("-m", "licet", "screen", "--file", str(parties), "--out", str(out)),
            *("--workers", str(workers)),
        ],
        env=os.environ | {"LICET_STATE": str(state)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _result(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def whole(
    state: Path, parties: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("whole") / "out"
    assert _begin(state, parties, out, 1).wait(240) == 0
    return _result(out)


def _waited(running: subprocess.Popen[bytes], blocks: Path, count: int) -> None:
    deadline = time.monotonic() + 240
    while running.poll() is None and time.monotonic() < deadline:
        if len(list(blocks.glob("*.jsonl"))) >= count:
            return
        time.sleep(0.002)


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    [(0, 0.05, 1), (1, 0.0, 1), (2, 0.01, 1), (4, 0.0, 2), (5, 0.003, 2)],
)
def test_killed_and_started_again_it_ends_byte_for_byte_as_undisturbed(
    state: Path,
    parties: Path,
    whole: dict[str, bytes],
    tmp_path: Path,
    moment: tuple[int, float, int],
) -> None:
    (count, after, workers), out = moment, tmp_path / "out"
    running = _begin(state, parties, out, workers)
    _waited(running, out / "work" / "blocks", count)
    time.sleep(after)
    running.send_signal(signal.SIGKILL)
    running.wait(240)
    assert not (out / "summary.json").exists() or _result(out) == whole
    assert _begin(state, parties, out, 1).wait(240) == 0
    assert _result(out) == whole


def test_the_processes_of_one_that_was_killed_end_by_themselves(
    state: Path, parties: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    running = _begin(state, parties, out, 2)
    _waited(running, out / "work" / "blocks", 1)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    begun = [int(pid) for pid in children.read_text().split()]
    running.send_signal(signal.SIGKILL)
    running.wait(240)
    deadline = time.monotonic() + 60
    while any(map(_alive, begun)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in begun if _alive(pid)] == []


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
