"""``licet fsck``: whole is 0, not whole is 1 with the first fault named, wrong use is 2."""

import functools
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import (
    BaseHTTPRequestHandler,
    SimpleHTTPRequestHandler,
    ThreadingHTTPServer,
)
from pathlib import Path

import pytest
import typer
from django.db import transaction
from pytest_django.fixtures import Settings
from typer.testing import CliRunner, Result

from licet.cli import fsck as command
from licet.kernel import InputError
from licet.ledger import (
    Checkpoint,
    NotALogError,
    SeedSigner,
    SignatureKind,
    UnusableKeyError,
    export,
    leaf_hashes,
    root_of,
    sign_checkpoint,
)
from licet.web.casework.record.events import record_event
from licet.web.casework.record.sequencer import run_sequencer

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SIGNER = SeedSigner(
    name="log.example", kind=SignatureKind.ED25519, seed=bytes([5]) * 32
)
RUN = CliRunner()


def run(*arguments: str) -> Result:
    app = typer.Typer()
    command.register(app)
    return RUN.invoke(app, list(arguments))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    entries = [b"\x01" + n.to_bytes(32, "big") for n in range(300)]
    root = root_of(leaf_hashes(entries))
    checkpoint = Checkpoint(origin="log.example", size=300, root=root)
    note = sign_checkpoint(checkpoint, [SIGNER]).render().encode()
    export(tmp_path / "log", entries=entries, checkpoint=note, keys=[SIGNER.key])
    return tmp_path / "log"


def damage(folder: Path) -> None:
    bundle = folder / "tile/entries/000"
    data = bytearray(bundle.read_bytes())
    data[35 * 7 + 30] ^= 1
    bundle.write_bytes(data)


@pytest.fixture
def serve() -> Iterator[Callable[[type[BaseHTTPRequestHandler] | functools.partial[SimpleHTTPRequestHandler]], str]]:  # fmt: skip
    """A server on loopback for the time of a test."""
    servers: list[ThreadingHTTPServer] = []

    def start(handler: type[BaseHTTPRequestHandler]) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name in the library
        """Say nothing."""


def serving(folder: Path) -> type[BaseHTTPRequestHandler]:
    return functools.partial(Quiet, directory=str(folder))  # type: ignore[return-value]


class TestFolder:
    def test_a_whole_log_is_told_with_root_and_key(self, folder: Path) -> None:
        done = run(str(folder), "--key", SIGNER.key.text)
        assert done.exit_code == 0
        assert done.stdout.startswith("Whole: 300 entries of log.example, root ")
        assert f"Signed by {SIGNER.key.text}" in done.stdout
        assert "7 files accounted for" in done.stdout
        assert "came with the log" not in done.stdout

    def test_without_a_key_it_says_whose_word_was_taken(self, folder: Path) -> None:
        done = run(str(folder))
        assert done.exit_code == 0
        assert "keys that came with the log" in done.stdout

    def test_a_changed_entry_is_named(self, folder: Path) -> None:
        damage(folder)
        done = run(str(folder), "--key", SIGNER.key.text)
        assert done.exit_code == 1
        assert done.stdout == "NOT WHOLE: tile/entries/000: entry 7 was changed.\n"

    def test_many_faults_are_cut_short(self, folder: Path) -> None:
        for number in range(30):
            (folder / f"stranger-{number:02}").write_bytes(b"")
        done = run(str(folder))
        assert done.exit_code == 1
        assert done.stdout.splitlines()[-1] == "... and 10 more."

    def test_the_report_as_json(self, folder: Path) -> None:
        whole = json.loads(run(str(folder), "--json").stdout)
        assert (whole["ok"], whole["size"], whole["own_keys"]) == (True, 300, True)
        assert whole["signed"] == [
            {"name": "log.example", "key": SIGNER.key.text, "at": None}
        ]
        damage(folder)
        done = run(str(folder), "--json")
        assert done.exit_code == 1
        assert json.loads(done.stdout)["faults"] == [
            {
                "kind": "changed",
                "file": "tile/entries/000",
                "entry": 7,
                "other": None,
                "words": "tile/entries/000: entry 7 was changed.",
            }
        ]

    def test_a_quorum_that_is_not_reached_fails(self, folder: Path) -> None:
        done = run(str(folder), "--quorum", "1")
        assert done.exit_code == 1
        assert "0 of 1 witnesses cosigned" in done.stdout

    def test_a_folder_that_holds_no_log_fails(self, tmp_path: Path) -> None:
        done = run(str(tmp_path), "--json")
        assert done.exit_code == 1
        report = json.loads(done.stdout)
        assert (report["size"], report["root"], report["origin"]) == (None, None, None)
        assert (
            run(str(tmp_path)).stdout == "NOT WHOLE: checkpoint: the file is missing.\n"
        )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ([], NotALogError),
        (["somewhere", "--database"], NotALogError),
        (["/no/such/folder"], NotALogError),
        ([".", "--key", "nonsense"], UnusableKeyError),
    ],
    ids=["nothing", "both", "no-folder", "no-key"],
)
def test_wrong_use_is_an_input_error(
    arguments: list[str], error: type[InputError]
) -> None:
    assert isinstance(run(*arguments).exception, error)


class TestServer:
    def test_a_served_log_is_whole(
        self, folder: Path, serve: Callable[..., str]
    ) -> None:
        address = serve(serving(folder))
        done = run(address + "/", "--key", SIGNER.key.text)
        assert done.exit_code == 0, done.output
        assert "7 files accounted for" in done.stdout

    def test_a_changed_entry_is_named(
        self, folder: Path, serve: Callable[..., str]
    ) -> None:
        damage(folder)
        done = run(serve(serving(folder)))
        assert done.exit_code == 1
        assert "entry 7 was changed" in done.stdout

    def test_a_partial_tile_may_have_become_full(
        self, folder: Path, serve: Callable[..., str]
    ) -> None:
        for level in ("0", "entries"):
            part = folder / f"tile/{level}/001.p/44"
            part.rename(folder / "full")
            part.parent.rmdir()
            data = (folder / "full").read_bytes()
            more = bytes(32) * 212 if level == "0" else b"\x00\x01x" * 212
            (folder / f"tile/{level}/001").write_bytes(data + more)
        assert run(serve(serving(folder))).exit_code == 0
        (folder / "tile/entries/001").write_bytes(b"\x00")
        done = run(serve(serving(folder)))
        assert done.exit_code == 1
        assert "the file is damaged" in done.stdout

    def test_a_missing_tile_is_named(
        self, folder: Path, serve: Callable[..., str]
    ) -> None:
        (folder / "tile/0/001.p/44").unlink()
        done = run(serve(serving(folder)))
        assert done.exit_code == 1
        assert "tile/0/001.p/44: the file is missing" in done.stdout

    def test_a_server_that_fails_or_is_gone_is_unavailable(
        self, serve: Callable[..., str]
    ) -> None:
        class Failing(Quiet):
            def do_GET(self) -> None:
                self.send_error(503)

        done = run(serve(Failing))
        assert done.exit_code == 4
        assert "it answers 503" in done.stderr
        done = run("http://127.0.0.1:1")
        assert done.exit_code == 4
        assert "cannot be read" in done.stderr


@pytest.mark.django_db
class TestDatabase:
    @pytest.fixture(autouse=True)
    def _own_state(self, settings: Settings, tmp_path: Path) -> None:
        settings.LICET_STATE = tmp_path
        settings.LICET_LOG_DIR = tmp_path / "served"

    def enter(self) -> None:
        with transaction.atomic():
            record_event(kind="k", case="case-1", actor=None, payload={}, at=AT)
        run_sequencer(at=AT, flush=True)

    def test_a_whole_record_is_counted(self) -> None:
        self.enter()
        done = run("--database")
        assert done.exit_code == 0
        assert done.stdout == (
            "Whole: 16 rows, 16 entries in the tree, 0 waiting, 0 erased.\n"
        )

    def test_a_damaged_record_is_named(self, settings: Settings) -> None:
        self.enter()
        (settings.LICET_LOG_DIR / "checkpoint").unlink()
        done = run("--database", "--json")
        assert done.exit_code == 1
        report = json.loads(done.stdout)
        assert report["faults"][0]["kind"] == "published"
        assert run("--database").stdout.startswith(
            "NOT WHOLE: The served log is missing"
        )
