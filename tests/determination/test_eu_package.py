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
    compile_regime,
    deadlines,
    run_stack,
)
from licet.facts import read_transaction
from licet.regimes import SHIPPED, Regime, Rule, RuleKind, check_regime, load_regime

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
def _programs(on: date) -> tuple[Program, ...]:
    binding = [load_regime(name) for name in european().header.binds]
    return tuple(compile_regime(law, on=on) for law in (european(), *binding))


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
    return run_stack(_programs(_day(question)), facts).combined


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


def test_the_package_is_whole() -> None:
    assert check_regime(SHIPPED / "eu" / "2021-821") == ()


def test_the_regulation_binds_with_the_restrictive_measures_of_the_union() -> None:
    assert european().header.binds == ("eu/sanctions",)


def test_no_policy_of_one_authority_passes_for_law_of_the_union() -> None:
    assert not any(rule.red_line for rule in european().rules.values())
    assert "tiers" not in european().header.data


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


# Files of other authors: the overlay of the invented authority, and restrictive measures.
ELSEWHERE = {"meridia-paths.yaml", "sanctions.yaml"}
VALUES = {"safety", "human rights", "stewardship", "innovation"}


def _own_rules() -> list[Rule]:
    return [
        rule
        for _, rule in sorted(european().rules.items())
        if Path(getattr(rule.data, "file", "")).name not in ELSEWHERE
    ]


def test_every_rule_has_two_worked_cases_each_way() -> None:
    short = {
        rule.id: [one.holds for one in rule.examples]
        for rule in _own_rules()
        if min(
            sum(one.holds for one in rule.examples),
            sum(not one.holds for one in rule.examples),
        )
        < 2
    }
    assert short == {}


def test_every_rule_says_which_value_it_serves() -> None:
    for rule in _own_rules():
        served = rule.data.get("value", [])
        assert isinstance(served, list)
        assert served, rule.id
        assert set(served) <= VALUES, rule.id


def test_every_question_comes_with_help() -> None:
    bare = [
        path
        for path, term in european().facts.items()
        if not term.help and not path.startswith(("path.", "act.", "licence."))
    ]
    assert set(bare) <= {"ga", "first_export", "item.eu006_chemical"}


def test_the_red_flags_are_a_guided_path_of_one_prefix() -> None:
    path = [fact for fact in european().facts if fact.startswith("red_flag.")]
    assert path == [
        "red_flag.marketing_covert",
        "red_flag.similar_item_misused",
        "red_flag.misused_against_union",
        "red_flag.capability_excess",
        "red_flag.end_user_record",
        "red_flag.legal_framework_gap",
        "red_flag.diversion_signs",
    ]
    for fact in path:
        term = european().facts[fact]
        assert term.question["en"].endswith("?")
        assert term.help["en"]
        assert not term.law.verified
        raised = _flags(
            {
                "item": COVERT,
                "destination": "TH",
                "end_user": {"type": "private_company"},
                "red_flag": {fact.removeprefix("red_flag."): True},
            }
        )
        assert "red_flag:plan_to_prevent_misuse" in raised
        assert len([one for one in raised if one.startswith("red_flag:")]) == 2


def test_a_red_flag_settles_nothing_by_itself() -> None:
    facts = {
        "item": COVERT,
        "destination": "TH",
        "end_user": {"type": "private_company"},
    }
    plain = _answer({"facts": facts})
    flagged = _answer({"facts": {**facts, "red_flag": {"marketing_covert": True}}})
    assert plain.possible_outcomes == flagged.possible_outcomes


def _clock(on: date = DAY, **facts: object) -> dict[str, object]:
    stated = read_transaction({"item": {"kind": "record"}, **facts})
    known = assume_ordinary(stated, european())
    return {
        one.key: one.to_json()["value"] for one in deadlines(_programs(on)[0], known)
    }


@pytest.mark.parametrize(
    ("facts", "given"),
    [
        pytest.param(
            {"act": {"type": "export", "date": "2024-12-31"}},
            {"retain_until": "2029-12-31"},
            id="Art. 27(3): last day of a year",
        ),
        pytest.param(
            {"act": {"type": "export", "date": "2025-01-01"}},
            {"retain_until": "2030-12-31"},
            id="Art. 27(3): first day of the next year",
        ),
        pytest.param(
            {"act": {"type": "brokering", "date": "2025-06-15"}},
            {"retain_until": "2030-12-31"},
            id="Art. 27(3): brokering",
        ),
        pytest.param(
            {"act": {"type": "intra_eu_transfer", "date": "2025-02-01"}},
            {"retain_until": "2028-12-31"},
            id="Art. 27(4): inside the Union",
        ),
        pytest.param(
            {"ga": "EU003", "first_export": "2026-01-31"},
            {"notify_by": "2026-03-02"},
            id="EU003 Part 3(4): thirty days after",
        ),
        pytest.param(
            {"ga": "EU007", "first_export": "2026-03-02"},
            {"notify_by": "2026-01-31", "report_by": "2027-03-02"},
            id="EU007 Part 3(6)-(7): thirty days before, a report within a year",
        ),
        pytest.param(
            {"ga": "EU008", "first_export": "2026-03-02"},
            {"notify_by": "2026-02-20"},
            id="EU008 Part 3(4): ten days before",
        ),
        pytest.param(
            {"licence": {"type": "individual", "issued": "2024-02-29"}},
            {"expires_by": "2026-02-28", "years": 2},
            id="Art. 12(3): from a leap day",
        ),
        pytest.param(
            {"licence": {"type": "global", "issued": "2026-03-01"}},
            {"expires_by": "2028-03-01", "years": 2},
            id="Art. 12(3): global",
        ),
        pytest.param(
            {"licence": {"type": "large_project", "issued": "2026-03-01"}},
            {"expires_by": "2030-03-01", "years": 4},
            id="Art. 12(3): large project",
        ),
        pytest.param(
            {"act": {"type": "art5_notice_received", "date": "2026-06-01"}},
            {
                "working_days": 30,
                "extension_max_working_days": 30,
                "respond_by": "2026-07-13",
                "respond_by_if_extended": "2026-08-24",
            },
            id="Art. 5(5): thirty working days, once more thirty",
        ),
        pytest.param(
            {"act": {"type": "consultation", "date": "2026-06-05"}},
            {
                "working_days": 10,
                "extension_max_working_days": 30,
                "effect": "no objection",
                "respond_by": "2026-06-19",
                "respond_by_if_extended": "2026-07-17",
            },
            id="Art. 14(1): ten working days from a Friday",
        ),
        pytest.param(
            {"act": {"type": "essential_security_request"}},
            {"working_days": 10, "effect": "not binding"},
            id="Art. 14(2): a request does not bind",
        ),
        pytest.param(
            {
                "act": {"type": "consider_denial_of_other_state"},
                "prior_denial": {"state": "DE", "years_ago": 2},
            },
            {"working_days": 10, "extension_max_working_days": 30},
            id="Art. 16(5): two years ago",
        ),
        pytest.param(
            {
                "act": {"type": "consider_denial_of_other_state"},
                "prior_denial": {"state": "DE", "years_ago": 4},
            },
            {},
            id="Art. 16(4): four years ago",
        ),
        pytest.param(
            {
                "act": {"type": "consider_denial_of_other_state"},
                "prior_denial": {"essentially_identical": False, "years_ago": 1},
            },
            {},
            id="Art. 2(22): not essentially identical",
        ),
        pytest.param(
            {"decision": {"type": "refusal", "date": "2025-05-01"}},
            {
                "notify": ["all member states", "the Commission"],
                "review_by": "2028-05-01",
            },
            id="Art. 16(1), (4): a refusal is told, and reviewed in three years",
        ),
        pytest.param(
            {"member_states_agreeing": 26},
            {"effect": "no publication"},
            id="Art. 5(6): one state is missing",
        ),
        pytest.param(
            {"member_states_agreeing": 27},
            {
                "effect": "published in the Official Journal, C series",
                "review_every_years": 1,
            },
            id="Art. 5(6)-(7): all agree",
        ),
        pytest.param(
            {"act": {"type": "fair_export", "date": "2026-01-01"}},
            {"return_by": "2026-05-01"},
            id="EU004 Part 3(1): 120 days",
        ),
        pytest.param(
            {"act": {"type": "first_authorisation", "date": "2021-07-31"}},
            {"return_by": "2026-07-31"},
            id="EU003 Part 1(1): five years",
        ),
        pytest.param(
            {
                "act": {
                    "type": "general_authorisation_registration",
                    "date": "2026-06-05",
                }
            },
            {"working_days": 10, "respond_by": "2026-06-19"},
            id="EU007 Part 3(5): acknowledged in ten working days",
        ),
        pytest.param(
            {"act": {"type": "customs_suspension"}},
            {"working_days": 10},
            id="Arts 21-22: customs hold for ten working days",
        ),
        pytest.param({}, {}, id="no step, no clock"),
    ],
)
def test_each_clock_gives_what_its_article_says(
    facts: Question, given: Question
) -> None:
    assert _clock(**facts) == given


@pytest.mark.parametrize(("years", "asked"), [(1, True), (3, True), (4, False)])
def test_a_refusal_of_another_state_is_looked_back_on_for_three_years(
    years: int, asked: bool
) -> None:
    facts = {
        "item": {"kind": "equipment", "eccn": "5A001.j"},
        "destination": "BR",
        "from_state": "NL",
        "end_user": {"type": "telecom_operator"},
        "prior_denial": {"state": "DE", "years_ago": years},
    }
    referred = _answer({"facts": facts}).consequences.referrals
    assert ("MS" in {one.what for one in referred}) is asked


@pytest.mark.parametrize(
    ("rule", "before", "first"),
    [
        ("art5-1", date(2021, 9, 8), date(2021, 9, 9)),
        ("art8-1", date(2021, 9, 8), date(2021, 9, 9)),
        ("art10-1", date(2021, 9, 8), date(2021, 9, 9)),
        ("eu007", date(2021, 9, 8), date(2021, 9, 9)),
        ("eu008", date(2021, 9, 8), date(2021, 9, 9)),
    ],
)
def test_what_the_recast_brought_holds_from_its_first_day(
    rule: str, before: date, first: date
) -> None:
    force = european().rules[rule].force
    assert [force.holds(day) for day in (before, first, DAY)] == [False, True, True]


def test_a_country_under_a_ban_was_open_on_the_day_before_it() -> None:
    group = european().groups["dual-use-ban"]
    for state, before, first in (
        ("RU", date(2022, 2, 25), date(2022, 2, 26)),
        ("BY", date(2022, 3, 2), date(2022, 3, 3)),
    ):
        assert state not in group.members_on(before)
        assert state in group.members_on(first)


def test_every_review_has_an_owner_and_no_sunset_comes_before_it() -> None:
    for review in european().calendar:
        assert review["owner"]
        due = date.fromisoformat(str(review["due"]))
        sunset = date.fromisoformat(str(review.get("sunset", "9999-12-31")))
        assert due <= sunset


def test_ownership_is_dated_cited_data_and_only_the_group_rule_has_been_read() -> None:
    written = european().header.data["ownership"]
    assert isinstance(written, list)
    read = {one["id"]: one["law"].get("verified", True) for one in written}
    assert read == {
        "group-company": True,
        "controllers-of-the-exporter": True,
        "asset-freeze-until-2024": False,
        "asset-freeze": False,
    }
    for one in written:
        assert "first" in one or "last" in one
        assert one["law"]["pinpoint"]


# What the facts file marks as recalled (R) or secondary (S), by its place there, and the leaves of the package that
# rest on it. EU006 has been read since (corrections); Article 12(7) and Annex IV are marked in its remarks and corrections.
UNREAD: dict[str, list[tuple[str, str]]] = {
    "regime.list_versions.AnnexI-2024-2547": [("version", "AnnexI-2024-2547")],
    "regime.list_versions.AnnexI-2026": [("version", "AnnexI-2026")],
    "authorisation_requirements.art6_brokering": [
        ("rule", "art6-1"),
        ("rule", "art6-2"),
        ("definition", "related-to-annex-i"),
    ],
    "authorisation_requirements.art7_transit": [
        ("rule", "art7-1"),
        ("rule", "art7-2"),
        ("fact", "authority.prohibits_transit"),
    ],
    "authorisations.large_project": [
        ("rule", "large-project-available"),
        ("form", "large_project"),
        ("clock", "validity-of-a-large-project"),
    ],
    "authorisations.national_general": [("form", "national_general")],
    "general_authorisations.EU006": [],
    "procedure.competent_authority": [
        ("fact", "from_state"),
        ("rule", "flag-authority-where-the-items-are"),
    ],
    "procedure.essential_security_request": [
        ("rule", "art14-2-request"),
        ("clock", "essential-security-request"),
        ("fact", "consultation.essential_security_request"),
    ],
    "procedure.denials_art16": [
        ("rule", "art16-consultation"),
        ("clock", "consultation-before-undercutting"),
        ("clock", "answer-of-the-state-that-refused"),
        ("clock", "notice-of-a-denial"),
        ("fact", "prior_denial.state"),
        ("fact", "prior_denial.years_ago"),
    ],
    "procedure.customs": [("clock", "suspension-by-customs")],
    "procedure.penalties": [("policy", "penalties")],
    "procedure.reporting_art26": [("review", "annual-report")],
    "procedure.inspection_art28": [("condition", "open-to-inspection")],
    "due_diligence_guidelines_2024_2659.red_flags.marketing_covert": [
        ("fact", "red_flag.marketing_covert"),
        ("rule", "flag-marketing-covert"),
    ],
    "due_diligence_guidelines_2024_2659.red_flags.prior_misuse_similar_item": [
        ("fact", "red_flag.similar_item_misused"),
        ("rule", "flag-prior-misuse"),
    ],
    "due_diligence_guidelines_2024_2659.red_flags.prior_misuse_against_eu": [
        ("fact", "red_flag.misused_against_union"),
        ("rule", "flag-misuse-against-union"),
    ],
    "due_diligence_guidelines_2024_2659.red_flags.end_user_repression_record": [
        ("fact", "red_flag.end_user_record"),
        ("rule", "flag-end-user-record"),
    ],
    "due_diligence_guidelines_2024_2659.red_flags.diversion": [
        ("fact", "red_flag.diversion_signs"),
        ("rule", "flag-diversion"),
    ],
    "due_diligence_guidelines_2024_2659.red_flags.capability_excess": [
        ("fact", "red_flag.capability_excess"),
        ("rule", "flag-capability-excess"),
    ],
    "due_diligence_guidelines_2024_2659.red_flags.legal_framework_gap": [
        ("fact", "red_flag.legal_framework_gap"),
        ("rule", "flag-legal-framework"),
    ],
    "remark: Annex IV": [
        ("definition", "annex-iv"),
        ("rule", "section-i-annex-iv"),
        ("rule", "section-i-annex-iv-technology"),
    ],
    "remark: Art. 11(2), (9)": [
        ("rule", "art11-2"),
        ("rule", "flag-papers-inside-union"),
        ("fact", "transfer.final_destination_outside"),
        ("fact", "transfer.member_state_requires"),
    ],
    "remark: arms embargoes": [
        ("group", "arms-embargo-eu"),
        ("group", "arms-embargo-un"),
        ("group", "arms-embargo-osce"),
    ],
    "remark: monitoring equipment": [("group", "monitoring-equipment-states")],
    "remark: guidelines": [
        ("definition", "cyber-surveillance-listed"),
        ("definition", "group-the-guidelines-discuss"),
        ("rule", "due-diligence-record"),
    ],
    "corrections: Art. 12(7)": [
        ("rule", "stop-user-barred"),
        ("fact", "authority.bars_user"),
    ],
}


def _verified(section: str, name: str) -> bool:
    law = european()
    header: Any = law.header.data
    match section:
        case "version":
            [found] = [one for one in header["versions"] if one["id"] == name]
            return bool(found["law"].get("verified", True))
        case "form":
            form = header["authorisations"][name]
            return bool(form["law"].get("verified", True))
        case "review":
            [review] = [one for one in law.calendar if one["id"] == name]
            cited: Any = review["law"]
            return bool(cited.get("verified", True))
        case _:
            parts: dict[str, Mapping[str, Any]] = {
                "rule": law.rules,
                "definition": law.definitions,
                "clock": law.clocks,
                "fact": law.facts,
                "group": law.groups,
                "policy": law.policies,
                "condition": law.conditions,
            }
            return bool(parts[section][name].law.verified)


@pytest.mark.parametrize(
    ("section", "name"),
    sorted({leaf for leaves in UNREAD.values() for leaf in leaves}),
)
def test_what_nobody_has_read_is_marked_so(section: str, name: str) -> None:
    assert not _verified(section, name)


FACTS = Path(__file__).resolve().parents[3] / "shared/data/law/eu/facts.yaml"


def _marks(node: Any, place: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    if isinstance(node, dict):
        if "verified" in node:
            found[place] = str(node["verified"])
        for key, below in node.items():
            found |= _marks(below, f"{place}.{key}".lstrip("."))
    if isinstance(node, list):
        for number, below in enumerate(node):
            name = below.get("id", number) if isinstance(below, dict) else number
            found |= _marks(below, f"{place}.{name}")
    return found


@pytest.mark.real
@pytest.mark.skipif(not FACTS.is_file(), reason="the facts file is not here")
def test_every_mark_of_the_facts_file_is_honoured() -> None:
    facts = YAML(typ="safe", pure=True).load(FACTS.read_text("utf-8"))
    unread = {place for place, mark in _marks(facts).items() if mark != "V"}
    assert unread == {one for one in UNREAD if ": " not in one}
