"""The appellant's pages: what can be appealed, lodging, asking, withdrawing; and the advocate's brief."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.casework.builders import World, granted, refused
from tests.web.casework.test_appeal_kinds import (
    assign,
    decide_stay,
    law,
    name,
    secretly_refused,
    suspended,
)
from tests.web.casework.test_appeals import lodge, rule
from tests.web.casework.test_opinions import issued
from tests.web.reader import Reader

from licet.web.casework.models import Appeal
from licet.web.casework.selectors.appeals import appeals as reads
from licet.web.casework.services.appeals import appeals

__all__ = ["law"]  # a fixture
pytestmark = pytest.mark.django_db


@pytest.fixture
def own(world: World) -> Reader:
    return Reader(world, "halden")


def test_before_any_appeal_the_list_says_where_one_begins(own: Reader) -> None:
    page = own.read("/apply/appeals/")
    assert "You have lodged no appeal" in page
    assert "An appeal begins from what it is against" in page
    assert "Appeals: when you do not agree" in own.read("/apply/")


def test_a_condition_is_appealed_from_its_licence_with_the_last_day_shown(
    own: Reader, world: World
) -> None:
    seen = granted(world)
    assert seen.licence is not None
    page = own.source(f"/apply/licences/{seen.licence.number}/")
    assert "Appeal against this" in page
    assert seen.decision is not None
    key = f"condition:{seen.decision.conditions[0].id}"
    assert f"?act={key}" in page
    form = own.source(f"/apply/cases/{seen.number}/appeal/?act={key}")
    assert f'value="{key}" checked' in form
    done = own.send(
        f"/apply/cases/{seen.number}/appeal/", act=key, on_grounds=["proportion"],
        grounds="A report a year would do.",
    )  # fmt: skip
    assert "Your appeal is lodged" in done
    assert "Condition of a licence" in done
    listed = own.read(f"/apply/appeals/?text={seen.number}&page=x")
    assert seen.number in listed
    again = own.read(f"/apply/cases/{seen.number}/appeal/")
    assert "it has been appealed already" in again
    assert "The appeal against" in again


def test_a_late_appeal_is_asked_for_its_excuse(
    own: Reader, world: World, clock: object
) -> None:
    case = refused(world)
    assert case.decision is not None
    letter = case.decision.letters[0].id
    own.send(f"/apply/cases/{case.number}/letters/{letter}/open/")
    page = own.read(f"/apply/cases/{case.number}/")
    assert "You may appeal until 1 April 2026" in page
    clock.forward(31)  # type: ignore[attr-defined]  # the moving clock
    assert "The last day to appeal was" in own.read(f"/apply/cases/{case.number}/")
    said: dict[str, Any] = {
        "act": f"refusal:{case.decision.id}", "on_grounds": ["facts"],
        "grounds": "Another bank.",
    }  # fmt: skip
    at = f"/apply/cases/{case.number}/appeal/"
    assert "could be lodged until 2026-04-01" in own.send(at, **said)
    done = own.send(at, **said, excuse="no_fault", late_reasons="Our counsel was ill.")
    assert "Lodged after the last day and excused" in done


def test_a_document_whose_button_is_pressed_twice_stands_once(
    own: Reader, world: World
) -> None:
    appeal = lodge(world, refused(world).number).id
    at = f"/apply/appeals/{appeal}/documents/"
    assert "under the same name is laid once" in own.read(at)
    for _press in range(2):
        paper = SimpleUploadedFile("report.txt", b"It was another firm.\n")
        page = own.send(at, file=paper, version=1)
        assert "The document is laid before the reviewer" in page
    assert len(reads.appeal(viewer=world.halden, appeal=appeal).documents) == 1


def test_an_appellant_lays_documents_asks_and_withdraws(
    own: Reader, world: World
) -> None:
    seen = suspended(world)
    offered = reads.contestable(viewer=world.halden, case=seen.number)
    key = next(one.key for one in offered.acts if one.kind == "suspension")
    appeal = lodge(world, seen.number, "The report is false.", act=key).id
    at = f"/apply/appeals/{appeal}"
    assert "Choose a file" in own.send(f"{at}/documents/")
    paper = SimpleUploadedFile("report.txt", b"It was another firm.\n")
    page = own.send(f"{at}/documents/", file=paper)
    assert "report.txt" in page
    document = reads.appeal(viewer=world.halden, appeal=appeal).documents[0].id
    kept = own.client.get(f"{at}/documents/{document}/")
    assert kept.content == b"It was another firm.\n"
    assert "Ask to be heard" in own.read(f"{at}/hearing/")
    assert "asked for a hearing" in own.send(f"{at}/hearing/", reasons="The report.")
    assert "asked for an interim measure" in own.send(
        f"{at}/interim/", reasons="We close."
    )
    assign(world, appeal)
    decide_stay(world, appeal, "granted")
    assert "The act has no effect until the appeal is decided" in own.read(f"{at}/")
    assert "cannot be undone" in own.read(f"{at}/withdraw/")
    assert "The appeal is withdrawn" in own.send(f"{at}/withdraw/", reasons="Settled.")
    assert Reader(world, "vigil").read(f"{at}/", status=404)


def test_an_opinion_is_appealed_from_its_page(
    own: Reader, world: World, law: object
) -> None:
    number = issued(world)
    assert "you may appeal until" in own.read(f"/apply/opinions/{number}/")
    done = own.send(
        f"/apply/opinions/{number}/appeal/", act=f"opinion:{_opinion(number)}",
        on_grounds=["law"], grounds="The note was missed.",
    )  # fmt: skip
    assert "Your appeal is lodged" in done
    assert "Your appeal against this answer" in own.read(f"/apply/opinions/{number}/")
    assert "Opinion" in own.read("/apply/appeals/?page=99999999999&text=Published")


def _opinion(number: str) -> str:
    from licet.web.casework.models import Opinion  # noqa: PLC0415

    return str(Opinion.objects.get(number=number).pk)


def test_a_decided_appeal_names_the_next_instance(own: Reader, world: World) -> None:
    appeal = lodge(world, refused(world).number).id
    assign(world, appeal)
    rule(world, appeal, "dismissed", reasons="It stands.")
    page = own.read(f"/apply/appeals/{appeal}/")
    assert "Next instance: Administrative Court of Meridia" in page
    assert "people acted on this" in page
    assert "Who was compared" not in page


def test_the_advocate_reads_the_brief_and_writes_to_the_reviewer(world: World) -> None:
    appeal = lodge(world, secretly_refused(world).number).id
    person = world.people["vigil"]
    person.clearance = "confidential"
    person.save()
    name(world, appeal, person.email)
    advocate = Reader(world, "vigil")
    assert "you are the cleared advocate" in advocate.read("/apply/appeals/")
    page = advocate.read(f"/apply/briefs/{appeal}/")
    assert "An intercept names the bank" in page
    assert "You may not tell the appellant" in page
    assert "Write what the reviewer" in advocate.send(f"/apply/briefs/{appeal}/")
    done = advocate.send(f"/apply/briefs/{appeal}/", text="It is another bank.")
    assert "The reviewer reads what you wrote" in done
    assert "It is another bank." in advocate.read(f"/apply/briefs/{appeal}/")
    Reader(world, "halden").read(f"/apply/briefs/{appeal}/", status=404)
    appeals.lay_appeal_document(
        by=world.halden, appeal=appeal, name="a.txt", content=io.BytesIO(b"a\n")
    )
    assert Appeal.objects.get().advocate_id == person.pk
