"""The work on hits in a real browser: no barrier, by keyboard, without scripts, two officers."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.journeys.conftest import Windows
from tests.journeys.looking import barriers, tab_to, walk
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import World, take
from tests.web.casework.hit_builders import (
    BROKERS,
    first_hit,
    frozen_party,
    hits_of,
    say,
    settle,
    with_party,
)

pytestmark = pytest.mark.journey


@dataclass(frozen=True, slots=True)
class Hits:
    """Addresses of hits in the standings that screens need."""

    open: str
    waiting: str
    remembered: str
    together: str


def _build(world: World) -> Hits:
    source = with_party(world, BROKERS)
    settle(world, source)
    take(world, source)
    remembered = with_party(world, BROKERS, who="vigil")
    waiting = with_party(world, frozen_party())
    say(world, waiting, code="other_identifier")
    twins = [
        with_party(world, {**BROKERS, "country": "CH"}, who=who)
        for who in ("halden", "vigil")
    ]

    def place(number: str) -> str:
        return f"/work/cases/{number}/hits/{first_hit(world, number).id}/"

    assert first_hit(world, remembered).remembered is not None
    assert hits_of(world, waiting)[0].standing == "awaiting_second"
    return Hits(
        open=place(twins[0]),
        waiting=place(waiting),
        remembered=place(remembered),
        together=f"/work/hits/together/?hit={first_hit(world, twins[0]).id}",
    )


@pytest.fixture
def hits(world: World) -> Hits:
    return in_a_thread(lambda: _build(world))


def _picture(page: Page, name: str) -> None:
    """Keep what was seen where a person asked for it."""
    folder = os.environ.get("LICET_PICTURES", "")
    if not folder:
        return
    for width in (1200, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_the_screens_of_hits_have_no_barrier(windows: Windows, hits: Hits) -> None:
    page = windows.of("officer2").page
    paths = {
        "list": "/work/hits/",
        "list-filtered": "/work/hits/?standing=awaiting_second",
        "list-empty": "/work/hits/?text=nobody",
        "hit": hits.open,
        "hit-waiting": hits.waiting,
        "hit-remembered": hits.remembered,
        "together": hits.together,
    }
    assert walk(windows, page, list(paths.values())) == []
    for name, path in paths.items():
        page.goto(path)
        _picture(page, name)
    window = windows.of("officer2").go(hits.open).press("Record the finding")
    window.reads("There is a problem")
    assert barriers(page) == []
    head = windows.of("head").page
    assert walk(windows, head, ["/work/hits/measures/"]) == []
    _picture(head, "measures")


def test_a_hit_is_found_decided_and_the_next_one_opened_by_keyboard_alone(
    windows: Windows, hits: Hits
) -> None:
    page = windows.of("officer").go("/work/hits/").page
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.get_by_role("heading", name="Is it the same?").wait_for()
    before = page.url
    page.locator("#id_verdict_1").focus()
    page.keyboard.press("Space")
    page.locator("#id_code").focus()
    page.keyboard.type("The date of birth")
    page.locator("#id_reasons").focus()
    page.keyboard.type("Another year.")
    tab_to(page, "Record it and go to the next")
    page.keyboard.press("Enter")
    page.get_by_text("Your finding is recorded").wait_for()
    page.get_by_role("heading", name="Is it the same?").wait_for()
    assert page.url != before


def test_two_officers_agree_without_scripts(windows: Windows, hits: Hits) -> None:
    other = windows.of("officer2", scripts=False).go("/work/hits/")
    other.go(hits.waiting).choose("Does the first word hold?", "It holds: I confirm it")
    other.write("What you compared yourself", "Number and date differ.")
    other.press("Record the second word").reads("Your word as the second officer")
    other.go(hits.waiting).reads("Not a match").reads("Number and date differ.")


def test_several_hits_are_decided_without_scripts(windows: Windows, hits: Hits) -> None:
    officer = windows.of("officer", scripts=False).go(hits.together)
    officer.choose(
        "Is this the same person or body?", "Not a match: it is somebody else"
    )
    officer.select(
        "The reason in short", "Another business, another time, other people"
    )
    officer.write("Why", "A namesake.").press("Record the word on all chosen")
    officer.reads("Your word is recorded on 2 hits, each by itself.")
