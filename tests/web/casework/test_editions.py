"""What an appeal changes is a new edition; the old one ends in the status list, for everybody and for good."""

import json
from datetime import date

import pytest
from tests.web.casework.builders import World
from tests.web.casework.test_appeal_kinds import (
    assign,
    condition_appeal,
    limited,
    order_appeal,
    suspended,
)
from tests.web.casework.test_appeals import rule

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
from licet.web.casework.selectors.licences.licences import statuses
from licet.web.casework.services.decision import papers
from licet.web.casework.services.licences import licences
from licet.web.casework.services.licences.editions import begin_edition

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


def test_the_record_is_whole_after_an_edition_was_replaced(world: World) -> None:
    varied(world)
    run_pending()
    assert check_database().faults == ()
