"""Officers and agencies before a decision: one case file, every advice kept."""

import pytest
from tests.web.casework.builders import (
    MovingClock,
    World,
    advise_all,
    condition,
    see,
    submit,
    take,
)

from licet.decision import Condition
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    CaseEvent,
    LedgerRow,
    OutboxMessage,
    Team,
)
from licet.web.casework.models import (
    Referral as ReferralRow,
)
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.desk import desk as reads
from licet.web.casework.selectors.desk import documents
from licet.web.casework.services.desk import desk, information_requests, referring
from licet.web.casework.services.desk.referring import Referral


def refer(world: World, number: str, *codes: str) -> None:
    referring.refer_case(
        by=world.officer,
        case=number,
        referrals=tuple(Referral(team=code, because="Please look.") for code in codes),
        version=None,
    )


def advise(
    world: World, number: str, who: str, position: str = "agree", *conditions: Condition
) -> None:
    referring.give_advice(
        by=world.actor(who),
        case=number,
        position=position,
        reasons="Known.",
        conditions=conditions,
        version=None,
    )


def test_the_queue_shows_mine_waiting_and_the_rest(world: World) -> None:
    first, second = submit(world).number, submit(world, "vigil").number
    take(world, first)
    shown = reads.queue(viewer=world.officer)
    assert [one.number for one in shown.mine] == [first]
    assert [one.number for one in shown.waiting] == [second]
    assert shown.mine[0].looked_at
    other = reads.queue(viewer=world.officer2)
    assert [one.number for one in other.others] == [first]
    assert other.others[0].officer == "Officer"


def test_agencies_queue_only_what_was_referred_to_them(world: World) -> None:
    number = submit(world).number
    take(world, number)
    refer(world, number, "TE")
    assert [one.number for one in reads.queue(viewer=world.te).mine] == [number]
    nothing = reads.queue(viewer=world.mj)
    assert (nothing.mine, nothing.waiting, nothing.others) == ((), (), ())


def test_a_case_is_taken_once(world: World) -> None:
    case = submit(world)
    taken = desk.take_case(by=world.officer, case=case.number, version=case.version)
    assert taken.officer is not None
    with pytest.raises((StaleVersionError, WrongStateError)):
        desk.take_case(by=world.officer2, case=case.number, version=case.version)


def test_only_a_manager_assigns_and_only_to_an_officer(world: World) -> None:
    case = submit(world)
    with pytest.raises(NotAllowedError):
        desk.assign_case(
            by=world.officer, case=case.number, officer=world.officer2.id, version=None
        )
    with pytest.raises(InvalidInputError):
        desk.assign_case(
            by=world.head, case=case.number, officer=world.te.id, version=None
        )
    seen = desk.assign_case(
        by=world.head, case=case.number, officer=world.officer2.id, version=None
    )
    assert seen.officer is not None
    assert seen.officer.name == "Officer2"
    assert {one.name for one in reads.officers(viewer=world.head)} == {
        "Officer",
        "Officer2",
        "Signer",
    }


def test_a_refused_act_stands_in_the_ledger_and_changes_nothing(world: World) -> None:
    case = submit(world)
    with pytest.raises(NotAllowedError):
        desk.take_case(by=world.auditor, case=case.number, version=None)
    told = read_act(LedgerRow.objects.order_by("-pk")[0])
    assert told.kind == "refused"
    assert told.payload["act"] == "take_case"
    assert told.payload["why"] == "not_allowed"
    assert see(world, case.number).state == "triage"
    assert not CaseEvent.objects.filter(kind="take_case").exists()


def test_reading_a_case_is_entered_once_in_a_quarter_of_an_hour(
    world: World, clock: MovingClock
) -> None:
    case = submit(world)

    def reads_entered() -> int:
        return sum(read_act(row).kind == "read" for row in LedgerRow.objects.all())

    before = reads_entered()
    see(world, case.number, "officer2")
    see(world, case.number, "officer2")
    assert reads_entered() == before + 1
    clock.forward(1)
    see(world, case.number, "officer2")
    assert reads_entered() == before + 2


def test_an_established_fact_names_evidence_of_the_case(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    with pytest.raises(InvalidInputError):
        desk.correct_fact(
            by=world.officer, case=case.number, path="end_user.type", value="police", reasons="x",
            evidence=("0" * 64,), version=None,
        )  # fmt: skip
    with pytest.raises(InvalidInputError):
        desk.correct_fact(
            by=world.officer, case=case.number, path="end_user.type", value="police", reasons="x",
            scope="end_user: Somebody Else", version=None,
        )  # fmt: skip
    proof = case.documents[0].sha256
    seen = desk.correct_fact(
        by=world.officer, case=case.number, path="end_user.type", value="police",
        reasons="Register of the state.", scope=f"end_user: {case.screenings[1].party}", evidence=(proof,), version=None,
    )  # fmt: skip
    fact = next(one for one in seen.facts if one.path == "end_user.type")
    assert (fact.values, fact.basis, fact.evidence) == (
        ("police",),
        "found",
        (f"sha256:{proof}",),
    )
    item = desk.correct_fact(
        by=world.officer,
        case=case.number,
        path="item.kind",
        value="software",
        reasons="Data sheet.",
        version=None,
    )
    assert any(one.path == "item.kind" and one.basis == "found" for one in item.facts)
    whole = desk.correct_fact(
        by=world.officer,
        case=case.number,
        path="destination",
        value="BR",
        reasons="Contract.",
        version=None,
    )
    assert any(
        one.path == "destination" and one.scope == "case" and one.basis == "found"
        for one in whole.facts
    )


def test_a_fact_can_be_found_to_be_unknown(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    seen = desk.correct_fact(
        by=world.officer,
        case=case.number,
        path="end_user.type",
        value=None,
        reasons="Nobody knows.",
        version=None,
    )
    fact = next(one for one in seen.facts if one.path == "end_user.type")
    assert (fact.state, fact.values) == ("unknown", ())


def test_referral_by_rule_cites_the_rule_and_tells_the_agency(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    referring.refer_case(
        by=world.officer,
        case=case.number,
        referrals=(Referral(team="TE"),),
        version=None,
    )
    referral = see(world, case.number).referrals[0]
    assert referral.by_rule
    assert referral.citation
    assert OutboxMessage.objects.filter(payload__to="te@meridia.example").exists()


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        pytest.param((), "teams", id="nobody"),
        pytest.param((Referral(team="XX"),), "teams", id="unknown-team"),
        pytest.param((Referral(team="POL", because="x"),), "teams", id="not-an-agency"),
        pytest.param((Referral(team="MJ"),), "because", id="neither-rule-nor-reason"),
    ],
)
def test_a_referral_needs_an_agency_and_a_reason(
    world: World, wanted: tuple[Referral, ...], field: str
) -> None:
    case = submit(world)
    take(world, case.number)
    with pytest.raises(InvalidInputError) as caught:
        referring.refer_case(
            by=world.officer, case=case.number, referrals=wanted, version=None
        )
    assert field in caught.value.fields


def test_an_agency_is_asked_once_at_a_time(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    with pytest.raises(InvalidInputError):
        refer(world, case.number, "TE", "TE")
    assert see(world, case.number).referrals == ()


def test_every_agency_sees_the_same_evidence(world: World) -> None:
    """GAO-25-107431: agencies recommended denial only to get at party assessments."""
    case = submit(world)
    take(world, case.number)
    refer(world, case.number, "TE", "DS", "IA")
    officer = see(world, case.number)
    for who in ("te", "ds", "ia"):
        agency = see(world, case.number, who)
        assert agency.screenings == officer.screenings
        assert agency.determinations == officer.determinations
        assert agency.criteria == officer.criteria
        assert agency.documents == officer.documents
        assert agency.facts == officer.facts
        one = officer.documents[0]
        assert documents.document(
            viewer=world.actor(who), case=case.number, document=one.id
        ).content
    with pytest.raises(NotFoundError):
        see(world, case.number, "mj")


def test_an_agency_sees_the_others_once_it_has_advised(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    refer(world, case.number, "TE", "DS")
    advise(world, case.number, "te", "object")
    shown = {one.team.code: one for one in see(world, case.number, "ds").referrals}
    assert shown["TE"].advice == ()
    assert "once you have given your own" in shown["TE"].withheld
    assert see(world, case.number, "ds").withheld
    advise(world, case.number, "ds")
    shown = {one.team.code: one for one in see(world, case.number, "ds").referrals}
    assert shown["TE"].advice[0].position == "object"


def test_every_version_of_advice_is_kept_and_the_last_closes_the_referrals(
    world: World,
) -> None:
    case = submit(world)
    take(world, case.number)
    refer(world, case.number, "TE", "DS")
    advise(world, case.number, "te", "object")
    advise(world, case.number, "te", "agree")
    assert see(world, case.number).state == "referred"
    advise(world, case.number, "ds")
    seen = see(world, case.number)
    assert seen.state == "in_review"
    positions = next(one.advice for one in seen.referrals if one.team.code == "TE")
    assert [(one.version, one.position) for one in positions] == [
        (1, "object"),
        (2, "agree"),
    ]


def test_advice_needs_position_reasons_and_a_referral(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    refer(world, case.number, "TE")
    with pytest.raises(InvalidInputError):
        advise(world, case.number, "te", "perhaps")
    with pytest.raises(InvalidInputError):
        advise(world, case.number, "te", "agree_with_conditions")
    with pytest.raises(InvalidInputError):
        advise(
            world,
            case.number,
            "te",
            "agree_with_conditions",
            condition("operation_logging", owner="TE"),
        )
    with pytest.raises(InvalidInputError):
        advise(
            world, case.number, "te", "agree_with_conditions", condition(owner="LIC")
        )
    with pytest.raises(NotFoundError):
        advise(world, case.number, "mj")
    with pytest.raises(NotAllowedError):
        advise(world, case.number, "officer")


def test_silence_is_waited_for_and_then_named(world: World, clock: MovingClock) -> None:
    case = submit(world)
    take(world, case.number)
    refer(world, case.number, "TE", "DS")
    advise(world, case.number, "te")
    with pytest.raises(InvalidInputError):
        referring.close_referrals(
            by=world.officer, case=case.number, reasons="Too slow", version=None
        )
    clock.forward(60)
    seen = referring.close_referrals(
        by=world.officer, case=case.number, reasons="Two reminders", version=None
    )
    assert seen.state == "in_review"
    states = {one.team.code: one.state for one in seen.referrals}
    assert states == {"TE": "advised", "DS": "closed"}
    with pytest.raises((NotAllowedError, WrongStateError)):
        advise(world, case.number, "ds")


def test_an_invalid_document_stands_in_the_way(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    one = case.documents[0]
    with pytest.raises(NotAllowedError):
        desk.mark_document_invalid(
            by=world.halden, case=case.number, document=one.id, reasons="x"
        )
    with pytest.raises(NotFoundError):
        desk.mark_document_invalid(
            by=world.officer, case=case.number, document="none", reasons="x"
        )
    with pytest.raises(NotFoundError):
        desk.mark_document_invalid(
            by=world.officer, case="none", document=one.id, reasons="x"
        )
    seen = desk.mark_document_invalid(
        by=world.officer, case=case.number, document=one.id, reasons="Not signed."
    )
    codes = {one.code for one in seen.obstacles}
    assert {"invalid_document", "missing_document"} <= codes
    found = next(doc for doc in seen.documents if doc.id == one.id)
    assert (found.standing, found.standing_reason) == ("invalid", "Not signed.")


def test_unanswered_questions_end_a_case_after_twice_the_time(
    world: World, clock: MovingClock
) -> None:
    case = submit(world)
    take(world, case.number)
    information_requests.request_information(
        by=world.officer, case=case.number, question="Who?", version=None
    )
    clock.forward(59)
    assert information_requests.lapse_unanswered() == 0
    clock.forward(3)
    assert information_requests.lapse_unanswered() == 1
    assert see(world, case.number).state == "lapsed"
    assert information_requests.lapse_unanswered() == 0


def test_search_finds_by_number_title_party_and_state(world: World) -> None:
    case = submit(world)
    for text in (case.number, "Red-team", "Aurora", "Halden"):
        assert [one.number for one in reads.cases(viewer=world.officer, text=text)] == [
            case.number
        ]
    assert not reads.cases(viewer=world.officer, state="granted")


def test_an_auditor_sees_everything_and_does_nothing(world: World) -> None:
    case = submit(world)
    seen = see(world, case.number, "auditor")
    assert seen.acts == ()
    assert seen.screenings


def test_the_choices_of_the_desk_come_from_data(world: World) -> None:
    assert {one.code for one in reads.agencies()} == {
        "TE",
        "DS",
        "MI",
        "MFA",
        "MJ",
        "IA",
        "CU",
    }
    assert "INS" in {one.code for one in reads.teams()}
    assert {"quantity_limit", "other"} <= {one.id for one in reads.condition_types()}
    assert reads.criteria()[0]["citation"]
    assert [one.name for one in reads.reviewers(viewer=world.chair)] == [
        "Judge",
        "Judge_Below",
    ]


def test_the_case_page_takes_a_bounded_number_of_queries(
    world: World, django_assert_max_num_queries: object
) -> None:
    case = submit(world)
    take(world, case.number)
    advise_all(world, case.number)
    run_pending()
    see(world, case.number)
    with django_assert_max_num_queries(35):  # type: ignore[operator]
        see(world, case.number)


def test_a_case_whose_last_advice_came_as_the_program_died_goes_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = submit(world)
    take(world, case.number)
    refer(world, case.number, "TE")
    assert referring.close_advised() == 0
    monkeypatch.setattr(referring, "close_when_all_advised", lambda _case: None)
    advise(world, case.number, "te")
    assert see(world, case.number).state == "referred"
    monkeypatch.undo()
    assert referring.close_advised() == 1
    assert see(world, case.number).state == "in_review"


def test_customs_advise_like_any_other_body(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    refer(world, case.number, "CU")
    assert [one.number for one in reads.queue(viewer=world.customs).mine] == [
        case.number
    ]
    advise(world, case.number, "customs")
    assert see(world, case.number).referrals[0].advice[0].position == "agree"


def test_an_agency_without_an_address_is_asked_without_a_notice(world: World) -> None:
    Team.objects.filter(code="TE").update(email="")
    case = submit(world)
    take(world, case.number)
    refer(world, case.number, "TE")
    assert see(world, case.number).referrals[0].state == "open"
    assert not OutboxMessage.objects.filter(key__startswith="referral:").exists()


def test_an_agency_that_is_seated_stays_seated_when_it_advises(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    refer(world, case.number, "TE")
    ReferralRow.objects.update(state="seated")
    advise(world, case.number, "te")
    assert ReferralRow.objects.get().state == "seated"


def test_a_condition_that_cannot_stand_is_refused_with_the_reason() -> None:
    referring.require_signable_all((condition(),))
    wrong = condition("quantity_limit", quantity="many", unit="licences")
    with pytest.raises(InvalidInputError) as refused:
        referring.require_signable_all((condition(), wrong))
    assert set(refused.value.fields) == {"conditions"}


def test_an_agency_whose_time_to_advise_was_ended_advises_no_more(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    refer(world, case.number, "TE", "CU")
    ReferralRow.objects.filter(team__code="TE").update(state="closed")
    with pytest.raises(NotAllowedError, match="has not been asked"):
        advise(world, case.number, "te")
    assert see(world, case.number).referrals[0].advice == ()
