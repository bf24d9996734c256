import io
import json
import struct
import zlib
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import typst
import zxingcpp
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.licence.samples import CLAIMS, SALT_KEY
from tests.web.letters.conftest import Issue, Issued
from tests.web.letters.samples import CHECKPOINT, LETTER

from licet.kernel import Quantity
from licet.licence import NamedParty, issue_code, issue_licence
from licet.web.casework.letters import (
    DocumentKeys,
    LetterDataError,
    LetterKind,
    LetterRenderError,
    render,
    render_letter,
    render_licence,
)
from licet.web.casework.letters.check import attached_licence
from licet.web.casework.letters.glyphs import FONTS
from licet.web.casework.letters.reading import page_text

KINDS = pytest.mark.parametrize("kind", LetterKind, ids=lambda kind: kind.value)


def _reader(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(io.BytesIO(pdf), strict=True)


def _text(pdf: bytes) -> str:
    return page_text(_reader(pdf))


def test_the_same_licence_gives_the_same_file(
    keys: DocumentKeys, issued: Issued
) -> None:
    again = render_licence(CLAIMS, issued.sdjwt, issued.code, CHECKPOINT)
    assert again == issued.letter


def test_a_licence_shows_what_customs_compare(issued: Issued) -> None:
    text = _text(issued.letter)
    for shown in (
        "MLA-2026-000123",
        "Individual export licence",
        "Lumen Forensics, Germany (DE)",
        "Nordhafen Forwarding, Sweden (SE)",
        "State Police of Sudermark, Brazil (BR)",
        "5A004.b",
        "12 pieces",
        "Send proof of arrival within 30 days.",
        "2 July 2026",
        "1 July 2027",
        "Europe/Brussels",
        "licensing.example/log, 4097 entries, root bmV3ZXIgcm9vdA==",
    ):
        assert shown in text


def test_a_licence_shows_and_carries_neither_price_nor_end_use(issued: Issued) -> None:
    attached = attached_licence(issued.letter)
    assert attached is not None
    for secret in ("120000", "court order"):
        assert secret not in _text(issued.letter)
    assert len(attached) < len(issued.sdjwt)


def test_a_licence_without_conditions_says_so(issue: Issue) -> None:
    text = _text(issue(replace(CLAIMS, conditions=(), consignee=None)).letter)
    assert "This licence carries no conditions." in text
    assert "Consignee" not in text


@pytest.mark.parametrize("kind", ["project", "number"])
def test_a_licence_of_another_kind_has_the_general_title(
    kind: str, issue: Issue
) -> None:
    title = _reader(issue(replace(CLAIMS, kind=kind)).letter).trailer["/Info"]["/Title"]
    assert str(title) == "Export licence"


def _pixels(png: bytes) -> np.ndarray:
    """The red values of an 8-bit RGBA picture without interlacing."""
    width, height = struct.unpack_from(">II", png, 16)
    data, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += 12 + length
    lines = np.frombuffer(zlib.decompress(data), np.uint8)
    lines = lines.reshape(height, 1 + 4 * width)
    rows = [[0] * width]
    for line in lines:
        rows.append(_unfiltered(int(line[0]), line[1::4].tolist(), rows[-1]))
    return np.array(rows[1:], np.uint8)


def _unfiltered(how: int, line: list[int], above: list[int]) -> list[int]:
    own: list[int] = []
    left = corner = 0
    for value, up in zip(line, above, strict=True):
        guess = (0, left, up, (left + up) // 2, _nearest(left, up, corner))[how]
        left = (value + guess) & 255
        corner = up
        own.append(left)
    return own


def _nearest(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda way: abs(way - guess))


def test_the_code_on_the_page_is_read_by_a_camera(
    issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, str] = {}
    monkeypatch.setattr(
        render, "_compile", lambda inputs, _dated: seen.update(inputs) or b""
    )
    render_licence(CLAIMS, issued.sdjwt, issued.code, CHECKPOINT)
    templates = Path(render.__file__).parent / "templates"
    page = typst.compile(
        str(templates / "letter.typ"),
        root=str(templates),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="png",
        ppi=110,
        sys_inputs=seen,
    )
    first = page[0] if isinstance(page, list) else page
    assert first is not None
    found = zxingcpp.read_barcodes(_pixels(first))
    assert [code.text for code in found] == [issued.code]


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        pytest.param("1", "C62", "LX-21 piece", id="one"),
        pytest.param("2", "C62", "LX-22 pieces", id="two"),
        pytest.param("1.5", "DAY", "LX-21.5 DAY", id="other-unit"),
    ],
)
def test_quantities_are_told_in_words(
    amount: str, unit: str, shown: str, issue: Issue
) -> None:
    quantity = Quantity(amount=Decimal(amount), unit=unit)
    item = replace(CLAIMS.items[0], quantity=quantity)
    text = _text(issue(replace(CLAIMS, items=(item,))).letter)
    assert f"{shown}Conditions" in text


def test_a_licence_is_dated_by_the_legal_day(issue: Issue) -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # half past midnight in Brussels
    assert "2 July 2026Individual" in _text(
        issue(replace(CLAIMS, issued_at=late)).letter
    )


FOREIGN = {
    "chinese": NamedParty(name="北京华安科技有限公司", country="CN"),
    "korean": NamedParty(name="한국보안 주식회사", country="KR"),
    "arabic": NamedParty(name="شركة الأمن الوطني", country="AE"),
}


@pytest.mark.parametrize("script", FOREIGN)
def test_a_name_in_any_script_never_stops_a_licence(script: str, issue: Issue) -> None:
    party = FOREIGN[script]
    made = issue(replace(CLAIMS, end_user=party, licensee=party))
    attached = attached_licence(made.letter)
    assert attached is not None
    parts = [part + "=" * (-len(part) % 4) for part in attached.split("~")[1:-1]]
    opened = [json.loads(urlsafe_b64decode(part)) for part in parts]
    named = {part[1]: part[2] for part in opened if len(part) == 3}
    assert named["end_user"]["name"] == party.name
    noted = "are written in Latin letters" in _text(made.letter)
    assert noted is (script != "arabic")


def test_the_romanised_name_stands_in_the_letter(issue: Issue) -> None:
    text = _text(issue(replace(CLAIMS, end_user=FOREIGN["chinese"])).letter)
    assert "Bei Jing Hua An Ke Ji You Xian Gong Si" in text


def test_a_cluster_that_no_font_shapes_falls_back_to_ascii(issue: Issue) -> None:
    # A Latin letter with an Arabic mark: each has a glyph, no one font has both.
    party = NamedParty(name="Halden\u064e Security", country="DE")
    assert "Halden" in _text(issue(replace(CLAIMS, licensee=party)).letter)


def test_a_long_licence_loses_nothing(issue: Issue) -> None:
    item = replace(CLAIMS.items[0], description="word " * 900 + "END.")
    text = _text(issue(replace(CLAIMS, items=(item,))).letter)
    assert text.count("word") == 900
    assert "END." in text


def test_signed_forms_that_say_something_else_are_refused(
    keys: DocumentKeys, issued: Issued
) -> None:
    other = replace(CLAIMS, destination="FR")
    with pytest.raises(LetterDataError, match="destination") as caught:
        render_licence(other, issued.sdjwt, issued.code, CHECKPOINT)
    assert caught.value.code == "letter_data"
    fitting = issue_licence(other, signer=keys.licence, salt_key=SALT_KEY)
    with pytest.raises(LetterDataError, match="destination"):
        render_licence(other, fitting, issued.code, CHECKPOINT)
    code = issue_code(other, signer=keys.licence)
    assert render_licence(other, fitting, code, CHECKPOINT).startswith(b"%PDF-1.7")


@KINDS
def test_each_letter_says_what_it_must(kind: LetterKind) -> None:
    pdf = render_letter(kind, LETTER)
    assert render_letter(kind, LETTER) == pdf
    text = _text(pdf)
    assert "MLA-2026-00012" in text
    assert "Signed for Meridia Licensing Authority by A. Brandt" in text
    assert "4097 entries" in text


def test_each_letter_has_its_own_title() -> None:
    readers = [_reader(render_letter(kind, LETTER)) for kind in LetterKind]
    titles = {str(reader.trailer["/Info"]["/Title"]) for reader in readers}
    assert len(titles) == len(LetterKind)


@KINDS
def test_a_letter_that_lacks_what_it_must_say_is_refused(kind: LetterKind) -> None:
    empty = replace(
        LETTER,
        facts=(),
        grounds=(),
        reasons=(),
        questions=(),
        outcome=None,
        answer_by=None,
        appeal_by=None,
    )
    with pytest.raises(LetterDataError, match=kind.value) as caught:
        render_letter(kind, empty)
    assert caught.value.code == "letter_data"


def test_a_letter_holds_no_empty_headings() -> None:
    bare = replace(
        LETTER,
        grounds=(),
        questions=(),
        outcome=None,
        appeal_by=None,
        answer_by=None,
    )
    text = _text(render_letter(LetterKind.NO_LICENCE_REQUIRED, bare))
    assert "Facts relied on" in text
    for heading in (
        "Outcome",
        "Grounds",
        "What we ask",
        "How to answer",
        "How to appeal",
    ):
        assert heading not in text
    asked = replace(LETTER, facts=(), reasons=())
    text = _text(render_letter(LetterKind.INFORMATION_REQUEST, asked))
    assert "What this is about" not in text
    assert "Reasons" not in text


def test_the_data_of_a_letter_are_attached_as_they_are() -> None:
    data = replace(LETTER, addressee=("北京华安科技有限公司",))
    pdf = render_letter(LetterKind.REFUSAL, data)
    reader = _reader(pdf)
    entries = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    stream = entries[1]["/EF"]["/F"]
    assert stream.data == data.to_bytes()
    mark = "sha256:" + sha256(data.to_bytes()).hexdigest()
    assert mark in str(reader.trailer["/Info"]["/Keywords"])


def test_every_word_passes_through_the_translator() -> None:
    text = _text(render_letter(LetterKind.REFUSAL, LETTER, gettext=_bracketed))
    for words in ("Refusal of an export licence", "Grounds", "July", "Page", "Law"):
        assert f"<{words}>" in text
        assert text.count(words) == text.count(f"<{words}>")


def _bracketed(words: str) -> str:
    return f"<{words}>"


def test_a_template_that_cannot_be_set_is_our_defect(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "letter.typ").write_text('#panic("broken")', "utf-8")
    monkeypatch.setattr(render, "TEMPLATES", tmp_path)
    with pytest.raises(LetterRenderError, match="MLA-2026-00012") as caught:
        render_letter(LetterKind.REFUSAL, LETTER)
    assert caught.value.code == "letter_render"


def test_a_typesetter_that_makes_no_file_is_our_defect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Idle:
        def __init__(self, **_: object) -> None: ...

        def compile(self, **_: object) -> None: ...

    monkeypatch.setattr(render.typst, "Compiler", Idle)
    with pytest.raises(LetterRenderError, match="no single file"):
        render_letter(LetterKind.REFUSAL, LETTER)
