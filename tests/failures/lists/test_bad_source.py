"""A source that answers garbage, hangs, or never ends: the old list stays, an alarm is raised, and soon."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from licet.cli.listing import fetching
from licet.cli.main import build_app
from licet.kernel import InputError
from licet.screening import alarms, open_service_index, statuses, sync

LONGEST = 20  # seconds within which every one of these ends
GOOD = b'{"names": ["Ada Doe"]}\n{"names": ["Bo Roe"]}\n'
Answer = Callable[[socket.socket, int], None]


def ok(body: bytes, *headers: str, length: int | None = None) -> bytes:
    told = [f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(["HTTP/1.1 200 OK", *told, "", ""]).encode() + body


@contextmanager
def served(answer: Answer) -> Iterator[str]:
    """A server on the loopback that answers each connection in its own way, one after the other."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.05)
    port = listening.getsockname()[1]
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                there, _where = listening.accept()
            except TimeoutError:
                continue
            with there:
                try:
                    there.settimeout(LONGEST)
                    there.recv(65536)
                    answer(there, port)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}/eu.jsonl"
    finally:
        over.set()
        thread.join(LONGEST)
        listening.close()


def sends(data: bytes) -> Answer:
    return lambda there, _port: there.sendall(data)


def silent(there: socket.socket, _port: int) -> None:
    """Take the question and say nothing, until the other side hangs up."""
    there.recv(1)


def drips(there: socket.socket, _port: int) -> None:
    """One letter of the head every twentieth of a second, for ever."""
    for _ in range(LONGEST * 20):
        there.sendall(b"H")
        time.sleep(0.05)


def drips_body(there: socket.socket, _port: int) -> None:
    there.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(LONGEST * 20):
        there.sendall(b"x")
        time.sleep(0.05)


def endless(there: socket.socket, _port: int) -> None:
    there.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(1000):
        there.sendall(b'{"names": ["A B"]}\n' * 1000)


def circles(there: socket.socket, port: int) -> None:
    there.sendall(
        f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{port}/eu.jsonl\r\n"
        "Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
    )


def elsewhere(location: str) -> Answer:
    return sends(
        f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
    )


BAD = {
    "says-nothing": silent,
    "drips-its-head": drips,
    "drips-its-body": drips_body,
    "never-ends": endless,
    "leads-in-circles": circles,
    "leads-to-a-file": elsewhere("file:///etc/hostname"),
    "leads-to-ftp": elsewhere("ftp://127.0.0.1/eu.jsonl"),
    "hangs-up": sends(b""),
    "is-no-http": sends(b"\x00\x01\x02 hello\r\n\r\n"),
    "answers-garbage": sends(ok(bytes(range(256)) * 40)),
    "answers-a-page": sends(ok(b"<html><body>Service unavailable</body></html>")),
    "answers-with-a-fault": sends(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"),
    "sends-less-than-it-said": sends(ok(GOOD[:30], length=len(GOOD))),
    "is-cut-in-the-middle": sends(ok(GOOD[:30])),
    "is-cut-gzip": sends(ok(gzip.compress(GOOD)[:-9])),
    "is-cut-in-chunks": sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc"),
    "is-utf-16": sends(ok(GOOD.decode().encode("utf-16"))),
    "is-encoded-twice": sends(ok('{"names": ["Брантов Илько"]}\n'.encode().decode("latin-1").encode())),
    "is-empty": sends(ok(b"")),
    "has-no-entry": sends(ok(b"\n\n\n")),
    "is-sent-twice-over": sends(ok(b'<?xml version="1.0"?><sdnList>' + b"<sdnEntry><uid>1</uid><lastName>A B</lastName></sdnEntry>" * 2 + b"</sdnList>")),
    "lost-an-entry": sends(ok(GOOD.splitlines(keepends=True)[0])),
}  # fmt: skip


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(fetching, "SECONDS", 1)
    monkeypatch.setattr(fetching, "LARGEST_DOWNLOAD", 2_000_000)
    place = tmp_path / "in"
    place.mkdir()
    (place / "eu.jsonl").write_bytes(GOOD)
    sync(place, tmp_path / "state", at=timezone.now())
    return tmp_path / "state"


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(build_app(), ["lists", *words])
    if isinstance(result.exception, InputError):
        return 2, str(result.exception)
    return result.exit_code, result.stdout + result.stderr


@pytest.mark.parametrize("how", BAD)
def test_a_bad_source_leaves_the_old_list_and_raises_an_alarm(
    state: Path, how: str
) -> None:
    before = statuses(state)
    with served(BAD[how]) as address:
        began = time.monotonic()
        code, said = run("sync", "--from", f"{address}?token=secret")
        assert time.monotonic() - began < LONGEST
    assert code in {1, 2}
    assert "secret" not in said
    assert statuses(state) == before
    assert open_service_index(state).search(["Ada Doe"])[0].entity.source == "eu_fsf"
    raised = alarms(state, at=timezone.now())
    assert [one.kind for one in raised] == [
        "question" if how == "lost-an-entry" else "refused"
    ]
    assert raised[0].words
    assert "secret" not in raised[0].about
    assert run("status", "--check")[0] == 1
    told = json.loads(run("status", "--json")[1])
    assert len(told["alarms"]) == 1


def test_the_alarm_ends_when_the_place_answers_again_or_is_forgotten(
    state: Path,
) -> None:
    answers = [ok(b"<html/>"), ok(b"<html/>"), ok(GOOD)]

    def next_answer(there: socket.socket, _port: int) -> None:
        there.sendall(answers.pop(0))

    with served(next_answer) as address:
        run("sync", "--from", address)
        (first,) = alarms(state, at=timezone.now())
        run("sync", "--from", address)
        (still,) = alarms(state, at=timezone.now())
        assert first.since == still.since  # since it began to be wrong
        assert run("sync", "--from", address)[0] == 0
    assert alarms(state, at=timezone.now()) == ()
    with served(sends(ok(b"<html/>"))) as address:
        run("sync", "--from", address)
    assert run("status", "--check")[0] == 1
    assert run("status", "--forget", "elsewhere")[0] == 2
    assert run("status", "--check", "--forget", address)[0] == 0


def test_an_address_is_shown_without_its_secrets_and_the_refusal_has_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 1)
    with served(sends(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")) as address:
        secret = address.replace("http://", "http://me:pass@") + "?key=1"
        with pytest.raises(fetching.NotFetchedError) as raised:
            fetching.fetch(secret, tmp_path)
    assert raised.value.code == "list_not_fetched"
    assert "pass" not in str(raised.value)
    assert "key" not in str(raised.value)


def test_an_address_with_tls_that_speaks_none_is_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 2)
    with (
        served(sends(b"HTTP/1.1 200 OK\r\n\r\n")) as address,
        pytest.raises(fetching.NotFetchedError, match="not fetched"),
    ):
        fetching.fetch(address.replace("http:", "https:"), tmp_path)


def test_a_folder_that_is_gone_or_empty_is_an_alarm_too(
    state: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("sync", "--from", str(empty))[0] == 2
    (raised,) = alarms(state, at=timezone.now())
    assert (raised.kind, raised.about) == ("refused", str(empty))
