"""Which list was in service when is on record, also when the process died in between."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.fixtures import Settings
from tests.web.casework.builders import MovingClock, World
from tests.web.reader import Reader

from licet.screening import invented_lists, sync
from licet.web.casework.access import SYSTEM
from licet.web.casework.errors import NotAllowedError, NotFoundError
from licet.web.casework.models import LedgerRow, ListEvent
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.screening import lists as reads
from licet.web.casework.services.programs.tokens import make_token
from licet.web.casework.services.screening.lists import enter_found, enter_sync

SOURCES = ["un_sc", "us_csl", "us_ofac_sdn"]
CSL = "invented-csl.csv"


@pytest.fixture
def state(tmp_path: Path, settings: Settings) -> Path:
    settings.LICET_STATE = tmp_path / "state"
    return tmp_path / "state"


def take(
    state: Path, clock: MovingClock, folder: Path, *accepted: str
) -> list[dict[str, object]]:
    done = sync(folder, state, at=clock.at, accept_loss=accepted)
    return [one.to_json() for one in done]


def without_last_row(tmp_path: Path) -> Path:
    folder = tmp_path / "later"
    folder.mkdir()
    lines = (invented_lists() / CSL).read_text("utf-8").splitlines(keepends=True)
    (folder / CSL).write_text("".join(lines[:-1]), "utf-8")
    return folder


def test_each_source_is_one_entry_of_the_record(
    world: World, clock: MovingClock, state: Path
) -> None:
    assert enter_sync(by=SYSTEM, outcomes=take(state, clock, invented_lists())) == 3
    assert (
        list(ListEvent.objects.order_by("pk").values_list("source", flat=True))
        == SOURCES
    )
    assert str(ListEvent.objects.first()).endswith(": new")
    told = read_act(LedgerRow.objects.order_by("-pk")[0])
    assert (told.kind, told.payload["result"]) == ("sync_list", "new")
    assert told.payload["version"] in {
        one.version for one in reads.lists(viewer=world.officer).lists
    }
    assert len(str(told.payload["content_hash"])) == 64
    with pytest.raises(IntegrityError), transaction.atomic():
        ListEvent.objects.update(result="changed")


def test_a_refused_loss_is_an_entry_too_and_is_shown(
    world: World, clock: MovingClock, state: Path, tmp_path: Path
) -> None:
    enter_sync(by=SYSTEM, outcomes=take(state, clock, invented_lists()))
    enter_sync(by=SYSTEM, outcomes=take(state, clock, without_last_row(tmp_path)))
    asked, told = (read_act(row) for row in LedgerRow.objects.order_by("-pk")[:2])
    assert (told.kind, told.payload["result"]) == ("refuse_list", "refused")
    assert (asked.kind, asked.payload["lost"]) == ("ask_about_list", 1)
    shown = {one.source: one.trouble for one in reads.lists(viewer=world.officer).lists}
    assert "1 of 10 entries would go" in shown["us_csl"]
    assert shown["un_sc"] == ""


def test_a_version_whose_entry_was_lost_is_found_once(
    world: World, clock: MovingClock, state: Path
) -> None:
    take(state, clock, invented_lists())  # and the process died before the record
    assert enter_found() == 3
    assert enter_found() == 0
    assert set(ListEvent.objects.values_list("result", flat=True)) == {"found"}


def test_the_page_shows_what_changed_between_two_versions(
    world: World, clock: MovingClock, state: Path, tmp_path: Path, client: Client
) -> None:
    enter_sync(by=SYSTEM, outcomes=take(state, clock, invented_lists()))
    clock.forward(1)
    later = take(state, clock, without_last_row(tmp_path), "us_csl")
    enter_sync(by=SYSTEM, outcomes=later)
    (csl,) = (
        one for one in reads.lists(viewer=world.officer).lists if one.source == "us_csl"
    )
    older, newer = csl.versions
    client = Reader(world, "officer").client
    page = client.get(
        "/work/lists/", {"source": "us_csl", "older": older, "newer": newer}
    ).content.decode()
    assert "0 added, 0 changed, 1 removed." in page
    assert "New version" in page
    raw = make_token(
        person=world.officer.id, name="t", scopes=("read",), days=1, by=SYSTEM
    )
    headers = {"Authorization": f"Bearer {raw}"}
    told = Client().get("/api/v1/lists", headers=headers).json()
    assert [one["source"] for one in told["lists"]] == SOURCES
    changed = Client().get(
        f"/api/v1/lists/us_csl/changes?older={newer}&newer={older}", headers=headers
    )
    assert changed.json()["added"] == 1
    with pytest.raises(NotFoundError):
        reads.difference(viewer=world.officer, source="us_csl", older=older, newer="x")
    with pytest.raises(NotFoundError):
        reads.difference(viewer=world.officer, source="xx", older=older, newer=newer)


def test_the_queue_warns_of_stale_lists_and_of_none(
    world: World, clock: MovingClock, state: Path, settings: Settings
) -> None:
    client = Reader(world, "officer").client
    assert "No official list is in service" in client.get("/work/").content.decode()
    assert "No list is in service" in client.get("/work/lists/").content.decode()
    take(state, clock, invented_lists())
    clock.at += settings.LICET_LISTS_STALE_AFTER
    assert "Nobody has looked" not in client.get("/work/").content.decode()
    clock.at += timedelta(seconds=1)
    assert "Nobody has looked" in client.get("/work/").content.decode()
    assert "stale" in client.get("/work/lists/").content.decode()


def test_who_may_not_see_lists_is_not_warned_and_not_shown(
    world: World, state: Path
) -> None:
    assert reads.stale_lists(viewer=world.te) == ()
    with pytest.raises(NotAllowedError):
        reads.lists(viewer=world.te)
