"""Officers verify parties on their screens: files, checks, signs, conduct, undertakings."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.casework.builders import World, submit, take
from tests.web.reader import Reader

from licet.web.casework.selectors.verification import verification as reads

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world: World) -> str:
    number = submit(world).number
    take(world, number)
    return number


def _file(world: World, case: str) -> str:
    return reads.of_case(viewer=world.officer, case=case).parties[0].number


def _answer(officer: Reader, party: str, question: str, **said: object) -> str:
    given = {
        "result": "established",
        "words": "Read in the contract",
        "source": "Contract of 1 February",
        "on": "2026-03-02",
        "marking": "official",
        **said,
    }
    return officer.send(f"/work/parties/{party}/checks/{question}/", **given)


def test_a_check_makes_a_rule_fire_and_the_officer_answers_it(
    world: World, case: str
) -> None:
    officer = Reader(world, "officer")
    party = _file(world, case)
    page = officer.read(f"/work/cases/{case}/")
    assert "Verification" in page
    assert "No rule fires on what is known" in page
    done = _answer(officer, party, "payer", answer="Gulf Horizon Trading", case=case)
    assert "The answer is on file" in done
    page = officer.send(f"/work/cases/{case}/signals/")
    assert "The payer is neither end user nor consignee" in page
    assert "Who is the payer, and why does it pay for the end user?" in page
    at = f"/work/cases/{case}/signals/{party}/payer_not_a_party/"
    assert "Say whether it is explained" in officer.send(at, reasons="x")
    page = officer.send(at, standing="explained", reasons="The parent company pays")
    assert "The parent company pays" in page
    file = officer.read(f"/work/parties/{party}/?case={case}")
    assert "Gulf Horizon Trading" in file
    assert "Unknown is not no" in file
    assert "questions that nobody has answered" in file


def test_the_list_of_files_is_searched_and_paged(world: World, case: str) -> None:
    officer = Reader(world, "officer")
    party = _file(world, case)
    assert party in officer.read("/work/parties/")
    assert party in officer.read("/work/parties/?text=aurora+DO")
    assert party in officer.read(f"/work/parties/?text={party.lower()}")
    assert "No file fits" in officer.read("/work/parties/?text=nobody&page=junk")
    page = officer.send(
        "/work/parties/new/", name="Other (invented)", country="BR", registration="12"
    )
    assert "The file is open" in page
    assert "Other (invented)" in officer.read("/work/parties/?text=12")
    assert "Give the registered name" in officer.send("/work/parties/new/", name="")


def test_a_judgment_waits_for_a_second_person(world: World, case: str) -> None:
    party = _file(world, case)
    officer, second = Reader(world, "officer"), Reader(world, "officer2")
    page = officer.send(
        f"/work/parties/{party}/conduct/",
        title="Interception without warrant",
        words="A court found it.",
        firmness="judgment",
        grade="B2",
        found_on="2024-05-01",
        source="Court of Appeal (invented)",
        reasons="Same number",
        marking="official",
    )
    assert "waits for a second person" in page
    entry = reads.of_case(viewer=world.officer, case=case).parties[0].conduct[0].id
    at = f"/work/parties/{party}/conduct/{entry}/"
    own = officer.send(at, 403, confirmed="yes", reasons="I read it")
    assert "Another officer must confirm it" in own
    assert "Your word on the entry is on record" in second.send(
        at, confirmed="yes", reasons="I read the judgment"
    )
    again = second.send(at, confirmed="no", reasons="Again")
    assert "does not wait for a second person" in again
    page = officer.read(f"/work/parties/{party}/conduct/?corrects={entry}")
    assert "Correct an entry" in page
    assert "Second person: Officer2" in officer.read(f"/work/parties/{party}/")


def test_an_undertaking_is_generated_taken_back_and_confirmed(
    world: World, case: str
) -> None:
    officer, other = Reader(world, "officer"), Reader(world, "officer2")
    page = officer.send(f"/work/cases/{case}/undertakings/")
    assert "The undertaking is generated" in page
    made = reads.undertakings(viewer=world.officer, case=case)[0]
    at = f"/work/cases/{case}/undertakings"
    pdf = officer.client.get(f"{at}/{made.id}/").content
    signed = {"signatory": "Ana", "post": "Director", "signed_on": "2026-03-02"}
    bad = officer.send(
        f"{at}/return/",
        file=SimpleUploadedFile("scan.txt", b"hello"),
        **signed,
    )
    assert "Send the signed PDF, or a scan" in bad
    page = officer.send(
        f"{at}/return/", file=SimpleUploadedFile("signed.pdf", pdf), **signed
    )
    assert "It is the undertaking that was generated" in page
    officer.send(f"{at}/return/", file=SimpleUploadedFile("b.pdf", pdf), **signed)
    officer.send(f"/work/cases/{case}/undertakings/")
    back = reads.undertakings(viewer=world.officer, case=case)[1].returns[-1]
    assert "Say how you found out" in other.send(f"{at}/returned/{back.id}/")
    said = {"genuine": "yes", "manner": "called_back", "words": "The bank's own desk"}
    assert "Another officer must" in officer.send(
        f"{at}/returned/{back.id}/", 403, **said
    )
    page = other.send(f"{at}/returned/{back.id}/", **said)
    assert "signature confirmed" in page
    assert officer.client.get(f"{at}/returned/{back.id}/document/").content == pdf
