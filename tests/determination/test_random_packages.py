"""Random laws are lawful ones, and the determination of their random facts is sound."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.determination.random_packages import DAY, regimes, views

from licet.determination import OutcomeKind, compile_regime, run


@settings(max_examples=40)
@given(st.data())
def test_with_all_facts_known_no_question_is_left(data: st.DataObject) -> None:
    regime = data.draw(regimes())
    answer = run(compile_regime(regime, on=DAY), data.draw(views(regime, whole=True)))
    foreign = answer.kind is OutcomeKind.UNSETTLED and len(answer.questions) == 1
    assert foreign or len(answer.possible_outcomes) == 1


@settings(max_examples=40)
@given(st.data())
def test_some_outcome_is_always_possible(data: st.DataObject) -> None:
    regime = data.draw(regimes())
    answer = run(compile_regime(regime, on=DAY), data.draw(views(regime)))
    assert answer.possible_outcomes
    assert answer.exact
