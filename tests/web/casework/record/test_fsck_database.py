"""What a superuser forces past the triggers, fsck finds and names."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from licet.web.casework.models.record import (
    Batch,
    Checkpoint,
    Leaf,
    LedgerRow,
    OutboxRow,
    TreeState,
)
from licet.web.casework.record import ActorRef
from licet.web.casework.record.erasure import erase_case
from licet.web.casework.record.export import log_directory
from licet.web.casework.record.fsck import RecordFault, check_database
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.sequencer import run_sequencer

pytestmark = pytest.mark.django_db
Record = Callable[..., list[LedgerRow]]
TABLES = ("ledgerrow", "leaf", "batch", "checkpoint")


@pytest.fixture
def forced(db: None) -> None:
    """A superuser has taken the triggers away."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in TABLES:
            name = f"casework_{table}"
            for end in (
                ("keep", "keep_all") if postgres else ("keep_update", "keep_delete")
            ):
                cursor.execute(
                    f"DROP TRIGGER {name}_{end}" + (f" ON {name}" if postgres else "")
                )


@pytest.fixture
def sealed(record: Record, at: datetime) -> list[LedgerRow]:
    rows = record(20)
    run_sequencer(at=at, flush=True)
    rows += record(5)
    run_sequencer(at=at, flush=True)
    assert faults() == ()
    return rows


def faults() -> tuple[RecordFault, ...]:
    """What is wrong besides the triggers that the superuser took away."""
    return tuple(one for one in check_database().faults if one.kind != "trigger")


def sql(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_a_whole_record_is_counted(sealed: list[LedgerRow], record: Record) -> None:
    record(2)
    report = check_database()
    assert report.faults == ()
    assert (report.rows, report.size, report.waiting, report.erased) == (82, 80, 2, 0)


def test_a_changed_entry_is_named(forced: None, sealed: list[LedgerRow]) -> None:
    LedgerRow.objects.filter(pk=sealed[7].pk).update(entry=b"\x01" + bytes(32))
    found = faults()
    assert (found[0].kind, found[0].entry) == ("changed", 7)
    assert "entry 7 was changed" in found[0].words
    assert {fault.row for fault in found} >= {sealed[7].pk}


def test_changed_content_is_named(forced: None, sealed: list[LedgerRow]) -> None:
    sealed_bytes = bytearray(sealed[7].sealed)
    sealed_bytes[-1] ^= 1
    LedgerRow.objects.filter(pk=sealed[7].pk).update(sealed=bytes(sealed_bytes))
    (found,) = faults()
    assert (found.kind, found.row, found.entry) == ("altered", sealed[7].pk, 7)


def test_content_sealed_anew_around_another_act_is_named(
    forced: None, sealed: list[LedgerRow]
) -> None:
    row = sealed[3]
    context = b"licet-row-1\n" + row.key_id.encode() + b"\n" + bytes(row.entry)
    forged = key_store().seal(row.key_id, bytes(32) + b'{"kind": "granted"}', context)
    LedgerRow.objects.filter(pk=row.pk).update(sealed=forged)
    (found,) = faults()
    assert (found.kind, found.entry) == ("altered", 3)
    assert "holds another act" in found.words


def test_two_swapped_places_are_named(forced: None, sealed: list[LedgerRow]) -> None:
    sql('UPDATE casework_leaf SET "index" = -1 WHERE "index" = 4')
    sql('UPDATE casework_leaf SET "index" = 4 WHERE "index" = 9')
    sql('UPDATE casework_leaf SET "index" = 9 WHERE "index" = -1')
    found = faults()
    assert (found[0].kind, found[0].entry) == ("reordered", 4)
    assert "at entry 4 stands the one that belongs at 9" in found[0].words


def test_a_removed_place_is_named(forced: None, sealed: list[LedgerRow]) -> None:
    sql('DELETE FROM casework_leaf WHERE "index" = 6')
    found = faults()
    assert (found[0].kind, found[0].entry) == ("removed", 6)
    assert any("Entry 6 is missing" in fault.words for fault in found)
    assert any(fault.row == sealed[6].pk and fault.kind == "extra" for fault in found)


def test_a_removed_batch_is_named(forced: None, sealed: list[LedgerRow]) -> None:
    first = Batch.objects.order_by("first").first()
    assert first
    sql("DELETE FROM casework_checkpoint WHERE batch_id = %s", first.pk)
    sql("DELETE FROM casework_leaf WHERE batch_id = %s", first.pk)
    sql("DELETE FROM casework_batch WHERE id = %s", first.pk)
    assert any("a batch was removed" in fault.words for fault in faults())


def test_a_row_put_in_from_outside_is_named(sealed: list[LedgerRow]) -> None:
    row = sealed[0]
    stranger = LedgerRow.objects.create(
        key_id=row.key_id,
        entry=b"\x01" + bytes(32),
        sealed=b"",
        recorded_at=row.recorded_at,
    )
    (found,) = faults()
    assert (found.kind, found.row) == ("extra", stranger.pk)


def test_a_place_in_no_batch_is_named(sealed: list[LedgerRow], record: Record) -> None:
    (row,) = record(1)
    batch = Batch.objects.order_by("-size").first()
    assert batch
    Leaf.objects.create(index=80, row=row, batch=batch)
    found = faults()
    assert {(fault.kind, fault.entry) for fault in found} >= {("extra", 80)}
    assert any("although it has its place" in fault.words for fault in found)


def test_a_waiting_row_that_was_changed_is_named(
    forced: None, sealed: list[LedgerRow], record: Record
) -> None:
    (row,) = record(1)
    LedgerRow.objects.filter(pk=row.pk).update(sealed=b"x" * 60)
    (found,) = faults()
    assert (found.kind, found.row, found.entry) == ("altered", row.pk, None)


def test_a_changed_root_is_named(forced: None, sealed: list[LedgerRow]) -> None:
    Batch.objects.filter(first=0).update(root=bytes(32))
    (found,) = faults()
    assert found.kind == "altered"
    assert "do not have the root" in found.words


def test_a_checkpoint_of_another_key_or_tree_is_named(
    forced: None, sealed: list[LedgerRow]
) -> None:
    notes = [bytes(one.note) for one in Checkpoint.objects.order_by("batch_id")]
    newest = Checkpoint.objects.order_by("-batch_id").first()
    assert newest
    Checkpoint.objects.filter(pk=newest.pk).update(note=notes[0])
    assert [fault.kind for fault in faults()] == ["checkpoint"]
    Checkpoint.objects.filter(pk=newest.pk).update(note=b"")
    assert [fault.kind for fault in faults()] == ["checkpoint"]
    sql("DELETE FROM casework_checkpoint WHERE batch_id = %s", newest.pk)
    assert "checkpoint" in [fault.kind for fault in faults()]


@pytest.mark.parametrize(
    "change", [{"size": 64}, {"edge": bytes(32)}], ids=["size", "edge"]
)
def test_a_sequencer_that_believes_otherwise_is_named(
    sealed: list[LedgerRow], change: dict[str, object]
) -> None:
    TreeState.objects.update(**change)
    (found,) = faults()
    assert "The sequencer believes" in found.words


def test_a_damaged_served_log_is_named(sealed: list[LedgerRow]) -> None:
    bundle = log_directory() / "tile/entries/000.p/80"
    data = bytearray(bundle.read_bytes())
    data[40] ^= 1
    bundle.write_bytes(data)
    found = faults()[0]
    assert found.words == "Served log: tile/entries/000.p/80: entry 1 was changed."


def test_a_lost_served_log_is_named(sealed: list[LedgerRow]) -> None:
    (log_directory() / "checkpoint").unlink()
    (found,) = faults()
    assert found.kind == "published"


def test_a_lost_key_is_a_fault_and_a_destroyed_one_is_not(
    sealed: list[LedgerRow], officer: ActorRef, at: datetime, record: Record
) -> None:
    record(3, case="case-2")
    run_sequencer(at=at, flush=True)
    (key_store().root / "data" / "case-2.key").unlink()
    assert {fault.kind for fault in faults()} == {"altered"}
    erase_case(
        case="case-2", actor=officer, rule="Invented Act s. 1", reason="due", at=at
    )
    run_sequencer(at=at, flush=True)
    report = check_database()
    assert (report.faults, report.erased) == ((), 3)


def test_an_empty_record_is_whole() -> None:
    report = check_database()
    assert (report.faults, report.rows, report.size) == ((), 0, 0)
    assert not OutboxRow.objects.exists()
