"""Evidence stays as it was written, on both databases, whatever the code tries."""

import importlib
import os

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.casework.builders import World, advise_all, refused, submit, take

from licet.web.casework.models import Adjudication, Advice, CaseEvent, Decision, Letter

TABLES = importlib.import_module(
    "licet.web.casework.migrations.0002_append_only"
).TABLES


def test_the_database_is_the_one_that_is_meant(db: None) -> None:
    wanted = os.environ.get("LICET_EXPECT_VENDOR", connection.vendor)
    assert connection.vendor == wanted


def test_postgresql_compiles_no_statement_for_the_processor(db: None) -> None:
    if connection.vendor == "sqlite":
        return  # it never does
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_every_evidence_table_has_its_triggers(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            )
        else:
            cursor.execute(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid WHERE NOT tgisinternal"
            )
        guarded = [table for _, table in cursor.fetchall()]
    assert [table for table in TABLES if guarded.count(table) < 2] == []


def test_neither_update_nor_delete_reaches_evidence(world: World) -> None:
    case = refused(world)
    other = submit(world, "vigil").number
    take(world, other)
    advise_all(world, other)
    assert case.decision is not None
    for model, change in (
        (Decision, {"outcome": "grant"}),
        (Letter, {"body": "Granted."}),
        (Advice, {"position": "agree"}),
        (CaseEvent, {"actor_name": "Nobody"}),
    ):
        assert model.objects.exists()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)
    assert not Adjudication.objects.exists()


def test_replace_does_not_slip_past_the_trigger(world: World) -> None:
    refused(world)
    row = Decision.objects.get()
    columns = [field.column for field in Decision._meta.concrete_fields]
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    tail = (
        ""
        if connection.vendor == "sqlite"
        else " ON CONFLICT (id) DO UPDATE SET outcome = EXCLUDED.outcome"
    )
    names = ", ".join(columns)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"{verb} INTO casework_decision ({names}) SELECT {names} FROM casework_decision WHERE outcome = %s{tail}",  # noqa: S608  # our own column names
            [row.outcome],
        )
