"""Amounts are compared in the unit of the fact, exactly."""

from decimal import Decimal

import pytest
from tests.regimes.small import DAY, facts, files, small

from licet.determination import OutcomeKind, determine
from licet.regimes import read_regime
from licet.regimes.units import DIMENSIONS, converted

RATE = """
facts:
  item.rate: {type: number, unit: Mbit/s, question: {en: How fast?}}
rules:
  - id: fast
    kind: prohibition
    title: {en: Too fast}
    law: {pinpoint: Art. 30}
    when: {fact: item.rate, at_least: {value: 1.5, unit: Gbit/s}}
"""


@pytest.mark.parametrize(
    ("amount", "unit", "to", "same"),
    [
        pytest.param("2", "Gbit/s", "Mbit/s", "2000", id="rate"),
        pytest.param("36", "hours", "days", "1.5", id="time"),
        pytest.param("25", "percent", "share", "0.25", id="share"),
        pytest.param("7", "apples", "apples", "7", id="same-word"),
    ],
)
def test_an_amount_is_the_same_in_every_unit(
    amount: str, unit: str, to: str, same: str
) -> None:
    assert converted(Decimal(amount), unit, to) == Decimal(same)


def test_units_of_two_dimensions_are_not_converted() -> None:
    assert converted(Decimal(1), "km", "days") is None
    names = [name for sizes in DIMENSIONS.values() for name in sizes]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("rate", "outcome"),
    [
        pytest.param(1499, OutcomeKind.NOT_CONTROLLED, id="below"),
        pytest.param(1500, OutcomeKind.PROHIBITED, id="at-the-limit"),
    ],
)
def test_a_threshold_is_read_in_the_unit_of_its_fact(
    rate: int, outcome: OutcomeKind
) -> None:
    stated = facts(
        item={"rate": rate, "eccn": "none", "published": False},
        destination="CA",
        knowledge=False,
        plague=False,
        transit=[],
    )
    assert determine(stated, small(more=RATE), on=DAY).kind is outcome


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param(
            "{value: 2, unit: days}", "days does not measure the same", id="dimension"
        ),
        pytest.param(
            "{value: x, unit: Gbit/s}", "item.rate compared with", id="no-number"
        ),
        pytest.param(
            "{value: true, unit: Gbit/s}", "item.rate compared with", id="truth"
        ),
        pytest.param("{value: [1], unit: Gbit/s}", "is not a value", id="list"),
        pytest.param("{value: 2}", "`unit` is missing", id="no-unit"),
        pytest.param(
            "{value: 2, unit: Gbit/s, per: s}", "`per` means nothing", id="more"
        ),
    ],
)
def test_an_amount_that_cannot_be_compared_does_not_load(
    written: str, said: str
) -> None:
    text = RATE.replace("{value: 1.5, unit: Gbit/s}", written)
    regime, problems = read_regime(files(more=text))
    assert regime is None
    assert said in "; ".join(map(str, problems))


def test_a_fact_without_a_unit_takes_no_unit() -> None:
    _, problems = read_regime(files(more=RATE.replace("unit: Mbit/s, ", "")))
    assert "is in no unit" in str(problems[0])
