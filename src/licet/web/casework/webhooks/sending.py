"""One POST to one address, bounded in time and size; no redirect is followed.

Of the answer only the first line is read: there is nothing in it that we would believe.
"""

import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from licet.web.casework.webhooks.guard import AddressRefusedError, Target, target_of

_LONGEST_LINE = 1024
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: |\r?\n)")
_GONE, _OK, _REDIRECT = 410, range(200, 300), range(300, 400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one attempt.

    Attributes:
        status: HTTP status; nought when there was no answer.
        failure: Empty when it was taken, else a code.
    """

    status: int = 0
    failure: str = ""

    @property
    def gone(self) -> bool:
        """Whether the receiver says that it will never be there again."""
        return self.status == _GONE


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def post(url: str, *, headers: Mapping[str, str], body: bytes) -> Outcome:
    """Send a body to an address and read whether it was taken.

    Args:
        url: As registered; found and judged anew now.
        headers: Of the signature.
        body: JSON.

    Returns:
        The outcome; nothing is raised, whatever the other side does.
    """
    until = time.monotonic() + settings.LICET_WEBHOOK_SECONDS
    try:
        line = _exchange(target_of(url), headers, body, until)
    except (AddressRefusedError, OSError) as error:
        return Outcome(failure=_why(error))
    found = _STATUS.match(line)
    if found is None:
        return Outcome(failure="no_http")
    status = int(found.group(1))
    if status in _OK:
        return Outcome(status=status)
    return Outcome(
        status=status, failure="redirect" if status in _REDIRECT else "status"
    )


def _why(error: Exception) -> str:
    match error:
        case AddressRefusedError():
            return error.why
        case TimeoutError():
            return "timeout"
        case ssl.SSLError():
            return "tls"
        case _:
            return "unreachable"


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _exchange(
    target: Target, headers: Mapping[str, str], body: bytes, until: float
) -> bytes:
    """Connect to the one number that was judged, send, and read the first line."""
    with socket.create_connection((target.number, target.port), _left(until)) as plain:
        line: socket.socket = plain
        if target.tls:
            plain.settimeout(_left(until))
            line = _context().wrap_socket(plain, server_hostname=target.host)
        with line:
            line.settimeout(_left(until))
            line.sendall(_head(target, headers, body) + body)
            return _first_line(line, until)


def _head(target: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [
        f"POST {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        "User-Agent: Licet-Webhooks/1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _first_line(line: socket.socket, until: float) -> bytes:
    """At most a kilobyte, and never longer than the time there is, drop by drop or not."""
    held = b""
    while b"\n" not in held and len(held) < _LONGEST_LINE:
        line.settimeout(_left(until))
        piece = line.recv(_LONGEST_LINE)
        if not piece:
            break
        held += piece
    return held
