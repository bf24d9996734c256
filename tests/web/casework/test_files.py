"""Uploaded files are what they are, not what they are called."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadhandler import StopUpload

from licet.web.casework.application.files import (
    CappedUploadHandler,
    EvidenceFolder,
    clean_name,
    media_type_of,
)
from licet.web.casework.errors import FileRefusedError


def archive(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return made.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param(
            "a.bin", b"%PDF-1.7 x", "application/pdf", id="pdf-under-another-name"
        ),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n..", "image/png", id="png"),
        pytest.param("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg", id="jpeg"),
        pytest.param("a.txt", "Grüße\n".encode(), "text/plain", id="text"),
        pytest.param("a.CSV", b"a,b\n1,2\n", "text/csv", id="csv"),
        pytest.param(
            "a.docx", archive({"word/document.xml": b"<w/>"}), WORD, id="docx"
        ),
        pytest.param("a.xlsx", archive({"xl/workbook.xml": b"<x/>"}), SHEET, id="xlsx"),
        pytest.param("a.odt", archive({"mimetype": ODT.encode()}), ODT, id="odt"),
    ],
)
def test_the_type_is_read_from_the_content(
    name: str, content: bytes, expected: str
) -> None:
    assert media_type_of(name, content) == expected


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"MZ\x90\x00\x03", "not accepted", id="program"),
        pytest.param(b"\xfe\xff\x00a", "not accepted", id="not-utf8"),
        pytest.param(archive({"a.txt": b"a"}), "not accepted", id="plain-archive"),
        pytest.param(
            archive({"mimetype": b"application/vnd.oasis.opendocument.xxxx"}),
            "not accepted",
            id="other-open-document",
        ),
        pytest.param(b"PK\x03\x04broken", "not accepted", id="broken-archive"),
        pytest.param(
            archive({"word/document.xml": b"0" * 40_000_000}),
            "unpacks",
            id="archive-bomb",
        ),
        pytest.param(
            archive({f"{n}.xml": b"" for n in range(2001)}),
            "unpacks",
            id="too-many-members",
        ),
        pytest.param(
            archive({"word/document.xml": b"", "word/vbaProject.bin": b""}),
            "program",
            id="macros",
        ),
    ],
)
def test_what_is_dangerous_or_strange_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(FileRefusedError, match=says) as caught:
        media_type_of("a.bin", content)
    assert (caught.value.code, caught.value.status) == ("file_refused", 422)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("../../etc/passwd", "passwd", id="path"),
        pytest.param("C:\\x\\a.pdf", "a.pdf", id="windows-path"),
        pytest.param("a\x00b\n.pdf", "ab.pdf", id="control-characters"),
        pytest.param("///", "document", id="nothing-left"),
    ],
)
def test_a_file_name_is_only_a_name(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_the_same_bytes_are_kept_once_and_closed_to_others(tmp_path: Path) -> None:
    folder = EvidenceFolder(root=tmp_path / "evidence")
    first, second = folder.keep(b"abc"), folder.keep(b"abc")
    assert first == second
    files = [one for one in (tmp_path / "evidence").rglob("*") if one.is_file()]
    assert len(files) == 1
    assert files[0].parent.stat().st_mode & 0o077 == 0
    assert folder.read(first) == b"abc"


def test_the_upload_handler_stops_on_the_way(settings: object) -> None:
    settings.LICET_UPLOAD_LIMIT = 100  # type: ignore[attr-defined]
    handler = CappedUploadHandler()
    handler.new_file("file", "a.txt", "text/plain", 200)
    assert handler.receive_data_chunk(b"x" * 90, 0) == b"x" * 90
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"x" * 20, 90)
    handler.new_file("file", "b.txt", "text/plain", 50)
    assert handler.receive_data_chunk(b"x" * 90, 0)
    assert handler.file_complete(90) is None


def test_an_archive_packed_in_a_way_that_cannot_be_read_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("mimetype", ODT)
    content = bytearray(kept.getvalue())
    content[8:10] = (99).to_bytes(2, "little")
    central = content.index(b"PK\x01\x02")
    content[central + 10 : central + 12] = (99).to_bytes(2, "little")
    with pytest.raises(FileRefusedError):
        media_type_of("letter.odt", bytes(content))
