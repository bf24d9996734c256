"""Versions are added, hashed and never replaced; a refusal keeps the old; damage is seen."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.risk.destination.made import HEADER

from licet.risk.destination import (
    CountryDataError,
    DamagedCountriesError,
    NoCountryFilesError,
    ShrunkCountriesError,
    UnknownCountrySourceError,
    countries_held,
    held_of,
    invented_countries,
    profile,
    statuses,
    store,
    sync,
)

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
ROWS = "BR,law,2023,0.2,0.1,0.3,W,2024-03-01\nNO,law,2023,0.9,,,W,2024-03-01\n"
INDEX = "Entity,Code,Year,Human Rights Index\nBrazil,BRA,2024,0.5\n"


def written(folder: Path, text: str, name: str = "a.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder


def test_a_source_is_taken_and_read_back_country_by_country(tmp_path: Path) -> None:
    state = tmp_path / "state"
    (told,) = sync(written(tmp_path / "in", HEADER + ROWS), state, at=AT)
    assert (told.result, told.values, told.countries) == ("new", 2, 2)
    folder = state / "countries" / "w" / told.version
    assert (folder / "raw/a.csv").read_text() == HEADER + ROWS
    assert countries_held(state) == {"BR": 1, "NO": 1}
    (held,) = held_of(state, "BR")
    assert [str(one.value) for one in held.dataset.observations] == ["0.2"]
    assert str(held.dataset.observations[0].low) == "0.1"
    (absent,) = held_of(state, "KE")
    assert absent.dataset.observations == ()
    (status,) = statuses(state)
    assert (status["values"], status["versions"], status["countries"]) == (2, 1, 2)


def test_the_same_again_changes_nothing_and_a_new_edition_is_one_version_more(
    tmp_path: Path,
) -> None:
    state = tmp_path / "state"
    place = written(tmp_path / "in", HEADER + ROWS)
    first = sync(place, state, at=AT)[0]
    again = sync(place / "a.csv", state, at=LATER)[0]
    assert (again.result, again.version) == ("unchanged", first.version)
    more = HEADER + ROWS + "BR,law,2024,0.3,,,W,2025-03-01\n"
    new = sync(written(place, more), state, at=LATER)[0]
    assert new.result == "changed"
    assert [one.version for one in held_of(state, "BR")] == [
        first.version,
        new.version,
    ]
    back = sync(written(place, HEADER + ROWS), state, at=AT, accept_loss=["w"])[0]
    assert (back.result, back.version) == ("changed", first.version)


def test_a_version_that_loses_values_waits_for_a_word(tmp_path: Path) -> None:
    state = tmp_path / "state"
    sync(written(tmp_path / "in", HEADER + ROWS), state, at=AT)
    fewer = written(tmp_path / "in", HEADER + ROWS.splitlines()[0] + "\n")
    (told,) = sync(fewer, state, at=LATER)
    assert told.result == "refused"
    assert isinstance(told.error, ShrunkCountriesError)
    assert told.to_json()["code"] == "countries_shrunk"
    assert "--accept-loss w" in str(told.error)
    assert len(held_of(state, "NO")) == 1
    assert sync(fewer, state, at=LATER, accept_loss=["w"])[0].result == "changed"


def test_the_operator_may_say_when_a_version_was_published(tmp_path: Path) -> None:
    state = tmp_path / "state"
    place = written(tmp_path / "in", INDEX)
    sync(place, state, at=AT)
    assert held_of(state, "BR")[0].dataset.published is None
    day = {"vdem_human_rights": date(2025, 3, 1)}
    (told,) = sync(place, state, at=LATER, published=day)
    assert told.version.startswith("2025-03-01-")
    found = profile("BR", date(2025, 3, 1), held=held_of(state, "BR"))
    assert found.indicators[0].newest is not None
    with pytest.raises(UnknownCountrySourceError, match="'x' is no source") as caught:
        sync(place, state, at=LATER, published={"x": date(2025, 3, 1)})
    assert caught.value.code == "unknown_country_source"
    with pytest.raises(UnknownCountrySourceError):
        sync(place, state, at=LATER, accept_loss=["x"])


def test_a_version_published_before_its_last_year_began_is_refused(
    tmp_path: Path,
) -> None:
    place = written(tmp_path / "in", INDEX)
    early = {"vdem_human_rights": date(2023, 12, 31)}
    (told,) = sync(place, tmp_path / "state", at=AT, published=early)
    assert told.result == "refused"
    assert told.to_json()["code"] == "impossible_day"
    assert statuses(tmp_path / "state") == ()


def test_one_bad_file_stops_no_other(tmp_path: Path) -> None:
    place = written(tmp_path / "in", HEADER + ROWS)
    written(place, "nothing,known\n", "b.csv")
    written(place, "no data", "notes.txt")
    written(place, HEADER + "BR,law,2020,1,,,W,2021-03-01\n", "c.csv")
    found = {one.source: one for one in sync(place, tmp_path / "state", at=AT)}
    assert found["w"].result == "new"
    assert found["b.csv"].to_json()["code"] == "unknown_country_file"
    assert "gives w already" in str(found["c.csv"].error)


def test_a_file_that_its_manifest_does_not_list_so_is_refused(tmp_path: Path) -> None:
    place = written(tmp_path / "in", INDEX)
    manifest = "Placed 2026-01-05\n| file | licence of the data | sha256 |\n| a.csv | CC BY 4.0 | {} |\n"
    written(place, manifest.format("00"), "MANIFEST.md")
    (told,) = sync(place, tmp_path / "state", at=AT)
    assert isinstance(told.error, CountryDataError)
    written(place, manifest.format(""), "MANIFEST.md")
    sync(place, tmp_path / "state", at=AT)
    (held,) = held_of(tmp_path / "state", "BR")
    assert held.dataset.retrieved == date(2026, 1, 5)
    assert held.dataset.licence == "CC BY 4.0"


def test_a_file_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["licet.risk.destination.sync"], "LARGEST", 10)
    (told,) = sync(written(tmp_path / "in", INDEX), tmp_path / "state", at=AT)
    assert "is larger than 10 bytes" in str(told.error)


def test_an_empty_folder_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(NoCountryFilesError, match="no file of country data") as caught:
        sync(tmp_path / "in", tmp_path / "state", at=AT)
    assert caught.value.code == "no_country_files"


def test_the_invented_set_is_whole_and_marked(tmp_path: Path) -> None:
    outcomes = sync(invented_countries(), tmp_path, at=AT)
    assert {one.result for one in outcomes} == {"new"}
    assert all(one["invented"] for one in statuses(tmp_path))
    found = profile("BR", date(2026, 3, 20), held=held_of(tmp_path, "BR")).to_json()
    assert {one["invented"] for one in found["indicators"]} == {True}  # type: ignore[attr-defined]
    assert [one["vendor_is_lead"] for one in found["incidents"]] == [True]  # type: ignore[attr-defined]


def damaged(tmp_path: Path) -> Path:
    sync(written(tmp_path / "in", HEADER + ROWS), tmp_path / "state", at=AT)
    return next((tmp_path / "state").glob("countries/*/*/version.json")).parent


def test_values_changed_on_disk_are_evidence_no_longer(tmp_path: Path) -> None:
    folder = damaged(tmp_path)
    values = folder / "values.jsonl"
    values.write_bytes(values.read_bytes().replace(b"0.2", b"0.8"))
    with pytest.raises(DamagedCountriesError, match="not hold what was") as caught:
        held_of(tmp_path / "state", "BR")
    assert caught.value.code == "countries_damaged"
    values.unlink()
    with pytest.raises(DamagedCountriesError, match="cannot be read"):
        held_of(tmp_path / "state", "BR")


@pytest.mark.parametrize("content", [b"{", b"[]"])
def test_a_version_that_says_nothing_is_damaged(tmp_path: Path, content: bytes) -> None:
    (damaged(tmp_path) / "version.json").write_bytes(content)
    with pytest.raises(DamagedCountriesError):
        statuses(tmp_path / "state")


def test_killed_before_the_rename_the_version_before_is_still_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    first = sync(written(tmp_path / "in", HEADER + ROWS), state, at=AT)[0]

    def cut(*_: object) -> None:
        raise OSError(28, "disk full")

    more = written(tmp_path / "in", HEADER + ROWS + "KE,law,2024,1,,,W,2025-03-01\n")
    with monkeypatch.context() as patch:
        patch.setattr(store, "_sync_folder", cut)
        with pytest.raises(OSError, match="disk full"):
            sync(more, state, at=LATER)
    assert statuses(state)[0]["version"] == first.version
    assert sync(more, state, at=LATER)[0].result == "changed"
