"""The authority's own programs: they start, answer, and stop all that they started."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.migrated import lay_migrated

PATIENCE = 600


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(state: Path) -> dict[str, str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("LICET_", "DATABASE_", "DJANGO_", "PYTEST_", "COV"))
    }
    return kept | {"LICET_STATE": str(state), "LICET_LOG_LEVEL": "WARNING"}


def licet(state: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "licet", *arguments],
        env=environment(state),
        stderr=subprocess.DEVNULL,
    )


def children(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                told = (folder / "stat").read_text()
            except OSError:
                continue
            if int(told.rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
    return found


def alive(pid: int) -> bool:
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def fetch(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}{path}", timeout=120
        ) as answer:  # loopback
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def wait_until_ready(port: int, program: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE * 5):
        assert program.poll() is None, "the server ended before it answered"
        try:
            if fetch(port, "/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    pytest.fail("the server did not answer in time")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free_port()
    lay_migrated(tmp_path)
    program = licet(tmp_path, "serve", "--port", str(port))
    try:
        wait_until_ready(port, program)
        yield program, port
    finally:
        program.terminate()
        program.wait(PATIENCE)


@pytest.mark.slow
def test_serve_answers_pages_and_hashed_static_files(
    served: tuple[subprocess.Popen[bytes], int],
) -> None:
    program, port = served
    status, page = fetch(port, "/account/login/")
    assert status == 200
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert fetch(port, sheet)[0] == 200
    assert fetch(port, "/work/")[0] == 200  # followed to the sign-in page
    assert fetch(port, "/nowhere/")[0] == 404
    started = children(program.pid)
    assert len(started) == 2
    program.terminate()
    assert program.wait(PATIENCE) == 0
    assert not any(alive(pid) for pid in started)


@pytest.mark.slow
def test_a_two_gigabyte_upload_ends_before_it_is_sent(
    served: tuple[subprocess.Popen[bytes], int],
) -> None:
    _, port = served
    with socket.create_connection(("127.0.0.1", port), timeout=120) as line:
        line.sendall(
            b"POST /apply/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\n"
            b"Content-Length: 2147483648\r\n\r\n" + b"x" * 1000
        )
        assert line.recv(100).startswith(b"HTTP/1.1 413")


@pytest.mark.slow
def test_a_killed_part_ends_the_whole_so_that_it_is_started_again(
    served: tuple[subprocess.Popen[bytes], int],
) -> None:
    program, _ = served
    started = children(program.pid)
    os.kill(started[-1], signal.SIGKILL)
    assert program.wait(PATIENCE) != 0
    assert not any(alive(pid) for pid in started)


def wait_for_its_first_sign_of_life(
    database: Path, worker: subprocess.Popen[bytes]
) -> None:
    """A worker beats before anything else; by then it knows how to end."""
    for _ in range(PATIENCE * 5):
        assert worker.poll() is None
        with contextlib.closing(sqlite3.connect(database, timeout=PATIENCE)) as seen:
            if seen.execute("SELECT count(*) FROM casework_workerbeat").fetchone()[0]:
                return
        time.sleep(0.2)
    pytest.fail("the worker gave no sign of life")


@pytest.mark.slow
def test_manage_and_worker_do_what_they_say(tmp_path: Path) -> None:
    assert licet(tmp_path, "manage", "migrate", "--verbosity", "0").wait(PATIENCE) == 0
    assert (
        licet(
            tmp_path, "manage", "makemigrations", "--check", "--dry-run", "casework"
        ).wait(PATIENCE)
        == 0
    )
    worker = licet(tmp_path, "worker")
    wait_for_its_first_sign_of_life(tmp_path / "licet.sqlite3", worker)
    worker.terminate()
    assert worker.wait(PATIENCE) == 0
