from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from licet.web.casework.letters.reading import _texts

TABLE = b"<0001> <0041>\n<0028> <0042>\n<000A> <00660069>\n<0029> <0043>\n"


def _page(content: bytes) -> generic.DictionaryObject:
    font = generic.DictionaryObject(
        {pdf_name("/ToUnicode"): generic.StreamObject(stream_data=TABLE)}
    )
    fonts = generic.DictionaryObject({pdf_name("/f0"): font})
    resources = generic.DictionaryObject({pdf_name("/Font"): fonts})
    return generic.DictionaryObject(
        {
            pdf_name("/Resources"): resources,
            pdf_name("/Contents"): generic.StreamObject(stream_data=content),
        }
    )


def _read(content: bytes) -> str:
    return "".join(_texts(_page(content)))


def test_text_is_read_in_the_order_of_drawing() -> None:
    content = (
        rb"BT /f0 9 Tf [(\000\001)20(\000\n)] TJ ET BT /f0 9.5 Tf (\000\001) Tj ET"
    )
    assert _read(content) == "AfiA"


def test_brackets_inside_a_string_belong_to_it() -> None:
    assert _read(rb"BT /f0 9 Tf (\000(\000)\000\)) Tj ET") == "BCC"


def test_strings_outside_text_are_not_drawn() -> None:
    assert _read(rb"/Span<</ActualText (\000\001)>>BDC BT /f0 9 Tf ET") == ""


def test_a_glyph_without_a_letter_is_nothing() -> None:
    assert _read(rb"BT /f0 9 Tf (\000\002\000\001) Tj ET") == "A"


def test_a_string_that_never_closes_ends_the_page() -> None:
    assert _read(b"BT /f0 9 Tf (\x00\x01(") == "A"
