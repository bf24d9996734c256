"""One file per party, reused across cases until it is stale; signs are questions; conduct takes two."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.web.casework.builders import (
    END_USER,
    ITEM,
    MovingClock,
    World,
    advise_all,
    decide,
    draft_of,
    refused,
    start,
    submit,
    take,
)

from licet.diversion.verification import UnknownQuestionError
from licet.kernel import UnknownCountryError
from licet.web.casework.access import SYSTEM
from licet.web.casework.errors import (
    FileRefusedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    Case,
    CaseEvent,
    LedgerRow,
    PartyAppearance,
    PartyCheck,
    PartyFile,
    Person,
    SignalRun,
)
from licet.web.casework.record.erasure import erase_case
from licet.web.casework.record.events import read_act
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.markings import may_read
from licet.web.casework.selectors.verification import parties as files
from licet.web.casework.selectors.verification import verification as reads
from licet.web.casework.services.verification import conduct, parties, signals
from licet.web.casework.services.verification.parties import NewCheck
from licet.web.casework.services.verification.signals import SignalWord
from licet.web.casework.views import (
    CasePartyView,
    CaseVerificationView,
    PartyFileView,
    SignalView,
)

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return [read_act(row).kind for row in LedgerRow.objects.order_by("pk")]


def told(kind: str) -> dict[str, Any]:
    rows = LedgerRow.objects.order_by("-pk")
    return next(dict(act.payload) for act in map(read_act, rows) if act.kind == kind)


def seen(world: World, case: str, who: str = "officer") -> CaseVerificationView:
    return reads.of_case(viewer=world.actor(who), case=case)


def party_of(world: World, case: str) -> CasePartyView:
    return seen(world, case).parties[0]


def answer(world: World, party: str, name: str, **said: Any) -> PartyFileView:
    given = {
        "result": "established",
        "words": "Found in the register.",
        "source": "Register of companies",
        **said,
    }
    return parties.record_party_check(
        by=world.officer, party=party, check=NewCheck(question=name, **given)
    )


def sign(view: CaseVerificationView, rule: str) -> SignalView:
    return next(one for one in view.parties[0].signals if one.rule == rule)


# -- Files -------------------------------------------------------------------------------


def test_every_party_of_a_submitted_case_has_a_file_and_a_second_case_has_the_same(
    world: World,
) -> None:
    first, second = submit(world).number, submit(world, "vigil").number
    one, other = party_of(world, first), party_of(world, second)
    assert one.number == other.number
    assert PartyFile.objects.count() == 1
    assert kinds().count("open_party_file") == 1
    assert {one.number for one in files.party(viewer=world.officer, number=one.number).cases} == {first, second}  # fmt: skip


def test_another_number_makes_another_file_and_both_are_shown_side_by_side(
    world: World,
) -> None:
    numbered = {**END_USER, "facts": {"type": "bank", "registration": "BR 12-34"}}
    first = party_of(world, submit(world).number)
    second = party_of(world, submit(world, parties={"parties": [numbered]}).number)
    assert first.number != second.number
    seen_file = files.party(viewer=world.officer, number=second.number)
    assert seen_file.identifiers == {"registration": "BR 12-34"}
    assert seen_file.alike == (first.number,)
    found = files.parties(viewer=world.officer, text="12-34")
    assert [one.number for one in found.parties] == [second.number]


def test_case_signs_and_width_of_a_name_do_not_make_another_party(world: World) -> None:
    loud = {**END_USER, "name": "BANCO  AURORA do Sul [invented]"}
    first = party_of(world, submit(world).number)
    second = party_of(world, submit(world, parties={"parties": [loud]}).number)
    assert first.number == second.number


def test_a_file_is_opened_by_hand_once(world: World) -> None:
    made = parties.open_party_file(
        by=world.officer, name="Other (invented)", country="CL", identifiers={"X": "1"}
    )
    again = parties.open_party_file(
        by=world.officer2, name="OTHER (invented)", country="CL", identifiers={"X": "1"}
    )
    assert made.number == again.number
    assert told("open_party_file")["identifiers"] == {"X": "1"}
    with pytest.raises(UnknownCountryError):
        parties.open_party_file(
            by=world.officer, name="Other", country="ZZ", identifiers={}
        )
    with pytest.raises(InvalidInputError):
        parties.open_party_file(by=world.officer, name=" ", country="CL", identifiers={})  # fmt: skip
    with pytest.raises(NotAllowedError):
        parties.open_party_file(
            by=world.auditor, name="Other", country="CL", identifiers={}
        )


def test_files_are_seen_with_standing_and_by_nobody_else(world: World) -> None:
    number = submit(world).number
    party = party_of(world, number).number
    assert files.party(viewer=world.auditor, number=party).number == party
    with pytest.raises(NotFoundError):
        files.party(viewer=world.ds, number=party)
    assert files.parties(viewer=world.ds).count == 0
    with pytest.raises(NotAllowedError):
        files.party(viewer=world.halden, number=party)
    with pytest.raises(NotAllowedError):
        files.parties(viewer=world.halden)
    with pytest.raises(NotAllowedError):
        reads.of_case(viewer=world.halden, case=number)
    take(world, number)
    advise_all(world, number)
    assert files.party(viewer=world.ds, number=party).number == party
    # A number counts once, however many roles and versions it has in a case.
    assert files.parties(viewer=world.ds).count == 1


def test_reading_a_file_is_in_the_record(world: World) -> None:
    party = party_of(world, submit(world).number).number
    files.party(viewer=world.auditor, number=party)
    assert told("read")["what"] == party


def test_the_list_takes_the_same_queries_for_one_file_and_for_a_page(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for place in range(30):
        parties.open_party_file(
            by=world.officer,
            name=f"Party {place:02d} (invented)",
            country="CL",
            identifiers={},
        )
    officer = world.officer
    with django_assert_max_num_queries(6):
        page = files.parties(viewer=officer)
    assert (len(page.parties), page.last, page.count) == (25, 2, 30)
    assert len(files.parties(viewer=officer, page=99).parties) == 5
    assert files.parties(viewer=officer, text="???").count == 0


def test_the_panel_of_a_case_takes_a_bounded_number_of_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    second = {**END_USER, "name": "Banco Segundo (invented)", "role": "consignee"}
    number = submit(world, parties={"parties": [END_USER, second]}).number
    party = party_of(world, number).number
    for name in ("insolvency", "accounts"):
        answer(world, party, name)
    officer = world.officer
    with django_assert_max_num_queries(8):
        view = reads.of_case(viewer=officer, case=number)
    assert len(view.parties) == 2
    with django_assert_max_num_queries(6):
        reads.evidence_of(case=number)


# -- Checks ------------------------------------------------------------------------------


def test_what_one_case_established_the_next_may_rely_on_until_it_expires(
    world: World, clock: MovingClock
) -> None:
    first = submit(world).number
    party = party_of(world, first).number
    answer(world, party, "insolvency", case=first)
    second = submit(world, "vigil").number
    reused = party_of(world, second).reused
    assert [one.question for one in reused] == ["insolvency"]
    assert f"in case {first} on 2026-03-02, expires 2026-09-02" in reused[0].words_of_standing  # fmt: skip
    clock.forward(184)  # 2 September, the last day
    assert party_of(world, second).reused
    clock.forward(1)
    late = party_of(world, second)
    assert late.reused == ()
    assert "expired 2026-09-02: ask again" in late.stale[0].words_of_standing
    assert sum(one.stale for one in late.headings) == 1
    assert reads.evidence_of(case=second)[0].checks[0].stale
    assert not reads.evidence_of(case=second, on=date(2026, 9, 2))[0].checks[0].stale
    assert files.parties(viewer=world.officer).parties[0].stale == 1


def test_a_newer_answer_supersedes_and_the_older_stays(world: World) -> None:
    party = party_of(world, submit(world).number).number
    answer(world, party, "accounts")
    view = answer(world, party, "accounts", result="contradicted", words="They lose.")
    about = next(one for one in view.questions if one.id == "accounts")
    assert about.newest is not None
    assert (about.newest.result, about.newest.standing) == ("contradicted", "current")
    assert [one.standing for one in about.earlier] == ["superseded"]
    assert PartyCheck.objects.count() == 2


def test_an_answer_about_one_case_counts_in_that_case_only(world: World) -> None:
    first, second = submit(world).number, submit(world, "vigil").number
    party = party_of(world, first).number
    answer(world, party, "payer", answer="Gulf Horizon Trading", case=first)
    signals.renew_signals(by=world.officer, case=first)
    signals.renew_signals(by=world.officer, case=second)
    assert sign(seen(world, first), "payer_not_a_party").outcome == "fires"
    assert sign(seen(world, second), "payer_not_a_party").outcome == "cannot_tell"


def test_a_check_with_a_document_is_kept_and_read_again(world: World) -> None:
    number = submit(world).number
    party = party_of(world, number).number
    document = ("extract.txt", io.BytesIO(b"Invented extract\n"))
    view = answer(world, party, "insolvency", document=document, case=number)
    kept = next(one for one in view.questions if one.id == "insolvency").newest
    assert kept is not None
    found = files.check_document(viewer=world.auditor, number=party, check=kept.id)
    assert (found.name, found.content) == ("extract.txt", b"Invented extract\n")
    assert told("record_party_check")["sha256"] == kept.sha256
    line = CaseEvent.objects.get(kind="record_party_check")
    assert not line.public
    with pytest.raises(NotFoundError):
        files.check_document(viewer=world.officer, number=party, check=0)
    with pytest.raises(FileRefusedError):
        answer(world, party, "insolvency", document=("x.bin", io.BytesIO(b"\0\1")))


def test_an_answer_in_no_case_is_entered_under_the_key_of_the_file(
    world: World,
) -> None:
    party = party_of(world, submit(world).number).number
    answer(world, party, "insolvency")
    row = LedgerRow.objects.order_by("-pk").first()
    assert row is not None
    file = PartyFile.objects.get(number=party)
    rows = LedgerRow.objects.filter(key_id=str(file.pk)).order_by("pk")
    entered = [read_act(one).kind for one in rows]
    assert entered[:2] == ["open_party_file", "record_party_check"]


@pytest.mark.parametrize(
    ("name", "said", "field"),
    [
        pytest.param("insolvency", {"result": "maybe"}, "result", id="no such result"),
        pytest.param("insolvency", {"words": " "}, "words", id="no words"),
        pytest.param("insolvency", {"source": ""}, "source", id="no source"),
        pytest.param("insolvency", {"on": date(2026, 3, 3)}, "on", id="to come"),
        pytest.param("insolvency", {"marking": "cosmic"}, "marking", id="no marking"),
        pytest.param("insolvency", {"marking": "confidential"}, "marking", id="above the clearance"),
        pytest.param("payer", {"answer": "X"}, "case", id="no case"),
        pytest.param("founded", {}, "answer", id="established without a value"),
        pytest.param("founded", {"answer": "soon"}, "answer", id="no day"),
        pytest.param("registration", {"answer": [["VAT-DE"]]}, "answer", id="half a pair"),
    ],
)  # fmt: skip
def test_a_check_that_says_too_little_is_refused_and_not_stored(
    world: World, name: str, said: dict[str, Any], field: str
) -> None:
    party = party_of(world, submit(world).number).number
    with pytest.raises(InvalidInputError) as no:
        answer(world, party, name, **said)
    assert field in no.value.fields
    assert PartyCheck.objects.count() == 0


def test_a_question_or_a_person_that_is_none_is_refused(world: World) -> None:
    party = party_of(world, submit(world).number).number
    with pytest.raises(UnknownQuestionError):
        answer(world, party, "shoe_size")
    with pytest.raises(NotFoundError):
        answer(world, "P-999999", "insolvency")
    with pytest.raises(NotFoundError):
        answer(world, party, "payer", answer="X", case="MLA-1900-00001")
    with pytest.raises(NotAllowedError):
        parties.record_party_check(
            by=world.auditor,
            party=party,
            check=NewCheck(question="accounts", result="established", words="w", source="s"),
        )  # fmt: skip
    assert told("refused")["act"] == "record_party_check"


def test_a_marking_withholds_and_says_that_it_does(world: World) -> None:
    number = submit(world).number
    party = party_of(world, number).number
    Person.objects.filter(email="officer@meridia.example").update(
        clearance="confidential"
    )
    world.people["officer"].refresh_from_db()
    answer(world, party, "insolvency", marking="confidential")
    conduct.record_conduct(by=world.officer, party=party, entry=entry(marking="restricted"))  # fmt: skip
    whole = files.party(viewer=world.officer, number=party)
    assert whole.withheld == 0
    less = files.party(viewer=world.officer2, number=party)
    assert (less.withheld, less.conduct) == (2, ())
    assert seen(world, number, "officer2").parties[0].withheld == 1
    check = next(one.newest for one in whole.questions if one.newest)
    with pytest.raises(NotFoundError):
        files.check_document(viewer=world.officer2, number=party, check=check.id)
    assert may_read(SYSTEM, "confidential")
    assert not may_read(world.officer, "cosmic")


@pytest.mark.parametrize("model", [PartyFile, PartyAppearance, PartyCheck, SignalRun])
def test_what_is_on_file_neither_changes_nor_goes(world: World, model: Any) -> None:
    party = party_of(world, submit(world).number).number
    answer(world, party, "insolvency")
    row = model.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(id=row.pk)


# -- Signs -------------------------------------------------------------------------------


def test_an_officer_s_word_stands_while_the_evidence_stands(world: World) -> None:
    number = submit(world).number
    party = party_of(world, number).number
    answer(world, party, "payer", answer="Gulf Horizon Trading", case=number)
    signals.renew_signals(by=world.officer, case=number)
    word = SignalWord(rule="payer_not_a_party", standing="explained", reasons="Parent.")
    signals.answer_signal(by=world.officer, case=number, party=party, word=word)
    assert sign(seen(world, number), word.rule).standing == "explained"
    evidence = reads.evidence_of(case=number)[0].fired[0]
    assert (evidence.standing, evidence.reasons) == ("explained", "Parent.")
    answer(world, party, "payer", answer="Desert Falcon Trading", case=number)
    signals.renew_signals(by=world.officer, case=number)
    moved = sign(seen(world, number), word.rule)
    assert (moved.standing, moved.answered_before) == ("open", True)
    assert told("answer_signal")["standing"] == "explained"


def test_a_word_is_refused_where_nothing_fires_or_the_evidence_moved(
    world: World,
) -> None:
    number = submit(world).number
    party = party_of(world, number).number
    word = SignalWord(rule="payer_not_a_party", standing="stands", reasons="x")

    def say(**changes: str) -> None:
        said = SignalWord(
            **{"rule": word.rule, "standing": word.standing, "reasons": word.reasons, **changes}
        )  # fmt: skip
        signals.answer_signal(by=world.officer, case=number, party=party, word=said)

    with pytest.raises(WrongStateError):
        say()
    answer(world, party, "payer", answer="Gulf Horizon Trading", case=number)
    signals.renew_signals(by=world.officer, case=number)
    with pytest.raises(WrongStateError):
        say(basis="0" * 64)
    with pytest.raises(InvalidInputError):
        say(standing="cleared")
    with pytest.raises(InvalidInputError):
        say(reasons=" ")
    other = parties.open_party_file(
        by=world.officer, name="Elsewhere", country="CL", identifiers={}
    )
    with pytest.raises(NotFoundError):
        signals.answer_signal(
            by=world.officer, case=number, party=other.number, word=word
        )
    with pytest.raises(NotAllowedError):
        signals.renew_signals(by=world.auditor, case=number)
    with pytest.raises(NotAllowedError):
        signals.answer_signal(by=world.auditor, case=number, party=party, word=word)


def test_what_says_the_same_is_not_written_again(world: World) -> None:
    number = submit(world).number
    before = SignalRun.objects.count()
    signals.renew_signals(by=world.officer, case=number)
    assert SignalRun.objects.count() == before
    assert signals.compute_signals(str(Case.objects.get().pk)) == 0


def test_rules_read_the_case_the_record_and_the_other_files(
    world: World, clock: MovingClock
) -> None:
    text = "We test our own payment systems twice a year with a team of eight people in Recife and nobody else."
    there = {"type": "freight_forwarder", "address": "12 Harbour Road, Suite 4, Port"}
    forwarder = {**END_USER, "name": "Blue Forwarders (invented)", "facts": there}
    said: dict[str, Any] = {
        "parties": {"parties": [forwarder]},
        "end_use": {"facts": {"end_use": text}},
        "destination": {"facts": {"destination": "BR", "transit": ["AE"]}},
    }
    submit(world, "vigil", **said)
    also = {
        **END_USER,
        "name": "Green Trade (invented)",
        "facts": {**there, "type": "bank"},
    }
    number = submit(world, **{**said, "parties": {"parties": [also]}}).number
    view = seen(world, number)
    assert sign(view, "end_use_text_repeated").outcome == "fires"
    assert sign(view, "address_shared_with_unrelated").outcome == "fires"
    assert "Blue Forwarders" in sign(view, "address_shared_with_unrelated").words
    assert sign(view, "forwarder_as_end_user").outcome == "silent"
    assert sign(view, "unnecessary_route").missing == ("route.usual",)
    answer(world, view.parties[0].number, "usual_route", answer=[], case=number)
    answer(world, view.parties[0].number, "founded", answer="2026-01-02")
    view = signals.renew_signals(by=world.officer, case=number)
    assert sign(view, "unnecessary_route").outcome == "fires"
    clock.forward(10)


def test_an_established_address_is_compared_like_a_stated_one(world: World) -> None:
    there = {"type": "bank", "address": "12 Harbour Road, Suite 4, Port"}
    submit(world, "vigil", parties={"parties": [{**END_USER, "name": "Blue (invented)", "facts": there}]})  # fmt: skip
    number = submit(world).number
    party = party_of(world, number).number
    answer(world, party, "address", answer="Suite 4, 12 Harbour Rd, Port")
    view = signals.renew_signals(by=world.officer, case=number)
    assert sign(view, "address_shared_with_unrelated").outcome == "fires"


def test_an_earlier_refusal_is_known_to_the_next_case(world: World) -> None:
    denied = refused(world).number
    number = submit(world, "vigil").number
    found = sign(seen(world, number), "refusal_undisclosed")
    assert found.read["refusals.known"]["value"] == [denied]
    assert found.outcome == "cannot_tell"
    party = party_of(world, number).number
    answer(world, party, "refusals_disclosed", answer=False, case=number)
    view = signals.renew_signals(by=world.officer, case=number)
    assert sign(view, "refusal_undisclosed").outcome == "fires"


def test_prices_are_compared_with_licences_item_by_item(world: World) -> None:
    def priced(value: str, name: str = "Lance (invented)") -> dict[str, Any]:
        facts = {**ITEM["facts"], "value": value, "currency": "EUR", "quantity": "10"}
        return {**ITEM, "name": name, "facts": facts}

    for value in ("1000", "1010", "1020", "1030", "1040"):
        case = submit(world, items={"items": [priced(value)]})
        take(world, case.number)
        advise_all(world, case.number)
        decide(world, case.number, draft_of("grant"))
    both = [priced("1020"), priced("90000", "Lance Plus (invented)")]
    number = submit(world, "vigil", items={"items": both}).number
    found = [
        one
        for one in party_of(world, number).signals
        if one.rule == "price_far_from_comparable"
    ]
    assert {one.item: one.outcome for one in found} == {1: "silent", 2: "fires"}
    party = party_of(world, number).number
    word = SignalWord(rule="price_far_from_comparable", standing="stands", reasons="x")
    signals.answer_signal(by=world.officer, case=number, party=party, word=word)


def test_a_worth_that_is_no_number_tells_no_price(world: World) -> None:
    facts = {**ITEM["facts"], "currency": "EUR", "quantity": "0", "value": "10"}
    number = submit(world, items={"items": [{**ITEM, "facts": facts}]}).number
    assert "item.unit_price" in sign(seen(world, number), "price_far_from_comparable").missing  # fmt: skip


def test_a_party_that_the_facts_no_longer_name_leaves_the_panel_and_keeps_its_file(
    world: World,
) -> None:
    number = submit(world).number
    row = Case.objects.get(number=number)
    document = {**row.transaction}
    document["parties"] = [
        {**one, "name": "Renamed (invented)"} if one["role"] == "end_user" else one
        for one in document["parties"]
    ]
    row.transaction = document
    row.facts_version += 1
    row.save()
    signals.renew_signals(by=world.officer, case=number)
    assert [one.name for one in seen(world, number).parties] == ["Renamed (invented)"]
    assert PartyFile.objects.count() == 2


def test_an_erased_case_gets_no_signs(world: World, clock: MovingClock) -> None:
    number = submit(world).number
    party = party_of(world, number).number
    answer(world, party, "business", answer="mailbox")
    row = Case.objects.get(number=number)
    by = actor_ref(world.officer)
    assert by is not None
    erase_case(case=str(row.pk), actor=by, rule="s. 9", reason="due", at=clock.at)
    assert signals.compute_signals(str(row.pk)) == 0
    assert SignalRun.objects.filter(case=row).count() == 1


# -- Conduct -----------------------------------------------------------------------------


def entry(**changes: Any) -> conduct.NewConduct:
    said: dict[str, Any] = {
        "firmness": "forensic",
        "grade": "B2",
        "title": "Spyware on the telephone of a journalist",
        "words": "A laboratory found traces.",
        "found_on": date(2025, 5, 1),
        "source": "Laboratory (invented)",
        "reasons": "Same registration number.",
        **changes,
    }
    return conduct.NewConduct(**said)


def enter(world: World, party: str, who: str = "officer", **changes: Any) -> int:
    view = conduct.record_conduct(
        by=world.actor(who), party=party, entry=entry(**changes)
    )
    return view.conduct[0].id


def standing(world: World, party: str) -> dict[int, str]:
    view = files.party(viewer=world.officer, number=party)
    return {one.id: one.standing for one in view.conduct}


def test_conduct_is_graded_dated_and_shown_in_the_case_with_its_answer(
    world: World,
) -> None:
    number = submit(world).number
    party = party_of(world, number).number
    enter(world, party, answer="It denies it.", source_url="https://lab.example/1")
    one = party_of(world, number).conduct[0]
    assert (one.grade, one.is_finding, one.answer) == ("B2", True, "It denies it.")
    enter(world, party, firmness="lead", grade="A1")
    lead = files.party(viewer=world.officer, number=party).conduct[0]
    assert (lead.is_finding, lead.standing) == (False, "stands")
    told_of = reads.evidence_of(case=number)[0].conduct
    assert [one.is_finding for one in told_of] == [True, False]


def test_a_judgment_counts_once_a_second_person_confirmed_it(world: World) -> None:
    number = submit(world).number
    party = party_of(world, number).number
    one = enter(world, party, firmness="judgment")
    assert standing(world, party) == {one: "waiting"}
    assert reads.evidence_of(case=number)[0].conduct == ()
    with pytest.raises(NotIndependentActError):
        conduct.confirm_conduct(
            by=world.officer, party=party, entry=one, confirmed=True, reasons="x"
        )
    with pytest.raises(InvalidInputError):
        conduct.confirm_conduct(
            by=world.officer2, party=party, entry=one, confirmed=True, reasons=" "
        )
    with pytest.raises(NotFoundError):
        conduct.confirm_conduct(
            by=world.officer2, party=party, entry=0, confirmed=True, reasons="x"
        )
    conduct.confirm_conduct(
        by=world.officer2, party=party, entry=one, confirmed=True, reasons="Read it."
    )
    assert standing(world, party) == {one: "stands"}
    with pytest.raises(WrongStateError):
        conduct.confirm_conduct(
            by=world.signer, party=party, entry=one, confirmed=False, reasons="x"
        )
    assert told("confirm_conduct")["confirmed"] is True


def test_an_entry_that_the_second_person_does_not_confirm_does_not_count(
    world: World,
) -> None:
    party = party_of(world, submit(world).number).number
    one = enter(world, party, grade="A1")
    conduct.confirm_conduct(
        by=world.officer2, party=party, entry=one, confirmed=False, reasons="Namesake."
    )
    assert standing(world, party) == {one: "not_confirmed"}


def test_a_correction_is_a_new_row_and_of_a_confirmed_judgment_takes_two(
    world: World,
) -> None:
    party = party_of(world, submit(world).number).number
    plain = enter(world, party)
    mended = enter(world, party, corrects=plain, words="Two telephones.")
    assert standing(world, party) == {plain: "corrected", mended: "stands"}
    with pytest.raises(WrongStateError):
        enter(world, party, corrects=plain)
    with pytest.raises(NotFoundError):
        enter(world, party, corrects=0)
    court = enter(world, party, firmness="judgment")
    conduct.confirm_conduct(
        by=world.officer2, party=party, entry=court, confirmed=True, reasons="Read it."
    )
    weaker = enter(world, party, firmness="allegation", corrects=court)
    # One person alone takes nothing away that two have entered.
    assert standing(world, party)[court] == "stands"
    assert standing(world, party)[weaker] == "waiting"
    conduct.confirm_conduct(
        by=world.officer2, party=party, entry=weaker, confirmed=True, reasons="Annulled."
    )  # fmt: skip
    assert standing(world, party)[court] == "corrected"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"firmness": "gossip"}, "firmness"),
        ({"grade": "Z9"}, "grade"),
        ({"found_on": date(2026, 3, 3)}, "found_on"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"title": ""}, "title"),
        ({"reasons": ""}, "reasons"),
        ({"marking": "confidential"}, "marking"),
    ],
)
def test_an_entry_that_says_too_little_is_refused(
    world: World, changes: dict[str, Any], field: str
) -> None:
    party = party_of(world, submit(world).number).number
    with pytest.raises(InvalidInputError) as no:
        enter(world, party, **changes)
    assert field in no.value.fields
    assert files.party(viewer=world.officer, number=party).conduct == ()


def test_only_officers_enter_conduct(world: World) -> None:
    party = party_of(world, submit(world).number).number
    with pytest.raises(NotAllowedError):
        enter(world, party, "auditor")
    one = enter(world, party, grade="A1")
    with pytest.raises(NotAllowedError):
        conduct.confirm_conduct(
            by=world.auditor, party=party, entry=one, confirmed=True, reasons="x"
        )


def test_a_case_without_a_file_shows_none(world: World) -> None:
    number = start(world).number
    assert reads.evidence_of(case=number) == ()
    with pytest.raises(NotFoundError):
        reads.evidence_of(case="MLA-1900-00001")
    run_pending()
