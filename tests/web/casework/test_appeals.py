"""An appeal is heard by somebody provably uninvolved, and neither above nor below who was."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.web.casework.builders import (
    MovingClock,
    World,
    decide,
    refusal,
    refused,
    see,
)

from licet.review.appeals import GroundFinding
from licet.web.casework.appeals.contested import rules_of
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
from licet.web.casework.selectors.appeals import appeals as reads
from licet.web.casework.selectors.public.figures import appeal_figures
from licet.web.casework.services.appeals import appeal_hearing, appeals
from licet.web.casework.services.appeals.appeal_ruling import Ruling, decide_appeal
from licet.web.casework.services.appeals.appeals import Lodging
from licet.web.casework.services.decision import decision_letters, decisions
from licet.web.casework.views import AppealView


def lodged(world: World) -> tuple[str, str]:
    case = refused(world)
    return case.number, lodge(world, case.number).id


def lodge(
    world: World, case: str, words: str = "Wrong bank.", **told: str
) -> AppealView:
    lodging = Lodging(grounds=["facts"], words=words, **told)
    return appeals.lodge_appeal(
        by=world.halden, case=case, lodging=lodging, version=None
    )


def rule(
    world: World,
    appeal: str,
    outcome: str,
    reasons: str = "Because.",
    who: str = "judge",
    **told: Any,
) -> AppealView:
    finding = "rejected" if outcome == "dismissed" else "upheld"
    found = GroundFinding(
        ground="facts", finding=finding, reasons="The record shows it."
    )
    ruling = Ruling(outcome=outcome, findings=[found], reasons=reasons, **told)
    return decide_appeal(
        by=world.actor(who), appeal=appeal, ruling=ruling, version=None
    )


def appoint(world: World, key: str) -> None:
    """Give somebody the post of a reviewer, outside every line of command."""
    Post.objects.create(
        person=world.people[key],
        team=Team.objects.get(code="APP"),
        role="appeal_reviewer",
        first=date(2020, 1, 1),
    )


def assign(world: World, appeal: str, who: str, version: int | None = None) -> None:
    appeal_hearing.assign_appeal(
        by=world.chair, appeal=appeal, reviewer=world.actor(who).id, version=version
    )


def test_an_appeal_is_dismissed_by_an_uninvolved_reviewer(world: World) -> None:
    number, appeal = lodged(world)
    assert see(world, number).state == "appealed"
    shown = reads.appeals(viewer=world.chair)
    assert [one.id for one in shown.appeals] == [appeal]
    assert reads.appeals(viewer=world.judge).appeals == ()
    assign(world, appeal, "judge")
    assert [one.id for one in reads.appeals(viewer=world.judge).appeals] == [appeal]
    done = rule(world, appeal, "dismissed")
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
        rule(world, appeal, "dismissed")


def test_only_the_chair_assigns_and_only_reviewers_of_today(world: World) -> None:
    _, appeal = lodged(world)
    with pytest.raises(InvalidInputError):
        assign(world, appeal, "inspector")
    with pytest.raises(NotAllowedError):
        appeal_hearing.assign_appeal(
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
    with pytest.raises(InvalidInputError):
        rule(world, appeal, "perhaps")
    with pytest.raises(InvalidInputError):
        rule(world, appeal, "dismissed", reasons=" ")
    with pytest.raises(NotFoundError):
        rule(world, appeal, "dismissed", who="policy")
    with pytest.raises(NotAllowedError):
        rule(world, appeal, "dismissed", who="chair")
    assign(world, appeal, "policy")
    with pytest.raises(NotFoundError):
        rule(world, appeal, "dismissed")
    rule(world, appeal, "dismissed", who="policy")
    with pytest.raises(WrongStateError):
        rule(world, appeal, "dismissed", who="policy")
    with pytest.raises(WrongStateError):
        assign(world, appeal, "judge")


def test_a_remitted_case_is_decided_again_on_a_new_clock(world: World) -> None:
    number, appeal = lodged(world)
    assign(world, appeal, "judge")
    rule(world, appeal, "remitted", remedy="Ask the bank first.")
    seen = see(world, number)
    assert seen.state == "in_review"
    assert seen.clock.state == "running"
    again = decide(world, number, refusal(seen))
    assert again.state == "refused"
    assert again.clock.state == "ended"
    lodge(world, number, "Still wrong.")
    assert len(see(world, number).appeals) == 2


def test_an_appeal_needs_grounds_a_decision_and_its_time(
    world: World, clock: MovingClock
) -> None:
    case = refused(world)
    with pytest.raises(InvalidInputError, match="Say why"):
        lodge(world, case.number, " ")
    for grounds in ([], ["mood"]):
        lodging = Lodging(grounds=grounds, words="x")
        with pytest.raises(InvalidInputError, match="grounds"):
            appeals.lodge_appeal(
                by=world.halden, case=case.number, lodging=lodging, version=None
            )
    assert case.decision is not None
    decisions.record_service(
        by=world.officer, case=case.number, letter=case.decision.letters[0].id,
        on=legal_day(now()), manner="portal", proof="opened",
    )  # fmt: skip
    clock.forward(30)
    last = legal_day(now())
    clock.forward(1)
    with pytest.raises(InvalidInputError, match=str(last)) as late:
        lodge(world, case.number)
    assert set(late.value.fields) == {"excuse"}
    told = lodge(
        world,
        case.number,
        excuse="no_fault",
        late_reasons="Our counsel was in hospital.",
    )
    assert (told.late, told.last_day) == (True, last)
    assert told.excuse.startswith("Kept from it")


def test_on_the_last_day_an_appeal_is_not_late(
    world: World, clock: MovingClock
) -> None:
    case = refused(world)
    assert case.decision is not None
    decisions.record_service(
        by=world.officer, case=case.number, letter=case.decision.letters[0].id,
        on=legal_day(now()), manner="portal", proof="opened",
    )  # fmt: skip
    clock.forward(30)
    assert not lodge(world, case.number).late
    assert see(world, case.number).state == "appealed"


def test_one_decision_one_appeal(world: World) -> None:
    number, appeal = lodged(world)
    assign(world, appeal, "judge")
    rule(world, appeal, "dismissed")
    with pytest.raises(WrongStateError, match="already been appealed"):
        lodge(world, number, "Again")


def test_decided_appeals_are_counted_and_name_nobody(world: World) -> None:
    _number, appeal = lodged(world)
    assign(world, appeal, "judge")
    rule(world, appeal, "dismissed")
    shown = repr(appeal_figures())
    assert "Halden" not in shown
    assert str(world.organisations["halden"].pk) not in shown


def test_a_letter_says_where_no_appeal_lies_and_from_which_day_time_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules = rules_of("meridia/national")

    def words(**changed: Any) -> str:
        kinds = {kind: replace(one, **changed) for kind, one in rules.kinds.items()}
        given = replace(rules, kinds=kinds)
        monkeypatch.setattr(decision_letters, "rules_of", lambda _profile: given)
        return decision_letters._remedy("meridia/national", decision_outcome="refuse")

    assert "No appeal lies against it: Final." in words(closed="Final.")
    assert "of the day of the decision" in words(runs_from="act")
    assert "served on you" in words(runs_from="service")
