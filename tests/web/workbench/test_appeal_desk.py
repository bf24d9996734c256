"""The appeal body's pages: the list, an appeal, hearing, interim measure, advocate, decision."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.casework.builders import MovingClock, World, refused
from tests.web.casework.test_appeal_kinds import (
    assign,
    condition_appeal,
    law,
    limited,
)
from tests.web.casework.test_appeals import lodge
from tests.web.casework.test_opinions import issued
from tests.web.reader import Reader

from licet.web.casework.services.appeals import appeals

__all__ = ["law"]  # a fixture
pytestmark = pytest.mark.django_db


def test_the_list_is_searched_and_filtered(world: World) -> None:
    chair = Reader(world, "chair")
    assert "No appeal is open" in chair.read("/work/appeals/")
    case = refused(world)
    lodge(world, case.number)
    assert case.number in chair.read(
        f"/work/appeals/?text={case.number}&state=open&page=x"
    )
    assert "No appeal is open" in chair.read("/work/appeals/?state=dismissed")
    Reader(world, "te").read("/work/appeals/", status=403)


def test_an_appeal_is_overdue_the_day_after_its_day(
    world: World, clock: MovingClock
) -> None:
    appeal = lodge(world, refused(world).number)
    assert appeal.decide_by is not None
    chair = Reader(world, "chair")
    clock.forward((appeal.decide_by - date(2026, 3, 2)).days)
    assert " over " not in chair.read("/work/appeals/")
    clock.forward(1)
    assert " over " in chair.read("/work/appeals/")


def test_a_condition_is_varied_on_the_page_after_a_hearing_and_a_stay(
    world: World,
) -> None:
    seen = limited(world)
    appeal = condition_appeal(world, seen).id
    appeals.ask_interim(by=world.halden, appeal=appeal, reasons="Ships.", version=None)
    assign(world, appeal)
    at = f"/work/appeals/{appeal}"
    judge = Reader(world, "judge")
    assert "Set a hearing" in judge.read(f"{at}/")
    assert "Give the day" in judge.send(f"{at}/hearing/")
    assert "The hearing is set" in judge.send(
        f"{at}/hearing/", on="2026-03-02", place="By video"
    )
    assert "The record of the hearing is entered" in judge.send(
        f"{at}/record/", on="2026-03-02", record="Both spoke."
    )
    assert "The interim measure is decided" in judge.send(
        f"{at}/interim/", measure="granted", reasons="It would be moot."
    )
    form = judge.read(f"{at}/decide/")
    assert "If varied: quantity" in form
    done = judge.send(
        f"{at}/decide/", outcome="varied", reasons="A slip.", words="Up to 20.",
        term_quantity="20", term_unit="licences",
        finding_facts="upheld", because_facts="The order shows 20.",
    )  # fmt: skip
    assert "The appeal is decided" in done
    assert "The act is varied" in done
    case = Reader(world, "officer").read(f"/work/cases/{seen.number}/")
    assert "varied on appeal Up to 20." in case
    own = Reader(world, "halden").read(f"/apply/cases/{seen.number}/")
    assert "varied on appeal Up to 20." in own


def test_the_authority_answers_and_lays_documents(world: World) -> None:
    appeal = lodge(world, refused(world).number).id
    officer = Reader(world, "officer")
    at = f"/work/appeals/{appeal}"
    assert "The answer is given" in officer.send(f"{at}/answer/", text="The same bank.")
    assert "Choose a file" in officer.send(f"{at}/documents/")
    paper = SimpleUploadedFile("extract.txt", b"A register extract.\n")
    page = officer.send(f"{at}/documents/", file=paper)
    assert "from the authority" in page
    link = officer.source(f"{at}/").split("/documents/")[2].split("/")[0]
    assert (
        officer.client.get(f"{at}/documents/{link}/").content
        == b"A register extract.\n"
    )
    case = officer.read(f"/work/cases/{reads_case(world)}/")
    assert "Open the appeal" in case


def reads_case(world: World) -> str:
    from licet.web.casework.selectors.appeals.appeals import appeals as listed  # noqa: PLC0415

    return listed(viewer=world.chair).appeals[0].about


def test_the_chair_names_a_cleared_advocate(world: World) -> None:
    appeal = lodge(world, refused(world).number).id
    chair = Reader(world, "chair")
    at = f"/work/appeals/{appeal}/advocate/"
    assert "Name the advocate" in chair.send(at)
    person = world.people["vigil"]
    assert "clearance" in chair.send(at, advocate=person.email, reasons="On the list.")
    person.clearance = "confidential"
    person.save()
    assert "The advocate is named" in chair.send(
        at, advocate=person.email, reasons="On the list."
    )


def test_an_appeal_against_an_opinion_has_its_page(world: World, law: object) -> None:
    number = issued(world)
    appeal = appeals.lodge_opinion_appeal(
        by=world.halden, opinion=number,
        lodging=appeals.Lodging(grounds=["law"], words="The note."),
    ).id  # fmt: skip
    page = Reader(world, "chair").read(f"/work/appeals/{appeal}/")
    assert number in page
    assert "Opinion issued" in page
