"""National law of the invented Meridia stands on the Union's, and lifts nothing of it."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

from licet.determination import (
    Determination,
    OutcomeKind,
    Program,
    assume_ordinary,
    check_examples,
    compile_regime,
    run_stack,
)
from licet.facts import read_transaction
from licet.regimes import LIFTING, SHIPPED, Regime, check_regime, load_regime

DAY = date(2026, 7, 31)
PATHS = {
    "incident_response": "MER-IR",
    "humanitarian": "MER-HUM",
    "research": "MER-RES",
    "disclosure": "MER-VD",
    "small_enterprise": "MER-SME",
}


@cache
def national() -> Regime:
    return load_regime("meridia/national")


@cache
def _programs() -> tuple[Program, ...]:
    laws = (national(), *(load_regime(name) for name in national().header.binds))
    return tuple(compile_regime(law, on=DAY) for law in laws)


def _answer(facts: Mapping[str, Any]) -> Determination:
    stated = assume_ordinary(read_transaction(facts), national())
    return run_stack(_programs(), stated).combined


def test_the_overlay_is_whole_and_its_worked_examples_hold() -> None:
    assert check_regime(SHIPPED / "meridia" / "national") == ()
    assert check_examples(national()) == ()


def test_the_overlay_takes_over_the_list_and_what_binds() -> None:
    assert national().header.binds == ("eu/sanctions",)
    assert national().origin("entries", "4D004") == "eu/2021-821"
    assert national().rules["art3"].law.instrument == "Regulation (EU) 2021/821"


def test_every_entry_stands_in_a_tier_of_the_table() -> None:
    tiers = national().header.data["tiers"]
    assert isinstance(tiers, Mapping)
    assert {entry.tier for entry in national().entries.values()} <= set(map(int, tiers))


def test_every_red_line_is_stated_policy_with_examples_both_ways() -> None:
    lines = [rule for rule in national().rules.values() if rule.red_line]
    assert len(lines) == 5
    for rule in lines:
        assert "stated policy" in rule.law.instrument
        assert not rule.law.verified
        assert sum(one.holds for one in rule.examples) >= 2
        assert sum(not one.holds for one in rule.examples) >= 2


def test_a_red_line_is_beyond_every_general_authorisation() -> None:
    facts = {
        "item": {"kind": "equipment", "eccn": "5A001.j"},
        "destination": "US",
        "end_user": {"type": "government"},
    }
    assert _answer(facts).kind is OutcomeKind.COVERED
    forbidden = _answer({**facts, "end_use": "indiscriminate_surveillance"})
    assert forbidden.kind is OutcomeKind.PROHIBITED


def test_every_path_says_who_what_how_and_until_when() -> None:
    paths = [
        rule
        for rule in national().rules.values()
        if rule.kind in LIFTING and rule.symbol in PATHS.values()
    ]
    assert len(paths) == len(PATHS)
    for rule in paths:
        assert {"who", "registration", "reporting", "audit", "ends"} <= set(rule.data)
        assert rule.never is not None
        assert rule.conditions


@pytest.mark.parametrize(
    ("path", "item", "end_user"),
    [
        pytest.param("incident_response", "4D004", "hospital", id="incident-response"),
        pytest.param("humanitarian", "5A002.a", "ngo", id="humanitarian"),
        pytest.param("research", "4D004", "university", id="research"),
        pytest.param("disclosure", "4D004", "csirt", id="vulnerability-disclosure"),
        pytest.param("small_enterprise", "5A002.a", "bank", id="small-enterprise"),
    ],
)
def test_a_path_speaks_only_for_who_claims_it(
    path: str, item: str, end_user: str
) -> None:
    facts = {
        "item": {"eccn": item},
        "from_state": "meridia",
        "destination": "BR",
        "end_user": {"type": end_user},
    }
    assert PATHS[path] not in _answer(facts).consequences.available
    claimed = {**facts, "path": {path: True, "registered": True}}
    answer = _answer(claimed)
    assert answer.kind is OutcomeKind.COVERED
    assert PATHS[path] in answer.consequences.available
    assert not answer.verified
    assert "end_use_statement" not in {one.id for one in answer.consequences.documents}
    elsewhere = _answer({**claimed, "from_state": "DE"})
    assert PATHS[path] not in elsewhere.consequences.available
    embargoed = _answer({**claimed, "destination": "MM"})
    assert embargoed.kind is OutcomeKind.AUTHORISATION_REQUIRED


def test_what_the_union_forbids_no_path_reaches() -> None:
    facts = {
        "item": {"eccn": "5A002.a"},
        "from_state": "meridia",
        "destination": "RU",
        "end_user": {"type": "hospital"},
        "path": {"humanitarian": True, "registered": True},
    }
    answer = _answer(facts)
    assert answer.kind is OutcomeKind.PROHIBITED
    assert answer.sentence.endswith("So says eu/sanctions.")
