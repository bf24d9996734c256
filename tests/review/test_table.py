"""The table of acts: what it foresees happens, everything else is refused."""

import pytest

from licet.review import (
    ActNotPossibleError,
    BrokenTableError,
    ClockEffect,
    UnknownOutcomeError,
    machines,
    read_machines,
)

CASE = machines()["case"]
OFFICER, EXPORTER = frozenset({"officer"}), frozenset({"exporter"})


def test_an_application_begins_as_a_draft() -> None:
    assert CASE.next_state("", "start_application") == "draft"


def test_nothing_begins_twice() -> None:
    with pytest.raises(ActNotPossibleError):
        CASE.next_state("draft", "start_application")


def test_submission_starts_the_clock() -> None:
    assert CASE.transition("draft", "submit_application").clock is ClockEffect.START


def test_a_question_stops_the_clock_and_the_answer_goes_back_to_the_desk_that_asked() -> (
    None
):
    assert CASE.transition("in_review", "request_information").clock is ClockEffect.STOP
    back = CASE.next_state(
        "information_requested", "answer_information_request", before="referred"
    )
    assert back == "referred"


def test_resuming_to_nowhere_is_refused() -> None:
    with pytest.raises(ActNotPossibleError):
        CASE.next_state("information_requested", "answer_information_request")


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        pytest.param("grant", "granted", id="grant"),
        pytest.param(
            "grant_with_conditions", "granted_with_conditions", id="with conditions"
        ),
        pytest.param("refuse", "refused", id="refusal"),
        pytest.param("no_licence_required", "returned", id="no licence required"),
    ],
)
def test_the_countersigned_outcome_decides_the_state(outcome: str, state: str) -> None:
    assert CASE.next_state("countersigning", "countersign", outcome=outcome) == state


def test_an_outcome_that_the_act_does_not_know_is_refused_with_the_choices() -> None:
    with pytest.raises(UnknownOutcomeError, match="grant_with_conditions") as caught:
        CASE.next_state("countersigning", "countersign", outcome="maybe")
    assert caught.value.code == "unknown_outcome"


def test_an_act_that_is_not_foreseen_says_what_is_possible() -> None:
    with pytest.raises(ActNotPossibleError, match="lodge_appeal") as caught:
        CASE.transition("refused", "countersign")
    assert caught.value.code == "act_not_possible"


def test_a_state_without_further_acts_says_so() -> None:
    with pytest.raises(ActNotPossibleError, match="nothing more"):
        CASE.transition("withdrawn", "countersign")


def test_an_unknown_act_is_refused() -> None:
    with pytest.raises(ActNotPossibleError):
        CASE.transition("draft", "shred")


def test_an_officer_cannot_submit_and_an_exporter_cannot_decide() -> None:
    assert "submit_application" not in CASE.possible("draft", OFFICER)
    assert "submit_application" in CASE.possible("draft", EXPORTER)
    possible = set(CASE.possible("countersigning", EXPORTER))
    assert possible == {
        "amend_application", "answer_notice", "ask_urgency", "withdraw_application",
    }  # fmt: skip


def test_every_state_but_the_last_ones_can_be_left_and_every_state_reached() -> None:
    for machine in machines().values():
        left = {
            source for row in machine.transitions.values() for source in row.sources
        }
        reached = {
            target
            for row in machine.transitions.values()
            for target in row.targets.values()
        }
        ends = {name for name, state in machine.states.items() if state.desk == "none"}
        assert set(machine.states) - left <= ends, machine.name
        assert set(machine.states) <= reached | {"same"}, machine.name


def test_a_table_that_names_a_missing_state_is_refused() -> None:
    text = "case: {states: {a: {desk: x, words: y}}, acts: [{act: go, from: [a], to: b, by: [officer]}]}"
    with pytest.raises(BrokenTableError, match="b") as caught:
        read_machines(text)
    assert caught.value.code == "broken_transition_table"


def test_writing_a_section_leaves_the_draft_a_draft() -> None:
    assert CASE.next_state("draft", "save_section") == "draft"
