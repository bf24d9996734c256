"""Keeping, erasure by two people, the access log and copies, on the screens."""

import csv
import io

from tests.web.casework.builders import MovingClock, World, refused, submit, take
from tests.web.reader import Reader

from licet.web.casework.models import Disposal, LegalHold

YEARS = 366 * 11


def test_a_case_is_proposed_held_released_and_erased_by_two_people(
    world: World, clock: MovingClock
) -> None:
    number = refused(world).number
    officer, head = Reader(world, "officer"), Reader(world, "head")
    assert "No case is due." in officer.read("/work/retention/")
    assert "Kept until 2037-01-01." in officer.read("/work/retention/?show=all")
    clock.forward(YEARS)
    officer, head = Reader(world, "officer"), Reader(world, "head")
    assert number in officer.read("/work/retention/")
    assert "unverified" in officer.read("/work/retention/")
    place = f"/work/cases/{number}/keeping/"
    assert "Choose what shall happen" in officer.send(f"{place}propose/", reason="x")
    assert "A second person decides." in officer.send(
        f"{place}propose/", outcome="erase", reason="The period is over."
    )
    proposal = Disposal.objects.get().pk
    decide = f"{place}{proposal}/decide/"
    assert "The case is held." in officer.send(f"{place}hold/", reason="A court.")
    assert "legal hold stands" in head.send(decide, decision="approve")
    hold = LegalHold.objects.get().pk
    head.send(f"{place}holds/{hold}/lift/", reason="The court is done.")
    officer.send(decide, 403, decision="approve")
    said = head.send(decide, decision="approve")
    assert "The content of this case was erased" in said
    assert "not replayable since" in said
    assert "Approved by Head" in said
    assert "The period is over." in said
    assert number in officer.read("/work/retention/")
    for path in ("facts/", "determinations/", "determinations/replay/"):
        assert "erased" in officer.read(f"/work/cases/{number}/{path}", 410)
    own = Reader(world, "halden")
    assert "was erased on 2037" in own.read(f"/apply/cases/{number}/", 410)
    assert number in own.read("/apply/")


def test_a_proposal_is_given_back_with_the_reason(
    world: World, clock: MovingClock
) -> None:
    number = refused(world).number
    clock.forward(YEARS)
    officer, head = Reader(world, "officer"), Reader(world, "head")
    place = f"/work/cases/{number}/keeping/"
    officer.send(f"{place}propose/", outcome="archive", reason="Over.")
    proposal = Disposal.objects.get().pk
    said = officer.send(
        f"{place}{proposal}/receipt/", receipt="NA 1/2", sha256="no", size="7"
    )
    assert "Give the SHA-256" in said
    officer.send(
        f"{place}{proposal}/receipt/", receipt="NA 1/2", sha256="0" * 64, size="7"
    )
    assert "Receipt of the archive: NA 1/2" in officer.read(place)
    assert "Say why the case stays." in head.send(
        f"{place}{proposal}/decide/", decision="return", reason=""
    )
    said = head.send(
        f"{place}{proposal}/decide/", decision="return", reason="A claim is announced."
    )
    assert "Given back. The case stays." in said


def test_an_auditor_reads_searches_and_takes_the_access_log(world: World) -> None:
    number = submit(world).number
    take(world, number)
    auditor = Reader(world, "auditor")
    auditor.read(f"/work/cases/{number}/")
    said = auditor.read("/work/access-log/")
    assert "work of the licensing desk" in said
    assert "Auditor" in said
    assert "No read fits." in auditor.read("/work/access-log/?words=nobody")
    answer = auditor.client.get(f"/work/access-log/access-log.csv?words={number}")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {line["case"] for line in lines} == {number}
    assert {line["purpose"] for line in lines} == {
        "work of the licensing desk",
        "audit",
    }
    Reader(world, "officer").read("/work/access-log/", 403)


def test_a_copy_is_made_with_a_ground_for_each_part(world: World) -> None:
    number = submit(world).number
    officer = Reader(world, "officer")
    place = f"/work/cases/{number}/copies/"
    assert "Say for whom the copy is" in officer.send(place, purpose="")
    said = officer.send(
        place, **{"purpose": "For the press.", "part-parties.0": "trade_secret"}
    )
    assert "1 part withheld" in said
    source = officer.source(place)
    link = source.split(f'href="{place}')[1].split('"')[0]
    answer = officer.client.get(place + link)
    assert b"[withheld: trade secret]" in answer.content
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_case_page_leads_to_its_keeping(world: World) -> None:
    number = submit(world).number
    officer = Reader(world, "officer")
    assert f'href="/work/cases/{number}/keeping/"' in officer.source(
        f"/work/cases/{number}/"
    )
    assert "The case is open." in officer.read(f"/work/cases/{number}/keeping/")
