"""What forces an outcome, and the fewest changes that turn it: as brute force finds them."""

import copy
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.determination.random_packages import DAY, MUTABLE, regimes, views
from tests.regimes.small import FACTS, facts, small

from licet.determination import (
    Change,
    OutcomeKind,
    change,
    compile_regime,
    what_would_change,
)
from licet.determination.change import NEVER_REACHED, _candidates, _Search
from licet.determination.decide import check_facts, decide_facts
from licet.determination.generate import generate

WHOLE = {
    "item.eccn": "4D004",
    "item.kind": "software",
    "item.roles": ["delivery"],
    "item.share": "50.4",
    "item.published": False,
    "item.made_on": "2021-01-01",
    "destination": "BR",
    "transit": ["PA"],
    "end_user.type": "private",
    "end_user.voting": "0",
    "end_use": "trade",
    "knowledge": False,
    "plague": False,
}


def _mutable(*paths: str) -> str:
    lines = [
        line.replace("{type:", "{mutable: true, type:")
        if line.strip().split(":")[0] in paths
        else line
        for line in FACTS.splitlines()
    ]
    return "\n".join(lines)


def _asked(*mutable: str, **changed: object) -> Change:
    program = compile_regime(small(facts=_mutable(*mutable)), on=DAY)
    return what_would_change(program, facts(**{**WHOLE, **changed}))


def test_the_facts_that_force_an_outcome_are_found() -> None:
    found = _asked(plague=True)
    assert found.outcome is OutcomeKind.PROHIBITED
    assert found.reasons is not None
    assert [one.path for one in found.reasons.facts] == ["item.published", "plague"]
    assert (found.reasons.minimal, found.reasons.smallest) == (True, True)


def test_a_destination_that_turns_the_outcome_is_named_with_its_value() -> None:
    found = _asked("destination", "knowledge", destination="CA")
    assert found.outcome is OutcomeKind.NO_AUTHORISATION_REQUIRED
    assert {flip.outcome for flip in found.flips} == {
        OutcomeKind.COVERED,
        OutcomeKind.AUTHORISATION_REQUIRED,
    }
    assert found.exact
    document = found.to_json()
    assert document["outcome"] == "no_authorisation_required"
    assert document["reasons"]["facts"]  # type: ignore[index]
    first = document["changes"][0]["facts"][0]  # type: ignore[index]
    assert set(first) == {"path", "question", "from", "to", "any_other"}


def test_no_change_that_the_law_forbids_is_ever_named() -> None:
    found = _asked("plague", "transit")
    assert found.flips == ()


def test_who_the_end_user_is_is_never_changed() -> None:
    found = _asked(
        "end_user.type",
        "item.eccn",
        destination="VN",
        **{"end_user.type": "government"},
    )
    assert found.outcome is OutcomeKind.AUTHORISATION_REQUIRED
    assert found.flips == ()


def test_elements_of_lists_are_taken_out_and_put_in() -> None:
    listed = _asked("item.roles", **{"item.eccn": "a machine"})
    assert listed.outcome is OutcomeKind.COVERED
    assert listed.flips[0].facts[0].becomes == ([],)
    unlisted = _asked("item.roles", **{"item.eccn": "a machine", "item.roles": []})
    assert unlisted.flips[0].facts[0].becomes == (["delivery"],)


def test_a_value_that_no_rule_names_is_any_other() -> None:
    found = _asked("end_use", destination="KP", end_use="relief")
    assert found.outcome is OutcomeKind.COVERED
    assert found.flips == ()
    back = _asked("end_use", destination="KP")
    assert back.outcome is OutcomeKind.PROHIBITED
    assert back.flips[0].facts[0].becomes == ("relief",)


def test_what_is_unsettled_has_no_reasons_yet() -> None:
    asked = {key: value for key, value in WHOLE.items() if key != "destination"}
    found = what_would_change(compile_regime(small(), on=DAY), facts(**asked))
    assert (found.outcome, found.reasons) == (OutcomeKind.UNSETTLED, None)
    assert found.to_json()["reasons"] is None


def test_a_search_that_may_ask_no_more_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change, "MOST_LOOKS", 1)
    found = _asked("destination", destination="CA")
    assert found.reasons is not None
    assert not found.reasons.minimal
    assert not found.exact


def test_when_only_the_last_search_is_cut_short_the_reasons_are_minimal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    states = set()
    program = compile_regime(small(), on=DAY)
    for most in range(1, 40, 2):
        monkeypatch.setattr(change, "MOST_LOOKS", most)
        reasons = what_would_change(program, facts(**WHOLE)).reasons
        assert reasons is not None
        states.add((reasons.minimal, reasons.smallest))
    assert states == {(False, False), (True, False), (True, True)}


@settings(max_examples=25)
@given(st.data())
def test_reasons_and_changes_are_those_of_brute_force(data: st.DataObject) -> None:
    regime = data.draw(regimes(rules=4, facts=7))
    program = compile_regime(regime, on=DAY)
    transaction = data.draw(views(regime))
    found = what_would_change(program, transaction)
    one = check_facts(program, transaction)[0]
    search = _Search(
        program=program,
        facts=one,
        kind=decide_facts(program, one).kind,
        code=generate(program),
    )
    search_looks(search, found)
    if found.reasons is not None:
        kept = [*found.reasons.facts, *found.reasons.held]
        paths = [fact.path for fact in kept]
        held = {fact.path for fact in found.reasons.held}
        free = [p for p in search.code.asked if p in one.values and p not in held]
        assert _forced(search, paths)
        for size in range(len(found.reasons.facts)):
            for some in combinations(free, size):
                assert not (found.reasons.smallest and _forced(search, [*held, *some]))


def _forced(search: _Search, paths: list[str]) -> bool:
    search.looks = 0
    return search.forced(
        {
            path: search.facts.values[path]
            for path in paths
            if path in search.facts.values
        }
    )


def search_looks(search: _Search, found: Change) -> None:
    """Every fewest change, by trying each value of each mutable fact."""
    values = search.facts.values
    movable = {
        path: list(_candidates(search, path, search.code.asked[path], values[path]))
        for path in search.code.asked
        if path in MUTABLE
        and path in values
        and not isinstance(values[path], change.Absent)
    }
    for size in range(1, 4):
        reached = set()
        for paths in combinations(movable, size):
            for chosen in product(*(movable[path] for path in paths)):
                search.looks = 0
                kind = search.kind_of(
                    {**values, **dict(zip(paths, chosen, strict=True))}
                )
                if kind is not search.kind and kind not in NEVER_REACHED:
                    reached.add((paths, kind))
        if reached or size == 3:
            assert reached == {
                (tuple(fact.path for fact in flip.facts), flip.outcome)
                for flip in found.flips
            }
            break


TWO_WAYS = """
rules:
  - id: forbidden
    kind: prohibition
    title: {en: Forbidden in one way or in another}
    law: {pinpoint: Art. 1}
    when:
      any:
        - {fact: plague, is: true}
        - all: [{fact: item.share, below: 50}, {fact: item.bits, at_least: 56}]
  - id: recorded
    kind: flag
    flag: recorded
    title: {en: On record}
    law: {pinpoint: Art. 2}
    when: {all: [{known: item.made_on}, {known: transit}]}
"""


def test_a_smaller_set_of_reasons_is_found_beside_the_first() -> None:
    law = small(rules=TWO_WAYS, facts=_mutable("item.made_on", "transit"))
    stated = {**WHOLE, "plague": True, "item.share": "1", "item.bits": 56}
    found = what_would_change(compile_regime(law, on=DAY), facts(**stated))
    assert found.reasons is not None
    assert [one.path for one in found.reasons.facts] == ["plague"]
    assert found.reasons.smallest
    held = {one.path for one in found.reasons.held}
    assert held == {"item.eccn", "item.made_on", "transit"}
    assert found.flips == ()


def test_a_change_can_be_copied() -> None:
    found = _asked()
    assert copy.deepcopy(found) == found


def test_shapes_whose_outcome_is_kept_are_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = compile_regime(small(), on=DAY)
    wanted = what_would_change(program, facts(**WHOLE)).to_json()
    change._kinds(program).clear()
    monkeypatch.setattr(change, "MOST_SHAPES", 1)
    assert what_would_change(program, facts(**WHOLE)).to_json() == wanted
    assert len(change._kinds(program)) == 1
