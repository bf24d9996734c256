"""An appeal is heard by somebody provably uninvolved, and neither above nor below who was."""

from datetime import date, timedelta

import pytest
from tests.web.casework.builders import (
    MovingClock,
    World,
    decide,
    refusal,
    refused,
    see,
)

from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import LedgerRow, Post, Team
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors import appeals as reads
from licet.web.casework.services import appeals, decisions


def lodged(world: World) -> tuple[str, str]:
    case = refused(world)
    shown = appeals.lodge_appeal(
        by=world.halden, case=case.number, grounds="Wrong bank.", version=None
    )
    return case.number, shown.appeals[0].id


def appoint(world: World, key: str) -> None:
    """Give somebody the post of a reviewer, outside every line of command."""
    Post.objects.create(
        person=world.people[key],
        team=Team.objects.get(code="APP"),
        role="appeal_reviewer",
        first=date(2020, 1, 1),
    )


def assign(world: World, appeal: str, who: str, version: int | None = None) -> None:
    appeals.assign_appeal(
        by=world.chair, appeal=appeal, reviewer=world.actor(who).id, version=version
    )


def test_an_appeal_is_dismissed_by_an_uninvolved_reviewer(world: World) -> None:
    number, appeal = lodged(world)
    assert see(world, number).state == "appealed"
    shown = reads.appeals(viewer=world.chair)
    assert [one.id for _, one in shown] == [appeal]
    assert reads.appeals(viewer=world.judge) == ()
    assign(world, appeal, "judge")
    assert [one.id for _, one in reads.appeals(viewer=world.judge)] == [appeal]
    done = appeals.decide_appeal(
        by=world.judge,
        appeal=appeal,
        outcome="dismissed",
        reasons="The criterion is met.",
        version=None,
    )
    assert done.state == "dismissed"
    run_pending()
    seen = see(world, number)
    assert seen.state == "refused"
    assert seen.decision is not None
    assert [one.kind for one in seen.decision.letters] == ["decision", "appeal"]
    assert all(one.document for one in seen.decision.letters)


def test_who_acted_on_the_case_cannot_hear_its_appeal(world: World) -> None:
    number, appeal = lodged(world)
    for key in ("officer", "signer"):
        appoint(world, key)
        with pytest.raises(NotIndependentActError, match="acted on the case"):
            assign(world, appeal, key)
    told = read_act(LedgerRow.objects.order_by("-pk")[0])
    assert (told.kind, told.payload["act"]) == ("refused", "assign_appeal")
    assert see(world, number).appeals[0].state == "lodged"


def test_the_superior_of_the_decider_cannot_hear_the_appeal(world: World) -> None:
    _, appeal = lodged(world)
    appoint(world, "head")
    with pytest.raises(NotIndependentActError, match="reports to this person"):
        assign(world, appeal, "head")


def test_a_subordinate_of_the_decider_cannot_hear_the_appeal(world: World) -> None:
    _, appeal = lodged(world)
    with pytest.raises(NotIndependentActError, match="reports to somebody"):
        assign(world, appeal, "judge_below")


def test_a_reviewer_who_became_dependent_cannot_decide(world: World) -> None:
    _, appeal = lodged(world)
    assign(world, appeal, "judge")
    boss = Post.objects.get(person=world.people["signer"], role="officer")
    Post.objects.filter(person=world.people["judge"]).update(reports_to=boss)
    with pytest.raises(NotIndependentActError):
        appeals.decide_appeal(
            by=world.judge,
            appeal=appeal,
            outcome="dismissed",
            reasons="x",
            version=None,
        )


def test_only_the_chair_assigns_and_only_reviewers_of_today(world: World) -> None:
    _, appeal = lodged(world)
    with pytest.raises(InvalidInputError):
        assign(world, appeal, "inspector")
    with pytest.raises(NotAllowedError):
        appeals.assign_appeal(
            by=world.head, appeal=appeal, reviewer=world.judge.id, version=None
        )
    with pytest.raises(NotFoundError):
        assign(world, "none", "judge")
    with pytest.raises(StaleVersionError):
        assign(world, appeal, "judge", version=99)


def test_only_the_assigned_reviewer_decides_once_and_with_reasons(world: World) -> None:
    _, appeal = lodged(world)
    appoint(world, "policy")
    assign(world, appeal, "judge")
    decide_it = appeals.decide_appeal
    with pytest.raises(InvalidInputError):
        decide_it(
            by=world.judge, appeal=appeal, outcome="perhaps", reasons="x", version=None
        )
    with pytest.raises(InvalidInputError):
        decide_it(
            by=world.judge,
            appeal=appeal,
            outcome="dismissed",
            reasons=" ",
            version=None,
        )
    with pytest.raises(NotFoundError):
        decide_it(
            by=world.policy,
            appeal=appeal,
            outcome="dismissed",
            reasons="x",
            version=None,
        )
    with pytest.raises(NotAllowedError):
        decide_it(
            by=world.chair,
            appeal=appeal,
            outcome="dismissed",
            reasons="x",
            version=None,
        )
    assign(world, appeal, "policy")
    with pytest.raises(NotFoundError):
        decide_it(
            by=world.judge,
            appeal=appeal,
            outcome="dismissed",
            reasons="x",
            version=None,
        )
    decide_it(
        by=world.policy, appeal=appeal, outcome="dismissed", reasons="x", version=None
    )
    with pytest.raises(WrongStateError):
        decide_it(
            by=world.policy,
            appeal=appeal,
            outcome="dismissed",
            reasons="x",
            version=None,
        )
    with pytest.raises(WrongStateError):
        assign(world, appeal, "judge")


def test_a_remitted_case_is_decided_again_on_a_new_clock(world: World) -> None:
    number, appeal = lodged(world)
    assign(world, appeal, "judge")
    appeals.decide_appeal(
        by=world.judge,
        appeal=appeal,
        outcome="remitted",
        reasons="Look again.",
        version=None,
    )
    seen = see(world, number)
    assert seen.state == "in_review"
    assert seen.clock.state == "running"
    again = decide(world, number, refusal(seen))
    assert again.state == "refused"
    assert again.clock.state == "ended"
    second = appeals.lodge_appeal(
        by=world.halden, case=number, grounds="Still wrong.", version=None
    )
    assert len(second.appeals) == 2


def test_an_appeal_needs_grounds_a_decision_and_its_time(
    world: World, clock: MovingClock
) -> None:
    case = refused(world)
    with pytest.raises(InvalidInputError):
        appeals.lodge_appeal(
            by=world.halden, case=case.number, grounds=" ", version=None
        )
    assert case.decision is not None
    decisions.record_service(
        by=world.officer, case=case.number, letter=case.decision.letters[0].id,
        on=legal_day(now()), manner="portal", proof="opened",
    )  # fmt: skip
    clock.forward(30)
    last = legal_day(now())
    clock.forward(1)
    with pytest.raises(NotAllowedError, match=str(last)):
        appeals.lodge_appeal(
            by=world.halden, case=case.number, grounds="x", version=None
        )
    clock.at -= timedelta(days=1)
    assert (
        appeals.lodge_appeal(
            by=world.halden, case=case.number, grounds="x", version=None
        ).state
        == "appealed"
    )


def test_one_decision_one_appeal(world: World) -> None:
    number, appeal = lodged(world)
    assign(world, appeal, "judge")
    appeals.decide_appeal(
        by=world.judge, appeal=appeal, outcome="dismissed", reasons="x", version=None
    )
    with pytest.raises(WrongStateError, match="already been appealed"):
        appeals.lodge_appeal(
            by=world.halden, case=number, grounds="Again", version=None
        )
