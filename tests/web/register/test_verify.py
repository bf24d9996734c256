"""Anybody checks a licence; the server's form is the way without JavaScript."""

import io

import pytest
from tests.web.casework.builders import World, granted
from tests.web.reader import Reader

from licet.web.casework.selectors.desk import documents
from licet.web.casework.services.licences import licences

pytestmark = pytest.mark.django_db


def _licence(world: World) -> str:
    case = granted(world)
    assert case.licence is not None
    return case.licence.number


def _paper(world: World, number: str, kind: str) -> bytes:
    return documents.licence_document(
        viewer=world.halden, licence=number, kind=kind
    ).content


def test_nothing_sent_is_an_error_that_says_what_to_do() -> None:
    reader = Reader(None)
    assert "Paste the code" in reader.send("/verify/", check_code="1")
    assert "Choose the PDF" in reader.send("/verify/", check_pdf="1")


def test_a_whole_licence_is_valid_an_altered_one_is_not(world: World) -> None:
    number = _licence(world)
    code = _paper(world, number, "code").decode()
    reader = Reader(None)
    page = reader.send("/verify/", check_code="1", code=code)
    assert "Valid" in page
    assert number in page
    altered = code[:-2] + ("0" if code[-2] != "0" else "1") + code[-1]
    assert "Not valid" in reader.send("/verify/", check_code="1", code=altered)
    long_form = _paper(world, number, "sdjwt").decode()
    assert "Valid" in reader.send("/verify/", check_code="1", code=long_form)


def test_a_pdf_is_checked_byte_for_byte(world: World) -> None:
    pdf = _paper(world, _licence(world), "pdf")
    reader = Reader(None)

    def sent(data: bytes) -> str:
        file = io.BytesIO(data)
        file.name = "licence.pdf"
        return reader.send("/verify/", check_pdf="1", pdf=file)

    assert "in force" in sent(pdf)
    place = len(pdf) // 2
    changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    assert "Not valid" in sent(changed)


def test_a_suspended_licence_is_not_valid_at_once(world: World) -> None:
    number = _licence(world)
    licences.suspend_licence(
        by=world.officer, licence=number, reasons="A condition is broken.", version=None
    )
    code = _paper(world, number, "code").decode()
    page = Reader(None).send("/verify/", check_code="1", code=code)
    assert "Not valid" in page
    assert "suspended" in page


def test_something_else_is_no_licence() -> None:
    assert "Not valid" in Reader(None).send(
        "/verify/", check_code="1", code="LICET1:HELLO"
    )
