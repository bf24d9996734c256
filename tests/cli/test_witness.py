"""``licet witness``: its own process, key and state; a lying log gets nothing from it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from licet.cli import witness as command
from licet.cli.witness import (
    WitnessBook,
    WitnessSetupError,
    known_logs,
    make_keys,
    make_server,
    read_keys,
)
from licet.ledger import (
    Checkpoint,
    SeedSigner,
    SignatureKind,
    UnusableKeyError,
    consistency_proof,
    leaf_hashes,
    open_checkpoint,
    parse_key,
    render_request,
    root_of,
    sign_checkpoint,
)

LOG = SeedSigner(name="log.example", kind=SignatureKind.ED25519, seed=bytes([5]) * 32)
NAME = "witness.example/own"
Asked = tuple[int, str]


def entries(count: int, view: bytes = b"") -> list[bytes]:
    return [b"\x01" + view + b"%d" % number for number in range(count)]


def request(old: int, over: list[bytes]) -> bytes:
    hashes = leaf_hashes(over)

    def read(level: int, index: int) -> bytes:
        return root_of(hashes[index << level : (index + 1) << level])

    proof = consistency_proof(old, len(over), read) if old else ()
    return render_request(old, proof, checkpoint(over))


def checkpoint(over: list[bytes]) -> bytes:
    stated = Checkpoint(
        origin=LOG.name, size=len(over), root=root_of(leaf_hashes(over))
    )
    return sign_checkpoint(stated, [LOG]).render().encode()


def ask(port: int, body: bytes, path: str = "/add-checkpoint", **headers: str) -> Asked:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("POST", path, body=body, headers=headers)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


@pytest.fixture
def book(tmp_path: Path) -> WitnessBook:
    signers = make_keys(tmp_path / "keys" / "witness.key", NAME)
    logs = known_logs(tmp_path, [LOG.key.text])
    return WitnessBook(state=tmp_path / "state", signers=signers, logs=logs)


@pytest.fixture
def port(book: WitnessBook) -> Iterator[int]:
    server = make_server(book, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


class TestServer:
    def test_a_growing_log_is_cosigned_by_every_key(
        self, port: int, book: WitnessBook
    ) -> None:
        keys = [signer.key for signer in book.signers]
        for old, new in ((0, 3), (3, 8), (8, 8)):
            status, body = ask(port, request(old, entries(new)))
            assert status == 200
            whole = checkpoint(entries(new)) + body.encode()
            _, signed = open_checkpoint(whole, log=[LOG.key], witnesses=keys, quorum=1)
            assert len(signed) == 1 + len(keys) == 3
            assert signed[1].at is not None

    def test_split_view_rollback_and_replay_are_caught(self, port: int) -> None:
        assert ask(port, request(0, entries(8)))[0] == 200
        lies = {
            "another tree of the same size": request(8, entries(8, b"x")),
            "a tree that does not contain the old one": request(8, entries(9, b"x")),
            "a smaller tree": request(3, entries(5)),
            "the beginning once more": request(0, entries(8)),
        }
        answers = {name: ask(port, body) for name, body in lies.items()}
        assert {name: status for name, (status, _) in answers.items()} == {
            "another tree of the same size": 409,
            "a tree that does not contain the old one": 422,
            "a smaller tree": 409,
            "the beginning once more": 409,
        }
        assert ask(port, request(8, entries(9)))[0] == 200

    def test_what_was_cosigned_is_known_after_a_restart(
        self, port: int, book: WitnessBook
    ) -> None:
        assert ask(port, request(0, entries(8)))[0] == 200
        again = WitnessBook(state=book.state, signers=book.signers, logs=book.logs)
        assert again.answer(request(0, entries(9, b"x")), at=1).status == 409

    def test_of_many_at_once_one_wins(self, book: WitnessBook) -> None:
        assert book.answer(request(0, entries(8)), at=1).status == 200
        bodies = [request(8, [*entries(8), b"view %d" % view]) for view in range(16)]
        with ThreadPoolExecutor(8) as pool:
            statuses = list(
                pool.map(lambda body: book.answer(body, at=1).status, bodies)
            )
        assert sorted(statuses) == [200] + [409] * 15

    @pytest.mark.parametrize("stored", [False, True], ids=["not-stored", "stored"])
    def test_a_failure_while_storing_gives_no_signature(
        self, book: WitnessBook, monkeypatch: pytest.MonkeyPatch, *, stored: bool
    ) -> None:
        keep = WitnessBook._keep

        def failing(self: WitnessBook, one: Checkpoint) -> None:
            if stored:
                keep(self, one)
            raise OSError("disk")

        monkeypatch.setattr(WitnessBook, "_keep", failing)
        with pytest.raises(OSError, match="disk"):
            book.answer(request(0, entries(3)), at=1)
        monkeypatch.undo()
        other = book.answer(request(0, entries(3, b"x")), at=1)
        assert other.status == (409 if stored else 200)

    def test_other_requests_are_refused(self, port: int, book: WitnessBook) -> None:
        assert ask(port, b"", "/elsewhere")[0] == 404
        assert ask(port, b"old 0\n")[0] == 400
        assert ask(port, b"", **{"Content-Length": "x"})[0] == 400
        assert ask(port, b"", **{"Content-Length": str(1 << 20)})[0] == 400
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        for path, status in (("/", 200), ("/x", 404)):
            connection.request("GET", path)
            answer = connection.getresponse()
            text = answer.read().decode()
            assert answer.status == status
            assert [parse_key(line) for line in text.splitlines()] == (
                [signer.key for signer in book.signers] if status == 200 else []
            )
        connection.close()


class TestSetup:
    def test_new_keys_are_private_and_read_back(self, tmp_path: Path) -> None:
        path = tmp_path / "witness.key"
        signers = make_keys(path, NAME)
        assert path.stat().st_mode & 0o777 == 0o600
        assert read_keys(path) == signers
        assert [signer.kind for signer in signers] == [
            SignatureKind.ED25519_COSIGNATURE,
            SignatureKind.ML_DSA_44_COSIGNATURE,
        ]

    def test_an_older_library_makes_the_kind_it_knows(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        name = "cryptography.hazmat.primitives.asymmetric.mldsa"
        monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.delattr("cryptography.hazmat.primitives.asymmetric.mldsa")
        assert len(make_keys(tmp_path / "witness.key", NAME)) == 1

    def test_a_name_that_cannot_stand_in_a_note_makes_no_key(
        self, tmp_path: Path
    ) -> None:
        with pytest.raises(UnusableKeyError):
            make_keys(tmp_path / "witness.key", "two words")
        assert not (tmp_path / "witness.key").exists()

    @pytest.mark.parametrize("case", ["exposed", "empty", "nameless", "logless"])
    def test_a_witness_that_cannot_start_says_how_to_mend_it(
        self, tmp_path: Path, case: str
    ) -> None:
        path = tmp_path / "witness.key"
        path.write_text("")
        path.chmod(0o644 if case == "exposed" else 0o600)
        acts: dict[str, tuple[Callable[[], object], str]] = {
            "exposed": (lambda: read_keys(path), "chmod 600"),
            "empty": (lambda: read_keys(path), "give --name"),
            "nameless": (lambda: make_keys(tmp_path / "x", None), "Give --name"),
            "logless": (lambda: known_logs(tmp_path, []), "Give --log"),
        }
        act, words = acts[case]
        with pytest.raises(WitnessSetupError, match=words) as caught:
            act()
        assert caught.value.code == "witness_setup"

    def test_logs_come_from_the_command_and_from_the_file(self, tmp_path: Path) -> None:
        other = SeedSigner(name="b.example", kind=SignatureKind.ED25519, seed=bytes(32))
        (tmp_path / "logs.txt").write_text(f"{other.key.text}\n\n{LOG.key.text}\n")
        assert known_logs(tmp_path, [LOG.key.text]) == {
            LOG.name: [LOG.key],
            "b.example": [other.key],
        }


def run(*arguments: str) -> Result:
    app = typer.Typer()
    command.register(app)
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize("known", [False, True], ids=["new-key", "known-key"])
def test_the_command_prints_its_keys_and_serves_until_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, known: bool
) -> None:
    key = tmp_path / "witness.key"
    if known:
        make_keys(key, NAME)

    def stopped(self: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("http.server.ThreadingHTTPServer.serve_forever", stopped)
    done = run(
        "--state", str(tmp_path), "--key", str(key), "--port", "0",
        "--log", LOG.key.text, "--name", NAME,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert [parse_key(line).name for line in done.stdout.splitlines()] == [NAME, NAME]
    assert "witness on http://127.0.0.1:" in done.stderr
    assert "witness stopped" in done.stderr


@pytest.mark.slow
def test_a_witness_killed_with_signal_9_forgets_nothing(tmp_path: Path) -> None:
    arguments = [
        sys.executable, "-m", "licet", "witness", "--state", str(tmp_path / "state"),
        "--key", str(tmp_path / "witness.key"), "--port", "0", "--log", LOG.key.text,
        "--name", NAME,
    ]  # fmt: skip

    def start() -> tuple[subprocess.Popen[str], int]:
        process = subprocess.Popen(
            arguments, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        assert process.stderr
        line = process.stderr.readline()
        return process, int(line.rsplit(":", 1)[1])

    size = 0
    for grown in (3, 8, 20):
        process, port = start()
        try:
            assert ask(port, request(size, entries(grown)))[0] == 200
            size = grown
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert process.stderr
            process.stderr.close()
    process, port = start()
    try:
        assert ask(port, request(0, entries(9, b"x"))) == (409, "20\n")
    finally:
        process.kill()
        process.wait()
        assert process.stderr
        process.stderr.close()
