"""East Asian names are composed: places read, trade words translated, brands by sound."""

# look-alike letters are what is tested

import pytest

from licet.screening import (
    DEFAULT_ALGORITHM,
    Entity,
    Kind,
    Name,
    build_index,
    threshold,
)
from licet.screening.algorithms import ALGORITHMS
from licet.screening.eastasian import has_east_asian, romanised
from licet.screening.forms import readings

V1 = ALGORITHMS["v1"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("深圳市天河科技有限公司", "shenzhen tianhe technology co ltd"),
        ("天河電子集團", "tianhe electronics group"),
        ("天河集团第十三研究所", "tianhe group 13 research institute"),
        ("天河第一百零二研究院", "tianhe 102 research institute"),
        ("天河第七二二研究所", "tianhe 722 research institute"),
        ("晨光商业银行", "chenguang commercial bank"),
        ("天河 Electronics 科技", "tianhe Electronics technology"),
        ("天河", "tian he"),
        ("科技", "technology"),
        ("은행", "bank"),
        ("새벽", "sae pyok"),
        ("天河A级科技公司 123", "tianhe A ji technology company 123"),
        ("조선새벽무역회사", "korea saepyok trading company"),
        ("새벽 A 무역", "saepyok A trading"),
        ("株式会社朝日電機", "co ltd chaori electric"),
        ("アケボノ工業", "~akebono industry"),
        ("あけぼの工業", "akebono industry"),
        ("Plain Latin", "Plain Latin"),
    ],
)
def test_an_organisation_is_read_part_by_part(text: str, read: str) -> None:
    assert romanised(text, person=False).split() == read.split()
    assert has_east_asian(text) == (text != "Plain Latin")


@pytest.mark.parametrize(
    ("text", "north", "south"),
    [
        ("王建国", "wang jianguo", "wang jianguo"),
        ("欧阳天河", "ouyang tianhe", "ouyang tianhe"),
        ("曾明", "zeng ming", "zeng ming"),
        ("김새벽", "kim saepyok", "gim saebyeok"),
        ("햇새벽", "haet saepyok", "haet saebyeok"),
    ],
)
def test_a_person_has_a_surname_and_a_given_name(
    text: str, north: str, south: str
) -> None:
    assert romanised(text, person=True).split() == north.split()
    assert romanised(text, person=True, southern=True).split() == south.split()


def test_hangul_is_asked_in_both_usual_romanisations() -> None:
    assert len(readings("김새벽", person=True, algorithm=V1)) == 2
    assert len(readings("王建国", person=True, algorithm=V1)) == 1
    assert len(readings("Kim", person=True, algorithm=V1)) == 1


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("Shenzhen Tianhe Science and Technology Co., Ltd.", "深圳市天河科技有限公司"),
        ("Korea Saebyok Trading Company", "조선새벽무역회사"),
        ("Akebono Precision Industries", "アケボノ精密工業"),
        ("SAEBYEOK, Gim", "김새벽"),
    ],
)
def test_a_native_name_finds_an_entry_in_latin_letters(listed: str, asked: str) -> None:
    others = ("Beijing Huanghe Electronics", "Korea Moran Bank", "Shinmei Works")
    index = build_index(
        Entity(id=f"x:{n}", source="x", kind=Kind.UNKNOWN, names=(Name(text=name),))
        for n, name in enumerate((listed, *others))
    )
    hit = index.search([asked])[0]
    assert hit.entity.id == "x:0"
    assert hit.score >= threshold(DEFAULT_ALGORITHM) / 4
