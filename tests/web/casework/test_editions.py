"""What an appeal changes is a new edition; the old one ends in the status list, for everybody and for good."""

import hashlib
import json
from datetime import date

import pytest
from django.test import Client
from tests.web.casework.builders import World, granted
from tests.web.casework.test_appeal_kinds import (
    assign,
    condition_appeal,
    limited,
    order_appeal,
    suspended,
)
from tests.web.casework.test_appeals import rule
from tests.web.reader import Reader

from licet.web.casework.errors import DocumentBeingMadeError, NotFoundError
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    LedgerRow,
    Licence,
    LicenceDocument,
    ReplacedEdition,
)
from licet.web.casework.ports import Json, ports
from licet.web.casework.record.events import read_act
from licet.web.casework.record.fsck import check_database
from licet.web.casework.selectors.desk.documents import licence_document, presentation
from licet.web.casework.selectors.licences.licences import licence as licence_page
from licet.web.casework.selectors.licences.licences import licences as licences_page
from licet.web.casework.selectors.licences.licences import statuses
from licet.web.casework.services.decision import papers
from licet.web.casework.services.licences import licence_course, licences
from licet.web.casework.services.licences.editions import begin_edition
from licet.web.casework.services.programs.tokens import make_token

DAY = date(2026, 3, 2)


def varied(world: World) -> Licence:
    seen = limited(world)
    appeal = condition_appeal(world, seen)
    assign(world, appeal.id)
    rule(
        world, appeal.id, "varied", words="Up to 20 licences.", terms={"quantity": "20"}
    )
    return Licence.objects.get(case__number=seen.number)


def test_a_varied_condition_replaces_the_edition_that_was_signed(world: World) -> None:
    row = varied(world)
    old = ReplacedEdition.objects.get(licence=row)
    assert (old.edition, old.status_index, row.status_index) == (1, 0, 1)
    assert statuses(on=DAY) == ((0, "replaced"), (1, "issued"))
    act = read_act(
        next(
            one
            for one in LedgerRow.objects.order_by("-pk")
            if read_act(one).kind == "decide_contest"
        )
    )
    assert (act.payload["edition"], act.payload["status_index"]) == (2, 1)
    claims = papers.licence_claims(row)
    assert claims["status_index"] == 1
    assert claims["issued_at"] == old.replaced_at.isoformat()
    run_pending()
    kinds = LicenceDocument.objects.filter(licence=row).values_list("kind", flat=True)
    assert {"pdf", "pdf.2"} <= set(kinds)


@pytest.mark.parametrize("order", ["revoke_licence", "annul_licence"])
def test_what_ended_lives_again_as_a_new_edition(world: World, order: str) -> None:
    seen = suspended(world)
    assert seen.licence is not None
    number = seen.licence.number
    getattr(licences, order)(
        by=world.head, licence=number, reasons="Broken.", version=None
    )
    kind = {"revoke_licence": "revocation", "annul_licence": "annulment"}[order]
    appeal = order_appeal(world, seen, kind)
    assign(world, appeal.id)
    rule(world, appeal.id, "annulled")
    assert statuses(on=DAY) == ((0, "replaced"), (1, "issued"))


def test_a_lifted_suspension_is_no_new_edition(world: World) -> None:
    seen = suspended(world)
    appeal = order_appeal(world, seen, "suspension")
    assign(world, appeal.id)
    rule(world, appeal.id, "annulled")
    assert statuses(on=DAY) == ((0, "issued"),)


class Slow:
    """A maker of documents during whose work an appeal changes the licence."""

    def __init__(self, licence: Licence) -> None:
        self.licence = licence

    def licence_paper(self, claims: Json) -> dict[str, bytes]:
        begin_edition(self.licence, at=self.licence.issued_at)
        self.licence.save()
        return {"pdf": json.dumps(claims, default=str).encode(), "sdjwt": b"x"}


def test_documents_of_an_edition_that_ended_while_they_were_made_are_not_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = varied(world)
    before = LicenceDocument.objects.count()
    documents = ports().documents
    slow = Slow(Licence.objects.get(pk=row.pk))
    monkeypatch.setattr(
        type(documents), "licence", lambda _self, claims: slow.licence_paper(claims)
    )
    assert papers.make_licence_documents(str(row.pk)) == 0
    assert LicenceDocument.objects.count() == before


def test_while_the_new_document_is_made_the_replaced_one_is_not_offered(
    world: World,
) -> None:
    row = varied(world)
    own, officer = Reader(world, "halden"), Reader(world, "officer")
    at = f"/apply/licences/{row.number}/"
    seen = licence_page(viewer=world.halden, licence=row.number)
    assert (seen.edition, seen.document) == (2, "")
    (line,) = licences_page(viewer=world.officer)[:1]
    assert (line.edition, line.document) == (2, "")
    page = own.read(at)
    assert "Its new document is being made" in page
    assert "The document that you hold has been replaced" in page
    for offer in ("Download the licence (PDF)", "Make a copy to show"):
        assert offer not in page
    shown = officer.read(f"/work/licences/{row.number}/")
    assert "The document of edition 2 is being made" in shown
    for kind in ("pdf", "sdjwt", "code"):
        with pytest.raises(DocumentBeingMadeError, match="edition 2, is being made"):
            licence_document(viewer=world.halden, licence=row.number, kind=kind)
        own.read(f"{at}document/{kind}/", status=409)
    with pytest.raises(DocumentBeingMadeError):
        presentation(viewer=world.halden, licence=row.number, reader="customs")
    with pytest.raises(NotFoundError):
        licence_document(viewer=world.halden, licence=row.number, kind="pdf.1")
    run_pending()
    page = own.read(at)
    assert "Download the licence (PDF)" in page
    assert "is being made" not in page
    now_kept = LicenceDocument.objects.get(licence=row, kind="pdf.2")
    seen = licence_page(viewer=world.halden, licence=row.number)
    assert (seen.edition, seen.document) == (2, now_kept.sha256)
    given = licence_document(viewer=world.halden, licence=row.number, kind="pdf")
    assert hashlib.sha256(given.content).hexdigest() == now_kept.sha256


def test_a_program_is_told_that_the_document_is_being_made(world: World) -> None:
    row = varied(world)
    token = make_token(
        person=world.halden.id,
        name="x",
        scopes=("read", "apply"),
        days=1,
        by=world.halden,
    )
    client = Client(headers={"Authorization": f"Bearer {token}"})
    told = client.get(f"/api/v1/licences/{row.number}").json()
    assert (told["edition"], told["document"]) == (2, "")
    answer = client.get(f"/api/v1/licences/{row.number}/documents/pdf")
    assert (answer.status_code, answer.json()["code"]) == (409, "document_being_made")
    run_pending()
    told = client.get(f"/api/v1/licences/{row.number}").json()
    assert told["document"]
    answer = client.get(f"/api/v1/licences/{row.number}/documents/pdf")
    assert answer.status_code == 200


def test_before_its_first_document_a_licence_says_that_it_is_being_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        licence_course, "licence_documents_later", lambda _licence: None
    )
    seen = granted(world)
    assert seen.licence is not None
    assert (seen.licence.edition, seen.licence.document) == (1, "")
    page = Reader(world, "halden").read(f"/apply/licences/{seen.licence.number}/")
    assert "The document of this licence is being made" in page
    assert "replaced" not in page
    at = f"/work/licences/{seen.licence.number}/"
    assert "The document is being made." in Reader(world, "officer").read(at)


def test_the_record_is_whole_after_an_edition_was_replaced(world: World) -> None:
    varied(world)
    run_pending()
    assert check_database().faults == ()
