"""Key files: closed to others, made once, replaced whole, gone for good."""

import contextlib
import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from licet.web.casework.record.errors import KeyExposedError

_OTHERS = 0o077


def read_private(path: Path) -> bytes | None:
    """The bytes of a key file, or ``None`` when it is not there.

    Raises:
        KeyExposedError: Others than the owner may read or write it.
    """
    try:
        with path.open("rb") as stream:
            if stat.S_IMODE(os.fstat(stream.fileno()).st_mode) & _OTHERS:
                raise KeyExposedError(path.name)
            return stream.read()
    except FileNotFoundError:
        return None


def create_private(path: Path, data: bytes) -> bytes:
    """Put a key in its place unless another process was quicker; return what is there."""
    with _drafted(path, data) as draft, contextlib.suppress(FileExistsError):
        # A link, not a rename: it fails when the name is taken, so no key is ever replaced.
        os.link(draft, path)
    return read_private(path) or b""


def replace_private(path: Path, data: bytes) -> None:
    """Put new bytes in the place of a file; a crash leaves the old ones or the new ones."""
    with _drafted(path, data) as draft:
        draft.rename(path)


def destroy_private(path: Path) -> None:
    """Overwrite and remove a file; doing it twice does no harm.

    The overwriting is a courtesy of the file system, not a promise: what destroys the
    content for certain is that no copy of the wrapped key is kept.
    """
    with contextlib.suppress(FileNotFoundError):
        with path.open("r+b") as stream:
            stream.write(bytes(path.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
        path.unlink()
        sync_folder(path.parent)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """One process at a time makes, rewraps or destroys keys: no destroyed key is written anew."""
    _closed_folder(folder)
    descriptor = os.open(folder, os.O_RDONLY)  # the folder is its own lock
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _closed_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) & _OTHERS:
        raise KeyExposedError(folder.name)


@contextmanager
def _drafted(path: Path, data: bytes) -> Iterator[Path]:
    _closed_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        yield draft
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
    sync_folder(path.parent)
