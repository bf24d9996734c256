"""Data keys outside the database: one for each case, wrapped by the installation's own key.

Files lie under ``LICET_STATE/keys``, mode 0600 in folders of 0700:

``installation.key``      wraps all others; later ones are ``installation-2.key`` ...
``data/<key id>.key``     name of the wrapping key, nonce and wrapped key of one case or quarter
``data/<key id>.gone``    that the key was destroyed, and the act that ordered it
``log.key``               the wrapped seed with which the log signs its checkpoints

A data key is on disk before the first row that it seals is committed: a crash leaves at
worst a key that seals nothing. Every use reads the file again, so that a destroyed key is
gone for every process at once, and never made anew.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from licet.web.casework.record.errors import (
    KeyClosedError,
    KeyDestroyedError,
    KeyMissingError,
    SealBrokenError,
)
from licet.web.casework.record.private_files import (
    create_private,
    destroy_private,
    one_at_a_time,
    read_private,
    replace_private,
)
from licet.web.casework.record.wrapping import (
    FIRST,
    KEY_SIZE,
    FileWrapping,
    KeyWrapping,
    seal_bytes,
    unseal_bytes,
)

LOG_KEY = "log"
_KEY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}\Z")
_WRAPPED = re.compile(rb"licet-wrapped-1 ([1-9][0-9]{0,8})\n")


class KeyStore(Protocol):
    """Where keys are kept; a file folder by default, a hardware module by adapter."""

    def seal(self, key_id: str, content: bytes, context: bytes) -> bytes:
        """Encrypt under a data key, which is made when it is not there."""

    def unseal(self, key_id: str, sealed: bytes, context: bytes) -> bytes:
        """Decrypt what :meth:`seal` gave for the same key and context."""

    def name(self, key_id: str, about: bytes, *, make: bool) -> str:
        """A name for something that only the holder of the data key can tell."""

    def holds(self, key_id: str) -> bool:
        """Whether the data key is there."""

    def destroy(self, key_id: str, *, because: bytes = b"") -> None:
        """Destroy a data key for good; doing it twice does no harm."""

    def destroyed(self) -> Mapping[str, bytes]:
        """Every key that was destroyed, with what ordered it."""

    def log_seed(self) -> bytes:
        """The seed of the log's signing key, made on first use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKeyStore:
    """Keys as files.

    Attributes:
        root: ``LICET_STATE/keys``.
        passphrase: What the installation's key is kept under; without one it is kept as
            it is, and the folder is all that protects it.
        wrapping: Who wraps the keys; files beside them when absent.
    """

    root: Path
    passphrase: str = field(default="", repr=False)
    wrapping: KeyWrapping | None = None

    @property
    def wraps(self) -> KeyWrapping:
        """Who wraps the keys."""
        return self.wrapping or FileWrapping(root=self.root, passphrase=self.passphrase)

    def seal(self, key_id: str, content: bytes, context: bytes) -> bytes:
        """Encrypt under a data key, which is made when it is not there.

        Raises:
            KeyDestroyedError: The key was there once and was destroyed.
        """
        return seal_bytes(self._data_key(key_id, make=True), content, context)

    def unseal(self, key_id: str, sealed: bytes, context: bytes) -> bytes:
        """Decrypt what :meth:`seal` gave for the same key and context.

        Raises:
            KeyMissingError: The key is not there: lost, or destroyed.
            SealBrokenError: Bytes, context or key were altered.
        """
        key = self._data_key(key_id, make=False)
        return unseal_bytes(key, sealed, context, key_id)

    def name(self, key_id: str, about: bytes, *, make: bool) -> str:
        """A name for something that only the holder of the data key can tell.

        Args:
            key_id: The data key.
            about: What is named.
            make: Whether the key is made when it is not there.

        Returns:
            64 hexadecimal digits: HMAC-SHA-256 under a key derived from the data key.
        """
        key = self._data_key(key_id, make=make)
        own = hmac.digest(key, b"licet-names-1", "sha256")
        return hmac.new(own, about, hashlib.sha256).hexdigest()

    def holds(self, key_id: str) -> bool:
        """Whether the data key is there."""
        return self._path(key_id).is_file()

    def destroy(self, key_id: str, *, because: bytes = b"") -> None:
        """Overwrite and remove a data key; doing it twice does no harm.

        That it is gone, and by which act, stays beside the others: the key is not made
        anew, and an old backup of the database learns of the act when it comes back.
        """
        path = self._path(key_id)
        with one_at_a_time(self.root):
            create_private(path.with_suffix(".gone"), because or b"{}")
            destroy_private(path)

    def destroyed(self) -> Mapping[str, bytes]:
        """Every key that was destroyed, with the act that ordered it as bytes."""
        return {
            path.stem: read_private(path) or b""
            for path in sorted((self.root / "data").glob("*.gone"))
        }

    def log_seed(self) -> bytes:
        """The seed of the log's signing key, made on first use."""
        return self._wrapped(self.root / f"{LOG_KEY}.key", LOG_KEY, make=True)

    def wrapped_files(self) -> Iterator[tuple[str, Path]]:
        """Name and place of every wrapped key."""
        log = self.root / f"{LOG_KEY}.key"
        if log.exists():
            yield LOG_KEY, log
        for path in sorted((self.root / "data").glob("*.key")):
            yield path.stem, path

    def rewrap(self, name: str, path: Path, under: str) -> bool:
        """Wrap one key under another wrapping key; the key itself stays the same.

        Returns:
            Whether anything had to be done; a key destroyed meanwhile stays destroyed.
        """
        with one_at_a_time(self.root):
            data = read_private(path)
            if data is None:
                return False
            before, wrapped = _parts(data)
            if before == under:
                return False
            key = self.wraps.unwrap(before, wrapped, _context(name))
            replace_private(path, self._wrap(under, key, name))
            return True

    def retire(self, under: str) -> None:
        """Destroy a wrapping key, once nothing is wrapped under it any more.

        A key that somebody made under it at the last moment is rewrapped first.
        """
        while True:
            with one_at_a_time(self.root):
                left = [
                    (name, path)
                    for name, path in self.wrapped_files()
                    if _parts(read_private(path) or b"")[0] == under
                ]
                if not left:
                    self.wraps.retire(under)
                    return
            newest = self.wraps.known()[-1]
            for name, path in left:
                self.rewrap(name, path, newest)

    def _path(self, key_id: str) -> Path:
        if not _KEY_ID.match(key_id):
            raise KeyMissingError(key_id)
        return self.root / "data" / f"{key_id}.key"

    def _data_key(self, key_id: str, *, make: bool) -> bytes:
        return self._wrapped(self._path(key_id), key_id, make=make)

    def _wrapped(self, path: Path, name: str, *, make: bool) -> bytes:
        data = read_private(path)
        if data is None:
            if not make:
                raise KeyMissingError(name)
            data = self._made(path, name)
        try:
            return self._unwrapped(data, name)
        except (SealBrokenError, KeyMissingError):
            # Rewrapped and the old wrapping key retired between our two looks: look again.
            again = read_private(path)
            if again is None or again == data:
                raise
            return self._unwrapped(again, name)

    def _unwrapped(self, data: bytes, name: str) -> bytes:
        under, wrapped = _parts(data)
        try:
            return self.wraps.unwrap(under, wrapped, _context(name))
        except SealBrokenError:
            raise SealBrokenError(name) from None

    def _made(self, path: Path, name: str) -> bytes:
        with one_at_a_time(self.root):
            if path.with_suffix(".gone").exists():
                raise KeyDestroyedError(name)
            known = self.wraps.known()
            under = known[-1] if known else self.wraps.make()
            return create_private(
                path, self._wrap(under, secrets.token_bytes(KEY_SIZE), name)
            )

    def _wrap(self, under: str, key: bytes, name: str) -> bytes:
        wrapped = self.wraps.wrap(under, key, _context(name))
        return b"licet-wrapped-1 " + under.encode() + b"\n" + wrapped


def _context(name: str) -> bytes:
    return b"licet-key-1\n" + name.encode()


def _parts(data: bytes) -> tuple[str, bytes]:
    """Name of the wrapping key and wrapped key; files of the first form name none."""
    match = _WRAPPED.match(data)
    return (match[1].decode(), data[match.end() :]) if match else (FIRST, data)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedKeyStore(FileKeyStore):
    """The key store of a zone that holds no keys: nothing is made, read, opened or sealed."""

    def _data_key(self, key_id: str, *, make: bool) -> bytes:  # noqa: ARG002  # no key, made or not
        raise KeyClosedError(key_id)

    def log_seed(self) -> bytes:
        """None: the public zone serves what was signed elsewhere."""
        raise KeyClosedError(LOG_KEY)


def key_store() -> FileKeyStore:
    """The key store of this installation; a closed one in the public zone."""
    if settings.LICET_SERVES == "public":
        return ClosedKeyStore(root=Path(settings.LICET_STATE) / "keys")
    adapter = settings.LICET_KEY_WRAPPING
    return FileKeyStore(
        root=Path(settings.LICET_STATE) / "keys",
        passphrase=settings.LICET_KEY_PASSPHRASE,
        wrapping=import_string(adapter)() if adapter else None,
    )
