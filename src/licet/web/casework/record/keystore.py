"""Data keys outside the database: one for each case, wrapped by the installation's own key.

Files lie under ``LICET_STATE/keys``, mode 0600 in folders of 0700:

``installation.key``      wraps all others; itself under the passphrase of the installation
``data/<key id>.key``     nonce and wrapped key of one case or of one quarter
``log.key``               the wrapped seed with which the log signs its checkpoints

A data key is on disk before the first row that it seals is committed: a crash leaves at
worst a key that seals nothing. Every use reads the file again, so that a destroyed key is
gone for every process at once.
"""

import contextlib
import hashlib
import os
import re
import secrets
import stat
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from licet.web.casework.record.errors import (
    KeyExposedError,
    KeyMissingError,
    SealBrokenError,
)

KEY_SIZE = 32
NONCE_SIZE = 12
SALT_SIZE = 16
LOG_KEY = "log"
_KEY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}\Z")
_OTHERS = 0o077
_PROTECTED = b"licet-installation-1\n"


class KeyStore(Protocol):
    """Where keys are kept; a file folder by default, a hardware module by adapter."""

    def seal(self, key_id: str, content: bytes, context: bytes) -> bytes:
        """Encrypt under a data key, which is made when it is not there."""

    def unseal(self, key_id: str, sealed: bytes, context: bytes) -> bytes:
        """Decrypt what :meth:`seal` gave for the same key and context."""

    def holds(self, key_id: str) -> bool:
        """Whether the data key is there."""

    def destroy(self, key_id: str) -> None:
        """Destroy a data key for good; doing it twice does no harm."""

    def log_seed(self) -> bytes:
        """The seed of the log's signing key, made on first use."""


def _seal(key: bytes, content: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_SIZE)
    return nonce + AESGCM(key).encrypt(nonce, content, context)


def _unseal(key: bytes, sealed: bytes, context: bytes, name: str) -> bytes:
    nonce, body = sealed[:NONCE_SIZE], sealed[NONCE_SIZE:]
    try:
        return AESGCM(key).decrypt(nonce, body, context)
    except (InvalidTag, ValueError):
        raise SealBrokenError(name) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKeyStore:
    """Keys as files.

    Attributes:
        root: ``LICET_STATE/keys``.
        passphrase: What the installation's key is kept under; without one it is kept as
            it is, and the folder is all that protects it.
    """

    root: Path
    passphrase: str = field(default="", repr=False)

    def seal(self, key_id: str, content: bytes, context: bytes) -> bytes:
        """Encrypt under a data key, which is made when it is not there."""
        return _seal(self._data_key(key_id, make=True), content, context)

    def unseal(self, key_id: str, sealed: bytes, context: bytes) -> bytes:
        """Decrypt what :meth:`seal` gave for the same key and context.

        Raises:
            KeyMissingError: The key is not there: lost, or destroyed.
            SealBrokenError: Bytes, context or key were altered.
        """
        return _unseal(self._data_key(key_id, make=False), sealed, context, key_id)

    def holds(self, key_id: str) -> bool:
        """Whether the data key is there."""
        return self._path(key_id).is_file()

    def destroy(self, key_id: str) -> None:
        """Overwrite and remove a data key; doing it twice does no harm.

        The overwriting is a courtesy of the file system, not a promise: what destroys the
        content for certain is that no copy of the wrapped key is kept (see the how-to on
        key backups).
        """
        path = self._path(key_id)
        with contextlib.suppress(FileNotFoundError):
            with path.open("r+b") as stream:
                stream.write(bytes(path.stat().st_size))
                stream.flush()
                os.fsync(stream.fileno())
            path.unlink()
            _sync_folder(path.parent)

    def log_seed(self) -> bytes:
        """The seed of the log's signing key, made on first use."""
        return self._wrapped(self.root / f"{LOG_KEY}.key", LOG_KEY, make=True)

    def _path(self, key_id: str) -> Path:
        if not _KEY_ID.match(key_id):
            raise KeyMissingError(key_id)
        return self.root / "data" / f"{key_id}.key"

    def _data_key(self, key_id: str, *, make: bool) -> bytes:
        return self._wrapped(self._path(key_id), key_id, make=make)

    def _wrapped(self, path: Path, name: str, *, make: bool) -> bytes:
        context = b"licet-key-1\n" + name.encode()
        data = _read_private(path)
        if data is None:
            if not make:
                raise KeyMissingError(name)
            fresh = _seal(
                self._installation_key(), secrets.token_bytes(KEY_SIZE), context
            )
            data = _create_private(path, fresh)
        return _unseal(self._installation_key(), data, context, name)

    def _installation_key(self) -> bytes:
        path = self.root / "installation.key"
        data = _read_private(path)
        if data is None:
            fresh = secrets.token_bytes(KEY_SIZE)
            data = _create_private(path, self._protected(fresh))
        if data.startswith(_PROTECTED):
            at = len(_PROTECTED)
            salt, sealed = data[at : at + SALT_SIZE], data[at + SALT_SIZE :]
            key = _derived(self.passphrase, salt)
            data = _unseal(key, sealed, _PROTECTED, path.name)
        if len(data) != KEY_SIZE:
            raise SealBrokenError(path.name)
        return data

    def _protected(self, key: bytes) -> bytes:
        if not self.passphrase:
            return key
        salt = secrets.token_bytes(SALT_SIZE)
        kept_under = _derived(self.passphrase, salt)
        return _PROTECTED + salt + _seal(kept_under, key, _PROTECTED)


@cache
def _derived(passphrase: str, salt: bytes) -> bytes:
    """The key of a passphrase; slow on purpose, so once per process and salt."""
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=KEY_SIZE
    )


def _read_private(path: Path) -> bytes | None:
    try:
        with path.open("rb") as stream:
            if stat.S_IMODE(os.fstat(stream.fileno()).st_mode) & _OTHERS:
                raise KeyExposedError(path.name)
            return stream.read()
    except FileNotFoundError:
        return None


def _create_private(path: Path, data: bytes) -> bytes:
    """Put a key in its place unless another process was quicker; return what is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(path.parent.stat().st_mode) & _OTHERS:
        raise KeyExposedError(path.parent.name)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        # A link, not a rename: it fails when the name is taken, so no key is ever replaced.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    _sync_folder(path.parent)
    return _read_private(path) or b""


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def key_store() -> KeyStore:
    """The key store of this installation."""
    return FileKeyStore(
        root=Path(settings.LICET_STATE) / "keys",
        passphrase=settings.LICET_KEY_PASSPHRASE,
    )
