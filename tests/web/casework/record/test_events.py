"""An act is entered in the transaction of its change, sealed, and read back as it was."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import transaction

from licet.kernel import NotCanonicalError
from licet.web.casework.models.record import LedgerRow, OutboxRow
from licet.web.casework.record import ActorRef
from licet.web.casework.record.errors import (
    KeyMissingError,
    NotInTransactionError,
    SealBrokenError,
)
from licet.web.casework.record.events import (
    acts_of,
    open_row,
    read_act,
    record_event,
    record_key,
)
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.sequencer import run_sequencer

pytestmark = pytest.mark.django_db
Record = Callable[..., list[LedgerRow]]


def test_an_act_reads_back_as_it_was_recorded(
    record: Record, officer: ActorRef, at: datetime
) -> None:
    (row,) = record()
    act = read_act(row)
    assert (act.kind, act.actor, act.at) == ("adjudicated", officer, at)
    assert act.payload == {"hit": 0, "words": "Müller & Söhne"}
    assert (act.entry, act.commitment) == (None, bytes(row.entry)[1:].hex())


def test_the_place_in_the_tree_is_told_once_the_batch_is_sealed(
    record: Record, at: datetime
) -> None:
    record(3)
    run_sequencer(at=at, flush=True)
    assert [act.entry for act in acts_of("case-1")] == [0, 1, 2]


def test_nothing_of_an_act_is_readable_in_its_row(record: Record) -> None:
    (row,) = record()
    for content in (bytes(row.entry), bytes(row.sealed)):
        for word in (b"adjudicated", b"Ada", b"officer", "Müller".encode()):
            assert word not in content
    assert len(row.entry) == 33


def test_the_same_act_twice_has_two_commitments(record: Record) -> None:
    (one,), (other,) = record(), record()
    assert bytes(one.entry) != bytes(other.entry)


def test_every_act_waits_for_its_batch(record: Record) -> None:
    rows = record(2)
    waiting = OutboxRow.objects.filter(topic="integrate").order_by("pk")
    assert [one.row_id for one in waiting] == [row.pk for row in rows]


def test_an_act_without_a_case_is_sealed_under_the_key_of_its_quarter(
    record: Record, at: datetime
) -> None:
    (row,) = record(case=None)
    assert row.key_id == "record-2026q1"
    assert read_act(row).kind == "adjudicated"


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), "record-2025q4"),
        (datetime(2026, 1, 1, tzinfo=UTC), "record-2026q1"),
        (datetime(2026, 3, 31, 23, 59, tzinfo=UTC), "record-2026q1"),
        (datetime(2026, 4, 1, tzinfo=UTC), "record-2026q2"),
    ],
    ids=["day-before", "first-day", "last-day", "day-after"],
)
def test_quarters_begin_and_end_in_utc(day: datetime, key: str) -> None:
    assert record_key(day) == key


@pytest.mark.django_db(transaction=False)
def test_an_act_outside_a_transaction_is_refused(
    monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr("licet.web.casework.record.events.connection", outside)
    with pytest.raises(NotInTransactionError) as caught:
        record_event(kind="granted", case="c", actor=None, payload={}, at=at)
    assert caught.value.code == "not_in_transaction"
    assert "'granted'" in str(caught.value)


class ChangeFailedError(Exception):
    """The change that the act belongs to failed."""


def failing_change(at: datetime) -> None:
    with transaction.atomic():
        record_event(kind="granted", case="c", actor=None, payload={}, at=at)
        raise ChangeFailedError


def test_what_fails_leaves_no_act(at: datetime) -> None:
    with pytest.raises(ChangeFailedError):
        failing_change(at)
    assert not LedgerRow.objects.exists()
    assert not OutboxRow.objects.exists()


def test_amounts_days_and_times_are_recorded_exactly(at: datetime) -> None:
    payload = {"value": Decimal("12.50"), "on": at.date(), "at": at, "none": None}
    with transaction.atomic():
        row = record_event(kind="k", case="c", actor=None, payload=payload, at=at)
    act = read_act(row)
    assert act.actor is None
    assert act.payload == {
        "value": "12.50",
        "on": "2026-03-02",
        "at": "2026-03-02T09:00:00Z",
        "none": None,
    }


def test_a_float_is_refused(at: datetime) -> None:
    with pytest.raises(NotCanonicalError), transaction.atomic():
        record_event(kind="k", case="c", actor=None, payload={"value": 1.5}, at=at)


def test_a_row_beside_another_entry_does_not_open(record: Record) -> None:
    one, other = record(2)
    one.entry = other.entry
    with pytest.raises(SealBrokenError) as caught:
        open_row(one)
    assert caught.value.code == "seal_broken"
    assert "case-1" in str(caught.value)


def test_a_row_under_a_lost_key_says_so(record: Record) -> None:
    (row,) = record()
    key_store().destroy("case-1")
    with pytest.raises(KeyMissingError) as caught:
        read_act(row)
    assert caught.value.code == "key_missing"
    assert "Restore the newest key backup" in str(caught.value)


def test_acts_of_a_case_come_in_order_and_from_no_other(record: Record) -> None:
    record(3)
    record(2, case="case-2")
    assert [act.payload["hit"] for act in acts_of("case-1")] == [0, 1, 2]


def test_recording_costs_few_queries(
    record: Record, at: datetime, django_assert_max_num_queries: Callable[..., object]
) -> None:
    record()
    later = at + timedelta(days=1)
    with transaction.atomic(), django_assert_max_num_queries(3):  # type: ignore[attr-defined]
        record_event(kind="k", case="case-1", actor=None, payload={}, at=later)
