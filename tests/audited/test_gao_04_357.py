"""GAO-04-357: checks that did not look at the conditions, end users who did not know them."""

from dataclasses import replace

import pytest
from tests.web.casework.builders import MovingClock, World, condition, granted, see
from tests.web.casework.test_licences import delivery
from tests.web.reader import Reader

from licet.decision import condition_types
from licet.web.casework.errors import InvalidInputError, NotAllowedError
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.licences import licences as reads
from licet.web.casework.selectors.review.conditions import licence_with_duties
from licet.web.casework.services.licences import licences
from licet.web.casework.services.licences.licences import Check

SET = (
    condition("delivery_verification", days="10"),
    condition("judicial_authorisation"),
    condition("end_user_acknowledgement"),
)


def licence_of(world: World) -> str:
    found = granted(world, *SET).licence
    assert found is not None
    return found.number


def check(world: World, licence: str, place: int = 0, **changes: object) -> Check:
    shown = reads.licence(viewer=world.inspector, licence=licence)
    made = Check(
        on=legal_day(now()), condition=shown.conditions[place].id, standing="kept",
        found="Seen on site.",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # as the test names them


def test_what_is_due_is_made_from_the_conditions_of_the_licence(world: World) -> None:
    """GAO-04-357: checks after shipment did not look at the conditions of the licence."""
    number = licence_of(world)
    shown = licence_with_duties(viewer=world.inspector, licence=number)
    assert {one.type for one in shown.duties} == {one.type for one in SET}
    for one in shown.conditions:
        assert one.checker == "INS"
        assert one.standard
        assert one.evidence
        assert one.breach
    page = Reader(world, "inspector").read(f"/work/licences/{number}/")
    for one in shown.conditions:
        assert one.words in page
    assert all(kind.evidence and kind.standard for kind in condition_types().values())


def test_a_check_is_of_a_condition_of_that_licence(world: World) -> None:
    """GAO-04-357: a check that names no condition of the licence is none."""
    number = licence_of(world)
    other = granted(world).licence
    assert other is not None
    for wrong in ({"condition": ""}, {"condition": other.conditions[0].id}, {"found": " "}):  # fmt: skip
        with pytest.raises(InvalidInputError):
            licences.record_check(
                by=world.inspector, licence=number, check=check(world, number, **wrong), version=None
            )  # fmt: skip
    done = licences.record_check(
        by=world.inspector, licence=number, check=check(world, number), version=None
    )
    assert [one.standing for one in done.checks] == ["kept"]


def test_that_the_end_user_knows_is_a_condition_with_evidence(world: World) -> None:
    """GAO-04-357: end users did not know the conditions that bound them."""
    number = licence_of(world)
    shown = licence_with_duties(viewer=world.inspector, licence=number)
    own = next(one for one in shown.duties if one.type == "end_user_acknowledgement")
    assert own.duty == "end_user"
    assert "hash of the conditions" in own.evidence
    assert own.breach == "No delivery"


def test_a_broken_condition_stops_the_licence_and_stays_on_its_record(
    world: World, clock: MovingClock
) -> None:
    """GAO-04-357: what checks found had hardly a consequence."""
    number = licence_of(world)
    clock.forward(30)
    broken = check(world, number, 1, standing="broken", found="Used without an order.")
    licences.record_check(
        by=world.inspector, licence=number, check=broken, version=None
    )
    licences.suspend_licence(
        by=world.officer, licence=number, reasons="Used without an order.", version=None
    )
    with pytest.raises(NotAllowedError, match="suspended on that day"):
        licences.report_delivery(
            by=world.halden, licence=number, delivery=delivery(), version=None
        )
    case = reads.licence(viewer=world.officer, licence=number).case
    kept = see(world, case).licence
    assert kept is not None
    assert [(one.standing, one.found) for one in kept.checks] == [
        ("broken", "Used without an order.")
    ]
    assert "Used without an order." in Reader(world, "auditor").read(f"/work/licences/{number}/")  # fmt: skip
