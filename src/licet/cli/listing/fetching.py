"""One list file from an address, within bounds of time and size."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from licet.kernel import InputError

LARGEST_DOWNLOAD = 256 * 1024 * 1024
SECONDS = 300
_PIECE = 1 << 16


class NotFetchedError(InputError):
    """An address that gave no list: no answer, the wrong one, or one without end."""

    code = "list_not_fetched"

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(
            f"{place}: not fetched ({problem}). The version in service stays; try again, or "
            "fetch the file by hand and give its folder."
        )


def without_secrets(url: str) -> str:
    """An address as it may be shown and recorded: no user, no password, no query."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


@dataclass(slots=True)
class _Bounded:
    """The sockets of one fetch, closed when its time is over, whatever they wait for."""

    sockets: list[socket.socket] = field(default_factory=list)
    over: bool = False

    def keep(self, connection: HTTPConnection) -> None:
        """Remember what a connection has opened."""
        self.sockets.append(connection.sock)

    def end(self) -> None:
        """Wake everything that waits."""
        self.over = True
        for one in self.sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def plain(self, *args: Any, **named: Any) -> HTTPConnection:  # noqa: ANN401  # passed on as they come
        """An HTTP connection whose socket is remembered."""
        return self._remembering(HTTPConnection(*args, **named))

    def secure(self, *args: Any, **named: Any) -> HTTPConnection:  # noqa: ANN401  # passed on as they come
        """The same with TLS."""
        return self._remembering(HTTPSConnection(*args, **named))

    def _remembering(self, connection: HTTPConnection) -> HTTPConnection:
        connect = connection.connect

        def connected() -> None:
            connect()
            self.keep(connection)

        connection.connect = connected  # type: ignore[method-assign]  # one connection of one fetch
        return connection


def _opener(bounded: _Bounded) -> OpenerDirector:
    """What follows http and https and nothing else, also after a redirection."""

    class Plain(HTTPHandler):
        def http_open(self, req: Request) -> HTTPResponse:
            return self.do_open(bounded.plain, req)

    class Secure(HTTPSHandler):
        def https_open(self, req: Request) -> HTTPResponse:
            return self.do_open(bounded.secure, req)

    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        Plain(),
        Secure(),
        HTTPDefaultErrorHandler(),
        HTTPRedirectHandler(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def fetch(url: str, folder: Path) -> Path:
    """Fetch one list file.

    Args:
        url: An address with http or https.
        folder: Where the file is put under its own name.

    Returns:
        The file.

    Raises:
        NotFetchedError: The address does not answer, answers too slowly, sends less than it
            announced, more than any list has, or leads nowhere.
    """
    place = without_secrets(url)
    bounded = _Bounded()
    timer = threading.Timer(SECONDS, bounded.end)
    timer.daemon = True
    timer.start()
    began = time.monotonic()
    try:
        body = b"".join(_body(url, place, bounded))
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        late = bounded.over or time.monotonic() - began >= SECONDS
        why = f"no whole answer within {SECONDS} seconds" if late else str(error)
        raise NotFetchedError(place, why or type(error).__name__) from error
    finally:
        timer.cancel()
    path = folder / (Path(urlsplit(url).path).name or "list")
    path.write_bytes(body)
    return path


def _body(url: str, place: str, bounded: _Bounded) -> Iterator[bytes]:
    request = Request(url, headers={"User-Agent": "licet"})  # noqa: S310  # the opener knows http and https only
    got = 0
    with _opener(bounded).open(request, timeout=SECONDS) as answer:
        announced = answer.headers.get("Content-Length", "")
        while piece := answer.read(_PIECE):
            got += len(piece)
            if got > LARGEST_DOWNLOAD:
                raise NotFetchedError(
                    place,
                    f"more than {LARGEST_DOWNLOAD} bytes; give the list file itself",
                )
            yield piece
    if bounded.over:
        raise TimeoutError
    if announced.isdecimal() and got < int(announced):
        raise NotFetchedError(place, f"{got} of {announced} bytes came")
