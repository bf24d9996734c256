"""Two versions of a law are compared in words, in answers, and over past cases."""

from datetime import date

import pytest
from tests.regimes.small import DAY, RULES, facts, small

from licet.determination import (
    OutcomeKind,
    changed_cases,
    changed_outcomes,
    compile_regime,
    determine,
)
from licet.determination.solve import importlib
from licet.regimes import changed_texts

OLD = small()
NARROW = small(
    rules=RULES.replace("destination, in_group: friends", "destination, is: CA")
)


def test_nothing_changed_is_no_change() -> None:
    again = small()
    assert changed_texts(OLD, again) == ()
    program = compile_regime(OLD, on=DAY)
    assert changed_outcomes(program, compile_regime(again, on=DAY)) == ()


def test_the_words_that_changed_are_named() -> None:
    more = (
        "rules:\n  - {id: new, kind: flag, flag: x, law: {pinpoint: N}, when: true}\n"
    )
    other = small(
        rules=RULES.replace("id: relief\n", "id: help\n").replace(
            "title: {en: Embargo}", "title: {en: Embargo}\n    note: read it"
        ),
        more=more,
    )
    found = [
        (one.name, str(one.kind), one.effective) for one in changed_texts(OLD, other)
    ]
    assert found == [
        ("embargo", "changed", False),
        ("help", "added", True),
        ("new", "added", True),
        ("relief", "removed", True),
    ]


def test_a_change_says_what_was_and_what_is() -> None:
    change = changed_texts(OLD, NARROW)[0].to_json()
    assert change["name"] == "listed"
    keys = change["keys"]
    assert isinstance(keys, list)
    assert keys[0]["key"] == "when"
    assert "friends" in str(keys[0]["before"])


def test_each_changed_outcome_has_a_witness_that_shows_it() -> None:
    before, after = compile_regime(OLD, on=DAY), compile_regime(NARROW, on=DAY)
    found = changed_outcomes(before, after)
    pairs = {(one.before, one.after) for one in found}
    assert (OutcomeKind.NO_AUTHORISATION_REQUIRED, OutcomeKind.COVERED) in pairs
    for one in found:
        assert one.facts is not None
        assert determine(facts(**one.facts), OLD, on=DAY).kind is one.before
        assert determine(facts(**one.facts), NARROW, on=DAY).kind is one.after
        assert one.to_json()["facts"] == one.facts


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        pytest.param("2022-03-05", "2022-03-06", False, id="both-before"),
        pytest.param("2022-03-06", "2022-03-07", True, id="comes-into-force"),
        pytest.param("2025-11-09", "2025-11-10", True, id="is-suspended"),
        pytest.param("2025-12-09", "2025-12-10", True, id="comes-back"),
        pytest.param("2030-12-31", "2031-01-01", True, id="ends"),
    ],
)
def test_one_law_on_two_days(before: str, after: str, *, changes: bool) -> None:
    old = compile_regime(OLD, on=date.fromisoformat(before))
    new = compile_regime(OLD, on=date.fromisoformat(after))
    assert bool(changed_outcomes(old, new)) is changes


def test_past_cases_that_come_out_otherwise_are_listed() -> None:
    known = {"knowledge": False, "plague": False, "transit": [], "end_use": "trade"}
    private = {"type": "private", "voting": 0}
    item = {"eccn": "4D004", "published": False}
    cases = [
        ("norway", facts(**known, item=item, destination="NO", end_user=private)),
        ("canada", facts(**known, item=item, destination="CA", end_user=private)),
    ]
    before, after = compile_regime(OLD, on=DAY), compile_regime(NARROW, on=DAY)
    found = changed_cases(before, after, cases)
    assert [one.case for one in found] == ["norway"]
    written = found[0].to_json()
    assert isinstance(written["after"], dict)
    assert written["after"]["outcome"] == "covered"


def test_a_solver_that_gives_up_names_the_pair_without_a_witness(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    z3 = importlib.import_module("z3")
    monkeypatch.setattr(z3.Solver, "check", lambda _: z3.unknown)
    program = compile_regime(OLD, on=DAY)
    found = changed_outcomes(program, program)
    assert found
    assert all(one.facts is None for one in found)
