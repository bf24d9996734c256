"""Witnesses are asked after commit, again and again, and what they sign is checked."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from licet.cli.witness import WitnessBook, make_server
from licet.kernel import InputError
from licet.ledger import (
    Checkpoint,
    DirectorySource,
    SeedSigner,
    SignatureKind,
    examine,
)
from licet.web.casework.models.record import Cosignature, LedgerRow, OutboxRow
from licet.web.casework.record.checkpoints import (
    log_keys,
    log_signer,
    newest_note,
    published_keys,
)
from licet.web.casework.record.cosigning import gather_cosignatures, witnesses
from licet.web.casework.record.errors import WitnessRefusedError
from licet.web.casework.record.export import export_log, log_directory, publish
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.sequencer import run_sequencer

pytestmark = pytest.mark.django_db
Record = Callable[..., list[LedgerRow]]
KINDS = (SignatureKind.ED25519_COSIGNATURE, SignatureKind.ML_DSA_44_COSIGNATURE)


@pytest.fixture
def book(tmp_path: Path) -> WitnessBook:
    signers = [
        SeedSigner(name="witness.example/one", kind=kind, seed=bytes([7]) * 32)
        for kind in KINDS
    ]
    logs = {log_signer().name: log_keys()}
    return WitnessBook(state=tmp_path / "witness", signers=signers, logs=logs)


@pytest.fixture
def start() -> Iterator[Callable[[ThreadingHTTPServer], str]]:
    running: list[ThreadingHTTPServer] = []

    def run(server: ThreadingHTTPServer) -> str:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield run
    for server in running:
        server.shutdown()
        server.server_close()


Start = Callable[[ThreadingHTTPServer], str]


def name_witness(tmp_path: Path, address: str, book: WitnessBook) -> None:
    keys = " ".join(signer.key.text for signer in book.signers)
    (tmp_path / "witnesses.txt").write_text(f"# ours\n\n{address}/ {keys}\n")


@pytest.fixture
def witness(book: WitnessBook, start: Start, tmp_path: Path) -> str:
    address = start(make_server(book, "127.0.0.1", 0))
    name_witness(tmp_path, address, book)
    return address


def answering(status: int, body: str) -> ThreadingHTTPServer:
    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
            """Say nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Desk)


def test_every_batch_is_cosigned_and_published_with_it(
    record: Record, at: datetime, witness: str, tmp_path: Path
) -> None:
    for count in (1, 20):
        record(count)
        run_sequencer(at=at, flush=True)
        served = DirectorySource(root=log_directory())
        found = examine(served, log_keys(), quorum=0)
        assert found.faults == ()
        assert [one.key.kind for one in found.signed[1:]] == list(KINDS)
        assert served.read("checkpoint") == newest_note()
    assert not OutboxRow.objects.exists()
    assert check_database().faults == ()
    export_log(tmp_path / "out")
    exported = examine(
        DirectorySource(root=tmp_path / "out"), published_keys(), quorum=1
    )
    assert exported.faults == ()


def test_without_witnesses_nobody_is_asked(record: Record, at: datetime) -> None:
    record(1)
    run_sequencer(at=at, flush=True)
    assert witnesses() == ()
    assert not OutboxRow.objects.exists()


def test_a_witness_that_is_away_is_asked_again_with_growing_pauses(
    record: Record, at: datetime, book: WitnessBook, start: Start, tmp_path: Path
) -> None:
    name_witness(tmp_path, "http://127.0.0.1:1", book)
    record(1)
    run_sequencer(at=at, flush=True)
    wish = OutboxRow.objects.get(topic="cosign")
    assert (wish.attempts, wish.not_before) == (1, at + timedelta(seconds=5))
    assert "did not cosign" in wish.last_error
    assert gather_cosignatures(at=at + timedelta(seconds=4)) == 0
    assert OutboxRow.objects.get(pk=wish.pk).attempts == 1
    later = at + timedelta(seconds=5)
    run_sequencer(at=later)
    wish.refresh_from_db()
    assert (wish.attempts, wish.not_before) == (2, later + timedelta(seconds=10))
    OutboxRow.objects.filter(pk=wish.pk).update(attempts=50, not_before=later)
    run_sequencer(at=later)
    wish.refresh_from_db()
    assert wish.not_before == later + timedelta(minutes=10)


def test_the_newest_tree_is_cosigned_for_all_before_it(
    record: Record, at: datetime, book: WitnessBook, start: Start, tmp_path: Path
) -> None:
    name_witness(tmp_path, "http://127.0.0.1:1", book)
    for _ in range(3):
        record(1)
        run_sequencer(at=at, flush=True)
    address = start(make_server(book, "127.0.0.1", 0))
    OutboxRow.objects.filter(topic="cosign").update(reference=address)
    name_witness(tmp_path, address, book)
    later = at + timedelta(hours=1)
    run_sequencer(at=later)
    assert not OutboxRow.objects.exists()
    assert {one.batch.size for one in Cosignature.objects.all()} == {48}


def test_an_answer_that_was_lost_is_asked_for_again(
    record: Record, at: datetime, witness: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failed and stored: the witness knows the tree, we do not know that it does."""

    def lost(*_: object, **__: object) -> None:
        raise DatabaseError("disk full")

    record(1)
    monkeypatch.setattr(Cosignature.objects, "get_or_create", lost)
    with pytest.raises(DatabaseError):
        run_sequencer(at=at, flush=True)
    monkeypatch.undo()
    assert not Cosignature.objects.exists()
    assert OutboxRow.objects.filter(topic="cosign").count() == 1
    record(1)
    run_sequencer(at=at, flush=True)
    assert Cosignature.objects.count() == 2
    assert not OutboxRow.objects.exists()


def test_a_witness_that_has_seen_more_than_we_hold_is_not_believed_silently(
    record: Record, at: datetime, book: WitnessBook, witness: str
) -> None:
    origin = log_signer().name
    book.state.mkdir(parents=True)
    book._keep(Checkpoint(origin=origin, size=99, root=bytes(32)))
    record(1)
    run_sequencer(at=at, flush=True)
    wish = OutboxRow.objects.get(topic="cosign")
    assert "it has seen 99 entries, more than 16" in wish.last_error


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (500, "oops", "it answers 500: oops"),
        (409, "not a size", "it answers 409"),
        (200, "", "none of its known keys signed"),
        (200, "nonsense\n", "signature line"),
        (200, "— other.example AAAAAAAAAAAA\n", "none of its known keys"),
    ],
    ids=["error", "conflict", "nothing", "nonsense", "stranger"],
)
def test_other_answers_are_no_cosignatures(  # noqa: PLR0917  # fixtures
    record: Record, at: datetime, book: WitnessBook, start: Start, tmp_path: Path,
    status: int, body: str, words: str,
) -> None:  # fmt: skip
    name_witness(tmp_path, start(answering(status, body)), book)
    record(1)
    run_sequencer(at=at, flush=True)
    assert not Cosignature.objects.exists()
    assert words in OutboxRow.objects.get(topic="cosign").last_error
    assert publish() == 16


@pytest.mark.parametrize("line", ["ftp://x key", "http://x", "http://x nonsense"])
def test_a_line_that_names_no_witness_is_an_input_error(
    tmp_path: Path, line: str
) -> None:
    (tmp_path / "witnesses.txt").write_text(line)
    with pytest.raises(InputError):
        witnesses()


def test_cosignatures_are_append_only(
    record: Record, at: datetime, witness: str
) -> None:
    record(1)
    run_sequencer(at=at, flush=True)
    for act in (
        lambda: Cosignature.objects.update(line="x"),
        lambda: Cosignature.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_a_refusal_says_that_it_is_asked_again() -> None:
    error = WitnessRefusedError("http://w", "it sleeps")
    assert error.code == "witness_refused"
    assert "asked again" in str(error)
