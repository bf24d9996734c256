"""What an organisation keeps, and what a new application takes from an earlier one."""

import pytest
from tests.web.api.conftest import program
from tests.web.casework.builders import (
    END_USER,
    ITEM,
    MovingClock,
    World,
    see,
    start,
    submit,
    take,
)
from tests.web.casework.test_organisations import body, join
from tests.web.reader import Reader

from licet.web.casework.errors import InvalidInputError, NotAllowedError, NotFoundError
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case, Document, FindingsRun
from licet.web.casework.selectors.applying import applications as reads
from licet.web.casework.selectors.applying.library import library
from licet.web.casework.services.applying import applications
from licet.web.casework.services.applying.copying import copy_application
from licet.web.casework.services.applying.library import (
    keep_library_entry,
    retire_library_entry,
    take_from_library,
)
from licet.web.casework.services.desk import desk, information_requests

__all__ = ["program"]
pytestmark = pytest.mark.django_db


def keep(world: World, kind: str = "item", content: object = ITEM, **more: str) -> str:
    return keep_library_entry(
        by=world.halden,
        organisation=body(world),
        kind=kind,
        content=content,  # type: ignore[arg-type]  # what is wrong is refused
        **more,
    ).id


def test_an_entry_is_kept_taken_into_a_draft_replaced_and_retired(world: World) -> None:
    item, party = keep(world), keep(world, "party", END_USER)
    begun = applications.start_application(
        by=world.halden, organisation=body(world), title="New"
    )
    for entry in (item, party):
        take_from_library(by=world.halden, case=begun.number, entry=entry, version=None)
    seen = reads.application(viewer=world.halden, case=begun.number)
    saved = {one.id: one.content for one in seen.sections}
    assert saved["items"]["items"] == [ITEM]
    assert saved["parties"]["parties"] == [END_USER]
    newer = keep(world, content={**ITEM, "name": "Lance 2"}, replaces=item)
    names = [one.name for one in library(viewer=world.halden, organisation=body(world))]
    assert names == ["Lance 2", END_USER["name"]]
    with pytest.raises(NotFoundError):
        take_from_library(by=world.halden, case=begun.number, entry=item, version=None)
    retire_library_entry(by=world.halden, entry=newer)
    retire_library_entry(by=world.halden, entry=newer)
    found = library(
        viewer=world.halden, organisation=body(world), kind="item", text="l"
    )
    assert found == ()


def test_a_library_is_open_to_its_own_people_and_changed_by_those_who_prepare(
    world: World,
) -> None:
    item = keep(world)
    join(world, "looker", "reader")
    assert library(viewer=world.looker, organisation=body(world))
    assert library(viewer=world.vigil, organisation=body(world)) == ()
    with pytest.raises(NotFoundError):
        retire_library_entry(by=world.vigil, entry=item)
    with pytest.raises(NotFoundError):
        keep_library_entry(
            by=world.vigil, organisation=body(world), kind="item", content=ITEM
        )
    with pytest.raises(NotAllowedError):
        retire_library_entry(by=world.looker, entry=item)
    for kind, content in (("thing", ITEM), ("item", {"name": " "}), ("item", {"name": "x", "facts": 3})):  # fmt: skip
        with pytest.raises(InvalidInputError):
            keep(world, kind, content)


def test_a_copy_takes_what_was_stated_last_and_nothing_that_was_found(
    world: World, clock: MovingClock
) -> None:
    case = submit(world)
    take(world, case.number)
    for path, value in (
        ("end_user.type", "private_company"),
        ("item.quantity", 7),
        ("end_use", "Testing of its own network"),
        ("trigger", "none"),
    ):
        information_requests.request_information(
            by=world.officer,
            case=case.number,
            question="?",
            facts=(path,),
            version=None,
        )
        asked = next(one for one in see(world, case.number).requests if not one.answer)
        information_requests.answer_information_request(
            by=world.halden, case=case.number, request=asked.id, answer="So.",
            facts={path: value}, version=None,
        )  # fmt: skip
        run_pending()
    desk.correct_fact(
        by=world.officer, case=case.number, path="item.logs", value=True,
        reasons="Seen.", version=None,
    )  # fmt: skip
    made = copy_application(by=world.halden, source=case.number, title="Again")
    seen = reads.application(viewer=world.halden, case=made.number)
    saved = {one.id: one.content for one in seen.sections}
    assert saved["parties"]["parties"][0]["facts"]["type"] == "private_company"
    assert saved["items"]["items"][0]["facts"]["quantity"] == 7
    assert "logs" not in saved["items"]["items"][0]["facts"]
    assert saved["end_use"]["facts"]["end_use"] == "Testing of its own network"
    assert saved["end_use"]["facts"]["trigger"] == "none"
    assert saved["declaration"] == {}
    assert {one.purpose for one in seen.documents} >= {"contract", "end_use_statement"}
    assert seen.filing is not None
    assert seen.filing.source == case.number
    assert {one.what for one in seen.filing.left_out} == {
        "Declaration",
        "What the authority found, asked and decided",
    }
    assert not FindingsRun.objects.filter(case__number=made.number).exists()
    applications.save_section(
        by=world.halden, case=made.number, section="declaration",
        content={"accepted": True, "name": "N"}, version=None,
    )  # fmt: skip
    applications.submit_application(
        by=world.halden, case=made.number, key="k", version=None
    )
    run_pending()
    again = see(world, made.number)
    assert again.screenings
    assert again.determinations
    with pytest.raises(NotFoundError):
        copy_application(by=world.vigil, source=case.number, title="Theirs")


def test_expired_invalid_and_removed_evidence_is_left_and_a_copy_does_not_renew_it(
    world: World, clock: MovingClock
) -> None:
    begun = start(world)
    rows = Document.objects.filter(case__number=begun.number)
    rows.filter(purpose="technical_description").update(
        standing="invalid", standing_reason="Not legible."
    )
    rows.filter(purpose="contract").update(standing="removed")
    rows.filter(purpose="capability_sheet").update(purpose="undertaking")
    clock.forward(100)
    first = copy_application(by=world.halden, source=begun.number, title="First")
    why = {one.what: one.why for one in first.left_out}
    assert "Not legible" in why["technical_description.txt"]
    assert "signed for one application" in why["capability_sheet.txt"]
    assert "contract.txt" not in why
    assert "end_use_statement.txt" in first.copied
    clock.forward(100)
    second = copy_application(by=world.halden, source=first.number, title="Second")
    why = {one.what: one.why for one in second.left_out}
    assert "counts for 6 months" in why["end_use_statement.txt"]
    assert "due_diligence_record.txt" in second.copied


def test_a_section_that_no_longer_fits_is_left_and_said(world: World) -> None:
    begun = start(world)
    row = Case.objects.get(number=begun.number)
    row.sections["destination"]["content"]["facts"]["destination"] = "QQ"
    row.save()
    made = copy_application(by=world.halden, source=begun.number, title="Copy")
    why = {one.what: one.why for one in made.left_out}
    assert "QQ" in why["Destination"]
    assert "Items" in made.copied


def test_library_and_copy_on_pages(world: World) -> None:
    own = Reader(world, "halden")
    begun = start(world)
    at = f"/apply/cases/{begun.number}"
    assert "is in the library" in own.send(f"{at}/list/items/0/keep/")
    assert "is in the library" in own.send(f"{at}/list/parties/0/keep/")
    own.send(f"{at}/list/items/9/keep/", status=404)
    own.send(f"{at}/list/nothing/0/keep/", status=404)
    own.read(f"{at}/list/nothing/library/", status=404)
    page = own.read(f"{at}/list/parties/library/?text=banco")
    assert "Banco Aurora" in page
    (item,) = library(viewer=world.halden, organisation=body(world), kind="item")
    seen = reads.application(viewer=world.halden, case=begun.number)
    page = own.send(
        f"{at}/list/items/library/", entry=item.id, version=seen.version - 1
    )
    assert "Nothing of yours was saved" in page
    assert "Taken over" in own.send(f"{at}/list/items/library/", entry=item.id)
    assert "facts, kept" in own.read(f"/apply/organisations/{body(world)}/library/")
    page = own.send(f"/apply/organisations/{body(world)}/library/{item.id}/retire/")
    assert "out of use" in page
    assert "short name" in own.send(f"{at}/copy/", title="")
    page = own.send(f"{at}/copy/", title="A second one")
    assert "Not copied" in page
    assert f"Copied from {begun.number}" in page


def test_library_and_copy_over_the_api(world: World, program: object) -> None:
    own = program("halden")  # type: ignore[operator]
    at = f"/organisations/{body(world)}/library"
    made = own.post(at, {"kind": "item", "content": ITEM})
    assert own.get(f"{at}?kind=item")[0]["id"] == made["id"]
    begun = start(world)
    taken = own.post(f"/applications/{begun.number}/library", {"entry": made["id"]})
    items = next(one for one in taken["sections"] if one["id"] == "items")
    assert len(items["content"]["items"]) == 2
    copied = own.post(f"/applications/{begun.number}/copy", {"title": "Copy"})
    assert copied["source"] == begun.number
    assert own.call("DELETE", f"/library/{made['id']}").json()["retired_at"]
