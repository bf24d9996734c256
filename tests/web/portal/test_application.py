"""An applicant writes, saves and returns, submits once, and sees where the case stands."""

import io
import re

import pytest
from tests.web.casework.builders import (
    World,
    granted,
    make_person,
    refused,
    start,
    submit,
    take,
)
from tests.web.reader import Reader

from licet.web.casework.selectors.applying import applications as reads
from licet.web.casework.services.desk import information_requests

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(world: World) -> Reader:
    return Reader(world, "halden")


def _new(own: Reader, world: World) -> str:
    organisation = str(world.organisations["halden"].pk)
    own.send("/apply/new/", organisation=organisation, title="A bank in Brazil")
    return reads.home(viewer=world.halden).cases[0].number


def _seen(world: World, number: str) -> reads.ApplicationView:
    return reads.application(viewer=world.halden, case=number)


def test_home_says_what_would_be_there_before_anything_is(own: Reader) -> None:
    page = own.read("/apply/")
    assert "Start a new application" in page
    assert "None yet" in page


def test_somebody_without_an_organisation_enters_one_first(world: World) -> None:
    world.people["okoro"] = make_person("okoro")
    newcomer = Reader(world, "okoro")
    assert "enter the organisation" in newcomer.read("/apply/")
    assert "Registered name" in newcomer.read("/apply/new/")
    assert "Give the registered name" in newcomer.send("/apply/organisation/")
    page = newcomer.send(
        "/apply/organisation/",
        name="Okoro laboratory (invented)",
        country="SE",
        registration="MD-200001",
        address="University",
    )
    assert "The organisation is entered" in page


def test_a_new_application_needs_an_organisation_and_a_name(own: Reader) -> None:
    page = own.send("/apply/new/")
    assert "Choose the organisation you apply for" in page
    assert "Give the application a short name" in page


def test_the_task_list_says_how_far_each_part_is(own: Reader, world: World) -> None:
    number = _new(own, world)
    page = own.read(f"/apply/cases/{number}/")
    assert "0 of 9 parts are complete" in page
    assert "Not started, optional" in page
    assert "Check your answers" not in page.replace("can check your answers", "")


def test_each_section_is_saved_and_found_again(own: Reader, world: World) -> None:
    number = _new(own, world)
    at = f"/apply/cases/{number}"
    assert "Give an e-mail address" in own.send(f"{at}/organisation/", name="Nils")
    own.send(f"{at}/organisation/", name="Nils", email="nils@halden.example")
    assert "Nils" in own.source(f"{at}/organisation/")
    own.send(
        f"{at}/items/0/",
        **{
            "name": "Lance",
            "item.kind": "software",
            "item.listed_as": "4D004",
            "item.quantity": "20",
        },
    )
    own.send(
        f"{at}/parties/0/",
        **{
            "role": "end_user",
            "name": "Banco Aurora",
            "country": "BR",
            "end_user.type": "bank",
        },
    )
    own.send(f"{at}/facts/destination/", destination="BR", transit="Portugal, ES")
    own.send(f"{at}/facts/activity/", **{"activity.type": "hosted_access"})
    own.send(f"{at}/facts/end_use/", end_use="Security testing")
    own.send(f"{at}/declaration/", accepted="on", name="Nils")
    states = {one.id: one.state for one in _seen(world, number).sections}
    assert {key for key, state in states.items() if state == "complete"} >= {
        "organisation",
        "items",
        "parties",
        "destination",
        "activity",
        "declaration",
    }
    saved = {one.id: one.content for one in _seen(world, number).sections}
    assert saved["destination"]["facts"]["transit"] == ["PT", "ES"]
    assert saved["items"]["items"][0]["facts"]["quantity"] == "20"
    checked = own.read(f"{at}/check/")
    assert "Banco Aurora" in checked
    assert "What the rules say so far" in checked


def test_an_unknown_country_says_how_to_mend_it(own: Reader, world: World) -> None:
    number = _new(own, world)
    page = own.send(
        f"/apply/cases/{number}/facts/destination/",
        destination="BR",
        transit="Atlantis",
    )
    assert "There is a problem" in page
    assert "ATLANTIS" in page


def test_items_and_parties_can_be_changed_and_taken_off(
    own: Reader, world: World
) -> None:
    number = start(world).number
    at = f"/apply/cases/{number}"
    assert "Lance red-team platform" in own.read(f"{at}/list/items/")
    page = own.send(
        f"{at}/items/0/",
        again="1",
        **{"name": "Lance 2", "item.kind": "software", "item.listed_as": "4D004"},
    )
    assert "Saved" in page
    own.send(f"{at}/list/items/", remove="0")
    assert "No item yet" in own.read(f"{at}/list/items/")
    own.send(f"{at}/list/parties/", remove="0")
    assert "Begin with the end user" in own.read(f"{at}/list/parties/")
    own.read(f"{at}/list/nothing/", status=404)
    own.read(f"{at}/facts/nothing/", status=404)
    own.read(f"{at}/items/7/", status=404)
    own.read(f"{at}/parties/7/", status=404)
    assert "Give the item a name" in own.send(f"{at}/items/0/")
    assert "Give the party" in own.send(f"{at}/parties/0/", role="end_user")


def _file(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def test_documents_are_checked_kept_and_can_be_taken_off(
    own: Reader, world: World
) -> None:
    number = start(world).number
    at = f"/apply/cases/{number}/documents/"
    assert "Choose a file" in own.send(at, upload="1")
    page = own.send(
        at, upload="1", purpose="contract", file=_file(b"MZ\x90\x00" * 50, "tool.exe")
    )
    assert "There is a problem" in page
    page = own.send(
        at, upload="1", purpose="contract", file=_file(b"Order 7\n", "order.txt")
    )
    assert "order.txt is with the application" in page
    kept = next(
        one for one in _seen(world, number).documents if one.name == "order.txt"
    )
    assert own.client.get(f"{at}{kept.id}/").content == b"Order 7\n"
    assert "taken off" in own.send(at, remove=kept.id)


def test_a_second_press_makes_no_second_submission(own: Reader, world: World) -> None:
    number = start(world).number
    source = own.source(f"/apply/cases/{number}/check/")
    fields = dict(re.findall(r'name="(version|key)" value="([^"]*)"', source))
    if not fields:
        fields = {
            match.group(2): match.group(1)
            for match in re.finditer(
                r'value="([^"]*)"[^>]*name="(version|key)"', source
            )
        }
    for _ in range(2):
        page = own.send(f"/apply/cases/{number}/check/", **fields)
        assert "Application submitted" in page
        assert number in page
    kinds = [one.kind for one in _seen(world, number).timeline]
    assert kinds.count("submit_application") == 1
    assert "Your receipt" in own.read(f"/apply/cases/{number}/confirmation/")
    assert number in own.read(f"/apply/cases/{number}/check/")


def test_an_unfinished_application_cannot_be_submitted(
    own: Reader, world: World
) -> None:
    number = _new(own, world)
    page = own.send(f"/apply/cases/{number}/check/", key="k")
    assert "There is a problem" in page
    assert _seen(world, number).state == "draft"
    assert number in own.read(f"/apply/cases/{number}/confirmation/")


def test_what_somebody_saved_meanwhile_is_not_overwritten(
    own: Reader, world: World
) -> None:
    made = start(world)
    page = own.send(
        f"/apply/cases/{made.number}/declaration/", version="1", accepted="on", name="N"
    )
    assert "has changed since you opened it" in page


def test_a_question_is_answered_and_the_clock_runs_again(
    own: Reader, world: World
) -> None:
    number = submit(world).number
    take(world, number)
    information_requests.request_information(
        by=world.officer,
        case=number,
        question="Who operates it?",
        facts=("end_user.type",),
        version=None,
    )
    asked = _seen(world, number).requests[0]
    at = f"/apply/cases/{number}/questions/{asked.id}/"
    assert "The clock stands" in own.read(f"/apply/cases/{number}/")
    assert "Write your answer" in own.send(at)
    page = own.send(at, answer="The bank's own team", **{"end_user.type": "bank"})
    assert "The clock runs again" in page
    assert "Who operates it?" in own.read(at)


def test_messages_and_withdrawal(own: Reader, world: World) -> None:
    number = submit(world).number
    at = f"/apply/cases/{number}"
    assert "Write a message" in own.send(f"{at}/messages/")
    assert "Your message is sent" in own.send(f"{at}/messages/", text="Hello")
    assert "cannot be taken up again" in own.read(f"{at}/withdraw/")
    assert "Say why" in own.send(f"{at}/withdraw/")
    assert "You withdrew it" in own.send(f"{at}/withdraw/", reasons="No longer needed")


def test_a_refusal_is_read_with_its_reasons_and_appealed(
    own: Reader, world: World
) -> None:
    case = refused(world)
    page = own.read(f"/apply/cases/{case.number}/")
    assert "Refused" in page
    assert "The risk is clear" in page
    assert case.decision is not None
    letter = case.decision.letters[0]
    paper = own.client.get(f"/apply/cases/{case.number}/letters/{letter.id}/")
    assert paper.content.startswith(b"%PDF")
    assert "Appeal against this" in page
    empty = own.send(f"/apply/cases/{case.number}/appeal/")
    assert "Say why the act should be different" in empty
    assert "Choose at least one ground" in empty
    page = own.send(
        f"/apply/cases/{case.number}/appeal/",
        act=f"refusal:{case.decision.id}",
        on_grounds=["facts"],
        grounds="The record was misread.",
    )
    assert "Your appeal is lodged" in page
    assert "To be decided by" in page


def test_a_licence_is_read_downloaded_and_its_use_reported(
    own: Reader, world: World
) -> None:
    case = granted(world)
    assert case.licence is not None
    at = f"/apply/licences/{case.licence.number}"
    assert "In force" in own.read(f"{at}/")
    assert own.client.get(f"{at}/document/pdf/").content.startswith(b"%PDF")
    assert "Give the day" in own.send(f"{at}/use/")
    today = case.licence.issued_on.isoformat()
    page = own.send(
        f"{at}/use/",
        on=today,
        way="access",
        quantity="2",
        unit="C62",
        consignee="Banco",
        reference="L1",
    )
    assert "Your report is entered" in page
    assert "Nothing reported yet" not in page


def test_another_organisation_s_application_does_not_exist_for_me(world: World) -> None:
    number = start(world).number
    stranger = Reader(world, "vigil")
    assert "no such application" in stranger.read(f"/apply/cases/{number}/", status=404)


def test_staff_have_no_applicant_s_pages(world: World) -> None:
    assert "You may not do this" in Reader(world, "officer").read("/apply/", status=403)


def test_nobody_signed_in_is_asked_to_sign_in() -> None:
    assert "Sign in" in Reader(None).read("/apply/")


def test_the_service_refuses_what_the_page_no_longer_offers(
    own: Reader, world: World
) -> None:
    number = submit(world).number
    page = own.send(f"/apply/cases/{number}/declaration/", accepted="on", name="N")
    assert "There is a problem" in page
