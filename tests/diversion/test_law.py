"""What a law says on owners, read from its package."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from licet.diversion import (
    NotApplied,
    OwnershipRuleError,
    ownership_law,
    ownership_laws,
)
from licet.diversion.law import OwnershipLaw
from licet.regimes import Regime, load_regime

ON = date(2026, 11, 27)
RULE = {"id": "owners", "owners": "listed parties", "at_least": 50}


def regime(*rules: Any) -> Regime:
    shipped = load_regime("us/ear")
    header = replace(
        shipped.header, data={**shipped.header.data, "ownership": list(rules)}
    )
    return replace(shipped, header=header)


def rule(**more: Any) -> OwnershipLaw:
    (found,) = ownership_laws(regime({**RULE, **more}))
    return found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("us/ear", "50 % or more; holdings of several listed owners are added; control does not count by itself"),
        ("eu/2021-821", "50 % or more; holdings of several listed owners are added; control counts by itself"),
        ("uk/eco-2008", "more than 50 %; holdings of several listed owners are not added without a joint arrangement; control counts by itself"),
    ],
)  # fmt: skip
def test_each_law_has_its_own_numbers_and_nobody_has_read_the_text_yet(
    name: str, words: str
) -> None:
    found = ownership_law(load_regime(name), on=ON)
    assert isinstance(found, OwnershipLaw)
    assert found.words == words
    assert found.citation.verified is False
    assert found.to_json()["threshold"] == 5000


def test_what_is_not_stated_is_neither_yes_nor_no() -> None:
    found = rule()
    assert (found.aggregated, found.control_counts, found.votes_count) == (None,) * 3
    assert found.words.count("not stated") == 2
    assert (found.title, found.citation.pinpoint) == ("owners", "ownership, owners")


@pytest.mark.parametrize(
    ("on", "applied"),
    [
        (date(2025, 9, 28), False),
        (date(2025, 9, 29), True),
        (date(2025, 11, 9), True),
        (date(2025, 11, 10), False),
        (date(2026, 11, 9), False),
        (date(2026, 11, 10), True),
    ],
)
def test_a_rule_is_applied_from_its_first_day_unless_it_is_suspended(
    on: date, applied: bool
) -> None:
    found = ownership_law(load_regime("us/ear"), on=on)
    assert isinstance(found, NotApplied) is not applied


def test_a_threshold_is_read_in_basis_points() -> None:
    assert rule(at_least=25).threshold == 2500
    found = rule(above=10)
    assert (found.threshold, found.more_than) == (1000, True)


@pytest.mark.parametrize("value", [None, True, "50"])
def test_a_threshold_that_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(OwnershipRuleError, match="no threshold"):
        rule(at_least=value)


def test_a_package_without_such_a_rule_or_with_two_at_once_is_refused() -> None:
    for written in (regime(), regime("text", {"id": "other", "at_least": 25})):
        with pytest.raises(OwnershipRuleError, match="no rule on listed owners"):
            ownership_laws(written)
    bare = load_regime("us/ear")
    bare = replace(bare, header=replace(bare.header, data={}))
    with pytest.raises(OwnershipRuleError, match="no rule on listed owners"):
        ownership_laws(bare)
    with pytest.raises(OwnershipRuleError, match="a, b hold on the same day"):
        ownership_law(regime({**RULE, "id": "a"}, {**RULE, "id": "b"}), on=ON)
