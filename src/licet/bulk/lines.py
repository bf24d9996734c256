"""Lines of a file of any length, in bounded memory: too long ones are skipped, not held."""

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from licet.bulk.errors import PartyFileError

LONGEST_LINE = 1 << 20
GZIP = b"\x1f\x8b"
# A text of names packs ten to forty times; what unpacks to more was made to do harm.
MOST_RATIO = 500
_ALLOWED = 64 << 20
_AGAIN = "Fetch or pack the file again and start the same command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line without its end.

    Attributes:
        number: The first line is 1.
        content: Its bytes; the beginning only, when it is too long.
        after: Offset of the first byte after it.
        too_long: Whether it was longer than a line may be.
    """

    number: int
    content: bytes
    after: int
    too_long: bool = False


def is_packed(path: Path) -> bool:
    """Whether a file is packed by gzip."""
    with path.open("rb") as handle:
        return handle.read(2) == GZIP


def beginning(path: Path, size: int = 1 << 16) -> bytes:
    """The first bytes of a file, unpacked.

    Raises:
        PartyFileError: It is packed and cannot be unpacked.
    """
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP
        raw.seek(0)
        if not packed:
            return raw.read(size)
        try:
            with gzip.GzipFile(fileobj=raw) as unpacked:
                return unpacked.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise _cut(path) from error


def lines_of(path: Path, *, offset: int = 0, number: int = 1) -> Iterator[Line]:
    """The lines of a file from a place on.

    Args:
        path: The file, plain or packed by gzip.
        offset: Offset of the first byte of line ``number``; of the unpacked text.
        number: Number of the first line read.

    Raises:
        PartyFileError: A packed file is cut, damaged, or a bomb.
    """
    with path.open("rb") as raw:
        if not is_packed(path):
            raw.seek(offset)
            yield from _split(raw, offset, number)
            return
        most = path.stat().st_size * MOST_RATIO + _ALLOWED
        with gzip.GzipFile(fileobj=raw) as unpacked:
            try:
                unpacked.seek(offset)
                for line in _split(
                    cast("BinaryIO", io.BufferedReader(unpacked)), offset, number
                ):
                    if line.after > most:
                        raise PartyFileError(
                            path.name,
                            "unpacks to far more than it should",
                            _AGAIN + ".",
                        )
                    yield line
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise _cut(path) from error


def _cut(path: Path) -> PartyFileError:
    return PartyFileError(
        path.name,
        "is packed, but ends too early or is damaged",
        f"{_AGAIN}: blocks that are done are kept, and nothing is taken for whole.",
    )


def _split(handle: BinaryIO, offset: int, number: int) -> Iterator[Line]:
    at = offset
    while content := handle.readline(LONGEST_LINE):
        at += len(content)
        too_long = False
        if len(content) == LONGEST_LINE and not content.endswith(b"\n"):
            too_long = True
            while rest := handle.readline(LONGEST_LINE):
                at += len(rest)
                if rest.endswith(b"\n"):
                    break
        yield Line(
            number=number,
            content=content.rstrip(b"\r\n"),
            after=at,
            too_long=too_long,
        )
        number += 1
