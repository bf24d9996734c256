"""The applicant generates an undertaking, sends it back, and reads what differs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.casework.builders import World, start, submit
from tests.web.reader import Reader

from licet.web.casework.selectors.verification import verification as reads

pytestmark = pytest.mark.django_db
SIGNED = {"signatory": "Ana", "post": "Director", "signed_on": "2026-03-02"}


def test_generated_downloaded_signed_and_sent_back(world: World) -> None:
    case = submit(world).number
    halden = Reader(world, "halden")
    at = f"/apply/cases/{case}/undertaking/"
    assert "End-user undertaking" in halden.read(f"/apply/cases/{case}/")
    assert "None generated yet" in halden.read(at)
    assert "Have it signed as it is" in halden.send(f"{at}new/")
    made = reads.undertakings(viewer=world.halden, case=case)[0]
    pdf = halden.client.get(f"{at}{made.id}/").content
    other = SimpleUploadedFile("other.pdf", b"%PDF-1.7 another")
    refused = halden.send(at, file=other, number="EUU-0", content_hash="0", **SIGNED)
    assert "No undertaking of this number" in refused
    assert "Say who signed it" in halden.send(at)
    done = halden.send(at, file=SimpleUploadedFile("signed.pdf", pdf), **SIGNED)
    assert "It fits." in done
    assert "taken in" in done


def test_a_draft_without_an_end_use_is_told_what_is_missing(world: World) -> None:
    case = start(world, end_use={"facts": {}}).number
    halden = Reader(world, "halden")
    at = f"/apply/cases/{case}/undertaking/"
    assert "State the end use first." in halden.send(f"{at}new/")
    assert "Generate the end-user undertaking" in halden.read(f"/apply/cases/{case}/documents/")  # fmt: skip
    Reader(world, "vigil").read(at, 404)
    Reader(world, "vigil").send(f"{at}new/", 404)
