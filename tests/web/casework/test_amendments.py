"""A change of facts makes stale what rested on them; nothing is signed until it is renewed."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.web.api.conftest import program
from tests.web.casework.builders import (
    END_USER,
    ITEM,
    MovingClock,
    World,
    advise_all,
    condition,
    decide,
    draft_and_send,
    draft_of,
    granted,
    refusal,
    see,
    start,
    submit,
    take,
)
from tests.web.casework.test_organisations import body
from tests.web.reader import Reader

from licet.web.casework.errors import (
    GrantObstructedError,
    InvalidInputError,
    NotFoundError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case, Licence, Organisation, UrgencyCall
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import acts_of
from licet.web.casework.selectors.applying import applications as reads
from licet.web.casework.selectors.desk import desk as desk_reads
from licet.web.casework.selectors.licences import licences as licence_reads
from licet.web.casework.services.applying import applications, custody
from licet.web.casework.services.applying.amendments import amend_application
from licet.web.casework.services.applying.changes import request_change
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import desk, information_requests, referring
from licet.web.casework.services.desk.urgency import ask_urgency

__all__ = ["program"]
pytestmark = pytest.mark.django_db
ANOTHER = {"parties": [{**END_USER, "name": "Banco Poente (invented)"}]}
USE = {"facts": {"end_use": "Testing of the network of another"}}


def amend(world: World, number: str, section: str = "parties", content: object = ANOTHER) -> None:  # fmt: skip
    amend_application(
        by=world.halden, case=number, section=section, content=content,  # type: ignore[arg-type]
        reasons="The buyer changed.", version=None,
    )  # fmt: skip


def codes(caught: pytest.ExceptionInfo[GrantObstructedError]) -> set[str]:
    return {one.code.value for one in caught.value.obstacles}


def ready(world: World) -> str:
    """A case that could be signed: advised, drafted, sent for countersignature."""
    case = submit(world)
    take(world, case.number)
    advise_all(world, case.number)
    draft = draft_of("grant_with_conditions", conditions=(condition(),))
    draft_and_send(world, case.number, draft)
    return case.number


def test_an_amendment_stales_determination_screening_advice_and_draft_one_by_one(
    world: World, clock: MovingClock
) -> None:
    number = ready(world)
    clock.forward(1)
    amend(world, number)
    # It was with the countersigner and is back with its officer.
    assert see(world, number).state == "deciding"
    # The applicant's own entry and timeline do not say that a signature was near.
    own = (one for one in acts_of(str(Case.objects.get(number=number).pk)))
    told = next(one for one in own if one.kind == "amend_application")
    assert "countersign" not in repr(told.payload)
    shown = reads.application(viewer=world.halden, case=number).timeline[-1]
    assert shown.words == "Application amended"
    with pytest.raises(WrongStateError):
        decisions.countersign(by=world.signer, case=number, version=None)
    with pytest.raises(GrantObstructedError) as caught:
        decisions.send_for_countersignature(by=world.officer, case=number, version=None)
    assert codes(caught) >= {"stale_determination", "not_screened", "stale_advice"}
    run_pending()
    assert "Banco Poente (invented)" in {
        one.party for one in see(world, number).screenings
    }
    # Determination and screening are renewed; the advice was given on other facts.
    with pytest.raises(GrantObstructedError) as caught:
        decisions.send_for_countersignature(by=world.officer, case=number, version=None)
    assert "stale_determination" not in codes(caught)
    assert "not_screened" not in codes(caught)
    assert "stale_advice" in codes(caught)
    clock.forward(1)
    advise_again(world, number)
    clock.forward(1)
    seen = decide(
        world, number, draft_of("grant_with_conditions", conditions=(condition(),))
    )
    assert seen.state == "granted_with_conditions"
    assert any("amended" in one.words for one in seen.timeline)


def advise_again(world: World, number: str) -> None:
    asked = {one.team.code for one in see(world, number).referrals}
    referring.refer_case(
        by=world.officer, case=number, version=None,
        referrals=tuple(referring.Referral(team=code, because="The facts changed.") for code in sorted(asked)),
    )  # fmt: skip
    for code in sorted(asked):
        referring.give_advice(
            by=world.actor(code.lower()), case=number, position="agree",
            reasons="Still.", conditions=(), version=None,
        )  # fmt: skip


def test_a_refusal_is_not_signed_on_facts_that_have_changed(
    world: World, clock: MovingClock
) -> None:
    case = submit(world)
    seen = take(world, case.number)
    draft_and_send(world, case.number, refusal(seen))
    clock.forward(1)
    amend(world, case.number, "end_use", USE)
    with pytest.raises(GrantObstructedError) as caught:
        decisions.send_for_countersignature(
            by=world.officer, case=case.number, version=None
        )
    assert codes(caught) == {"stale_determination", "stale_advice"}
    run_pending()
    # What was computed is renewed; the draft still says what was thought before.
    with pytest.raises(GrantObstructedError, match="after this draft was written"):
        decisions.send_for_countersignature(
            by=world.officer, case=case.number, version=None
        )
    clock.forward(1)
    now_seen = see(world, case.number)
    own = refusal(now_seen).disagreements[0]
    others = tuple(
        replace(own, finding=one.id)
        for one in now_seen.criteria[1:]
        if one.standing == "not_established"
    )
    renewed = decide(
        world,
        case.number,
        replace(refusal(now_seen), disagreements=(own, *others)),
    )
    assert renewed.state == "refused"


def test_an_amendment_keeps_what_was_found_and_answered_and_starts_the_period_anew(
    world: World, clock: MovingClock
) -> None:
    case = submit(world)
    take(world, case.number)
    number = case.number
    desk.correct_fact(
        by=world.officer, case=number, path="end_use", value="Something found",
        reasons="Seen.", version=None,
    )  # fmt: skip
    desk.correct_fact(
        by=world.officer, case=number, path="item.logs", value=True,
        reasons="Seen.", version=None,
    )  # fmt: skip
    information_requests.request_information(
        by=world.officer, case=number, question="?", facts=("end_user.type",), version=None
    )  # fmt: skip
    asked = see(world, number).requests[0].id
    with pytest.raises(WrongStateError):
        amend(world, number)
    information_requests.answer_information_request(
        by=world.halden, case=number, request=asked, answer="So.",
        facts={"end_user.type": "private_company"}, version=None,
    )  # fmt: skip
    clock.forward(7)
    spent = see(world, number).clock.days_spent
    assert spent > 0
    shown = reads.application(viewer=world.halden, case=number)
    items = next(one.content for one in shown.sections if one.id == "items")
    changed = {**ITEM, "facts": {**ITEM["facts"], "quantity": 5}}
    assert items["items"] == [ITEM]
    amend(world, number, "items", {"items": [changed]})
    seen = see(world, number)
    facts = {(one.scope, one.path): one.values for one in seen.facts}
    assert facts["case", "end_use"] == ("Something found",)
    assert facts["item 1", "item.logs"] == ("yes",)
    assert facts["item 1", "item.quantity"] == ("5",)
    assert facts[f"end_user: {END_USER['name']}", "end_user.type"] == (
        "private_company",
    )
    assert seen.clock.days_spent == 0
    with pytest.raises(InvalidInputError, match="Nothing differs"):
        amend(world, number, "items", {"items": [changed]})
    amend(world, number, "items", {"items": [changed, {**ITEM, "name": "Second"}]})
    amend(world, number, "items", {"items": [changed]})
    assert len(Case.objects.get(number=number).transaction["items"]) == 1
    amend(world, number, "parties", {"parties": [{**END_USER, "facts": {}}]})
    facts = {(one.scope, one.path): one.values for one in see(world, number).facts}
    assert (f"end_user: {END_USER['name']}", "end_user.type") not in facts


def test_an_amendment_says_what_is_wrong(world: World) -> None:
    case = submit(world)
    for section, content, words in (
        ("declaration", {"accepted": True}, "cannot be amended"),
        ("parties", {"parties": []}, "at least one party"),
        ("destination", {"facts": {"destination": "QQ"}}, "QQ"),
        ("propagation", {"facts": {"plan.onward_kind": "to_named"}}, "none is named"),
    ):
        with pytest.raises(InvalidInputError, match=words):
            amend(world, case.number, section, content)
    with pytest.raises(StaleVersionError):
        amend_application(
            by=world.halden, case=case.number, section="end_use", content=USE,
            reasons="x", version=1,
        )  # fmt: skip
    decided = granted(world)
    with pytest.raises(WrongStateError):
        amend(world, decided.number)


def test_who_asks_is_written_down_and_the_rule_decides(world: World) -> None:
    case = submit(world)
    said = ask_urgency(
        by=world.officer, case=case.number, asked_by="The minister's office",
        words="It would please us.", version=None,
    )  # fmt: skip
    assert said == ""
    seen = see(world, case.number)
    assert seen.urgency is not None
    assert (seen.urgency.ground, seen.urgency.days) == ("", 0)
    assert seen.urgency.calls[0][1] == "The minister's office"
    due = seen.clock.due
    shown = reads.application(viewer=world.halden, case=case.number)
    assert "goes first" not in " ".join(one.words for one in shown.timeline)
    for asked_by, words in (("", "x"), ("x", "")):
        with pytest.raises(InvalidInputError):
            ask_urgency(by=world.halden, case=case.number, asked_by=asked_by, words=words, version=None)  # fmt: skip
    # The same case goes first once its facts say so, whoever asks or not.
    facts = {**USE["facts"], "safety.lives_at_risk": True}
    amend(world, case.number, "end_use", {"facts": facts})
    seen = see(world, case.number)
    assert seen.urgency is not None
    assert seen.urgency.ground == "Lives are at risk"
    assert due is not None
    assert seen.clock.due is not None
    assert seen.clock.due < due
    listed = {one.number: one.urgent for one in desk_reads.cases(viewer=world.officer)}
    assert listed[case.number] is True
    amend(world, case.number, "end_use", USE)
    seen = see(world, case.number)
    assert seen.urgency is not None
    assert seen.urgency.ground == ""


def test_an_attack_under_way_puts_a_case_first_at_its_submission(world: World) -> None:
    facts = {"incident.under_way": True, "incident.owner_agreed": True}
    case = submit(world, end_use={"facts": {"end_use": "Help", **facts}})
    call = UrgencyCall.objects.get(case__number=case.number)
    assert (call.ground, call.asked_by) == ("incident_response", "")


def test_other_terms_and_more_time_are_applications_that_replace_the_licence(
    world: World, clock: MovingClock
) -> None:
    case = granted(world)
    assert case.licence is not None
    old = case.licence.number
    with pytest.raises(InvalidInputError, match="other terms"):
        request_change(by=world.halden, licence=old, act="wish", reasons="x")
    with pytest.raises(NotFoundError):
        request_change(by=world.vigil, licence=old, act="amend_licence", reasons="x")
    with pytest.raises(WrongStateError, match="90 days before"):
        request_change(by=world.halden, licence=old, act="extend_licence", reasons="x")
    row = Licence.objects.get(number=old)
    clock.at += row.valid_until - legal_day(now()) - timedelta(days=90)
    made = request_change(
        by=world.halden, licence=old, act="extend_licence", reasons="The project runs on."
    )  # fmt: skip
    assert any("end_use_statement" in one.what for one in made.left_out)
    with pytest.raises(WrongStateError, match="being written already"):
        request_change(by=world.halden, licence=old, act="amend_licence", reasons="x")
    assert licence_reads.licence(viewer=world.halden, licence=old).state == "issued"
    filing = reads.application(viewer=world.halden, case=made.number).filing
    assert filing is not None
    assert (filing.changes, filing.change) == (old, "extend_licence")
    finish(world, made.number)
    take(world, made.number)
    advise_all(world, made.number)
    seen = decide(world, made.number, draft_of("grant_with_conditions", conditions=(condition(),)))  # fmt: skip
    assert seen.licence is not None
    before = licence_reads.licence(viewer=world.halden, licence=old)
    assert before.state == "surrendered"
    assert before.events[-1].reasons == f"Replaced by {seen.licence.number}."
    with pytest.raises(WrongStateError, match="does not open this act"):
        request_change(by=world.halden, licence=old, act="amend_licence", reasons="x")


def finish(world: World, number: str, who: str = "halden") -> None:
    applications.save_section(
        by=world.actor(who), case=number, section="declaration", version=None,
        content={"accepted": True, "name": "N"},
    )  # fmt: skip
    for purpose in ("end_use_statement", "due_diligence_record"):
        custody.upload_document(
            by=world.actor(who), case=number, name=f"{purpose}.txt", purpose=purpose,
            content=io.BytesIO(f"{purpose} anew\n".encode()),
        )  # fmt: skip
    applications.submit_application(
        by=world.actor(who), case=number, key=number, version=None
    )
    run_pending()


def test_a_licence_passes_to_another_only_by_their_own_application(
    world: World,
) -> None:
    case = granted(world)
    assert case.licence is not None
    old = case.licence.number
    given = {"by": world.halden, "licence": old, "act": "transfer_licence", "reasons": "Sold."}  # fmt: skip
    with pytest.raises(InvalidInputError, match="No exporter"):
        request_change(registration="SE-9", country="SE", **given)  # type: ignore[arg-type]
    Organisation.objects.filter(pk=body(world, "vigil")).update(registration="SE-9")
    made = request_change(registration="SE-9", country="SE", **given)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        reads.application(viewer=world.halden, case=made.number)
    seen = reads.application(viewer=world.vigil, case=made.number)
    assert seen.organisation.name == "Vigil Telecom (invented)"
    saved = {one.id: one.content for one in seen.sections}
    assert saved["parties"]["parties"] == [END_USER]
    assert (saved["declaration"], seen.documents) == ({}, ())
    row = Case.objects.get(number=made.number)
    assert (row.destination, row.end_user) == ("BR", END_USER["name"])
    assert row.applicant == world.people["vigil"]


def test_amendment_urgency_and_changes_on_pages_and_over_the_api(
    world: World, program: object
) -> None:
    own, officer = Reader(world, "halden"), Reader(world, "officer")
    case = submit(world)
    at = f"/apply/cases/{case.number}"
    assert "Which part changes?" in own.read(f"{at}/amend/")
    page = own.source(f"{at}/facts/end_use/")
    assert "Why does it change?" in page
    assert "Say why it changes" in own.send(f"{at}/facts/end_use/", end_use="X")
    sent = own.send(
        f"{at}/facts/end_use/", end_use="Another use", reasons="It changed."
    )
    assert "Amended" in sent
    assert "Why does it change?" in own.read(f"{at}/items/0/")
    assert "Why does it change?" in own.read(f"{at}/parties/0/")
    own.send(f"{at}/list/parties/", remove="0", reasons="x")
    assert "weighs nothing" in own.read(f"{at}/urgent/")
    page = own.send(f"{at}/urgent/", asked_by="We", words="Please")
    assert "keeps its place" in page
    page = officer.send(f"/work/cases/{case.number}/urgent/", asked_by="A member", words="Now")  # fmt: skip
    assert "keeps its place" in page
    assert "asked by A member" in page
    api = program("halden")  # type: ignore[operator]
    told = {**USE["facts"], "safety.lives_at_risk": True}
    amended = api.post(
        f"/applications/{case.number}/amend",
        {"section": "end_use", "content": {"facts": told}, "reasons": "So."},
    )
    assert amended["urgency"]["ground"] == "Lives are at risk"
    asked = api.post(
        f"/applications/{case.number}/urgency", {"asked_by": "We", "words": "Please"}
    )
    assert asked["ground"] == "Lives are at risk"
    assert "The rule puts it first" in officer.send(
        f"/work/cases/{case.number}/urgent/", asked_by="A", words="B"
    )
    assert "The rule puts it first" in own.send(
        f"{at}/urgent/", asked_by="A", words="B"
    )
    done = granted(world)
    assert done.licence is not None
    number = done.licence.number
    assert "Ask for other terms" in own.read(f"/apply/licences/{number}/")
    own.read(f"/apply/licences/{number}/change/wish/", status=404)
    change = f"/apply/licences/{number}/change"
    assert "Say why you ask" in own.send(f"{change}/amend_licence/")
    page = own.send(f"{change}/amend_licence/", reasons="More people.")
    assert f"For other terms of {number}" in page
    refused = api.call("POST", f"/licences/{number}/changes", {"act": "amend_licence", "reasons": "x"})  # fmt: skip
    assert refused.status_code == 409
    start(world)
    Organisation.objects.filter(pk=body(world, "vigil")).update(registration="SE-9")
    Case.objects.filter(filing__changes__number=number).update(state="withdrawn")
    page = own.send(
        f"{change}/transfer_licence/", reasons="Sold.", registration="SE-9", country="SE"
    )  # fmt: skip
    assert "The other exporter was told" in page
