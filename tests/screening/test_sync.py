"""New list versions come into service whole, or the old ones stay."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.screening.lists import samples

from licet.screening import (
    DamagedStoreError,
    ListError,
    NoListFilesError,
    OlderListError,
    Result,
    ShrunkListError,
    UnknownVersionError,
    lists_fresh,
    read_list,
    statuses,
    store,
    sync,
)

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def names_file(count: int, start: int = 0) -> bytes:
    lines = [{"names": [f"Party Number {n}"]} for n in range(start, start + count)]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def deliver(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return deliver(tmp_path / "in", eu_dot_jsonl=names_file(100))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def test_a_first_sync_is_new_and_the_same_file_again_is_unchanged(
    place: Path, state: Path
) -> None:
    (first,) = sync(place, state, at=AT)
    (again,) = sync(place, state, at=LATER)
    assert (first.result, again.result) == (Result.NEW, Result.UNCHANGED)
    (status,) = statuses(state)
    assert status.synced_at == LATER
    assert status.versions == (first.version,)
    assert status.to_json()["changes"] == {"added": 100, "removed": 0, "changed": 0}
    assert status.to_json()["published"] is None


def test_the_files_as_received_and_both_versions_are_kept(
    place: Path, state: Path
) -> None:
    (first,) = sync(place, state, at=AT)
    deliver(place, eu_dot_jsonl=names_file(101))
    (second,) = sync(place, state, at=LATER)
    assert second.result is Result.CHANGED
    assert second.to_json()["changes"] == {"added": 1, "removed": 0, "changed": 0}
    (status,) = statuses(state)
    assert set(status.versions) == {first.version, second.version}
    raw = state / "lists" / "eu_fsf" / first.version / "raw" / "eu.jsonl"
    assert raw.read_bytes() == names_file(100)
    assert len(store.load_entities(state, "eu_fsf", first.version)) == 100


def test_a_loss_of_two_per_hundred_passes(place: Path, state: Path) -> None:
    sync(place, state, at=AT)
    deliver(place, eu_dot_jsonl=names_file(98))
    assert sync(place, state, at=LATER)[0].result is Result.CHANGED


def test_a_loss_of_more_stops_and_says_how_to_confirm(place: Path, state: Path) -> None:
    (first,) = sync(place, state, at=AT)
    deliver(place, eu_dot_jsonl=names_file(97))
    (refused,) = sync(place, state, at=LATER)
    assert refused.result is Result.REFUSED
    assert isinstance(refused.error, ShrunkListError)
    assert refused.to_json()["code"] == "list_shrunk"
    assert "3 of 100 entries would go" in str(refused.error)
    assert "--accept-loss eu_fsf" in str(refused.error)
    assert statuses(state)[0].version == first.version == refused.version
    (taken,) = sync(place, state, at=LATER, accept_loss=["eu_fsf"])
    assert taken.result is Result.CHANGED
    assert statuses(state)[0].entries == 97


def test_an_older_file_never_replaces_a_newer_version(
    tmp_path: Path, state: Path
) -> None:
    new = deliver(tmp_path / "new", **{"2026-05-01__un_dot_xml": samples.UN})
    old = deliver(
        tmp_path / "old",
        un_dot_xml=samples.UN.replace(b"2026-02-27", b"2020-02-27").replace(
            b"BARAM", b"B"
        ),
    )
    sync(new, state, at=AT)
    (refused,) = sync(old, state, at=LATER)
    assert isinstance(refused.error, OlderListError)
    assert refused.error.code == "list_older"
    assert "the file is of 2020-02-27" in str(refused.error)
    assert sync(old, state, at=LATER, accept_loss=["un_sc"])[0].result is Result.CHANGED


def test_a_bad_file_stops_no_other_source(place: Path, state: Path) -> None:
    deliver(
        place,
        un_dot_xml=samples.UN[:-40],
        notes_dot_txt=b"no list\n",
        image_dot_png=b"x",
    )
    outcomes = {o.source: o for o in sync(place, state, at=AT)}
    assert outcomes["eu_fsf"].result is Result.NEW
    assert outcomes["un_sc"].result is Result.REFUSED
    assert outcomes["un_sc"].version == ""
    assert outcomes["notes.txt"].to_json()["code"] == "list_format_unknown"


def test_of_several_deliveries_the_newest_is_taken(tmp_path: Path, state: Path) -> None:
    place = deliver(
        tmp_path / "in",
        **{
            "eu_2019-01__eu_dot_jsonl": names_file(10),
            "eu_2021-02-25__eu_dot_jsonl": names_file(12),
            "eu_2021-02-31__eu_dot_jsonl": names_file(3),
            "sdn_2019-01__sdn_dot_csv": samples.SDN,
            "alt_2025-12__alt_dot_csv": samples.ALT,
            "alt_2024-12__alt_dot_csv": samples.ALT[:36],
            "un_a__un_dot_xml": samples.UN,
            "un_b__un_dot_xml": samples.UN.replace(b"2026-02-27", b"2020-02-27"),
        },
    )
    outcomes = {o.source: o for o in sync(place, state, at=AT)}
    assert outcomes["eu_fsf"].entries == 12
    assert outcomes["us_ofac_sdn"].version.startswith("2019-01-01-")
    assert outcomes["un_sc"].version.startswith("2026-02-27-")
    entries = store.load_entities(state, "us_ofac_sdn", outcomes["us_ofac_sdn"].version)
    assert len(entries[1].names) == 3


def test_a_folder_without_lists_is_refused(tmp_path: Path, state: Path) -> None:
    with pytest.raises(NoListFilesError, match="no list found there") as raised:
        sync(deliver(tmp_path / "in", a_dot_png=b"x"), state, at=AT)
    assert raised.value.code == "list_none_found"


def test_one_file_can_be_synced_by_itself(place: Path, state: Path) -> None:
    assert sync(place / "eu.jsonl", state, at=AT)[0].entries == 100


def test_a_list_is_read_from_a_file_or_a_folder(tmp_path: Path) -> None:
    folder = deliver(
        tmp_path / "ofac", sdn_dot_csv=samples.SDN, alt_dot_csv=samples.ALT
    )
    assert len(read_list(folder / "sdn.csv").entities[1].names) == 3
    assert len(read_list(folder).entities[1].names) == 3
    both = deliver(tmp_path / "both", eu_dot_jsonl=names_file(1), un_dot_xml=samples.UN)
    assert read_list(both / "un.xml").source == "un_sc"
    with pytest.raises(NoListFilesError):
        read_list(both)
    bad = deliver(tmp_path / "bad", x_dot_csv=b"nothing\n")
    with pytest.raises(Exception, match="not in a list format"):
        read_list(bad)


def test_a_file_larger_than_any_list_is_not_read(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LARGEST", 10)
    with pytest.raises(ListError, match="larger than 10 bytes"):
        store.read_file(place / "eu.jsonl")


@pytest.mark.parametrize("step", range(1, 14))
def test_killed_at_any_step_the_old_version_is_still_in_service(
    place: Path, state: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    (first,) = sync(place, state, at=AT)
    deliver(place, eu_dot_jsonl=names_file(101))
    left = [step]

    def dying(real: object) -> object:
        def call(*args: object, **kw: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt
            return real(*args, **kw)  # type: ignore[operator]

        return call

    for name in ("fsync", "open"):
        monkeypatch.setattr(os, name, dying(getattr(os, name)))
    monkeypatch.setattr(Path, "rename", dying(Path.rename))
    try:
        sync(place, state, at=LATER)
    except KeyboardInterrupt:
        killed = True
    else:
        killed = False
    monkeypatch.undo()
    (status,) = statuses(state)
    assert status.entries in {100, 101}
    assert len(store.load_entities(state, "eu_fsf", status.version)) == status.entries
    (again,) = sync(place, state, at=LATER)
    assert again.entries == 101
    assert killed or step > 10
    assert first.version in statuses(state)[0].versions


def test_changed_bytes_in_the_store_are_found(place: Path, state: Path) -> None:
    (first,) = sync(place, state, at=AT)
    path = state / "lists" / "eu_fsf" / first.version / "entries.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Number 7", b"Number 8"))
    with pytest.raises(DamagedStoreError, match="not what was stored") as raised:
        store.load_entities(state, "eu_fsf", first.version)
    assert raised.value.code == "list_store_damaged"
    path.unlink()
    with pytest.raises(DamagedStoreError):
        store.load_hashes(state, "eu_fsf", first.version)


def test_an_unreadable_pointer_is_damage_not_absence(place: Path, state: Path) -> None:
    sync(place, state, at=AT)
    pointer = state / "lists" / "eu_fsf" / "current.json"
    for text in ("{", "[]"):
        pointer.write_text(text)
        with pytest.raises(DamagedStoreError):
            statuses(state)


def test_a_version_that_is_not_held_is_named(place: Path, state: Path) -> None:
    sync(place, state, at=AT)
    with pytest.raises(UnknownVersionError, match="no version '2020'") as raised:
        store.load_entities(state, "eu_fsf", "2020")
    assert raised.value.code == "list_version_unknown"


def test_lists_are_fresh_for_seven_days(place: Path, state: Path) -> None:
    assert not lists_fresh((), date(2026, 11, 23))
    sync(place, state, at=AT)
    held = statuses(state)
    assert lists_fresh(held, date(2026, 11, 23))
    assert lists_fresh(held, date(2026, 11, 30))
    assert not lists_fresh(held, date(2026, 12, 1))


def test_going_back_to_a_held_version_keeps_its_folder(
    place: Path, state: Path
) -> None:
    (first,) = sync(place, state, at=AT)
    deliver(place, eu_dot_jsonl=names_file(101))
    sync(place, state, at=AT)
    deliver(place, eu_dot_jsonl=names_file(100))
    (back,) = sync(place, state, at=AT)
    assert back.version == first.version
    assert len(statuses(state)[0].versions) == 2


def test_json_lines_name_the_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text('{"a": 1}\n\n')
    assert list(store.read_json_lines(path)) == [{"a": 1}]
    path.write_text('{"a": 1}\n\n[2]\n')
    with pytest.raises(ListError, match="line 3 is no object"):
        list(store.read_json_lines(path))
    path.write_text('{"a": 1\n')
    with pytest.raises(ListError, match="line 1 is no JSON"):
        list(store.read_json_lines(path))
