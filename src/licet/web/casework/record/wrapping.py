"""Keys that wrap keys, behind a port: files by default, a token or a service by adapter."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from licet.web.casework.record.errors import KeyMissingError, SealBrokenError
from licet.web.casework.record.private_files import (
    create_private,
    destroy_private,
    read_private,
)

KEY_SIZE = 32
NONCE_SIZE = 12
SALT_SIZE = 16
FIRST = "1"
_PROTECTED = b"licet-installation-1\n"
_LATER = re.compile(r"installation-([1-9][0-9]{0,8})\.key\Z")


class KeyWrapping(Protocol):
    """Keeps the keys that wrap all others; a PKCS#11 token or a key service fits behind it.

    A wrapping key has a name that sorts as a number (``1``, ``2`` ...); the highest is in use.
    """

    def known(self) -> tuple[str, ...]:
        """The names of all wrapping keys that are there, oldest first; empty before the first."""

    def make(self) -> str:
        """Make the next wrapping key and return its name; two at once make one."""

    def wrap(self, name: str, key: bytes, context: bytes) -> bytes:
        """Encrypt a key under a wrapping key, bound to its context."""

    def unwrap(self, name: str, wrapped: bytes, context: bytes) -> bytes:
        """Decrypt what :meth:`wrap` gave.

        Raises:
            KeyMissingError: There is no such wrapping key.
            SealBrokenError: Bytes, context or key were altered.
        """

    def retire(self, name: str) -> None:
        """Destroy a wrapping key for good; doing it twice does no harm."""


def seal_bytes(key: bytes, content: bytes, context: bytes) -> bytes:
    """AES-256-GCM: nonce, then content and tag."""
    nonce = secrets.token_bytes(NONCE_SIZE)
    return nonce + AESGCM(key).encrypt(nonce, content, context)


def unseal_bytes(key: bytes, sealed: bytes, context: bytes, name: str) -> bytes:
    """What :func:`seal_bytes` sealed.

    Raises:
        SealBrokenError: Bytes, context or key were altered; ``name`` says whose they are.
    """
    nonce, body = sealed[:NONCE_SIZE], sealed[NONCE_SIZE:]
    try:
        return AESGCM(key).decrypt(nonce, body, context)
    except (InvalidTag, ValueError):
        raise SealBrokenError(name) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWrapping:
    """Wrapping keys as files: ``installation.key``, ``installation-2.key`` ...

    Attributes:
        root: ``LICET_STATE/keys``.
        passphrase: What the keys are kept under; without one they are kept as they are,
            and the folder is all that protects them.
    """

    root: Path
    passphrase: str = field(default="", repr=False)

    def known(self) -> tuple[str, ...]:
        """The names of all wrapping keys that are there, oldest first."""
        if not self.root.is_dir():
            return ()
        found = [
            int(match[1])
            for path in self.root.iterdir()
            if (match := _LATER.match(path.name))
        ]
        if (self.root / "installation.key").exists():
            found.append(1)
        return tuple(str(number) for number in sorted(found))

    def make(self) -> str:
        """Make the next wrapping key and return its name; two at once make one."""
        known = self.known()
        name = str(int(known[-1]) + 1) if known else FIRST
        create_private(self._path(name), self._protected(secrets.token_bytes(KEY_SIZE)))
        return name

    def wrap(self, name: str, key: bytes, context: bytes) -> bytes:
        """Encrypt a key under a wrapping key, bound to its context."""
        return seal_bytes(self._key(name), key, context)

    def unwrap(self, name: str, wrapped: bytes, context: bytes) -> bytes:
        """Decrypt what :meth:`wrap` gave."""
        return unseal_bytes(self._key(name), wrapped, context, f"installation {name}")

    def retire(self, name: str) -> None:
        """Overwrite and remove a wrapping key."""
        destroy_private(self._path(name))

    def _path(self, name: str) -> Path:
        last = "installation.key" if name == FIRST else f"installation-{name}.key"
        return self.root / last

    def _key(self, name: str) -> bytes:
        path = self._path(name)
        data = read_private(path)
        if data is None:
            raise KeyMissingError(path.name)
        if data.startswith(_PROTECTED):
            at = len(_PROTECTED)
            salt, sealed = data[at : at + SALT_SIZE], data[at + SALT_SIZE :]
            key = _derived(self.passphrase, salt)
            data = unseal_bytes(key, sealed, _PROTECTED, path.name)
        if len(data) != KEY_SIZE:
            raise SealBrokenError(path.name)
        return data

    def _protected(self, key: bytes) -> bytes:
        if not self.passphrase:
            return key
        salt = secrets.token_bytes(SALT_SIZE)
        kept_under = _derived(self.passphrase, salt)
        return _PROTECTED + salt + seal_bytes(kept_under, key, _PROTECTED)


@cache
def _derived(passphrase: str, salt: bytes) -> bytes:
    """The key of a passphrase; slow on purpose, so once per process and salt."""
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=KEY_SIZE
    )
