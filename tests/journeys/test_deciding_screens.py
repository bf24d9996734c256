"""No screen of deciding and of working together has a barrier, wide or narrow, with or without scripts."""

from dataclasses import replace

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.looking import walk
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import (
    World,
    draft_and_send,
    refusal,
    refused,
    submit,
    take,
)

from licet.web.casework.models import DelegationRow, InterestDeclared
from licet.web.casework.services.decision import decisions, drafted_letters, hearing
from licet.web.casework.services.desk import interests
from licet.web.casework.services.desk.notes import write_note

pytestmark = pytest.mark.journey


def _build(world: World) -> tuple[str, str, str, str]:
    """A case under notice with a note and a letter, a decided one, one that waits for a signature."""
    done = refused(world).number
    number = submit(world).number
    seen = take(world, number)
    by = world.officer
    plain = replace(refusal(seen), without_notice="", without_notice_reasons="")
    decisions.draft_decision(by=by, case=number, draft=plain, version=None)
    told = hearing.give_notice_of_refusal(by=by, case=number, version=None)
    assert told.notice is not None
    write_note(by=by, case=number, text="Read the annex first, @signer.")
    filled = {"days": "12", "why": "A list was stale.", "change": "Daily looks."}
    (letter,) = drafted_letters.draft_letter(
        by=by, case=number, template="apology", filled=filled
    )
    interests.declare_interest(by=world.officer2, case=number, reasons="A friend.")
    waiting = submit(world, "vigil").number
    seen = take(world, waiting)
    draft_and_send(world, waiting, refusal(seen))
    return number, done, waiting, f"{told.notice.letter.id} {letter.id}"


@pytest.mark.slow
def test_no_screen_of_deciding_and_of_working_together_has_a_barrier(
    windows: Windows, world: World
) -> None:
    number, done, waiting, ids = in_a_thread(lambda: _build(world))
    letter, drafted = ids.split()
    at = f"/work/cases/{number}"
    officer = [
        "/work/",
        "/work/?team=LIC",
        f"{at}/",
        f"{at}/draft/",
        f"{at}/letters/{letter}/sent/",
        f"{at}/notes/",
        f"{at}/precedents/",
        f"{at}/drafted/",
        f"{at}/drafted/new/meeting/",
        f"{at}/mark/",
        f"/work/cases/{done}/",
        f"/work/cases/{done}/today/",
        f"/work/cases/{done}/public/",
        "/work/delegations/",
        "/work/interests/",
    ]
    assert walk(windows, windows.of("officer").page, officer) == []
    signer = [f"{at}/drafted/{drafted}/review/", f"/work/cases/{waiting}/countersign/"]
    assert walk(windows, windows.of("signer").page, signer) == []
    delegation, interest = in_a_thread(
        lambda: (
            DelegationRow.objects.earliest("pk").pk,
            InterestDeclared.objects.earliest("pk").pk,
        )
    )
    head = [
        "/work/delegations/new/",
        f"/work/delegations/{delegation}/end/",
        "/work/assign/",
        "/work/workload/",
        f"/work/interests/{interest}/end/",
    ]
    assert walk(windows, windows.of("head").page, head) == []
    own = windows.of("halden")
    assert walk(windows, own.page, [f"/apply/cases/{number}/"]) == []
    own.go(f"/apply/cases/{number}/").press("Open the letter")
    answer = f"/apply/cases/{number}/notice/answer/"
    assert walk(windows, own.page, [f"/apply/cases/{number}/", answer]) == []


def test_the_queue_is_worked_by_keys_and_they_can_be_turned_off(
    windows: Windows, world: World
) -> None:
    number = in_a_thread(lambda: submit(world)).number
    page = windows.of("officer").go("/work/").page
    page.keyboard.press("n")
    page.wait_for_url(f"**/work/cases/{number}/")
    page.goto("/work/")
    page.keyboard.press("?")
    keys = page.get_by_label("Keys: j and k move")
    assert keys.evaluate("node => node === document.activeElement")
    keys.uncheck()
    page.locator("h1").click()
    page.keyboard.press("n")
    assert page.url.endswith("/work/")
