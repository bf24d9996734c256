"""What an applicant does: save and return, upload, submit once, answer, withdraw."""

import io

import pytest
from tests.web.casework.builders import MovingClock, World, see, start, submit, take

from licet.web.casework.application.files import EvidenceLostError
from licet.web.casework.errors import (
    FileRefusedError,
    FileTooLargeError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    Case,
    CaseEvent,
    FindingsRun,
    LedgerRow,
    OutboxMessage,
)
from licet.web.casework.ports import ports
from licet.web.casework.record.events import acts_of
from licet.web.casework.record.keystore import key_store
from licet.web.casework.selectors.applying import applications as reads
from licet.web.casework.selectors.desk import documents
from licet.web.casework.services.applying import applications, custody
from licet.web.casework.services.desk import information_requests
from licet.web.casework.services.people import organisations


def test_a_new_contact_registers_an_organisation_and_applies_for_it(
    world: World,
) -> None:
    body = organisations.found_organisation(
        by=world.vigil, name="Orchard (invented)", country="SE"
    )
    made = applications.start_application(
        by=world.vigil, organisation=body.id, title="First"
    )
    assert made.state == "draft"
    assert made.organisation.name == "Orchard (invented)"
    assert {one.state for one in made.sections} == {"not_started"}


@pytest.mark.parametrize(
    ("name", "country", "field"),
    [
        pytest.param(" ", "SE", "name", id="no-name"),
        pytest.param("Orchard", "XX", "country", id="unknown-country"),
    ],
)
def test_an_organisation_needs_name_and_country(
    world: World, name: str, country: str, field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        organisations.found_organisation(by=world.vigil, name=name, country=country)
    assert list(caught.value.fields) == [field]


def test_nobody_applies_for_an_organisation_of_others(world: World) -> None:
    with pytest.raises(NotFoundError):
        applications.start_application(
            by=world.vigil,
            organisation=str(world.organisations["halden"].pk),
            title="Not mine",
        )


def test_staff_do_not_apply(world: World) -> None:
    with pytest.raises(NotAllowedError):
        applications.start_application(
            by=world.officer,
            organisation=str(world.organisations["halden"].pk),
            title="x",
        )


def test_a_saved_section_is_there_when_one_comes_back(world: World) -> None:
    made = start(world)
    again = reads.application(viewer=world.halden, case=made.number)
    states = {one.id: one.state for one in again.sections}
    assert states["items"] == "complete"
    assert states["documents"] == "not_started"
    assert again.preview[0]["outcome"] == "authorisation_required"


def test_an_unfinished_section_says_what_is_missing(world: World) -> None:
    made = start(
        world, parties={"parties": [{"role": "end_user", "name": "", "country": ""}]}
    )
    parties = next(one for one in made.sections if one.id == "parties")
    assert parties.state == "in_progress"
    assert [one.field for one in parties.problems] == [
        "parties.0.name",
        "parties.0.country",
    ]


@pytest.mark.parametrize(
    ("section", "content", "field"),
    [
        pytest.param("shoes", {}, "section", id="no-such-section"),
        pytest.param("items", [], "items", id="not-an-object"),
        pytest.param("items", {"items": 5}, "items", id="items-is-a-number"),
        pytest.param("parties", {"parties": ["x"]}, "parties", id="a-party-is-a-text"),
        pytest.param(
            "parties",
            {"parties": [{"role": "friend", "name": "A"}]},
            "parties",
            id="no-such-role",
        ),
        pytest.param(
            "parties",
            {"parties": [{"role": "end_user", "country": "XX"}]},
            "parties.0.country",
            id="unknown-country-of-a-party",
        ),
        pytest.param(
            "destination",
            {"facts": {"destination": "Brasil"}},
            "destination",
            id="unknown-destination",
        ),
        pytest.param(
            "end_use",
            {"facts": {"end_use": {"a": 1}}},
            "end_use",
            id="a-fact-of-no-form",
        ),
        pytest.param(
            "items", {"items": [{"name": "x" * 300_000}]}, "items", id="far-too-long"
        ),
    ],
)
def test_malformed_content_is_refused_by_field_and_nothing_is_saved(
    world: World, section: str, content: object, field: str
) -> None:
    made = start(world)
    with pytest.raises(InvalidInputError) as caught:
        applications.save_section(
            by=world.halden,
            case=made.number,
            section=section,
            content=content,
            version=None,  # type: ignore[arg-type]
        )
    assert field in caught.value.fields
    assert (
        reads.application(viewer=world.halden, case=made.number).version == made.version
    )


def test_a_stale_save_is_refused_and_says_so(world: World) -> None:
    made = start(world)
    with pytest.raises(StaleVersionError, match="Nothing of yours was saved") as caught:
        applications.save_section(
            by=world.halden,
            case=made.number,
            section="documents",
            content={},
            version=made.version - 1,
        )
    assert (caught.value.code, caught.value.status) == ("stale_version", 409)


def test_others_do_not_see_an_application(world: World) -> None:
    made = start(world)
    with pytest.raises(NotFoundError):
        reads.application(viewer=world.vigil, case=made.number)
    with pytest.raises(NotFoundError):
        see(world, made.number)


def test_an_incomplete_application_is_not_submitted(world: World) -> None:
    made = start(world, declaration={"accepted": False, "name": ""})
    with pytest.raises(InvalidInputError) as caught:
        applications.submit_application(
            by=world.halden, case=made.number, key="k", version=made.version
        )
    assert set(caught.value.fields) == {"declaration.accepted", "declaration.name"}
    empty = applications.start_application(
        by=world.halden,
        organisation=str(world.organisations["halden"].pk),
        title="Empty",
    )
    with pytest.raises(InvalidInputError) as caught:
        applications.submit_application(
            by=world.halden, case=empty.number, key="k", version=None
        )
    assert {"items", "parties", "declaration"} <= set(caught.value.fields)


def test_a_submit_pressed_twice_makes_one_submission(world: World) -> None:
    made = start(world)
    for _ in range(2):
        again = applications.submit_application(
            by=world.halden, case=made.number, key="one-press", version=made.version
        )
    assert again.state == "submitted"
    assert CaseEvent.objects.filter(kind="submit_application").count() == 1
    assert run_pending() == 2  # the findings, then the weighing that owners call for
    assert FindingsRun.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="receipt").count() == 1


def test_a_second_submission_with_another_key_is_not_possible(world: World) -> None:
    made = start(world)
    applications.submit_application(
        by=world.halden, case=made.number, key="a", version=None
    )
    with pytest.raises(WrongStateError, match="submit_application") as caught:
        applications.submit_application(
            by=world.halden, case=made.number, key="b", version=None
        )
    assert caught.value.code == "wrong_state"


def test_the_receipt_is_the_commitment_of_the_ledger(world: World) -> None:
    case = submit(world)
    shown = reads.application(viewer=world.halden, case=case.number)
    entries = {bytes(row.entry)[1:].hex() for row in LedgerRow.objects.all()}
    assert shown.receipt in entries


def test_every_act_of_an_application_is_in_the_ledger(world: World) -> None:
    case = submit(world)
    row = CaseEvent.objects.filter(case__number=case.number).first()
    assert row is not None
    kinds = [act.kind for act in acts_of(str(row.case_id))]
    assert kinds.count("submit_application") == 1
    assert {
        "start_application",
        "save_section",
        "upload_document",
        "record_findings",
    } <= set(kinds)
    assert len(kinds) >= CaseEvent.objects.count()


def test_an_upload_over_the_limit_stops_there(world: World, settings: object) -> None:
    settings.LICET_UPLOAD_LIMIT = 1_000_000  # type: ignore[attr-defined]
    made = start(world)

    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(FileTooLargeError, match="larger than") as caught:
        custody.upload_document(
            by=world.halden,
            case=made.number,
            name="big.txt",
            purpose="contract",
            content=endless,  # type: ignore[arg-type]
        )
    assert (caught.value.code, caught.value.status) == ("file_too_large", 413)
    assert endless.given < 1_200_000


def test_a_refused_file_leaves_no_row(world: World) -> None:
    made = start(world)
    with pytest.raises(FileRefusedError):
        custody.upload_document(
            by=world.halden,
            case=made.number,
            name="a.exe",
            purpose="x",
            content=io.BytesIO(b"MZ\x00\x01"),
        )
    shown = reads.application(viewer=world.halden, case=made.number)
    assert len(shown.documents) == len(made.documents)


def test_an_upload_to_a_foreign_case_is_not_found(world: World) -> None:
    made = start(world)
    with pytest.raises(NotFoundError):
        custody.upload_document(
            by=world.vigil,
            case=made.number,
            name="a.txt",
            purpose="x",
            content=io.BytesIO(b"a"),
        )


def test_a_document_is_read_back_as_it_was_given(world: World) -> None:
    made = start(world)
    one = made.documents[0]
    found = documents.document(viewer=world.halden, case=made.number, document=one.id)
    assert found.content.decode().startswith(one.purpose)
    with pytest.raises(NotFoundError):
        documents.document(viewer=world.halden, case=made.number, document="no-id")


def test_an_altered_file_is_an_error_of_evidence(world: World) -> None:
    made = start(world)
    one = made.documents[0]
    root = ports().evidence.root  # type: ignore[attr-defined]
    key = str(Case.objects.get(number=made.number).pk)
    path = (
        root
        / key
        / key_store().name(key, b"evidence\n" + bytes.fromhex(one.sha256), make=False)
    )
    kept = path.read_bytes()
    try:
        path.write_bytes(b"altered")
        with pytest.raises(EvidenceLostError, match="altered") as caught:
            documents.document(viewer=world.halden, case=made.number, document=one.id)
        assert caught.value.code == "evidence_lost"
        path.unlink()
        with pytest.raises(EvidenceLostError):
            documents.document(viewer=world.halden, case=made.number, document=one.id)
    finally:
        path.write_bytes(kept)


def test_a_removed_document_is_gone_for_readers_and_kept_as_custody(
    world: World,
) -> None:
    made = start(world)
    one = made.documents[0]
    left = custody.remove_document(
        by=world.halden, case=made.number, document=one.id, version=None
    )
    assert one.id not in {doc.id for doc in left.documents}
    with pytest.raises(NotFoundError):
        custody.remove_document(
            by=world.halden, case=made.number, document=one.id, version=None
        )
    with pytest.raises(NotFoundError):
        documents.document(viewer=world.halden, case=made.number, document=one.id)
    key = str(Case.objects.get(number=made.number).pk)
    assert ports().evidence.read(one.sha256, key=key)


def test_an_answer_lets_the_clock_run_again(world: World, clock: MovingClock) -> None:
    case = submit(world)
    take(world, case.number)
    clock.forward(7)
    asked = information_requests.request_information(
        by=world.officer,
        case=case.number,
        question="Who operates it?",
        facts=("end_user.type",),
        version=None,
    )
    assert asked.clock.state == "stopped"
    assert "stands" in asked.clock.words
    clock.forward(7)
    answered = information_requests.answer_information_request(
        by=world.halden,
        case=case.number,
        request=asked.requests[0].id,
        answer="The bank's own red team.",
        facts={"end_user.type": "private_company"},
        version=None,
    )
    assert answered.state == "in_review"
    assert answered.clock.state == "running"
    assert answered.clock.days_stopped == 5
    run_pending()
    seen = see(world, case.number)
    fact = next(one for one in seen.facts if one.path == "end_user.type")
    assert fact.values == ("private_company",)
    assert fact.changed_at is not None
    assert not any(one.stale for one in seen.determinations)


def test_an_answer_needs_words_and_an_open_question(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    asked = information_requests.request_information(
        by=world.officer, case=case.number, question="Who?", version=None
    )
    with pytest.raises(InvalidInputError):
        information_requests.answer_information_request(
            by=world.halden,
            case=case.number,
            request=asked.requests[0].id,
            answer=" ",
            version=None,
        )
    with pytest.raises(NotFoundError):
        information_requests.answer_information_request(
            by=world.halden, case=case.number, request="none", answer="x", version=None
        )
    with pytest.raises(InvalidInputError):
        information_requests.answer_information_request(
            by=world.halden, case=case.number, request=asked.requests[0].id, answer="x",
            facts={"item.kind": {"a": {}}}, version=None,
        )  # fmt: skip


def test_a_withdrawn_application_is_over(world: World) -> None:
    case = submit(world)
    gone = applications.withdraw_application(
        by=world.halden, case=case.number, reasons="Deal lost", version=None
    )
    assert gone.state == "withdrawn"
    assert gone.clock.state == "ended"
    with pytest.raises(WrongStateError):
        take(world, case.number)


def test_a_draft_can_be_withdrawn_before_any_clock(world: World) -> None:
    made = start(world)
    gone = applications.withdraw_application(
        by=world.halden, case=made.number, version=None
    )
    assert gone.clock.state == "not_started"


def test_messages_stay_with_the_case(world: World) -> None:
    made = start(world)
    with pytest.raises(NotAllowedError):
        applications.send_message(by=world.halden, case=made.number, text="Hello")
    case = submit(world, "vigil")
    applications.send_message(
        by=world.vigil, case=case.number, text="Is anything missing?"
    )
    applications.send_message(by=world.officer, case=case.number, text="No, thank you.")
    with pytest.raises(NotFoundError):
        applications.send_message(by=world.halden, case=case.number, text="Not mine")
    with pytest.raises(InvalidInputError):
        applications.send_message(by=world.vigil, case=case.number, text=" ")
    with pytest.raises(InvalidInputError):
        applications.send_message(by=world.vigil, case=case.number, text="x" * 20_001)
    shown = reads.application(viewer=world.vigil, case=case.number)
    assert [one.to_applicant for one in shown.messages] == [False, True]


def test_home_shows_what_needs_the_applicant(world: World) -> None:
    made = start(world)
    submit(world)
    shown = reads.home(viewer=world.halden)
    assert [one.number for one in shown.needs_me] == [made.number]
    assert len(shown.cases) == 2
    assert reads.home(viewer=world.vigil).cases == ()
    assert len(reads.sections()) == 9


def test_the_applicant_sees_offices_and_not_officers(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    shown = reads.application(viewer=world.halden, case=case.number)
    taken = next(one for one in shown.timeline if one.kind == "take_case")
    assert "Officer" not in taken.by
    assert all(one.kind != "record_findings" for one in shown.timeline)
