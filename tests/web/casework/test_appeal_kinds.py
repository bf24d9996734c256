"""Every adverse act is open to appeal, and what the appeal changes, changes."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.web.casework.builders import (
    END_USER,
    MovingClock,
    World,
    condition,
    decide,
    draft_of,
    granted,
    refusal,
    refused,
    see,
    submit,
    take,
)
from tests.web.casework.test_appeals import appoint, lodge, rule
from tests.web.casework.test_opinions import Fixed, issued

from licet.decision import SecretReason
from licet.review.appeals import GroundFinding
from licet.web.casework.access import Actor
from licet.web.casework.appeals.contested import contested_opinion, rules_of
from licet.web.casework.conditions.standing import binding
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    Appeal,
    AppealStep,
    ConditionRow,
    LedgerRow,
    Letter,
    Licence,
    LicenceDocument,
    Opinion,
    OutboxMessage,
)
from licet.web.casework.ports import Ports, using
from licet.web.casework.record.events import read_act
from licet.web.casework.rights.people import actor_of_person
from licet.web.casework.selectors.appeals import appeals as reads
from licet.web.casework.selectors.desk.documents import licence_document
from licet.web.casework.selectors.licences.licences import licence as licence_page
from licet.web.casework.services.appeals import appeal_hearing, appeals
from licet.web.casework.services.appeals.appeal_closed import closed_material
from licet.web.casework.services.appeals.appeal_ruling import (
    Ruling,
    decide_appeal,
    next_instance,
)
from licet.web.casework.services.appeals.appeals import Lodging
from licet.web.casework.services.decision import drafted_letters
from licet.web.casework.services.decision.papers import licence_claims
from licet.web.casework.services.desk import interests
from licet.web.casework.services.licences import licence_course, licences
from licet.web.casework.services.opinions import opinions
from licet.web.casework.views import AppealView, CaseView


@pytest.fixture
def law(world: World, outside: Ports) -> Iterator[Fixed]:
    fixed = Fixed(outside.determiner)
    with using(replace(outside, determiner=fixed)):  # type: ignore[arg-type]
        yield fixed


def keys(world: World, case: str) -> list[str]:
    offered = reads.contestable(viewer=world.halden, case=case)
    return [one.kind for one in offered.acts if not one.exhausted]


def assign(world: World, appeal: str, who: str = "judge") -> AppealView:
    return appeal_hearing.assign_appeal(
        by=world.chair, appeal=appeal, reviewer=world.actor(who).id, version=None
    )


def limited(world: World) -> CaseView:
    return granted(world, condition("quantity_limit", quantity="10", unit="licences"))


def deliver(world: World, seen: CaseView, quantity: int) -> None:
    assert seen.licence is not None
    licences.report_delivery(
        by=world.halden, licence=seen.licence.number, version=None,
        delivery=licences.Delivery(
            on=seen.licence.issued_on, way="download", quantity=Decimal(quantity),
            unit="licences", consignee="Banco Aurora",
        ),
    )  # fmt: skip


def condition_appeal(world: World, seen: CaseView) -> AppealView:
    assert seen.decision is not None
    key = f"condition:{seen.decision.conditions[0].id}"
    return lodge(world, seen.number, "The limit is a slip.", act=key)


def test_a_varied_condition_binds_in_its_new_words_on_the_licence(world: World) -> None:
    seen = limited(world)
    assert keys(world, seen.number) == ["condition"]
    appeal = condition_appeal(world, seen)
    # the licence lives on: only what ended the case moves it
    assert see(world, seen.number).state == "granted_with_conditions"
    assign(world, appeal.id)
    with pytest.raises(NotAllowedError):
        deliver(world, seen, 12)
    for wrong in (
        {"words": ""},
        {"words": "Up to 20.", "terms": {"colour": "red"}},
        {"words": "Up to 20.", "terms": {"quantity": "many"}},
    ):
        with pytest.raises(InvalidInputError):
            rule(world, appeal.id, "varied", **wrong)
    done = rule(
        world, appeal.id, "varied", words="Up to 20 licences.", terms={"quantity": "20"},
        remedy="The limit is twenty from today.",
    )  # fmt: skip
    assert (done.state, done.remedy) == ("varied", "The limit is twenty from today.")
    told = Letter.objects.get(kind="appeal").body
    assert "From now on it reads: Up to 20 licences." in told
    deliver(world, seen, 12)
    assert seen.licence is not None
    shown = licence_page(viewer=world.halden, licence=seen.licence.number)
    assert shown.conditions[0].words == "Up to 20 licences."
    assert shown.conditions[0].standing == "varied"
    row = Licence.objects.get(number=seen.licence.number)
    assert licence_claims(row)["conditions"][0]["words"] == "Up to 20 licences."
    first = shown.document
    run_pending()
    papers = LicenceDocument.objects.filter(licence=row).order_by("pk")
    assert [one.kind for one in papers][3:] == ["code.2", "pdf.2", "sdjwt.2"]
    again = licence_page(viewer=world.halden, licence=row.number)
    assert again.document not in {"", first}
    kept = licence_document(viewer=world.halden, licence=row.number, kind="pdf")
    assert kept.content.startswith(b"%PDF")
    deliver(world, seen, 8)
    assert Licence.objects.get(pk=row.pk).state == "exhausted"


def test_an_annulled_condition_binds_no_more(world: World) -> None:
    seen = limited(world)
    appeal = condition_appeal(world, seen)
    assign(world, appeal.id)
    rule(world, appeal.id, "annulled")
    deliver(world, seen, 500)
    assert binding(ConditionRow.objects.all()) == ()


def test_a_condition_is_stayed_while_the_appeal_is_pending_and_binds_again(
    world: World,
) -> None:
    seen = limited(world)
    appeal = condition_appeal(world, seen)
    asked = appeals.ask_interim(
        by=world.halden, appeal=appeal.id, reasons="Ships on Monday.", version=None
    )
    assert asked.interim == "asked"
    with pytest.raises(WrongStateError, match="already"):
        appeals.ask_interim(
            by=world.halden, appeal=appeal.id, reasons="Again.", version=None
        )
    assign(world, appeal.id)
    decide_stay(world, appeal.id, "granted")
    deliver(world, seen, 11)
    rule(world, appeal.id, "dismissed")
    with pytest.raises(NotAllowedError):
        deliver(world, seen, 1)


def decide_stay(
    world: World, appeal: str, measure: str, who: str = "judge"
) -> AppealView:
    return appeal_hearing.decide_interim(
        by=world.actor(who), appeal=appeal, measure=measure, reasons="It would be moot.", version=None
    )  # fmt: skip


def suspended(world: World) -> CaseView:
    seen = granted(world)
    assert seen.licence is not None
    licences.suspend_licence(
        by=world.officer, licence=seen.licence.number, reasons="A report.", version=None
    )
    return see(world, seen.number)


def state_of(seen: CaseView) -> str:
    assert seen.licence is not None
    return Licence.objects.get(number=seen.licence.number).state


def order_appeal(world: World, seen: CaseView, kind: str) -> AppealView:
    offered = reads.contestable(viewer=world.halden, case=seen.number)
    key = next(one.key for one in offered.acts if one.kind == kind)
    return lodge(world, seen.number, "The report is false.", act=key)


def test_an_annulled_suspension_puts_the_licence_back_in_force(world: World) -> None:
    seen = suspended(world)
    with pytest.raises(InvalidInputError, match="Choose what"):
        lodge(world, seen.number)
    appeal = order_appeal(world, seen, "suspension")
    assert see(world, seen.number).state == "granted_with_conditions"
    assign(world, appeal.id)
    rule(world, appeal.id, "annulled", remedy="In force from today.")
    assert state_of(seen) == "issued"
    kinds = [read_act(row).kind for row in LedgerRow.objects.order_by("pk")]
    kinds = [kind for kind in kinds if kind != "read"]
    assert kinds[-2:] == ["undo_order", "decide_contest"]


@pytest.mark.parametrize(
    ("order", "kind", "outcome", "after"),
    [
        pytest.param("revoke_licence", "revocation", "annulled", "issued", id="revocation-falls"),
        pytest.param("revoke_licence", "revocation", "remitted", "suspended", id="revocation-sent-back"),
        pytest.param("revoke_licence", "revocation", "dismissed", "revoked", id="revocation-stands"),
        pytest.param("annul_licence", "annulment", "annulled", "issued", id="annulment-falls"),
        pytest.param("", "suspension", "remitted", "suspended", id="suspension-sent-back"),
        pytest.param("", "suspension", "dismissed", "suspended", id="suspension-stands"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("stayed", [False, True], ids=["plain", "stayed"])
def test_the_outcome_decides_what_becomes_of_the_licence(
    world: World, order: str, kind: str, outcome: str, after: str, stayed: bool
) -> None:
    seen = suspended(world)
    assert seen.licence is not None
    if order:
        getattr(licences, order)(
            by=world.head, licence=seen.licence.number, reasons="Broken.", version=None
        )
    appeal = order_appeal(world, seen, kind)
    assign(world, appeal.id)
    if stayed:
        appeals.ask_interim(
            by=world.halden, appeal=appeal.id, reasons="We close.", version=None
        )
        decide_stay(world, appeal.id, "granted")
        assert state_of(seen) == "issued"
    rule(world, appeal.id, outcome)
    assert state_of(seen) == after


def test_a_withdrawn_appeal_ends_the_stay_and_the_act_stands(world: World) -> None:
    seen = suspended(world)
    appeal = order_appeal(world, seen, "suspension")
    appeals.ask_interim(by=world.halden, appeal=appeal.id, reasons="x", version=None)
    assign(world, appeal.id)
    decide_stay(world, appeal.id, "granted")
    done = appeals.withdraw_appeal(
        by=world.halden, appeal=appeal.id, reasons="Settled.", version=None
    )
    assert (done.state, done.next_words) == ("withdrawn", "")
    assert state_of(seen) == "suspended"
    with pytest.raises(WrongStateError, match="already been appealed"):
        order_appeal(world, seen, "suspension")


def test_a_withdrawn_appeal_against_a_refusal_gives_the_case_back(world: World) -> None:
    case = refused(world)
    appeal = lodge(world, case.number)
    appeals.withdraw_appeal(
        by=world.halden, appeal=appeal.id, reasons="Settled.", version=None
    )
    assert see(world, case.number).state == "refused"


def test_a_rejected_measure_leaves_the_act_in_effect(world: World) -> None:
    seen = suspended(world)
    appeal = order_appeal(world, seen, "suspension")
    assign(world, appeal.id)
    with pytest.raises(WrongStateError, match="No interim"):
        decide_stay(world, appeal.id, "granted")
    appeals.ask_interim(by=world.halden, appeal=appeal.id, reasons="x", version=None)
    with pytest.raises(InvalidInputError):
        decide_stay(world, appeal.id, "perhaps")
    decide_stay(world, appeal.id, "rejected")
    assert state_of(seen) == "suspended"
    rule(world, appeal.id, "annulled")
    assert state_of(seen) == "issued"


def test_the_law_knows_no_interim_measure_against_a_refusal(world: World) -> None:
    case = refused(world)
    appeal = lodge(world, case.number)
    assert not appeal.interim_possible
    with pytest.raises(NotAllowedError, match="no interim measure"):
        appeals.ask_interim(
            by=world.halden, appeal=appeal.id, reasons="x", version=None
        )


def test_a_catch_all_letter_is_appealed_and_falls(world: World) -> None:
    number = submit(world).number
    take(world, number)
    filled = {"item": "A sensor", "use": "tracking", "law": "Art. 4"}
    draft = drafted_letters.draft_letter(
        by=world.officer, case=number, template="catch_all", filled=filled
    )[-1]
    drafted_letters.review_letter(
        by=world.signer, case=number, draft=draft.id, agrees=True
    )
    assert keys(world, number) == ["catch_all_letter"]
    appeal = lodge(world, number, "It tracks nobody.")
    assign(world, appeal.id)
    with pytest.raises(InvalidInputError, match="opens here only"):
        rule(world, appeal.id, "remitted")
    assert rule(world, appeal.id, "annulled").state == "annulled"
    assert see(world, number).state == "in_review"


def test_a_failure_to_decide_is_appealed_from_the_day_after_and_not_before(
    world: World, clock: MovingClock
) -> None:
    number = submit(world).number
    take(world, number)
    due = see(world, number).clock.due
    assert due is not None
    clock.at = clock.at.replace(year=due.year, month=due.month, day=due.day)
    assert keys(world, number) == []
    with pytest.raises(WrongStateError, match="nothing here"):
        lodge(world, number)
    clock.forward(1)
    assert keys(world, number) == ["failure_to_decide"]
    appeal = lodge(world, number, "Ninety days.")
    assert appeal.last_day is None
    assert keys(world, number) == []
    assign(world, appeal.id)
    done = rule(world, appeal.id, "remitted", remedy="Decide within ten days.")
    assert done.state == "remitted"
    assert see(world, number).state == "in_review"
    # the failure goes on, so it can be appealed again
    assert keys(world, number) == ["failure_to_decide"]


@pytest.mark.parametrize(
    ("outcome", "again"),
    [
        pytest.param("dismissed", 1, id="stands"),
        pytest.param("annulled", 1, id="falls"),
        pytest.param("remitted", 2, id="asked-anew"),
    ],
)
def test_the_answer_of_an_opinion_is_appealed(
    world: World, law: Fixed, outcome: str, again: int
) -> None:
    number = issued(world)
    offered = reads.contestable_opinion(viewer=world.halden, opinion=number)
    assert [one.kind for one in offered.acts] == ["opinion"]
    lodging = Lodging(grounds=["law"], words="The note was missed.")
    appeal = appeals.lodge_opinion_appeal(
        by=world.halden, opinion=number, lodging=lodging
    )
    assert (appeal.case, appeal.opinion) == ("", number)
    with pytest.raises(WrongStateError):
        appeals.lodge_opinion_appeal(by=world.halden, opinion=number, lodging=lodging)
    # everybody of the opinion is found in the sealed record, and refused
    appoint(world, "signer")
    with pytest.raises(NotIndependentActError, match="acted on the case"):
        assign(world, appeal.id, "signer")
    assigned = assign(world, appeal.id)
    assert assigned.proof is not None
    assert assigned.proof.count == 2
    found = GroundFinding(
        ground="law", finding="rejected" if outcome == "dismissed" else "upheld", reasons="x"
    )  # fmt: skip
    decide_appeal(
        by=world.judge, appeal=appeal.id, version=None,
        ruling=Ruling(outcome=outcome, findings=[found], reasons="Read again."),
    )  # fmt: skip
    row = Opinion.objects.get(number=number)
    assert row.state == ("issued" if outcome == "dismissed" else "revoked")
    assert Opinion.objects.count() == again
    record = reads.record_of(viewer=world.judge, appeal=appeal.id)
    assert record.then
    if again == 2:
        new = Opinion.objects.exclude(number=number).get()
        assert (new.state, new.facts) == ("requested", row.facts)


def test_no_opinion_of_others_and_none_without_an_answer_is_appealed(
    world: World, law: Fixed
) -> None:
    lodging = Lodging(grounds=["law"], words="x")
    number = issued(world)
    with pytest.raises(NotFoundError):
        appeals.lodge_opinion_appeal(by=world.vigil, opinion=number, lodging=lodging)
    with pytest.raises(NotFoundError):
        reads.contestable_opinion(viewer=world.vigil, opinion=number)
    opinions.revoke_opinion(
        by=world.signer, number=number, reasons="Law changed.", version=None
    )
    with pytest.raises(WrongStateError, match="nothing here"):
        appeals.lodge_opinion_appeal(by=world.halden, opinion=number, lodging=lodging)


def test_a_hearing_is_asked_for_set_and_held(world: World, clock: MovingClock) -> None:
    appeal = lodge(world, refused(world).number).id
    asked = appeals.ask_hearing(
        by=world.halden, appeal=appeal, reasons="On the bank.", version=None
    )
    assert "ask_hearing" in [one.kind for one in asked.steps]
    with pytest.raises(WrongStateError):
        appeals.ask_hearing(by=world.halden, appeal=appeal, reasons="x", version=None)
    assign(world, appeal)
    day = date(2026, 3, 20)
    hearing: dict[str, Any] = {"by": world.judge, "appeal": appeal, "version": None}
    with pytest.raises(InvalidInputError, match="ahead"):
        appeal_hearing.set_hearing(on=date(2026, 3, 1), place="Room 1", **hearing)
    set_ = appeal_hearing.set_hearing(on=day, place="Room 1", **hearing)
    assert (set_.next_words, set_.next_on) == ("Hearing", day)
    with pytest.raises(InvalidInputError, match="between"):
        appeal_hearing.record_hearing(on=day, record="Nobody came.", **hearing)
    clock.at += timedelta(days=18)
    held = appeal_hearing.record_hearing(on=day, record="Both spoke.", **hearing)
    assert held.steps[-1].said == "Both spoke."
    assert held.next_words == "Hearing"
    clock.forward(1)
    assert (
        reads.appeal(viewer=world.halden, appeal=appeal).next_words
        == "To be decided by"
    )


def test_both_sides_lay_documents_and_the_authority_answers(world: World) -> None:
    appeal = lodge(world, refused(world).number).id
    for who in ("halden", "officer"):
        appeals.lay_appeal_document(
            by=world.actor(who), appeal=appeal, name=f"from {who}.txt",
            content=io.BytesIO(b"The bank is another one.\n"),
        )  # fmt: skip
    with pytest.raises(NotFoundError):
        appeals.lay_appeal_document(
            by=world.vigil, appeal=appeal, name="v.txt", content=io.BytesIO(b"x\n")
        )
    appeals.answer_appeal(
        by=world.officer, appeal=appeal, text="It is the same bank.", version=None
    )
    shown = reads.appeal(viewer=world.halden, appeal=appeal)
    assert [one.side for one in shown.documents] == ["appellant", "authority"]
    assert shown.steps[-1].said == "It is the same bank."
    assert "Officer" not in shown.steps[-1].by
    kept = reads.appeal_document(
        viewer=world.officer, appeal=appeal, document=shown.documents[0].id
    )
    assert kept.content == b"The bank is another one.\n"
    with pytest.raises(NotFoundError):
        reads.appeal_document(viewer=world.officer, appeal=appeal, document="none")


def secretly_refused(world: World) -> CaseView:
    seen = take(world, submit(world).number)
    secret = SecretReason(
        marking="confidential", words="An intercept names the bank.", gist="A source names the bank."
    )  # fmt: skip
    person = world.people["officer"]
    person.clearance = "confidential"
    person.save()
    world.people["signer"].clearance = "confidential"
    world.people["signer"].save()
    return decide(world, seen.number, replace(refusal(seen), secret=(secret,)))


def name(world: World, appeal: str, email: str) -> AppealView:
    return appeal_hearing.name_advocate(
        by=world.chair, appeal=appeal, advocate=email, reasons="On the list.", version=None
    )  # fmt: skip


def test_the_appellant_reads_the_gist_and_the_cleared_advocate_the_words(
    world: World,
) -> None:
    appeal = lodge(world, secretly_refused(world).number).id
    shown = reads.appeal(viewer=world.halden, appeal=appeal)
    assert [(one.gist, one.words) for one in shown.secret] == [
        ("A source names the bank.", "")
    ]
    advocate = world.people["vigil"]
    with pytest.raises(InvalidInputError, match="clearance"):
        name(world, appeal, advocate.email)
    for key in ("vigil", "halden", "head"):
        world.people[key].clearance = "confidential"
        world.people[key].save()
    with pytest.raises(InvalidInputError, match="no office"):
        name(world, appeal, world.people["head"].email)
    with pytest.raises(NotIndependentActError, match="member of the appellant"):
        name(world, appeal, world.people["halden"].email)
    assert name(world, appeal, advocate.email).advocate
    by: Actor = actor_of_person(advocate)
    brief = closed_material(viewer=by, appeal=appeal)
    assert [one.words for one in brief.secret] == ["An intercept names the bank."]
    assert AppealStep.objects.filter(kind="read_closed_material").count() == 1
    assert [one.id for one in reads.own_briefs(viewer=by)] == [appeal]
    # the brief opens nothing else: neither the appeal's page nor its case
    with pytest.raises(NotFoundError):
        reads.appeal(viewer=by, appeal=appeal)
    assert reads.appeals(viewer=by).appeals == ()
    with pytest.raises(NotAllowedError):
        appeals.ask_hearing(by=by, appeal=appeal, reasons="x", version=None)
    assign(world, appeal)
    appeal_hearing.submit_as_advocate(
        by=by, appeal=appeal, text="The intercept is of another bank.", version=None
    )
    own = reads.appeal(viewer=world.halden, appeal=appeal)
    assert not any("intercept" in one.said for one in own.steps)
    assert "submit_as_advocate" not in [one.kind for one in own.steps]
    judge = reads.appeal(viewer=world.judge, appeal=appeal)
    assert "The intercept is of another bank." in [one.said for one in judge.steps]
    officer = reads.appeal(viewer=world.officer, appeal=appeal)
    assert "The intercept is of another bank." not in [
        one.said for one in officer.steps
    ]
    with pytest.raises(NotAllowedError):
        appeal_hearing.submit_as_advocate(
            by=world.halden, appeal=appeal, text="x", version=None
        )
    with pytest.raises(NotFoundError):
        closed_material(viewer=world.halden, appeal=appeal)
    rule(world, appeal, "dismissed")
    with pytest.raises(WrongStateError, match="brief"):
        closed_material(viewer=by, appeal=appeal)
    for row in LedgerRow.objects.all():
        assert "intercept is of another" not in str(read_act(row).payload)


@pytest.mark.parametrize("kind", ["refusal", "opinion"])
def test_somebody_who_declared_an_interest_hears_no_appeal(
    world: World, request: pytest.FixtureRequest, kind: str
) -> None:
    if kind == "refusal":
        appeal = lodge(world, refused(world).number).id
    else:
        request.getfixturevalue("law")
        appeal = appeals.lodge_opinion_appeal(
            by=world.halden, opinion=issued(world),
            lodging=Lodging(grounds=["law"], words="x"),
        ).id  # fmt: skip
    interests.declare_interest(
        by=world.judge, organisation=str(world.organisations["halden"].pk), reasons="A cousin."
    )  # fmt: skip
    with pytest.raises(NotIndependentActError, match="conflict of interest"):
        assign(world, appeal)


def test_the_record_of_the_day_of_decision_and_what_came_after_stand_apart(
    world: World, clock: MovingClock
) -> None:
    case = refused(world)
    clock.forward(2)
    appeal = lodge(world, case.number).id
    assign(world, appeal)
    found = reads.record_of(viewer=world.judge, appeal=appeal)
    assert found.until == date(2026, 3, 2)
    assert "countersign" in [one.kind for one in found.then]
    assert [one.kind for one in found.since] == ["lodge_appeal", "assign_appeal"]
    assert "contract.txt" in found.documents_then
    own = reads.record_of(viewer=world.halden, appeal=appeal)
    assert "draft_decision" not in [one.kind for one in own.then]


def test_the_proof_names_people_to_the_staff_and_numbers_to_the_appellant(
    world: World,
) -> None:
    appeal = lodge(world, refused(world).number).id
    assert reads.appeal(viewer=world.chair, appeal=appeal).proof is None
    seen = assign(world, appeal).proof
    assert seen is not None
    assert "Signer" in [one.name for one in seen.people]
    assert seen.above == ("Chair",)
    own = reads.appeal(viewer=world.halden, appeal=appeal).proof
    assert own is not None
    assert (own.count, own.people, own.above) == (seen.count, (), ())


def test_the_letter_names_findings_remedy_proof_and_the_next_instance(
    world: World,
) -> None:
    case = refused(world)
    appeal = lodge(world, case.number).id
    assign(world, appeal)
    rule(world, appeal, "remitted", remedy="Ask the bank first.")
    run_pending()
    letter = see(world, case.number).decision
    assert letter is not None
    body = letter.letters[-1].body
    for words in (
        "A fact is wrong", "upheld", "Ask the bank first.", "none of them",
        "Administrative Court of Meridia",
    ):  # fmt: skip
        assert words in body


def test_a_no_licence_answer_is_appealed_as_a_classification(world: World) -> None:
    free = submit(
        world,
        destination={"facts": {"destination": "CA"}},
        parties={"parties": [{**END_USER, "country": "CA"}]},
    )
    take(world, free.number)
    done = decide(world, free.number, draft_of("no_licence_required"))
    assert done.state == "returned"
    appeal = lodge(world, free.number)
    assert appeal.kind == "classification"
    assert see(world, free.number).state == "appealed"


def test_appeals_are_searched_filtered_and_paged(world: World) -> None:
    case = refused(world)
    appeal = lodge(world, case.number).id
    found = reads.appeals(viewer=world.chair, text=case.number[-4:], state="open")
    assert [one.id for one in found.appeals] == [appeal]
    assert (found.count, found.page, found.last) == (1, 1, 1)
    assert reads.appeals(viewer=world.chair, text="nothing like it").appeals == ()
    assert reads.appeals(viewer=world.chair, state="dismissed").appeals == ()
    assert reads.appeals(viewer=world.chair, page=99).page == 1
    assert reads.appeals(viewer=world.vigil).appeals == ()
    with pytest.raises(NotAllowedError):
        reads.appeals(viewer=world.te)


def test_a_law_without_rules_of_its_own_uses_the_starter_rules() -> None:
    assert rules_of("wassenaar").package == "model"


def test_a_stay_ends_nothing_that_ended_meanwhile(
    world: World, clock: MovingClock
) -> None:
    seen = suspended(world)
    appeal = order_appeal(world, seen, "suspension")
    appeals.ask_interim(by=world.halden, appeal=appeal.id, reasons="x", version=None)
    assign(world, appeal.id)
    decide_stay(world, appeal.id, "granted")
    clock.forward(4000)
    licence_course.expire_licences()
    rule(world, appeal.id, "dismissed")
    assert state_of(seen) == "expired"


def test_an_order_over_a_licence_that_ended_meanwhile_is_undone_in_words_only(
    world: World, clock: MovingClock
) -> None:
    seen = suspended(world)
    appeal = order_appeal(world, seen, "suspension")
    assign(world, appeal.id)
    clock.forward(4000)
    licence_course.expire_licences()
    assert rule(world, appeal.id, "annulled").state == "annulled"
    assert state_of(seen) == "expired"


def test_a_delay_in_a_case_that_nobody_took_is_told_to_the_managers(
    world: World, clock: MovingClock
) -> None:
    number = submit(world).number
    due = see(world, number).clock.due
    assert due is not None
    clock.at = clock.at.replace(year=due.year, month=due.month, day=due.day)
    clock.forward(1)
    appeal = lodge(world, number, "Nobody has it.")
    assign(world, appeal.id)
    rule(world, appeal.id, "remitted")
    told = OutboxMessage.objects.filter(key__startswith="decide-now:")
    assert [row.payload["to"] for row in told] == ["head@meridia.example"]


def test_who_reviews_and_presides_decides_only_what_was_given_to_them(
    world: World,
) -> None:
    appoint(world, "chair")
    appeal = lodge(world, refused(world).number).id
    assign(world, appeal)
    with pytest.raises(NotAllowedError, match="another reviewer"):
        rule(world, appeal, "dismissed", who="chair")


def test_in_an_appeal_against_an_opinion_the_appellant_asks_and_the_advocate_reads(
    world: World, law: Fixed
) -> None:
    lodging = Lodging(grounds=["law"], words="x")
    appeal = appeals.lodge_opinion_appeal(
        by=world.halden, opinion=issued(world), lodging=lodging
    ).id
    appeals.ask_hearing(by=world.halden, appeal=appeal, reasons="x", version=None)
    person = world.people["vigil"]
    person.clearance = "confidential"
    person.save()
    name(world, appeal, person.email)
    by = actor_of_person(person)
    assert closed_material(viewer=by, appeal=appeal).secret == ()
    # before a reviewer is chosen, there is nobody to be told
    appeal_hearing.submit_as_advocate(by=by, appeal=appeal, text="x", version=None)
    assert closed_material(viewer=by, appeal=appeal).said == ("x",)


def test_a_law_that_opens_no_appeal_against_opinions_offers_none(
    world: World, law: Fixed
) -> None:
    row = Opinion.objects.get(number=issued(world))
    assert contested_opinion(row)
    row.profile = "uk/eco-2008"
    assert contested_opinion(row) == ()


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        pytest.param("us/ear", "final", id="final"),
        pytest.param("eu/2021-821", "The court of the Member State", id="no-time-set"),
        pytest.param("meridia/national", "within 30 days", id="with-its-time"),
    ],
)
def test_the_next_instance_is_that_of_the_law(
    world: World, profile: str, words: str
) -> None:
    row = Appeal.objects.get(pk=lodge(world, refused(world).number).id)
    assert row.case is not None
    row.case.profile = profile
    assert words in next_instance(row)
