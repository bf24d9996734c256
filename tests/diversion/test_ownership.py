"""What listed parties own, law by law, and that it is the least fixpoint."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.diversion.invented import (
    ON,
    controls,
    directs,
    holds,
    law,
    names,
    network,
)
from tests.diversion.plainly import fallen_plainly

from licet.diversion import (
    Extent,
    Measure,
    Owned,
    Ownership,
    OwnershipLaw,
    Statement,
    ownership,
    ownership_law,
    shares_in_words,
)
from licet.kernel import Interval
from licet.regimes import load_regime

AMERICAN, EUROPEAN, BRITISH = "us/ear", "eu/2021-821", "uk/eco-2008"


def shipped(name: str, on: date = ON) -> OwnershipLaw:
    found = ownership_law(load_regime(name), on=on)
    assert isinstance(found, OwnershipLaw)
    return found


def found(
    rule: OwnershipLaw,
    *statements: Statement,
    listed: Sequence[str] = ("l", "m"),
    arrangements: Sequence[Sequence[str]] = (),
    on: date = ON,
) -> Ownership:
    return ownership(
        network(*statements), listed, rule, on=on, arrangements=arrangements
    )


def extent(rule: OwnershipLaw, *statements: Statement, of: str = "x") -> Extent:
    return found(rule, *statements).extent(of)


# -- threshold, aggregation, control: law by law -----------------------------------------


@pytest.mark.parametrize(
    ("name", "below", "at", "above"),
    [
        (AMERICAN, Extent.NOT, Extent.SURELY, Extent.SURELY),
        (EUROPEAN, Extent.NOT, Extent.SURELY, Extent.SURELY),
        (BRITISH, Extent.NOT, Extent.NOT, Extent.SURELY),
    ],
)
def test_half_is_enough_in_america_and_europe_and_not_in_britain(
    name: str, below: Extent, at: Extent, above: Extent
) -> None:
    rule = shipped(name)
    shares = (4999, 5000, 5001)
    assert [extent(rule, holds("l", "x", one)) for one in shares] == [below, at, above]


def test_half_became_enough_in_europe_on_the_third_of_july_2024() -> None:
    days = [date(2024, 7, 1), date(2024, 7, 2), date(2024, 7, 3), date(2024, 7, 4)]
    told = [extent(shipped(EUROPEAN, day), holds("l", "x", 5000)) for day in days]
    assert told == [Extent.NOT, Extent.NOT, Extent.SURELY, Extent.SURELY]


@pytest.mark.parametrize(
    ("name", "alone"),
    [(AMERICAN, Extent.SURELY), (EUROPEAN, Extent.SURELY), (BRITISH, Extent.NOT)],
)
def test_listed_owners_are_added_in_america_and_europe_and_not_in_britain(
    name: str, alone: Extent
) -> None:
    statements = holds("l", "x", 3000), holds("m", "x", 2500)
    rule = shipped(name)
    assert extent(rule, *statements) is alone
    joint = found(rule, *statements, arrangements=[("l", "m")])
    assert joint.extent("x") is Extent.SURELY
    assert names(joint.of("x").path) == ["l-x", "m-x"]


def test_a_partner_who_is_not_listed_is_counted_under_an_arrangement_and_not_owned() -> (
    None
):
    statements = holds("l", "x", 3000), holds("p", "x", 2500), holds("q", "y", 9000)
    rule = shipped(BRITISH)
    joint = found(rule, *statements, arrangements=[("l", "p"), ("q",)])
    assert {name: joint.extent(name) for name in "lpqxy"} == {
        "l": Extent.LISTED,
        "p": Extent.NOT,
        "q": Extent.NOT,
        "x": Extent.SURELY,
        "y": Extent.NOT,
    }


def test_a_partner_whom_listed_parties_own_is_owned() -> None:
    statements = holds("l", "p", 6000), holds("p", "x", 6000)
    for name in (AMERICAN, BRITISH):
        joint = found(shipped(name), *statements, arrangements=[("l", "p")])
        assert joint.extent("p") is Extent.SURELY
        assert names(joint.of("p").path) == ["l-p"]
        assert joint.extent("x") is Extent.SURELY


@pytest.mark.parametrize(
    ("name", "certain", "possible"),
    [
        (AMERICAN, Extent.NOT, Extent.NOT),
        (EUROPEAN, Extent.SURELY, Extent.POSSIBLY),
        (BRITISH, Extent.SURELY, Extent.POSSIBLY),
    ],
)
def test_control_is_a_test_of_its_own_in_europe_and_britain(
    name: str, certain: Extent, possible: Extent
) -> None:
    rule = shipped(name)
    assert extent(rule, controls("l", "x")) is certain
    assert extent(rule, controls("l", "x", certain=False)) is possible


def test_what_is_controlled_owns_in_turn() -> None:
    statements = controls("l", "c"), holds("c", "x", 6000)
    assert extent(shipped(EUROPEAN), *statements) is Extent.SURELY
    assert names(found(shipped(EUROPEAN), *statements).of("x").path) == [
        "l-controls-c",
        "c-x",
    ]


def test_votes_are_never_added_to_capital() -> None:
    votes = holds("m", "x", 3000, measure=Measure.VOTES)
    capital = holds("l", "x", 3000)
    assert extent(law(votes_count=True), capital, votes) is Extent.NOT
    both = holds("m", "x", 6000, measure=Measure.VOTES)
    told = [extent(law(votes_count=one), both) for one in (True, None, False)]
    assert told == [Extent.SURELY, Extent.POSSIBLY, Extent.NOT]


def test_what_a_law_leaves_unstated_is_taken_both_ways() -> None:
    apart = holds("l", "x", 3000), holds("m", "x", 2500)
    assert extent(law(aggregated=None), *apart) is Extent.POSSIBLY
    assert extent(law(control_counts=None), controls("l", "x")) is Extent.POSSIBLY


def test_a_seat_on_the_board_is_no_ownership() -> None:
    assert extent(shipped(EUROPEAN), directs("l", "x")) is Extent.NOT


# -- ranges ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        pytest.param(holds("l", "x", 5000, 7500), Extent.SURELY, id="from-half"),
        pytest.param(holds("l", "x", 2500, 5000), Extent.POSSIBLY, id="to-half"),
        pytest.param(
            holds("l", "x", 2500, 5000, below_high=True),
            Extent.NOT,
            id="less-than-half",
        ),
        pytest.param(holds("l", "x", 0, 10_000), Extent.POSSIBLY, id="unknown"),
    ],
)
def test_a_range_is_looked_at_from_both_ends(
    statement: Statement, told: Extent
) -> None:
    assert extent(shipped(AMERICAN), statement) is told


def test_more_than_half_is_more_than_half() -> None:
    over = holds("l", "x", 5000, 7500, above_low=True)
    assert extent(shipped(BRITISH), over) is Extent.SURELY
    assert extent(shipped(BRITISH), holds("l", "x", 5000, 7500)) is Extent.POSSIBLY


def test_hairs_never_add_up_to_a_basis_point() -> None:
    hairs = [holds(f"l{n}", "x", 100, 200, above_low=True) for n in range(40)]
    rest = holds("l", "x", 999)
    listed = ["l", *(f"l{n}" for n in range(40))]
    assert found(law(5000), *hairs, rest, listed=listed).extent("x") is Extent.POSSIBLY


def test_shares_are_added_and_never_multiplied_along_a_chain() -> None:
    chained = [holds("l", "a", 5000), holds("a", "b", 5000), holds("b", "x", 5000)]
    assert extent(shipped(AMERICAN), *chained) is Extent.SURELY


def test_an_indirect_holding_counts_for_certain_only_when_it_suffices_alone() -> None:
    rule = shipped(AMERICAN)
    through = holds("l", "x", 3000, direct=False)
    links = holds("l", "a", 6000), holds("a", "x", 3000)
    assert extent(rule, through, *links) is Extent.POSSIBLY
    assert extent(rule, holds("l", "x", 5000, direct=False)) is Extent.SURELY


# -- statements that overlap, contradict, exceed -----------------------------------------


def test_the_same_holding_told_twice_counts_once() -> None:
    twice = holds("l", "x", 3000), holds("l", "x", 3000, name="other register")
    assert extent(shipped(AMERICAN), *twice) is Extent.NOT
    narrowed = holds("l", "x", 0, 10_000), holds("l", "x", 6000)
    assert extent(shipped(AMERICAN), *narrowed) is Extent.SURELY


def test_holdings_that_do_not_agree_may_be_one_or_several() -> None:
    lots = found(shipped(AMERICAN), holds("l", "x", 3000), holds("l", "x", 2000))
    assert lots.of("x").shares == (2000, 5000)
    assert lots.extent("x") is Extent.POSSIBLY


def test_more_than_the_whole_still_counts_as_stated() -> None:
    statements = holds("l", "x", 7000), holds("o", "x", 7000)
    assert extent(shipped(AMERICAN), *statements) is Extent.SURELY


# -- cycles ------------------------------------------------------------------------------


def test_a_cycle_without_a_listed_owner_carries_nobody() -> None:
    ring = holds("a", "b", 10_000), holds("b", "a", 10_000), holds("l", "a", 100)
    assert extent(shipped(AMERICAN), *ring, of="a") is Extent.NOT


def test_a_cycle_that_a_listed_owner_reaches_falls_and_its_path_ends() -> None:
    ring = [
        holds("a", "b", 6000),
        holds("b", "c", 6000),
        holds("c", "a", 4000),
        holds("l", "a", 5000),
        holds("a", "a", 1000),
    ]
    told = found(shipped(AMERICAN), *ring)
    assert [told.extent(name) for name in "abc"] == [Extent.SURELY] * 3
    assert names(told.of("c").path) == ["l-a", "a-b", "b-c"]
    assert told.of("a").shares == (9000, 9000)


def test_an_entity_does_not_lift_itself() -> None:
    own = holds("x", "x", 9000), holds("l", "x", 1000)
    assert extent(shipped(AMERICAN), *own) is Extent.NOT


# -- days --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "told"),
    [
        pytest.param(date(2026, 2, 28), Extent.NOT, id="day-before"),
        pytest.param(date(2026, 3, 1), Extent.SURELY, id="first-day"),
        pytest.param(date(2026, 3, 31), Extent.SURELY, id="last-day"),
        pytest.param(date(2026, 4, 1), Extent.NOT, id="day-after"),
    ],
)
def test_a_statement_counts_from_its_first_to_its_last_day(
    on: date, told: Extent
) -> None:
    march = Interval(first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert found(law(), holds("l", "x", 6000, force=march), on=on).extent("x") is told


# -- what is told ------------------------------------------------------------------------


def test_the_finding_tells_the_path_once_and_from_the_top() -> None:
    diamond = [
        holds("l", "a", 6000),
        holds("l", "b", 6000),
        holds("a", "c", 3000),
        holds("b", "c", 3000),
        holds("c", "x", 5000, 6000),
        holds("o", "x", 4000),
    ]
    told = found(shipped(AMERICAN), *diamond)
    assert names(told.of("x").path) == ["l-a", "l-b", "a-c", "b-c", "c-x"]
    assert told.of("x").shares == (5000, 6000)
    assert [one.entity for one in told.owned()] == ["a", "b", "c", "x"]


def test_of_an_entity_that_is_not_owned_only_its_shares_are_told() -> None:
    told = found(shipped(AMERICAN), holds("l", "x", 1000, 1001, above_low=True))
    assert told.of("x") == Owned(
        entity="x", extent=Extent.NOT, shares=(1000, 1001), path=()
    )
    assert shares_in_words(told.of("x")) == "10 % to 10.01 %"
    assert told.of("l").extent is Extent.LISTED
    exact = found(shipped(AMERICAN), holds("l", "x", 1000))
    assert shares_in_words(exact.of("x")) == "10 %"


def test_listed_ids_that_the_file_does_not_hold_are_told() -> None:
    told = found(law(), holds("l", "x", 1), listed=["z", "l", "y", "y"])
    assert told.absent == ("y", "z")


def test_nobody_listed_and_nothing_stated_are_answers_too() -> None:
    for rule in (law(), law(aggregated=False)):
        assert list(found(rule, holds("l", "x", 6000), listed=[]).owned()) == []
        assert list(found(rule).owned()) == []


# -- the least fixpoint ------------------------------------------------------------------

ENTITIES = st.sampled_from("abcdlm")
POINTS = st.sampled_from([0, 1000, 2500, 3333, 5000, 5001, 6000, 10_000])
FORCES = st.sampled_from(
    [Interval(), Interval(last=date(2026, 11, 26)), Interval(first=ON)]
)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    owner, owned = draw(ENTITIES), draw(ENTITIES)
    match draw(st.integers(0, 9)):
        case 0:
            return replace(
                controls(owner, owned, certain=draw(st.booleans())), force=draw(FORCES)
            )
        case 1:
            return directs(owner, owned)
        case _:
            low, high = sorted((draw(POINTS), draw(POINTS)))
            strict = low < high
            return holds(
                owner,
                owned,
                low,
                high,
                measure=draw(st.sampled_from(Measure)),
                direct=draw(st.sampled_from([True, True, False])),
                force=draw(FORCES),
                above_low=strict and draw(st.booleans()),
                below_high=strict and draw(st.booleans()),
            )


THREE = st.sampled_from([True, False, None])
LAWS = st.builds(
    law,
    st.sampled_from([2500, 5000, 10_000]),
    more_than=st.booleans(),
    aggregated=THREE,
    control_counts=THREE,
    votes_count=THREE,
)


@settings(max_examples=600)
@given(st.lists(statements(), max_size=14), LAWS, st.sampled_from(["", "lm", "la"]))
def test_the_cascade_is_the_least_fixpoint(
    told: list[Statement], rule: OwnershipLaw, joint: str
) -> None:
    arrangements = [tuple(joint)] if joint else []
    answer = found(rule, *told, arrangements=arrangements)
    known = set(answer.graph.network.ids)
    for upper, reach in ((False, answer.surely), (True, answer.possibly)):
        added = upper if rule.aggregated is None else rule.aggregated
        groups = (
            ["lm", "lm" + joint] if added else ["l", "m", *([joint] if joint else [])]
        )
        plainly = fallen_plainly(told, groups, rule, ON, upper=upper)
        ours = {
            name
            for name, one in zip(answer.graph.network.ids, reach.reached, strict=True)
            if one
        }
        assert ours - {"l", "m"} == plainly - {"l", "m"}
    assert not (answer.surely.reached & ~answer.possibly.reached).any()
    assert {one.entity for one in answer.owned()} <= known - {"l", "m"}


@settings(max_examples=200)
@given(st.lists(statements(), max_size=14), LAWS)
def test_the_path_alone_carries_what_it_explains(
    told: list[Statement], rule: OwnershipLaw
) -> None:
    answer = found(rule, *told)
    for one in answer.owned():
        assert one.path
        assert one.path[-1].owned == one.entity
        again = found(rule, *one.path)
        assert again.extent(one.entity) is one.extent
        listed = {"l", "m"}
        reached = set(chain(listed, (step.owned for step in one.path)))
        assert all(step.owner in reached for step in one.path)
