"""What a timeline shows is what was recorded: fsck compares the two."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.web.casework.builders import World, start

from licet.web.casework.models import CaseEvent, LedgerRow
from licet.web.casework.ports import now
from licet.web.casework.record import ActorRef
from licet.web.casework.record.erasure import erase_case
from licet.web.casework.record.fsck import RecordFault, check_database
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.sequencer import run_sequencer


@pytest.fixture
def event(world: World) -> CaseEvent:
    """The beginning of an application, with the triggers taken away."""
    start(world)
    run_sequencer(at=now(), flush=True)
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for end in ("keep", "keep_all") if postgres else ("keep_update", "keep_delete"):
            on = " ON casework_caseevent" if postgres else ""
            cursor.execute(f"DROP TRIGGER casework_caseevent_{end}{on}")
    found = CaseEvent.objects.order_by("pk").first()
    assert found
    return found


def faults() -> list[RecordFault]:
    """What is wrong besides the triggers taken away; seals of rows have their own tests."""
    return [
        one
        for one in check_database().faults
        if one.kind != "trigger" and "sealed it" not in one.words
    ]


def test_an_honest_timeline_is_whole(event: CaseEvent) -> None:
    assert faults() == []


@pytest.mark.parametrize("field", ["at", "kind", "actor", "row"])
def test_a_line_that_says_something_else_is_named(event: CaseEvent, field: str) -> None:
    changes: dict[str, object] = {
        "at": event.at + timedelta(seconds=1),
        "kind": "countersign",
        "actor": "somebody-else",
        "row": event.row + 1,
    }
    CaseEvent.objects.filter(pk=event.pk).update(**{field: changes[field]})
    (found,) = faults()
    assert found.kind == "altered"
    assert "what was not recorded" in found.words


def test_a_line_without_its_act_is_named(event: CaseEvent) -> None:
    CaseEvent.objects.filter(pk=event.pk).update(row=10**9)
    (found,) = faults()
    assert (found.kind, found.row) == ("missing", 10**9)


def test_lines_of_an_erased_case_are_no_faults(
    event: CaseEvent, officer: ActorRef
) -> None:
    case = str(event.case_id)
    erase_case(
        case=case, actor=officer, rule="Invented Act s. 9", reason="due", at=now()
    )
    key_store().destroy(case)
    run_sequencer(at=now(), flush=True)
    assert faults() == []


def test_a_line_whose_act_does_not_open_is_named_once(event: CaseEvent) -> None:
    key_store().destroy(str(event.case_id))
    of_case = LedgerRow.objects.filter(key_id=str(event.case_id)).count()
    assert [fault.kind for fault in faults() if fault.row is not None] == [
        "altered"
    ] * of_case
