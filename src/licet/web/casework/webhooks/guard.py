"""To where nothing is sent: only public addresses, found anew and pinned at each connection.

An address of others decides to where our machine connects. Whatever leads into our own network
is refused, by number, by name, or by a name that means another place the second time.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from licet.web.casework.errors import CaseworkError

LONGEST = 500
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_HTTPS, _HTTP = 443, 80
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefusedError(CaseworkError):
    """An address to which nothing is sent.

    Attributes:
        why: A code for the log of deliveries.
    """

    code: ClassVar[str] = "address_refused"

    def __init__(self, why: str, words: str) -> None:
        self.why = why
        super().__init__(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address taken apart, and the one number to which the connection goes.

    Attributes:
        host: The name, for the certificate and the header.
        number: The resolved address.
        path: Path and query, as they are sent.
        tls: Whether it is https.
    """

    host: str
    port: int
    number: str
    path: str
    tls: bool

    @property
    def authority(self) -> str:
        """Host and port as the header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = _HTTPS if self.tls else _HTTP
        return host if self.port == usual else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Take an address apart, find it, and refuse it where it leads inside.

    Args:
        url: As it was registered.

    Raises:
        AddressRefusedError: Not https, malformed, not to be found, or not public.
    """
    parts, port = _parts(url)
    host = parts.hostname or ""
    found = _resolved(host, port)
    # Loopback is for trying out on one machine, where no certificate can be had.
    trial = settings.LICET_WEBHOOK_LOOPBACK and all(one.is_loopback for one in found)
    if parts.scheme != "https" and not trial:
        raise AddressRefusedError(
            "not_https", _("Give an address that begins with https://.")
        )
    if not trial and not all(map(is_public, found)):
        raise AddressRefusedError(
            "not_public",
            _("This name leads to an address that is not public. Events go to public addresses only."),
        )  # fmt: skip
    path = parts.path or "/"
    return Target(
        host=host,
        port=port,
        number=str(found[0]),
        path=f"{path}?{parts.query}" if parts.query else path,
        tls=parts.scheme == "https",
    )


def _parts(url: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  # the standard library's own record
    malformed = AddressRefusedError(
        "malformed",
        _("Give a whole address in plain letters, without name, password or fragment, 500 letters at most."),
    )  # fmt: skip
    plain = url.isascii() and url.isprintable() and " " not in url
    if not plain or len(url) > LONGEST:
        raise malformed
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise malformed from None
    if (
        parts.scheme not in {"https", "http"}
        or not parts.hostname
        or "@" in parts.netloc
        or parts.fragment
        or port == 0
    ):
        raise malformed
    return parts, port or (_HTTPS if parts.scheme == "https" else _HTTP)


def _resolved(host: str, port: int) -> list[Address]:
    """Every number behind a name: one that leads inside spoils them all."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        rows = []
    found = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
    if not found:
        raise AddressRefusedError(
            "not_found", _("This name cannot be found. Check it, or try again later.")
        )
    return found


def is_public(number: Address) -> bool:
    """Whether a number is one of the public internet, whatever it is wrapped in."""
    if isinstance(number, ipaddress.IPv6Address):
        if number.ipv4_mapped is not None:
            return is_public(number.ipv4_mapped)
        if number in _NAT64:
            return is_public(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
        if number.sixtofour is not None or number.teredo is not None:
            return False
    return number.is_global and not (
        number.is_multicast or number.is_reserved or number.is_loopback
    )
