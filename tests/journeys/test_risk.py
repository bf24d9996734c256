"""An officer sees how much work a case gets and why, by keyboard and on a narrow screen, without a barrier."""

import pytest
from tests.journeys.conftest import Windows
from tests.journeys.looking import barriers, walk
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import World, submit, take

pytestmark = pytest.mark.journey


@pytest.fixture
def number(world: World) -> str:
    def made() -> str:
        case = submit(world).number
        take(world, case)
        return case

    return in_a_thread(made)


def test_the_weighing_has_no_barrier_with_every_number_open(
    windows: Windows, number: str
) -> None:
    page = windows.of("officer").page
    page.goto(f"/work/cases/{number}/")
    for width in (1200, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(
            "document.querySelectorAll('#p-risk ~ details').forEach(e => e.open = true)"
        )
        assert barriers(page) == []
    panel = page.get_by_role("region", name="Risk: how much work this case gets")
    drawn = panel.locator("svg.chart--driver")
    assert drawn.count() == panel.locator("tr:has(svg)").count() > 0
    assert panel.get_by_text("it is never a reason to grant or to refuse").is_visible()
    assert windows.complaints == []


def test_every_number_is_reached_by_keyboard(windows: Windows, number: str) -> None:
    page = windows.of("officer").page
    page.goto(f"/work/cases/{number}/")
    panel = page.get_by_role("region", name="Risk: how much work this case gets")
    summary = panel.locator("summary", has_text="Every number, with its source")
    summary.focus()
    page.keyboard.press("Enter")
    assert panel.get_by_text(
        "What an item can do sets how bad misuse can be."
    ).is_visible()
    table = panel.get_by_role("region", name="What drives it")
    table.focus()
    assert table.evaluate("e => e === document.activeElement")


def test_the_method_and_the_queue_have_no_barrier(
    windows: Windows, number: str
) -> None:
    public = windows.page()
    paths = [
        "/rules/meridia/national/guidance/risk/",
        "/rules/uk/eco-2008/guidance/risk/",
    ]
    assert walk(windows, public, paths) == []
    officer = windows.of("officer").page
    assert walk(windows, officer, ["/work/", "/work/?band=enhanced"]) == []
