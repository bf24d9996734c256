"""A list kept here, from the first proposal to the entry in service; every screen of lists without a barrier."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests.journeys.conftest import Windows
from tests.journeys.looking import barriers, walk
from tests.journeys.steps import in_a_thread
from tests.web.casework.builders import END_USER, World, submit

from licet.screening import NATIONAL, note_look, statuses, sync
from licet.web.casework.access import SYSTEM
from licet.web.casework.engines import Lists
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import ListAlert, ListQuestion, OwnProposal
from licet.web.casework.ports import now, ports, using
from licet.web.casework.services.screening.lists import enter_sync
from licet.web.casework.services.screening.own_lists import publish_own_list

pytestmark = pytest.mark.journey
LIST = f"/work/lists/own/{NATIONAL}/"


@pytest.fixture
def state(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.LICET_STATE = tmp_path / "state"
    with using(replace(ports(), screener=Lists(state=tmp_path / "state"))):
        yield tmp_path / "state"


def _take(state: Path, rows: list[tuple[str, str]], hours: int) -> None:
    """A version of an invented list, taken a while ago."""
    place = state.parent / "in"
    place.mkdir(exist_ok=True)
    lines = (
        {
            "id": n,
            "schema": "Company",
            "properties": {"name": [name], "country": ["ae"]},
        }
        for n, name in rows
    )
    (place / "list.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines))
    done = sync(place, state, at=now() - timedelta(hours=hours))
    enter_sync(by=SYSTEM, outcomes=[one.to_json() for one in done])


def _two_versions_and_a_question(state: Path) -> int:
    many = [(str(n), f"Tarnhelm Works {n} (invented)") for n in range(60)]
    _take(state, many, 9)
    _take(state, [*many[1:], ("0", "Tarnhelm Wörks 0 (invented)"), ("x", "Quorvex")], 8)
    _take(state, many[:30], 7)
    note_look(state, "https://lists.example/eu", problem="No answer came.", at=now())
    return ListQuestion.objects.get().pk


def test_an_entry_is_proposed_by_one_and_approved_by_another(
    windows: Windows, state: Path
) -> None:
    officer = windows.of("officer").go(LIST).reads("No entry is in force")
    assert barriers(officer.page) == []
    officer.follow("Propose an entry").press("Propose").reads("There is a problem")
    assert barriers(officer.page) == []
    officer.choose("What it is", "Organisation")
    officer.write("Main name", "Quorvex Systems (invented)")
    officer.write("Also known as", "Кворвекс\n夸沃克斯")
    officer.write("Countries", "AE")
    officer.write("Numbers", "Registration: 5510099 (AE)")
    officer.write("Legal basis", "Power to list end users of concern (invented)")
    officer.write("Citation", "Export Act s. 12(1) (invented)")
    officer.write("In force from", "2026-01-01")
    officer.write("Why", "Named in a finding of the agency (invented).")
    officer.press("Propose").reads("A second person must approve it")
    number = in_a_thread(lambda: OwnProposal.objects.get().pk)
    path = f"/work/lists/proposals/{number}/"
    assert walk(windows, officer.page, [LIST, path]) == []
    head = windows.of("head").go(path)
    head.reads("夸沃克斯")
    head.press("Approve").reads("comes into service at once")
    in_a_thread(lambda: publish_own_list(by=SYSTEM, source=NATIONAL))
    assert statuses(state)[0].entries == 1
    entry = f"{LIST}00001/"
    officer.go(f"{entry}change/").write("Main name", "Quorvex Sistems (invented)")
    officer.write("Why", "Misspelt.").press("Propose")
    number = in_a_thread(lambda: OwnProposal.objects.latest("pk").pk)
    pages = [LIST, entry, f"{entry}change/", f"{entry}remove/", f"/work/lists/proposals/{number}/"]  # fmt: skip
    assert walk(windows, officer.page, pages) == []
    assert walk(windows, head.page, [f"/work/lists/proposals/{number}/"]) == []


def _alerted(world: World, state: Path) -> int:
    """An open case that an entry touches which came after it was screened."""
    others = [(str(n), f"Tarnhelm Works {n} (invented)") for n in range(4)]
    with using(replace(ports(), screener=Lists(state=state))):
        _take(state, others, 3)
        submit(world)
        _take(state, [*others, ("9", str(END_USER["name"]))], 0)
        run_pending()
    return ListAlert.objects.get().pk


def test_an_alert_of_a_list_has_no_barrier(
    windows: Windows, state: Path, world: World
) -> None:
    alert = in_a_thread(lambda: _alerted(world, state))
    page = windows.of("officer").page
    paths = ["/work/lists/alerts/", f"/work/lists/alerts/{alert}/"]
    assert walk(windows, page, paths) == []


def test_the_screens_of_lists_have_no_barrier(windows: Windows, state: Path) -> None:
    question = in_a_thread(lambda: _two_versions_and_a_question(state))
    older, newer = statuses(state)[0].versions
    changes = f"/work/lists/of/ftm/changes/?older={older}&newer={newer}"
    page = windows.of("head").page
    paths = ["/work/", "/work/lists/", changes, f"/work/lists/questions/{question}/"]
    assert walk(windows, page, paths) == []
    head = windows.of("head").go(f"/work/lists/questions/{question}/").press("Answer")
    head.reads("There is a problem")
    assert barriers(page) == []
    head.choose("Is the new version right?", "Reject: the version in service stays")
    head.write("Why", "A fault of the publisher.").press("Answer")
    head.reads("carried out at once")
