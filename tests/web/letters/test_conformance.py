"""What PDF/A-3b and PDF/UA-1 ask that can be seen in the file itself.

The reference checker of both standards (veraPDF) is packaged neither for Debian nor for
Python. Two independent ones from PyPI look at PDF/UA-1: pdfua 0.1.3 and outloud 0.2.1; on
2026-11-23 both found nothing in a signed licence and a signed refusal. They are not among
our dependencies (one needs an AGPL library). These are the points of ISO 19005-3 and ISO
14289-1 that can be seen without them.
"""

import io
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.web.letters.conftest import Issued
from tests.web.letters.samples import LETTER, SIGNED

from licet.web.casework.letters import (
    DocumentKeys,
    LetterKind,
    render_letter,
    sign_pdf,
)

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"


@pytest.fixture(scope="module", params=["licence", "letter"])
def reader(
    request: pytest.FixtureRequest, issued: Issued, keys: DocumentKeys
) -> PdfFileReader:
    pdf = issued.signed
    if request.param == "letter":
        letter = render_letter(LetterKind.REFUSAL, LETTER)
        pdf = sign_pdf(letter, keys.document, at=SIGNED)
    return PdfFileReader(io.BytesIO(pdf), strict=True)


def _fonts(reader: PdfFileReader) -> Iterator[generic.DictionaryObject]:
    pages = reader.root["/Pages"]["/Kids"]
    for place in range(len(pages)):
        fonts = pages[place]["/Resources"]["/Font"]
        for name in fonts:
            yield fonts[name]


def _metadata(reader: PdfFileReader) -> dict[str, str]:
    packet = ET.fromstring(reader.root["/Metadata"].data)  # noqa: S314 - our own file
    found: dict[str, str] = {}
    for element in packet.iter():
        found |= element.attrib
        found[element.tag] = (element.text or "").strip()
    return found


def test_the_file_says_that_it_is_pdf_a_3b_and_pdf_ua_1(reader: PdfFileReader) -> None:
    found = _metadata(reader)
    assert (found[f"{PDFA}part"], found[f"{PDFA}conformance"]) == ("3", "B")
    assert found[f"{PDFUA}part"] == "1"
    assert reader.input_version == (1, 7)


def test_the_signature_keeps_it_in_pdf_1_7_and_unencrypted(
    reader: PdfFileReader,
) -> None:
    assert "/Version" not in reader.root
    assert "/Encrypt" not in reader.trailer
    assert "/ID" in reader.trailer


def test_every_font_is_embedded_with_its_letters(reader: PdfFileReader) -> None:
    fonts = list(_fonts(reader))
    assert fonts
    for font in fonts:
        assert "/ToUnicode" in font
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_colours_have_one_meaning(reader: PdfFileReader) -> None:
    intent = reader.root["/OutputIntents"][0]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].data[36:40] == b"acsp"


def test_the_file_is_tagged_in_a_language_with_a_title(reader: PdfFileReader) -> None:
    assert reader.root["/MarkInfo"]["/Marked"]
    assert reader.root["/StructTreeRoot"]["/K"]
    assert str(reader.root["/Lang"]).startswith("en")
    assert reader.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert str(reader.trailer["/Info"]["/Title"])


def _tags(node: generic.PdfObject) -> Iterator[generic.DictionaryObject]:
    node = node.get_object()
    if isinstance(node, generic.ArrayObject):
        for place in range(len(node)):
            yield from _tags(node[place])
    elif isinstance(node, generic.DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _tags(node["/K"])


def test_headings_and_tables_are_marked_as_such(reader: PdfFileReader) -> None:
    tags = [str(tag["/S"]) for tag in _tags(reader.root["/StructTreeRoot"]["/K"])]
    assert tags.count("/H1") == 1
    assert {"/H2", "/Table", "/TR", "/TH", "/TD", "/P"} <= set(tags)


def test_every_picture_says_what_it_is(reader: PdfFileReader) -> None:
    tags = list(_tags(reader.root["/StructTreeRoot"]["/K"]))
    figures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert all(str(figure["/Alt"]) for figure in figures)
    licence = str(reader.trailer["/Info"]["/Title"]) == "Individual export licence"
    assert len(figures) == int(licence)


def test_attached_data_say_what_they_are(reader: PdfFileReader) -> None:
    (reference,) = reader.root["/AF"]
    attached = reference.get_object()
    assert attached["/AFRelationship"] == "/Source"
    assert str(attached["/Desc"])
    assert attached["/F"] == attached["/UF"]
    assert attached["/EF"]["/F"]["/Subtype"]


def test_the_signature_field_has_a_name_for_people(reader: PdfFileReader) -> None:
    field = reader.root["/AcroForm"]["/Fields"][0]
    assert str(field["/TU"]) == "Signature of the licensing authority"
    assert reader.root["/AcroForm"]["/SigFlags"] == 3


def test_nothing_in_the_file_acts(reader: PdfFileReader) -> None:
    assert {"/OpenAction", "/AA"}.isdisjoint(reader.root)
    names = reader.root["/Names"]
    assert "/JavaScript" not in names


def test_the_signature_field_stands_in_the_structure(reader: PdfFileReader) -> None:
    tree = reader.root["/StructTreeRoot"]
    (form,) = (tag for tag in _tags(tree["/K"]) if tag["/S"] == "/Form")
    field = reader.root["/AcroForm"]["/Fields"].raw_get(0)
    assert form["/K"][0].raw_get("/Obj") == field
    place = int(field.get_object()["/StructParent"])
    parents = tree["/ParentTree"]["/Nums"]
    known = {int(parents[at]): parents[at + 1] for at in range(0, len(parents), 2)}
    assert known[place]["/S"] == "/Form"
    assert int(tree["/ParentTreeNextKey"]) == place + 1


def test_the_address_of_the_status_is_a_link(reader: PdfFileReader) -> None:
    tags = list(_tags(reader.root["/StructTreeRoot"]["/K"]))
    links = [tag for tag in tags if tag["/S"] == "/Link"]
    licence = str(reader.trailer["/Info"]["/Title"]) == "Individual export licence"
    assert bool(links) is licence
