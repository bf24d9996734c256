"""An officer screens a name and a file: watched, read, stopped, deleted; no barrier on any screen."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Windows
from tests.journeys.looking import barriers, walk
from tests.journeys.steps import in_a_thread

from licet.web.casework.jobs.worker import run_pending

pytestmark = pytest.mark.journey
PARTIES = (
    "id,name,country\nS-001,Quorvex Intrusion Systems,\nS-002,Wilhelmina Parsnip Bakeries,BR\n"
    "S-003,,\nS-004,Sable Wind Exploit Brokers Limited Liability Partnership,BR\nS-005,Nobody,Atlantis\n"
)


@pytest.fixture
def parties(tmp_path: Path) -> Path:
    path = tmp_path / "suppliers-and-agents_2026.csv"
    path.write_text(PARTIES)
    return path


def _pictured(page: Page, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    folder = os.environ.get("LICET_PICTURES")
    for width in (1200, 360) if folder else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_a_name_and_a_file_are_screened_and_no_screen_has_a_barrier(
    windows: Windows, parties: Path
) -> None:
    window = windows.of("officer").go("/work/").follow("Screen names")
    window.press("Screen").reads("There is a problem")
    assert barriers(window.page) == []
    window.write("Name of the person or body", "Quorvex Intrusion Systems")
    window.press("Screen").reads("1 hit for")
    assert barriers(window.page) == []
    _pictured(window.page, "name")
    window.follow("Screen a file of parties").press("Screen the file")
    window.reads("Choose a file")
    assert barriers(window.page) == []
    window.attach("File of parties", parties).press("Screen the file")
    window.reads("Waiting")
    at = window.page.url
    assert barriers(window.page) == []
    _pictured(window.page, "waiting")
    in_a_thread(run_pending)
    # The page looks again by itself.
    window.reads("100 % of the file").reads("Delete file and results")
    _pictured(window.page, "done")
    found = walk(
        windows,
        window.page,
        ["/work/screen/files/", at, f"{at}hits/", f"{at}hits/?least=x", f"{at}set-aside/", f"{at}delete/"],
    )  # fmt: skip
    assert found == []
    for name in ("hits", "set-aside", "delete"):
        _pictured(window.go(f"{at}{name}/").page, name)
    _pictured(window.go("/work/screen/files/").page, "files")
    saved = window.go(f"{at}hits/").download("Save these as CSV", parties)
    assert "Quorvex" in saved.read_text("utf-8")
    window.go(f"{at}delete/").press("Delete file and results").reads("Deleted")
    assert barriers(window.page) == []


def test_everything_works_without_scripts_and_by_keyboard(
    windows: Windows, parties: Path
) -> None:
    window = windows.of("officer", scripts=False).go("/work/screen/files/")
    window.attach("File of parties", parties)
    window.page.get_by_role("button", name="Screen the file").focus()
    window.page.keyboard.press("Enter")
    window.reads("Waiting")
    window.page.get_by_role("button", name="Stop").focus()
    window.page.keyboard.press("Enter")
    window.reads("It is stopped")
    window.press("Go on").reads("It goes on")
    in_a_thread(run_pending)
    window.page.get_by_role("link", name="Look again").focus()
    window.page.keyboard.press("Enter")
    window.reads("Done").follow("Look at the hits").reads("Quorvex Intrusion Systems")
    window.write("In a name", "sable").press("Show")
    expect(window.page.locator("main")).not_to_contain_text("Quorvex")
