"""Officers, agencies, signatories, reviewers and auditors at their screens."""

import re

import pytest
from tests.web.casework.builders import (
    MovingClock,
    World,
    advise_all,
    condition,
    draft_and_send,
    draft_of,
    granted,
    refused,
    see,
    submit,
    take,
)
from tests.web.reader import Reader

from licet.web.casework.services.appeals import appeals
from licet.web.casework.views import CaseView
from licet.web.workbench.labels import differing, fact_name

pytestmark = pytest.mark.django_db
NEAR_A_LIST = {
    "role": "end_user",
    "name": "Sable Wind Exploit Brokers",
    "country": "BR",
    "facts": {"type": "private_company"},
}


def _at(case: CaseView) -> str:
    return f"/work/cases/{case.number}"


def test_the_queue_shows_what_waits_and_finds_by_state_and_words(world: World) -> None:
    case = submit(world)
    officer = Reader(world, "officer")
    page = officer.read("/work/")
    assert "Waiting for somebody (1)" in page
    assert case.number in page
    assert case.number in officer.read("/work/?state=triage")
    assert case.number in officer.read("/work/?text=Halden")
    assert "No case fits" in officer.read("/work/?text=nobody")


def test_an_empty_queue_says_how_cases_come(world: World) -> None:
    assert "appears here once it has been checked" in Reader(world, "officer").read(
        "/work/"
    )


def test_the_case_page_holds_facts_law_hits_criteria_and_trail(world: World) -> None:
    case = submit(world)
    page = Reader(world, "officer").read(f"{_at(case)}/")
    for words in (
        "Facts as stated and found",
        "Authorisation required",
        "machine finding: a suggestion",
        "What other laws also ask",
        "above the published threshold",
        "Criteria",
        "Application submitted",
        "The clock runs",
    ):
        assert words in page, words
    document = case.documents[0]
    content = Reader(world, "officer").client.get(
        f"{_at(case)}/documents/{document.id}/"
    )
    assert content.status_code == 200


def test_an_officer_takes_a_case_and_has_it_computed_again(world: World) -> None:
    case = submit(world)
    officer = Reader(world, "officer")
    assert "The case is yours" in officer.send(f"{_at(case)}/take/")
    assert "This could not be done" in officer.send(f"{_at(case)}/take/")
    assert "computed again" in officer.send(f"{_at(case)}/renew/")


def test_a_question_to_the_applicant_needs_words(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    officer = Reader(world, "officer")
    assert "Write the question" in officer.send(f"{_at(case)}/ask/")
    assert "clock stands still" in officer.send(
        f"{_at(case)}/ask/", question="Who runs it?"
    )
    assert "Write the message" in officer.send(f"{_at(case)}/message/")
    assert "The message is sent" in officer.send(f"{_at(case)}/message/", text="Hello")


def test_a_fact_is_established_with_its_source(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    officer = Reader(world, "officer")
    listed = officer.read(f"{_at(case)}/facts/")
    assert "Open, and able to change something" in listed
    at = f"{_at(case)}/facts/end_user.repression_record/"
    assert "Say what shows it" in officer.send(at, value="true")
    page = officer.send(
        at,
        value="true",
        reasons="Finding of a court",
        evidence=case.documents[0].sha256,
    )
    assert "The fact is established" in page
    officer.read(f"{_at(case)}/facts/no.such.fact/", status=404)
    item = officer.send(
        f"{_at(case)}/facts/item.logs/", value="", reasons="Nobody knows"
    )
    assert "The fact is established" in item


def test_referral_and_advice_with_a_condition(world: World, clock: MovingClock) -> None:
    case = submit(world)
    take(world, case.number)
    officer = Reader(world, "officer")
    assert "Choose at least one agency" in officer.send(f"{_at(case)}/refer/")
    sent = officer.send(
        f"{_at(case)}/refer/", teams=["DS", "MJ"], because="Court orders"
    )
    assert "All of them see the same evidence" in sent
    agency = Reader(world, "ds")
    assert case.number in agency.read("/work/")
    at = f"{_at(case)}/advice/"
    assert "Choose your agency" in agency.send(at)
    incomplete = {
        "position": "agree_with_conditions",
        "reasons": "With logs.",
        "conditions": ["operation_logging"],
        "condition-operation_logging-months": "many",
        "condition-operation_logging-days": "5",
        "condition-operation_logging-checker": "INS",
    }
    assert "must be a whole number" in agency.send(at, **incomplete)
    complete = {**incomplete, "condition-operation_logging-months": "24"}
    assert "advice is on the case" in agency.send(at, **complete)
    assert "Defence Staff" in officer.read(f"{_at(case)}/draft/")
    assert "Give the reasons" in officer.send(f"{_at(case)}/close-referrals/")
    clock.forward(60)  # Justice had thirty days
    assert "The referrals are closed" in officer.send(
        f"{_at(case)}/close-referrals/", reasons="Justice stayed silent."
    )


def test_a_draft_takes_grounds_conditions_and_those_that_agencies_set(
    world: World,
) -> None:
    case = submit(world)
    take(world, case.number)
    seen = advise_all(world, case.number, DS=(condition(owner="DS"),))
    officer = Reader(world, "officer")
    at = f"{_at(case)}/draft/"
    source = officer.source(at)
    assert not re.search(r"<(input|option)[^>]* (checked|selected)", source)
    assert "Choose what you propose" in officer.send(at, reasons="Fine")
    adopted = re.search(r'name="adopted" value="([^"]+)"', source)
    assert adopted is not None
    criterion = seen.criteria[0]
    fields = {
        "outcome": "grant_with_conditions",
        "reasons": "The end use is credible.",
        "adopted": [adopted.group(1)],
        "grounds": [criterion.criterion],
        f"ground-{criterion.criterion}-words": "Nothing speaks against it.",
        f"ground-{criterion.criterion}-evidence": [criterion.id],
        "conditions": ["named_operators"],
        "condition-named_operators-operators": "Annex A",
        "condition-named_operators-checker": "INS",
    }
    page = officer.send(at, **fields)
    assert "The draft is saved" in page
    assert "Annex A" in page
    again = officer.source(at)
    assert "Annex A" in again
    assert re.search(r'name="adopted" value="[^"]+" checked', again)
    assert "waits for the second signature" in officer.send(f"{_at(case)}/send/")


def test_a_grant_with_something_open_is_not_sent_and_says_what(world: World) -> None:
    case = submit(world, parties={"parties": [NEAR_A_LIST]})
    take(world, case.number)
    officer = Reader(world, "officer")
    officer.send(f"{_at(case)}/draft/", outcome="grant", reasons="Fine")
    page = officer.send(f"{_at(case)}/send/")
    assert "The draft cannot be sent yet" in page
    assert "This cannot be signed yet" in page


def test_a_second_officer_gives_back_or_signs(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    advise_all(world, case.number)
    draft_and_send(world, case.number, draft_of("grant"))
    signer = Reader(world, "signer")
    at = f"{_at(case)}/countersign/"
    assert "What is proposed" in signer.read(at)
    assert "Give the reasons" in signer.send(at, **{"return": "1"})
    back = signer.send(at, **{"return": "1", "reasons": "Say more on the end use."})
    assert "The draft is back with its officer" in back
    assert "Say more on the end use" in Reader(world, "officer").read(
        f"{_at(case)}/draft/"
    )
    draft_and_send(world, case.number, draft_of("grant"))
    assert "Signed." in signer.send(at, sign="1")


def test_who_drafted_cannot_sign(world: World) -> None:
    case = submit(world)
    take(world, case.number, "signer")
    advise_all(world, case.number, "signer")
    draft_and_send(world, case.number, draft_of("grant"), "signer")
    page = Reader(world, "signer").send(
        f"{_at(case)}/countersign/", status=403, sign="1"
    )
    assert "You may not do this" in page
    assert see(world, case.number).state == "countersigning"


def test_service_is_recorded_once_with_its_proof(world: World) -> None:
    case = refused(world)
    assert case.decision is not None
    letter = case.decision.letters[0]
    officer = Reader(world, "officer")
    at = f"{_at(case)}/letters/{letter.id}"
    assert officer.client.get(f"{at}/").content.startswith(b"%PDF")
    assert "Name the proof of service" in officer.send(f"{at}/service/")
    fields = {
        "on": case.decision.decided_on.isoformat(),
        "manner": "post",
        "proof": "RR 1",
    }
    assert "Service is recorded" in officer.send(f"{at}/service/", **fields)
    assert "There is a problem" in officer.send(f"{at}/service/", **fields)
    officer.read(f"{_at(case)}/letters/none/service/", status=404)


def test_an_appeal_is_assigned_to_somebody_independent_and_decided(
    world: World,
) -> None:
    case = refused(world)
    appeals.lodge_appeal(
        by=world.halden,
        case=case.number,
        lodging=appeals.Lodging(grounds=["facts"], words="Misread."),
        version=None,
    )
    appeal = see(world, case.number).appeals[0]
    chair = Reader(world, "chair")
    assert case.number in chair.read("/work/appeals/")
    at = f"/work/appeals/{appeal.id}"
    assert "Choose a person" in chair.send(f"{at}/assign/")
    below = str(world.people["judge_below"].pk)
    assert "You may not do this" in chair.send(f"{at}/assign/", status=403, to=below)
    judge = str(world.people["judge"].pk)
    assert "The appeal is assigned" in chair.send(f"{at}/assign/", to=judge)
    reviewer = Reader(world, "judge")
    assert "Choose the outcome" in reviewer.send(f"{at}/decide/")
    done = reviewer.send(
        f"{at}/decide/", outcome="dismissed", reasons="It stands.",
        finding_facts="rejected", because_facts="The record shows it.",
    )  # fmt: skip
    assert "The appeal is decided" in done
    assert "Rejected" in done
    assert "Who was compared" in done
    chair.read("/work/appeals/none/assign/", status=404)


def test_without_appeals_the_list_says_how_they_come(world: World) -> None:
    assert "when an applicant lodges one" in Reader(world, "chair").read(
        "/work/appeals/"
    )


def test_a_licence_is_checked_suspended_and_freed_again(world: World) -> None:
    case = granted(world)
    assert case.licence is not None
    number = case.licence.number
    at = f"/work/licences/{number}"
    inspector, officer = Reader(world, "inspector"), Reader(world, "officer")
    assert number in inspector.read("/work/licences/")
    assert "Choose the condition" in inspector.send(f"{at}/checks/")
    page = inspector.send(
        f"{at}/checks/",
        on=case.licence.issued_on.isoformat(),
        condition=case.licence.conditions[0].id,
        standing="broken",
        found="Passed on to somebody.",
    )
    assert "Passed on to somebody" in page
    assert "nothing may leave" in officer.read(f"{at}/suspend/")
    assert "Give the reasons" in officer.send(f"{at}/suspend/")
    assert "The licence is suspended" in officer.send(
        f"{at}/suspend/", reasons="Broken."
    )
    own = Reader(world, "halden")
    assert "Write your answer" in own.send(f"/apply/licences/{number}/answer/")
    answered = own.send(f"/apply/licences/{number}/answer/", answer="Mended.")
    assert "Your answer is with the officer" in answered
    signer = Reader(world, "signer")
    assert "The suspension is lifted" in signer.send(f"{at}/lift/", reasons="Mended.")
    assert "The licence is revoked" in signer.send(
        f"{at}/revoke/", reasons="Broken again."
    )
    assert signer.client.get(f"{at}/document/pdf/").content.startswith(b"%PDF")


def test_without_licences_the_list_says_so(world: World) -> None:
    assert "No licence has been issued yet" in Reader(world, "officer").read(
        "/work/licences/"
    )


def test_a_manager_assigns(world: World) -> None:
    case = submit(world)
    head = Reader(world, "head")
    assert "Choose a person" in head.send(f"{_at(case)}/assign/")
    chosen = str(world.people["officer2"].pk)
    assert "The case is assigned" in head.send(f"{_at(case)}/assign/", to=chosen)


def test_an_auditor_reads_and_is_offered_no_act(world: World) -> None:
    case = granted(world)
    source = Reader(world, "auditor").source(f"{_at(case)}/")
    assert "Draft the decision" not in source
    assert "Compute again" not in source


def test_an_unknown_hit_is_not_found(world: World) -> None:
    case = submit(world)
    Reader(world, "officer").read(f"{_at(case)}/hits/none/", status=404)


def test_a_hit_shows_what_differs_and_takes_a_finding_with_reasons(
    world: World,
) -> None:
    case = submit(world, parties={"parties": [NEAR_A_LIST]})
    hit = next(hit for one in case.screenings for hit in one.hits)
    officer = Reader(world, "officer")
    at = f"{_at(case)}/hits/{hit.id}/"
    page = officer.read(at)
    assert "Is it the same?" in page
    assert hit.matched_name.split()[0] in page
    assert "Say whether it is a match" in officer.send(at)
    done = officer.send(
        at,
        verdict="not_a_match",
        code="not_a_match:other_place",
        reasons="Another country.",
    )
    assert "Your finding is recorded" in done
    assert "Another country." in officer.read(at)


def test_differing_letters_are_marked_and_capitals_are_not_a_difference() -> None:
    left, right = differing("Orlov Trading", "ORLOFF Trading")
    assert "".join(text for text, _ in left) == "Orlov Trading"
    assert "".join(text for text, _ in right) == "ORLOFF Trading"
    assert [text for text, differs in left if differs] == ["v"]
    assert [text for text, differs in right if differs] == ["FF"]
    assert differing("Straße", "Strasse")[0][0] == ("Stra", False)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("item.kind", "Kind", id="item"),
        pytest.param("end_user.type", "End user: type", id="party"),
        pytest.param("destination", "Destination", id="deal"),
    ],
)
def test_facts_have_short_names(path: str, name: str) -> None:
    assert fact_name(path) == name


def test_a_stale_page_changes_nothing(world: World) -> None:
    case = submit(world)
    decisions_before = see(world, case.number).version
    page = Reader(world, "officer").send(f"{_at(case)}/take/", version="1")
    assert "has changed since you opened it" in page
    assert see(world, case.number).version == decisions_before
