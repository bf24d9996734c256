"""The answer: what is unknown is never taken for no."""

from datetime import date

import pytest
from tests.regimes.small import DAY, facts, small

from licet.determination import (
    Determination,
    OutcomeKind,
    Unsettled,
    determine,
)

LAW = small()
ORDINARY = {"knowledge": False, "plague": False, "transit": []}


def decide(on: date = DAY, **short: object) -> Determination:
    return determine(facts(**{**ORDINARY, **short}), LAW, on=on)


def test_an_unknown_government_end_user_is_asked_for_and_clears_nothing() -> None:
    open_one = decide(
        item={"eccn": "4D004", "published": False},
        destination="VN",
        end_user={"voting": 0},
    )
    assert open_one.kind is OutcomeKind.UNSETTLED
    assert open_one.possible_outcomes == (
        OutcomeKind.AUTHORISATION_REQUIRED,
        OutcomeKind.COVERED,
    )
    assert [question.fact for question in open_one.questions] == ["end_user.type"]
    assert open_one.questions[0].question == "Is the end user a government end user?"
    assert open_one.questions[0].citation is not None
    assert set(open_one.questions[0].settles) == set(open_one.possible_outcomes)
    assert isinstance(open_one.outcome, Unsettled)


@pytest.mark.parametrize(
    ("sort", "outcome"),
    [
        pytest.param("government", OutcomeKind.AUTHORISATION_REQUIRED, id="barred"),
        pytest.param("private", OutcomeKind.COVERED, id="covered"),
    ],
)
def test_the_answer_settles_it(sort: str, outcome: OutcomeKind) -> None:
    answered = decide(
        item={"eccn": "4D004", "published": False},
        destination="VN",
        end_user={"type": sort, "voting": 0},
    )
    assert answered.kind is outcome
    assert answered.possible_outcomes == (outcome,)
    assert answered.questions == ()
