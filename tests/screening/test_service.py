"""The index over everything in service: from list files to hits with reasons."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from licet.screening import (
    NoListsError,
    invented_lists,
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
    assert hit.score >= threshold("v1")
    assert hit.entity.programs[0] == "entity_list"
    data = hit.to_json()
    assert data["list_version"] == statuses(state)[1].version
    assert "intrusion" in str(data["words"])


def test_the_index_on_disk_is_used_again_until_a_list_changes(state: Path) -> None:
    open_service_index(state)
    folders = list((state / "lists" / ".index").iterdir())
    open_service_index(state)
    assert list((state / "lists" / ".index").iterdir()) == folders
