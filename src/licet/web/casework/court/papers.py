"""The papers volume: every uploaded and issued document of a case, paged and numbered through.

The account of the case (``volume.pdf``) stays PDF/A and PDF/UA. Pages that other programs
made need be neither, so they stand in a volume of their own. What cannot be shown as pages is
listed with its hash: the file itself lies in the bundle.
"""

# mypy: disable-error-code="no-untyped-call"
# The library of PDF objects is typed in part only.

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from licet.web.casework.application.files import media_type_of
from licet.web.casework.court.acts import spaced
from licet.web.casework.court.pictures import BrokenPictureError, picture_size
from licet.web.casework.errors import FileRefusedError
from licet.web.casework.letters.errors import LetterRenderError
from licet.web.casework.letters.glyphs import showable
from licet.web.casework.letters.render import TEMPLATES, typeset_fonts
from licet.web.casework.ports import legal_day

MARK = "B"
MOST_PAGES = 2_000
MOST_SIGNS = 400_000
_MM = 72 / 25.4
_AREA = (18 * _MM, 20 * _MM, 174 * _MM, 255 * _MM)  # x, y, width, height on an A4 page
_RIGHT_ANGLE, _FULL = 90, 360


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedPaper:
    """Where a document stands in the papers volume.

    Attributes:
        path: Its path in the bundle.
        first: Number of its first page; ``None`` when it could not be paged.
        last: Number of its last page.
        why: Why it has no pages, in words.
    """

    path: str
    first: int | None = None
    last: int | None = None
    why: str = ""

    @property
    def numbers(self) -> str:
        """First and last number as they are printed on the pages."""
        if self.first is None or self.last is None:
            return self.why
        one, other = (f"{MARK} {page:06d}" for page in (self.first, self.last))
        return one if one == other else f"{one} to {other}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """One page of a PDF, taken apart."""

    content: bytes
    resources: Any
    box: tuple[float, float, float, float]
    turn: int


@dataclass(slots=True, kw_only=True)
class _Paper:
    path: str
    sha256: str
    place: int
    kind: str = "none"
    pages: int = 0
    drawn: str = ""
    why: str = ""
    sheets: tuple[_Sheet, ...] = ()

    def told(self) -> dict[str, Any]:
        """What the template needs of it."""
        return {
            "path": showable(self.path),
            "hash": spaced(self.sha256),
            "place": self.place,
            "kind": self.kind,
            "pages": self.pages,
            "drawn": self.drawn,
            "why": self.why,
        }


def page_papers(
    number: str, files: Sequence[tuple[str, str, bytes]], *, at: datetime
) -> tuple[bytes, tuple[PagedPaper, ...]]:
    """Set the papers volume.

    Args:
        number: Number of the case.
        files: Path, hash and content of each document, in their order.
        at: When, aware.

    Returns:
        A PDF, and where each document stands in it.

    Raises:
        LetterRenderError: The typesetter cannot set it.
    """
    papers = [
        _read(place, path, sha256, content)
        for place, (path, sha256, content) in enumerate(files)
    ]
    left = MOST_PAGES
    for paper in papers:
        if paper.pages > left:
            paper.kind, paper.pages, paper.sheets = "none", 0, ()
            paper.why = _("not paged: the volume would be too long")
        left -= paper.pages
    try:
        compiler = _compiler(_inputs(number, papers, at))
        edges = json.loads(compiler.query("<edge>", field="value"))
        slots = json.loads(compiler.query("<slot>", field="value"))
        moment = datetime.combine(legal_day(at), time.min, UTC)
        made = _one(compiler.compile(format="pdf", timestamp=moment))
    except (typst.TypstError, RuntimeError) as error:
        raise LetterRenderError(
            f"The papers of {number} cannot be set: {error}. Make the bundle again, or "
            "report it."
        ) from error
    told = tuple(_standing(paper, edges) for paper in papers)
    return _drawn(made, papers, slots), told


def _read(place: int, path: str, sha256: str, content: bytes) -> _Paper:
    paper = _Paper(path=path, sha256=sha256, place=place)
    try:
        media_type = media_type_of(path, content)
        _fill(paper, media_type, content)
    except (BrokenPictureError, FileRefusedError) as error:
        paper.why = _("not paged: %(why)s") % {"why": str(error)[:120]}
    return paper


def _fill(paper: _Paper, media_type: str, content: bytes) -> None:
    if media_type == "application/pdf":
        paper.sheets = _sheets(content)
        paper.pages = len(paper.sheets)
        paper.kind = "pdf" if paper.sheets else "none"
        if not paper.sheets:
            paper.why = _("not paged: the PDF is damaged, locked or empty")
    elif media_type in {"image/png", "image/jpeg"}:
        width, height = picture_size(content)
        encoded = base64.b64encode(content).decode()
        paper.kind, paper.pages = "image", 1
        paper.drawn = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
            f'<image width="{width}" height="{height}" '
            f'href="data:{media_type};base64,{encoded}"/></svg>'
        )
    elif media_type in {"text/plain", "text/csv"} and len(content) <= MOST_SIGNS:
        lines = content.decode("utf-8").expandtabs(4).splitlines()
        paper.kind, paper.drawn = "text", "\n".join(map(showable, lines))
        paper.pages = 1 + len(content) // 4000
    else:
        paper.why = _("not paged: %(kind)s; see the file itself") % {"kind": media_type}


def _sheets(content: bytes) -> tuple[_Sheet, ...]:
    """The pages of a PDF; none when one of them cannot be read."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted:
            return ()
        count = int(reader.root["/Pages"]["/Count"])
        sheets = tuple(_sheet(reader, at) for at in range(min(count, MOST_PAGES + 1)))
        _import(IncrementalPdfFileWriter(io.BytesIO(_empty())), sheets)
    except Exception:  # noqa: BLE001  # foreign bytes: whatever is wrong with them, they are listed by hash
        return ()
    return sheets


def _sheet(reader: PdfFileReader, at: int) -> _Sheet:
    ref, resources = reader.find_page_for_modification(at)
    page = ref.get_object()
    told = page["/Contents"] if "/Contents" in page else generic.ArrayObject()
    parts = told if isinstance(told, generic.ArrayObject) else [told]
    return _Sheet(
        content=b"\n".join(part.get_object().data for part in parts),
        resources=resources,
        box=_box(page),
        turn=_turn(page),
    )


def _import(writer: BasePdfFileWriter, sheets: Sequence[_Sheet]) -> Sequence[Any]:
    """What pages need, each font and picture once for all of them."""
    found = generic.ArrayObject([sheet.resources for sheet in sheets])
    if sheets:  # imported together, so that a font of all pages comes once
        found.container_ref = sheets[0].resources.get_container_ref()
    imported: Any = writer.import_object(found) if sheets else []
    return list(imported)


@cache
def _empty() -> bytes:
    return _one(typst.Compiler(b"").compile(format="pdf"))


def _one(made: object) -> bytes:
    """The single file that the typesetter made.

    Raises:
        RuntimeError: It made none, or several.
    """
    if not isinstance(made, bytes):
        raise RuntimeError("the typesetter made no single file")  # noqa: TRY004  # no wrong use
    return made


def _compiler(inputs: dict[str, str]) -> typst.Compiler:
    return typst.Compiler(
        input=str(TEMPLATES / "papers.typ"),
        root=str(TEMPLATES),
        font_paths=typeset_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )


def _inputs(number: str, papers: Sequence[_Paper], at: datetime) -> dict[str, str]:
    day = legal_day(at)
    told = {
        "title": _("Papers of case %(number)s") % {"number": number},
        "about": _(
            "Every document of the case as pages, numbered through. What cannot be shown as pages is "
            "listed with its hash; the file itself lies in the bundle. Forms and notes that a PDF lays over "
            "its pages are not drawn."
        ),
        "columns": [_("File"), _("Pages"), "SHA-256"],
        "authority": showable(settings.LICET_AUTHORITY),
        "reference": number,
        "mark": MARK,
        "dated": [day.year, day.month, day.day],
        "papers": [paper.told() for paper in papers],
    }
    return {"papers": json.dumps(told, sort_keys=True)}


def _standing(paper: _Paper, edges: Sequence[dict[str, Any]]) -> PagedPaper:
    pages = {
        one["edge"]: int(one["page"]) for one in edges if one["paper"] == paper.place
    }
    return PagedPaper(
        path=paper.path,
        first=pages.get("first"),
        last=pages.get("last"),
        why=paper.why,
    )


def _drawn(
    made: bytes, papers: Sequence[_Paper], slots: Sequence[dict[str, int]]
) -> bytes:
    """The set volume with the pages of PDF files in their places."""
    if not slots:
        return made
    writer = IncrementalPdfFileWriter(io.BytesIO(made))
    imported = {paper.place: _import(writer, paper.sheets) for paper in papers}
    for place, slot in enumerate(slots):
        name = f"/Paper{place}"  # pages may share one list of resources
        sheet = papers[slot["paper"]].sheets[slot["sheet"]]
        form = generic.StreamObject(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/XObject"),
                generic.pdf_name("/Subtype"): generic.pdf_name("/Form"),
                generic.pdf_name("/BBox"): generic.ArrayObject(
                    generic.FloatObject(f"{edge:.3f}") for edge in sheet.box
                ),
                generic.pdf_name("/Resources"): imported[slot["paper"]][slot["sheet"]],
            },
            stream_data=sheet.content,
        )
        form.compress()
        named = generic.DictionaryObject(
            {generic.pdf_name(name): writer.add_object(form)}
        )
        stream = generic.StreamObject(stream_data=_placed(sheet, name).encode("ascii"))
        # Below what the template set: its own drawing leaves the page in another measure.
        writer.add_stream_to_page(
            slot["page"] - 1,
            writer.add_object(stream),
            resources=generic.DictionaryObject({generic.pdf_name("/XObject"): named}),
            prepend=True,
        )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _placed(sheet: _Sheet, name: str) -> str:
    """The drawing of a page, upright and as large as the area lets it be."""
    left, low, right, top = sheet.box
    turn = sheet.turn
    wide, high = right - left, top - low
    if turn % 180:
        wide, high = high, wide
    x, y, width, height = _AREA
    scale = min(width / max(wide, 1), height / max(high, 1))
    a, b, e, f = {
        0: (1, 0, -left, -low),
        90: (0, -1, -low, right),
        180: (-1, 0, right, top),
        270: (0, 1, top, -left),
    }[turn]
    move = (x + (width - wide * scale) / 2, y + (height - high * scale) / 2)
    return (
        f"q {scale:.6f} 0 0 {scale:.6f} {move[0]:.3f} {move[1]:.3f} cm "
        f"{a} {b} {-b} {a} {e:.3f} {f:.3f} cm {name} Do Q"
    )


def _inherited(page: Any, name: str) -> Any:  # noqa: ANN401  # PDF values
    while page is not None:
        if name in page:
            return page[name]
        page = page["/Parent"].get_object() if "/Parent" in page else None
    return None


def _box(page: Any) -> tuple[float, float, float, float]:  # noqa: ANN401  # a PDF dictionary
    found = _inherited(page, "/MediaBox") or [0, 0, 595, 842]
    one, two, three, four = (float(value) for value in found)
    return min(one, three), min(two, four), max(one, three), max(two, four)


def _turn(page: Any) -> int:  # noqa: ANN401  # a PDF dictionary
    turned = int(_inherited(page, "/Rotate") or 0) % _FULL
    return turned - turned % _RIGHT_ANGLE
