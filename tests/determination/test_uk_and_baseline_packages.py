"""The packages of the United Kingdom and of the baseline answer invented questions as their rules say."""

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
from licet.regimes import SHIPPED, check_regime, load_regime

EXAMPLES = Path(__file__).parent / "uk_wa_examples.yaml"
Question = Mapping[str, Any]
DAY = date(2026, 7, 31)
FREE = {OutcomeKind.NOT_CONTROLLED, OutcomeKind.NO_AUTHORISATION_REQUIRED}
NEEDED = {OutcomeKind.COVERED, OutcomeKind.AUTHORISATION_REQUIRED}
FORMS = {"SIEL", "OIEL"}


@cache
def _program(regime: str, on: date) -> Program:
    return compile_regime(load_regime(regime), on=on)


def _questions() -> list[ParameterSet]:
    written = YAML(typ="safe", pure=True).load(EXAMPLES.read_text("utf-8"))
    return [
        pytest.param(question, id=f"{question['regime']}: {question['why']}")
        for question in written["questions"]
    ]


def _answer(question: Question) -> Determination:
    on = date.fromisoformat(str(question.get("on", DAY)))
    program = _program(question["regime"], on)
    facts = assume_ordinary(read_transaction(question["facts"]), program.regime)
    return run(program, facts)


@pytest.mark.parametrize("question", _questions())
def test_an_invented_question_gets_the_answer_that_the_rule_gives(
    question: Question,
) -> None:
    answer = _answer(question)
    assert {one.entry for one in answer.classification} == set(question["entries"])
    expected = {True: NEEDED, False: FREE, None: FREE | NEEDED}[question["required"]]
    assert set(answer.possible_outcomes) <= expected
    assert (question["required"] is None) == (answer.kind is OutcomeKind.UNSETTLED)
    found = set(answer.consequences.available)
    if answer.kind is OutcomeKind.COVERED:
        found -= FORMS
    assert found == set(question.get("available", []))
    if "open" in question:
        assert question["open"] in [one.fact for one in answer.questions]


@pytest.mark.parametrize("path", ["uk/eco-2008", "wassenaar"])
def test_the_package_is_whole_and_its_worked_examples_hold(path: str) -> None:
    assert check_regime(SHIPPED / path) == ()
    assert check_examples(load_regime(path)) == ()


def test_an_open_licence_known_from_a_secondary_source_is_shown_as_not_verified() -> (
    None
):
    facts = {
        "item": {"kind": "software", "eccn": "4D004"},
        "destination": "DE",
        "end_user": {"type": "private_company"},
    }
    answer = _answer({"regime": "uk/eco-2008", "facts": facts})
    assert answer.kind is OutcomeKind.COVERED
    assert not answer.verified
