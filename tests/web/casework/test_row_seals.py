"""What a superuser forces on rows of evidence, fsck names: altered, missing, extra, reordered."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, models, transaction
from tests.web.casework.builders import (
    MovingClock,
    World,
    granted,
    refused,
    start,
    submit,
)

from licet.web.casework.keeping.evidence_tables import sealed_tables
from licet.web.casework.models import (
    Case,
    CaseEvent,
    Decision,
    LedgerRow,
    Licence,
    Message,
    UnsealedRow,
)
from licet.web.casework.record import ActorRef, row_seals
from licet.web.casework.record.erasure import erase_case
from licet.web.casework.record.fsck import RecordFault, check_database
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.row_seals import (
    columns_of,
    keys_in,
    models_by_table,
    row_key,
)
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.services.applying import applications
from licet.web.casework.services.licences import licences

OFFICER = ActorRef(person="p-1", name="Ada Invented", role="officer", team="licensing")


@contextmanager
def superuser() -> Iterator[None]:
    """Without triggers and without foreign keys, as who owns the database may; then back."""
    with transaction.atomic(), connection.cursor() as cursor:
        kept = []
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            kept = cursor.fetchall()
            for name, _made in kept:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        for _name, made in kept:
            cursor.execute(made)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")


@contextmanager
def tried() -> Iterator[None]:
    """What is forced here is taken back afterwards: one world answers many questions."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def row_faults() -> tuple[RecordFault, ...]:
    """What is wrong; that a test before destroyed a key is not."""
    found = check_database().faults
    return tuple(
        one for one in found if "the database knows no erasure" not in one.words
    )


@pytest.fixture
def lived(world: World, clock: MovingClock) -> World:
    """An authority after a refusal and an application, its batch closed, whole."""
    refused(world)
    other = submit(world, "vigil")
    for by in (world.vigil, world.vigil):
        applications.send_message(
            by=by, case=other.number, text="When will you decide?"
        )
    run_sequencer(at=clock.now(), flush=True)
    assert row_faults() == ()
    assert not UnsealedRow.objects.exists()
    return world


def _changed(field: models.Field, value: object) -> object:
    """Another value that the column can hold."""
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.JSONField):
        return {"forged": True}
    if isinstance(field, models.DateTimeField | models.DateField):
        return value + timedelta(days=1)  # type: ignore[operator]  # a day or a time
    if isinstance(field, models.CharField | models.TextField):
        return "forged"
    return None if value is None else value + 1  # type: ignore[operator]  # a number


def _filled() -> dict[str, str]:
    """The first row of every evidence table that has one."""
    return {
        table: key for table in sealed_tables() if (key := next(keys_in(table), None))
    }


def _first_change(table: str, key: str) -> tuple[str, object]:
    model = models_by_table()[table]
    row = model._base_manager.get(pk=key)
    for field in model._meta.concrete_fields:
        value = getattr(row, field.attname)
        plain = (
            not field.is_relation and not field.primary_key and field.attname != "row"
        )
        if plain and value is not None and not field.unique:
            return field.attname, _changed(field, value)
    pytest.fail(f"{table} has nothing to change")


def _altered(filled: dict[str, str]) -> None:
    with superuser():
        for table, key in filled.items():
            column, value = _first_change(table, key)
            rows = models_by_table()[table]._base_manager.filter(pk=key)
            rows.update(**{column: value})
    named = {one.words.split(" ")[0] for one in row_faults() if one.kind == "altered"}
    assert set(filled) - named == set()


def _removed(filled: dict[str, str]) -> None:
    with superuser():
        for table, key in filled.items():
            rows = models_by_table()[table]._base_manager.filter(pk=key)
            rows._raw_delete(rows.db)
    named = {one.words.split(" ")[0] for one in row_faults() if one.kind == "missing"}
    assert set(filled) - named == set()


def _put_in() -> None:
    row = _copy(Message.objects.earliest("pk"), text="We promise to export nothing.")
    with superuser():
        row.save(force_insert=True)
    (found,) = row_faults()
    assert (found.kind, str(row.pk) in found.words) == ("extra", True)
    assert "was never sealed" in found.words


def _exchanged() -> None:
    one, two = CaseEvent.objects.order_by("pk")[:2]
    with superuser():
        for row, other in ((one, two), (two, one)):
            CaseEvent.objects.filter(pk=row.pk).update(
                **{
                    name: getattr(other, name)
                    for name in columns_of("casework_caseevent")
                }
            )
    found = [fault.words for fault in row_faults() if fault.kind == "reordered"]
    assert sorted(word.split(" stands at ")[0] for word in found) == sorted(
        f"What casework_caseevent {row.pk} held" for row in (one, two)
    )


def _other_state() -> None:
    """The state of a case or licence is no sealed row; its newest act says what it is."""
    Case.objects.filter(state="refused").update(state="granted")
    (found,) = row_faults()
    assert (
        "stands in state granted, but its newest act left it in refused" in found.words
    )


def test_what_is_forced_on_any_evidence_table_is_named(lived: World) -> None:
    filled = _filled()
    assert {"casework_decision", "casework_letter", "casework_message"} <= set(filled)
    with tried():
        _altered(filled)
    with tried():
        _removed(filled)
    with tried():
        _put_in()
    with tried():
        _exchanged()
    with tried():
        _other_state()
    assert row_faults() == ()


def _copy(row: models.Model, **changes: object) -> models.Model:
    twin = type(row)(
        **{one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    )
    twin.pk = None
    for name, value in ({"id": type(row)._meta.pk.get_default()} | changes).items():
        setattr(twin, name, value)
    return twin


def test_a_row_put_in_later_that_names_an_old_act_is_named(
    world: World, clock: MovingClock
) -> None:
    start(world)
    run_sequencer(at=clock.now(), flush=True)
    row = _copy(CaseEvent.objects.earliest("pk"))
    row.save(force_insert=True)
    run_sequencer(at=clock.now(), flush=True)
    (found,) = row_faults()
    assert (found.kind, "was put in after the act" in found.words) == ("extra", True)


def test_a_row_taken_from_the_queue_before_its_batch_is_named(world: World) -> None:
    start(world)
    UnsealedRow.objects.filter(table="casework_caseevent").delete()
    assert {one.kind for one in row_faults()} == {"extra"}


def test_a_row_removed_before_its_batch_is_named(
    world: World, clock: MovingClock
) -> None:
    start(world)
    newest = CaseEvent.objects.latest("pk")
    with superuser():
        CaseEvent.objects.filter(pk=newest.pk)._raw_delete("default")
    assert [one.kind for one in row_faults()] == ["missing"]
    run_sequencer(at=clock.now(), flush=True)
    assert [one.kind for one in row_faults()] == ["missing"]


def test_an_erased_case_is_whole_and_what_was_kept_of_it_still_proves(
    lived: World, clock: MovingClock
) -> None:
    decision = Decision.objects.get()
    erase_case(
        case=str(decision.case_id), actor=OFFICER, rule="Invented Act s. 1",
        reason="due", at=clock.now(),
    )  # fmt: skip
    run_sequencer(at=clock.now(), flush=True)
    assert row_faults() == ()
    with superuser():
        Decision.objects.update(outcome="grant")
    (found,) = row_faults()
    assert (found.kind, str(decision.pk) in found.words) == ("altered", True)


def test_what_came_before_rows_were_sealed_is_sealed_as_old_and_only_first(
    world: World, clock: MovingClock
) -> None:
    start(world)
    UnsealedRow.objects.update(old=True)
    run_sequencer(at=clock.now(), flush=True)
    assert row_faults() == ()
    start(world)
    run_sequencer(at=clock.now(), flush=True)
    start(world)
    UnsealedRow.objects.update(old=True)
    run_sequencer(at=clock.now(), flush=True)
    assert [one.kind for one in row_faults()] == ["extra"]


def test_old_and_new_rows_enter_the_tree_apart(
    world: World, clock: MovingClock
) -> None:
    start(world)
    UnsealedRow.objects.update(old=True)
    start(world)
    assert run_sequencer(at=clock.now(), flush=True) == 1
    assert row_faults() == ()


def test_a_case_without_its_key_is_sealed_without_content_and_named_when_it_is_back(
    world: World, clock: MovingClock
) -> None:
    made = start(world)
    case = Case.objects.get(number=made.number)
    place = key_store().root / "data" / f"{case.pk}.key"
    kept = place.read_bytes()
    place.unlink()
    run_sequencer(at=clock.now(), flush=True)
    place.touch(mode=0o600)
    place.write_bytes(kept)
    assert {one.kind for one in row_faults()} == {"altered"}


def test_names_that_are_no_table_or_column_of_ours_are_named_or_do_no_harm(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(world)
    UnsealedRow.objects.create(table="strange", key="1")
    assert row_faults() == ()
    assert run_sequencer(at=clock.now(), flush=True) == 1
    assert row_faults() == ()
    assert LedgerRow.objects.filter(key_id__startswith="record-").exists()
    monkeypatch.setattr(
        "licet.web.casework.record.row_fsck.columns_of",
        lambda table: tuple(set(columns_of(table)) - {"actor_name"}),
    )
    words = " ".join(fault.words for fault in row_faults())
    assert "casework_caseevent has no longer the columns" in words


def test_keys_and_values_have_one_form() -> None:
    assert row_key("casework_decision", "no id") == "no id"
    plain = row_seals._plain({"a": [1.5, 2**60, b"x", None, True], "b": 1})
    assert plain == {
        "a": [{"number": "1.5"}, str(2**60), {"bytes": "78"}, None, True],
        "b": 1,
    }


def test_a_revoked_licence_that_is_called_issued_again_is_named(
    world: World, clock: MovingClock
) -> None:
    granted(world)
    licence = Licence.objects.get()
    licences.revoke_licence(
        by=world.signer, licence=licence.number, reasons="Misused.", version=None
    )
    run_sequencer(at=clock.now(), flush=True)
    assert row_faults() == ()
    Licence.objects.update(state=licence.state)
    (found,) = row_faults()
    assert f"{licence.number} stands in state issued" in found.words
    assert "left it in revoked" in found.words
