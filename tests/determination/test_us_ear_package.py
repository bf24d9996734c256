"""The American package answers invented questions as its rules, read by hand, say."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet
from ruamel.yaml import YAML

from licet.determination import (
    Covered,
    Determination,
    OutcomeKind,
    Program,
    assume_ordinary,
    compile_regime,
    deadlines,
    kind_of,
    run,
)
from licet.facts import read_transaction
from licet.kernel import territories
from licet.regimes import SHIPPED, Regime, RuleKind, check_regime, load_regime
from licet.risk import with_criteria

EXAMPLES = Path(__file__).parent / "us_ear_examples.yaml"
DAY = date(2026, 7, 31)
NEEDED = {
    OutcomeKind.AUTHORISATION_REQUIRED: True,
    OutcomeKind.PROHIBITED: True,
    OutcomeKind.CONFLICT: True,
    OutcomeKind.UNSETTLED: None,
}
TOOL = {"eccn": "4D004", "kind": "software"}
REASONS = {
    "ns1": "NS 1",
    "ns2": "NS 2",
    "sl": "SL",
    "ei": "EI",
    "rs-upper": "RS",
    "rs-lower": "RS",
    "cc1": "CC 1",
    "at1": "AT 1",
}
Facts = Mapping[str, Any]


@cache
def american() -> Regime:
    return load_regime("us/ear")


@cache
def _program(on: date) -> Program:
    return compile_regime(american(), on=on)


def _answer(facts: Facts, on: date = DAY) -> Determination:
    stated = read_transaction(facts)
    return run(_program(on), assume_ordinary(stated, american()))


def _required(answer: Determination) -> bool | None:
    return NEEDED.get(kind_of(answer.outcome), False)


def _symbol(answer: Determination) -> str | None:
    outcome = answer.outcome
    return outcome.authorisation.symbol if isinstance(outcome, Covered) else None


def _fired(answer: Determination) -> set[str]:
    return {rule.id for rule in answer.rules if rule.fired}


def _questions() -> list[ParameterSet]:
    written = YAML(typ="safe", pure=True).load(EXAMPLES.read_text("utf-8"))
    return [
        pytest.param(question, id=f"{question['id']} {question['scenario']}")
        for question in written["questions"]
    ]


def _private(country: str, **more: object) -> Facts:
    return {
        "item": TOOL,
        "destination": country,
        "end_user": {"type": "private", "country": country, **more},
    }


def _plain_firm(share: int) -> Facts:
    owned = {"type": "private", "country": "LU", "owned_pct_by_listed": share}
    return {"item": {"eccn": "EAR99"}, "destination": "LU", "end_user": owned}


@pytest.mark.parametrize("question", _questions())
def test_an_invented_question_gets_the_answer_that_the_rule_gives(
    question: Facts,
) -> None:
    answer = _answer(question["facts"], date.fromisoformat(str(question["as_of"])))
    expected = question["expected"]
    assert _required(answer) is expected["licence_required"]
    if expected["licence_required"] is False:
        assert _symbol(answer) == expected["exception"]


def test_the_package_is_whole() -> None:
    assert check_regime(SHIPPED / "us/ear") == ()


def test_every_criterion_can_be_read() -> None:
    _, criteria = with_criteria(american())
    assert {one.id for one in criteria} >= {"human-rights", "embargo", "listed-party"}


# -- silence is not clearance ------------------------------------------------------------------


def test_an_end_user_of_whom_nothing_is_known_leaves_both_answers_open() -> None:
    answer = _answer({"item": TOOL, "destination": "EG", "end_user": {"country": "EG"}})
    assert kind_of(answer.outcome) is OutcomeKind.UNSETTLED
    assert set(answer.possible_outcomes) == {
        OutcomeKind.AUTHORISATION_REQUIRED,
        OutcomeKind.COVERED,
    }
    assert "end_user.type" in {question.fact for question in answer.questions}


def test_a_company_whose_state_share_is_open_raises_exactly_that_question() -> None:
    surveillance = {"eccn": "5A001.j", "kind": "hardware"}
    carrier = {"type": "company", "country": "EG", "sector": "telecom_utility"}
    answer = _answer({"item": surveillance, "destination": "EG", "end_user": carrier})
    assert [one.fact for one in answer.questions] == ["end_user.government_voting_pct"]


@pytest.mark.parametrize(("share", "required"), [("24.99", False), ("25", True)])
def test_a_quarter_of_the_votes_makes_a_government_end_user(
    share: str, *, required: bool
) -> None:
    company = {"type": "company", "country": "EG", "government_voting_pct": share}
    answer = _answer({"item": TOOL, "destination": "EG", "end_user": company})
    assert _required(answer) is required


def test_without_a_destination_nothing_is_settled() -> None:
    answer = _answer({"item": TOOL, "end_user": {"type": "private", "country": "FR"}})
    assert kind_of(answer.outcome) is OutcomeKind.UNSETTLED


def test_a_destination_without_a_row_in_the_chart_is_not_free() -> None:
    chart = american().groups["chart rows"].members_on(DAY)
    assert "PS" not in chart
    assert "ns1" in _fired(_answer(_private("PS")))


# -- days --------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", ["AU", "GB"])
@pytest.mark.parametrize(
    ("day", "marked"),
    [
        ("2024-04-17", True),
        ("2024-04-18", True),
        ("2024-04-19", False),
        ("2024-04-20", False),
    ],
)
def test_australia_and_britain_left_the_first_column(
    country: str, day: str, *, marked: bool
) -> None:
    on = date.fromisoformat(day)
    assert (country in american().groups["NS 1"].members_on(on)) is marked


@pytest.mark.parametrize(
    ("day", "required"),
    [
        ("2025-09-28", False),
        ("2025-09-29", True),
        ("2025-11-09", True),
        ("2025-11-10", False),
        ("2026-11-09", False),
        ("2026-11-10", True),
        ("2026-11-11", True),
    ],
)
def test_the_affiliates_rule_was_in_force_suspended_and_comes_back(
    day: str, *, required: bool
) -> None:
    answer = _answer(_plain_firm(60), date.fromisoformat(day))
    assert _required(answer) is required
    assert not answer.verified


def test_a_suspended_affiliates_rule_leaves_a_red_flag() -> None:
    answer = _answer(_plain_firm(60))
    assert "red_flag:owned_by_listed_parties" in {
        one.id for one in answer.consequences.flags
    }


@pytest.mark.parametrize(
    ("day", "required"), [("2022-03-06", False), ("2022-03-07", True)]
)
def test_intrusion_software_tools_were_listed_on_the_first_day(
    day: str, *, required: bool
) -> None:
    tool = {"eccn": "candidate 4D004", "intrusion_roles": ["delivery"]}
    facts = {**_private("VN"), "item": tool}
    assert _required(_answer(facts, date.fromisoformat(day))) is required


@pytest.mark.parametrize(
    ("day", "listed"),
    [
        ("2022-03-06", True),
        ("2022-03-07", False),
        ("2022-05-25", False),
        ("2022-05-26", True),
    ],
)
def test_law_enforcement_analysis_was_missing_from_the_list_for_a_while(
    day: str, *, listed: bool
) -> None:
    assert american().entries["5D001.e"].force.holds(date.fromisoformat(day)) is listed


@pytest.mark.parametrize(
    ("group", "country", "day", "member"),
    [
        ("D:1", "UA", "2020-12-27", True),
        ("D:1", "UA", "2020-12-28", False),
        ("A:6", "CY", "2020-12-27", False),
        ("A:6", "CY", "2020-12-28", True),
        ("D:5", "KH", "2021-12-08", False),
        ("D:5", "KH", "2021-12-09", True),
        ("D:5", "KH", "2025-11-06", True),
        ("D:5", "KH", "2025-11-07", False),
        ("D:5", "NI", "2024-03-14", False),
        ("D:5", "NI", "2024-03-15", True),
        ("B", "NI", "2024-03-14", True),
        ("B", "NI", "2024-03-15", False),
        ("D:5", "CY", "2024-05-29", True),
        ("D:5", "CY", "2024-05-30", False),
        ("A:5", "AE", "2026-07-22", False),
        ("A:5", "AE", "2026-07-23", True),
        ("D:4", "AE", "2026-07-22", True),
        ("D:4", "AE", "2026-07-23", False),
        ("CC 1", "KR", "2023-12-07", True),
        ("CC 1", "KR", "2023-12-08", False),
        ("D:2", "RU", "2020-02-23", False),
        ("D:2", "RU", "2020-02-24", True),
    ],
)
def test_a_country_joins_or_leaves_a_group_on_its_day(
    group: str, country: str, day: str, *, member: bool
) -> None:
    members = american().groups[group].members_on(date.fromisoformat(day))
    assert (country in members) is member


@pytest.mark.parametrize(
    ("rule", "day", "in_force"),
    [
        ("ace", "2022-03-06", False),
        ("ace", "2022-03-07", True),
        ("enc-end-use", "2022-05-25", False),
        ("enc-end-use", "2022-05-26", True),
        ("russia-before-belarus", "2022-02-23", False),
        ("russia-before-belarus", "2022-02-24", True),
        ("russia-before-belarus", "2022-03-01", True),
        ("russia-before-belarus", "2022-03-02", False),
        ("russia-and-belarus", "2022-03-01", False),
        ("russia-and-belarus", "2022-03-02", True),
        ("spp", "2025-09-01", False),
        ("spp", "2025-09-02", True),
        ("rs-upper", "2023-11-16", False),
        ("rs-upper", "2023-11-17", True),
    ],
)
def test_a_rule_is_in_force_from_its_first_day_to_its_last(
    rule: str, day: str, *, in_force: bool
) -> None:
    force = american().rules[rule].force
    assert force.holds(date.fromisoformat(day)) is in_force


def test_hong_kong_is_read_as_china_from_its_day() -> None:
    group = american().groups["D:1"]
    assert "HK" not in group.members_on(date(2020, 12, 22))
    assert "HK" in group.members_on(date(2020, 12, 23))


# -- shape of the law --------------------------------------------------------------------------


def test_only_three_destinations_and_home_are_free_of_the_first_column() -> None:
    groups = american().groups
    chart = groups["chart rows"].members_on(DAY) - {"KY", "LI", "HK"}
    assert chart - groups["NS 1"].members_on(DAY) == {"AU", "CA", "GB", "US"}


def test_the_second_column_marks_nothing_that_the_first_does_not() -> None:
    groups = american().groups
    assert groups["NS 2"].members_on(DAY) <= groups["NS 1"].members_on(DAY)


def test_every_code_of_every_group_is_a_territory() -> None:
    known = set(territories())
    for group in american().groups.values():
        assert group.members <= known, group.name


def test_every_entry_has_a_plain_title_and_a_tier() -> None:
    for entry in american().entries.values():
        assert entry.title.get("en"), entry.id
        assert entry.tier in {1, 2, 3, 4}, entry.id


def test_every_crosswalk_leads_to_an_entry_of_the_other_package() -> None:
    european = load_regime("eu/2021-821").entries
    for entry in american().entries.values():
        other = entry.crosswalk.get("eu/2021-821")
        if other:
            assert other in european, entry.id


def test_the_reasons_for_control_of_an_entry_are_those_that_the_rules_ask_for() -> None:
    # Every column, every prose scope and the watch for terrorism reach Syria.
    end_user = {"type": "private", "country": "SY"}
    for entry, written in american().written["entries"].items():
        item = {"eccn": entry, "technology_purpose": "production"}
        facts = {"item": item, "destination": "SY", "end_user": end_user}
        asked = {REASONS[rule] for rule in _fired(_answer(facts)) & set(REASONS)}
        assert set(written.get("reasons", ())) == asked, entry


def test_every_exception_names_duties_that_stand_in_the_package() -> None:
    regime = american()
    for rule in regime.rules.values():
        if rule.kind is RuleKind.EXCEPTION:
            assert rule.conditions, rule.id
            assert set(rule.conditions) <= set(regime.conditions), rule.id


def test_no_exception_lifts_a_listing_or_the_embargo_of_iran() -> None:
    for rule in american().rules.values():
        if rule.kind is RuleKind.EXCEPTION:
            assert not rule.lifts & {"ENTITY", "SDN", "WMD", "IRAN", "all"}, rule.id


def test_only_gov_lifts_surreptitious_listening() -> None:
    lifting = {
        rule.symbol
        for rule in american().rules.values()
        if rule.kind is RuleKind.EXCEPTION and "SL" in rule.lifts
    }
    assert lifting == {"GOV"}


@pytest.mark.parametrize("country", sorted(territories()))
def test_a_tool_to_a_private_firm_is_free_covered_or_needs_a_licence_everywhere(
    country: str,
) -> None:
    groups = american().groups
    answer = _answer(_private(country))
    barred = {"D:1", "D:5", "E:1", "E:2"}
    concern = any(country in groups[name].members_on(DAY) for name in barred)
    if country in {"AU", "CA", "GB", "KY", "US"}:
        assert _required(answer) is False
        assert _symbol(answer) is None
    else:
        assert _required(answer) is concern
        assert _symbol(answer) == (None if concern else "ACE")


@pytest.mark.parametrize("country", sorted(territories()))
def test_a_tool_to_a_government_is_covered_only_outside_group_d(country: str) -> None:
    groups = american().groups
    end_user = {"type": "government", "country": country}
    answer = _answer({"item": TOOL, "destination": country, "end_user": end_user})
    barred = [*(f"D:{number}" for number in range(1, 6)), "E:1", "E:2"]
    concern = any(country in groups[name].members_on(DAY) for name in barred)
    assert _required(answer) is concern


# -- what an answer carries --------------------------------------------------------------------


def test_a_licence_for_china_points_to_policies_agencies_and_the_form() -> None:
    answer = _answer(_private("CN"))
    policies = {one.id for one in answer.consequences.review_policies}
    assert {"ns-review", "human-rights-review"} <= policies
    assert {one.id for one in answer.consequences.referrals} == {
        "defence",
        "foreign_affairs",
    }
    assert "individual" in answer.consequences.available


def test_an_end_user_statement_is_asked_for_above_fifty_thousand_dollars() -> None:
    box = {"eccn": "4A005", "kind": "hardware", "value": "50000.01"}
    documents = _answer({**_private("CN"), "item": box}).consequences.documents
    assert "prc_end_user_statement" in {one.id for one in documents}
    box["value"] = "50000"
    documents = _answer({**_private("CN"), "item": box}).consequences.documents
    assert "prc_end_user_statement" not in {one.id for one in documents}


def test_secret_interception_goes_to_justice() -> None:
    device = {"item": {"eccn": "5A980"}, "destination": "FR"}
    answer = _answer({**device, "end_user": {"type": "government", "country": "FR"}})
    assert "justice" in {one.id for one in answer.consequences.referrals}


def test_signs_of_unauthorised_use_are_shown_even_where_no_licence_is_needed() -> None:
    facts = {**_private("CA"), "knowledge_of_unauthorised_use": True}
    answer = _answer(facts)
    assert _required(answer) is False
    assert "red_flag:unauthorised_use" in {one.id for one in answer.consequences.flags}


def test_an_exception_on_recalled_law_says_that_it_is_not_verified() -> None:
    answer = _answer(_private("BR"))
    assert _symbol(answer) == "ACE"
    assert not answer.verified


# -- clocks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "given"),
    [
        ("referred", {"ask_by": "2026-01-15", "by": "2026-02-04"}),
        ("agency_deadline", {"by": "2026-01-19"}),
        ("chair_decision", {"by": "2026-01-10", "escalate_within_days": 5}),
        ("acep_escalation", {"by": "2026-01-16"}),
        ("acep_decision", {"by": "2026-01-10", "escalate_within_days": 5}),
        ("earb_escalation", {"by": "2026-01-16"}),
        ("earb_decision", {"by": "2026-01-10", "escalate_within_days": 5}),
        ("information_requested", {"clock": "stopped"}),
        ("intent_to_deny_talks", {"clock": "stopped"}),
        ("prelicense_check", {"clock": "stopped"}),
        ("prelicense_check_decided", {"by": "2026-01-10"}),
        ("government_assurances", {"clock": "stopped"}),
        ("multilateral_review", {"clock": "stopped"}),
        (
            "congressional_notification_terrorism",
            {"clock": "stopped", "by": "2026-02-04"},
        ),
        ("congressional_notification", {"clock": "stopped"}),
        ("technology_control_plan_review", {"clock": "stopped"}),
        ("decision_to_deny", {"notify_by": "2026-01-10"}),
        (
            "final_denial",
            {"appeal_received_by": "2026-02-19", "effect": "no stay unless granted"},
        ),
        ("classification_request", {"by": "2026-01-19"}),
        ("advisory_opinion_request", {"by": "2026-02-04"}),
        ("licence_validity", {"years": 4}),
        ("licence_issued", {"expires_by": "2030-01-05"}),
        ("export", {"retain_until": "2031-01-05"}),
        ("encryption_classification_request", {"after": 30, "by": "2026-02-04"}),
        ("encryption_self_classified", {"by": "2027-02-01"}),
        ("temporary_export", {"by": "2027-01-05"}),
    ],
)
def test_a_step_starts_the_periods_of_the_executive_order_and_the_regulations(
    step: str, given: Facts
) -> None:
    facts = read_transaction({"act": {"type": step, "date": "2026-01-05"}})
    transaction = assume_ordinary(facts, american())
    found = {
        one.key: one.to_json()["value"] for one in deadlines(_program(DAY), transaction)
    }
    for key, value in given.items():
        assert found[key] == value
    assert set(found) - set(given) <= {"effect", "next"}


@pytest.mark.parametrize(
    ("facts", "years"),
    [
        ({"item": {"eccn": "4D004"}}, 4),
        ({"item": {"eccn": "4A005.z.1"}}, 1),
        ({"item": {"eccn": "5A002.z.1.a"}}, 1),
        ({"item": {"eccn": "4A005.z.2"}}, 4),
        ({"item": {"eccn": "4D004"}, "licence": {"special": "emergency"}}, 1),
    ],
)
def test_a_licence_lasts_four_years_or_for_some_items_and_cases_one(
    facts: Facts, years: int
) -> None:
    stated = read_transaction({"act": {"type": "licence_validity"}, **facts})
    transaction = assume_ordinary(stated, american())
    given = deadlines(_program(DAY), transaction)
    assert [(one.key, one.value) for one in given] == [("years", years)]


def test_a_minor_violation_is_told_in_short_and_a_significant_one_within_180_days() -> (
    None
):
    step = {"type": "voluntary_disclosure_initial_notice", "date": "2026-02-02"}
    minor = read_transaction({"act": {**step, "significant": False}})
    keys = {one.key for one in deadlines(_program(DAY), minor)}
    assert keys == {"effect", "next"}
    significant = read_transaction({"act": {**step, "significant": True}})
    given = deadlines(_program(DAY), significant)
    assert [(one.key, one.value) for one in given] == [("by", date(2026, 8, 1))]
