"""Files of parties over the API: 202 with where to look, progress, hits while they are read."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings
from tests.web.api.conftest import keyed

from licet.web.casework.jobs.worker import run_pending

pytestmark = pytest.mark.django_db
PARTIES = (
    b"id,Company\n1,Quorvex Intrusion Systems\n2,Wilhelmina Parsnip Bakeries\n3,\n"
)


def give(program: Any, content: bytes = PARTIES, column: str = "name=Company") -> Any:
    return program.client.post(
        "/api/v1/screen/files",
        {"file": SimpleUploadedFile("parties.csv", content), "column": [column]},
        headers=keyed(program),
    )


def test_a_program_gives_a_file_watches_it_and_reads_the_hits(
    program: Callable[..., Any],
) -> None:
    officer = program("officer")
    answer = give(officer)
    assert answer.status_code == 202, answer.content
    told = answer.json()
    assert (told["state"], told["per_mille"]) == ("waiting", 0)
    path = f"/screen/files/{told['id']}"
    assert answer["Location"] == f"/api/v1{path}"
    run_pending()
    told = officer.get(path)
    assert (told["state"], told["parties"], told["set_aside"]) == ("done", 2, 1)
    assert told["lists"]["us_csl"]
    lines = b"".join(officer.call("GET", f"{path}/hits"))
    assert [json.loads(line)["id"] for line in lines.splitlines()] == ["1"]
    assert b"".join(officer.call("GET", f"{path}/hits?least=1")) == b""
    assert b"".join(officer.call("GET", f"{path}/hits?form=csv")).count(b"\r\n") == 2
    assert officer.get(f"{path}/set-aside")["rows"][0]["code"] == "no_name"
    assert len(officer.get("/screen/files")) == 1
    assert officer.call("POST", f"{path}/cancel").status_code == 409
    assert officer.call("POST", f"{path}/resume").status_code == 409
    gone = officer.call("DELETE", path)
    assert gone.json()["state"] == "deleted"


def test_what_cannot_be_read_is_refused_with_the_field(
    program: Callable[..., Any],
) -> None:
    officer = program("officer")
    answer = give(officer, b"")
    assert answer.status_code == 422
    answer = give(officer, column="name")
    assert "Write name=HEADING" in answer.json()["fields"]["column"]
    answer = give(officer, column="name=Nowhere")
    assert "Nowhere" in answer.json()["fields"]["file"]
    path = f"/screen/files/{give(officer).json()['id']}"
    assert officer.call("GET", f"{path}/hits?form=xls").status_code == 422
    assert officer.call("GET", f"{path}/hits?least=x").status_code == 422


def test_a_program_of_somebody_else_may_not(program: Callable[..., Any]) -> None:
    assert give(program("halden")).status_code in {401, 403}
    assert give(program("officer", "read")).status_code == 401


def test_a_file_of_parties_may_be_larger_than_other_files(
    program: Callable[..., Any], settings: Settings
) -> None:
    settings.LICET_UPLOAD_LIMIT = 1000
    settings.LICET_BULK_UPLOAD_LIMIT = 3_000_000
    large = PARTIES + b"\n" * 2_000_000
    assert give(program("officer"), large).status_code == 202
    too_large = give(program("officer"), PARTIES + b"\n" * 5_000_000)
    assert too_large.status_code == 413
    # Without a token that may, the ordinary limit holds and nothing of it is kept.
    assert give(program("officer", "read"), large).status_code == 401
