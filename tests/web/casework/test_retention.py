"""Retention: what the schedule lets go, what a hold stops, what two people erase together."""

import pytest
from tests.web.casework.builders import (
    MovingClock,
    World,
    granted,
    refused,
    see,
)

from licet.web.casework.errors import (
    CaseErasedError,
    HoldStandsError,
    InvalidInputError,
    NotAllowedError,
    NotDueError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.models import (
    Case,
    Erasure,
)
from licet.web.casework.record.events import acts_of
from licet.web.casework.selectors.keeping import retention as reads
from licet.web.casework.services.applying import applications
from licet.web.casework.services.findings.replay import replay_number
from licet.web.casework.services.keeping import retention

YEARS = 366 * 11


@pytest.fixture
def old_refusal(world: World, clock: MovingClock) -> str:
    """A refused case whose time is over."""
    number = refused(world).number
    clock.forward(YEARS)
    return number


def erased(world: World, number: str) -> None:
    found = retention.propose_disposal(
        by=world.officer, case=number, outcome="erase", reason="The period is over."
    )
    retention.approve_disposal(by=world.head, disposal=found.disposals[0].id)


def test_a_case_goes_on_the_first_day_after_its_period_and_not_the_day_before(
    world: World, clock: MovingClock
) -> None:
    number = refused(world).number
    kept = reads.retention(viewer=world.officer, case=number).case
    assert kept.due is not None
    assert (kept.due.isoformat(), kept.is_due, kept.verified) == (
        "2037-01-01",
        False,
        False,
    )
    clock.at = clock.at.replace(year=2036, month=12, day=31, hour=12)
    with pytest.raises(NotDueError, match="until 2037-01-01") as caught:
        retention.propose_disposal(
            by=world.officer, case=number, outcome="erase", reason="Early."
        )
    assert caught.value.code == "not_due"
    clock.forward(1)
    assert reads.retention(viewer=world.officer, case=number).case.is_due
    assert [
        one.number for one in reads.due_cases(viewer=world.officer) if one.is_due
    ] == [number]


def test_a_case_with_a_living_licence_is_not_due_however_old(
    world: World, clock: MovingClock
) -> None:
    number = granted(world).number
    kept = reads.retention(viewer=world.officer, case=number).case
    assert (kept.due, kept.because) == (None, "A licence of the case is alive.")


def test_two_people_erase_a_case_and_the_page_says_who_and_why(
    world: World, old_refusal: str
) -> None:
    erased(world, old_refusal)
    said = reads.erasure(viewer=world.officer, case=old_refusal)
    assert (said.proposed_by, said.approved_by) == ("Officer", "Head")
    assert "row 2" in said.rule
    assert said.reason == "The period is over."
    assert said.blanked["case"] == 1
    assert said.entries > 5
    with pytest.raises(CaseErasedError, match="erased on 2037") as caught:
        see(world, old_refusal)
    assert (caught.value.code, caught.value.status) == ("case_erased", 410)


def test_a_replay_of_an_erased_case_says_since_when_by_whom_and_under_which_rule(
    world: World, old_refusal: str
) -> None:
    erased(world, old_refusal)
    with pytest.raises(
        CaseErasedError, match=r"not replayable since 2037-.*, by Head, under Meridia"
    ):
        replay_number(old_refusal)


def test_one_person_alone_erases_nothing(world: World, old_refusal: str) -> None:
    found = retention.propose_disposal(
        by=world.head, case=old_refusal, outcome="erase", reason="Over."
    )
    with pytest.raises(NotIndependentActError, match="four eyes"):
        retention.approve_disposal(by=world.head, disposal=found.disposals[0].id)
    assert not Erasure.objects.exists()
    refusal = acts_of(str(Case.objects.get(number=old_refusal).pk))[-1]
    assert (refusal.kind, refusal.payload["act"]) == ("refused", "end_disposal")


def test_a_hold_blocks_the_proposal_and_the_approval_until_it_is_lifted(
    world: World, old_refusal: str
) -> None:
    found = retention.propose_disposal(
        by=world.officer, case=old_refusal, outcome="erase", reason="Over."
    )
    held = retention.set_hold(
        by=world.officer, case=old_refusal, reason="A court asked for it."
    )
    with pytest.raises(HoldStandsError, match="legal hold stands") as caught:
        retention.approve_disposal(by=world.head, disposal=found.disposals[0].id)
    assert caught.value.code == "hold_stands"
    with pytest.raises(NotAllowedError):
        retention.lift_hold(by=world.officer, hold=held.holds[0].id, reason="Done.")
    retention.lift_hold(by=world.head, hold=held.holds[0].id, reason="Court is done.")
    with pytest.raises(WrongStateError, match="lifted already"):
        retention.lift_hold(by=world.head, hold=held.holds[0].id, reason="Again.")
    retention.approve_disposal(by=world.head, disposal=found.disposals[0].id)
    assert Erasure.objects.count() == 1


def test_a_proposal_given_back_leaves_the_case_and_can_be_made_again(
    world: World, old_refusal: str
) -> None:
    found = retention.propose_disposal(
        by=world.officer, case=old_refusal, outcome="erase", reason="Over."
    )
    with pytest.raises(WrongStateError, match="open already"):
        retention.propose_disposal(
            by=world.officer2, case=old_refusal, outcome="erase", reason="Over."
        )
    retention.return_disposal(
        by=world.head, disposal=found.disposals[0].id, reason="A claim is announced."
    )
    with pytest.raises(WrongStateError, match="ended already"):
        retention.approve_disposal(by=world.head, disposal=found.disposals[0].id)
    again = retention.propose_disposal(
        by=world.officer, case=old_refusal, outcome="erase", reason="Over."
    )
    assert sorted(one.result for one in again.disposals) == ["open", "returned"]


def test_the_archive_has_its_copy_before_the_content_goes(
    world: World, old_refusal: str
) -> None:
    found = retention.propose_disposal(
        by=world.officer, case=old_refusal, outcome="archive", reason="Over."
    )
    proposal = found.disposals[0].id
    with pytest.raises(WrongStateError, match="receipt is not recorded"):
        retention.approve_disposal(by=world.head, disposal=proposal)
    for sha256, receipt in (("0" * 64, " "), ("no hash", "A 1"), ("x" * 64, "A 1")):
        with pytest.raises(InvalidInputError):
            retention.record_transfer(
                by=world.officer,
                disposal=proposal,
                sha256=sha256,
                size=1,
                receipt=receipt,
            )
    retention.record_transfer(
        by=world.officer, disposal=proposal, sha256="0" * 64, size=1, receipt="NA 12/3"
    )
    retention.approve_disposal(by=world.head, disposal=proposal)
    said = reads.erasure(viewer=world.auditor, case=old_refusal)
    assert (said.outcome, said.receipt) == ("archive", "NA 12/3")


def test_nothing_can_be_done_with_an_erased_case(
    world: World, old_refusal: str
) -> None:
    erased(world, old_refusal)
    with pytest.raises(CaseErasedError):
        applications.send_message(by=world.officer, case=old_refusal, text="Hello")
    with pytest.raises(CaseErasedError):
        retention.set_hold(by=world.officer, case=old_refusal, reason="Too late.")
    with pytest.raises(NotFoundError):
        reads.erasure(viewer=world.vigil, case=old_refusal)


@pytest.mark.parametrize("who", ["halden", "te", "customs", "inspector", "policy"])
def test_people_without_the_duty_see_no_retention(
    world: World, who: str, old_refusal: str
) -> None:
    with pytest.raises(NotAllowedError):
        reads.due_cases(viewer=world.actor(who))
