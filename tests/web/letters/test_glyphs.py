import struct

import pytest

from licet.web.casework.letters.glyphs import (
    ascii_only,
    coverage,
    font_coverage,
    showable,
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Škoda Łódź Đặng Ünal", id="latin"),
        pytest.param("Αθήνα", id="greek"),
        pytest.param("odd , stops", id="stops"),
        pytest.param("Москва Київ", id="cyrillic"),
        pytest.param("شركة الأمن الوطني", id="arabic"),
        pytest.param("کتاب\u200cفروش", id="persian-with-joiner"),
    ],
)
def test_scripts_with_a_shipped_font_stand_as_written(text: str) -> None:
    assert showable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("北京华安", "Bei Jing Hua An", id="chinese"),
        pytest.param("한국보안 주식회사", "HanGugBoAn JuSigHoeSa", id="korean"),
        pytest.param("(北京), China", "( Bei Jing), China", id="stop"),
        pytest.param("Acme 北京 GmbH", "Acme Bei Jing GmbH", id="mixed"),
        pytest.param("\U0001f600", ":grinning:", id="emoji"),
        pytest.param("\U0001d7f6?", "0?", id="mathematical"),
    ],
)
def test_scripts_without_a_shipped_font_are_written_in_latin_letters(
    text: str, shown: str
) -> None:
    assert showable(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Lumen\u202egro.ecivres", "Lumengro.ecivres", id="override"),
        pytest.param("a\x00b\nc\td", "ab c d", id="controls"),
        pytest.param("e\u0301", "é", id="composed"),
        pytest.param("\ue000x", "x", id="private-use"),
    ],
)
def test_what_cannot_be_seen_is_not_shown(text: str, shown: str) -> None:
    assert showable(text) == shown


def test_a_letter_without_any_latin_form_is_marked_and_a_mark_is_dropped() -> None:
    assert showable("a\u0f68") == "a?"
    assert showable("\u05e9\u0591\u05dc") == "sl"


def test_everything_can_be_written_in_ascii() -> None:
    assert ascii_only("Ωμέγα کتاب\u200cفروش 北京").isascii()


def test_shipped_fonts_cover_the_scripts_of_the_letters() -> None:
    for first, last in ((0x20, 0x7E), (0x410, 0x44F), (0x391, 0x3A1), (0x621, 0x63A)):
        assert set(range(first, last + 1)) <= coverage()
    assert 0x5317 not in coverage()
    assert len(coverage()) > 3000


def _font(*tables: bytes) -> bytes:
    """A font with nothing but a character map of these sub-tables."""
    offset = 4 + 8 * len(tables)
    records, body = b"", b""
    for table in tables:
        records += struct.pack(">HHI", 3, 1, offset + len(body))
        body += table
    cmap = struct.pack(">HH", 0, len(tables)) + records + body
    head = struct.pack(">IHHHH", 0x10000, 1, 0, 0, 0)
    return head + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap)) + cmap


def test_both_forms_of_a_character_map_are_read() -> None:
    # Format 4: 0x41 by offset (glyph 0 and 5), 0x50 by delta, then the closing segment.
    ends, starts = (0x42, 0x50, 0xFFFF), (0x41, 0x50, 0xFFFF)
    segments = struct.pack(">HHHHHHH", 4, 0, 0, 6, 0, 0, 0)
    segments += struct.pack(">3H", *ends) + b"\0\0" + struct.pack(">3H", *starts)
    segments += struct.pack(">3H", 0, (7 - 0x50) & 0xFFFF, 1)
    segments += struct.pack(">3H", 6, 0, 0) + struct.pack(">HH", 0, 5)
    groups = struct.pack(">HHIIIIII", 12, 0, 0, 0, 1, 0x1F600, 0x1F601, 9)
    assert font_coverage(_font(segments)) == {0x42, 0x50}
    assert font_coverage(_font(groups)) == {0x1F600, 0x1F601}
    assert font_coverage(_font(struct.pack(">HH", 6, 0))) == frozenset()


def test_a_delta_that_leads_to_no_glyph_covers_nothing() -> None:
    segments = struct.pack(">HHHHHHH", 4, 0, 0, 2, 0, 0, 0)
    segments += struct.pack(">H", 0x50) + b"\0\0" + struct.pack(">H", 0x50)
    segments += struct.pack(">H", -0x50 & 0xFFFF) + struct.pack(">H", 0)
    assert font_coverage(_font(segments)) == frozenset()


def test_a_font_without_character_map_covers_nothing() -> None:
    head = struct.pack(">IHHHH", 0x10000, 1, 0, 0, 0)
    table = struct.pack(">4sIII", b"glyf", 0, 0, 0)
    assert font_coverage(head + table) == frozenset()
