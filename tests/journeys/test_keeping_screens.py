"""Two people erase a case in the browser, and no screen of keeping has a barrier."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.looking import walk
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import MovingClock, World, start, submit

from licet.web.casework.ports import ports, using
from licet.web.casework.services.applying.applications import withdraw_application

pytestmark = pytest.mark.journey
LONG_AGO = datetime(2021, 10, 4, 9, 0, tzinfo=UTC)


def _withdrawn_long_ago(world: World) -> str:
    with using(replace(ports(), clock=MovingClock(at=LONG_AGO))):
        number = submit(world).number
        withdraw_application(by=world.halden, case=number, version=None)
    start(world)
    return number


def test_a_case_is_held_released_and_erased_and_no_screen_has_a_barrier(
    windows: Windows, world: World
) -> None:
    number = in_a_thread(lambda: _withdrawn_long_ago(world))
    fresh = in_a_thread(lambda: submit(world)).number
    officer = windows.of("officer")
    keeping = f"/work/cases/{number}/keeping/"
    paths = [
        "/work/retention/",
        "/work/retention/?show=all",
        keeping,
        f"{keeping}hold/",
        f"{keeping}propose/",
        f"/work/cases/{fresh}/copies/",
    ]
    assert walk(windows, officer.page, paths) == []
    officer.go(f"{keeping}propose/").page.get_by_label("Erase the content").check()
    officer.page.get_by_label("Why now?").fill("The period is over.")
    officer.press("Propose")
    officer.reads("A second person decides.")
    head = windows.of("head").go(keeping)
    head.page.get_by_role("link", name="Decide on the proposal").click()
    assert walk(windows, head.page, [head.page.url]) == []
    head.page.get_by_label("Approve: the content is erased now").check()
    head.press("Decide")
    head.reads("The content of this case was erased")
    gone = [f"/work/cases/{number}/", "/work/retention/"]
    assert walk(windows, head.page, gone) == []
    assert walk(windows, windows.of("auditor").page, ["/work/access-log/"]) == []
    assert walk(windows, windows.of("halden").page, ["/apply/held/"]) == []
