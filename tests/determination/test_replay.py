"""Replay lists the past cases that another law changes: those, all of them, and no other."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.determination.random_packages import DAY, regimes, views
from tests.regimes.small import DEFINITIONS, ENTRIES, GROUPS, PACKAGE, RULES, small

from licet.determination import (
    Program,
    assume_ordinary,
    changed_cases,
    compile_regime,
)
from licet.determination.bulk import caseload_of, replay, with_ordinary
from licet.determination.bulk.replay import answer_of
from licet.facts import MalformedFactsError, Transaction, known, read_transaction
from licet.regimes import Regime

SMALL = compile_regime(small(), on=DAY)


def rich(*, known_claim: bool = True, **facts: Any) -> dict[str, Any]:
    item = {"kind": "software", "roles": ["console"], "bits": 57, "share": 1, "published": False, "made_on": "2020-01-02"}  # fmt: skip
    if known_claim:
        item["eccn"] = "4D004"
    end_user = {"type": "private", "voting": 0, "name": "Anvil"}
    rest = {"destination": "NO", "transit": [], "end_use": "trade", "knowledge": False, "plague": False}  # fmt: skip
    return {"item": item, "end_user": end_user, **rest, **facts}


CASES = [
    rich(),
    rich(destination="VN"),
    rich(destination="BR"),
    rich(destination=None),
    rich(destination=None),
    rich(known_claim=False),
    rich(item={"eccn": "5A002.a", "bits": None}),
    rich(item={"eccn": "7X123"}),
    rich(end_user={"type": "private", "voting": 30}, destination="VN"),
    rich(end_user={}, destination="VN"),
    rich(item={"eccn": "5A002", "kind": "goods", "bits": 45, "published": False, "share": 60}, destination="BR"),
    rich(knowledge=None),
]  # fmt: skip


def load(cases: list[dict[str, Any]]) -> Any:
    return caseload_of(
        (f"case {number}", read_transaction(case)) for number, case in enumerate(cases)
    )


def law(**changed: str) -> Callable[[], Program]:
    return lambda: compile_regime(small(**changed), on=DAY)


def on(day: date) -> Callable[[], Program]:
    return lambda: compile_regime(small(), on=day)


@pytest.mark.parametrize(
    "newer",
    [
        pytest.param(law(), id="the-same-law"),
        pytest.param(law(rules=RULES.replace("destination, in_group: friends", "destination, is: CA")), id="a-condition"),
        pytest.param(law(rules=RULES.replace("lifts: [NS]", "lifts: [EU]")), id="what-an-exception-lifts"),
        pytest.param(law(rules=RULES.replace("forms: [individual]", "forms: global")), id="a-licence-form"),
        pytest.param(law(groups=GROUPS.replace("[VN, CN]", "[VN, BR]")), id="a-group"),
        pytest.param(law(entries=ENTRIES.replace("above: 56", "above: 44")), id="a-parameter"),
        pytest.param(law(entries=ENTRIES.replace("id: 5A002.b", "id: 5A003")), id="an-entry-renumbered"),
        pytest.param(law(definitions=DEFINITIONS.replace("at_least: 25", "at_least: 60")), id="a-definition"),
        pytest.param(law(package=PACKAGE + "  entry_kinds: {D: software}\n"), id="what-a-number-says-of-the-kind"),
        pytest.param(on(date(2025, 11, 12)), id="a-rule-suspended"),
        pytest.param(on(date(2019, 5, 1)), id="a-day-long-ago"),
    ],
)  # fmt: skip
def test_the_changed_cases_are_those_of_single_determinations(
    newer: Callable[[], Program],
) -> None:
    after = newer()
    cases = load(CASES)
    one_by_one = changed_cases(
        SMALL,
        after,
        [(cases.name(row), cases.transaction(row)) for row in range(len(cases))],
    )
    found = replay(SMALL, after, cases, traces=2)
    assert [one.case for one in found.changed] == [one.case for one in one_by_one]
    assert found.undecided == ()
    assert found.rows == len(CASES)
    assert found.traced == one_by_one[:2]
    for one, other in zip(found.changed, one_by_one, strict=True):
        assert (one.before, one.after) == (
            answer_of(other.before),
            answer_of(other.after),
        )
        assert one.to_json()["before"] == one.before.to_json()


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_of_random_laws_and_facts_no_change_is_missed_or_invented(
    data: st.DataObject,
) -> None:
    regime: Regime = data.draw(regimes(rules=5, facts=6))
    day = data.draw(st.sampled_from([date(2026, 7, 30), date(2027, 1, 1)]))
    other = data.draw(st.sampled_from([regime, data.draw(regimes(rules=5, facts=6))]))
    drawn = data.draw(st.lists(views(regime), min_size=1, max_size=4))
    before, after = compile_regime(regime, on=DAY), compile_regime(other, on=day)
    cases = [(str(number), case) for number, case in enumerate(drawn)]
    one_by_one = changed_cases(before, after, cases)
    found = replay(before, after, caseload_of(cases), traces=9)
    assert found.traced == one_by_one


def test_what_lies_beyond_the_bound_is_said_not_to_be_known() -> None:
    after = law(groups=GROUPS.replace("[VN, CN]", "[VN, BR]"))()
    told: list[tuple[int, int]] = []
    found = replay(SMALL, after, load(CASES), exact=0, progress=lambda *at: told.append(at))  # fmt: skip
    assert ("case 3", 0) in found.undecided
    assert ("case 4", 0) in found.undecided
    assert told == []


def test_a_case_with_two_end_users_is_decided_whole() -> None:
    party = {"role": "end_user", "facts": {"type": "private", "voting": 0}}
    document = {
        "format": "licet-facts/1",
        "items": [{"facts": {"eccn": "4D004"}}, {"facts": {"eccn": "9A001"}}],
        "parties": [party, {**party, "facts": {"type": "government"}}],
        "facts": {"destination": "VN"},
    }
    cases = with_ordinary(
        caseload_of([("two", read_transaction(document))]), SMALL.regime
    )
    after = law(groups=GROUPS.replace("[VN, CN]", "[BR, CN]"))()
    found = replay(SMALL, after, cases)
    assert [(one.case, one.item) for one in found.changed] == [("two", 0)]
    assert found.changed[0].after.outcome == "covered"


def test_the_ordinary_answer_is_entered_where_nobody_speaks() -> None:
    cases = load([rich(), {"item": {"eccn": "candidate 4D004"}}, {"destination": "BR"}, {"knowledge": None}])  # fmt: skip
    filled = with_ordinary(cases, SMALL.regime)
    for row in range(len(cases)):
        wanted = assume_ordinary(cases.transaction(row), SMALL.regime)
        assert filled.transaction(row).view() == wanted.view()
    assert np.array_equal(filled.case, cases.case)


def test_a_value_met_only_by_a_single_determination_names_the_case() -> None:
    unread = RULES[: RULES.index("  - id: presumption")]
    groups = GROUPS.replace("[VN, CN]", "[VN, BR]")
    before, after = law(rules=unread)(), law(rules=unread, groups=groups)()
    facts = {"item.made_on": known("no day"), "item.eccn": known("4D004")}
    cases = caseload_of([("late", Transaction(facts=facts))])
    with pytest.raises(MalformedFactsError, match="case late"):
        replay(before, after, cases)
