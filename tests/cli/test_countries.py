"""``licet countries``: data come in from folder or file; status and profile in words and JSON."""

import json
from pathlib import Path

import pytest
from django.db import DatabaseError
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.kernel import ImpossibleDateError, InputError, UnknownCountryError
from licet.risk.destination import invented_countries
from licet.web.casework.services.screening import countries as services

HEADER = "country,indicator,day,value,low,high,source,published\n"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(build_app(), ["countries", *words])
    if isinstance(result.exception, InputError):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def synced() -> None:
    assert run("sync", "--from", str(invented_countries()))[0] == 0


def test_data_are_synced_and_shown(state: Path) -> None:
    code, out, _ = run("sync", "--from", str(invented_countries()), "--json")
    done = json.loads(out)
    assert (code, done["ok"]) == (0, True)
    assert [one["source"] for one in done["sources"]] == [
        "archive_of_meridia_invented_incidents",
        "observatory_of_meridia_invented",
    ]
    assert (state / "countries").is_dir()
    shown = json.loads(run("status", "--json")[1])
    assert all(one["invented"] for one in shown["sources"])
    assert "observatory_of_meridia_invented: " in run("status")[1]
    assert "unchanged" in run("sync", "--from", str(invented_countries()))[1]


def test_nothing_held_says_how_to_begin() -> None:
    assert "licet countries sync" in run("status")[1]
    assert "missing" in run("show", "BR")[1]


def test_a_profile_is_told_in_words_with_lead_embargo_and_gap() -> None:
    synced()
    _, out, _ = run("show", "br", "--on", "2025-06-01")
    assert "Brazil (BR) as known on 2025-06-01" in out
    assert "Lawfulness of surveillance: 0." in out
    assert "for 2024" in out
    assert "a lead, not a finding" in out
    assert "missing observatory_of_meridia_invented oversight" in out
    _, out, _ = run("show", "KE", "--on", "2025-06-01", "--law", "eu/2021-821")
    assert "(found)" in out
    assert "us/ear" not in out
    _, out, _ = run("show", "RU", "--on", "2025-06-01", "--law", "eu/2021-821")
    assert "[ban on dual-use items]" in out
    assert "unverified" in out
    _, out, _ = run("show", "KZ", "--on", "2014-06-01", "--law", "eu/2021-821")
    assert "Lawfulness" not in out
    assert "the first value counts from 2015-03-15" in out


def test_a_profile_is_told_as_json_with_the_whole_series() -> None:
    synced()
    _, out, _ = run(
        "show", "BR", "--on", "2025-06-01", "--law", "eu/2021-821", "--json"
    )
    found = json.loads(out)
    assert found["country"] == "BR"
    assert found["indicators"][0]["earlier"] == 0
    assert len(found["versions"]) == 2
    assert run("show", "KZ", "--on", "2025-06-01", "--law", "eu/2021-821")[0] == 0


def test_unknown_countries_and_days_are_refused() -> None:
    with pytest.raises(UnknownCountryError):
        run("show", "ZZ")
    with pytest.raises(ImpossibleDateError):
        run("show", "BR", "--on", "2025-02-30")
    with pytest.raises(InputError, match="still to come"):
        run("show", "BR", "--on", "2999-01-01")


def test_a_bad_file_ends_with_two_and_a_loss_with_one(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    file = folder / "a.csv"
    file.write_text(HEADER + "".join(f"BR,law,20{n},1,,,W,2025-01-01\n" for n in range(10, 20)))  # fmt: skip
    assert run("sync", "--from", str(folder))[0] == 0
    file.write_text(HEADER + "BR,law,2010,1,,,W,2025-01-01\n")
    code, out, err = run("sync", "--from", str(folder))
    assert code == 1
    assert "w: refused" in out
    assert "--accept-loss w" in err
    assert run("sync", "--from", str(folder), "--accept-loss", "w")[0] == 0
    file.write_text("what,is,this\n")
    assert run("sync", "--from", str(file))[0] == 2
    with pytest.raises(InputError, match="no such file or folder"):
        run("sync", "--from", str(tmp_path / "nowhere"))


def test_what_was_left_out_is_said(tmp_path: Path) -> None:
    file = tmp_path / "deaths.csv"
    file.write_text(
        "Entity,Code,Year,High estimate,Best estimate,Low estimate\n"
        "Brazil,BRA,2024,1,2,1\nWorld,OWID_WRL,2024,9,9,9\nNorway,NOR,2024,,,\n"
    )
    _, out, _ = run(
        "sync", "--from", str(file), "--published", "ucdp_deaths=2025-06-01"
    )
    assert "left out, no country code here (rows): OWID_WRL 1" in out
    assert "left out, no value: 1 rows" in out
    assert "do not hold their own value, left out: 1" in out
    assert "published 2025-06-01" in run("status")[1]
    with pytest.raises(InputError, match="SOURCE=DAY"):
        run("sync", "--from", str(file), "--published", "ucdp_deaths")


def test_an_installation_enters_a_sync_into_its_record(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered: list[object] = []

    def keep(*, by: object, outcomes: list[object]) -> int:
        entered.extend(outcomes)
        return len(outcomes)

    monkeypatch.setattr(services, "enter_countries", keep)
    synced()
    assert entered == []
    (state / "licet.sqlite3").touch()
    synced()
    assert len(entered) == 2
    monkeypatch.setattr(services, "enter_countries", broken)
    code, _, err = run("sync", "--from", str(invented_countries()))
    assert code == 0
    assert "not in the record; run the same sync again" in err


def broken(**_: object) -> int:
    raise DatabaseError("no such table")
