"""A cited entry must stand in the official text at hand, and read as it did."""

from dataclasses import replace
from pathlib import Path

from tests.regimes.small import DAY, small

from licet.determination import check_citations, recorded_texts
from licet.regimes import LawText, LawTextFolder, NoLawTexts, Regime, load_regime


class Held:
    """The text of one entry of the small law."""

    def __init__(
        self, words: str = "4D004 Invented words.", *, of: str = "test/small"
    ) -> None:
        self.words = words
        self.of = of

    def text(self, regime: str, pinpoint: str) -> LawText | None:
        named = pinpoint.removeprefix("List ").removeprefix("Annex I ")
        if regime != self.of or named != "4D004":
            return None
        return LawText(lines=(self.words,), source="Invented.", version="1", uri="")

    def holds(self, regime: str) -> bool:
        return regime == self.of


def only(law: Regime, *entries: str) -> Regime:
    return replace(law, entries={name: law.entries[name] for name in entries})


def test_without_a_text_there_is_nothing_to_prove() -> None:
    assert check_citations(small(), NoLawTexts(), on=DAY).state == "not_applicable"
    assert recorded_texts(small(), NoLawTexts()) == {}


def test_an_entry_that_is_not_in_the_text_is_named_with_its_leaf() -> None:
    proof = check_citations(small(), Held(), on=DAY)
    assert proof.state == "broken"
    assert {one.rules for one in proof.failures} == {
        ("5A002.a",),
        ("5A002.b",),
        ("9A001",),
    }
    assert "is not in the official text" in proof.failures[0].words


def test_a_text_that_reads_as_recorded_is_proved_and_another_is_not() -> None:
    law = only(small(), "4D004")
    assert check_citations(law, Held(), on=DAY).state == "proved"
    known = recorded_texts(law, Held())
    assert set(known) == {"List 4D004"}
    law = replace(law, texts=known)
    assert check_citations(law, Held(), on=DAY).state == "proved"
    (failure,) = check_citations(law, Held("Other words."), on=DAY).failures
    assert "reads otherwise" in failure.words


def test_an_overlay_is_held_against_the_text_of_its_base() -> None:
    base = load_regime("meridia/national")
    law = replace(
        base,
        entries={"4D004": base.entries["4D004"]},
        rules={},
        definitions={},
        texts={},
    )
    there = Held(of="eu/2021-821")
    assert check_citations(law, there, on=DAY).state == "proved"


def test_a_folder_knows_whose_list_it_holds(tmp_path: Path) -> None:
    assert not LawTextFolder(root=tmp_path).holds("eu/2021-821")
    assert not LawTextFolder(root=tmp_path).holds("model")
    (tmp_path / "eu").mkdir()
    (tmp_path / "eu" / "annex.json").write_text(
        '{"entries": [{"entry_code": "4D004"}]}'
    )
    assert LawTextFolder(root=tmp_path).holds("eu/2021-821")
    assert not NoLawTexts().holds("eu/2021-821")
