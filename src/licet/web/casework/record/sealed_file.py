"""A stream of lines in one sealed file: every block in its place, the end included."""

import json
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from licet.web.casework.record.errors import BackupBrokenError, SealBrokenError
from licet.web.casework.record.keystore import KeyStore
from licet.web.casework.record.private_files import sync_folder

_BLOCK = 1 << 20
_LENGTH = 4
_LAST, _MORE = b"last", b"more"


def write_lines(
    path: Path, lines: Iterable[Any], *, keys: KeyStore, key: str, about: str
) -> None:
    """Write JSON lines, compressed and sealed block by block, synced at the end.

    Args:
        path: Where; it must not be there yet.
        lines: Values that JSON holds.
        keys: The key store.
        key: The data key.
        about: What the file is; it opens as nothing else.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as target:
        block, number = bytearray(), 0
        for line in lines:
            block += json.dumps(line, ensure_ascii=False).encode() + b"\n"
            if len(block) >= _BLOCK:
                _put(target, bytes(block), keys, key, _context(about, number, _MORE))
                block, number = bytearray(), number + 1
        _put(target, bytes(block), keys, key, _context(about, number, _LAST))
        target.flush()
        os.fsync(target.fileno())
    sync_folder(path.parent)


def _put(
    target: BinaryIO, block: bytes, keys: KeyStore, key: str, context: bytes
) -> None:
    sealed = keys.seal(key, zlib.compress(block), context)
    target.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)


def _context(about: str, number: int, place: bytes) -> bytes:
    return b"licet-backup-1\n%s\n%d\n%s" % (about.encode(), number, place)


def read_lines(path: Path, *, keys: KeyStore, key: str, about: str) -> Iterator[Any]:
    """The lines of a sealed file.

    Raises:
        BackupBrokenError: Cut off, altered, in another order, or of another place.
        KeyMissingError: The key is not there.
    """
    try:
        stream = path.open("rb")
    except OSError:
        raise BackupBrokenError(f"{path.name} is missing") from None
    with stream:
        number, length = 0, stream.read(_LENGTH)
        while length:
            sealed = stream.read(int.from_bytes(length, "big"))
            length = stream.read(_LENGTH)
            place = _MORE if length else _LAST
            try:
                block = keys.unseal(key, sealed, _context(about, number, place))
            except SealBrokenError:
                raise BackupBrokenError(f"{path.name} does not open") from None
            for line in zlib.decompress(block).split(b"\n")[:-1]:
                yield json.loads(line)
            number += 1
        if number == 0:
            raise BackupBrokenError(f"{path.name} is empty")
