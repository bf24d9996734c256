"""Documents, letters and messages over the API: the same bytes and refusals as on the pages."""

from collections.abc import Callable

from tests.web.api.conftest import Program
from tests.web.api.test_whole_way import applied
from tests.web.casework.builders import World, granted

from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import LetterDocument
from licet.web.casework.services.licences import licences

Programs = Callable[..., Program]


def test_what_was_uploaded_is_read_by_both_sides_and_nobody_else(
    world: World, program: Programs
) -> None:
    number = applied(world, program)
    held = program("halden").get(f"/applications/{number}")["documents"]
    path = f"/applications/{number}/documents/{held[0]['id']}"
    mine = program("halden").call("GET", path)
    assert mine.status_code == 200
    assert "attachment" in mine["Content-Disposition"]
    theirs = program("officer").call("GET", path.replace("applications", "cases"))
    assert theirs.content == mine.content
    assert program("vigil").call("GET", path).status_code == 404


def test_letter_licence_and_copy_are_there_as_files(
    world: World, program: Programs
) -> None:
    seen = granted(world)
    assert seen.licence is not None
    officer, halden = program("officer"), program("halden")
    licence = halden.call("GET", f"/licences/{seen.licence.number}/documents/sdjwt")
    assert licence.status_code == 200
    for missing in (
        f"/cases/{seen.number}/copies/1",
        f"/cases/{seen.number}/undertakings/returns/1/document",
        "/opinions/NONE/letter",
    ):
        assert officer.call("GET", missing).status_code == 404, missing


def test_an_officer_writes_and_an_exporter_answers_a_suspension(
    world: World, program: Programs
) -> None:
    seen = granted(world)
    assert seen.licence is not None
    officer, halden = program("officer"), program("halden")
    written = officer.post(f"/cases/{seen.number}/messages", {"text": "Welcome."})
    assert written["text"] == "Welcome."
    number = seen.licence.number
    licences.suspend_licence(
        by=world.officer, licence=number, reasons="A report.", version=None
    )
    run_pending()
    letter = LetterDocument.objects.get(letter__case__number=seen.number).letter_id
    for reader, face in ((officer, "cases"), (halden, "applications")):
        pdf = reader.call("GET", f"/{face}/{seen.number}/letters/{letter}")
        assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    told = halden.post(f"/licences/{number}/answer", {"answer": "It is not so."})
    assert told["state"] == "suspended"
