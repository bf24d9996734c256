"""What programs that are not ours say about a signed licence; each is skipped where it is absent.

They come with Debian: qpdf (structure of the file) and poppler-utils (tags, fonts,
attachments, signature). A full judgement on PDF/A-3 and PDF/UA-1 needs veraPDF, which is
packaged for neither Debian nor Python; with ``verapdf`` on the path it is asked as well.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.web.letters.conftest import Issued

from licet.web.casework.letters import DocumentKeys


def _said(program: str, *arguments: str | Path) -> str:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    done = subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture
def pdf(issued: Issued, tmp_path: Path) -> Path:
    path = tmp_path / "licence.pdf"
    path.write_bytes(issued.signed)
    return path


def test_qpdf_finds_no_error_of_syntax(pdf: Path) -> None:
    said = _said("qpdf", "--check", pdf)
    assert "No syntax or stream encoding errors found" in said
    assert "PDF Version: 1.7" in said


def test_poppler_sees_a_tagged_file_that_does_nothing(pdf: Path) -> None:
    said = _said("pdfinfo", pdf)
    for line in ("Tagged: +yes", "JavaScript: +no", "Encrypted: +no", "Title: +Indiv"):
        assert re.search(f"^{line}", said, re.MULTILINE), line
    structure = _said("pdfinfo", "-struct", pdf)
    for tag in ("H1", "H2", "Table", "TH", "Figure", "Form"):
        assert re.search(rf"^ +{tag}\b", structure, re.MULTILINE), tag


def test_poppler_sees_every_font_embedded_and_one_attachment(pdf: Path) -> None:
    fonts = _said("pdffonts", pdf).splitlines()[2:]
    assert fonts
    assert all(re.search(r" yes yes yes +\d+ +\d+$", line) for line in fonts)
    assert "1: licence.sdjwt" in _said("pdfdetach", "-list", pdf)


def test_poppler_finds_the_signature_valid_over_the_whole_file(
    pdf: Path, issued: Issued, keys: DocumentKeys
) -> None:
    said = _said("pdfsig", pdf)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    place = issued.signed.index(b"/Title")
    changed = bytearray(issued.signed)
    changed[place + 9] ^= 1
    pdf.write_bytes(changed)
    assert "Signature is Valid." not in _said("pdfsig", pdf)


@pytest.mark.parametrize("flavour", ["3b", "ua1"])
def test_verapdf_finds_the_file_compliant(pdf: Path, flavour: str) -> None:
    said = _said("verapdf", "--format", "text", "--flavour", flavour, pdf)
    assert said.startswith("PASS"), said
