"""Uploaded files: size, type by content, bombs; kept under their hash, outside the web root."""

import contextlib
import hashlib
import io
import os
import secrets
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from licet.kernel import EvidenceError
from licet.web.casework.errors import FileRefusedError, FileTooLargeError

_CHUNK = 64 * 1024
_MOST_ENTRIES = 2_000
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_RATIO = 100
_OFFICE = {
    "word/document.xml": (
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xl/workbook.xml": (
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
_ODT = "application/vnd.oasis.opendocument.text"
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_ACCEPTED = "PDF, PNG, JPEG, plain text, CSV, DOCX, ODT or XLSX"


class EvidenceLostError(EvidenceError):
    """A kept file is gone or no longer has its hash."""

    code: ClassVar[str] = "evidence_lost"

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"The file {sha256[:16]} is missing or was altered. Restore it from the "
            "backup of the evidence folder; licet fsck --database names every such file."
        )


BULK_PATHS = ("/work/screen/files/", "/api/v1/screen/files")


def upload_limit(path: str) -> int:
    """The largest body that a path takes, in bytes: files of parties may be large."""
    if path in BULK_PATHS:
        return int(max(settings.LICET_BULK_UPLOAD_LIMIT, settings.LICET_UPLOAD_LIMIT))
    return int(settings.LICET_UPLOAD_LIMIT)


class CappedUploadHandler(FileUploadHandler):
    """Stop reading a file on the way as soon as it is over the limit.

    The larger limit of files of parties is for those who may have them screened.
    """

    received = 0
    limit = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Count every file from zero."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came
        self.received = 0
        actor = getattr(self.request, "actor", None)
        may = actor is not None and actor.may("start_bulk_screening")
        path = self.request.path if self.request is not None and may else ""
        self.limit = upload_limit(path)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  # Django's signature
        """Pass the chunk on, or end the upload."""
        self.received += len(raw_data)
        if self.received > self.limit:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:  # Django's signature
        """Leave the file to the next handler."""


def read_capped(content: BinaryIO, limit: int) -> bytes:
    """Read an upload and stop as soon as it is over the limit.

    Raises:
        FileTooLargeError: It is.
    """
    parts: list[bytes] = []
    size = 0
    while chunk := content.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise FileTooLargeError(limit)
        parts.append(chunk)
    return b"".join(parts)


def _check_archive(archive: zipfile.ZipFile, packed: int) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    bomb = (
        len(entries) > _MOST_ENTRIES
        or unpacked > _MOST_UNPACKED
        or unpacked > max(packed, 1) * _MOST_RATIO
    )
    if bomb:
        raise FileRefusedError(
            "The document unpacks to far more than it should. Save it again from the "
            "program that made it, or send a PDF."
        )
    names = [entry.filename for entry in entries]
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in names):
        raise FileRefusedError(
            "The document holds a program. Save it without macros, or send a PDF."
        )


def _office_type(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive, len(content))
            names = set(archive.namelist())
            for member, (_suffix, media_type) in _OFFICE.items():
                if member in names:
                    return media_type
            if "mimetype" in names and archive.getinfo("mimetype").file_size == len(
                _ODT
            ):
                return (
                    _ODT if archive.read("mimetype").decode("ascii") == _ODT else None
                )
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    return None


def _text_type(name: str, content: bytes) -> str | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if any(ord(sign) < ord(" ") and sign not in "\t\r\n\f" for sign in text):
        return None
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def media_type_of(name: str, content: bytes) -> str:
    """The type of a file, by what is in it and never by what it is called.

    Args:
        name: The name as sent; it only tells CSV from plain text.
        content: All of it.

    Returns:
        The media type.

    Raises:
        FileRefusedError: Empty, not an accepted type, or an archive that is a bomb.
    """
    if not content:
        raise FileRefusedError("The file is empty. Choose it again.")
    for magic, media_type in _MAGIC:
        if content.startswith(magic):
            return media_type
    found = (
        _office_type(content)
        if content.startswith(b"PK\x03\x04")
        else _text_type(name, content)
    )
    if found is None:
        raise FileRefusedError(f"This type of file is not accepted. Send {_ACCEPTED}.")
    return found


def clean_name(name: str) -> str:
    """A file name without path and control characters, at most 150 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-150:] or "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFolder:
    """Evidence as files named by their hash.

    Attributes:
        root: ``LICET_STATE/evidence``.
    """

    root: Path

    def _path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256

    def keep(self, content: bytes) -> str:
        """Write, sync and rename; the same bytes are kept once.

        Returns:
            The SHA-256 in hexadecimal.
        """
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        if path.exists():
            return name
        write_whole(path, content)
        return name

    def read(self, sha256: str) -> bytes:
        """The bytes, checked.

        Raises:
            EvidenceLostError: Gone, or altered.
        """
        try:
            content = self._path(sha256).read_bytes()
        except OSError:
            raise EvidenceLostError(sha256) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise EvidenceLostError(sha256)
        return content


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, sync it, and rename it: it is there wholly or not at all.

    Raises:
        OSError: The disk is full or cannot be written; nothing is left behind.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        draft.rename(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
    _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
