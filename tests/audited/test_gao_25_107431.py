"""GAO-25-107431: agencies without the evidence, advice passed over, conditions taken off, nobody planning."""

from datetime import date

import pytest
from tests.web.casework.builders import (
    World,
    advise_all,
    condition,
    draft_and_send,
    draft_of,
    granted,
    see,
    submit,
    take,
)
from tests.web.casework.test_interagency import (
    advise,
    entered,
    escalate,
    obstacles,
    referred,
    reviewed,
    send,
    vote,
)
from tests.web.reader import Reader

from licet.web.casework.errors import (
    GrantObstructedError,
    NotAllowedError,
    NotFoundError,
    WithheldError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Advice
from licet.web.casework.selectors.desk import documents, queues
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import desk, withheld
from licet.web.casework.services.review import condition_changes

LOGS = condition("operation_logging", owner="DS", months="24", days="5")


def with_condition(world: World) -> str:
    """A case on which Defence Staff set a condition and everybody has advised."""
    number = submit(world).number
    take(world, number)
    advise_all(world, number, DS=(LOGS,))
    return number


def test_whoever_is_asked_reads_what_the_officer_reads(world: World) -> None:
    """GAO-25-107431: refusal was advised only to get at the assessments of parties."""
    number = referred(world, "TE", "DS", "IA")
    officer = see(world, number)
    page = Reader(world, "officer").read(f"/work/cases/{number}/")
    for who in ("te", "ds", "ia"):
        own = see(world, number, who)
        for part in ("screenings", "determinations", "criteria", "documents", "facts"):
            assert getattr(own, part) == getattr(officer, part), part
        assert own.risk == officer.risk
        for one in officer.documents:
            found = documents.document(
                viewer=world.actor(who), case=number, document=one.id
            )
            assert found.content
        read = Reader(world, who).read(f"/work/cases/{number}/")
        for one in officer.documents:
            assert (one.name in read) is (one.name in page)
    with pytest.raises(NotFoundError):
        see(world, number, "mj")
    Reader(world, "mj").read(f"/work/cases/{number}/", 404)


def test_what_a_marking_withholds_is_shown_as_withheld_and_can_be_asked_for(
    world: World,
) -> None:
    """GAO-25-107431: nobody advises in the dark without knowing that something is there."""
    number = referred(world, "DS", "TE")
    one = see(world, number).documents[0]
    world.people["ds"].clearance = "confidential"
    world.people["ds"].save(update_fields=["clearance"])
    withheld.mark_document(
        by=world.ds, case=number, document=one.id, marking="confidential",
        gist="An annex on methods.", reasons="It names a method.", version=None,
    )  # fmt: skip
    hidden = see(world, number, "te").documents[0]
    assert hidden.name == "An annex on methods."
    assert "Defence Staff" in hidden.withheld
    with pytest.raises(WithheldError):
        documents.document(viewer=world.te, case=number, document=one.id)
    withheld.ask_to_see(
        by=world.te, case=number, document=one.id, reasons="We advise on it.", version=None
    )  # fmt: skip
    withheld.answer_to_see(
        by=world.ds, case=number, request=reviewed(world, number).see_requests[-1].id,
        granted=True, words="On need to know.", version=None,
    )  # fmt: skip
    assert documents.document(viewer=world.te, case=number, document=one.id).content


def test_no_version_of_advice_is_lost(world: World) -> None:
    """GAO-25-107431: what an agency said first stays readable after it said otherwise."""
    number = referred(world, "DS", "TE")
    said = ("object", "needs_information", "agree")
    for position in said:
        advise(world, number, "DS", position)
    advise(world, number, "TE")
    kept = next(one for one in see(world, number).referrals if one.team.code == "DS")
    assert tuple(one.position for one in kept.advice) == said
    assert tuple(one.version for one in kept.advice) == (1, 2, 3)
    rows = Advice.objects.filter(referral__team__code="DS").order_by("version")
    assert [row.position for row in rows] == list(said)


def test_a_grant_against_advice_is_refused_and_the_attempt_is_entered(
    world: World,
) -> None:
    """GAO-25-107431: an objection is not passed over; the level of the law decides it."""
    number = referred(world)
    advise(world, number, "DS", "object")
    for one in see(world, number).referrals:
        if one.team.code != "DS":
            advise(world, number, one.team.code)
    with pytest.raises(GrantObstructedError, match="Defence Staff advises to refuse"):
        send(world, number, draft_of("grant"))
    told = entered("refused")
    assert told["act"] == "send_for_countersignature"
    assert told["why"] == "obstructed"
    assert see(world, number).state == "deciding"
    escalate(world, number)
    vote(world, number, **dict.fromkeys(("DS", "TE", "MI", "MFA", "MJ"), "approve"))
    assert "dissent" not in obstacles(world, number)
    assert {one.member for one in reviewed(world, number).levels[0].votes} >= {"DS"}


def test_advice_on_facts_that_have_changed_carries_no_grant(world: World) -> None:
    """GAO-25-107431: advice given on other facts is no advice on these."""
    number = submit(world).number
    take(world, number)
    advise_all(world, number)
    desk.correct_fact(
        by=world.officer, case=number, path="end_user.address", value="2 Quay",
        reasons="The register says so.", version=None,
    )  # fmt: skip
    run_pending()
    with pytest.raises(GrantObstructedError) as caught:
        send(world, number, draft_of("grant"))
    assert {one.code.value for one in caught.value.obstacles} == {"stale_advice"}


def test_a_condition_goes_only_with_its_owners_answer(world: World) -> None:
    """GAO-25-107431: an agreed condition was taken off without asking who had set it."""
    number = with_condition(world)
    with pytest.raises(GrantObstructedError, match="Defence Staff set the condition"):
        send(world, number, draft_of("grant"))
    ask = condition_changes.ask_condition_change
    ask(by=world.officer, case=number, condition="DS-1", reasons="Long.", version=None)
    with pytest.raises(GrantObstructedError):  # asked is not answered
        send(world, number, draft_of("grant"))
    answer(world, number, "ds", agrees=False)
    with pytest.raises(GrantObstructedError):  # and no is no
        send(world, number, draft_of("grant"))
    ask(by=world.officer, case=number, condition="DS-1", reasons="Sure?", version=None)
    answer(world, number, "ds", agrees=True)
    told = entered("answer_condition_change")
    assert (told["owner"], told["agrees"], told["after"]) == ("DS", True, {})
    send(world, number, draft_of("grant"))
    assert see(world, number).state == "countersigning"


def answer(world: World, number: str, who: str, *, agrees: bool) -> None:
    condition_changes.answer_condition_change(
        by=world.actor(who), case=number,
        request=reviewed(world, number).condition_requests[-1].id, agrees=agrees,
        words="We looked at it.", version=None,
    )  # fmt: skip


def test_another_agency_cannot_answer_for_the_owner(world: World) -> None:
    """GAO-25-107431: neither another agency nor the licensing desk speaks for the owner."""
    number = with_condition(world)
    condition_changes.ask_condition_change(
        by=world.officer, case=number, condition="DS-1", reasons="Long.", version=None
    )
    for who in ("te", "officer"):
        with pytest.raises(NotAllowedError):
            answer(world, number, who, agrees=True)
    with pytest.raises(GrantObstructedError):
        send(world, number, draft_of("grant"))


def test_the_licence_carries_what_the_agency_set(world: World) -> None:
    """GAO-25-107431: what was agreed is what the licence says, owner named."""
    number = with_condition(world)
    chosen = draft_of("grant_with_conditions", conditions=(LOGS,))
    draft_and_send(world, number, chosen)
    decisions.countersign(by=world.signer, case=number, version=None)
    run_pending()
    licence = see(world, number).licence
    assert licence is not None
    assert [(one.type, one.owner) for one in licence.conditions] == [
        ("operation_logging", "DS")
    ]


def test_what_everybody_has_is_counted_from_the_cases(world: World) -> None:
    """GAO-25-107431: no plan for the people whom the load of cases needs."""
    granted(world)  # done: nobody's load any more
    submit(world, "vigil")
    number = submit(world).number
    take(world, number)
    load = {
        one.officer.name if one.officer else "": one
        for one in queues.workload(viewer=world.head)
    }
    assert (load["Officer"].open, load[""].open, load["Officer2"].open) == (1, 1, 0)
    due = see(world, number).clock.due
    assert due is not None
    assert due > date(2026, 3, 2)
    assert "Officer" in Reader(world, "head").read("/work/workload/")
