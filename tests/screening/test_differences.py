"""Two versions compared say of every entry what came, went or reads differently, field by field."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from licet.screening import (
    UnknownVersionError,
    VersionDifference,
    changes,
    load_entities,
    sync,
    version_difference,
)
from licet.screening.store import load_hashes

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def person(number: int, *names: str, **properties: list[str]) -> dict[str, object]:
    told = {"name": list(names), **properties}
    return {"id": str(number), "schema": "Person", "properties": told}


OLD = [
    person(1, "Ilko Brantov", passportNumber=["7"]),
    person(2, "Ada Doe"),
    person(3, "Bo Roe"),
]
NEW = [
    person(1, "Ilko Brantof", passportNumber=["7", "8"]),
    person(3, "Bo Roe"),
    person(4, "Cy Poe"),
]


def take(state: Path, rows: list[dict[str, object]], days: int = 0) -> str:
    folder = state.parent / "in"
    folder.mkdir(exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "list.jsonl").write_text(text)
    at = AT + timedelta(days=days)
    return sync(folder, state, at=at, accept_loss=["ftm"])[0].version


@pytest.fixture
def compared(tmp_path: Path) -> VersionDifference:
    state = tmp_path / "state"
    older, newer = take(state, OLD), take(state, NEW, 1)
    return version_difference(state, "ftm", older, newer)


def test_counts_and_order(compared: VersionDifference) -> None:
    assert compared.counts() == {"added": 1, "removed": 1, "changed": 1}
    assert [(one.change, one.entity.id) for one in compared.entries] == [
        ("added", "ftm:4"),
        ("removed", "ftm:2"),
        ("changed", "ftm:1"),
    ]


def test_a_changed_entry_shows_each_field_before_and_after(
    compared: VersionDifference,
) -> None:
    changed = compared.entries[2]
    shown = {one.field: (one.old, one.new) for one in changed.fields()}
    assert shown == {
        "names": (
            ("Ilko Brantov · primary · latin",),
            ("Ilko Brantof · primary · latin",),
        ),
        "identifiers": (
            ("passportNumber · 7",),
            ("passportNumber · 7", "passportNumber · 8"),
        ),
    }
    told = changed.to_json()
    assert told["name"] == "Ilko Brantof"
    assert told["old_hash"] != told["new_hash"]


def test_what_came_and_went_is_shown_whole(compared: VersionDifference) -> None:
    added, removed, _changed = compared.entries
    assert all(not one.old for one in added.fields())
    assert all(not one.new for one in removed.fields())
    assert added.to_json()["old_hash"] is None
    assert removed.to_json()["new_hash"] is None
    assert compared.to_json()["added"] == 1


def test_an_entry_is_found_by_what_it_said_and_says(
    compared: VersionDifference,
) -> None:
    changed = compared.entries[2]
    assert changed.has("BRANTOV")
    assert changed.has("brantof ilko")
    assert not changed.has("ilko doe")
    assert compared.entries[0].has("")


def test_the_comparison_is_that_of_the_content_hashes(tmp_path: Path) -> None:
    state = tmp_path / "state"
    older, newer = take(state, OLD), take(state, NEW, 1)
    compared = version_difference(state, "ftm", older, newer)
    assert compared.changes == changes(
        load_hashes(state, "ftm", older), load_hashes(state, "ftm", newer)
    )
    back = version_difference(state, "ftm", newer, older)
    assert back.counts() == {"added": 1, "removed": 1, "changed": 1}
    assert not version_difference(state, "ftm", newer, newer).entries
    assert load_entities(state, "ftm", newer)
    with pytest.raises(UnknownVersionError):
        version_difference(state, "ftm", "2020", newer)
