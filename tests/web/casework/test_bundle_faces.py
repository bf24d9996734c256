"""A case's record and its sealed bundle, in the browser, over the API, in the terminal, and outside."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.web.api.conftest import Program, program
from tests.web.casework.builders import World, granted, refused, submit
from tests.web.reader import Reader
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.web.casework.ports import now
from licet.web.casework.record.checkpoints import log_keys
from licet.web.casework.record.export import export_log
from licet.web.casework.record.proving import seal_now
from licet.web.casework.services.keeping.bundles import make_bundle

__all__ = ["program"]  # a fixture
Programs = Callable[..., Program]
VERIFIER = Path(__file__).parents[3] / "verifier/licet_verifier.py"
PURPOSE = "The hearing of 4 May"


@pytest.fixture
def bundle(world: World, tmp_path: Path) -> Path:
    case = granted(world)
    made = make_bundle(by=world.officer, case=case.number, purpose=PURPOSE)
    path = tmp_path / "bundle.zip"
    path.write_bytes(made.content)
    published = Client().get("/.well-known/licet-keys.json").content
    (tmp_path / "keys.json").write_bytes(published)
    return path


def test_an_officer_verifies_a_case_and_takes_it_along(world: World) -> None:
    case = granted(world)
    officer = Reader(world, "officer")
    place = f"/work/cases/{case.number}/record/"
    assert "Proof of every act" in officer.read(f"/work/cases/{case.number}/")
    assert "waits for its batch" in officer.read(place)
    assert "Say what the bundle is for" in officer.send(place, purpose="")
    answer = officer.client.post(place, {"purpose": PURPOSE})
    assert answer.headers["Content-Type"] == "application/zip"
    page = officer.read(f"{place}?check=1")
    assert "Everything holds." in page
    assert "Sealed bundle made" in page
    receipt = officer.client.get(f"{place}0/")
    assert receipt.content.startswith(b"c2sp.org/tlog-proof@v1\nextra ")


def test_an_applicant_has_receipts_and_the_bundle_of_their_own(world: World) -> None:
    case = refused(world)
    halden = Reader(world, "halden")
    place = f"/apply/cases/{case.number}/record/"
    assert "Receipts, proofs" in halden.read(f"/apply/cases/{case.number}/")
    assert "the hearing of 4 May" in halden.read(place)
    answer = halden.client.post(place, {"purpose": PURPOSE})
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert any(name.endswith("submit_application.receipt") for name in names)
    assert not any("advice" in name or "closed" in name for name in names)
    assert "Everything holds." in halden.read(f"{place}?check=1")
    assert halden.client.get(f"{place}0/").status_code == 200
    Reader(world, "vigil").read(place, status=404)


def test_those_who_make_no_bundle_see_no_form(world: World) -> None:
    case = granted(world)
    place = f"/work/cases/{case.number}/record/"
    page = Reader(world, "te").read(place)
    assert "Make the sealed bundle" not in page
    assert "An act that stays closed to you" in page


def test_a_program_checks_a_case_and_fetches_its_bundle(
    world: World, program: Programs
) -> None:
    case = submit(world)
    officer = program("officer")
    place = f"/cases/{case.number}"
    made = officer.call("POST", f"{place}/bundle", {"purpose": PURPOSE})
    assert made.headers["Content-Type"] == "application/zip"
    assert officer.call("POST", f"{place}/bundle", {"purpose": " "}).status_code == 422
    told = officer.get(f"{place}/record?check=true")
    assert told["checked"]
    assert told["faults"] == []
    receipt = officer.call("GET", f"{place}/record/0")
    assert receipt.content.startswith(b"c2sp.org/tlog-proof@v1")
    assert officer.call("GET", f"{place}/record/99999").status_code == 404


def test_a_sealed_bundle_verifies_offline_and_says_what_it_proves(bundle: Path) -> None:
    keys = bundle.parent / "keys.json"
    result = CliRunner().invoke(
        build_app(), ["verify", str(bundle), "--keys", str(keys)]
    )
    assert result.exit_code == 0, result.output
    assert "acts proven to stand in its log" in result.stdout
    assert "countersign" in result.stdout
    assert PURPOSE in result.stdout


def test_a_bundle_with_a_file_changed_added_or_taken_away_is_not_valid(
    bundle: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(bundle) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    receipt = next(name for name in files if name.startswith("acts/"))
    document = next(name for name in files if name.startswith("documents/"))
    cases = {
        "changed": files | {document: files[document] + b"!"},
        "added": files | {"more.txt": b"?"},
        "taken": {name: data for name, data in files.items() if name != receipt},
        "manifest": files
        | {"manifest.json": files["manifest.json"].replace(b"hearing", b"meeting")},
    }
    for name, changed in cases.items():
        path = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for each, data in changed.items():
                archive.writestr(each, data)
        keys = str(bundle.parent / "keys.json")
        result = CliRunner().invoke(build_app(), ["verify", str(path), "--keys", keys])
        assert result.exit_code == 1, (name, result.output)
        outside = _second(path)
        assert outside.returncode == 1, name
        assert outside.stdout.startswith("WRONG"), name


def _second(path: Path, key: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(VERIFIER), "bundle", str(path), "--key"]
    return subprocess.run(  # our own program
        [*command, key or log_keys()[0].text],
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_second_verifier_agrees(bundle: Path) -> None:
    outside = _second(bundle)
    assert outside.returncode == 0, outside.stdout + outside.stderr
    assert "acts proven" in outside.stdout


def test_without_keys_a_bundle_is_not_confirmed(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICET_STATE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("LICET_LOG_DIR", str(tmp_path / "nowhere"))
    result = CliRunner().invoke(build_app(), ["verify", str(bundle)])
    assert result.exit_code == 4


def test_the_terminal_checks_a_case_and_writes_its_bundle(
    world: World, tmp_path: Path
) -> None:
    case = submit(world)
    who = ("--as", "officer@meridia.example")
    out = tmp_path / "case.zip"
    run = CliRunner().invoke
    words = ["case", "bundle", case.number, *who, "--purpose", PURPOSE, "--out"]
    assert run(build_app(), [*words, str(out)]).exit_code == 0
    assert zipfile.is_zipfile(out)
    assert "already" in str(run(build_app(), [*words, str(out)]).exception)
    nowhere = str(tmp_path / "none" / "case.zip")
    assert "cannot be written" in str(run(build_app(), [*words, nowhere]).exception)
    shown = run(build_app(), ["case", "record", case.number, *who])
    assert shown.exit_code == 0
    assert "0 faults" in shown.stdout
    told = run(build_app(), ["case", "record", case.number, *who, "--json"])
    assert json.loads(told.stdout)["checked"]


def test_a_receipt_is_checked_against_the_log_of_a_later_day(
    bundle: Path, tmp_path: Path, world: World
) -> None:
    with zipfile.ZipFile(bundle) as archive:
        name = next(one for one in archive.namelist() if one.startswith("acts/"))
        (tmp_path / "own.receipt").write_bytes(archive.read(name))
    submit(world)
    seal_now(now())
    export_log(tmp_path / "later")
    words = ["verify", str(tmp_path / "own.receipt"), "--keys"]
    words += [str(bundle.parent / "keys.json"), "--log"]
    held = CliRunner().invoke(build_app(), [*words, str(tmp_path / "later")])
    assert held.exit_code == 0, held.output
    assert "nothing before them was changed since" in held.stdout
    note = (tmp_path / "later/checkpoint").read_text()
    (tmp_path / "later/checkpoint").write_text(note.replace("\n", "\n1", 1))
    broken = CliRunner().invoke(build_app(), [*words, str(tmp_path / "later")])
    assert broken.exit_code == 1
