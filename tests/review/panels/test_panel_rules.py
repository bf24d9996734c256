"""Advisory panels: triggers, quorum, silence, agreements, estimates and composites, rule by rule."""

from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from licet.regimes import SHIPPED
from licet.review import Stated
from licet.review.panels import (
    PANELS_FILE,
    AgreementStanding,
    AgreementTerms,
    CaseForPanels,
    Estimate,
    EstimateError,
    PanelPosition,
    PanelsError,
    PanelStanding,
    PanelVote,
    Question,
    QuestionError,
    QuestionKind,
    aggregate,
    agreement_gaps,
    agreement_standing,
    band,
    count_votes,
    differs,
    fired,
    leaks,
    load_panels,
    outside_the_middle,
    panel_standing,
    read_estimate,
    read_panels,
    require_question,
    sealed_words,
    shares,
)

RULES = load_panels(SHIPPED / "meridia/national")
ETHICS, INDUSTRY = RULES.panels["ethics"], RULES.panels["industry"]


def told() -> dict[str, Any]:
    path = SHIPPED / "meridia/national" / PANELS_FILE
    return deepcopy(YAML(typ="safe", pure=True).load(path.read_text("utf-8")))


@pytest.mark.parametrize("package", ["meridia/national", "model"])
def test_shipped_rules_of_panels_load_and_are_not_verified(package: str) -> None:
    rules = load_panels(SHIPPED / package)
    assert rules.package == package
    panels = rules.panels.values()
    cited = [one.citation for one in panels]
    cited += [one.citation for panel in panels for one in panel.triggers]
    assert not any(one.verified for one in cited)


def test_no_shipped_panel_of_industry_sees_a_live_case() -> None:
    for package in ("meridia/national", "model"):
        assert "live" not in load_panels(SHIPPED / package).panels["industry"].sees


@pytest.mark.parametrize(
    ("tier", "goes"),
    [
        pytest.param(3, False, id="below"),
        pytest.param(4, True, id="at"),
        pytest.param(None, True, id="not-known-is-the-highest"),
    ],
)
def test_a_case_of_the_tier_goes_to_the_panel(tier: int | None, goes: bool) -> None:
    found = fired(RULES, CaseForPanels(tier=tier))
    assert [one.trigger.id for one in found] == (["tier_four"] if goes else [])
    assert all(one.trigger.mandatory for one in found)


def test_criterion_and_stated_facts_send_a_case_too_and_the_mandatory_comes_first() -> (
    None
):
    case = CaseForPanels(
        tier=4,
        criteria=frozenset({"c2-human-rights"}),
        stated=Stated(values={"safety.lives_at_risk": frozenset({True})}),
    )
    found = fired(RULES, case)
    assert [one.trigger.id for one in found] == [
        "tier_four",
        "human_rights",
        "lives_at_risk",
    ]
    assert all(one.panel.id == "ethics" for one in found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"sees": ["rumours"]}, "sees is some of", id="sight"),
        pytest.param({"sees": []}, "sees is some of", id="no-sight"),
        pytest.param({"classes": ["gossip"]}, "no such class", id="class"),
        pytest.param({"vetting_months": 0}, "vetted", id="unvetted-sees-live"),
        pytest.param({"quorum": 0}, "whole number of 1", id="quorum"),
        pytest.param({"working_days": True}, "whole number", id="truth-is-no-number"),
        pytest.param({"triggers": [{"id": "x", "because": {"en": "x"}, "tier_from": 1, "criterion": "y"}]}, "exactly one", id="two-ways"),
        pytest.param({"triggers": [{"id": "x", "because": {"en": "x"}, "tier_from": 5}]}, "no tier above", id="tier-five"),
    ],
)  # fmt: skip
def test_rules_of_another_form_are_refused(change: dict[str, Any], words: str) -> None:
    raw = told()
    raw["panels"]["bodies"]["ethics"] |= change
    with pytest.raises(PanelsError, match=words) as caught:
        read_panels(raw)
    assert caught.value.code == "panels"


@pytest.mark.parametrize("edges", [[], [5, 5], ["x"], None])
def test_bands_rise(edges: object) -> None:
    raw = told()
    raw["panels"]["composite"]["bands"] = {"quantity": edges}
    with pytest.raises(PanelsError, match=r"bands\.quantity"):
        read_panels(raw)


def test_no_file_no_yaml_and_a_missing_part_are_named(tmp_path: Path) -> None:
    with pytest.raises(PanelsError, match="has none"):
        load_panels(tmp_path)
    file = tmp_path / PANELS_FILE
    file.parent.mkdir()
    file.write_text("panels: [", "utf-8")
    with pytest.raises(PanelsError, match=r"panels\.yaml"):
        load_panels(tmp_path)
    file.write_text("panels: {}", "utf-8")
    with pytest.raises(PanelsError, match="KeyError"):
        load_panels(tmp_path)


F, A, N = PanelVote.FAVOUR, PanelVote.AGAINST, PanelVote.ABSTAIN


@pytest.mark.parametrize(
    ("votes", "quorate", "carried"),
    [
        pytest.param([F, F], False, False, id="one-short-of-the-quorum"),
        pytest.param([F, F, A], True, True, id="carried"),
        pytest.param([F, A, N], True, False, id="a-tie-carries-nothing"),
        pytest.param([N, N, N], True, False, id="abstentions-alone"),
    ],
)
def test_an_opinion_needs_quorum_and_majority(
    votes: list[PanelVote], quorate: bool, carried: bool
) -> None:
    found = count_votes(dict(enumerate(votes)), quorum=3)  # type: ignore[arg-type]
    assert (found.quorate, found.carried) == (quorate, carried)
    assert found.favour + found.against + found.abstained == len(votes)


DUE = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("on", "tier", "given", "standing"),
    [
        (DUE - timedelta(days=1), 1, False, PanelStanding.WAITS),
        (DUE, 1, False, PanelStanding.WAITS),
        (DUE + timedelta(days=1), 1, False, PanelStanding.SILENT),
        (DUE + timedelta(days=1), 1, True, PanelStanding.GIVEN),
    ],
)
def test_silence_of_the_ethics_panel_begins_after_its_last_day_and_is_no_consent(
    on: date, tier: int, given: bool, standing: PanelStanding
) -> None:
    found = panel_standing(ETHICS.silence, given=given, due=DUE, tier=tier, on=on)
    assert found is standing


def test_silence_is_consent_only_up_to_the_tier_that_the_rule_names() -> None:
    later = DUE + timedelta(days=1)
    rule = type(ETHICS.silence)(
        consent_up_to_tier=2, words="", citation=ETHICS.citation
    )
    stands = [
        panel_standing(rule, given=False, due=DUE, tier=tier, on=later)
        for tier in (2, 3)
    ]
    assert stands == [PanelStanding.SILENT_CONSENT, PanelStanding.SILENT]


@pytest.mark.parametrize(
    ("position", "grants", "refuses", "conditions", "found"),
    [
        (PanelPosition.OBJECTION, True, False, True, True),
        (PanelPosition.OBJECTION, False, True, False, False),
        (PanelPosition.NO_OBJECTION, True, False, False, False),
        (PanelPosition.NO_OBJECTION, False, True, False, True),
        (PanelPosition.CONDITIONS, True, False, False, True),
        (PanelPosition.CONDITIONS, True, False, True, False),
        (PanelPosition.CONDITIONS, False, True, False, True),
        (PanelPosition.CONDITIONS, False, False, False, False),
    ],
)
def test_a_decision_that_goes_another_way_differs(
    position: PanelPosition, grants: bool, refuses: bool, conditions: bool, found: bool
) -> None:
    assert (
        differs(position, grants=grants, refuses=refuses, conditions=conditions)
        is found
    )


FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def terms(**changes: Any) -> AgreementTerms:
    given: dict[str, Any] = {
        "number": "AGR-1",
        "party": "NM",
        "purposes": frozenset({"joint_assessment"}),
        "classes": frozenset({"items"}),
        "first": FIRST,
        "last": LAST,
        "approved": True,
    }
    return AgreementTerms(**given | changes)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (FIRST - timedelta(days=1), AgreementStanding.TO_COME),
        (FIRST, AgreementStanding.IN_FORCE),
        (LAST, AgreementStanding.IN_FORCE),
        (LAST + timedelta(days=1), AgreementStanding.OVER),
    ],
)
def test_an_agreement_is_in_force_from_its_first_to_its_last_day(
    on: date, standing: AgreementStanding
) -> None:
    assert agreement_standing(terms(), on=on) is standing


def test_an_agreement_that_is_not_approved_suspended_or_ended_lets_nothing_go() -> None:
    day = date(2026, 6, 1)
    for change, standing in (
        ({"approved": False}, AgreementStanding.NOT_APPROVED),
        ({"suspended": True}, AgreementStanding.SUSPENDED),
        ({"ended_on": day}, AgreementStanding.OVER),
    ):
        assert agreement_standing(terms(**change), on=day) is standing
        gaps = agreement_gaps(terms(**change), party="NM", purpose="joint_assessment", classes=["items"], on=day)  # fmt: skip
        assert [one.code for one in gaps] == ["standing"]
    before = agreement_standing(terms(ended_on=day), on=day - timedelta(days=1))
    assert before is AgreementStanding.IN_FORCE


def test_every_gap_of_an_agreement_is_named_and_a_covered_disclosure_has_none() -> None:
    day = date(2026, 6, 1)
    assert agreement_gaps(terms(), party="NM", purpose="joint_assessment", classes=["items"], on=day) == ()  # fmt: skip
    gaps = agreement_gaps(
        terms(), party="industry", purpose="", classes=["values", "items"], on=LAST + timedelta(days=1)
    )  # fmt: skip
    assert [one.code for one in gaps] == ["party", "standing", "purpose", "class"]
    assert "values" in gaps[-1].words


SCALE = Question(kind=QuestionKind.SCALE, low=1, high=5)
CHANCE = Question(kind=QuestionKind.PROBABILITY)
CHOICE = Question(kind=QuestionKind.CHOICE, options=("yes", "no"))


@pytest.mark.parametrize(
    "question",
    [
        Question(kind=QuestionKind.SCALE, low=3, high=3),
        Question(kind=QuestionKind.CHOICE, options=("yes", "yes")),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused(question: Question) -> None:
    with pytest.raises(QuestionError) as caught:
        require_question(question)
    assert caught.value.code == "elicitation_question"
    for good in (SCALE, CHANCE, CHOICE):
        require_question(good)


@pytest.mark.parametrize(
    ("question", "given"),
    [
        (SCALE, "0"), (SCALE, "6"), (SCALE, "2.5"), (SCALE, "x"), (SCALE, "NaN"),
        (CHANCE, "-1"), (CHANCE, "100.1"), (CHANCE, "Infinity"), (CHOICE, "maybe"),
    ],
)  # fmt: skip
def test_an_estimate_outside_its_question_is_refused(
    question: Question, given: str
) -> None:
    with pytest.raises(EstimateError) as caught:
        read_estimate(question, given)
    assert caught.value.code == "elicitation_estimate"


def test_estimates_are_read_exactly() -> None:
    assert read_estimate(SCALE, " 5 ") == Decimal(5)
    assert read_estimate(CHANCE, "12.5") == Decimal("12.5")
    assert read_estimate(CHOICE, "no") == "no"


def _given(*values: str | Decimal) -> list[Estimate]:
    return [Estimate(member=str(n), value=one) for n, one in enumerate(values)]


def test_median_and_quartiles_are_exact_and_the_spread_stays() -> None:
    found = aggregate(_given(*map(Decimal, (1, 2, 3, 10))))
    assert (found.median, found.lower, found.upper) == (Decimal("2.5"), Decimal("1.75"), Decimal("4.75"))  # fmt: skip
    assert (found.least, found.most, found.spread) == (Decimal(1), Decimal(10), Decimal(3))  # fmt: skip
    one = aggregate(_given(Decimal(4)))
    assert one.median == one.lower == one.upper == Decimal(4)
    with pytest.raises(EstimateError, match="Nobody"):
        aggregate([])


def test_dissent_stays_beside_the_middle_half() -> None:
    found = outside_the_middle(_given(*map(Decimal, (1, 4, 4, 5, 9))))
    assert [one.value for one in found] == [Decimal(1), Decimal(9)]
    assert outside_the_middle(_given("yes", "no")) == ()


def test_choices_are_counted_and_a_tie_leads_nobody() -> None:
    assert shares(CHOICE, _given("yes", "no", "no")).leading == "no"
    tie = shares(CHOICE, _given("yes", "no"))
    assert (tie.leading, dict(tie.counts)) == ("", {"yes": 1, "no": 1})
    assert shares(CHOICE, []).leading == ""


@pytest.mark.parametrize(
    ("amount", "words"),
    [("9", "under 10"), ("10", "10 to under 100"), ("99", "10 to under 100"), ("100", "100 or more")],
)  # fmt: skip
def test_an_exact_amount_becomes_a_range(amount: str, words: str) -> None:
    assert band(Decimal(amount), (Decimal(10), Decimal(100))) == words


def test_a_composite_with_a_word_of_the_sealed_facts_leaks() -> None:
    sealed = sealed_words(
        ["Halden Security AB", "Zürich", "48 500"], plain=frozenset({"security"})
    )
    assert sealed == {"halden", "zurich", "48", "500"}
    found = leaks(
        {
            "title": "A tool for a bank",
            "text": "Made by HAL-DEN's people near Zurich for 48",
        },
        sealed,
    )
    assert [(one.field, one.word) for one in found] == [
        ("text", "48"),
        ("text", "halden"),
        ("text", "zurich"),
    ]
    assert leaks({"text": "A security tool, 480 pieces"}, sealed) == ()
