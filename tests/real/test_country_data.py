"""The published country indicators, when they lie beside the checkout: all are read, nothing is lost in silence."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from licet.risk.destination import held_of, profile, sync

FILES = Path(__file__).resolve().parents[3] / "shared" / "data" / "countries"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not FILES.is_dir(), reason="the published indicators are not here"
    ),
]


def rows_of(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return sum(1 for _ in csv.reader(handle)) - 1


def test_every_file_is_taken_and_every_row_is_accounted_for(tmp_path: Path) -> None:
    done = sync(FILES, tmp_path, at=datetime(2026, 11, 27, tzinfo=UTC))
    assert [one.error for one in done if one.error] == []
    assert len(done) == len(list(FILES.glob("*.csv")))
    told = {one.source: one for one in done}
    six = told["vdem_spaces"].values // 6 + sum(told["vdem_spaces"].dropped.values())
    taken = sum(
        one.values + one.empty + sum(one.dropped.values())
        for one in done
        if one.source != "vdem_spaces"
    )
    assert taken + six == sum(rows_of(path) for path in FILES.glob("*.csv"))


def test_a_profile_stands_on_every_source_with_its_licence(tmp_path: Path) -> None:
    sync(FILES, tmp_path, at=datetime(2026, 11, 27, tzinfo=UTC))
    found = profile("BR", date(2026, 11, 27), held=held_of(tmp_path, "BR"))
    assert all(one.newest for one in found.indicators)
    assert all(one.held.dataset.licence for one in found.indicators)
    early = profile("BR", date(2026, 11, 22), held=held_of(tmp_path, "BR"))
    assert {one.code for one in early.missing} == {"not_yet_published"}
