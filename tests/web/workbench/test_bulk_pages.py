"""Screening at the desk: a name at once, a file by a job, with progress, hits and rows set aside."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings
from tests.web.casework.builders import World
from tests.web.reader import Reader

from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import BulkScreening

pytestmark = pytest.mark.django_db
PARTIES = b"id,Company,country\n1,Quorvex Intrusion Systems,\n2,=cmd|Sable Wind Exploit Brokers,\n3,,\n4,Wilhelmina Parsnip Bakeries,BR\n"


def upload(reader: Reader, content: bytes = PARTIES, **fields: str) -> str:
    file = SimpleUploadedFile("parties.csv", content)
    return reader.send(
        "/work/screen/files/",
        file=file,
        columns=fields.get("columns", "name=Company\n\n"),
    )


def at() -> str:
    return f"/work/screen/files/{BulkScreening.objects.get().pk}"


def test_a_name_is_screened_on_the_spot(world: World) -> None:
    officer = Reader(world, "officer")
    assert "Screen names" in officer.read("/work/")
    page = officer.send("/work/screen/", name="Quorvex Intrusion Systems", country="")
    assert "1 hit for “Quorvex Intrusion Systems”" in page
    assert "is the same word" in page
    assert "Lists: un_sc" in page
    page = officer.send("/work/screen/", name="Wilhelmina Parsnip", country="BR")
    assert "No name near it on any list" in page
    assert "Give the name" in officer.send("/work/screen/", name="")


def test_a_file_is_given_watched_read_and_deleted(world: World) -> None:
    officer = Reader(world, "officer")
    assert "No file has been screened yet" in officer.read("/work/screen/files/")
    page = upload(officer)
    assert "will be screened" in page
    assert "Waiting" in page
    assert "Look again" in page
    run_pending()
    page = officer.read(f"{at()}/")
    assert "100 % of the file" in page
    assert "Parties screened 3" in page
    assert "Rows set aside, not screened 1" in page
    assert "It cannot be undone" in page
    page = officer.read(f"{at()}/hits/")
    assert "Quorvex Intrusion Systems" in page
    assert "row 1" in page
    page = officer.read(f"{at()}/hits/?words=sable")
    assert "Quorvex" not in page
    assert "No hit fits" in officer.read(f"{at()}/hits/?least=1&words=zzz")
    assert "nothing is left out" in officer.read(f"{at()}/hits/?least=high")
    assert "There is no name" in officer.read(f"{at()}/set-aside/")
    assert "This cannot be undone" in officer.read(f"{at()}/delete/")
    assert "are deleted" in officer.send(f"{at()}/delete/")
    assert "Deleted" in officer.read("/work/screen/files/")


def test_hits_are_taken_away_as_files_that_no_spreadsheet_runs(world: World) -> None:
    officer = Reader(world, "officer")
    upload(officer)
    run_pending()
    answer = officer.client.get(f"{at()}/hits.csv")
    text = b"".join(answer.streaming_content).decode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert ",'=cmd|Sable" in text
    assert text.startswith("row,line,id,name,score")
    lines = b"".join(officer.client.get(f"{at()}/hits.jsonl?words=sable"))
    assert [json.loads(line)["id"] for line in lines.splitlines()] == ["2"]


def test_one_that_is_stopped_can_go_on(world: World) -> None:
    officer = Reader(world, "officer")
    upload(officer)
    assert "It is stopped" in officer.send(f"{at()}/cancel/")
    assert "Go on" in officer.read(f"{at()}/")
    assert "It goes on" in officer.send(f"{at()}/resume/")
    run_pending()
    assert "Done" in officer.read(f"{at()}/")
    assert "ended" in officer.send(f"{at()}/cancel/", status=409)


def test_a_page_that_watches_is_loaded_anew_at_the_end(world: World) -> None:
    officer = Reader(world, "officer")
    upload(officer)
    watching = {"HX-Request": "true"}
    answer = officer.client.get(f"{at()}/", headers=watching)
    assert "HX-Refresh" not in answer
    run_pending()
    assert officer.client.get(f"{at()}/", headers=watching)["HX-Refresh"] == "true"


def test_what_is_wrong_with_a_file_stands_at_the_field(world: World) -> None:
    officer = Reader(world, "officer")
    assert "line 1 has no column `name`" in upload(officer, columns="")
    assert "cannot be read. Write it as" in upload(officer, columns="nom=Company")
    assert "Choose a file" in officer.send("/work/screen/files/", columns="")


def test_others_see_neither_page_nor_file(world: World) -> None:
    officer = Reader(world, "officer")
    upload(officer)
    run_pending()
    Reader(world, "halden").read("/work/screen/files/", 403)
    Reader(world, "officer2").read(f"{at()}/", 404)
    Reader(world, "officer2").read(f"{at()}/hits.csv", 404)
    auditor = Reader(world, "auditor")
    assert "Quorvex" in auditor.read(f"{at()}/hits/")
    assert "Screen the file" not in auditor.read("/work/screen/files/")
    assert "parties. csv" in auditor.read("/work/screen/files/")


def test_only_files_of_parties_may_be_larger_than_other_files(
    world: World, settings: Settings
) -> None:
    settings.LICET_UPLOAD_LIMIT = 100
    settings.LICET_BULK_UPLOAD_LIMIT = 3_000_000
    rows = b"name\n" + b"Wilhelmina Parsnip Bakeries\n" * 3
    assert len(rows) < 100
    officer = Reader(world, "officer")
    large = rows + b"\n" * 1_500_000
    assert "will be screened" in upload(officer, large, columns="")
    answer = officer.client.post(
        "/work/screen/", {"name": "x", "file": SimpleUploadedFile("x", large)}
    )
    assert answer.status_code == 413
    too_large = rows + b"\n" * 5_000_000
    file = SimpleUploadedFile("x", too_large)
    assert officer.client.post("/work/screen/files/", {"file": file}).status_code == 413
