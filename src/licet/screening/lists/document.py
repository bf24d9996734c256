"""The bytes of one list file, unpacked within limits."""

import gzip
import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from itertools import islice

from licet.screening.errors import CutListError, ListError, UnsafeListError

# The largest list at hand is 8 MB unpacked; a 30-fold growth still passes.
LARGEST = 256 * 1024 * 1024
# The UK spreadsheet packs 43:1, of almost empty cells. Deflate cannot exceed 1032:1.
HIGHEST_RATIO = 200
SMALL = 1024 * 1024
# Fewer may be chance: a name with odd marks in it.
FEWEST = 8
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Letters of more than one byte that hardly anything but UTF-8 writes so.
_SEQUENCE = re.compile(rb"(?:[\xc3-\xdf][\x80-\xbf]){2}|[\xe0-\xef][\x80-\xbf]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file of a list: its name, its bytes as received and unpacked."""

    name: str
    data: bytes
    sha256: str

    def text(self) -> str:
        """The bytes as UTF-8 text, older files as Windows-1252, without marks.

        Raises:
            ListError: The bytes are text in neither encoding.
        """
        body = self.data.removeprefix(b"\xef\xbb\xbf")
        if body.startswith(_UTF16) or b"\x00" in body[:4096]:
            raise ListError(self.name, "holds zero bytes where text is expected")
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            return _older(self.name, body, error.start)
        if _twice_encoded(text):
            raise ListError(
                self.name, "was encoded twice: its letters are no letters any more"
            )
        return text


def _older(name: str, body: bytes, start: int) -> str:
    """Text as older files have it, unless it is newer text with damaged bytes.

    Read as Windows-1252 the latter would turn every name in another script into rubbish,
    and no entry would be missing for a guard to see.
    """
    if len(list(islice(_SEQUENCE.finditer(body), FEWEST))) == FEWEST:
        raise ListError(name, f"is UTF-8 with a damaged byte at {start}")
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ListError(
            name, f"is text in no known encoding (byte {error.start})"
        ) from error


def _twice_encoded(text: str) -> bool:
    """Whether all that is not plain in a text is UTF-8 read as Windows-1252."""
    for narrow in ("cp1252", "latin-1"):
        try:
            once = text.encode(narrow)
            whole = once.decode("utf-8")
        except UnicodeError:
            continue
        return len(once) - len(whole) >= FEWEST
    return False


def document(name: str, data: bytes) -> Document:
    """A file as received, unpacked when it is gzip.

    Args:
        name: The file name, for messages and for the formats that it tells apart.
        data: The bytes as received.

    Returns:
        The document, with the SHA-256 of the bytes as received.

    Raises:
        CutListError: The gzip stream ends early or fails its check.
        UnsafeListError: It unpacks to more than the limit.
    """
    received = hashlib.sha256(data).hexdigest()
    if data[:2] == b"\x1f\x8b":
        data = _gunzip(name, data)
        name = name.removesuffix(".gz")
    if len(data) > LARGEST:
        raise UnsafeListError(name, f"is larger than {LARGEST} bytes")
    return Document(name=name, data=data, sha256=received)


def _gunzip(name: str, data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return stream.read(LARGEST + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CutListError(
            name, f"the gzip stream is cut or damaged ({error})"
        ) from error


def member(document: Document, path: str) -> bytes:
    """One file inside a spreadsheet archive, within the limits of size and ratio.

    Raises:
        CutListError: The archive is cut, or lacks the member.
        UnsafeListError: The member unpacks beyond the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
            info = archive.getinfo(path)
            ratio = info.file_size / max(1, info.compress_size)
            if info.file_size > LARGEST or (
                info.file_size > SMALL and ratio > HIGHEST_RATIO
            ):
                raise UnsafeListError(
                    document.name,
                    f"{path} unpacks to {info.file_size} bytes, {ratio:.0f} times its size",
                )
            return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise CutListError(
            document.name, f"the archive is cut or damaged ({error})"
        ) from error
    except KeyError as error:
        raise CutListError(document.name, f"the archive lacks {path}") from error


def members(document: Document) -> tuple[str, ...]:
    """The names inside an archive; none when it is not one."""
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
            return tuple(archive.namelist())
    except zipfile.BadZipFile:
        return ()
