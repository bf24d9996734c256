"""A decision is signed only when its grounds, conditions and signatory hold."""

from dataclasses import replace
from datetime import date

import pytest

from licet.decision import (
    Condition,
    DecisionOutcome,
    Delegation,
    Draft,
    Ground,
    IncompleteDraftError,
    InvalidConditionError,
    condition_types,
    condition_words,
    conditions,
    delegation_obstacle,
    holds_delegation,
    require_complete,
    require_signable,
)
from licet.kernel import Interval

LOGGING = Condition(
    type="operation_logging",
    terms={"months": "24", "days": "5"},
    checker="Inspection",
    owner="DS",
)
GROUND = Ground(criterion="criterion-2", evidence=("finding:1",), words="Clear risk.")
GRANT = Draft(
    outcome=DecisionOutcome.GRANT_WITH_CONDITIONS,
    grounds=(),
    conditions=(LOGGING,),
    reasons="Low risk with logging.",
)
REFUSAL = Draft(
    outcome=DecisionOutcome.REFUSE, grounds=(GROUND,), conditions=(), reasons="Risk."
)


def test_complete_drafts_go_to_the_second_officer() -> None:
    require_complete(GRANT)
    require_complete(REFUSAL)


OTHER = {
    "text": "Paint it blue.",
    "due": "before use",
    "standard": "it is blue all over",
    "evidence": "a photograph",
    "breach": "no delivery",
}


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        pytest.param(replace(GRANT, reasons=" "), "reasons", id="no reasons"),
        pytest.param(
            replace(REFUSAL, grounds=()),
            "at least one ground",
            id="refusal without ground",
        ),
        pytest.param(
            replace(REFUSAL, grounds=(replace(GROUND, evidence=()),)),
            "evidence",
            id="no evidence",
        ),
        pytest.param(
            replace(REFUSAL, grounds=(replace(GROUND, words=""),)),
            "words of yours",
            id="no words",
        ),
        pytest.param(
            replace(GRANT, conditions=()), "at least one condition", id="no condition"
        ),
        pytest.param(
            replace(GRANT, outcome=DecisionOutcome.GRANT),
            "belong to a grant",
            id="stray condition",
        ),
    ],
)
def test_an_incomplete_draft_says_what_is_missing(draft: Draft, why: str) -> None:
    with pytest.raises(IncompleteDraftError, match=why) as caught:
        require_complete(draft)
    assert caught.value.code == "incomplete_draft"


def test_the_licence_says_the_duty_in_words() -> None:
    assert "kept for 24 months" in condition_words(LOGGING)


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        pytest.param(replace(LOGGING, type="magic"), "not a type", id="unknown type"),
        pytest.param(
            replace(LOGGING, terms={"months": "24"}), "'days'", id="term missing"
        ),
        pytest.param(
            replace(LOGGING, terms={"months": "24", "days": "0"}),
            "above zero",
            id="zero days",
        ),
        pytest.param(
            replace(LOGGING, terms={"months": "24", "days": "5", "x": "1"}),
            "no term 'x'",
            id="strange term",
        ),
        pytest.param(replace(LOGGING, checker=""), "no checker", id="nobody checks"),
        pytest.param(replace(LOGGING, owner=" "), "no owner", id="nobody owns"),
        pytest.param(
            replace(LOGGING, type="other", terms=OTHER),
            "no other type",
            id="other without reason",
        ),
        pytest.param(
            replace(LOGGING, type="other", terms=OTHER | {"text": " "}),
            "some text",
            id="empty text",
        ),
        pytest.param(
            replace(LOGGING, type="other", terms=OTHER | {"evidence": ""}),
            "'evidence' must be some text",
            id="other without evidence",
        ),
        pytest.param(
            replace(
                LOGGING,
                type="quantity_limit",
                terms={"quantity": "many", "unit": "C62"},
            ),
            "number above zero",
            id="no number",
        ),
        pytest.param(
            replace(
                LOGGING, type="quantity_limit", terms={"quantity": "-1", "unit": "C62"}
            ),
            "number above zero",
            id="negative",
        ),
        pytest.param(
            replace(LOGGING, type="sunset", terms={"last_day": "2026-02-30"}),
            "a day like",
            id="no day",
        ),
    ],
)
def test_a_condition_nobody_could_check_cannot_be_signed(
    condition: Condition, why: str
) -> None:
    with pytest.raises(InvalidConditionError, match=why) as caught:
        require_signable(condition)
    assert caught.value.code == "invalid_condition"


def test_other_is_possible_with_a_reason() -> None:
    other = replace(
        LOGGING,
        type="other",
        terms=OTHER,
        reason="Visible from afar.",
    )
    assert condition_words(other).startswith("Paint it blue. Due: before use.")


def test_a_type_without_evidence_cannot_be_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bare = replace(condition_types()["operation_logging"], evidence=" ")
    monkeypatch.setattr(
        conditions, "condition_types", lambda: {"operation_logging": bare}
    )
    with pytest.raises(InvalidConditionError, match="names no evidence"):
        require_signable(LOGGING)


def test_there_are_at_least_fifteen_types_and_each_names_evidence_and_breach() -> None:
    types = condition_types()
    assert len(types) >= 15
    for kind in types.values():
        assert kind.evidence
        assert kind.breach
        for term in kind.terms:
            assert "{" + term + "}" in kind.words


DELEGATION = Delegation(
    holder="second",
    acts=frozenset({"grant"}),
    highest_tier=3,
    days=Interval(first=date(2026, 1, 1), last=date(2026, 6, 30)),
    instrument="Order 1/2026 (invented)",
)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        pytest.param(date(2025, 12, 31), False, id="day before"),
        pytest.param(date(2026, 1, 1), True, id="first day"),
        pytest.param(date(2026, 6, 30), True, id="last day"),
        pytest.param(date(2026, 7, 1), False, id="day after"),
    ],
)
def test_a_delegation_covers_its_days(day: date, held: bool) -> None:
    found = holds_delegation((DELEGATION,), "second", "grant", tier=3, on=day)
    assert (found is DELEGATION) is held


@pytest.mark.parametrize(
    ("holder", "act", "tier"),
    [
        pytest.param("other", "grant", 1, id="another person"),
        pytest.param("second", "refuse", 1, id="another act"),
        pytest.param("second", "grant", 4, id="a higher tier"),
    ],
)
def test_a_delegation_covers_nothing_else(holder: str, act: str, tier: int) -> None:
    assert (
        holds_delegation((DELEGATION,), holder, act, tier=tier, on=date(2026, 2, 1))
        is None
    )


def test_a_missing_delegation_is_an_obstacle_of_its_own() -> None:
    assert delegation_obstacle().code.value == "no_delegation"


def test_a_quantity_limit_keeps_its_decimals() -> None:
    limit = replace(
        LOGGING, type="quantity_limit", terms={"quantity": "12.5", "unit": "KGM"}
    )
    assert "No more than 12.5 KGM" in condition_words(limit)
