"""``licet lists``: lists come in from folder, file or URL; refusals say how to mend."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.listing import fetching, taking_out
from licet.cli.main import build_app
from licet.kernel import InputError
from licet.screening import UnknownSourceError, invented_lists


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("LICET_LISTS", raising=False)
    return tmp_path / "state"


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(build_app(), ["lists", *words])
    if isinstance(result.exception, InputError):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_lists_are_synced_from_a_folder_and_shown(state: Path) -> None:
    code, out, _ = run("sync", "--from", str(invented_lists()), "--json")
    done = json.loads(out)
    assert (code, done["ok"]) == (0, True)
    assert [s["source"] for s in done["sources"]] == ["un_sc", "us_csl", "us_ofac_sdn"]
    code, out, _ = run("status", "--json")
    shown = json.loads(out)
    assert shown["fresh"] is True
    assert all(listed["fresh"] for listed in shown["lists"])
    assert state.exists()


def test_the_place_may_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LICET_LISTS", str(invented_lists()))
    assert run("sync")[0] == 0
    code, out, _ = run("status")
    assert code == 0
    assert "us_csl: 10 entries" in out
    assert "(invented)" not in out or out


def test_without_a_place_nothing_is_read() -> None:
    with pytest.raises(InputError, match="set LICET_LISTS"):
        run("sync")
    with pytest.raises(InputError, match="no such file or folder"):
        run("sync", "--from", "/nowhere/at/all")


def test_without_lists_the_status_says_what_to_do() -> None:
    assert "licet lists sync" in run("status")[1]
    told = json.loads(run("status", "--json")[1])
    assert (told["fresh"], told["lists"]) == (False, [])
    assert [one["kind"] for one in told["alarms"]] == ["none"]
    assert run("status", "--check")[0] == 1


def test_a_cut_file_is_bad_input_and_the_old_list_stays(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    (place / "eu.jsonl").write_text('{"names": ["Ada Doe"]}\n')
    assert run("sync", "--from", str(place))[0] == 0
    (place / "eu.jsonl").write_text('{"names": ["Ada Doe"]}\n{"names": ["B')
    code, out, err = run("sync", "--from", str(place))
    assert code == 2
    assert "eu_fsf: refused, 1 entries" in out
    assert "line 2 is cut" in err
    assert len(err.splitlines()) == 1


def test_a_shrunk_list_waits_for_a_word(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    (place / "eu.jsonl").write_text('{"names": ["Ada Doe"]}\n{"names": ["Bo Roe"]}\n')
    run("sync", "--from", str(place))
    (place / "eu.jsonl").write_text('{"names": ["Ada Doe"]}\n')
    code, _, err = run("sync", "--from", str(place))
    assert code == 1
    assert "--accept-loss eu_fsf" in err
    with pytest.raises(UnknownSourceError, match="'eu'"):
        run("sync", "--from", str(place), "--accept-loss", "eu")
    assert run("sync", "--from", str(place), "--accept-loss", "eu_fsf")[0] == 0


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "eu.jsonl").write_text('{"names": ["Ada Doe"]}\n')
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_list_is_fetched_from_a_url(address: str) -> None:
    code, out, _ = run("sync", "--from", f"{address}/eu.jsonl", "--json")
    assert code == 0
    assert json.loads(out)["sources"][0]["entries"] == 1


def test_a_url_that_does_not_answer_leaves_the_old_list(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="not fetched"):
        run("sync", "--from", f"{address}/missing.csv")
    monkeypatch.setattr(fetching, "LARGEST_DOWNLOAD", 3)
    with pytest.raises(InputError, match="more than 3 bytes"):
        run("sync", "--from", f"{address}/eu.jsonl")


def test_without_the_web_parts_the_record_is_left_to_the_worker(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.mkdir()
    (state / "licet.sqlite3").touch()
    monkeypatch.setitem(__import__("sys").modules, "django", None)
    code, _, told = run("sync", "--from", str(invented_lists()))
    assert code == 0
    assert "the worker enters them by itself" in told


@pytest.mark.django_db
def test_an_installation_enters_a_sync_into_its_record(
    monkeypatch: pytest.MonkeyPatch, settings: object, state: Path
) -> None:
    from licet.web.casework.models import ListEvent  # noqa: PLC0415  # needs Django

    settings.LICET_STATE = state  # type: ignore[attr-defined]
    monkeypatch.setenv("DATABASE_URL", "as the settings say")
    assert run("sync", "--from", str(invented_lists()))[0] == 0
    assert ListEvent.objects.count() == 3


def test_a_record_that_does_not_answer_stops_no_list(
    monkeypatch: pytest.MonkeyPatch, state: Path
) -> None:
    from django.db import DatabaseError  # noqa: PLC0415  # needs Django

    from licet.web.casework.services.screening import lists as service  # noqa: PLC0415  # needs Django

    def refuse(**_: object) -> int:
        raise DatabaseError("no such table")

    monkeypatch.setattr(service, "enter_sync", refuse)
    monkeypatch.setenv("DATABASE_URL", "as the settings say")
    code, _, told = run("sync", "--from", str(invented_lists()))
    assert code == 0
    assert "no such table" in told


def two_versions(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    for names in (["Ada Doe", "Bo Roe"], ["Bo Rowe", "Cy Poe"]):
        rows = (
            {"id": str(n), "schema": "Person", "properties": {"name": [name]}}
            for n, name in enumerate(names, names[0] == "Bo Rowe")
        )
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (place / "list.jsonl").write_text(text)
        held = json.loads(run("status", "--json")[1])["lists"]
        accepted = ["--accept-loss", "ftm"] if held else []
        assert run("sync", "--from", str(place), *accepted)[0] == 0


def test_two_versions_are_compared_field_by_field(tmp_path: Path) -> None:
    two_versions(tmp_path)
    (held,) = json.loads(run("status", "--json")[1])["lists"]
    older = next(one for one in held["versions"] if one != held["version"])
    code, out, _ = run("diff", "ftm", older)
    assert code == 0
    assert "1 added, 1 removed, 1 changed" in out
    assert "names: Bo Roe · primary · latin -> Bo Rowe · primary · latin" in out
    told = json.loads(run("diff", "ftm", older, held["version"], "--json")[1])
    assert [one["change"] for one in told["entries"]] == ["added", "removed", "changed"]
    only = json.loads(
        run("diff", "ftm", older, "--words", "rowe", "--change", "changed", "--json")[1]
    )
    assert [one["entry"] for one in only["entries"]] == ["ftm:1"]
    with pytest.raises(InputError, match="is no change"):
        run("diff", "ftm", older, "--change", "odd")
    with pytest.raises(UnknownSourceError):
        run("diff", "nobody", older)


def test_a_long_difference_is_cut_on_the_screen_and_whole_as_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_versions(tmp_path)
    monkeypatch.setattr(taking_out, "_SHOWN", 1)
    (held,) = json.loads(run("status", "--json")[1])["lists"]
    older = next(one for one in held["versions"] if one != held["version"])
    assert "and 2 more" in run("diff", "ftm", older)[1]


def test_a_list_goes_out_and_comes_in_under_another_name(tmp_path: Path) -> None:
    run("sync", "--from", str(invented_lists()))
    code, text, _ = run("export", "--source", "us_csl")
    assert code == 0
    assert len(text.splitlines()) == 10
    assert run("export", "--source", "us_csl", "--format", "csv")[1].count("\n") > 10
    out = tmp_path / "out.jsonl"
    out.write_text(text, "utf-8")
    assert run("sync", "--from", str(out), "--as", "partner_csl")[0] == 0
    sources = [one["source"] for one in json.loads(run("status", "--json")[1])["lists"]]
    assert sources == ["partner_csl", "un_sc", "us_csl", "us_ofac_sdn"]
