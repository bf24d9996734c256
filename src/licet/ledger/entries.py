"""What the public log holds of an act: a version and a salted commitment, nothing readable."""

import hashlib
import struct
from collections.abc import Iterable

from licet.ledger.encoding import HASH_SIZE
from licet.ledger.errors import MalformedError

SALT_SIZE = 32
ENTRY_VERSION = 1
ENTRY_SIZE = 1 + HASH_SIZE
MAX_ENTRY = 65_535  # the u16 length prefix of an entry bundle

_LENGTH = struct.Struct(">H")


def commitment(salt: bytes, payload: bytes) -> bytes:
    """Commit to a payload without revealing it.

    Args:
        salt: 32 random bytes, fresh for every act. Without them a short payload could be
            guessed and tried.
        payload: The canonical bytes of the act.

    Returns:
        SHA-256 over salt and payload.

    Raises:
        MalformedError: The salt has another length.

    Examples:
        >>> commitment(bytes(32), b"{}").hex()[:16]
        'fb1634c4e6cd4b1f'
    """
    if len(salt) != SALT_SIZE:
        raise MalformedError("salt", f"it has {len(salt)} bytes, not {SALT_SIZE}")
    return hashlib.sha256(salt + payload).digest()


def entry_of(committed: bytes) -> bytes:
    """The public entry of a commitment: the version byte, then the commitment.

    Raises:
        MalformedError: The commitment is not 32 bytes.
    """
    if len(committed) != HASH_SIZE:
        raise MalformedError("commitment", f"it has {len(committed)} bytes")
    return bytes([ENTRY_VERSION]) + committed


def committed_in(entry: bytes) -> bytes:
    """The commitment inside a public entry.

    Raises:
        MalformedError: The entry has another length or version.
    """
    if len(entry) != ENTRY_SIZE or entry[0] != ENTRY_VERSION:
        raise MalformedError("entry", f"{len(entry)} bytes, or an unknown version")
    return entry[1:]


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after the other, each behind its length as two big-endian bytes.

    Raises:
        MalformedError: An entry is longer than 65,535 bytes.
    """
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise MalformedError("log entry", f"it has {len(entry)} bytes")
        parts += (_LENGTH.pack(len(entry)), entry)
    return b"".join(parts)


def decode_bundle(data: bytes) -> list[bytes]:
    """The entries of a bundle; every byte must belong to one.

    Raises:
        MalformedError: The bundle ends inside an entry.
    """
    step = 2 + int.from_bytes(data[:2], "big")
    count, rest = divmod(len(data), step)
    if (
        not rest
        and data[::step] + data[1::step] == data[:1] * count + data[1:2] * count
    ):
        # All entries have one length, as ours have: no need to walk from one to the next.
        return [data[at + 2 : at + step] for at in range(0, len(data), step)]
    return _walk(data)


def _walk(data: bytes) -> list[bytes]:
    entries: list[bytes] = []
    at, end = 0, len(data)
    while at < end:
        start = at + 2
        stop = start + int.from_bytes(data[at:start], "big")
        if start > end or stop > end:
            raise MalformedError("bundle of entries", "it ends inside an entry")
        entries.append(data[start:stop])
        at = stop
    return entries
