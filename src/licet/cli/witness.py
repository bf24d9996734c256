"""``licet witness``: a process of its own that cosigns what continues the tree it saw.

It holds a key and, for each log, the last checkpoint that it cosigned; nothing else. Checking
and storing are one step under a lock, across threads and processes.
"""

import fcntl
import hashlib
import os
import secrets
import stat
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import time
from typing import Annotated, ClassVar

import typer

from licet.kernel import InputError
from licet.ledger import (
    Checkpoint,
    SeedSigner,
    SignatureKind,
    UnusableKeyError,
    VerifierKey,
    WitnessAnswer,
    add_checkpoint,
    parse_checkpoint,
    parse_key,
    parse_private_key,
)

LARGEST = 1 << 16
SLOWEST = 10
_KINDS = (SignatureKind.ED25519_COSIGNATURE, SignatureKind.ML_DSA_44_COSIGNATURE)
_OTHERS = 0o077


class WitnessSetupError(InputError):
    """A witness that cannot start as it was asked to."""

    code: ClassVar[str] = "witness_setup"


def register(app: typer.Typer) -> None:
    """Add ``witness`` to the command."""
    app.command("witness")(witness)


def witness(  # one parameter for each option
    state: Annotated[Path, typer.Option(help="Folder of what was cosigned last.")],
    key: Annotated[Path, typer.Option(help="File of the private keys.")],
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)],
    *,
    log: Annotated[
        list[str] | None, typer.Option(help="Key of a log to witness; repeat for more.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Name of a new key, when the file is not there.")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Run a witness: cosign checkpoints that continue the tree seen last, refuse others."""
    signers = read_keys(key) if key.exists() else make_keys(key, name)
    book = WitnessBook(state=state, signers=signers, logs=known_logs(state, log or ()))
    server = make_server(book, host, port)
    print(f"witness on http://{host}:{server.server_port}", file=sys.stderr)
    for signer in signers:
        print(signer.key.text, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("witness stopped", file=sys.stderr)
    finally:
        server.server_close()


def read_keys(path: Path) -> tuple[SeedSigner, ...]:
    """The private keys of a file that only its owner may read.

    Raises:
        WitnessSetupError: Others may read it, or it is empty.
        UnusableKeyError: A line is no private key.
    """
    if stat.S_IMODE(path.stat().st_mode) & _OTHERS:
        raise WitnessSetupError(
            f"{path} may be read by others. Run chmod 600 on it and make a new key."
        )
    lines = path.read_text("utf-8").splitlines()
    signers = tuple(parse_private_key(line) for line in lines if line)
    if not signers:
        raise WitnessSetupError(f"{path} holds no key. Remove it and give --name.")
    return signers


def make_keys(path: Path, name: str | None) -> tuple[SeedSigner, ...]:
    """New keys of every kind that the library knows, in a file of mode 0600.

    Raises:
        WitnessSetupError: No name was given for them.
    """
    if name is None:
        raise WitnessSetupError(
            f"{path} is not there. Give --name, for example witness.example/licet, "
            "and a new key is made."
        )
    signers = []
    for kind in _KINDS:
        signer = SeedSigner(name=name, kind=kind, seed=secrets.token_bytes(32))
        try:
            signer.key  # noqa: B018  # an older library cannot make this kind
        except UnusableKeyError:
            if kind is SignatureKind.ED25519_COSIGNATURE:
                raise
            continue
        signers.append(signer)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.writelines(f"{signer.private_text}\n" for signer in signers)
    return tuple(signers)


def known_logs(state: Path, given: Sequence[str]) -> Mapping[str, list[VerifierKey]]:
    """The trusted keys of each origin: those given and those of ``logs.txt``.

    Raises:
        WitnessSetupError: There is none.
    """
    listed = state / "logs.txt"
    lines = listed.read_text("utf-8").splitlines() if listed.exists() else []
    logs: dict[str, list[VerifierKey]] = {}
    for text in dict.fromkeys([*given, *filter(None, lines)]):
        key = parse_key(text)
        logs.setdefault(key.name, []).append(key)
    if not logs:
        raise WitnessSetupError(
            f"No log to witness. Give --log with its key, or write keys into {listed}."
        )
    return logs


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessBook:
    """What the witness knows and keeps.

    Attributes:
        state: One file for each origin: the last cosigned checkpoint.
        signers: Its own keys.
        logs: The trusted keys of each origin.
    """

    state: Path
    signers: Sequence[SeedSigner]
    logs: Mapping[str, Sequence[VerifierKey]]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, body: bytes, *, at: int) -> WitnessAnswer:
        """Check, store, then answer: never two of these at once."""
        with self._alone():
            answer = add_checkpoint(
                body, seen=self._seen(), logs=self.logs, signers=self.signers, at=at
            )
            if answer.keep is not None:
                self._keep(answer.keep)
        return answer

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.state.mkdir(parents=True, exist_ok=True)
        with self.lock, (self.state / "lock").open("a") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield

    def _path(self, origin: str) -> Path:
        return self.state / f"{hashlib.sha256(origin.encode()).hexdigest()}.seen"

    def _seen(self) -> Mapping[str, Checkpoint]:
        paths = (self._path(origin) for origin in self.logs)
        seen = [
            parse_checkpoint(path.read_text("utf-8")) for path in paths if path.exists()
        ]
        return {one.origin: one for one in seen}

    def _keep(self, checkpoint: Checkpoint) -> None:
        path = self._path(checkpoint.origin)
        draft = path.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(checkpoint.text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
        folder = os.open(self.state, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def make_server(book: WitnessBook, host: str, port: int) -> ThreadingHTTPServer:
    """A server that is bound but does not serve yet."""

    class Desk(BaseHTTPRequestHandler):
        timeout: ClassVar[float | None] = SLOWEST
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint":
                self._send(WitnessAnswer(status=HTTPStatus.NOT_FOUND))
            elif not length.isdecimal() or int(length) > LARGEST:
                self.close_connection = True
                self._send(
                    WitnessAnswer(status=HTTPStatus.BAD_REQUEST, body="length\n")
                )
            else:
                body = self.rfile.read(int(length))
                self._send(book.answer(body, at=int(time())))

        def do_GET(self) -> None:
            keys = "".join(f"{signer.key.text}\n" for signer in book.signers)
            found = self.path == "/"
            status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
            self._send(WitnessAnswer(status=status, body=keys if found else ""))

        def _send(self, answer: WitnessAnswer) -> None:
            data = answer.body.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
            """Say nothing: requests carry no news that the state does not hold."""

    return ThreadingHTTPServer((host, port), Desk)
