"""Deadlines of officers, votes and advice: as many questions for three cases as for one, the same days."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.casework.builders import World, see, submit, take
from tests.web.casework.test_interagency import (
    advise,
    escalate,
    referred,
    reviewed,
    vote,
)

from licet.web.casework.models import Case, Referral, Team, UrgencyCall
from licet.web.casework.selectors.notices.calendars import deadlines
from licet.web.casework.selectors.notices.deadlines import (
    Deadline,
    of_advice,
    of_officers,
    of_votes,
)
from licet.web.casework.services.desk import information_requests


def officers() -> Iterator[Deadline]:
    return of_officers(Case.objects.all())


def advice() -> Iterator[Deadline]:
    return of_advice(Referral.objects.all())


def votes() -> Iterator[Deadline]:
    return of_votes(Case.objects.all(), Team.objects.all())


def own(world: World) -> str:
    number = submit(world).number
    take(world, number)
    return number


def asked(world: World) -> str:
    return referred(world, "TE", "DS")


def divided(world: World) -> str:
    number = asked(world)
    advise(world, number, "te", "object")
    advise(world, number, "ds", "agree")
    escalate(world, number)
    return number


@pytest.mark.parametrize(
    ("make", "told"),
    [
        pytest.param(own, officers, id="officers"),
        pytest.param(asked, advice, id="advice"),
        pytest.param(divided, votes, id="votes"),
    ],
)
def test_three_cases_ask_no_more_than_one(
    world: World, make: object, told: object
) -> None:
    def found() -> tuple[int, list[Deadline]]:
        with CaptureQueriesContext(connection) as queries:
            days = list(told())  # type: ignore[operator]
        return len(queries), days

    make(world)  # type: ignore[operator]
    few, one = found()
    make(world)  # type: ignore[operator]
    make(world)  # type: ignore[operator]
    many, three = found()
    assert one
    assert len(three) == 3 * len(one)
    assert many == few <= 7
    assert len({day.uid for day in three}) == len(three)
    assert [day.number for day in three] == sorted(day.number for day in three)


def test_each_day_is_the_one_on_the_page_of_its_case(world: World) -> None:
    first, second = asked(world), asked(world)
    for number in (first, second):
        seen = see(world, number)
        due = {one.team.code: one.due for one in seen.referrals}
        shown = {one.team.code: one.day for one in advice() if one.number == number and one.team}  # fmt: skip
        assert shown == due
        (mine,) = [one.day for one in officers() if one.number == number]
        assert mine == seen.clock.due
    third = divided(world)
    (level,) = reviewed(world, third).levels
    assert {one.day for one in votes()} == {level.due}


def test_a_case_whose_clock_stands_has_no_day(world: World) -> None:
    running, asking = own(world), own(world)
    information_requests.request_information(
        by=world.officer, case=asking, question="Which ports?", version=None
    )
    assert [one.number for one in officers()] == [running]


def test_whoever_has_voted_is_waited_for_no_longer(world: World) -> None:
    divided(world)
    number = divided(world)
    before = {(one.number, one.team.code) for one in votes() if one.team}
    vote(world, number, TE="refuse")
    after = {(one.number, one.team.code) for one in votes() if one.team}
    assert before - after == {(number, "TE")}


def test_an_urgent_case_is_due_on_its_shorter_day_in_the_calendar_too(
    world: World,
) -> None:
    facts = {"incident.under_way": True, "incident.owner_agreed": True}
    usual = own(world)
    number = submit(world, end_use={"facts": {"end_use": "Help", **facts}}).number
    take(world, number)
    assert UrgencyCall.objects.get(case__number=number).ground
    days = {one.number: one.day for one in deadlines(viewer=world.officer)}
    assert days[number] == see(world, number).clock.due
    assert days[number] < days[usual]
