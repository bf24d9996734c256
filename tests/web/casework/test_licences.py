"""The life of a licence: issued once, used within bounds, checked, suspended, ended."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.web.casework.builders import MovingClock, World, condition, granted, refused
from tests.web.reader import Reader

from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.jobs.outbox import deliver_outbox
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case, Licence, LicenceDocument, OutboxMessage
from licet.web.casework.models.record import LedgerRow
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.desk import documents
from licet.web.casework.selectors.licences import licences as reads
from licet.web.casework.selectors.public import figures as figure_reads
from licet.web.casework.services.decision.papers import (
    make_letter,
    make_licence_documents,
)
from licet.web.casework.services.licences import licence_course, licences
from licet.web.casework.services.licences.licences import Check, Delivery


def licence_of(world: World, *conditions: object) -> str:
    case = granted(world, *conditions)  # type: ignore[arg-type]
    assert case.licence is not None
    return case.licence.number


def delivery(**changes: object) -> Delivery:
    parts = {
        "on": legal_day(now()), "way": "activation", "quantity": Decimal(5),
        "unit": "C62", "consignee": "Banco Aurora do Sul", "reference": "A-1",
    }  # fmt: skip
    return Delivery(**(parts | changes))  # type: ignore[arg-type]


def test_a_grant_makes_one_licence_however_often_the_job_runs(world: World) -> None:
    number = licence_of(world)
    case = Case.objects.get()
    assert licence_course.issue_licence(str(case.pk)) == number
    assert Licence.objects.count() == 1
    licence = Licence.objects.get()
    assert make_licence_documents(str(licence.pk)) == 0
    assert {row.kind for row in LicenceDocument.objects.all()} == {
        "pdf",
        "sdjwt",
        "code",
    }


def test_a_refusal_makes_no_licence(world: World) -> None:
    refused(world)
    assert licence_course.issue_licence(str(Case.objects.get().pk)) == ""
    assert Licence.objects.count() == 0


def test_the_licensee_and_customs_read_the_document(world: World) -> None:
    number = licence_of(world)
    for who in ("halden", "customs", "inspector"):
        found = documents.licence_document(viewer=world.actor(who), licence=number)
        assert found.content.startswith(b"%PDF-")
    code = documents.licence_document(viewer=world.halden, licence=number, kind="code")
    assert code.media_type == "text/plain"
    with pytest.raises(NotFoundError):
        documents.licence_document(viewer=world.vigil, licence=number)
    with pytest.raises(NotFoundError):
        documents.licence_document(viewer=world.halden, licence=number, kind="zip")
    assert [one.number for one in reads.licences(viewer=world.customs)] == [number]
    assert list(reads.licences(viewer=world.vigil)) == []
    with pytest.raises(NotFoundError):
        reads.licence(viewer=world.vigil, licence=number)
    assert reads.statuses(on=date(2026, 3, 2)) == ((0, "issued"),)


def test_use_is_reported_and_over_use_is_refused(world: World) -> None:
    limit = condition("quantity_limit", quantity="8", unit="C62")
    number = licence_of(world, limit)
    seen = licences.report_delivery(
        by=world.halden, licence=number, delivery=delivery(), version=None
    )
    assert [one.quantity for one in seen.deliveries] == ["5"]
    with pytest.raises(NotAllowedError, match="allows 8; 5"):
        licences.report_delivery(
            by=world.halden, licence=number, delivery=delivery(), version=None
        )
    last = licences.report_delivery(
        by=world.halden,
        licence=number,
        delivery=delivery(quantity=Decimal(3)),
        version=None,
    )
    assert len(last.deliveries) == 2
    assert last.state == "exhausted"
    assert reads.statuses(on=date(2026, 3, 2)) == ((0, "exhausted"),)
    with pytest.raises(WrongStateError):
        licences.report_delivery(
            by=world.halden, licence=number, delivery=delivery(), version=None
        )


def test_a_used_up_licence_is_ended_by_the_job_when_the_report_was_cut_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = licence_of(world, condition("quantity_limit", quantity="5", unit="C62"))
    with monkeypatch.context() as cut:
        cut.setattr(licences, "exhaust_licences", lambda: 0)
        licences.report_delivery(
            by=world.halden, licence=number, delivery=delivery(), version=None
        )
    assert reads.licence(viewer=world.halden, licence=number).state == "issued"
    assert licence_course.exhaust_licences() == 1
    assert licence_course.exhaust_licences() == 0
    assert reads.licence(viewer=world.halden, licence=number).state == "exhausted"


def test_a_licence_is_annulled_by_a_signatory_who_did_not_sign_it(world: World) -> None:
    number = licence_of(world)
    words = {"reasons": "The end user was invented.", "version": None}
    with pytest.raises(NotAllowedError, match="signed this licence"):
        licences.annul_licence(by=world.signer, licence=number, **words)  # type: ignore[arg-type]
    seen = licences.annul_licence(by=world.head, licence=number, **words)  # type: ignore[arg-type]
    assert seen.state == "annulled"
    assert reads.statuses(on=date(2026, 3, 2)) == ((0, "annulled"),)
    with pytest.raises(NotFoundError):
        licences.annul_licence(by=world.head, licence="none", **words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"way": "teleport"}, "way", id="no-such-way"),
        pytest.param({"quantity": Decimal(0)}, "quantity", id="nothing"),
        pytest.param({"quantity": Decimal("NaN")}, "quantity", id="not-a-number"),
        pytest.param({"consignee": " "}, "consignee", id="nobody"),
        pytest.param({"unit": ""}, "unit", id="no-unit"),
    ],
)
def test_a_report_must_be_possible(
    world: World, changes: dict[str, object], field: str
) -> None:
    number = licence_of(world)
    with pytest.raises(InvalidInputError) as caught:
        licences.report_delivery(
            by=world.halden, licence=number, delivery=delivery(**changes), version=None
        )
    assert field in caught.value.fields
    late = delivery(on=legal_day(now()) + timedelta(days=1))
    with pytest.raises(InvalidInputError):
        licences.report_delivery(
            by=world.halden, licence=number, delivery=late, version=None
        )


def test_a_broken_condition_leads_to_interim_suspension_and_a_hearing(
    world: World, clock: MovingClock
) -> None:
    number = licence_of(
        world,
        condition("judicial_authorisation"),
        condition("access_for_checks", days="10"),
    )
    shown = reads.licence(viewer=world.inspector, licence=number)
    clock.forward(30)
    check = Check(
        on=legal_day(now()),
        condition=shown.conditions[0].id,
        standing="broken",
        found="Two uses without an order.",
    )
    checked = licences.record_check(
        by=world.inspector, licence=number, check=check, version=None
    )
    assert [one.standing for one in checked.checks] == ["broken"]
    held = licences.suspend_licence(
        by=world.officer, licence=number, reasons="Uses without order.", version=None
    )
    assert held.state == "suspended"
    assert [one.kind for one in held.events] == [
        "issue_licence",
        "record_check",
        "suspend_licence",
    ]
    run_pending()
    deliver_outbox()
    sent = ports().post.sent  # type: ignore[attr-defined]
    assert any(one["to"] == "customs@meridia.example" for one in sent)
    with pytest.raises(NotAllowedError, match="suspended on that day"):
        licences.report_delivery(
            by=world.halden, licence=number, delivery=delivery(), version=None
        )
    heard = licences.answer_suspension(
        by=world.halden, licence=number, answer="An error of the log.", version=None
    )
    assert heard.events[-1].reasons == "An error of the log."
    lifted = licences.lift_suspension(
        by=world.signer, licence=number, reasons="Explained.", version=None
    )
    assert lifted.state == "issued"


def test_who_suspended_does_not_end_the_suspension(world: World) -> None:
    number = licence_of(world)
    licences.suspend_licence(
        by=world.signer, licence=number, reasons="Doubt.", version=None
    )
    for end in (licences.lift_suspension, licences.revoke_licence):
        with pytest.raises(NotAllowedError, match="You ordered"):
            end(by=world.signer, licence=number, reasons="x", version=None)
        refused = read_act(LedgerRow.objects.order_by("-pk")[0])
        assert (refused.kind, refused.payload["act"]) == ("refused", end.__name__)
    gone = licences.revoke_licence(
        by=world.head, licence=number, reasons="Confirmed.", version=None
    )
    assert gone.state == "revoked"
    with pytest.raises(WrongStateError):
        licences.suspend_licence(
            by=world.officer, licence=number, reasons="x", version=None
        )


def test_orders_need_reasons_standing_and_the_present_version(world: World) -> None:
    number = licence_of(world)
    order = licences.suspend_licence
    with pytest.raises(InvalidInputError):
        order(by=world.officer, licence=number, reasons=" ", version=None)
    with pytest.raises(NotAllowedError):
        order(by=world.halden, licence=number, reasons="x", version=None)
    with pytest.raises(NotFoundError):
        order(by=world.officer, licence="none", reasons="x", version=None)
    with pytest.raises(NotFoundError):
        licences.revoke_licence(
            by=world.officer, licence="none", reasons="x", version=None
        )
    with pytest.raises(StaleVersionError):
        order(by=world.officer, licence=number, reasons="x", version=99)


def test_a_check_names_a_condition_of_this_licence(world: World) -> None:
    number = licence_of(world)
    shown = reads.licence(viewer=world.inspector, licence=number)
    good = {
        "on": legal_day(now()),
        "condition": shown.conditions[0].id,
        "standing": "kept",
        "found": "Seen.",
    }
    for change in (
        {"found": " "},
        {"standing": "fine"},
        {"condition": "none"},
        {"on": legal_day(now()) + timedelta(days=1)},
    ):
        with pytest.raises(InvalidInputError):
            licences.record_check(
                by=world.inspector,
                licence=number,
                check=Check(**(good | change)),
                version=None,
            )  # type: ignore[arg-type]
    with pytest.raises(NotAllowedError):
        licences.record_check(
            by=world.officer, licence=number, check=Check(**good), version=None
        )  # type: ignore[arg-type]


def test_a_licence_ends_after_its_last_day(world: World, clock: MovingClock) -> None:
    number = licence_of(world)
    clock.forward(730)
    assert licence_course.expire_licences() == 0
    clock.forward(1)
    assert licence_course.expire_licences() == 1
    assert reads.licence(viewer=world.officer, licence=number).state == "expired"


def test_a_licence_is_surrendered_by_its_holder(world: World) -> None:
    number = licence_of(world)
    seen = licences.surrender_licence(
        by=world.halden, licence=number, reasons="Not needed.", version=None
    )
    assert seen.state == "surrendered"
    other = licence_of(world)
    with pytest.raises(InvalidInputError):
        licences.surrender_licence(
            by=world.halden, licence=other, reasons=" ", version=None
        )


def test_ends_of_a_licence_are_reached_on_the_screens(world: World) -> None:
    number = licence_of(world)
    halden, head = Reader(world, "halden"), Reader(world, "head")
    place = f"/apply/licences/{number}/surrender/"
    assert "Give the licence back" in halden.read(f"/apply/licences/{number}/")
    assert "cannot be undone" in halden.read(place)
    assert "Say why" in halden.send(place, reasons="")
    assert "Annul from the beginning" in head.read(f"/work/licences/{number}/")
    place_of_head = f"/work/licences/{number}/annul/"
    assert "never granted" in head.read(place_of_head)
    assert "annulled" in head.send(place_of_head, reasons="False papers.")
    other = licence_of(world)
    done = halden.send(f"/apply/licences/{other}/surrender/", reasons="Not needed.")
    assert "given back" in done


def test_a_letter_that_is_the_licence_itself_has_no_second_pdf(world: World) -> None:
    case = granted(world)
    assert case.decision is not None
    letter = case.decision.letters[0]
    assert make_letter(letter.id) is False
    assert letter.document == ""


def test_public_figures_name_nobody(world: World) -> None:
    granted(world)
    shown = figure_reads.figures()
    assert shown.total == 0
    assert shown.hidden == 1
    assert shown.cells[0].count is None
    assert not OutboxMessage.objects.filter(kind="unknown").exists()
