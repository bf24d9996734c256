"""Every screen, its errors included, for everybody: no barrier found, nothing refused, nothing from elsewhere."""

import gzip
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import pytest
from pytest_django.fixtures import Settings
from tests.journeys.conftest import Windows
from tests.journeys.looking import barriers, tab_to, walk
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import (
    World,
    granted,
    refused,
    start,
    submit,
    take,
)
from tests.web.casework.draft_laws import opened

from licet.web.casework.services.appeals import appeals
from licet.web.casework.services.licences import licences
from licet.web.casework.services.opinions import opinions
from licet.web.casework.services.review import consultations

pytestmark = pytest.mark.journey
LARGEST_COLD = 100 * 1024

PUBLIC = (
    "/",
    "/help/",
    "/accessibility/",
    "/rules/",
    "/rules/drafts/",
    "/rules/eu/2021-821/entries/4D004/",
    "/rules/eu/2021-821/guidance/decision/",
    "/rules/eu/2021-821/guidance/timelines/",
    "/rules/us/ear/guidance/calendar/?on=2026-10-20",
    "/rules/us/ear/compare/?from=2025-11-09&to=2025-11-10",
    "/check/",
    "/check/red-flags/",
    "/destinations/",
    "/destinations/?q=zzz",
    "/destinations/BR/",
    "/destinations/BR/?on=nonsense",
    "/destinations/SZ/?on=2020-01-01",
    "/figures/",
    "/verify/",
    "/record/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
)


@dataclass(frozen=True, slots=True)
class Cases:
    """Numbers of cases in the states that screens need."""

    draft: str
    triage: str
    taken: str
    refused: str
    granted: str
    licence: str
    opinion: str


def _build(world: World) -> Cases:
    near = {
        "role": "end_user",
        "name": "Sable Wind Exploit Brokers",
        "country": "BR",
        "facts": {"type": "private_company"},
    }
    draft = start(world).number
    triage = submit(world, parties={"parties": [near]}).number
    taken = submit(world).number
    take(world, taken)
    consultations.ask_consultation(
        by=world.officer, case=taken, partner="NO", because="It asked.", version=None
    )
    denied = refused(world)
    appeals.lodge_appeal(
        by=world.halden,
        case=denied.number,
        lodging=appeals.Lodging(grounds=["facts"], words="Misread."),
        version=None,
    )
    given = granted(world)
    assert given.licence is not None
    licences.suspend_licence(
        by=world.officer, licence=given.licence.number, reasons="A check.", version=None
    )
    asked = opinions.OpinionRequest(
        organisation=str(world.organisations["halden"].pk),
        kind="classification_opinion",
        title="A platform",
        facts={"item.kind": "software", "item.listed_as": "4D004"},
    )
    opinion = opinions.request_opinion(by=world.halden, asked=asked).number
    opinions.take_opinion(by=world.officer, number=opinion, version=None)
    return Cases(
        opinion=opinion,
        draft=draft,
        triage=triage,
        taken=taken,
        refused=denied.number,
        granted=given.number,
        licence=given.licence.number,
    )


@pytest.fixture
def cases(world: World) -> Cases:
    return in_a_thread(lambda: _build(world))


def test_public_screens_have_no_barrier(windows: Windows) -> None:
    page = windows.page()
    assert walk(windows, page, list(PUBLIC)) == []


def test_a_destination_has_no_barrier_with_every_table_open(
    windows: Windows, cases: Cases
) -> None:
    for person, path in (
        ("public", "/destinations/BR/?on=2026-03-01"),
        ("officer", f"/work/cases/{cases.taken}/"),
    ):
        page = windows.of(person).page
        page.goto(path)
        page.set_viewport_size({"width": 320, "height": 900})
        page.evaluate(
            "document.querySelectorAll('details').forEach(e => e.open = true)"
        )
        assert page.locator("svg.chart--line").count() == 2
        # A year is missing: two stretches, each with its band.
        assert page.locator("polygon.band").count() == 2
        assert barriers(page) == [], path


def test_public_errors_have_no_barrier_and_take_the_focus(windows: Windows) -> None:
    window = windows.of("public").go("/check/").write("On which day", "").press("Start")
    window.reads("There is a problem")
    # The words are there before the script that moves the focus to them has run.
    window.page.wait_for_function(
        "document.activeElement.dataset.module === 'error-summary'"
    )
    assert barriers(window.page) == []
    window.go("/verify/").press("Check the code").reads("There is a problem")
    assert barriers(window.page) == []
    window.go("/account/login/").press("Sign in").reads("There is a problem")
    assert barriers(window.page) == []


def test_drafts_of_law_have_no_barrier_from_reading_to_the_comment_on_the_desk(
    windows: Windows, world: World
) -> None:
    slug = in_a_thread(lambda: opened(closes_on=date(2999, 12, 31)).summary.slug)
    path = f"/rules/drafts/{slug}/"
    window = windows.of("public")
    assert walk(windows, window.page, ["/rules/drafts/", path]) == []
    window.go(path).press("Send the comment").reads("There is a problem")
    assert barriers(window.page) == []
    window.write("Your comment", "Sec. 3 goes too far.").press("Send the comment")
    window.reads("Your comment was received")
    assert barriers(window.page) == []
    desk = windows.of("policy").page
    assert walk(windows, desk, ["/work/drafts/", f"/work/drafts/{slug}/"]) == []


def test_the_self_check_has_no_barrier_from_start_to_record(windows: Windows) -> None:
    window = windows.of("public").go("/check/")
    window.page.locator('input[name="law"]').first.check()
    window.press("Start")
    assert "/check/question/" in window.page.url
    assert barriers(window.page) == []
    window.press("Continue").reads("There is a problem")
    assert barriers(window.page) == []
    state = urlsplit(window.page.url).query
    window.go(f"/check/result/?{state}").reads("What would settle it")
    assert barriers(window.page) == []


@pytest.mark.slow
def test_applicants_screens_have_no_barrier(windows: Windows, cases: Cases) -> None:
    page = windows.of("halden").page
    at = f"/apply/cases/{cases.draft}"
    paths = [
        "/apply/",
        "/apply/new/",
        "/apply/organisation/",
        f"{at}/",
        f"{at}/organisation/",
        f"{at}/items/0/",
        f"{at}/classify/1/",
        f"{at}/list/parties/",
        f"{at}/parties/0/",
        f"{at}/facts/destination/",
        f"{at}/facts/activity/",
        f"{at}/documents/",
        f"{at}/declaration/",
        f"{at}/check/",
        f"{at}/withdraw/",
        f"/apply/cases/{cases.refused}/",
        f"/apply/cases/{cases.granted}/",
        f"/apply/cases/{cases.granted}/confirmation/",
        f"/apply/cases/{cases.granted}/record/",
        f"/apply/licences/{cases.licence}/",
        f"/apply/licences/{cases.licence}/use/",
        "/apply/opinions/",
        "/apply/opinions/new/",
        f"/apply/opinions/{cases.opinion}/",
        "/account/email/",
    ]
    assert walk(windows, page, paths) == []
    window = windows.of("halden").go(f"{at}/items/1/").press("Save and go on")
    window.reads("There is a problem")
    assert barriers(page) == []


@pytest.mark.slow
def test_officers_screens_have_no_barrier(windows: Windows, cases: Cases) -> None:
    page = windows.of("officer").page
    taken = f"/work/cases/{cases.taken}"
    page.goto(f"/work/cases/{cases.triage}/")
    hit = page.locator('a[href*="/hits/"]').first.get_attribute("href") or ""
    page.goto(f"{taken}/")
    asked = page.locator('a[href*="/consultations/"]').first.get_attribute("href") or ""
    paths = [
        "/work/",
        "/work/lists/",
        f"{taken}/consult/",
        asked,
        "/work/appeals/",
        "/work/licences/",
        f"/work/cases/{cases.triage}/",
        hit,
        f"{taken}/",
        f"{taken}/ask/",
        f"{taken}/refer/",
        f"{taken}/facts/",
        f"{taken}/facts/end_user.type/",
        f"{taken}/draft/",
        f"{taken}/determinations/",
        f"{taken}/determinations/replay/",
        f"{taken}/items/1/classification/",
        "/work/opinions/",
        f"/work/opinions/{cases.opinion}/",
        f"/work/opinions/{cases.opinion}/draft/",
        f"/work/cases/{cases.refused}/",
        f"/work/cases/{cases.granted}/",
        f"/work/cases/{cases.granted}/record/",
        f"/work/cases/{cases.granted}/record/?check=1",
        f"/work/licences/{cases.licence}/",
    ]
    assert walk(windows, page, paths) == []
    window = windows.of("officer").go(f"{taken}/draft/").press("Save the draft")
    window.reads("There is a problem")
    assert barriers(page) == []


def test_a_page_reads_from_right_to_left(windows: Windows, settings: Settings) -> None:
    settings.LANGUAGES = [("ar", "Arabic")]
    settings.LANGUAGE_CODE = "ar"
    page = windows.page(width=320)
    assert walk(windows, page, ["/", "/check/", "/verify/", "/account/login/"]) == []
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator('link[href*="govuk.rtl.css"]').count() == 1


@pytest.mark.parametrize("path", ["/", "/rules/", "/verify/", "/account/login/"])
def test_a_first_visit_weighs_little(windows: Windows, path: str) -> None:
    page = windows.page()
    bodies: list[bytes] = []
    page.on("response", lambda answer: bodies.append(answer.body()))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert sum(len(gzip.compress(body)) for body in bodies) <= LARGEST_COLD


def test_targets_are_large_enough_to_hit(windows: Windows) -> None:
    page = windows.page(width=320)
    for path in PUBLIC:
        page.goto(path)
        small = page.evaluate(
            """[...document.querySelectorAll('button, .masthead a, .sections a, .foot a')]
            .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 24)
            .map(e => e.textContent.trim())"""
        )
        assert small == [], path


def test_a_printed_case_is_a_document_without_navigation(
    windows: Windows, cases: Cases
) -> None:
    window = windows.of("officer").go(f"/work/cases/{cases.taken}/")
    window.page.emulate_media(media="print")
    assert not window.page.locator("nav.sections").is_visible()
    assert not window.page.get_by_role("button").first.is_visible()
    assert window.page.get_by_role("heading", level=1).is_visible()


def test_an_application_is_submitted_without_scripts(
    windows: Windows, cases: Cases
) -> None:
    own = windows.of("halden", scripts=False).go(f"/apply/cases/{cases.draft}/check/")
    own.press("Submit the application").reads("Application submitted")


def test_the_queue_moves_by_key_and_the_keys_can_be_turned_off(
    windows: Windows, cases: Cases
) -> None:
    page = windows.of("officer").go("/work/").page
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tr') !== null")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    page.get_by_label("Keys: j and k move, o opens").uncheck()
    still = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == still


def test_a_filter_of_the_queue_answers_at_once_and_also_without_scripts(
    windows: Windows, cases: Cases
) -> None:
    quick = windows.of("officer").go("/work/")
    quick.select("State", "Refused")
    quick.page.get_by_text("Cases found").wait_for()
    quick.page.wait_for_url("**state=refused**")
    plain = windows.of("officer2", scripts=False).go("/work/")
    plain.write("Number, exporter, end user or entry", cases.triage).press("Show")
    plain.reads("Cases found").reads(cases.triage)


def test_submitting_and_taking_need_nothing_but_the_keyboard(
    windows: Windows, cases: Cases
) -> None:
    own = windows.of("halden").go(f"/apply/cases/{cases.draft}/check/")
    own.page.keyboard.press("Tab")
    assert (
        own.page.evaluate("document.activeElement.textContent")
        == "Skip to main content"
    )
    tab_to(own.page, "Submit the application")
    own.page.keyboard.press("Enter")
    own.reads("Application submitted")
    officer = windows.of("officer").go(f"/work/cases/{cases.triage}/")
    tab_to(officer.page, "Take the case")
    officer.page.keyboard.press("Enter")
    officer.reads("The case is yours")
