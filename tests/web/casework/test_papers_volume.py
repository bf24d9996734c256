"""The papers volume: documents as pages numbered through; what is no page is listed with its hash."""

import hashlib
import io
import struct
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
import typst
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from licet.web.casework.court import papers
from licet.web.casework.court.papers import PagedPaper, page_papers
from licet.web.casework.court.pictures import BrokenPictureError, picture_size
from licet.web.casework.letters.errors import LetterRenderError

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
JPEG = bytes.fromhex("ffd8ffe000044a46ffc0000b080007000903") + b"..." + b"\xff\xd9"


def pdf(words: str = "#lorem(400)", paper: str = "a5") -> bytes:
    source = f'#set page(paper: "{paper}", flipped: true)\n= Contract\n{words}'
    return bytes(typst.compile({"main.typ": source.encode()}, format="pdf"))


def chunk(kind: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + check


def png(width: int = 3, height: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x20\x80\xf0" * width) * height)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def changed(content: bytes, **values: Any) -> bytes:
    """A PDF whose first page says something else of itself."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.find_page_for_modification(0)[0].get_object()
    for name, value in values.items():
        if value is None:
            del page[f"/{name}"]
        else:
            page[generic.pdf_name(f"/{name}")] = value
    writer.mark_update(writer.find_page_for_modification(0)[0])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def paged(*files: tuple[str, bytes]) -> tuple[PdfFileReader, list[PagedPaper]]:
    named = [(name, hashlib.sha256(data).hexdigest(), data) for name, data in files]
    made, told = page_papers("MLA-2026-00001", named, at=NOON)
    return PdfFileReader(io.BytesIO(made)), list(told)


def drawn_on(reader: PdfFileReader, page: int) -> bool:
    """Whether a page of somebody else is drawn on a page (counted from 1)."""
    found = reader.find_page_for_modification(page - 1)[0].get_object()
    content = found["/Contents"]
    parts = content if isinstance(content, generic.ArrayObject) else [content]
    return any(b"/Paper" in part.get_object().data for part in parts)


def test_documents_are_paged_in_their_order_and_numbered_through() -> None:
    reader, told = paged(
        ("documents/01-contract.pdf", pdf()),
        ("documents/02-photo.png", png()),
        ("documents/03-notes.txt", ("A line with é\n" * 120).encode()),
        ("documents/04-table.csv", b"a,b\n1,2\n"),
    )
    assert [one.numbers for one in told] == [
        "B 000002 to B 000003", "B 000004", "B 000005 to B 000007", "B 000008"
    ]  # fmt: skip
    assert int(reader.root["/Pages"]["/Count"]) == 8
    assert [drawn_on(reader, page) for page in (1, 2, 3, 4)] == [
        False, True, True, False
    ]  # fmt: skip


def test_the_same_papers_are_set_the_same() -> None:
    files = [("documents/01.txt", "0" * 64, b"words")]
    assert page_papers("N", files, at=NOON)[0] == page_papers("N", files, at=NOON)[0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param("a.pdf", pdf()[:300], "damaged, locked or empty", id="cut-pdf"),
        pytest.param("a.png", png()[:-20], "the picture is damaged", id="cut-png"),
        pytest.param("a.png", png().replace(b"IDAT", b"IDAS"), "damaged", id="png-crc"),
        pytest.param("a.jpg", JPEG[:-1], "the picture is cut", id="cut-jpeg"),
        pytest.param("a.bin", b"\x00\x01\x02", "not paged", id="unknown"),
        pytest.param("a.txt", b"x" * (papers.MOST_SIGNS + 1), "text/plain; see the file", id="long-text"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_listed_and_nothing_is_drawn_for_it(
    name: str, content: bytes, words: str
) -> None:
    reader, told = paged((f"documents/{name}", content))
    assert words in told[0].numbers
    assert told[0].first is None
    assert int(reader.root["/Pages"]["/Count"]) == 1


def test_a_volume_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MOST_PAGES", 2)
    _reader, told = paged(("a.pdf", pdf()), ("b.pdf", pdf()))
    assert told[0].numbers == "B 000002 to B 000003"
    assert "too long" in told[1].numbers


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90])
def test_turned_pages_stand_upright_within_the_area(turn: int) -> None:
    sheet = papers._sheets(changed(pdf("short"), Rotate=generic.NumberObject(turn)))[0]
    assert sheet.turn == turn % 360
    left, low, right, top = sheet.box
    words = papers._placed(sheet, "/P").replace("q ", "").split(" cm")
    scale, _b, _c, _d, x, y = map(float, words[0].split())
    a, b, c, d, e, f = map(float, words[1].split())
    corners = [
        (x + scale * (a * px + c * py + e), y + scale * (b * px + d * py + f))
        for px in (left, right)
        for py in (low, top)
    ]
    area_x, area_y, width, height = papers._AREA
    assert min(px for px, _ in corners) >= area_x - 0.1
    assert max(px for px, _ in corners) <= area_x + width + 0.1
    assert min(py for _, py in corners) >= area_y - 0.1
    assert max(py for _, py in corners) <= area_y + height + 0.1


def test_a_blank_page_is_a_page_and_one_without_a_size_is_taken_as_a4() -> None:
    blank = changed(pdf("short"), Contents=None)
    assert papers._sheets(blank)[0].content == b""
    assert papers._box(generic.DictionaryObject()) == (0, 0, 595, 842)
    reader, told = paged(("a.pdf", blank))
    assert (told[0].first, drawn_on(reader, 2)) == (2, True)


def test_a_locked_pdf_is_not_opened() -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf("short"))))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    assert papers._sheets(out.getvalue()) == ()


def test_pictures_tell_their_size_or_that_they_are_broken() -> None:
    assert picture_size(png(3, 2)) == (3, 2)
    assert picture_size(JPEG) == (9, 7)
    for broken in (
        b"\xff\xd8\x00\x00\xff\xd9",
        b"\xff\xd8\xff\xda\x00\x02\xff\xd9",
        b"\xff\xd8\xff\xe0\x00\x02",
        png(0, 2),
        b"\x89PNG\r\n\x1a\n",
    ):
        with pytest.raises(BrokenPictureError):
            picture_size(broken)


def test_a_typesetter_that_fails_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(_inputs: object) -> typst.Compiler:
        raise RuntimeError("no room")

    monkeypatch.setattr(papers, "_compiler", failing)
    with pytest.raises(LetterRenderError, match="Make the bundle again"):
        paged(("a.txt", b"words"))


def test_a_picture_without_area_is_no_page() -> None:
    with pytest.raises(BrokenPictureError, match="empty or too large"):
        picture_size(png(width=0))


def test_what_a_picture_says_beside_its_points_is_passed_over() -> None:
    whole = png()
    at = whole.index(b"IDAT") - 4
    assert picture_size(whole[:at] + chunk(b"tEXt", b"a\0b") + whole[at:]) == (3, 2)


def test_a_typesetter_that_makes_several_files_is_refused() -> None:
    with pytest.raises(RuntimeError, match="single file"):
        papers._one([b"a", b"b"])


def test_a_picture_that_ends_within_its_head_is_damaged() -> None:
    whole = png()
    cut = whole[:8] + chunk(b"IHDR", b"\0\0\0\3") + chunk(b"IEND", b"")
    with pytest.raises(BrokenPictureError, match="damaged"):
        picture_size(cut)
