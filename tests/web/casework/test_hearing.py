"""Heard before a refusal; served by proof or rule; signed by as many persons as the tier asks."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django.fixtures import Settings
from tests.web.casework.builders import (
    MovingClock,
    World,
    advise_all,
    draft_and_send,
    draft_of,
    refusal,
    see,
    submit,
    take,
)

from licet.decision import Disagreement, Draft, Ground, SecretReason
from licet.web.casework.decision import deciding
from licet.web.casework.decision import delivery as rules_of_delivery
from licet.web.casework.errors import (
    GrantObstructedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import LedgerRow, Letter, OutboxMessage, Person, Service
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import acts_of, read_act
from licet.web.casework.selectors.applying import applications as mine
from licet.web.casework.selectors.decision import deciding as reads
from licet.web.casework.selectors.public.public_version import public_version
from licet.web.casework.services.decision import (
    decisions,
    delegations,
    delivery,
    hearing,
)
from licet.web.casework.services.findings.today import same_today
from licet.web.casework.views import CaseView


def codes(caught: pytest.ExceptionInfo[GrantObstructedError]) -> list[str]:
    return [one.code.value for one in caught.value.obstacles]


def heard(seen: CaseView, **said: object) -> Draft:
    """The usual refusal, without an exception from hearing the applicant."""
    plain = replace(refusal(seen), without_notice="", without_notice_reasons="")
    return replace(plain, **said)  # type: ignore[arg-type]


def drafted(world: World, draft: Draft, number: str) -> None:
    decisions.draft_decision(by=world.officer, case=number, draft=draft, version=None)


def test_a_refusal_waits_for_notice_service_answer_and_its_consideration(
    world: World, clock: MovingClock
) -> None:
    number = submit(world).number
    seen = take(world, number)
    send = decisions.send_for_countersignature
    drafted(world, draft_of("grant"), number)
    with pytest.raises(WrongStateError, match="Draft the refusal first"):
        hearing.give_notice_of_refusal(by=world.officer, case=number, version=None)
    with pytest.raises(WrongStateError, match="nothing to answer"):
        hearing.answer_notice(by=world.halden, case=number, answer="x", version=None)
    drafted(world, heard(seen), number)
    with pytest.raises(GrantObstructedError, match="No notice") as caught:
        send(by=world.officer, case=number, version=None)
    assert codes(caught) == ["no_notice"]
    told = hearing.give_notice_of_refusal(by=world.officer, case=number, version=None)
    assert told.notice is not None
    assert (told.notice.state, told.notice.respond_by) == ("not_served", None)
    with pytest.raises(GrantObstructedError, match="not served yet"):
        send(by=world.officer, case=number, version=None)
    run_pending()
    letter = told.notice.letter.id
    own = mine.application(viewer=world.halden, case=number)
    assert own.notice is not None
    assert own.notice.letter.document
    delivery.open_letter(by=world.halden, case=number, letter=letter)
    today = legal_day(now())
    open_notice = see(world, number).notice
    assert open_notice is not None
    assert open_notice.state == "open"
    assert open_notice.respond_by == today + timedelta(days=14)
    with pytest.raises(GrantObstructedError, match="may answer"):
        send(by=world.officer, case=number, version=None)
    clock.forward(14)  # the last day is included
    hearing.answer_notice(
        by=world.halden, case=number, answer="It is another unit.", version=None
    )
    with pytest.raises(WrongStateError, match="answered this notice already"):
        hearing.answer_notice(by=world.halden, case=number, answer="x", version=None)
    with pytest.raises(GrantObstructedError) as caught:
        send(by=world.officer, case=number, version=None)
    assert codes(caught) == ["answer_not_considered"]
    clock.forward(1)
    drafted(world, heard(seen), number)
    assert send(by=world.officer, case=number, version=None).state == "countersigning"
    decisions.countersign(by=world.signer, case=number, version=None)
    after = see(world, number)
    assert after.state == "refused"
    assert after.notice is None  # the decision has closed it
    assert [one.kind for one in after.letters] == ["intent_to_refuse", "decision"]


def test_a_notice_that_nobody_answers_lapses_and_another_ground_needs_another_one(
    world: World, clock: MovingClock
) -> None:
    number = submit(world).number
    seen = take(world, number)
    drafted(world, heard(seen), number)
    hearing.give_notice_of_refusal(by=world.officer, case=number, version=None)
    with pytest.raises(NotAllowedError, match="Another officer"):
        hearing.give_notice_of_refusal(by=world.officer2, case=number, version=None)
    clock.forward(9)
    assert delivery.serve_deemed() == 0
    clock.forward(1)  # in the account for ten days: taken for served
    assert delivery.serve_deemed() == 1
    assert delivery.serve_deemed() == 0
    service = Service.objects.get()
    assert service.manner.endswith("served by rule")
    assert "Service, section 1" in service.proof
    clock.forward(15)
    notice = see(world, number).notice
    assert notice is not None
    assert notice.state == "lapsed"
    with pytest.raises(NotAllowedError, match="could be answered until"):
        hearing.answer_notice(by=world.halden, case=number, answer="x", version=None)
    second = seen.criteria[1]
    more = Ground(criterion=second.criterion, evidence=(second.id,), words="Also.")
    wider = heard(
        seen,
        grounds=(*refusal(seen).grounds, more),
        disagreements=tuple(
            Disagreement(finding=one.id, reasons="Found otherwise.")
            for one in seen.criteria[:2]
        ),
    )
    drafted(world, wider, number)
    send = decisions.send_for_countersignature
    with pytest.raises(GrantObstructedError, match="did not speak of"):
        send(by=world.officer, case=number, version=None)
    drafted(world, heard(seen), number)
    assert send(by=world.officer, case=number, version=None).state == "countersigning"


def test_findings_are_followed_or_answered_and_exceptions_are_those_of_the_law(
    world: World,
) -> None:
    number = submit(world).number
    seen = take(world, number)
    drafted(world, replace(refusal(seen), disagreements=()), number)
    with pytest.raises(InvalidInputError, match="does not follow these findings"):
        decisions.send_for_countersignature(by=world.officer, case=number, version=None)
    with pytest.raises(InvalidInputError, match="danger_in_delay") as caught:
        drafted(world, replace(refusal(seen), without_notice="haste"), number)
    assert "without_notice" in caught.value.fields


def test_a_law_without_the_right_to_be_heard_asks_for_no_notice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = replace(deciding.procedure(), notice=None)
    monkeypatch.setattr(deciding, "procedure", lambda: plain)
    monkeypatch.setattr(hearing, "procedure", lambda: plain)
    number = submit(world).number
    seen = take(world, number)
    drafted(world, heard(seen), number)
    with pytest.raises(WrongStateError, match="foresees no notice"):
        hearing.give_notice_of_refusal(by=world.officer, case=number, version=None)
    sent = decisions.send_for_countersignature(
        by=world.officer, case=number, version=None
    )
    assert sent.state == "countersigning"


def test_each_signature_is_another_persons_and_a_return_undoes_them(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = {
        tier: replace(level, signatures=2)
        for tier, level in deciding.procedure().levels.items()
    }
    several = replace(deciding.procedure(), levels=two)
    monkeypatch.setattr(deciding, "procedure", lambda: several)
    number = submit(world).number
    take(world, number)
    advise_all(world, number)
    draft_and_send(world, number, draft_of("grant"))
    sign = decisions.countersign
    first = sign(by=world.signer, case=number, version=None)
    assert first.state == "countersigning"
    assert [one.level for one in first.drafts[-1].endorsements] == [1]
    assert first.drafts[-1].signatures_needed == 2
    with pytest.raises(NotIndependentActError, match="signed this draft already"):
        sign(by=world.signer, case=number, version=None)
    with pytest.raises(WrongStateError, match="Only the last"):
        decisions.endorse(by=world.head, case=number, version=None)
    clock.forward(1)
    decisions.return_draft(
        by=world.head, case=number, reasons="Name the item.", version=None
    )
    decisions.send_for_countersignature(by=world.officer, case=number, version=None)
    again = sign(by=world.signer, case=number, version=None)
    assert again.state == "countersigning"
    assert sign(by=world.head, case=number, version=None).state == "granted"
    kinds = [one.kind for one in again.timeline]
    assert kinds.count("endorse") == 2


def test_a_secret_reason_is_read_by_clearance_and_told_by_its_gist(
    world: World,
) -> None:
    Person.objects.filter(pk=world.people["officer"].pk).update(
        clearance="confidential"
    )
    world.people["officer"].refresh_from_db()
    number = submit(world).number
    seen = take(world, number)
    secret = SecretReason(
        marking="confidential", words="Source R saw it.", gist="A report of a service."
    )
    lower = replace(world.officer, clearance="official")
    draft = replace(refusal(seen), secret=(secret,))
    with pytest.raises(InvalidInputError, match="clearance does not reach"):
        decisions.draft_decision(by=lower, case=number, draft=draft, version=None)
    drafted(world, draft, number)
    own = see(world, number).drafts[-1].secret[0]
    assert (own.words, own.withheld) == ("Source R saw it.", "")
    for reader in ("signer", "auditor"):
        other = see(world, number, reader).drafts[-1].secret[0]
        assert other.words == ""
        assert "confidential" in other.withheld
    # Somebody below the marking writes the next version: the reason is carried on unseen.
    decisions.draft_decision(by=lower, case=number, draft=refusal(seen), version=None)
    assert see(world, number).drafts[-1].secret[0].words == "Source R saw it."
    decisions.send_for_countersignature(by=world.officer, case=number, version=None)
    decisions.countersign(by=world.signer, case=number, version=None)
    run_pending()
    letter = Letter.objects.get(kind="decision")
    assert "A report of a service." in letter.body
    assert "Source R" not in letter.body
    case = Letter.objects.get(kind="decision").case
    told = [one for one in acts_of(str(case.pk)) if one.kind == "draft_decision"]
    assert told[0].payload["secret"][0]["gist"] == "A report of a service."
    assert "Source R" not in str([one.payload for one in acts_of(str(case.pk))])
    public = public_version(viewer=world.officer, case=number)
    shown = "\n".join(one.words for one in public.parts)
    assert "A report of a service." in shown
    for private in ("Source R", "Halden", "Banco Aurora", "Lance"):
        assert private not in shown
    assert ("A reason that stays secret", "marked confidential") in public.suppressed
    (again,) = same_today(viewer=world.officer, case=number)
    assert again.same_then
    assert again.same_today
    assert not again.facts_changed
    with pytest.raises(NotAllowedError):
        public_version(viewer=world.halden, case=number)


def test_a_case_without_a_decision_has_no_public_version_and_nothing_to_run_again(
    world: World,
) -> None:
    number = submit(world).number
    assert same_today(viewer=world.officer, case=number) == ()
    with pytest.raises(NotFoundError):
        public_version(viewer=world.officer, case=number)


def test_a_letter_is_sent_opened_or_taken_for_served_and_served_once(
    world: World, clock: MovingClock
) -> None:
    number = submit(world).number
    seen = take(world, number)
    draft_and_send(world, number, refusal(seen))
    decisions.countersign(by=world.signer, case=number, version=None)
    letter = see(world, number).letters[0].id
    today = legal_day(now())
    who = {"by": world.officer, "case": number, "letter": letter}
    send = delivery.dispatch_letter
    with pytest.raises(InvalidInputError, match="Choose one of"):
        send(**who, on=today, manner="pigeon", reference="x")
    with pytest.raises(InvalidInputError, match="between the letter and today"):
        send(**who, on=today + timedelta(days=1), manner="post", reference="x")
    with pytest.raises(NotFoundError):
        send(**who | {"letter": "none"}, on=today, manner="post", reference="x")
    sent = send(**who, on=today, manner="post", reference="RR 7 (invented)")
    assert sent.deemed_on == today + timedelta(days=10)  # the account comes first
    with pytest.raises(NotFoundError):
        delivery.open_letter(by=world.vigil, case=number, letter=letter)
    clock.forward(2)
    opened = delivery.open_letter(by=world.halden, case=number, letter=letter)
    assert opened.served_on == today + timedelta(days=2)
    assert "row" in opened.service_proof
    clock.forward(1)
    again = delivery.open_letter(by=world.halden, case=number, letter=letter)
    assert again.served_on == opened.served_on
    with pytest.raises(WrongStateError, match="is served"):
        send(**who, on=today, manner="post", reference="x")
    own = mine.application(viewer=world.halden, case=number)
    assert own.decision is not None
    assert own.decision.appeal_by == today + timedelta(days=32)


def test_a_law_that_never_takes_a_letter_for_served_serves_none(
    world: World, settings: Settings
) -> None:
    settings.LICET_PROFILE = "eu/2021-821"
    assert delivery.serve_deemed() == 0


def test_a_fiction_of_service_never_reaches_back(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = submit(world).number
    draft_and_send(world, number, refusal(take(world, number)))
    decisions.countersign(by=world.signer, case=number, version=None)
    later = replace(deciding.procedure(), version=legal_day(now()) + timedelta(days=1))
    clock.forward(30)
    monkeypatch.setattr(rules_of_delivery, "procedure", lambda: later)
    assert delivery.serve_deemed() == 0
    monkeypatch.undo()
    assert delivery.serve_deemed() == 1


def given(world: World, **changes: object) -> delegations.Given:
    today = legal_day(now())
    said: dict[str, object] = {
        "holder": world.unsigned.id,
        "acts": ("grant",),
        "highest_tier": 3,
        "first": today,
        "last": today + timedelta(days=30),
        "instrument": "Order 9/2026 (invented)",
    }
    return delegations.Given(**said | changes)  # type: ignore[arg-type]


def test_a_delegation_is_never_backwards_and_nobody_gives_one_to_themselves(
    world: World, clock: MovingClock
) -> None:
    today = legal_day(now())
    give = delegations.give_delegation
    for changes, field in (
        ({"first": today - timedelta(days=1)}, "first"),
        ({"last": today - timedelta(days=1)}, "last"),
        ({"acts": ("shred",)}, "acts"),
        ({"highest_tier": 5}, "highest_tier"),
        ({"instrument": " "}, "instrument"),
        ({"highest_value": Decimal(0), "currency": "EUR"}, "highest_value"),
        ({"currency": "EUR"}, "highest_value"),
        ({"holder": world.halden.id}, "holder"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            give(by=world.head, given=given(world, **changes))
        assert field in caught.value.fields
    money = {"highest_value": Decimal(1000), "currency": "euro"}
    with pytest.raises(InvalidInputError, match="three letters"):
        give(by=world.head, given=given(world, **money))
    with pytest.raises(NotIndependentActError):
        give(by=world.head, given=given(world, holder=world.head.id))
    assert read_act(LedgerRow.objects.order_by("-pk")[0]).kind == "refused"
    with pytest.raises(NotAllowedError):
        give(by=world.officer, given=given(world))
    line = give(by=world.head, given=given(world, regimes=("meridia/national",)))
    assert (line.state, line.given_by) == ("in_force", "Head")
    entered = read_act(LedgerRow.objects.order_by("-pk")[0])
    assert (entered.kind, entered.payload["highest_tier"]) == ("give_delegation", 3)
    end = delegations.end_delegation
    for last in (today - timedelta(days=1), today + timedelta(days=31)):
        with pytest.raises(InvalidInputError, match="today or later"):
            end(by=world.head, delegation=line.id, last=last, reasons="Over.")
    with pytest.raises(NotFoundError):
        end(by=world.head, delegation=10**6, last=today, reasons="Over.")
    ended = end(by=world.head, delegation=line.id, last=today, reasons="Moved on.")
    assert (ended.last, ended.ended_because) == (today, "Moved on.")
    clock.forward(1)
    with pytest.raises(WrongStateError):
        end(by=world.head, delegation=line.id, last=legal_day(now()), reasons="Over.")
    states = [one.state for one in reads.delegations(viewer=world.auditor)]
    assert states == ["in_force", "in_force", "ended"]
    later = reads.delegations(viewer=world.auditor, on=today - timedelta(days=1))
    assert later[-1].state == "to_come"


def test_a_signature_needs_a_delegation_for_law_kind_and_value(
    world: World, clock: MovingClock
) -> None:
    number = submit(world).number
    take(world, number)
    advise_all(world, number)
    draft_and_send(world, number, draft_of("grant"))
    give, sign = delegations.give_delegation, decisions.countersign
    for limit in (
        {"regimes": ("us/ear",)},
        {"kinds": ("brokering",)},
        {"highest_value": Decimal(10**6), "currency": "EUR"},
    ):
        give(by=world.head, given=given(world, **limit))
        with pytest.raises(GrantObstructedError) as caught:
            sign(by=world.unsigned, case=number, version=None)
        assert codes(caught) == ["no_delegation"]
    fits = {"regimes": ("meridia/national",), "kinds": ("hosted_access",)}
    give(by=world.head, given=given(world, **fits))
    assert sign(by=world.unsigned, case=number, version=None).state == "granted"


def test_the_officer_of_a_case_is_told_that_the_notice_was_answered(
    world: World,
) -> None:
    number = submit(world).number
    seen = take(world, number)
    drafted(world, heard(seen), number)
    hearing.give_notice_of_refusal(by=world.officer, case=number, version=None)
    hearing.answer_notice(
        by=world.halden, case=number, answer="We disagree.", version=None
    )
    kept = OutboxMessage.objects.get(key__startswith="notice-answered:")
    assert kept.payload["to"] == "officer@meridia.example"
    assert "disagree" not in str(kept.payload)
