"""Dissent goes up the levels of the law; each decides by its own rule, and no silence votes."""

from dataclasses import replace
from datetime import date

import pytest

from licet.kernel import Citation
from licet.regimes import (
    Lapse,
    ReviewLevel,
    Tie,
    VoteRule,
    load_regime,
)
from licet.review import (
    How,
    LevelOpen,
    LevelResult,
    NoSuchLevelError,
    NotOutvotedError,
    Vote,
    escalate_until,
    lapsed,
    level_after,
    require_outvoted,
    tally,
)

LAW = Citation(instrument="Invented Act", pinpoint="1")
VOTES = {
    "a": Vote.APPROVE,
    "c": Vote.APPROVE_WITH_CONDITIONS,
    "r": Vote.REFUSE,
}


def level(
    rule: VoteRule,
    *,
    members: int = 3,
    tie: Tie = Tie.REFUSE,
    lapse: Lapse = Lapse.REFUSED,
) -> ReviewLevel:
    return ReviewLevel(
        id="first",
        title={"en": "First"},
        law=LAW,
        members=tuple("12345"[:members]),
        advisers=(),
        chair="1",
        rule=rule,
        tie=tie,
        clock="chair",
        escalate_within=5,
        lapse=lapse,
    )


def votes(written: str) -> dict[str, Vote]:
    """``a``, ``c``, ``r`` or ``-`` for each member in turn."""
    return {
        str(place): VOTES[one] for place, one in enumerate(written, 1) if one != "-"
    }


@pytest.mark.parametrize(
    ("rule", "tie", "written", "closing", "verdict", "how"),
    [
        pytest.param("chair", "refuse", "arr", False, "approve", "chair", id="chair against all"),
        pytest.param("chair", "refuse", "ar-", False, None, None, id="chair waits for all"),
        pytest.param("chair", "refuse", "ar-", True, "approve", "chair", id="but not past the day"),
        pytest.param("chair", "refuse", "-aa", True, None, None, id="nobody decides for the chair"),
        pytest.param("majority", "refuse", "aa-", False, "approve", "majority", id="two of three"),
        pytest.param("majority", "refuse", "ac-", False, "approve_with_conditions", "majority", id="the stricter grant"),
        pytest.param("majority", "refuse", "rr-", False, "refuse", "majority", id="two against"),
        pytest.param("majority", "refuse", "ar-", False, None, None, id="one each, one to come"),
        pytest.param("majority", "refuse", "ar-", True, "refuse", "tie", id="a tie refuses"),
        pytest.param("majority", "chair", "ar-", True, "approve", "tie", id="a tie is the chair's"),
        pytest.param("majority", "chair", "-ar", True, "refuse", "tie", id="a silent chair breaks no tie"),
        pytest.param("majority", "refuse", "a--", True, "approve", "majority", id="of those who spoke"),
        pytest.param("majority", "refuse", "r--", True, "refuse", "majority", id="of those who spoke, against"),
        pytest.param("majority", "refuse", "---", True, None, None, id="nobody spoke"),
        pytest.param("unanimity", "refuse", "aca", False, "approve_with_conditions", "unanimity", id="all"),
        pytest.param("unanimity", "refuse", "a-r", False, "refuse", "unanimity", id="one against"),
        pytest.param("unanimity", "refuse", "aa-", True, None, None, id="silence is not agreement"),
    ],
)  # fmt: skip
def test_a_level_decides_by_the_rule_of_the_law(
    rule: str, tie: str, written: str, closing: bool, verdict: str | None, how: str | None
) -> None:  # fmt: skip
    found = tally(level(VoteRule(rule), tie=Tie(tie)), votes(written), closing=closing)
    if verdict is None:
        assert isinstance(found, LevelOpen)
        assert found.missing or rule == "majority"
        return
    assert isinstance(found, LevelResult)
    assert (found.outcome, found.how) == (Vote(verdict), How(how))
    assert sum(found.counts.values()) == 3


def test_votes_of_those_who_have_no_seat_do_not_count() -> None:
    found = tally(level(VoteRule.MAJORITY), votes("aa-rr"), closing=True)
    assert isinstance(found, LevelResult)
    assert found.counts == {
        "approve": 2,
        "approve_with_conditions": 0,
        "refuse": 0,
        "silent": 1,
    }


@pytest.mark.parametrize(
    ("lapse", "before", "verdict"),
    [
        pytest.param("moves_up", None, None, id="the next level takes over"),
        pytest.param("refused", Vote.APPROVE, Vote.REFUSE, id="refused"),
        pytest.param("stands", Vote.APPROVE, Vote.APPROVE, id="what stood stands"),
        pytest.param("stands", None, Vote.REFUSE, id="nothing stood: nothing is granted"),
    ],
)  # fmt: skip
def test_a_lapse_has_its_stated_effect(
    lapse: str, before: Vote | None, verdict: Vote | None
) -> None:
    found = lapsed(level(VoteRule.CHAIR, lapse=Lapse(lapse)), votes("-a-"), before)
    assert (found.outcome, found.how) == (verdict, How.LAPSE)
    assert found.counts["silent"] == 2


@pytest.mark.parametrize(
    ("day", "may"),
    [
        pytest.param(date(2026, 3, 2), True, id="day of the result"),
        pytest.param(date(2026, 3, 6), True, id="day before"),
        pytest.param(date(2026, 3, 7), True, id="last day"),
        pytest.param(date(2026, 3, 8), False, id="day after"),
    ],
)
def test_an_outvoted_member_goes_up_within_the_days_of_the_law(
    day: date, *, may: bool
) -> None:
    decided = tally(level(VoteRule.CHAIR), votes("arr"), closing=False)
    assert isinstance(decided, LevelResult)
    assert escalate_until(level(VoteRule.CHAIR), date(2026, 3, 2)) == date(2026, 3, 7)

    def ask(member: str) -> None:
        require_outvoted(
            level(VoteRule.CHAIR), decided, member, resolved_on=date(2026, 3, 2), on=day
        )

    with pytest.raises(NotOutvotedError, match="not against 1") as caught:
        ask("1")
    assert caught.value.code == "not_outvoted"
    if may:
        ask("2")
        return
    with pytest.raises(NotOutvotedError, match="ended on 2026-03-07"):
        ask("2")


def test_the_levels_of_the_order_of_the_united_states_in_their_order() -> None:
    """Operating Committee, Advisory Committee, Review Board, the President; none above him."""
    procedure = load_regime("us/ear").reviews["interagency"]
    found = [level_after(procedure, "").id]
    for _ in procedure.levels[1:]:
        found.append(level_after(procedure, found[-1]).id)  # each from the last
    with pytest.raises(NoSuchLevelError, match="last level"):
        level_after(procedure, found[-1])
    assert found == [
        "operating_committee",
        "advisory_committee",
        "review_board",
        "president",
    ]
    with pytest.raises(NoSuchLevelError, match="no level of the law") as caught:
        level_after(procedure, "senate")
    assert caught.value.code == "no_such_level"
    assert all(not one.law.verified for one in procedure.levels)  # known from memory


def test_a_law_without_levels_sends_nobody_up() -> None:
    procedure = replace(load_regime("us/ear").reviews["interagency"], levels=())
    with pytest.raises(NoSuchLevelError, match="newer advice"):
        level_after(procedure, "")
