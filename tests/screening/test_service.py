"""The index over everything in service: from list files to hits with reasons."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from licet.screening import (
    DEFAULT_ALGORITHM,
    DamagedStoreError,
    NoListsError,
    index_place,
    invented_lists,
    open_index,
    open_service_index,
    statuses,
    sync,
    threshold,
)

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    sync(invented_lists(), tmp_path, at=AT)
    return tmp_path


def test_without_a_list_nobody_can_be_screened(tmp_path: Path) -> None:
    with pytest.raises(NoListsError, match="licet lists sync --from FOLDER") as raised:
        open_service_index(tmp_path)
    assert raised.value.code == "no_lists"


def test_the_invented_lists_come_into_service_marked_as_invented(state: Path) -> None:
    held = {status.source: status for status in statuses(state)}
    assert {s: h.entries for s, h in held.items()} == {
        "un_sc": 2,
        "us_csl": 10,
        "us_ofac_sdn": 4,
    }
    assert all(status.title.endswith("(invented)") for status in held.values())


def test_a_misspelt_vendor_is_found_and_the_reason_said(state: Path) -> None:
    index = open_service_index(state)
    hit = index.search(["Quorwex Intrusion Sistems"])[0]
    assert hit.matched_name == "Quorvex Intrusion Systems Ltd."
    assert hit.score >= threshold(DEFAULT_ALGORITHM)
    assert hit.entity.programs[0] == "entity_list"
    data = hit.to_json()
    assert data["list_version"] == statuses(state)[1].version
    assert "intrusion" in str(data["words"])


def test_the_index_on_disk_is_used_again_until_a_list_changes(state: Path) -> None:
    open_service_index(state)
    folders = list((state / "lists" / ".index").iterdir())
    open_service_index(state)
    assert list((state / "lists" / ".index").iterdir()) == folders


def test_another_process_opens_the_index_at_its_place(state: Path) -> None:
    index = open_service_index(state)
    again = open_index(index_place(state, index))
    assert again.versions == index.versions
    assert [hit.score for hit in again.search(["Quorvex"])] == [
        hit.score for hit in index.search(["Quorvex"])
    ]


def test_a_damaged_index_is_built_again_from_the_lists(state: Path) -> None:
    open_service_index(state)
    (folder,) = (state / "lists" / ".index").iterdir()
    (folder / "key_hash.npy").write_bytes(b"damaged")
    assert open_service_index(state).search(["Quorvex"])


def test_indexes_long_out_of_service_are_removed(state: Path, tmp_path: Path) -> None:
    delivered = tmp_path / "more"
    delivered.mkdir()
    for count in range(1, 6):
        lines = "".join(f'{{"names": ["Invented Party {n}"]}}\n' for n in range(count))
        (delivered / "eu.jsonl").write_text(lines)
        sync(delivered, state, at=AT)
        index = open_service_index(state)
        assert len(index) == 16 + count
    assert len(list((state / "lists" / ".index").iterdir())) == 3


def test_an_index_of_another_format_is_not_read(state: Path) -> None:
    open_service_index(state)
    (folder,) = (state / "lists" / ".index").iterdir()
    meta = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps({**meta, "format": 0}))
    with pytest.raises(DamagedStoreError, match="another version of Licet"):
        open_index(folder)
    (folder / "meta.json").write_text(
        json.dumps({**meta, "arrays": {**meta["arrays"], "key_hash": [1]}})
    )
    with pytest.raises(DamagedStoreError, match="another shape"):
        open_index(folder)
    with pytest.raises(DamagedStoreError, match="holds no index"):
        open_index(folder / "nowhere")
