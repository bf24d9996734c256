"""Agencies disagree, go up, ask to see what is withheld, and answer for their conditions; partly without JavaScript."""

import pytest
from playwright.sync_api import Page
from tests.journeys.conftest import Windows
from tests.journeys.looking import barriers
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import World, condition, granted, submit, take

from licet.web.casework.models import Person
from licet.web.casework.services import desk, withheld

pytestmark = pytest.mark.journey


def _refer(world: World) -> str:
    """A case with two agencies; a document is withheld from one, which sets a condition."""
    case = submit(world)
    number = case.number
    take(world, number)
    desk.refer_case(
        by=world.officer,
        case=number,
        referrals=(desk.Referral(team="DS"), desk.Referral(team="TE")),
        version=None,
    )
    Person.objects.filter(pk=world.people["ds"].pk).update(clearance="confidential")
    world.people["ds"].refresh_from_db()
    withheld.mark_document(
        by=world.ds,
        case=number,
        document=case.documents[0].id,
        marking="confidential",
        gist="A technical annex.",
        reasons="It names a capability.",
        version=None,
    )
    own = condition("operation_logging", owner="TE", months="24", days="5")
    desk.give_advice(
        by=world.te,
        case=number,
        position="agree_with_conditions",
        reasons="With logs the risk is bearable.",
        conditions=(own,),
        version=None,
    )
    return number


def _look(page: Page, path: str) -> list[str]:
    found = []
    page.goto(path)
    for width in (1200, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(
            "document.querySelectorAll('details').forEach(e => e.open = true)"
        )
        found += [f"{path} at {width}: {one}" for one in barriers(page)]
    return found


def test_two_agencies_differ_and_the_levels_decide(
    windows: Windows, world: World
) -> None:
    number = in_a_thread(lambda: _refer(world))
    at = f"/work/cases/{number}/review/"
    agency = windows.of("ds", scripts=False).go(f"/work/cases/{number}/advice/")
    agency.choose("Your agency's position", "Refuse")
    agency.page.get_by_label("Reasons").first.fill("The operator has a record.")
    agency.press("Give the advice").reads("advice is on the case")
    officer = windows.of("officer").go(f"/work/cases/{number}/")
    officer.follow("The review: clocks, dissent, conditions, markings")
    officer.heading("Review by the agencies").reads("Refuse: DS")
    officer.follow("Take the dissent to the next level")
    assert _look(officer.page, f"{at}escalate/") == []
    officer.write("Reasons", "They differ on the operator.")
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.press("Enter")  # by keyboard alone
    officer.reads("The dissent lies before the next level")
    member = windows.of("te").go(at)
    member.follow("Vote for your agency")
    assert _look(member.page, f"{at}vote/") == []
    member.choose("What does your agency say?", "Approve, with conditions")
    member.write("Reasons", "With logs.").press("Vote")
    member.reads("The vote of your agency is recorded")
    member.follow("Ask to see it")
    member.write("Reasons", "It decides our advice.").press("Ask its owner")
    member.reads("its owner has not answered yet")
    assert _look(member.page, at) == []
    agency.go(at).follow("Answer as its owner")
    agency.choose("Your answer", "Yes")
    agency.page.get_by_label("Reasons").fill("You need it.")
    agency.press("Answer").reads("Your answer is recorded")
    officer.go(at).follow("Ask Trade and Economy to change it")
    officer.choose("What do you ask?", "Let it go")
    officer.write("Reasons", "The log is kept by law.").press("Ask its owner")
    officer.reads("its owner is asked")
    assert _look(officer.page, at) == []
    assert _look(officer.page, f"/work/cases/{number}/") == []
    assert _look(member.page, f"/work/cases/{number}/advice/") == []


def test_what_is_due_under_a_licence_reads_without_barrier(
    windows: Windows, world: World
) -> None:
    given = in_a_thread(
        lambda: granted(
            world,
            condition("periodic_report", months="6", first_day="2027-01-31"),
            condition("delivery_verification", days="10"),
            condition("no_military_use"),
        )
    )
    assert given.licence is not None
    officer = windows.of("officer")
    assert _look(officer.page, f"/work/licences/{given.licence.number}/") == []
    assert _look(officer.page, "/work/conditions/") == []
    holder = windows.of("halden")
    assert _look(holder.page, f"/apply/licences/{given.licence.number}/") == []
    holder.reads("What is due when")
