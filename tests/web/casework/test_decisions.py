"""Two people, a closed gate, reasons and a served letter."""

from datetime import timedelta

import pytest
from tests.web.casework.builders import (
    END_USER,
    MovingClock,
    World,
    advise_all,
    condition,
    draft_and_send,
    draft_of,
    refusal,
    refused,
    see,
    submit,
    take,
)

from licet.decision import Condition, Ground, tier_to_sign
from licet.web.casework.casefile.casefile import load
from licet.web.casework.decision.gate import classifications
from licet.web.casework.errors import (
    GrantObstructedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case, Decision, DelegationRow, LedgerRow
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.applying import applications as applicant_reads
from licet.web.casework.selectors.desk import documents
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import desk, referring


def ready(world: World, **positions: tuple[Condition, ...]) -> str:
    """A case that could be granted."""
    number = submit(world).number
    take(world, number)
    advise_all(world, number, **positions)
    return number


def codes(caught: pytest.ExceptionInfo[GrantObstructedError]) -> set[str]:
    return {one.code.value for one in caught.value.obstacles}


def test_the_drafter_cannot_countersign(world: World) -> None:
    number = submit(world).number
    desk.take_case(by=world.signer, case=number, version=None)
    advise_all(world, number, "signer")
    draft_and_send(world, number, draft_of("grant"), "signer")
    with pytest.raises(NotIndependentActError, match="You drafted") as caught:
        decisions.countersign(by=world.signer, case=number, version=None)
    assert (caught.value.code, caught.value.status) == ("not_independent_act", 403)
    assert see(world, number).state == "countersigning"
    told = [read_act(row) for row in LedgerRow.objects.order_by("-pk")[:3]]
    assert any(
        one.kind == "refused" and one.payload["why"] == "not_independent"
        for one in told
    )


def test_who_wrote_an_earlier_version_cannot_countersign_a_later_one(
    world: World,
) -> None:
    number = submit(world).number
    desk.take_case(by=world.signer, case=number, version=None)
    decisions.draft_decision(
        by=world.signer, case=number, draft=draft_of("grant"), version=None
    )
    desk.assign_case(by=world.head, case=number, officer=world.officer.id, version=None)
    advise_all(world, number)
    draft_and_send(world, number, draft_of("grant"))
    with pytest.raises(NotIndependentActError):
        decisions.countersign(by=world.signer, case=number, version=None)
    with pytest.raises(NotIndependentActError):
        decisions.return_draft(by=world.signer, case=number, reasons="x", version=None)


def test_a_signatory_without_delegation_that_day_is_refused(
    world: World, clock: MovingClock
) -> None:
    number = ready(world)
    draft_and_send(world, number, draft_of("grant"))
    with pytest.raises(GrantObstructedError, match="delegation") as caught:
        decisions.countersign(by=world.unsigned, case=number, version=None)
    assert codes(caught) == {"no_delegation"}
    assert (caught.value.code, caught.value.status) == ("obstructed", 409)
    DelegationRow.objects.filter(holder=world.people["signer"]).update(
        last=legal_day(now())
    )
    clock.forward(1)
    with pytest.raises(GrantObstructedError):
        decisions.countersign(by=world.signer, case=number, version=None)


def test_the_last_day_of_a_delegation_counts(world: World) -> None:
    number = ready(world)
    draft_and_send(world, number, draft_of("grant"))
    DelegationRow.objects.filter(holder=world.people["signer"]).update(
        last=legal_day(now())
    )
    assert (
        decisions.countersign(by=world.signer, case=number, version=None).state
        == "granted"
    )


@pytest.mark.parametrize(
    ("highest", "signed"),
    [pytest.param(2, False, id="tier below"), pytest.param(3, True, id="its tier")],
)
def test_a_delegation_must_cover_the_tier_of_the_items(
    world: World, highest: int, *, signed: bool
) -> None:
    number = ready(world)  # 4D004 is of the third tier
    draft_and_send(world, number, draft_of("grant"))
    DelegationRow.objects.filter(holder=world.people["signer"]).update(
        highest_tier=highest
    )
    if signed:
        decisions.countersign(by=world.signer, case=number, version=None)
        return
    with pytest.raises(GrantObstructedError) as caught:
        decisions.countersign(by=world.signer, case=number, version=None)
    assert codes(caught) == {"no_delegation"}


def test_items_without_a_present_classification_count_as_the_highest_tier(
    world: World,
) -> None:
    number = ready(world)
    case = Case.objects.get(number=number)
    assert tier_to_sign(classifications(load(case))) == 3
    case.facts_version += 1  # the findings no longer stand on the present facts
    assert tier_to_sign(classifications(load(case))) == 4


def test_a_refusal_needs_the_delegation_as_well(world: World) -> None:
    number = submit(world).number
    seen = take(world, number)
    draft_and_send(world, number, refusal(seen))
    with pytest.raises(GrantObstructedError):
        decisions.countersign(by=world.unsigned, case=number, version=None)


def test_a_grant_waits_for_referrals(world: World) -> None:
    number = submit(world).number
    take(world, number)
    referring.refer_case(
        by=world.officer,
        case=number,
        referrals=(referring.Referral(team="TE"),),
        version=None,
    )
    with pytest.raises(WrongStateError):
        decisions.draft_decision(
            by=world.officer, case=number, draft=draft_of(), version=None
        )


def test_a_grant_waits_for_those_whom_the_law_says_to_ask(world: World) -> None:
    """GAO-02-203: no formal rule for which cases to refer."""
    number = submit(world).number
    take(world, number)
    with pytest.raises(GrantObstructedError, match="Defence Staff has not advised"):
        draft_and_send(world, number, draft_of("grant"))


def test_a_grant_waits_for_missing_documents_and_open_facts(world: World) -> None:
    number = submit(world).number
    take(world, number)
    desk.correct_fact(
        by=world.officer,
        case=number,
        path="end_user.type",
        value=None,
        reasons="Nobody knows.",
        version=None,
    )
    one = see(world, number).documents[0]
    desk.mark_document_invalid(
        by=world.officer, case=number, document=one.id, reasons="Forged."
    )
    decisions.draft_decision(
        by=world.officer, case=number, draft=draft_of(), version=None
    )
    with pytest.raises(GrantObstructedError) as caught:
        decisions.send_for_countersignature(by=world.officer, case=number, version=None)
    assert {
        "stale_determination",
        "not_screened",
        "invalid_document",
        "missing_document",
    } <= codes(caught)
    assert Decision.objects.count() == 0


def test_advice_on_changed_facts_must_be_renewed(world: World) -> None:
    number = ready(world)
    desk.correct_fact(
        by=world.officer,
        case=number,
        path="end_user.address",
        value="2 Quay",
        reasons="Register.",
        version=None,
    )
    run_pending()
    decisions.draft_decision(
        by=world.officer, case=number, draft=draft_of(), version=None
    )
    with pytest.raises(GrantObstructedError) as caught:
        decisions.send_for_countersignature(by=world.officer, case=number, version=None)
    assert codes(caught) == {"stale_advice"}


def test_what_opens_after_sending_stops_the_signature(world: World) -> None:
    number = ready(world)
    draft_and_send(world, number, draft_of("grant"))
    one = see(world, number).documents[0]
    desk.mark_document_invalid(
        by=world.officer, case=number, document=one.id, reasons="Forged."
    )
    with pytest.raises(GrantObstructedError):
        decisions.countersign(by=world.signer, case=number, version=None)
    assert see(world, number).state == "countersigning"


def test_an_agencys_condition_cannot_be_dropped_silently(world: World) -> None:
    """GAO-25-107431: agreed conditions were removed without consulting who had set them."""
    own = condition("operation_logging", owner="DS", months="24", days="5")
    number = ready(world, DS=(own,))
    decisions.draft_decision(
        by=world.officer, case=number, draft=draft_of(), version=None
    )
    with pytest.raises(GrantObstructedError, match="Defence Staff set the condition"):
        decisions.send_for_countersignature(by=world.officer, case=number, version=None)
    weaker = condition("operation_logging", owner="DS", months="1", days="5")
    changed = draft_of("grant_with_conditions", conditions=(weaker,))
    with pytest.raises(GrantObstructedError):
        draft_and_send(world, number, changed)
    kept = draft_of("grant_with_conditions", conditions=(own,))
    assert draft_and_send(world, number, kept).state == "countersigning"


def test_an_agency_can_let_its_condition_go(world: World, clock: MovingClock) -> None:
    own = condition("operation_logging", owner="DS", months="24", days="5")
    number = ready(world, DS=(own,))
    clock.forward(1)
    again = referring.Referral(team="DS", because="Is it still needed?")
    referring.refer_case(
        by=world.officer, case=number, referrals=(again,), version=None
    )
    referring.give_advice(
        by=world.ds,
        case=number,
        position="agree",
        reasons="No longer needed.",
        version=None,
    )
    assert draft_and_send(world, number, draft_of("grant")).state == "countersigning"


def test_only_the_officer_of_the_case_drafts(world: World) -> None:
    number = ready(world)
    with pytest.raises(NotAllowedError, match="Another officer"):
        decisions.draft_decision(
            by=world.officer2, case=number, draft=draft_of(), version=None
        )
    decisions.draft_decision(
        by=world.officer, case=number, draft=draft_of(), version=None
    )
    with pytest.raises(NotAllowedError):
        decisions.send_for_countersignature(
            by=world.officer2, case=number, version=None
        )


def test_an_incomplete_draft_is_not_sent(world: World) -> None:
    number = ready(world)
    decisions.draft_decision(
        by=world.officer, case=number, draft=draft_of("refuse"), version=None
    )
    with pytest.raises(InvalidInputError, match="at least one ground"):
        decisions.send_for_countersignature(by=world.officer, case=number, version=None)
    strange = draft_of(
        "refuse", grounds=(Ground(criterion="dislike", evidence=("x",), words="No."),)
    )
    with pytest.raises(InvalidInputError, match="no criterion"):
        decisions.draft_decision(
            by=world.officer, case=number, draft=strange, version=None
        )


def test_nothing_is_sent_without_a_draft(world: World) -> None:
    number = ready(world)
    with pytest.raises(WrongStateError):
        decisions.send_for_countersignature(by=world.officer, case=number, version=None)


def test_a_returned_draft_keeps_its_history(world: World) -> None:
    number = ready(world)
    draft_and_send(world, number, draft_of("grant"))
    assert see(world, number).drafts[-1].sent
    back = decisions.return_draft(
        by=world.signer, case=number, reasons="Name the operators.", version=None
    )
    assert back.state == "deciding"
    assert back.drafts[-1].returned == "Name the operators."
    better = draft_of("grant_with_conditions", conditions=(condition(),))
    draft_and_send(world, number, better)
    seen = decisions.countersign(by=world.signer, case=number, version=None)
    assert [one.version for one in seen.drafts] == [1, 2]
    assert seen.decision is not None
    assert seen.decision.countersigned_by == "Signer"
    assert seen.decision.delegation == "Order 1/2025 (invented)"


def test_no_licence_required_needs_a_determination_that_says_so(world: World) -> None:
    number = ready(world)
    with pytest.raises(GrantObstructedError, match="not determined to need no licence"):
        draft_and_send(world, number, draft_of("no_licence_required"))
    free = submit(
        world,
        "vigil",
        destination={"facts": {"destination": "CA"}},
        parties={"parties": [{**END_USER, "country": "CA"}]},
    )
    assert [one.outcome for one in free.determinations if one.governing] == ["covered"]
    take(world, free.number)
    draft_and_send(world, free.number, draft_of("no_licence_required"))
    seen = decisions.countersign(by=world.signer, case=free.number, version=None)
    assert seen.state == "returned"


def test_the_letter_is_served_once_with_proof(world: World, clock: MovingClock) -> None:
    case = refused(world)
    assert case.decision is not None
    letter = case.decision.letters[0]
    serve = decisions.record_service
    today = legal_day(now())
    who = {"by": world.officer, "case": case.number, "letter": letter.id}
    with pytest.raises(InvalidInputError):
        serve(**who, on=today, manner=" ", proof="x")
    with pytest.raises(InvalidInputError):
        serve(**who, on=today + timedelta(days=1), manner="post", proof="x")
    with pytest.raises(InvalidInputError):
        serve(**who, on=today - timedelta(days=1), manner="post", proof="x")
    with pytest.raises(NotFoundError):
        serve(
            by=world.officer,
            case=case.number,
            letter="none",
            on=today,
            manner="post",
            proof="x",
        )
    with pytest.raises(NotAllowedError):
        serve(
            by=world.halden,
            case=case.number,
            letter=letter.id,
            on=today,
            manner="post",
            proof="x",
        )
    clock.forward(3)
    served = serve(
        **who,
        on=today + timedelta(days=2),
        manner="registered post",
        proof="RR 1 (invented)",
    )
    assert served.served_on == today + timedelta(days=2)
    assert served.service_manner == "registered post"
    with pytest.raises(WrongStateError):
        serve(**who, on=today + timedelta(days=2), manner="post", proof="x")
    shown = applicant_reads.application(viewer=world.halden, case=case.number)
    assert shown.decision is not None
    assert shown.decision.appeal_by == today + timedelta(days=32)
    assert shown.decision.countersigned_by == ""
    pdf = documents.letter_document(
        viewer=world.halden, case=case.number, letter=letter.id
    )
    assert pdf.content.startswith(b"%PDF-")
    with pytest.raises(NotFoundError):
        documents.letter_document(viewer=world.halden, case=case.number, letter="none")
