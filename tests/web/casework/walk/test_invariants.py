"""The judges of a walk see what they are there to see: each is shown a planted fault."""

from collections.abc import Sequence

import pytest
from tests.web.casework.builders import (
    World,
    advise_all,
    condition,
    draft_and_send,
    draft_of,
    submit,
    take,
)
from tests.web.casework.walk.invariants import (
    BrokenError,
    clock_kept,
    conditions_owned,
    differing,
    fingerprint,
    signed_by_two,
)
from tests.web.casework.walk.steps import Step
from tests.web.casework.walk.walker import shortened

from licet.web.casework.decision import gate
from licet.web.casework.models import Case, ClockRow, Decision
from licet.web.casework.ports import legal_day, now
from licet.web.casework.services.decision import decisions

OWN = condition("operation_logging", owner="DS", months="24", days="5")


def granted_by(world: World, drafter: str, signer: str) -> Case:
    """A plain grant of a case on which Defence Staff set a condition."""
    number = submit(world).number
    take(world, number, drafter)
    advise_all(world, number, drafter, DS=(OWN,))
    draft_and_send(world, number, draft_of("grant"), drafter)
    decisions.countersign(by=world.actor(signer), case=number, version=None)
    return Case.objects.get(number=number)


def test_own_work_and_a_dropped_condition_are_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "require_second_person", lambda *_a, **_k: None)
    monkeypatch.setattr(gate, "dropped_conditions", lambda *_a: ())
    case = granted_by(world, "signer", "signer")
    assert Decision.objects.count() == 1
    with pytest.raises(BrokenError, match="the drafter countersigned"):
        signed_by_two(case)
    with pytest.raises(BrokenError, match="DS set operation_logging"):
        conditions_owned(case)


def test_a_clock_that_was_stopped_by_nobody_and_a_changed_row_are_seen(
    world: World,
) -> None:
    number = submit(world).number
    case = Case.objects.get(number=number)
    clock_kept(case)
    before = fingerprint()
    ClockRow.objects.create(case=case, on=legal_day(now()), effect="stop", reason="?")
    with pytest.raises(BrokenError, match="the clock is stopped"):
        clock_kept(case)
    Case.objects.filter(pk=case.pk).update(state="granted")
    assert {"casework_case", "casework_clockrow"} <= set(differing(before, fingerprint()))  # fmt: skip


def test_what_breaks_is_made_as_short_as_it_can_be() -> None:
    steps = [Step(act=f"act {n}", who="officer", place=0, chance=n) for n in range(40)]
    needed = {steps[7], steps[30]}

    def breaks(fixed: Sequence[Step]) -> bool:
        return needed <= set(fixed)

    assert set(shortened(steps, breaks)) == needed
    assert shortened(steps, breaks, seconds=-1) == steps
