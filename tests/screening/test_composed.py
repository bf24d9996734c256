"""East Asian names are read in every usual way: translated, romanised, by brand, as spoken."""

import pytest

from licet.screening import Entity, Kind, Name, build_index, threshold
from licet.screening.composed import romanisations
from licet.screening.hangul import korean_person, spoken


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param(
            "天河第十三研究所", "tianhe 13 institute", id="numbered-institute"
        ),
        pytest.param(
            "天河北方工业", "tianhe northern industries", id="two-translations"
        ),
        pytest.param(
            "天河機電設備", "tianhe electromechanical equipment", id="traditional"
        ),
        pytest.param("조선새벽선박회사", "korea saebyok shipping company", id="hangul"),
        pytest.param(
            "새성무역회사", "saesong trading corporation", id="syllable-inside"
        ),
        pytest.param("山口通商", "yamaguchi tsusho", id="kanji-without-kana"),
        pytest.param("アケボノ精密工業", "~akebono precision industry", id="katakana"),
        pytest.param("天河 (Beijing) 科技", "tian he (Beijing) technology", id="mixed"),
        pytest.param("Plain Latin", "Plain Latin", id="no-east-asian-letters"),
    ],
)
def test_one_of_the_readings_is_the_usual_one(text: str, read: str) -> None:
    found = romanisations(text, person=False)
    close = {one.replace(" ", "") for one in found}
    assert read.replace(" ", "") in close, found


def test_an_unknown_word_is_not_cut_at_a_syllable_that_is_a_word_elsewhere() -> None:
    assert "ministry" not in " ".join(romanisations("진성합영은행", person=False))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("남강", "namgang"),
        ("릉라도", "rungrado"),
        ("압록강", "amnokkang"),
        ("국어", "kugo"),
        ("달에", "tare"),
        ("달래", "tallae"),
        ("A강", "Agang"),
    ],
)
def test_hangul_is_written_as_it_is_spoken(text: str, said: str) -> None:
    assert spoken(text) == said


def test_a_person_has_the_names_of_north_south_and_passport() -> None:
    assert korean_person("이새벽") == ("ri saepyok", "i saebyeok", "lee saepyok")
    assert romanisations("王建曜", person=True) == ("wang jianyao",)


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("Tianherui North Industries Corporation", "天河瑞北方工业总公司"),
        (
            "Tianherui Academy of Space Technology 77 Research Institute",
            "天河瑞空间技术研究院第七十七研究所",
        ),
        ("Saebyok Joint Bank", "새벽합영은행"),
        ("Korea Saesong Shipping Company", "조선새성선박회사"),
        ("Yamaguchi Kosan", "山口興産"),
    ],
)
def test_a_native_name_leads_to_the_entry_in_latin_letters(
    listed: str, asked: str
) -> None:
    others = ("Beijing Huanghe Electronics", "Korea Moran Bank", "Shinmei Works Group")
    index = build_index(
        Entity(id=f"x:{n}", source="x", kind=Kind.UNKNOWN, names=(Name(text=name),))
        for n, name in enumerate((listed, *others))
    )
    hit = index.search([asked])[0]
    assert hit.entity.id == "x:0"
    assert hit.score >= threshold("v2"), (hit.score, hit.words)
