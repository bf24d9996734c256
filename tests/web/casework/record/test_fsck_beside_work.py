"""A check of the database looks at one moment; what is done meanwhile is no fault."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

import pytest
from django.db import connection, connections, transaction

from licet.web.casework.models.record import LedgerRow
from licet.web.casework.record import fsck, moment
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.moment import one_moment
from licet.web.casework.record.sequencer import run_sequencer

pytestmark = pytest.mark.django_db(transaction=True)
Record = Callable[..., list[LedgerRow]]
T = TypeVar("T")


def elsewhere(act: Callable[[], T]) -> T:
    """Somebody else does it, over a connection of their own, and is done before we go on."""

    def on_own_connection() -> T:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(on_own_connection).result(60)


def test_a_batch_sealed_in_the_middle_of_a_check_is_no_fault(
    record: Record, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(3)
    run_sequencer(at=at, flush=True)
    record(4)
    walked = fsck._Walk.batches  # the moment after the tree was walked

    def then_a_batch_is_sealed(walk: fsck._Walk) -> None:  # as above
        walked(walk)
        assert elsewhere(lambda: run_sequencer(at=at, flush=True)) == 1

    monkeypatch.setattr(fsck._Walk, "batches", then_a_batch_is_sealed)  # as above
    during = check_database()
    monkeypatch.undo()
    after = check_database()
    assert during.faults == after.faults == ()
    assert (during.size, during.waiting) == (16, 4)
    assert (after.size, after.waiting) == (32, 0)


def test_one_moment_ends_and_hinders_nobody_who_writes(record: Record) -> None:
    record(1)
    with one_moment():
        before = LedgerRow.objects.count()
        elsewhere(lambda: record(1))
        assert LedgerRow.objects.count() == before
    assert LedgerRow.objects.count() == before + 1
    assert not connection.in_atomic_block
    record(1)  # writing goes on as ever
    assert LedgerRow.objects.count() == before + 2


def test_a_check_may_be_the_first_thing_that_a_connection_is_asked(
    record: Record, at: datetime
) -> None:
    record(2)
    run_sequencer(at=at, flush=True)
    assert elsewhere(check_database).faults == ()


class Postgres:
    """A connection of the other kind, which keeps what it is told."""

    vendor = "postgresql"
    in_atomic_block = False

    def __init__(self) -> None:
        self.told: list[str] = []

    @contextmanager
    def cursor(self) -> Iterator["Postgres"]:
        yield self

    def execute(self, statement: str) -> None:
        assert connection.in_atomic_block
        self.told.append(statement)


def test_on_postgresql_a_moment_begins_by_asking_for_one_view_that_only_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = Postgres()
    monkeypatch.setattr(moment, "connection", other)
    with one_moment():
        assert other.told == [
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
        ]
    assert not connection.in_atomic_block


def test_inside_a_transaction_the_caller_decides() -> None:
    with transaction.atomic(), one_moment():
        assert connection.in_atomic_block
    assert not connection.in_atomic_block
