"""The record cannot forget: what an operator tries on its tables is refused."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from licet.web.casework.models.record import (
    Batch,
    Checkpoint,
    Cosignature,
    KeyRecord,
    Leaf,
    LedgerRow,
    OutboxRow,
    ReadLog,
    SecurityLog,
    TreeState,
)
from licet.web.casework.record import ActorRef
from licet.web.casework.record.erasure import erase_case
from licet.web.casework.record.read_log import note_read, refused_stranger
from licet.web.casework.record.sequencer import run_sequencer

pytestmark = pytest.mark.django_db
Record = Callable[..., list[LedgerRow]]
TABLES = {
    "casework_ledgerrow": "key_id = 'x'",
    "casework_leaf": "row_id = row_id + 1",
    "casework_batch": "size = size + 1",
    "casework_checkpoint": "batch_id = batch_id + 1",
    "casework_keyrecord": "key_id = 'x'",
    "casework_readlog": "person = 'x'",
    "casework_securitylog": "path = 'x'",
}


@pytest.fixture
def filled(record: Record, at: datetime, officer: ActorRef) -> None:
    """At least one row in every table."""
    record(2)
    record(1, case="case-2")
    note_read(case="case-1", actor=officer, at=at, what="case")
    refused_stranger(
        kind="sign_in", path="/accounts/login/", address="127.0.0.1", at=at
    )
    erase_case(
        case="case-2", actor=officer, rule="Invented Act s. 1", reason="due", at=at
    )
    run_sequencer(at=at, flush=True)


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # TRUNCATE waits for no deferred check
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def content(table: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  # a name of ours
        return sorted(map(repr, cursor.fetchall()))


@pytest.mark.parametrize("table", TABLES)
def test_update_delete_and_truncate_are_refused(filled: None, table: str) -> None:
    before = content(table)
    assert before
    statements = [
        f"UPDATE {table} SET {TABLES[table]}",  # noqa: S608  # names of ours
        f"DELETE FROM {table}",  # noqa: S608
    ]
    if connection.vendor == "postgresql":
        statements.append(f"TRUNCATE {table} CASCADE")
    for statement in statements:
        with pytest.raises(DatabaseError, match="append-only"):
            execute(statement)
    assert content(table) == before


@pytest.mark.parametrize("table", TABLES)
def test_replacing_a_row_is_refused(filled: None, table: str) -> None:
    before = content(table)
    if connection.vendor == "postgresql":
        key = {"casework_leaf": '"index"', "casework_checkpoint": "batch_id", "casework_keyrecord": "key_id"}.get(table, "id")  # fmt: skip
        statement = (
            f"INSERT INTO {table} SELECT * FROM {table} "  # noqa: S608  # names of ours
            f"ON CONFLICT ({key}) DO UPDATE SET {TABLES[table].replace('= ', f'= {table}.', 1) if '+' in TABLES[table] else TABLES[table]}"
        )
    else:
        statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608
    with pytest.raises(DatabaseError, match="append-only"):
        execute(statement)
    assert content(table) == before


def test_the_tables_of_the_record_take_new_rows(filled: None, record: Record) -> None:
    before = len(content("casework_ledgerrow"))
    record(1)
    assert len(content("casework_ledgerrow")) == before + 1


def test_rows_show_no_content_when_printed(filled: None) -> None:
    printed = " ".join(
        str(row)
        for model in (
            LedgerRow, Leaf, Batch, Checkpoint, KeyRecord, ReadLog, SecurityLog, TreeState, OutboxRow,
        )
        for row in [*model.objects.all(), model()]
    )  # fmt: skip
    for word in ("adjudicated", "Ada Invented", "Müller"):
        assert word not in printed
    assert str(Cosignature(line="— w AAAA\n")) == "— w AAAA\n"
