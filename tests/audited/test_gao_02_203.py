"""GAO-02-203: no rule for which cases to refer, and nobody who watched them."""

import pytest
from tests.web.casework.builders import (
    MovingClock,
    World,
    draft_and_send,
    draft_of,
    see,
    submit,
    take,
)
from tests.web.casework.test_interagency import entered, referred
from tests.web.reader import Reader

from licet.web.casework.errors import GrantObstructedError, InvalidInputError
from licet.web.casework.models import AgencySilence
from licet.web.casework.services.desk import referring
from licet.web.casework.services.review import silences


def ask(world: World, number: str, team: str, because: str = "") -> None:
    wanted = (referring.Referral(team=team, because=because),)
    referring.refer_case(by=world.officer, case=number, referrals=wanted, version=None)


def test_whom_to_ask_follows_a_rule_of_the_law(world: World) -> None:
    """GAO-02-203: no written rule said which cases go to which agency."""
    number = submit(world).number
    take(world, number)
    suggested = see(world, number).suggested_referrals
    assert "DS" in {one["to"] for one in suggested}
    assert all(one["because"] and one["citation"] for one in suggested)
    ask(world, number, "DS")
    (made,) = see(world, number).referrals
    assert made.by_rule
    assert made.rule
    assert made.rule in Reader(world, "ds").read(f"/work/cases/{number}/")
    assert entered("refer_case")["referrals"][0]["rule"] == made.rule


def test_to_ask_anybody_else_needs_a_reason(world: World) -> None:
    """GAO-02-203: too many cases were referred without need."""
    number = submit(world).number
    take(world, number)
    by_rule = {one["to"] for one in see(world, number).suggested_referrals}
    other = next(one for one in ("MFA", "MI", "MJ", "CU") if one not in by_rule)
    with pytest.raises(InvalidInputError, match="Say why you ask"):
        ask(world, number, other)
    ask(world, number, other, "A look at the region.")
    assert not see(world, number).referrals[0].by_rule


def test_no_grant_passes_by_whom_the_rule_names(world: World) -> None:
    """GAO-02-203: a case that the rule refers was decided without the agency."""
    number = submit(world).number
    take(world, number)
    with pytest.raises(GrantObstructedError, match="Defence Staff has not advised"):
        draft_and_send(world, number, draft_of("grant"))


def test_a_waiting_agency_is_warned_before_its_last_day_and_its_silence_is_entered(
    world: World, clock: MovingClock
) -> None:
    """GAO-02-203: nobody watched how long referred cases lay."""
    number = referred(world, "DS")
    last = see(world, number).referrals[0].due
    while not silences.warn_agencies():
        clock.forward(1)
        assert clock.at.date() <= last
    assert clock.at.date() < last
    while clock.at.date() < last:
        clock.forward(1)
    assert silences.record_silences() == 0  # the last day is theirs
    clock.forward(1)
    assert silences.record_silences() == 1
    assert AgencySilence.objects.get().on == clock.at.date()
    assert entered("record_silence")["law"]["pinpoint"]
