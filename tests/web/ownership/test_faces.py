"""Owners and networks for a person, a program and an operator: the same acts, the same refusals."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.api.conftest import unpaged
from tests.web.casework.builders import END_USER, World, see, submit, take
from tests.web.ownership.conftest import LISTED, company, ftm, holding
from tests.web.reader import Reader
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.access import SYSTEM
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import OwnershipSet, StatedOwner
from licet.web.casework.services.ownership import ownership_sets as service
from licet.web.casework.services.programs.tokens import SCOPES, make_token
from licet.web.workbench.views import ownership as view

BANK = str(END_USER["name"])
REGISTER = ftm(
    company("a", BANK, registrationNumber=["33000167"], address=["1 Rua Nova, Recife"]),
    company("b", "Castel Nominees (invented)"),
    company("c", LISTED),
    holding("b", "a", "80"),
    holding("b", "b", "30"),
    holding("c", "b", "90"),
    {"id": "e", "schema": "Event", "properties": {}},
    {"id": "d", "schema": "Directorship", "properties": {"director": ["c"], "organization": ["a"]}},
)  # fmt: skip


@pytest.fixture
def number(world: World) -> str:
    found = submit(world).number
    take(world, found)
    return found


def test_an_officer_does_everything_on_the_screens(
    world: World, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = Reader(world, "officer")
    place = f"/work/cases/{number}/ownership/"
    assert "Not enough is stated".lower() in officer.read(f"/work/cases/{number}/").lower()  # fmt: skip
    assert "Nobody states an owner" in officer.read(place)
    upload = SimpleUploadedFile("extract.jsonl", REGISTER)
    done = officer.send(
        "/work/ownership/import/",
        file=upload,
        source="registry",
        published="2026-01-31",
    )
    assert "in service" in done
    assert "add up to at least 120 %" in done
    assert "Event 1" in done
    run_pending()
    shown = officer.read(place)
    assert "possibly owned by listed parties" in shown
    assert "Castel Nominees (invented)" in shown
    assert "Say whether it is the same" in shown
    same = f"{place}namesake/?party={BANK}&entity=registry:a"
    assert "Is it the same?" in officer.read(same)
    assert "Say whether they are the same" in officer.send(same, same="", reasons="")
    officer.send(same, same="yes", reasons="The number stands in the contract.")
    run_pending()
    finding = next(
        one
        for one in see(world, number).ownership.findings
        if one.open  # type: ignore[union-attr]  # there is one
    )
    judge = f"{place}findings/{finding.id}/"
    assert "What was computed" in officer.read(judge)
    assert "There is a problem" in officer.send(judge, verdict="owned")
    said = officer.send(judge, verdict="need_more", reasons="Ask for the articles.")
    assert "Ask for the articles." in said
    assert "No such" not in officer.read(f"{place}findings/999999/", status=404)
    state = f"{place}state/"
    assert "State an owner or director" in officer.read(state)
    told: dict[str, Any] = {
        "owner": "Ada Quill (invented)", "owned": BANK, "kind": "tie", "manner": "chair",
        "source": "Register, 1 March 2026", "first": "2020-01-01",
    }  # fmt: skip
    assert "Name the source" in officer.send(state, **(told | {"source": ""}))
    late = told | {"last": "2019-01-01"}
    assert "comes before the first" in officer.send(state, **late)
    assert "Ada Quill (invented) is tied to" in officer.send(state, **told)
    row = StatedOwner.objects.get()
    withdraw = f"{place}stated/{row.pk}/"
    assert "Withdraw a statement" in officer.read(withdraw)
    assert "withdrawn" in officer.send(withdraw, reasons="Another person.")
    assert "There is a problem" in officer.send(withdraw, reasons="Again.")
    assert "us/ear No rule on listed owners" in officer.read(f"{place}?on=2026-02-01")
    assert "uk/eco-2008 No rule" not in officer.read(f"{place}?on=2026-02-01")
    assert "uk/eco-2008 No rule" in officer.read(f"{place}?on=2020-01-01")
    officer.read(f"{place}?on=nonsense", status=422)
    officer.read(f"{place}?party=Nobody", status=404)
    assert BANK in officer.read(f"{place}?party={BANK}")
    monkeypatch.setattr(view, "LARGEST_UPLOAD", 3)
    big = SimpleUploadedFile("extract.jsonl", REGISTER)
    officer.send("/work/ownership/import/", 413, file=big, source="registry")
    bad = SimpleUploadedFile("extract.jsonl", b"{\n")
    assert "not JSON" in officer.send("/work/ownership/import/", file=bad, source="registry")  # fmt: skip
    assert "Choose the file" in officer.send("/work/ownership/import/")


def test_who_may_not_is_not_shown_and_not_let(world: World, number: str) -> None:
    auditor = Reader(world, "auditor")
    assert "State an owner" not in auditor.read(f"/work/cases/{number}/ownership/")
    assert "Take it into service" not in auditor.read("/work/ownership/")
    auditor.read(f"/work/cases/{number}/ownership/state/", status=403)
    exporter = Reader(world, "halden")
    for path in ("ownership/", "network/"):
        exporter.read(f"/work/cases/{number}/{path}", status=403)
    exporter.read("/work/network/?text=banco", status=403)


def test_other_cases_are_read_on_the_screens(world: World, number: str) -> None:
    other = submit(world, "vigil").number
    officer = Reader(world, "officer")
    assert other in officer.read(f"/work/cases/{number}/")
    shown = officer.read(f"/work/cases/{number}/network/")
    assert "the same name" in shown
    assert "Vigil Telecom (invented)" in shown
    assert other in officer.read("/work/network/?text=banco+aurora")
    assert "No case names it" in officer.read("/work/network/?text=unheard+of")
    assert "at least three letters" in officer.read("/work/network/?text=a")
    assert "Look for a party" in officer.read("/work/network/")


def caller(world: World, key: str) -> Any:
    token = make_token(
        person=str(world.people[key].pk), name="test", scopes=tuple(SCOPES), days=1, by=SYSTEM
    )  # fmt: skip
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def call(path: str, body: Any = None, status: int = 200, **form: Any) -> Any:
        if form:
            answer = client.post(f"/api/v1{path}", form)
        elif body is None:
            answer = client.get(f"/api/v1{path}")
        else:
            answer = client.post(
                f"/api/v1{path}", body, content_type="application/json"
            )
        assert answer.status_code == status, answer.content
        return unpaged(answer.json())

    return call


def test_a_program_does_the_same_over_the_api(
    world: World, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = caller(world, "officer")
    made = call(
        "/ownership/sets",
        file=SimpleUploadedFile("extract.jsonl", REGISTER),
        source="registry",
        published="2026-01-31",
    )
    assert (made["source"], made["published"]) == ("registry", "2026-01-31")
    assert [one["version"] for one in call("/ownership/sets")] == [made["version"]]
    refused = call(
        "/ownership/sets", status=422, source="registry",
        file=SimpleUploadedFile("x.jsonl", REGISTER[:-30]),
    )  # fmt: skip
    assert "line 8" in refused["fields"]["file"]
    run_pending()
    same = {"party": BANK, "entity": "registry:a", "same": True, "reasons": "Number."}
    call(f"/cases/{number}/ownership/namesakes", same)
    call(f"/cases/{number}/ownership/namesakes", same | {"party": "Nobody"}, 404)
    run_pending()
    found = call(f"/cases/{number}/ownership?party={BANK}")
    assert found["traced"] is True
    open_one = next(one for one in found["findings"] if one["standing"] == "possibly")
    assert open_one["path"][0]["words"].startswith(LISTED)
    path = f"/cases/{number}/ownership/findings/{open_one['id']}"
    call(path, {"verdict": "not_owned", "reasons": "Other owners since."})
    told = {
        "kind": "shares", "owner": LISTED, "owned": BANK, "source": "Register", "low": "10",
        "high": "20", "country": "CY",
    }  # fmt: skip
    call(f"/cases/{number}/ownership/statements", told)
    call(f"/cases/{number}/ownership/statements", told | {"low": "40"}, 422)
    row = StatedOwner.objects.get()
    assert (row.low, row.high, row.owner_country) == (1000, 2000, "CY")
    call(f"/cases/{number}/ownership/statements/{row.pk}/withdraw", {"reasons": "No."})
    assert call(f"/cases/{number}/network")["cases"] == []
    assert call("/network?text=banco aurora")["cases"][0]["number"] == number
    exporter = caller(world, "halden")
    exporter(f"/cases/{number}/network", status=403)
    exporter("/ownership/sets", status=403)
    monkeypatch.setattr("licet.web.api.ownership.LARGEST_UPLOAD", 3)
    big = SimpleUploadedFile("extract.jsonl", REGISTER)
    call("/ownership/sets", status=413, file=big, source="registry")


def run(*words: str) -> Result:
    found = CliRunner().invoke(build_app(), list(words))
    if isinstance(found.exception, InputError):
        raise found.exception
    return found


def test_an_operator_does_the_same_in_the_terminal(
    world: World, number: str, tmp_path: Path
) -> None:
    officer = ("--as", "officer@meridia.example")
    assert "No ownership data" in run("ownership", "sets").stdout
    file = tmp_path / "extract.jsonl"
    file.write_bytes(REGISTER)
    done = run("ownership", "import", str(file), "--source", "registry")
    assert "3 entities, 4 statements, 1 things" in done.stdout
    assert "add up to at least 120 %" in done.stderr
    assert "1 of Event left aside" in done.stderr
    again = run("ownership", "import", str(file), "--source", "registry", "--published", "2026-01-31", "--json")  # fmt: skip
    assert json.loads(again.stdout)["source"] == "registry"
    assert OwnershipSet.objects.count() == 1
    file.write_bytes(REGISTER[:-30])
    with pytest.raises(InputError, match="line 8"):
        run("ownership", "import", str(file), "--source", "registry")
    run_pending()
    assert "(in service): 3 entities" in run("ownership", "sets").stdout
    assert json.loads(run("ownership", "sets", "--json").stdout)["sets"][0]["serving"]
    shown = run("ownership", "case", number, *officer)
    assert f"possibly: {BANK} under eu/2021-821 (open)" in shown.stdout
    assert f"{LISTED} holds" in shown.stdout
    assert "120 %" in shown.stderr
    told = json.loads(run("ownership", "case", number, *officer, "--json").stdout)
    assert told["case"] == number
    assert "No other case." in run("network", number, *officer).stdout
    assert f"{number}  possibly" in run("network", "banco aurora", *officer).stdout
    assert json.loads(run("network", BANK, *officer, "--json").stdout)["bodies"]
    assert run("network", number, "--as", "te@meridia.example").exit_code == 3


def test_a_source_that_a_person_types_wrong_says_how_to_mend_it(world: World) -> None:
    with pytest.raises(InputError, match="small letters"):
        service.import_ownership(
            by=SYSTEM, sheet=service.Sheet(file="x", content=REGISTER, source="The Registry")
        )  # fmt: skip
