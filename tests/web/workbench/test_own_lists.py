"""An own list on screen, over the API and as a file: proposed, approved by another, found again."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.web.casework.builders import World
from tests.web.reader import Reader

from licet.screening import NATIONAL
from licet.web.casework.access import SYSTEM
from licet.web.casework.engines import Lists
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import OwnProposal
from licet.web.casework.ports import Ports, using
from licet.web.casework.services.programs.tokens import make_token

LIST = f"/work/lists/own/{NATIONAL}/"
FORM = {
    "kind": "organisation",
    "name": "Quorvex Systems (invented)",
    "aliases": "Кворвекс\nQVX Group",
    "former": "Old Quorvex",
    "weak": "QVX",
    "countries": "AE\nRussia",
    "addresses": "12 Harbour Row, Port Selm",
    "identifiers": "Registration: 5510099 (AE)\nTax: 77",
    "birth_dates": "",
    "legal_basis": "Power to list (invented)",
    "citation": "Export Act s. 12 (invented)",
    "first": "2026-01-01",
    "last": "",
    "reasons": "Named in a finding (invented).",
}


@pytest.fixture
def state(tmp_path: Path, settings: Settings) -> Path:
    settings.LICET_STATE = tmp_path / "state"
    return tmp_path / "state"


@pytest.fixture
def lists(state: Path, outside: Ports) -> Iterator[Lists]:
    own = Lists(state=state)
    with using(replace(outside, screener=own)):
        yield own


@pytest.fixture
def world(lists: Lists, world: World) -> World:
    return world


def headers(world: World, who: str, *scopes: str) -> dict[str, str]:
    raw = make_token(
        person=world.actor(who).id, name="t", scopes=scopes, days=1, by=SYSTEM
    )
    return {"Authorization": f"Bearer {raw}"}


def approved(world: World) -> str:
    Reader(world, "officer").send(f"{LIST}new/", **FORM)
    made = OwnProposal.objects.latest("pk")
    Reader(world, "head").send(f"/work/lists/proposals/{made.pk}/approve/", reasons="")
    run_pending()
    return made.entry


def test_an_entry_is_proposed_approved_and_found_on_screen(world: World) -> None:
    officer, head = Reader(world, "officer"), Reader(world, "head")
    assert "No entry is in force" in officer.read(LIST)
    said = officer.send(f"{LIST}new/", **FORM)
    assert "A second person must approve it" in said
    assert "1 proposal waits" in said
    made = OwnProposal.objects.get()
    page = f"/work/lists/proposals/{made.pk}/"
    assert "You proposed this yourself" in officer.read(page)
    assert "Кворвекс" in head.read(page)
    assert "comes into service at once" in head.send(f"{page}approve/", reasons="")
    assert "approved, not yet in service" in head.read(LIST)
    run_pending()
    shown = officer.read(f"{LIST}?words=quorvex")
    assert "1 entry" in shown
    assert "in service" in shown
    entry = officer.read(f"{LIST}{made.entry}/")
    assert "Registration 5510099 AE" in entry
    assert "United Arab Emirates" in entry


def test_what_is_wrong_stands_at_its_field(world: World) -> None:
    said = Reader(world, "officer").send(
        f"{LIST}new/", **FORM | {"identifiers": "77", "countries": "Atlantis"}
    )
    assert "There is a problem" in said
    assert "Atlantis is no country known here" in said
    assert "Give each number with its kind" in said
    assert not OwnProposal.objects.exists()


def test_a_change_shows_the_letters_that_differ(world: World) -> None:
    entry = approved(world)
    officer = Reader(world, "officer")
    form = officer.source(f"{LIST}{entry}/change/")
    assert 'value="Quorvex Systems (invented)"' in form
    assert "Registration: 5510099 (AE)" in form
    officer.send(
        f"{LIST}{entry}/change/", **FORM, version=1
    )  # says what it says already
    assert OwnProposal.objects.count() == 1
    changed = FORM | {"name": "Quorvex Sistems (invented)"}
    officer.send(f"{LIST}{entry}/change/", **changed, version=1)
    made = OwnProposal.objects.latest("pk")
    source = Reader(world, "head").source(f"/work/lists/proposals/{made.pk}/")
    assert "S<mark>i</mark>stems" in source
    history = officer.read(f"{LIST}{entry}/")
    assert "Change of an entry" in history


def test_a_removal_is_refused_with_reason_or_withdrawn(world: World) -> None:
    entry = approved(world)
    officer, head = Reader(world, "officer"), Reader(world, "head")
    officer.send(f"{LIST}{entry}/remove/", reasons="Cleared.", version=1)
    made = OwnProposal.objects.latest("pk")
    page = f"/work/lists/proposals/{made.pk}/"
    assert "Say why you refuse it" in head.send(f"{page}refuse/", reasons="")
    assert "withdrawn" in officer.send(f"{page}withdraw/", reasons="Too early.")
    assert "Withdrawn" in head.read(page)
    officer.send(f"{LIST}{entry}/remove/", reasons="Cleared.", version=9)
    assert OwnProposal.objects.count() == 2  # of a version that nobody saw


def test_the_list_is_taken_away_as_a_file(world: World) -> None:
    entry = approved(world)
    client = Reader(world, "auditor").client
    text = client.get(f"{LIST}entries.csv").content.decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["entry"], row["case"]) == (entry, "")
    assert "Кворвекс | strong" in row["names"]
    told = json.loads(client.get(f"{LIST}entries.json?standing=all").content)
    assert told["entries"][0]["names"][0] == ["Quorvex Systems (invented)", "primary"]
    assert len(told["entries"][0]["content_hash"]) == 64


def test_publishing_by_hand_says_what_it_did(world: World) -> None:
    head = Reader(world, "head")
    assert "nothing to publish" in head.send(f"{LIST}publish/")
    approved(world)
    assert "in service already" in head.send(f"{LIST}publish/")
    Reader(world, "officer").send(f"{LIST}publish/", status=403)


def test_everything_can_be_done_over_the_api(world: World) -> None:
    work, sign = (
        headers(world, "officer", "read", "work"),
        headers(world, "head", "read", "work"),
    )
    client = Client()
    base = f"/api/v1/lists/own/{NATIONAL}"

    def post(path: str, told: dict[str, object], by: dict[str, str]) -> dict:  # type: ignore[type-arg]
        answer = client.post(path, told, "application/json", headers=by)
        return {"status": answer.status_code, **answer.json()}

    document = {
        "kind": "person",
        "names": ["Ilko Brantov (invented)"],
        "birth_dates": ["1979-04"],
        "legal_basis": "Power (invented)",
        "citation": "Act s. 1 (invented)",
        "first": "2026-01-01",
    }
    made = post(f"{base}/proposals", {"document": document, "reasons": "Why."}, work)
    assert (made["status"], made["standing"]) == (200, "open")
    bad = post(f"{base}/proposals", {"document": {}, "reasons": "Why."}, work)
    assert (bad["status"], bad["code"]) == (422, "invalid_input")
    proposal = f"/api/v1/lists/own/proposals/{made['id']}"
    assert post(f"{proposal}/approve", {}, work)["code"] == "not_allowed"
    assert post(f"{proposal}/approve", {}, sign)["standing"] == "approved"
    assert post(f"{proposal}/approve", {}, sign)["status"] == 409
    assert post(f"{base}/publish", {}, sign)["result"] == "new"
    found = client.get(f"{base}?words=brantov", headers=work).json()
    assert found["entries"][0]["entry"] == made["entry"]
    history = client.get(f"{base}/{made['entry']}", headers=work).json()
    assert history["entry"]["version"] == 1
    gone = post(f"{base}/{made['entry']}/remove", {"reasons": "x", "base": 1}, work)
    assert gone["act"] == "remove"
    waiting = client.get("/api/v1/lists/own/proposals", headers=work).json()["items"]
    assert [one["id"] for one in waiting] == [gone["id"]]
    gone_path = f"/api/v1/lists/own/proposals/{gone['id']}"
    assert client.get(gone_path, headers=work).json()["differences"]
    assert (
        post(f"{gone_path}/refuse", {"reasons": "No."}, sign)["standing"] == "refused"
    )
    assert post(f"{gone_path}/withdraw", {}, work)["code"] == "wrong_state"
