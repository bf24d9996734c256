"""The European package answers invented questions as its rules, read by hand, say."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet
from ruamel.yaml import YAML

from licet.determination import (
    Determination,
    OutcomeKind,
    Program,
    assume_ordinary,
    check_examples,
    compile_regime,
    run,
)
from licet.facts import read_transaction
from licet.regimes import SHIPPED, Regime, RuleKind, check_regime, load_regime

EXAMPLES = Path(__file__).parent / "eu_2021_821_examples.yaml"
Question = Mapping[str, Any]
DAY = date(2026, 7, 31)
FREE = {
    OutcomeKind.NOT_SUBJECT,
    OutcomeKind.NOT_CONTROLLED,
    OutcomeKind.NO_AUTHORISATION_REQUIRED,
}
NEEDED = {
    OutcomeKind.COVERED,
    OutcomeKind.AUTHORISATION_REQUIRED,
    OutcomeKind.PROHIBITED,
}
FORMS = {"individual", "global", "large_project"}


@cache
def european() -> Regime:
    return load_regime("eu/2021-821")


@cache
def _program(on: date) -> Program:
    return compile_regime(european(), on=on)


def _questions(*needed: str) -> list[ParameterSet]:
    written = YAML(typ="safe", pure=True).load(EXAMPLES.read_text("utf-8"))
    return [
        pytest.param(question, id=f"{number}: {question['why']}")
        for number, question in enumerate(written["questions"], 1)
        if all(key in question for key in needed)
    ]


def _day(question: Question) -> date:
    return date.fromisoformat(str(question.get("on", DAY)))


def _answer(question: Question) -> Determination:
    stated = read_transaction(question["facts"])
    facts = stated if question.get("stated") else assume_ordinary(stated, european())
    return run(_program(_day(question)), facts)


def _reached(answer: Determination) -> set[OutcomeKind]:
    return set(answer.possible_outcomes)


@pytest.mark.parametrize("question", _questions())
def test_an_invented_question_gets_the_answer_that_the_rule_gives(
    question: Question,
) -> None:
    answer = _answer(question)
    entries = {one.entry for one in answer.classification}
    assert entries == set(question["entries"])
    match question["required"]:
        case True:
            assert _reached(answer) <= NEEDED
        case False:
            assert _reached(answer) <= FREE
        case _:
            assert answer.kind is OutcomeKind.UNSETTLED
            assert _reached(answer) & FREE
            assert _reached(answer) & NEEDED
    if "outcome" in question:
        assert str(answer.kind) == question["outcome"]
    if "open" in question:
        assert question["open"] in [one.fact for one in answer.questions]


@pytest.mark.parametrize("question", _questions("available"))
def test_what_can_be_used_or_applied_for_is_what_the_law_opens(
    question: Question,
) -> None:
    answer = _answer(question)
    found = set(answer.consequences.available)
    if answer.kind is OutcomeKind.COVERED:
        found -= FORMS
    assert found == set(question["available"])


def test_the_package_is_whole_and_its_worked_examples_hold() -> None:
    assert check_regime(SHIPPED / "eu" / "2021-821") == ()
    assert check_examples(european()) == ()


def test_every_entry_stands_in_a_tier_of_the_table() -> None:
    tiers = {int(tier) for tier in european().header.data["tiers"]}
    assert {entry.tier for entry in european().entries.values()} <= tiers


def test_every_red_line_is_stated_policy_and_not_passed_off_as_law_of_the_union() -> (
    None
):
    lines = [rule for rule in european().rules.values() if rule.red_line]
    assert len(lines) == 5
    for rule in lines:
        assert "stated policy" in rule.law.instrument
        assert not rule.law.verified
        assert len([one for one in rule.examples if one.holds]) >= 2
        assert len([one for one in rule.examples if not one.holds]) >= 2


def test_no_general_authorisation_lifts_more_than_article_3() -> None:
    for rule in european().rules.values():
        if rule.kind is RuleKind.GENERAL_AUTHORISATION:
            assert rule.lifts == {"ART3"}


def test_general_authorisations_that_stop_for_state_security_are_eu007_and_eu008() -> (
    None
):
    bar = european().rules["stop-government-security-body"]
    assert bar.bars == {"EU007", "EU008"}


def test_every_question_is_put_in_plain_words_to_somebody_who_may_answer() -> None:
    for term in european().facts.values():
        assert term.question["en"].endswith(("?", "."))
        assert set(term.asks) <= {"exporter", "officer"}
        assert term.asks


def test_what_rests_on_recalled_law_is_shown_as_not_verified() -> None:
    facts = {
        "item": {"kind": "equipment", "eccn": "5A001.j"},
        "destination": "RU",
        "end_user": {"type": "telecom_operator"},
    }
    answer = _answer({"facts": facts})
    assert answer.kind is OutcomeKind.PROHIBITED
    assert not answer.verified
    assert "not been verified" in answer.sentence


def test_an_export_that_article_3_asks_for_rests_on_law_that_has_been_read() -> None:
    facts = {
        "item": {"kind": "software", "eccn": "4D004"},
        "destination": "BR",
        "end_user": {"type": "bank"},
    }
    answer = _answer({"facts": facts})
    assert answer.kind is OutcomeKind.AUTHORISATION_REQUIRED
    assert answer.verified


def test_the_decisive_question_is_put_when_nobody_knows_who_the_end_user_is() -> None:
    facts = {
        "item": {
            "kind": "equipment",
            "crypto": {
                "primary": "networking",
                "sym_bits": 256,
                "data_confidentiality": True,
                "standards_only": True,
            },
        },
        "destination": "CL",
    }
    answer = _answer({"facts": facts})
    assert set(answer.possible_outcomes) == {
        OutcomeKind.COVERED,
        OutcomeKind.AUTHORISATION_REQUIRED,
    }
    assert [one.fact for one in answer.questions] == ["end_user.type"]


COVERT = {
    "kind": "software",
    "listed_as": "not_listed",
    "specially_designed_covert": True,
    "target_natural_persons": True,
    "surv_acts": ["monitoring"],
    "data_source": "information_or_telecom_systems",
}


def _flags(facts: Question) -> set[str]:
    return {one.what for one in _answer({"facts": facts}).consequences.flags}


def test_an_embargo_and_a_security_service_there_are_remarked_on() -> None:
    facts = {
        "item": {"kind": "software", "eccn": "4D004"},
        "destination": "SD",
        "end_user": {"type": "intelligence_service"},
    }
    assert {"arms_embargo", "red_flag:end_user_repression_record"} <= _flags(facts)


def test_surveillance_hardware_under_the_repair_authorisation_is_remarked_on() -> None:
    facts = {
        "item": {"kind": "equipment", "eccn": "5A001.f.2"},
        "destination": "AE",
        "end_user": {"type": "police", "original": True},
        "repair": {
            "reimported_for_repair": True,
            "unchanged": True,
            "original_authorisation_valid": True,
            "same_end_use": True,
            "years_since_authorisation": 2,
        },
    }
    assert "policy_gap:surveillance_hardware_under_general_authorisation" in _flags(
        facts
    )


def test_worry_about_rights_under_eu001_is_remarked_on() -> None:
    facts = {
        "item": {"kind": "equipment", "eccn": "5A001.j"},
        "destination": "US",
        "end_user": {"type": "telecom_operator"},
        "end_use": "possible repression",
    }
    assert "eu001_without_rights_stop" in _flags(facts)


def test_suspicion_without_national_law_leaves_a_red_flag() -> None:
    facts = {
        "item": COVERT,
        "destination": "TH",
        "end_user": {"type": "private_company"},
        "end_use": "possible repression",
        "trigger": "grounds_for_suspecting",
    }
    assert "red_flag:suspicion_without_national_law" in _flags(facts)


def test_the_exporters_own_view_is_compared_with_the_tests_of_the_definition() -> None:
    facts = {
        "item": {**COVERT, "cyber_surveillance": False},
        "destination": "TH",
        "end_user": {"type": "police"},
    }
    assert "own_view_differs" in _flags(facts)


def test_an_identifier_catcher_for_a_police_force_goes_to_the_agencies_of_the_table() -> (
    None
):
    facts = {
        "item": {"kind": "equipment", "eccn": "5A001.f.2"},
        "destination": "BD",
        "end_user": {"type": "police"},
    }
    follows = _answer({"facts": facts}).consequences
    assert {one.what for one in follows.referrals} == {"TE", "DS", "MI", "MFA", "MJ"}
    assert {one.id for one in follows.documents} == {
        "end_use_statement",
        "technical_description",
        "contract",
        "due_diligence_record",
        "capability_sheet",
    }


def test_what_a_general_authorisation_covers_goes_to_nobody_and_needs_no_papers() -> (
    None
):
    facts = {
        "item": {"kind": "equipment", "eccn": "5A001.f.4"},
        "destination": "JP",
        "end_user": {"type": "bank"},
    }
    answer = _answer({"facts": facts})
    assert answer.kind is OutcomeKind.COVERED
    assert answer.consequences.referrals == ()
    assert answer.consequences.documents == ()


def test_the_state_where_the_item_lies_is_consulted_unless_the_destination_is_a_partner() -> (
    None
):
    facts = {
        "item": {"kind": "equipment", "eccn": "5A004.a"},
        "goods_located_in": ["SE"],
        "end_user": {"type": "private_company"},
    }
    for destination in ("US", "BR"):
        answer = _answer({"facts": {**facts, "destination": destination}})
        assert "MS" in {one.what for one in answer.consequences.referrals}
    answer = _answer(
        {"facts": {**facts, "item": {"eccn": "5A001.j"}, "destination": "US"}}
    )
    assert "MS" not in {one.what for one in answer.consequences.referrals}


def test_a_path_of_the_invented_authority_speaks_only_when_it_is_claimed() -> None:
    facts = {
        "item": {"kind": "software", "eccn": "4D004"},
        "from_state": "meridia",
        "destination": "BR",
        "end_user": {"type": "hospital"},
    }
    assert _answer({"facts": facts}).kind is OutcomeKind.AUTHORISATION_REQUIRED
    claimed = {**facts, "path": {"incident_response": True, "registered": True}}
    answer = _answer({"facts": claimed})
    assert answer.kind is OutcomeKind.COVERED
    assert "MER-IR" in answer.consequences.available
    assert not answer.verified


def test_an_unlisted_covert_item_is_settled_by_the_letter_of_the_authority() -> None:
    stated = {
        "item": COVERT,
        "activity": "transmission",
        "destination": "TH",
        "end_user": {"type": "police"},
        "end_use": "Crowd monitoring",
        "trigger": "informed_by_authority",
    }
    answer = _answer({"facts": stated, "stated": True})
    assert answer.kind is OutcomeKind.AUTHORISATION_REQUIRED
    assert answer.consequences.catch_alls == ("art5-1",)
    assert answer.consequences.available == ("individual",)
