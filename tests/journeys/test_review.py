"""Agencies disagree, go up, ask to see what is withheld, and answer for their conditions; partly without JavaScript."""

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.looking import look
from tests.journeys.screen_states import refer_with_dissent
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import World, condition, granted

pytestmark = pytest.mark.journey


@pytest.mark.slow
def test_two_agencies_differ_and_the_levels_decide(
    windows: Windows, world: World
) -> None:
    number = in_a_thread(lambda: refer_with_dissent(world))
    at = f"/work/cases/{number}/review/"
    agency = windows.of("ds", scripts=False).go(f"/work/cases/{number}/advice/")
    agency.choose("Your agency's position", "Refuse")
    agency.page.get_by_label("Reasons").first.fill("The operator has a record.")
    agency.press("Give the advice").reads("advice is on the case")
    officer = windows.of("officer").go(f"/work/cases/{number}/")
    officer.follow("The review: clocks, dissent, conditions, markings")
    officer.heading("Review by the agencies").reads("Refuse: DS")
    officer.follow("Take the dissent to the next level")
    assert look(windows, officer.page, f"{at}escalate/") == []
    officer.write("Reasons", "They differ on the operator.")
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.press("Enter")  # by keyboard alone
    officer.reads("The dissent lies before the next level")
    member = windows.of("te").go(at)
    member.follow("Vote for your agency")
    assert look(windows, member.page, f"{at}vote/") == []
    member.choose("What does your agency say?", "Approve, with conditions")
    member.write("Reasons", "With logs.").press("Vote")
    member.reads("The vote of your agency is recorded")
    member.follow("Ask to see it")
    member.write("Reasons", "It decides our advice.").press("Ask its owner")
    member.reads("its owner has not answered yet")
    assert look(windows, member.page, at) == []
    agency.go(at).follow("Answer as its owner")
    agency.choose("Your answer", "Yes")
    agency.page.get_by_label("Reasons").fill("You need it.")
    agency.press("Answer").reads("Your answer is recorded")
    officer.go(at).follow("Ask Trade and Economy to change it")
    officer.choose("What do you ask?", "Let it go")
    officer.write("Reasons", "The log is kept by law.").press("Ask its owner")
    officer.reads("its owner is asked")
    assert look(windows, officer.page, at) == []
    assert look(windows, officer.page, f"/work/cases/{number}/") == []
    assert look(windows, member.page, f"/work/cases/{number}/advice/") == []


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
    assert look(windows, officer.page, f"/work/licences/{given.licence.number}/") == []
    assert look(windows, officer.page, "/work/conditions/") == []
    holder = windows.of("halden")
    assert look(windows, holder.page, f"/apply/licences/{given.licence.number}/") == []
    holder.reads("What is due when")
