"""Official texts at hand are shown at their place; what is not there, or cannot be read, shows nothing."""

import json
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from licet.regimes import LawTextFolder, NoLawTexts
from licet.web.casework.wiring import law_texts

# Invented words in the form of the folder's files; no official text.
ANNEX = {
    "corpus_version": "invented-1",
    "valid_from": "2025-01-01",
    "source_url": "https://law.example/annex",
    "attribution": "Invented.",
    "entries": [
        {"entry_code": "1A001", "verbatim_text": "1A001 Other."},
        {
            "entry_code": "4A005",
            "verbatim_text": "4A005 Machines as follows:\n4A005.a Red ones;\n4A005.a.1 Dark red;\n4A005.b Blue ones.",
        },
    ],
    "docs": [
        {"title": "Article 4 - Else", "verbatim_text": "Article 4 No numbers here."},
        {
            "title": "Article 5 - Catch",
            "verbatim_text": "Article 51.First rule. 2.Second rule.",
        },
    ],
}
LIST = {
    "citation": "Invented list",
    "ecfrIssueDate": "2026-01-01",
    "entries": [
        {"eccn": "4A005", "heading": "Machines"},
        {
            "eccn": "5A001",
            "heading": "Radios",
            "items": [
                {"paragraph": None, "depth": 0, "text": "Of two sorts."},
                {"paragraph": "a", "depth": 1, "text": "Loud"},
                {"paragraph": "f", "depth": 1, "text": "Quiet"},
                {"paragraph": "1", "depth": 2, "text": "Silent"},
            ],
        },
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> LawTextFolder:
    for name, held in (("eu/annex.json", ANNEX), ("us/ccl-cat-4-5.json", LIST)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(json.dumps(held), "utf-8")
    return LawTextFolder(root=tmp_path)


@pytest.mark.parametrize(
    ("regime", "place", "lines"),
    [
        pytest.param("eu/2021-821", "Annex I 1A001", ("1A001 Other.",), id="entry"),
        pytest.param(
            "eu/2021-821",
            "4A005.a",
            ("4A005 Machines as follows:", "4A005.a Red ones;", "4A005.a.1 Dark red;"),
            id="paragraph-with-its-heading",
        ),
        pytest.param("eu/2021-821", "9A999", None, id="no-such-entry"),
        pytest.param("eu/2021-821", "Art. 5(2)", ("2.Second rule.",), id="paragraph"),
        pytest.param(
            "eu/2021-821",
            "Art. 5",
            ("1.First rule.", "2.Second rule."),
            id="whole-article",
        ),
        pytest.param("eu/2021-821", "Article 4(9)", ("No numbers here.",), id="plain"),
        pytest.param("eu/2021-821", "Art. 99", None, id="no-such-article"),
        pytest.param("eu/2021-821", "Preamble", None, id="neither"),
        pytest.param("un/charter", "Art. 41", None, id="law-that-is-not-there"),
        pytest.param("us/ear", "4A005", ("4A005 Machines",), id="us-heading"),
        pytest.param(
            "us/ear",
            "5A001.f.1",
            ("5A001 Radios", "f. Quiet", "1. Silent"),
            id="us-paragraph",
        ),
        pytest.param(
            "us/ear",
            "5A001",
            ("5A001 Radios", "Of two sorts.", "a. Loud", "f. Quiet", "1. Silent"),
            id="us-entry",
        ),
        pytest.param("us/ear", "7A001", None, id="us-none"),
        pytest.param("us/ear", "742.4", None, id="us-section"),
        pytest.param("wassenaar", "4A005", None, id="no-file-for-this-law"),
    ],
)
def test_a_text_is_found_by_its_place(
    folder: LawTextFolder, regime: str, place: str, lines: tuple[str, ...] | None
) -> None:
    found = folder.text(regime, place)
    assert (found.lines if found else None) == lines
    if found:
        assert found.source.startswith("Invented")
        assert found.version


def test_a_file_is_read_once_and_answers_from_then_on(folder: LawTextFolder) -> None:
    first = folder.text("us/ear", "4A005")
    (folder.root / "us/ccl-cat-4-5.json").unlink()
    assert first is not None
    assert folder.text("us/ear", "4A005") == first


def test_a_folder_without_files_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "us").mkdir()
    (tmp_path / "us/ccl-cat-4-5.json").write_text("[]", "utf-8")
    empty = LawTextFolder(root=tmp_path)
    assert empty.text("eu/2021-821", "4D004") is None
    assert empty.text("us/ear", "4D004") is None
    assert NoLawTexts().text("us/ear", "4D004") is None


def test_the_setting_names_the_folder_else_the_one_beside_the_checkout(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LICET_LAW_TEXTS = str(tmp_path)
    assert law_texts() == LawTextFolder(root=tmp_path)
    settings.LICET_LAW_TEXTS = ""
    (tmp_path / "checkout").mkdir()
    monkeypatch.chdir(tmp_path / "checkout")
    assert law_texts() == NoLawTexts()
    (tmp_path / "shared/data/law").mkdir(parents=True)
    assert law_texts() == LawTextFolder(root=tmp_path / "shared/data/law")
