"""Several bodies on one case: advice by item and party, silence, dissent, owners of conditions, markings."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.web.casework.builders import (
    END_USER,
    ITEM,
    MovingClock,
    World,
    condition,
    draft_of,
    see,
    submit,
    take,
)

from licet.decision import Draft
from licet.review import AdvicePoint, Position
from licet.web.casework.casefile.casefile import load
from licet.web.casework.errors import (
    GrantObstructedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WithheldError,
    WrongStateError,
)
from licet.web.casework.law.review_clock import procedure_of
from licet.web.casework.models import (
    Advice,
    AgencySilence,
    Case,
    Escalation,
    LedgerRow,
    LevelOutcome,
    OutboxMessage,
    Person,
    Team,
)
from licet.web.casework.record.events import read_act
from licet.web.casework.review import dissent
from licet.web.casework.review.advising import rule_of
from licet.web.casework.selectors.desk import desk as reads
from licet.web.casework.selectors.desk import documents
from licet.web.casework.selectors.review import review
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import (
    desk,
    information_requests,
    referring,
    withheld,
)
from licet.web.casework.services.keeping import bundles
from licet.web.casework.services.review import condition_changes, escalations, silences
from licet.web.casework.views import ReviewView

LANCE, BANK = ITEM["name"], END_USER["name"]


def referred(world: World, *codes: str) -> str:
    """A case that is with these agencies, and with all that a rule asks for without them."""
    number = submit(world).number
    seen = take(world, number)
    chosen = codes or tuple(
        one["to"] for one in seen.suggested_referrals if one["to"] != "MS"
    )
    referring.refer_case(
        by=world.officer,
        case=number,
        referrals=tuple(
            referring.Referral(team=one, because="Please look.") for one in chosen
        ),
        version=None,
    )
    return number


def advise(
    world: World, number: str, code: str, position: str = "agree", **more: Any
) -> None:
    referring.give_advice(
        by=world.actor(code.lower()),
        case=number,
        position=position,
        reasons=f"{code} has looked at it.",
        version=None,
        **more,
    )


def reviewed(world: World, number: str, who: str = "officer") -> ReviewView:
    return review.review(viewer=world.actor(who), case=number)


def vote(world: World, number: str, **votes: str) -> None:
    for code, verdict in votes.items():
        escalations.vote_at_level(
            by=world.actor(code.lower()),
            case=number,
            verdict=verdict,
            words=f"{code} says so.",
            version=None,
        )


def escalate(world: World, number: str, who: str = "officer") -> None:
    escalations.escalate_dissent(
        by=world.actor(who), case=number, reasons="They differ.", version=None
    )


def send(world: World, number: str, draft: Draft) -> None:
    decisions.draft_decision(by=world.officer, case=number, draft=draft, version=None)
    decisions.send_for_countersignature(by=world.officer, case=number, version=None)


def obstacles(world: World, number: str) -> set[str]:
    return {one.code for one in see(world, number).obstacles}


def entered(kind: str) -> dict[str, Any]:
    """What the newest entry of a kind says."""
    for row in LedgerRow.objects.order_by("-pk"):
        act = read_act(row)
        if act.kind == kind:
            return dict(act.payload)
    raise AssertionError(kind)


def test_dissent_goes_up_and_its_result_binds_the_draft(  # noqa: PLR0915  # one story, told once
    world: World, clock: MovingClock
) -> None:
    """GAO-25-107431: advice cannot be dropped; dissent goes up, with every position on record."""
    number = referred(world)
    rule = {one.team.code: one for one in see(world, number).referrals}["DS"]
    assert (rule.by_rule, rule.rule) == (True, "refer-defence")
    assert "Referral table 2" in rule.citation
    assert entered("refer_case")["referrals"][0]["rule"].startswith("refer-")
    asked = [one.team.code for one in see(world, number).referrals]
    with pytest.raises(WrongStateError, match="nothing to decide"):
        escalate(world, number)
    advise(
        world,
        number,
        "DS",
        "object",
        grounds=(),
        points=(
            AdvicePoint(
                kind="item",
                subject=LANCE,
                position=Position.OBJECT,
                words="It persists.",
            ),
            AdvicePoint(kind="party", subject=BANK, position=Position.AGREE),
        ),
    )
    for code in asked:
        if code != "DS":
            assert reviewed(world, number, code.lower()).sides == {}
            assert reviewed(world, number, code.lower()).sides_withheld
            advise(world, number, code)
    assert see(world, number).state == "in_review"
    assert "dissent" in obstacles(world, number)
    found = reviewed(world, number)
    assert found.sides["refuse"] == ("DS",)
    assert found.may_escalate
    said = {one.team.code: one for one in see(world, number).referrals}["DS"].advice[0]
    assert [one["position"] for one in said.points] == ["object", "agree"]
    with pytest.raises(GrantObstructedError, match="Defence Staff advises to refuse"):
        send(world, number, draft_of("grant"))

    with pytest.raises(NotFoundError):
        reviewed(world, number, "mi")
    Team.objects.filter(code="MJ").update(
        email=""
    )  # told by nobody, seated all the same
    escalate(world, number)
    assert "open_escalation" in obstacles(world, number)
    assert reviewed(world, number, "mi").may_vote  # a seat lets a member see the case
    assert [one.number for one in reads.queue(viewer=world.mi).mine] == [number]
    assert {one.team.code: one.state for one in see(world, number).referrals}[
        "MI"
    ] == "seated"
    with pytest.raises(WrongStateError, match="at work"):
        escalate(world, number)
    with pytest.raises(NotAllowedError, match="no vote"):
        escalations.vote_at_level(
            by=world.officer, case=number, verdict="approve", words="x", version=None
        )
    with pytest.raises(InvalidInputError):
        vote(world, number, DS="perhaps")
    vote(
        world,
        number,
        DS="approve",
        TE="approve_with_conditions",
        MI="approve",
        MFA="approve",
    )
    vote(world, number, DS="refuse")
    assert reviewed(world, number).levels[0].missing == ("MJ",)
    vote(world, number, MJ="approve")
    level = reviewed(world, number).levels[0]
    assert (level.verdict, level.how, level.outvoted) == (
        "approve_with_conditions",
        "chair",
        ("DS",),
    )
    assert [one.version for one in level.votes if one.member == "DS"] == [1, 2]
    assert level.open_until == date(2026, 3, 7)
    assert entered("vote_at_level")["result"] == "approve_with_conditions"
    with pytest.raises(WrongStateError, match="No level"):
        vote(world, number, TE="refuse")
    assert "open_escalation" in obstacles(world, number)  # Defence may still go up
    with pytest.raises(NotAllowedError, match="not against"):
        escalate(world, number, "te")
    assert not reviewed(world, number, "te").may_escalate
    assert reviewed(world, number, "ds").may_escalate
    clock.forward(5)
    escalate(world, number, "ds")
    second = reviewed(world, number).levels[1]
    assert (second.level, second.rule, second.member) == (
        "permanent_secretaries",
        "majority",
        "DS",
    )
    assert (second.opened_on, second.due) == (date(2026, 3, 7), date(2026, 3, 20))
    vote(
        world,
        number,
        DS="refuse",
        TE="approve",
        MI="approve_with_conditions",
        MFA="approve",
    )
    assert reviewed(world, number).levels[1].verdict == "approve_with_conditions"
    clock.forward(6)
    with pytest.raises(NotAllowedError, match="ended on 2026-03-12"):
        escalate(world, number, "ds")
    with pytest.raises(GrantObstructedError, match="with conditions only"):
        send(world, number, draft_of("grant"))
    send(world, number, draft_of("grant_with_conditions", conditions=(condition(),)))
    assert see(world, number).state == "countersigning"


def test_a_level_can_refuse_and_new_words_begin_a_new_round(
    world: World, clock: MovingClock
) -> None:
    number = referred(world, "DS", "TE")
    advise(world, number, "DS", "object")
    advise(world, number, "TE")
    escalate(world, number, "te")
    vote(
        world,
        number,
        DS="refuse",
        MI="refuse",
        MFA="approve",
        MJ="approve",
        TE="refuse",
    )
    clock.forward(20)
    assert "dissent" in obstacles(world, number)
    referring.refer_case(
        by=world.officer,
        case=number,
        referrals=(referring.Referral(team="DS", because="New undertaking."),),
        version=None,
    )
    advise(world, number, "DS", "object")
    clock.forward(1)
    escalate(world, number)
    levels = reviewed(world, number).levels
    assert [(one.round, one.level) for one in levels] == [
        (1, "coordination_group"),
        (2, "coordination_group"),
    ]
    # The clock of the new round starts with it: the earlier one does not count.
    assert levels[1].opened_on == date(2026, 3, 23)
    assert levels[1].due == date(2026, 4, 6)


def test_levels_that_nobody_attends_lapse_on_their_own_day_however_late_the_job(
    world: World, clock: MovingClock
) -> None:
    number = referred(world, "DS", "TE")
    advise(world, number, "DS", "object")
    advise(world, number, "TE")
    escalate(world, number)  # Monday 2 March: ten working days end on Monday 16 March
    vote(world, number, DS="refuse")
    clock.forward(14)
    assert escalations.settle_levels() == 0
    clock.forward(1)
    with pytest.raises(WrongStateError, match="ended on 2026-03-16"):
        vote(world, number, TE="approve")
    clock.forward(64)  # the job did not run for two months
    assert escalations.settle_levels() == 3
    rows = list(Escalation.objects.order_by("number").values_list("level", "opened_on"))
    assert rows == [
        ("coordination_group", date(2026, 3, 2)),
        ("permanent_secretaries", date(2026, 3, 17)),
        ("council_of_ministers", date(2026, 4, 1)),
    ]
    outcomes = list(
        LevelOutcome.objects.order_by("on").values_list("verdict", "how", "on")
    )
    assert outcomes == [
        ("", "lapse", date(2026, 3, 17)),
        ("", "lapse", date(2026, 4, 1)),
        ("refuse", "lapse", date(2026, 4, 30)),
    ]
    assert escalations.settle_levels() == 0
    assert "dissent" in obstacles(world, number)
    assert reviewed(world, number).levels[2].by == ""


def test_the_votes_that_are_there_on_the_last_day_decide(
    world: World, clock: MovingClock
) -> None:
    number = referred(world, "DS", "TE")
    advise(world, number, "DS", "object")
    advise(world, number, "TE")
    escalate(world, number)
    vote(world, number, DS="refuse", TE="approve")
    clock.forward(30)
    assert escalations.settle_levels() == 1
    level = reviewed(world, number).levels[0]
    assert (level.verdict, level.decided_on) == ("approve", date(2026, 3, 16))
    assert level.counts["silent"] == 3
    assert "dissent" not in obstacles(world, number)
    desk.correct_fact(
        by=world.officer, case=number, path="end_user.address", value="2 Quay", reasons="Register.", version=None
    )  # fmt: skip
    assert "dissent" in obstacles(world, number)  # no result outlives its facts


def test_silence_is_warned_recorded_and_no_consent_above_the_tier(
    world: World, clock: MovingClock
) -> None:
    number = referred(world, "TE", "DS")  # 4D004 is of the third tier
    advise(world, number, "TE")
    due = see(world, number).referrals[0].due
    assert due == date(2026, 4, 13)  # thirty working days after Monday 2 March
    clock.forward(36)
    assert silences.warn_agencies() == 0
    clock.forward(2)  # three working days before: Wednesday 8 April
    assert silences.warn_agencies() == 1
    assert silences.warn_agencies() == 0
    notice = OutboxMessage.objects.get(key__startswith="warning:").payload
    assert notice["to"] == "ds@meridia.example"
    assert set(notice) == {"to", "subject", "case"}
    assert BANK not in str(notice)
    assert LANCE not in str(notice)
    clock.forward(4)  # the last day
    assert silences.record_silences() == 0
    clock.forward(30)  # the job did not run for a month
    assert silences.record_silences() == 1
    assert silences.record_silences() == 0
    row = AgencySilence.objects.get()
    assert (row.on, row.consent, row.tier) == (date(2026, 4, 14), False, 3)
    assert entered("record_silence")["law"]["pinpoint"] == "Service standard, section 3"
    assert see(world, number).state == "referred"  # it may still advise
    found = reviewed(world, number)
    assert (found.silent, found.silence_consents) == (("Defence Staff",), False)
    referring.close_referrals(
        by=world.officer, case=number, reasons="Twice reminded.", version=None
    )
    assert "silent_agency" in obstacles(world, number)
    with pytest.raises(GrantObstructedError, match="silence is no consent"):
        send(world, number, draft_of("grant"))
    assert see(world, number).state == "deciding"
    escalate(world, number)
    vote(
        world,
        number,
        DS="approve",
        TE="approve",
        MI="approve",
        MFA="approve",
        MJ="approve",
    )
    assert not obstacles(world, number) & {
        "silent_agency",
        "open_escalation",
        "dissent",
    }


def test_silence_up_to_the_tier_of_the_law_counts_and_gives_the_case_back(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = referred(world, "DS")
    case = Case.objects.get(number=number)
    procedure = procedure_of(case)
    assert procedure is not None
    wider = replace(procedure, silence=replace(procedure.silence, consent_up_to_tier=3))
    monkeypatch.setattr(dissent, "procedure_of", lambda _case: wider)
    clock.forward(60)
    assert silences.record_silences() == 1
    seen = see(world, number)
    assert seen.state == "in_review"
    assert seen.referrals[0].state == "closed"
    assert "no objection" in seen.referrals[0].silence
    assert "silent_agency" not in obstacles(world, number)


def test_a_question_to_the_applicant_moves_the_last_day_of_the_agencies(
    world: World, clock: MovingClock
) -> None:
    number = referred(world, "DS")
    clock.forward(7)
    asked = information_requests.request_information(
        by=world.officer, case=number, question="Who operates it?", version=None
    )
    clock.forward(14)
    information_requests.answer_information_request(
        by=world.halden,
        case=number,
        request=asked.requests[0].id,
        answer="Two employees.",
        facts={},
        version=None,
    )
    assert see(world, number).referrals[0].due == date(2026, 4, 27)
    found = reviewed(world, number)
    assert found.days_stopped == 10
    kinds = [one["kind"] for one in found.events["events"]]
    assert kinds == [
        "registered",
        "referred",
        "information_requested",
        "information_received",
    ]


def test_an_agency_that_needs_information_has_not_advised_yet(
    world: World, clock: MovingClock
) -> None:
    clock.at = clock.at.replace(hour=23, minute=30)  # the legal day is tomorrow
    number = referred(world, "DS", "TE")
    assert see(world, number).referrals[0].due == date(2026, 4, 14)
    advise(world, number, "TE")
    advise(world, number, "DS", "needs_information")
    assert see(world, number).state == "referred"
    assert reviewed(world, number).waiting_for_information == ("DS",)
    advise(world, number, "DS", "no_licence_required")
    assert see(world, number).state == "in_review"
    assert set(reviewed(world, number).sides) == {"grant", "no licence required"}
    assert Advice.objects.filter(referral__team__code="DS").count() == 2


@pytest.mark.parametrize(
    ("more", "field"),
    [
        pytest.param({"grounds": ("nothing",)}, "grounds", id="ground"),
        pytest.param(
            {
                "points": (
                    AdvicePoint(kind="item", subject="X", position=Position.AGREE),
                )
            },
            "points",
            id="item",
        ),
    ],
)
def test_advice_fits_the_case(world: World, more: dict[str, Any], field: str) -> None:
    number = referred(world, "DS")
    with pytest.raises(InvalidInputError) as caught:
        advise(world, number, "DS", **more)
    assert set(caught.value.fields) == {field}


def test_a_condition_changes_only_with_its_owners_recorded_answer(  # noqa: PLR0915  # one story, told once
    world: World,
) -> None:
    """GAO-25-107431: agreed conditions were removed without consulting who had set them."""
    number = referred(world)
    own = condition("operation_logging", owner="DS", months="24", days="5")
    other = condition("no_military_use", owner="DS")
    for referral in see(world, number).referrals:
        code = referral.team.code
        chosen = (own, other) if code == "DS" else ()
        advise(
            world,
            number,
            code,
            "agree_with_conditions" if chosen else "agree",
            conditions=chosen,
        )
    agreed = reviewed(world, number).conditions
    assert [(one.key, one.owner) for one in agreed] == [("DS-1", "DS"), ("DS-2", "DS")]
    shorter = condition("operation_logging", owner="DS", months="12", days="5")

    def ask(change: Any, key: str = "DS-1") -> None:
        condition_changes.ask_condition_change(
            by=world.officer, case=number, condition=key, reasons="Too long.", change=change, version=None
        )  # fmt: skip

    def answer(agrees: bool, who: str = "ds", wish: str = "") -> None:
        wishes = reviewed(world, number).condition_requests
        condition_changes.answer_condition_change(
            by=world.actor(who), case=number, request=wish or wishes[-1].id, agrees=agrees,
            words="We looked at it.", version=None,
        )  # fmt: skip

    with pytest.raises(NotFoundError):
        ask(shorter, "TE-1")
    with pytest.raises(InvalidInputError, match="already"):
        ask(own)
    with pytest.raises(InvalidInputError, match="keeps its owner"):
        ask(replace(shorter, owner="LIC"))
    with pytest.raises(InvalidInputError):
        ask(replace(shorter, terms={"months": "12"}))
    ask(shorter)
    with pytest.raises(WrongStateError, match="not answered yet"):
        ask(None)
    with pytest.raises(NotAllowedError, match="Only the owner"):
        answer(agrees=True, who="te")
    with pytest.raises(NotFoundError):
        answer(agrees=True, wish="none")
    with pytest.raises(GrantObstructedError, match="drops or changes"):
        send(
            world,
            number,
            draft_of("grant_with_conditions", conditions=(shorter, other)),
        )
    answer(agrees=False)
    with pytest.raises(WrongStateError, match="answer stands"):
        answer(agrees=True)
    ask(shorter)
    answer(agrees=True)
    assert entered("answer_condition_change")["after"]["terms"]["months"] == "12"
    stands = reviewed(world, number).conditions[0].condition
    assert stands is not None
    assert stands.terms["months"] == "12"
    with pytest.raises(GrantObstructedError):
        send(world, number, draft_of("grant_with_conditions", conditions=(own, other)))
    decisions.draft_decision(
        by=world.officer,
        case=number,
        draft=draft_of("grant_with_conditions", conditions=(shorter, other)),
        version=None,
    )
    Team.objects.filter(code="DS").update(email="")
    ask(None)
    answer(agrees=True)
    assert reviewed(world, number).conditions[0].condition is None
    with pytest.raises(NotFoundError):
        ask(shorter)
    send(world, number, draft_of("grant_with_conditions", conditions=(other,)))


def test_what_is_withheld_by_marking_shows_and_can_be_asked_for(  # noqa: PLR0915  # one story, told once
    world: World,
) -> None:
    """All see the same evidence, by marking; nobody advises in the dark without knowing it."""
    number = referred(world, "DS", "TE")
    Person.objects.filter(pk=world.people["ds"].pk).update(clearance="confidential")
    world.people["ds"].refresh_from_db()
    one = see(world, number).documents[0]

    def mark(who: str, marking: str = "confidential") -> None:
        withheld.mark_document(
            by=world.actor(who), case=number, document=one.id, marking=marking,
            gist="A technical annex.", reasons="Names a capability.", version=None,
        )  # fmt: skip

    def ask(who: str = "te") -> None:
        withheld.ask_to_see(
            by=world.actor(who), case=number, document=one.id, reasons="It decides our advice.", version=None
        )  # fmt: skip

    def answer(granted: bool, who: str = "ds", wish: str = "") -> None:
        wishes = reviewed(world, number).see_requests
        withheld.answer_to_see(
            by=world.actor(who), case=number, request=wish or wishes[-1].id, granted=granted,
            words="On need to know.", version=None,
        )  # fmt: skip

    with pytest.raises(InvalidInputError):
        mark("te")  # above its own clearance
    with pytest.raises(WrongStateError, match="not withheld"):
        ask()
    with pytest.raises(NotFoundError):
        withheld.mark_document(
            by=world.ds, case=number, document="none", marking="confidential", gist="g", reasons="r", version=None
        )  # fmt: skip
    mark("ds")
    with pytest.raises(NotAllowedError, match="Only its owner"):
        mark("officer", "official")
    hidden = see(world, number, "te").documents[0]
    assert (hidden.name, hidden.sha256, hidden.owner) == (
        "A technical annex.",
        "",
        "DS",
    )
    assert "Defence Staff" in hidden.withheld
    assert see(world, number, "ds").documents[0].sha256 == one.sha256
    with pytest.raises(WithheldError) as caught:
        documents.document(viewer=world.te, case=number, document=one.id)
    assert caught.value.code == "withheld"
    bundle = bundles.make_bundle(by=world.officer, case=number, purpose="A court asks.")
    assert one.name.encode() not in bundle.content
    ask()
    with pytest.raises(WrongStateError, match="not answered yet"):
        ask()
    assert see(world, number, "te").documents[0].asked == "waiting"
    with pytest.raises(NotAllowedError, match="Only the owner"):
        answer(granted=True, who="te")
    with pytest.raises(NotFoundError):
        answer(granted=True, wish="none")
    answer(granted=False)
    assert see(world, number, "te").documents[0].asked == "refused"
    with pytest.raises(WrongStateError, match="answer stands"):
        answer(granted=True)
    Team.objects.filter(code="TE").update(email="")
    ask()
    answer(granted=True)
    assert documents.document(viewer=world.te, case=number, document=one.id).content
    assert documents.document(viewer=world.halden, case=number, document=one.id).content
    assert entered("answer_to_see")["granted"] is True
    Person.objects.filter(pk=world.people["ds"].pk).update(clearance="official")
    world.people["ds"].refresh_from_db()
    assert documents.document(
        viewer=world.ds, case=number, document=one.id
    ).content  # its own
    with pytest.raises(WithheldError):  # each body asks for itself
        documents.document(viewer=world.officer, case=number, document=one.id)


def test_the_law_without_a_ladder_sends_dissent_back_to_advice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = referred(world, "DS", "TE")
    advise(world, number, "DS", "object")
    advise(world, number, "TE")
    monkeypatch.setattr(escalations, "procedure_of", lambda _case: None)
    with pytest.raises(InvalidInputError, match="no level for dissent"):
        escalate(world, number)
    case = Case.objects.get(number=number)
    bare = procedure_of(case)
    assert bare is not None
    monkeypatch.setattr(
        escalations, "procedure_of", lambda _case: replace(bare, levels=())
    )
    with pytest.raises(InvalidInputError, match="newer advice"):
        escalate(world, number)


def test_a_law_that_keeps_no_clock_gives_the_agencies_the_usual_time(
    world: World, clock: MovingClock
) -> None:
    number = referred(world, "TE")
    Case.objects.filter(number=number).update(profile="wassenaar")
    assert see(world, number).referrals[0].due == date(2026, 4, 13)
    found = reviewed(world, number)
    assert (found.due, found.ladder, found.procedure) == ((), (), "")
    assert not found.silence_consents
    clock.forward(1)
    assert silences.warn_agencies() == 0
    assert rule_of(load(Case.objects.get(number=number)), "XX", {}) == ""
    clock.forward(38)
    assert silences.warn_agencies() == 1
