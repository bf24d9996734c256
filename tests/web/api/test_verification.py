"""Verification over the API: the same acts, refusals and record as on the screens."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.api.conftest import Program, keyed
from tests.web.casework.builders import World, submit

from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.services.verification import parties

Programs = Callable[..., Program]


@pytest.fixture
def case(world: World) -> str:
    number = submit(world).number
    run_pending()
    return number


def test_a_program_verifies_a_party(world: World, program: Programs, case: str) -> None:
    officer, second, halden = map(program, ("officer", "officer2", "halden"))
    seen = officer.get(f"/cases/{case}/verification")
    party = seen["parties"][0]["number"]
    assert officer.get("/parties?q=aurora")["count"] == 1
    body = {
        "question": "payer", "result": "established", "words": "w", "source": "s",
        "answer": "Gulf Horizon Trading", "case": case,
    }  # fmt: skip
    officer.post(f"/parties/{party}/checks", body)
    seen = officer.post(f"/cases/{case}/signals")
    fired = [one for one in seen["parties"][0]["signals"] if one["outcome"] == "fires"]
    assert [one["rule"] for one in fired] == ["payer_not_a_party"]
    said = {"standing": "stands", "reasons": "Nobody can say."}
    seen = officer.post(f"/cases/{case}/signals/{party}/payer_not_a_party", said)
    assert seen["parties"][0]["signals"][0]["standing"] == "stands"
    entry = {
        "firmness": "judgment", "grade": "A2", "title": "t", "words": "w",
        "found_on": "2024-01-01", "source": "s", "reasons": "r",
    }  # fmt: skip
    made = officer.post(f"/parties/{party}/conduct", entry)["conduct"][0]
    word = {"confirmed": True, "reasons": "Read."}
    at = f"/parties/{party}/conduct/{made['id']}/confirmation"
    own = officer.call("POST", at, word)
    assert (own.status_code, own.json()["code"]) == (403, "not_independent_act")
    assert second.post(at, word)["conduct"][0]["is_finding"] is True
    other = {"name": "Other (invented)", "country": "CL", "identifiers": {"X": "1"}}
    number = officer.post("/parties", other)["number"]
    assert officer.get(f"/parties/{number}")["identifiers"] == {"X": "1"}
    extract = parties.NewCheck(
        question="insolvency", result="established", words="w", source="s",
        document=("extract.txt", io.BytesIO(b"words")),
    )  # fmt: skip
    parties.record_party_check(by=world.officer, party=party, check=extract)
    asked = officer.get(f"/parties/{party}")["questions"]
    kept = next(one["newest"]["id"] for one in asked if one["id"] == "insolvency")
    given = officer.call("GET", f"/parties/{party}/checks/{kept}/document")
    assert given.content == b"words"
    missing = officer.call("GET", f"/parties/{party}/checks/0/document")
    assert missing.status_code == 404
    assert halden.call("GET", f"/parties/{party}").status_code == 403


def test_a_program_sends_an_undertaking_back(
    world: World, program: Programs, case: str
) -> None:
    officer, halden = program("officer"), program("halden")
    made = halden.post(f"/cases/{case}/undertakings")
    at = f"/cases/{case}/undertakings"
    pdf = halden.call("GET", f"{at}/{made['id']}/document")
    assert pdf["Content-Type"] == "application/pdf"

    def send(content: bytes) -> object:
        return halden.client.post(
            f"/api/v1{at}/returns",
            {
                "file": SimpleUploadedFile("signed.pdf", content),
                "signatory": "Ana",
                "post": "Director",
                "signed_on": "2026-03-02",
            },
            headers=keyed(halden),
        )

    back = send(pdf.content).json()  # type: ignore[attr-defined]  # a response
    assert back["standing"] == "returned"
    strange = send(b"%PDF-1.7 another")
    assert strange.status_code == 422  # type: ignore[attr-defined]  # a response
    said = {"genuine": True, "manner": "called_back", "words": "The bank's own desk."}
    returned = back["returns"][0]["id"]
    done = officer.post(f"{at}/returns/{returned}/confirmation", said)
    assert done["standing"] == "confirmed"
    assert halden.get(at)[0]["returns"][0]["confirmed_words"] == ""
    assert officer.get(at)[0]["returns"][0]["confirmed_words"] == said["words"]
