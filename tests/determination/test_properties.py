"""Settled answers stay settled, and more facts never widen what is possible.

An item that somebody claims to fall under an entry is trusted until shown otherwise, so
these properties are those of items classified from their facts.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.regimes.small import DAY, facts, small

from licet.determination import OutcomeKind, compile_regime, run
from licet.facts import read_transaction

PROGRAM = compile_regime(small(), on=DAY)
WHOLE = st.fixed_dictionaries(
    {
        "item.eccn": st.just("vending machine"),
        "item.kind": st.sampled_from(["software", "hardware", "technology"]),
        "item.roles": st.lists(
            st.sampled_from(["delivery", "console", "implant"]), unique=True
        ),
        "item.bits": st.sampled_from([0, 40, 56, 57, 256]),
        "item.share": st.sampled_from(["0", "50.4", "50.5", "99"]),
        "item.published": st.booleans(),
        "item.made_on": st.sampled_from(["2019-12-31", "2020-01-01", "2020-01-02"]),
        "destination": st.sampled_from(["BR", "CA", "CN", "HK", "KP", "MO", "VN"]),
        "transit": st.lists(st.sampled_from(["KP", "PA"]), unique=True),
        "end_user.type": st.sampled_from(["government", "private"]),
        "end_user.voting": st.sampled_from(["0", "24.99", "25", "60"]),
        "end_use": st.sampled_from(["relief", "trade"]),
        "knowledge": st.booleans(),
        "plague": st.booleans(),
    }
)
ALWAYS_KNOWN = frozenset({"item.eccn"})
PARTLY = st.tuples(WHOLE, st.sets(st.integers(0, 13)), st.sets(st.integers(0, 13)))


def known_parts(whole: dict[str, Any], kept: set[int]) -> dict[str, Any]:
    return {
        path: value
        for place, (path, value) in enumerate(sorted(whole.items()))
        if place in kept or path in ALWAYS_KNOWN
    }


@settings(max_examples=150)
@given(PARTLY)
def test_what_is_settled_stays_settled_whatever_becomes_known(
    partly: tuple[dict[str, Any], set[int], set[int]],
) -> None:
    whole, some, more = partly
    before = run(PROGRAM, facts(**known_parts(whole, some)))
    after = run(PROGRAM, facts(**known_parts(whole, some | more)))
    final = run(PROGRAM, facts(**whole))
    assert set(final.possible_outcomes) <= set(after.possible_outcomes)
    assert set(after.possible_outcomes) <= set(before.possible_outcomes)
    if len(before.possible_outcomes) == 1:
        assert final.kind is before.kind


@settings(max_examples=60)
@given(WHOLE)
def test_when_all_is_known_all_is_settled(whole: dict[str, Any]) -> None:
    answer = run(PROGRAM, facts(**whole))
    assert answer.kind is not OutcomeKind.UNSETTLED
    assert len(answer.possible_outcomes) == 1
    assert answer.questions == ()


@settings(max_examples=60)
@given(PARTLY)
def test_the_same_facts_give_the_same_bytes(
    partly: tuple[dict[str, Any], set[int], set[int]],
) -> None:
    whole, some, _ = partly
    stated = known_parts(whole, some)
    one = run(PROGRAM, facts(**stated))
    other = read_transaction(dict(reversed(stated.items())))
    assert one.canonical() == run(PROGRAM, other).canonical()


@settings(max_examples=60)
@given(PARTLY)
def test_a_fact_that_is_not_asked_for_does_not_matter(
    partly: tuple[dict[str, Any], set[int], set[int]],
) -> None:
    whole, some, _ = partly
    stated = known_parts(whole, some)
    answer = run(PROGRAM, facts(**stated))
    asked = {question.fact for question in answer.questions}
    rest = {path: value for path, value in whole.items() if path not in asked}
    after = run(PROGRAM, facts(**{**rest, **stated}))
    assert after.possible_outcomes == answer.possible_outcomes
