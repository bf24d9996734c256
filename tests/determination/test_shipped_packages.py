"""The laws that ship: whole, their examples hold, and silence is clearance in none of them."""

from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from licet.determination import (
    OutcomeKind,
    assume_ordinary,
    changed_outcomes,
    check_examples,
    compile_regime,
    deadlines,
    determine,
    prove,
)
from licet.facts import read_transaction
from licet.regimes import (
    SHIPPED,
    Regime,
    list_regimes,
    load_regime,
    regime_schema,
)
from licet.regimes.source import read_source

DAY = date(2026, 7, 31)
LAWS: dict[str, Regime] = {}


def law(name: str) -> Regime:
    if name not in LAWS:
        LAWS[name] = load_regime(name)
    return LAWS[name]


@pytest.mark.parametrize("name", [header.id for header in list_regimes()])
def test_every_worked_example_of_a_shipped_law_holds(name: str) -> None:
    assert check_examples(law(name)) == ()


@pytest.mark.parametrize(
    "path",
    # Keeping, deciding, appeals, panels and the practice of applications have forms of their own:
    # tests/disclosure, tests/decision and tests/review read every one of them.
    sorted(
        one
        for one in SHIPPED.rglob("*.yaml")
        if one.parent.name
        not in {"retention", "decision", "practice", "appeal", "panels"}
    ),
    ids=lambda path: path.relative_to(SHIPPED).as_posix(),
)
def test_every_file_of_a_shipped_law_has_the_published_form(path: Path) -> None:
    table, problems = read_source(path.read_text("utf-8"), path.name)
    assert problems == []
    Draft202012Validator(regime_schema()).validate(table)


@pytest.mark.parametrize("name", [header.id for header in list_regimes()])
def test_when_nothing_is_known_nothing_is_cleared(name: str) -> None:
    answer = determine(read_transaction({}), law(name), on=DAY)
    assert answer.kind is OutcomeKind.UNSETTLED
    assert answer.questions


@pytest.mark.slow
@pytest.mark.parametrize("name", [header.id for header in list_regimes()])
def test_every_shipped_law_is_proved(name: str) -> None:
    proofs = prove(law(name), on=DAY)
    states = {str(key): str(proof.state) for key, proof in proofs.items()}
    assert set(states.values()) <= {"proved", "not_applicable"}, proofs
    assert states["consistent"] == states["no_dead_rule"] == "proved"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after", "was", "becomes"),
    [
        pytest.param(
            "2025-09-28",
            "2025-09-29",
            OutcomeKind.NO_AUTHORISATION_REQUIRED,
            OutcomeKind.AUTHORISATION_REQUIRED,
            id="affiliates-rule-comes",
        ),
        pytest.param(
            "2024-04-18",
            "2024-04-19",
            OutcomeKind.AUTHORISATION_REQUIRED,
            OutcomeKind.NO_AUTHORISATION_REQUIRED,
            id="australia-and-britain-leave-the-column",
        ),
    ],
)
def test_a_dated_change_of_law_shows_as_a_change_of_answers(
    before: str, after: str, was: OutcomeKind, becomes: OutcomeKind
) -> None:
    old, new = (
        compile_regime(law("us/ear"), on=date.fromisoformat(day))
        for day in (before, after)
    )
    pairs = {(one.before, one.after) for one in changed_outcomes(old, new)}
    assert (was, becomes) in pairs


def test_the_decisive_test_on_the_law_of_the_united_states() -> None:
    facts = {
        "item": {"eccn": "4D004"},
        "destination": "EG",
        "end_user": {"country": "EG"},
    }
    stated = assume_ordinary(read_transaction(facts), law("us/ear"))
    answer = determine(stated, law("us/ear"), on=DAY)
    assert answer.kind is OutcomeKind.UNSETTLED
    assert set(answer.possible_outcomes) >= {
        OutcomeKind.COVERED,
        OutcomeKind.AUTHORISATION_REQUIRED,
    }
    assert "end_user.type" in {question.fact for question in answer.questions}
    assert answer.exact


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        pytest.param(
            "2025-09-28", OutcomeKind.NO_AUTHORISATION_REQUIRED, id="day-before"
        ),
        pytest.param("2025-09-29", OutcomeKind.AUTHORISATION_REQUIRED, id="first-day"),
        pytest.param("2025-11-09", OutcomeKind.AUTHORISATION_REQUIRED, id="last-day"),
        pytest.param(
            "2025-11-10", OutcomeKind.NO_AUTHORISATION_REQUIRED, id="suspended"
        ),
        pytest.param(
            "2026-11-09", OutcomeKind.NO_AUTHORISATION_REQUIRED, id="last-day-suspended"
        ),
        pytest.param("2026-11-10", OutcomeKind.AUTHORISATION_REQUIRED, id="back"),
    ],
)
def test_the_affiliates_rule_comes_goes_and_comes_back(
    on: str, outcome: OutcomeKind
) -> None:
    owned = {"type": "private", "country": "LU", "owned_pct_by_listed": 60}
    facts = {"item": {"eccn": "EAR99"}, "destination": "LU", "end_user": owned}
    stated = assume_ordinary(read_transaction(facts), law("us/ear"))
    answer = determine(stated, law("us/ear"), on=date.fromisoformat(on))
    assert answer.kind is outcome
    if outcome is OutcomeKind.AUTHORISATION_REQUIRED:
        assert answer.verified is False


@pytest.mark.parametrize(
    ("name", "facts", "given"),
    [
        pytest.param(
            "us/ear",
            {"act": {"type": "intent_to_deny", "date": "2026-03-01"}},
            {
                "respond_by": "2026-03-21",
                "final_if_silent": "2026-04-15",
                "appeal_received_by": "2026-05-30",
            },
            id="us-intent-to-deny",
        ),
        pytest.param(
            "eu/2021-821",
            {"ga": "EU008", "first_export": "2026-06-20"},
            {"notify_by": "2026-06-10"},
            id="eu008-notice",
        ),
        pytest.param(
            "uk/eco-2008",
            {"decision": {"type": "refusal", "date": "2025-05-01"}},
            {"appeal_by": "2025-05-29"},
            id="uk-appeal",
        ),
    ],
)
def test_the_clocks_of_the_laws(
    name: str, facts: dict[str, object], given: dict[str, str]
) -> None:
    program = compile_regime(law(name), on=DAY)
    found = {
        one.key: one.to_json()["value"]
        for one in deadlines(program, read_transaction(facts))
    }
    assert found == given
