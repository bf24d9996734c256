"""Appeals over the API: what can be appealed, the whole way to the decision, and who may not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.api.conftest import Program, keyed
from tests.web.casework.builders import World, refused
from tests.web.casework.test_appeal_kinds import condition_appeal, law, limited
from tests.web.casework.test_opinions import issued

__all__ = ["law"]  # a fixture
Programs = Callable[..., Program]
pytestmark = pytest.mark.django_db
FINDING = {"ground": "facts", "finding": "upheld", "reasons": "The order shows it."}


def test_the_whole_way_of_an_appeal_against_a_condition(
    world: World, program: Programs
) -> None:
    seen = limited(world)
    own, chair, judge = program("halden"), program("chair"), program("judge")
    offered = own.get(f"/applications/{seen.number}/contestable")
    assert [one["kind"] for one in offered["acts"]] == ["condition"]
    assert "facts" in [one["id"] for one in offered["grounds"]]
    lodged = own.post(
        f"/applications/{seen.number}/appeal",
        {"act": offered["acts"][0]["key"], "grounds": ["facts"], "words": "A slip."},
    )
    at = f"/appeals/{lodged['id']}"
    own.post(f"{at}/hearing-request", {"reasons": "The order."})
    own.post(f"{at}/interim-request", {"reasons": "Ships on Monday."})
    program("officer").post(f"{at}/answer", {"text": "No slip."})
    assert _upload(own, at).status_code == 200
    chair.post(f"{at}/assign", {"reviewer": str(world.people["judge"].pk)})
    judge.post(f"{at}/hearing", {"on": "2026-03-02", "place": "By video"})
    judge.post(f"{at}/hearing-record", {"on": "2026-03-02", "record": "Both spoke."})
    stayed = judge.post(f"{at}/interim", {"measure": "granted", "reasons": "Moot."})
    assert stayed["interim"] == "granted"
    done = judge.post(
        f"{at}/decide",
        {
            "outcome": "varied", "findings": [FINDING], "reasons": "A slip.",
            "words": "Up to 20.", "terms": {"quantity": "20"}, "remedy": "From today.",
        },
    )  # fmt: skip
    assert (done["state"], done["documents"][0]["name"]) == ("varied", "order.txt")
    laid = own.call("GET", f"{at}/documents/{done['documents'][0]['id']}")
    assert laid.content == b"Twenty licences.\n"
    assert judge.get(at)["proof"]["count"] > 1
    assert judge.get(f"{at}/record")["then"]
    listed = own.get("/appeals?state=varied")
    assert [one["id"] for one in listed["appeals"]] == [lodged["id"]]


def _upload(own: Program, at: str) -> Any:
    paper = SimpleUploadedFile("order.txt", b"Twenty licences.\n")
    return own.client.post(
        f"/api/v1{at}/documents",
        {"file": paper},
        headers=keyed(own),
    )


def test_a_document_sent_again_under_another_key_stands_once(
    world: World, program: Programs
) -> None:
    own, at = (
        program("halden"),
        f"/appeals/{condition_appeal(world, limited(world)).id}",
    )
    first, again = _upload(own, at), _upload(own, at)
    assert first.status_code == again.status_code == 200
    assert again.json()["documents"] == first.json()["documents"]
    assert len(again.json()["documents"]) == 1


def test_an_advocate_is_named_and_an_appeal_withdrawn(
    world: World, program: Programs
) -> None:
    appeal = condition_appeal(world, limited(world)).id
    person = world.people["vigil"]
    person.clearance = "confidential"
    person.save()
    named = program("chair").post(
        f"/appeals/{appeal}/advocate", {"advocate": person.email, "reasons": "Listed."}
    )
    assert named["advocate"]
    advocate = program("vigil")
    assert advocate.get(f"/appeals/{appeal}/brief")["said"] == []
    told = advocate.post(f"/appeals/{appeal}/brief", {"text": "It is old."})
    assert told["said"] == ["It is old."]
    gone = program("halden").post(
        f"/appeals/{appeal}/withdraw", {"reasons": "Settled."}
    )
    assert gone["state"] == "withdrawn"


def test_an_opinion_is_appealed(world: World, program: Programs, law: object) -> None:
    number = issued(world)
    made = program("halden").post(
        f"/opinions/{number}/appeal", {"grounds": ["law"], "words": "The note."}
    )
    assert made["opinion"] == number


def test_what_is_wrong_is_named_by_field(world: World, program: Programs) -> None:
    case = refused(world).number
    answer = program("halden").call(
        "POST", f"/applications/{case}/appeal", {"grounds": [], "words": "x"}
    )
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"on_grounds"}
    other = program("vigil").call(
        "POST", f"/applications/{case}/appeal", {"grounds": ["facts"], "words": "x"}
    )
    assert other.status_code == 404
