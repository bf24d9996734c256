"""What an applicant is told of the law before applying: documents, classification, opinions."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.casework.builders import World, start, submit
from tests.web.casework.test_opinions import FACTS, Fixed, ask, issued
from tests.web.reader import Reader

from licet.kernel import digest
from licet.web.casework.models import Case, Membership
from licet.web.casework.ports import Ports, using
from licet.web.casework.rights.standing import visible_opinions
from licet.web.casework.selectors.applying import applications as mine
from licet.web.casework.services.applying import custody, self_checks
from licet.web.portal.fields import asked_field

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(world: World, outside: Ports) -> Iterator[Fixed]:
    fixed = Fixed(outside.determiner)
    with using(replace(outside, determiner=fixed)):  # type: ignore[arg-type]
        yield fixed


def test_the_task_list_names_documents_and_classification(world: World) -> None:
    made = start(world)
    page = Reader(world, "halden").read(f"/apply/cases/{made.number}/")
    assert "Documents you will be asked for" in page
    assert "End-use statement signed by the end user there" in page
    assert "4D004" in page


def test_a_missing_document_stops_the_submission_or_follows_with_a_reason(
    world: World,
) -> None:
    made = start(world)
    for one in made.documents:
        if one.purpose == "capability_sheet":
            custody.remove_document(
                by=world.halden, case=made.number, document=one.id, version=None
            )
    reader = Reader(world, "halden")
    check = f"/apply/cases/{made.number}/check/"
    assert "Why will this follow" in reader.read(check)
    assert "say why it will follow" in reader.send(check, key="k")
    reader.send(check, key="k", follow_capability_sheet="On Friday.")
    assert Case.objects.get(number=made.number).state == "submitted"


def test_one_useful_question_at_a_time_until_the_item_is_classified(
    world: World,
) -> None:
    vague = {"name": "Something", "facts": {"kind": "software"}}
    made = start(world, items={"items": [vague]})
    item = made.classification[0]
    place = f"/apply/cases/{made.number}/classify/1/"
    reader = Reader(world, "halden")
    asked = item.questions[0]
    assert asked["question"] in reader.read(place)
    assert "Answer this question" in reader.send(place)
    reader.send(place, **{"pass": "1"})
    offered = getattr(asked_field(str(asked["fact"])), "choices", [("a text", "")])
    given = next(value for value, _words in offered if value)
    assert "There is a problem" in reader.send(place, answer=given, version=1)
    reader.send(place, answer=given)
    saved = Case.objects.get(number=made.number).sections["items"]["content"]
    assert asked["fact"].removeprefix("item.") in saved["items"][0]["facts"]
    later = mine.application(viewer=world.halden, case=made.number)
    every = [one["fact"] for one in later.classification[0].questions]
    passed = "&".join(f"passed={fact}" for fact in every)
    assert "The result" in reader.read(f"{place}?{passed}")
    reader.read(f"/apply/cases/{made.number}/classify/7/", 404)


def test_a_classified_item_shows_its_result(world: World) -> None:
    made = start(world)
    page = Reader(world, "halden").read(f"/apply/cases/{made.number}/classify/1/")
    assert "4D004" in page


def test_after_submission_documents_stand_by_the_findings(world: World) -> None:
    case = submit(world)
    page = Reader(world, "halden").read(f"/apply/cases/{case.number}/")
    assert case.number in page


def test_an_exporter_asks_reads_and_withdraws(world: World, law: Fixed) -> None:
    reader = Reader(world, "halden")
    assert "None yet" in reader.read("/apply/opinions/")
    page = reader.send("/apply/opinions/new/", title="A tool")
    assert "Choose what you want to know" in page
    given = {
        "organisation": str(world.organisations["halden"].pk),
        "kind": "advance_ruling",
        "title": "A tool",
        "destination": "NO",
    }
    assert "with the authority" in reader.send("/apply/opinions/new/", **given)
    number = visible_opinions(world.halden).get().number
    place = f"/apply/opinions/{number}"
    assert "acted in between" in reader.send(f"{place}/withdraw/", version=7)
    assert "is withdrawn" in reader.send(f"{place}/withdraw/")
    nothing = {**given, "destination": ""}
    assert "State the facts" in reader.send("/apply/opinions/new/", **nothing)


def test_a_saved_self_check_can_be_sent_along(world: World, law: Fixed) -> None:
    body: dict[str, object] = {"format": self_checks.FORM, "answers": FACTS}
    text = json.dumps({**body, "digest": digest(body)})
    page = Reader(world, "halden").send(
        "/apply/opinions/new/",
        organisation=str(world.organisations["halden"].pk),
        kind="no_licence_required",
        title="A tool",
        self_check=SimpleUploadedFile("self-check.json", text.encode()),
    )
    assert "with the authority" in page


def test_an_issued_opinion_shows_answer_effect_and_letter(
    world: World, law: Fixed
) -> None:
    number = issued(world)
    reader = Reader(world, "halden")
    page = reader.read(f"/apply/opinions/{number}/")
    assert "No licence is required." in page
    assert "It binds the authority" in page
    assert "you may appeal" in page
    letter = reader.client.get(f"/apply/opinions/{number}/letter/")
    assert letter.content.startswith(b"%PDF")
    assert number in reader.read("/apply/opinions/")
    assert ask(world).number != number


def test_without_an_organisation_there_is_nobody_to_ask_for(world: World) -> None:
    Membership.objects.all().delete()
    assert "organisation" in Reader(world, "halden").read("/apply/opinions/new/")
