"""An officer reads the drawn owners, says what was found, and sees other exporters' cases."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from tests.journeys.conftest import Windows
from tests.journeys.looking import barriers, linked
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import END_USER, World, submit, take

from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.services.ownership.ownership_sets import Sheet, import_ownership

pytestmark = pytest.mark.journey
BANK = str(END_USER["name"])
LISTED = "Sable Wind Exploit Brokers"
"""Somebody on a shipped invented list."""


def company(identity: str, name: str) -> dict[str, Any]:
    return {"id": identity, "schema": "Company", "properties": {"name": [name]}}


def holding(owner: str, asset: str, percent: str) -> dict[str, Any]:
    given = {"owner": [owner], "asset": [asset], "percentage": [percent]}
    return {"id": f"{owner}-{asset}", "schema": "Ownership", "properties": given}


REGISTER: list[dict[str, Any]] = [
    company("a", BANK),
    company("b", "Castel Nominees Holding and Trust Services (invented)"),
    company("c", LISTED),
    company("d", "Quiet Harbour Partners (invented)"),
    holding("b", "a", "51-75"),
    holding("c", "b", "80"),
    holding("d", "b", "60"),
    holding("a", "d", "5"),
]


def _build(world: World) -> tuple[str, str]:
    address = {**END_USER, "facts": {"type": "bank", "address": "1 Rua Nova, Recife"}}
    other = submit(world, "vigil", parties={"parties": [address]}).number
    number = submit(world, parties={"parties": [address]}).number
    take(world, number)
    content = "".join(json.dumps(one) + "\n" for one in REGISTER).encode()
    import_ownership(
        by=world.officer,
        sheet=Sheet(file="extract.jsonl", content=content, source="registry"),
    )
    run_pending()
    return number, other


@pytest.fixture
def numbers(world: World, settings: Settings) -> tuple[str, str]:
    settings.LICET_OTHER_LAWS = ("uk/eco-2008",)
    return in_a_thread(lambda: _build(world))


@pytest.mark.slow
def test_an_officer_reads_the_owners_and_says_what_was_found(
    windows: Windows, numbers: tuple[str, str], tmp_path: Path
) -> None:
    number, other = numbers
    window = windows.of("officer").go(f"/work/cases/{number}/")
    window.reads("possibly owned by listed parties")
    window.reads("waits for an officer")
    page = window.page
    assert page.locator("svg.web rect").count() >= 3
    window.follow("The whole web, under each law and on any day")
    window.reads("add up to at least 140 %")
    window.reads("same name, nobody has looked")
    _see_every_screen(page, number, tmp_path)
    page.goto(f"/work/cases/{number}/ownership/")
    # The drawing is reached by keyboard, and told in words.
    region = page.get_by_role("region", name="Drawing of the owners")
    region.focus()
    assert region.evaluate("e => e === document.activeElement")
    assert BANK in str(page.locator("svg.web desc").text_content())
    page.get_by_role("link", name="Say what was found").first.click()
    window.press("Record the finding").reads("There is a problem")
    assert barriers(page) == []
    page.get_by_label("Not owned").check()
    window.write("Why", "The extract of this year names other owners.")
    window.press("Record the finding")
    window.reads("Your finding is recorded with its reasons.")
    window.reads("The extract of this year names other owners.")
    window.go(f"/work/cases/{number}/network/").reads(other)
    window.reads("Vigil Telecom (invented)")


def _see_every_screen(page: Page, number: str, shots: Path) -> None:
    """No barrier on any screen of owners and networks, wide and narrow, everything open."""
    for path in (
        f"/work/cases/{number}/",
        f"/work/cases/{number}/ownership/",
        f"/work/cases/{number}/ownership/state/",
        f"/work/cases/{number}/network/",
        "/work/ownership/",
        "/work/network/?text=ab",
        "/work/network/?text=banco+aurora",
    ):
        page.goto(path)
        page.evaluate(
            "document.querySelectorAll('section.panel details').forEach(e => e.open = true)"
        )
        for width in (1200, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert barriers(page) == [], f"{path} at {width}"
            shot = shots / f"{path.strip('/').replace('/', '_')[:60]}_{width}.png"
            page.screenshot(path=shot, full_page=True)
    page.goto(f"/work/cases/{number}/ownership/")
    for part in ("/ownership/findings/", "/ownership/namesake/"):
        page.goto(linked(page, part)[0])
        assert barriers(page) == [], part
        page.goto(f"/work/cases/{number}/ownership/")
    page.set_viewport_size({"width": 1200, "height": 900})
