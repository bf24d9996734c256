"""A receiver on this machine that answers as it is told, and keeps what it was sent."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Receiver:
    """One address; each connection gets the next answer, the last one stays.

    Attributes:
        answers: Raw bytes; ``b"hang"`` says nothing, ``b"drip"`` a letter at a time.
    """

    url: str = ""
    answers: list[bytes] = field(
        default_factory=lambda: [b"HTTP/1.1 204 No Content\r\n\r\n"]
    )
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def serve(self, listening: socket.socket) -> None:
        while not self.over.is_set():
            try:
                one, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(one,), daemon=True).start()

    def answer(self, one: socket.socket) -> None:
        with one:
            one.settimeout(5)
            try:
                if self.tls is None:
                    self._answer(one)
                else:
                    with self.tls.wrap_socket(one, server_side=True) as spoken:
                        self._answer(spoken)
            except OSError:
                return

    def _answer(self, one: socket.socket) -> None:
        held = b""
        while b"\r\n\r\n" not in held:
            held += one.recv(4096)
        head, _, body = held.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = {"": lines[0]} | {
            name.lower(): value
            for name, _, value in (line.partition(": ") for line in lines[1:])
        }
        while len(body) < int(headers["content-length"]):
            body += one.recv(4096)
        self.got.append((headers, body))
        said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if said == b"hang":
            self.over.wait(5)
        elif said == b"drip":
            while not self.over.is_set():
                one.sendall(b"x")
                time.sleep(0.05)
        else:
            one.sendall(said)


@contextmanager
def receiving(*answers: bytes, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Receive on a port of this machine while the block runs."""
    made = Receiver(tls=tls)
    if answers:
        made.answers = list(answers)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        scheme = "https" if tls else "http"
        made.url = f"{scheme}://127.0.0.1:{listening.getsockname()[1]}/hook?for=licet"
        thread = threading.Thread(target=made.serve, args=(listening,), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.over.set()
            listening.shutdown(socket.SHUT_RDWR)
