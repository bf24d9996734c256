"""What is proved and what is only proposed are kept apart; nobody stated is never a no."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from tests.diversion.invented import ON, controls, holds

from licet.diversion import (
    Behind,
    Declared,
    Entity,
    OwnershipLaw,
    Standing,
    Statement,
    Web,
    trace,
)
from licet.kernel import Citation, Interval


def law(**changes: Any) -> OwnershipLaw:
    told: dict[str, Any] = {
        "regime": "invented/law", "id": "half", "title": "Half", "threshold": 5000,
        "more_than": False, "aggregated": True, "control_counts": False,
        "votes_count": False, "force": Interval(), "suspended": None,
        "citation": Citation(instrument="Invented Act", pinpoint="s. 1"),
    }  # fmt: skip
    return OwnershipLaw(**{**told, **changes})


def person(name: str) -> Entity:
    return Entity(id=name, kind="person", name=name)


def web(*statements: Statement, entities: Iterable[Entity] = (), **changes: Any) -> Web:
    known = {one.id: one for one in entities}
    return Web(declared=Declared(entities=known, statements=statements), **changes)


def found(one: Web, party: str = "p", on: date = ON, **changes: Any) -> Behind:
    return trace(one, on=on).behind(party, law(**changes))


LISTED = {"listed": frozenset({"x"})}
PERHAPS = {"perhaps_listed": frozenset({"x"})}


def test_a_confirmed_owner_of_half_owns_surely() -> None:
    traced = trace(web(holds("x", "p", 5000), **LISTED), on=ON)
    one = traced.behind("p", law())
    assert traced.behind("p", law()) == one
    assert one.standing is Standing.SURELY
    assert one.shares == (5000, 5000)
    assert [each.owner for each in one.path] == ["x"]
    assert not one.unsettled


def test_an_open_hit_on_the_owner_owns_possibly_and_is_unsettled() -> None:
    one = found(web(holds("x", "p", 5000), **PERHAPS))
    assert one.standing is Standing.POSSIBLY
    assert one.shares == (0, 5000)
    assert one.unsettled
    assert one.path


def test_a_range_across_the_threshold_owns_possibly() -> None:
    one = found(web(holds("x", "p", 2500, 7500), **LISTED))
    assert one.standing is Standing.POSSIBLY
    assert one.shares == (2500, 7500)


def test_a_party_on_a_list_itself_is_listed() -> None:
    listed = web(holds("a", "p", 5000), listed=frozenset({"p"}))
    assert found(listed).standing is Standing.LISTED


def test_a_namesake_carries_only_possibly_until_it_is_the_same() -> None:
    pair = (("p", "reg:p"),)
    statements = (holds("x", "reg:p", 9000),)
    one = found(web(*statements, namesakes=pair, **LISTED))
    assert one.standing is Standing.POSSIBLY
    assert one.unsettled
    assert found(web(*statements, same=pair, **LISTED)).standing is Standing.SURELY


def test_whoever_is_traced_to_people_of_whom_none_is_listed_is_not_owned() -> None:
    known = [person("a"), person("b")]
    one = web(holds("a", "p", 6000), holds("b", "p", 4000), entities=known)
    assert found(one).standing is Standing.NOT


@pytest.mark.parametrize(
    "statements",
    [
        (),
        (holds("a", "p", 5000),),
        (holds("c", "p", 10000),),
        (holds("a", "p", 2500, 10000),),
    ],
    ids=["nobody", "half", "a company of which nothing is stated", "a wide range"],
)
def test_so_much_stated_of_nobody_that_a_listed_party_could_hold_it_is_unstated(
    statements: tuple[Statement, ...],
) -> None:
    one = web(*statements, entities=[person("a"), Entity(id="p", kind="", name="P")])
    assert found(one).standing is Standing.UNSTATED


def test_a_little_listed_and_the_rest_stated_of_nobody_is_unstated_not_no() -> None:
    one = web(holds("x", "p", 3000), entities=[person("x")], **LISTED)
    assert found(one).standing is Standing.UNSTATED
    whole = web(
        holds("x", "p", 3000), holds("a", "p", 7000), entities=[person("a"), person("x")], **LISTED
    )  # fmt: skip
    assert found(whole).standing is Standing.NOT


def test_owners_left_aside_leave_no_no() -> None:
    known = [person("a")]
    cut = web(holds("a", "p", 10000), entities=known, cut=True)
    assert found(cut).standing is Standing.POSSIBLY
    assert found(cut).path == ()


def test_shares_of_140_percent_are_told_and_run_as_ranges() -> None:
    traced = trace(web(holds("x", "p", 6000), holds("a", "p", 8000), **LISTED), on=ON)
    one = traced.behind("p", law())
    assert [each.trouble.value for each in traced.discrepancies] == ["more_than_whole"]
    assert "140 %" in traced.discrepancies[0].words
    # Either may be too large by the forty that are too many: x holds 20 to 60 %.
    assert one.standing is Standing.POSSIBLY
    assert one.shares == (2000, 6000)


def test_so_large_a_share_stays_certain_in_spite_of_the_excess() -> None:
    one = found(web(holds("x", "p", 9500), holds("a", "p", 2000), **LISTED))
    assert one.standing is Standing.SURELY
    assert one.shares == (8000, 9500)


def test_two_sources_on_one_holding_are_no_excess() -> None:
    twice = web(
        holds("x", "p", 6000, name="one"), holds("x", "p", 6000, name="two"), **LISTED
    )
    assert trace(twice, on=ON).discrepancies == ()
    assert found(twice).standing is Standing.SURELY


def test_a_cycle_and_an_owner_of_itself_end() -> None:
    one = web(
        holds("x", "p", 3000),
        holds("p", "q", 10000),
        holds("q", "p", 7000),
        holds("p", "p", 100),
        **LISTED,
    )
    # Everything is stated, and those in the ring hold nothing by themselves.
    assert found(one).standing is Standing.NOT
    more = web(holds("x", "p", 5000), holds("p", "q", 9000), holds("q", "p", 4000), **LISTED)  # fmt: skip
    assert found(more).standing is Standing.SURELY
    assert found(more, "q").standing is Standing.SURELY


def test_control_counts_where_the_law_says_so() -> None:
    one = web(controls("x", "p"), **LISTED)
    assert found(one, control_counts=True).standing is Standing.SURELY
    assert found(one, control_counts=False).standing is Standing.UNSTATED


def test_each_day_has_its_own_web() -> None:
    until = Interval(last=date(2025, 12, 31))
    one = web(holds("x", "p", 9000, force=until), **LISTED)
    assert found(one, on=date(2025, 12, 30)).standing is Standing.SURELY
    assert found(one, on=date(2025, 12, 31)).standing is Standing.SURELY
    assert found(one, on=date(2026, 1, 1)).standing is Standing.UNSTATED


def test_a_party_that_no_web_holds_is_unstated() -> None:
    assert found(web(holds("x", "q", 9000), **LISTED)).standing is Standing.UNSTATED


def test_one_hundred_thousand_owners_of_one_end_in_seconds() -> None:
    star = [holds(f"o{number}", "p", 0, 1) for number in range(100_000)]
    one = web(*star, entities=[person(each.owner) for each in star], **LISTED)
    assert found(one).standing is Standing.UNSTATED
