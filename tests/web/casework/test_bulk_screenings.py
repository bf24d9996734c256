"""Files of parties: given, screened in slices, stopped, taken up again, deleted; each act on record."""

import gzip
import io
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.web.casework.builders import MovingClock, World

from licet.bulk import ChangedInputError, NoRoomError, RunFolder
from licet.screening import invented_lists, open_service_index, sync
from licet.web.casework.engines import Lists
from licet.web.casework.errors import (
    FileTooLargeError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    UnavailableError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending, schedule
from licet.web.casework.models import (
    BulkScreening,
    BulkScreeningEvent,
    LedgerRow,
    ReadLog,
)
from licet.web.casework.ports import Ports, using
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.screening import bulk_screenings as reads
from licet.web.casework.selectors.screening.bulk_screenings import HitFilter
from licet.web.casework.services.screening import bulk_screenings as acts
from licet.web.casework.services.screening import bulk_work
from licet.web.casework.views import BulkScreeningView

pytestmark = pytest.mark.django_db
PARTIES = (
    b"id,name,country\n"
    b"1,Quorvex Intrusion Systems,\n"
    b"2,Wilhelmina Parsnip Bakeries,BR\n"
    b"3,,\n"
    b"4,Sable Wind Exploit Brokers,\n"
)
LONG = b"name\n" + b"Wilhelmina Parsnip Bakeries\n" * 5000


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented lists in service, and their index, made once."""
    state = tmp_path_factory.mktemp("listed") / "state"
    sync(invented_lists(), state, at=timezone.now())
    open_service_index(state)
    return state


@pytest.fixture
def state(listed: Path, tmp_path: Path, settings: Settings) -> Path:
    settings.LICET_STATE = tmp_path / "state"
    settings.LICET_BULK_SLICE_SECONDS = 60
    shutil.copytree(listed, settings.LICET_STATE)
    return tmp_path / "state"


@pytest.fixture
def world(outside: Ports, state: Path, world: World) -> Iterator[World]:
    with using(replace(outside, screener=Lists(state=state))):
        yield world


def start(world: World, content: bytes = PARTIES, **asked: object) -> BulkScreeningView:
    return acts.start_bulk_screening(
        by=world.officer,
        name="parties.csv",
        content=io.BytesIO(content),
        **asked,  # type: ignore[arg-type]
    )


def again(world: World, one: BulkScreeningView) -> BulkScreeningView:
    return reads.bulk_screening(viewer=world.officer, screening=one.id)


def hits(world: World, one: BulkScreeningView, **asked: str) -> list[str]:
    found = reads.hits(viewer=world.officer, screening=one.id, asked=HitFilter(**asked))
    return [hit["name"] for hit in found.hits]


def kinds(one: BulkScreeningView) -> list[str]:
    return [event.kind for event in one.events]


def test_a_file_is_screened_by_the_job_with_its_lists_kept(world: World) -> None:
    one = start(world)
    assert (one.state, one.rows, one.form) == ("waiting", 0, "csv")
    run_pending()
    one = again(world, one)
    assert one.state == "done"
    assert (one.rows, one.parties, one.set_aside, one.per_mille) == (4, 3, 1, 1000)
    assert set(one.lists) == {"un_sc", "us_csl", "us_ofac_sdn"}
    assert hits(world, one) == [
        "Quorvex Intrusion Systems",
        "Sable Wind Exploit Brokers",
    ]
    assert kinds(one) == ["start_bulk_screening", "finish_bulk_screening"]


def test_the_record_says_who_screened_which_file_with_which_lists(world: World) -> None:
    one = start(world)
    run_pending()
    told = [read_act(LedgerRow.objects.get(pk=e.row)) for e in again(world, one).events]
    assert told[0].actor is not None
    assert told[0].actor.name == world.officer.name
    assert told[0].payload["sha256"] == one.sha256
    assert told[1].payload["lists"] == dict(again(world, one).lists)
    assert told[1].payload["hits"] == 2
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        BulkScreeningEvent.objects.update(kind="nothing")


def test_hits_are_filtered_and_reading_them_is_entered_once(world: World) -> None:
    one = start(world)
    run_pending()
    assert hits(world, one, words="sable") == ["Sable Wind Exploit Brokers"]
    assert hits(world, one, least="1") == []
    assert hits(world, one, source="un_sc") == []
    assert ReadLog.objects.filter(case=one.id).count() == 1
    with pytest.raises(InvalidInputError, match="score"):
        hits(world, one, least="high")
    lines = list(
        reads.every_hit(
            viewer=world.officer, screening=one.id, asked=HitFilter(words="sable")
        )
    )
    assert [json.loads(line)["id"] for line in lines] == ["4"]


def test_hits_and_rows_set_aside_come_fifty_at_a_time(world: World) -> None:
    rows = b"".join(b"%d,Quorvex Intrusion Systems\n" % n for n in range(60))
    one = start(world, b"id,name\n" + rows + b"x,\n" * 55)
    run_pending()
    first = reads.hits(viewer=world.officer, screening=one.id, asked=HitFilter())
    assert (len(first.hits), bool(first.following)) == (50, True)
    second = reads.hits(
        viewer=world.officer,
        screening=one.id,
        asked=HitFilter(),
        after=first.following,
    )
    assert [hit["id"] for hit in second.hits] == [str(n) for n in range(50, 60)]
    assert second.following == ""
    aside = reads.set_aside(viewer=world.officer, screening=one.id)
    assert (len(aside.rows), bool(aside.following)) == (50, True)
    rest = reads.set_aside(
        viewer=world.officer, screening=one.id, after=aside.following
    )
    assert len(rest.rows) == 5
    odd = reads.set_aside(viewer=world.officer, screening=one.id, after="nonsense")
    assert odd.rows == aside.rows


def test_a_long_file_is_screened_in_slices_that_let_other_jobs_through(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LICET_BULK_SLICE_SECONDS = -1
    one = start(world, LONG)
    states = [bulk_work.work_bulk_screening(one.id) for _ in range(4)]
    assert states == ["running", "running", "running", "done"]
    assert again(world, one).rows == 5000


def test_one_at_work_is_stopped_and_goes_on_after_what_is_done(
    world: World, settings: Settings
) -> None:
    settings.LICET_BULK_SLICE_SECONDS = -1
    one = start(world, LONG)
    assert bulk_work.work_bulk_screening(one.id) == "running"
    stopped = acts.cancel_bulk_screening(by=world.officer, screening=one.id)
    assert stopped.state == "cancelled"
    run_pending()
    assert again(world, one).rows == 2048
    with pytest.raises(WrongStateError, match="ended"):
        acts.cancel_bulk_screening(by=world.officer, screening=one.id)
    acts.resume_bulk_screening(by=world.officer, screening=one.id)
    run_pending()
    assert again(world, one).state == "done"
    assert again(world, one).rows == 5000
    with pytest.raises(WrongStateError, match="taken up"):
        acts.resume_bulk_screening(by=world.officer, screening=one.id)


def test_a_stop_is_heard_between_two_blocks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = start(world, LONG)
    told = bulk_work._told

    def stop(row: BulkScreening, progress: object) -> bool:
        BulkScreening.objects.filter(pk=row.pk).update(state="cancelled")
        return told(row, progress)  # type: ignore[arg-type]

    monkeypatch.setattr(bulk_work, "_told", stop)
    assert bulk_work.work_bulk_screening(one.id) == "cancelled"
    assert RunFolder(root=acts.folder_of(one.id) / "run").ended is None


def test_a_stop_after_the_last_block_is_not_made_a_result(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = start(world)
    told = bulk_work._told

    def stop(row: BulkScreening, progress: object) -> bool:
        kept = told(row, progress)  # type: ignore[arg-type]
        BulkScreening.objects.filter(pk=row.pk).update(state="cancelled")
        return kept

    monkeypatch.setattr(bulk_work, "_told", stop)
    assert bulk_work.work_bulk_screening(one.id) == "cancelled"


def test_when_a_list_changes_meanwhile_it_begins_anew_on_record(
    world: World, settings: Settings, tmp_path: Path, state: Path
) -> None:
    settings.LICET_BULK_SLICE_SECONDS = -1
    one = start(world, LONG)
    bulk_work.work_bulk_screening(one.id)
    entry = {
        "id": "x1",
        "schema": "Company",
        "properties": {"name": ["Wilhelmina Parsnip Bakeries"]},
    }
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "more.jsonl").write_text(json.dumps(entry) + "\n")
    sync(tmp_path / "in", state, at=timezone.now())
    settings.LICET_BULK_SLICE_SECONDS = 60
    run_pending()
    assert "restart_bulk_screening" in kinds(again(world, one))
    assert again(world, one).state == "done"
    assert again(world, one).hits == 5000
    assert "ftm" in again(world, one).lists


def test_a_file_that_cannot_be_read_to_its_end_fails_with_the_reason(
    world: World,
) -> None:
    rows = "".join(f"Party number {n} of {n * 7919 % 99991}\n" for n in range(6_000))
    packed = gzip.compress(b"name\n" + rows.encode())
    one = start(world, packed[: len(packed) // 2])
    run_pending()
    one = again(world, one)
    assert one.state == "failed"
    assert "parties.csv: is packed, but ends too early" in one.reason
    assert kinds(one)[-1] == "fail_bulk_screening"


def test_a_file_of_too_many_rows_fails(world: World, settings: Settings) -> None:
    settings.LICET_BULK_MOST_ROWS = 3
    one = start(world)
    run_pending()
    assert "more than 3 rows" in again(world, one).reason


def test_a_kept_file_that_was_altered_is_not_screened(world: World) -> None:
    one = start(world)
    (acts.folder_of(one.id) / "input").write_bytes(b"name\nSomebody else\n")
    assert bulk_work.work_bulk_screening(one.id) == "failed"
    assert "changed while" in again(world, one).reason
    assert issubclass(ChangedInputError, Exception)


def test_failing_twice_is_told_once(world: World) -> None:
    one = start(world)
    row = BulkScreening.objects.get(pk=one.id)
    assert bulk_work._fail(row, "x") == bulk_work._fail(row, "y") == "failed"
    assert kinds(again(world, one)).count("fail_bulk_screening") == 1


def test_a_full_disk_is_said_and_the_screening_stays_wanted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = start(world)

    def full(*_: object) -> None:
        raise NoRoomError(Path("somewhere"), "No space left on device")

    monkeypatch.setattr("licet.bulk.store.RunFolder.keep", full)
    with pytest.raises(NoRoomError):
        bulk_work.work_bulk_screening(one.id)
    assert again(world, one).state == "running"
    assert "make room" in again(world, one).reason


def test_two_workers_never_screen_the_same_file(world: World) -> None:
    one = start(world)
    with RunFolder(root=acts.folder_of(one.id) / "run").held():
        assert bulk_work.work_bulk_screening(one.id) == "busy"


def test_what_was_left_is_taken_up_again(world: World, clock: MovingClock) -> None:
    one = start(world)
    assert bulk_work.take_up_left() == 0
    clock.at += timedelta(minutes=6)
    assert bulk_work.take_up_left() == 1
    run_pending()
    assert again(world, one).state == "done"
    names = {line.name for line in schedule("w")}
    assert {"take_up_bulk", "delete_bulk"} <= names


def test_deleting_takes_file_and_results_and_leaves_what_was_done(world: World) -> None:
    one = start(world)
    with pytest.raises(WrongStateError, match="Stop it first"):
        acts.delete_bulk_screening(by=world.officer, screening=one.id)
    run_pending()
    gone = acts.delete_bulk_screening(by=world.officer, screening=one.id)
    assert gone.state == "deleted"
    assert not acts.folder_of(one.id).exists()
    assert kinds(gone)[-1] == "delete_bulk_screening"
    assert hits(world, one) == []
    with pytest.raises(WrongStateError, match="already"):
        acts.delete_bulk_screening(by=world.officer, screening=one.id)


def test_what_is_kept_long_is_deleted_by_itself(
    world: World, clock: MovingClock, settings: Settings
) -> None:
    one = start(world)
    run_pending()
    stray = Path(settings.LICET_STATE) / "bulk" / "stray"
    stray.mkdir()
    clock.at += timedelta(days=89)
    assert bulk_work.delete_kept_long() == 0
    assert stray.exists()
    clock.at += timedelta(days=2)
    assert bulk_work.delete_kept_long() == 1
    assert bulk_work.delete_kept_long() == 0
    assert again(world, one).state == "deleted"


def test_what_an_upload_that_died_left_is_swept(
    world: World, settings: Settings
) -> None:
    stray = Path(settings.LICET_STATE) / "bulk" / "stray"
    stray.mkdir(parents=True)
    os.utime(stray, (0, 0))
    bulk_work.delete_kept_long()
    assert not stray.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"title\nx\n", "no column `name`"),
        (b"PK\x03\x04....", "a workbook"),
        (b"PAR1 and nothing more", "cannot be read as Parquet"),
    ],
    ids=["empty", "no name", "workbook", "cut Parquet"],
)
def test_what_is_no_file_of_parties_is_refused_and_nothing_is_kept(
    world: World, settings: Settings, content: bytes, words: str
) -> None:
    with pytest.raises(InvalidInputError, match=words):
        start(world, content)
    assert list((Path(settings.LICET_STATE) / "bulk").iterdir()) == []
    assert not BulkScreening.objects.exists()


def test_a_file_over_the_limit_is_refused_on_the_way(
    world: World, settings: Settings
) -> None:
    settings.LICET_BULK_UPLOAD_LIMIT = 10
    with pytest.raises(FileTooLargeError):
        start(world)
    assert list((Path(settings.LICET_STATE) / "bulk").iterdir()) == []


def test_parquet_without_its_extra_is_unavailable(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    with pytest.raises(UnavailableError, match=r"licet\[bulk\]"):
        start(world, b"PAR1 and nothing more")


def test_only_those_may_who_are_meant_to(world: World) -> None:
    one = start(world)
    for act in (
        lambda by: acts.start_bulk_screening(by=by, name="x", content=io.BytesIO(b"")),
        lambda by: acts.cancel_bulk_screening(by=by, screening=one.id),
        lambda by: acts.resume_bulk_screening(by=by, screening=one.id),
        lambda by: acts.delete_bulk_screening(by=by, screening=one.id),
        lambda by: acts.screen_name(by=by, name="x"),
        lambda by: reads.bulk_screenings(viewer=by),
    ):
        with pytest.raises(NotAllowedError):
            act(world.halden)
    with pytest.raises(NotFoundError):
        reads.bulk_screening(viewer=world.officer, screening="nonsense")
    other = world.actor("officer2") if hasattr(world, "actor") else None
    assert other is None or reads.bulk_screenings(viewer=other) == ()


def test_a_name_is_looked_up_and_who_asked_is_entered(world: World) -> None:
    found = acts.screen_name(by=world.officer, name=" Sable Wind Exploit Brokers ")
    assert found.hits[0]["matched_name"]
    told = read_act(LedgerRow.objects.order_by("-pk")[0])
    assert told.kind == "screen_at_desk"
    assert told.payload["name"] == "Sable Wind Exploit Brokers"
    for nothing in ("", " . ", "x" * 600):
        with pytest.raises(InvalidInputError):
            acts.screen_name(by=world.officer, name=nothing, country="BR")
