"""uktrade/lite-api: a trail that can be deleted, a list without dates, quantities that are not exact."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.casework.builders import World, condition, granted, see, submit
from tests.web.casework.test_licences import delivery

from licet.web.casework.errors import NotAllowedError
from licet.web.casework.models import CaseEvent, LedgerRow
from licet.web.casework.ports import now
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.services.licences import licences

RECORD = ("casework_ledgerrow", "casework_caseevent", "casework_advice")


def test_no_row_of_the_record_is_changed_or_deleted(world: World) -> None:
    """uktrade/lite-api: the program could delete rows of its audit trail."""
    granted(world)
    for table in RECORD:
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):  # noqa: S608  # our own tables
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    for model in (CaseEvent, LedgerRow):
        before = model.objects.count()
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)
        assert model.objects.count() == before


def test_a_row_that_is_gone_all_the_same_is_found(world: World) -> None:
    """uktrade/lite-api: nobody could tell that a row was missing."""
    submit(world)
    run_sequencer(at=now(), flush=True)
    assert check_database().faults == ()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER casework_ledgerrow_keep_delete")
        cursor.execute(
            "DELETE FROM casework_ledgerrow WHERE id = (SELECT max(row_id) FROM casework_leaf)"
        )
        kinds = {one.kind for one in check_database().faults}
        transaction.set_rollback(True)
    assert {"trigger", "missing"} <= kinds
    assert check_database().faults == ()


def test_every_determination_names_its_law_and_its_day(world: World) -> None:
    """uktrade/lite-api: no decision could be judged by the list of its day."""
    found = see(world, submit(world).number).determinations
    assert found
    for one in found:
        assert one.regime
        assert one.on == now().date()
        assert one.document["regime_version"]
        for rule in one.document["rules"]:
            assert rule["citation"]["instrument"]


def test_a_licence_is_used_to_the_last_tenth_and_no_further(world: World) -> None:
    """uktrade/lite-api: quantities were floating-point numbers."""
    found = granted(world, condition("quantity_limit", quantity="0.3", unit="C62")).licence  # fmt: skip
    assert found is not None

    def use(quantity: str) -> str:
        return licences.report_delivery(
            by=world.halden, licence=found.number,
            delivery=delivery(quantity=Decimal(quantity)), version=None,
        ).state  # fmt: skip

    assert use("0.1") == "issued"
    with pytest.raises(NotAllowedError):
        use("0.2000000000000000001")
    assert use("0.2") == "exhausted"  # as floats they would make more than 0.3
