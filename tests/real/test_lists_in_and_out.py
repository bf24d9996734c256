"""The real lists come in whole, as their manifest counts them, go out and come in again the same.

Not collected on a machine without them (conftest.py beside this file).
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from licet.screening import (
    Result,
    changes,
    export_list,
    statuses,
    store,
    sync,
    version_difference,
)

LISTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "lists"
AT = datetime(2026, 11, 23, tzinfo=UTC)
pytestmark = pytest.mark.real

# Entries that come out; where the manifest counts rows, why they are fewer or more.
ENTRIES = {
    "au_dfat_2024-11-11": ("au_dfat", 3062),  # 9,550 rows, one a name: joined by number
    "ca_sema_2020": ("ca_sema", 1369),
    "eu_fsf_2021-02-25": ("eu_fsf", 1693),  # of 1,695 rows two are of one party each
    "uk_hmt_conlist_2020-04-27": ("uk_hmt_conlist", 2114),  # 9,492 rows, one a name
    "uk_sanctions_list_2025-08-11": (
        "uk_sanctions_list",
        5300,
    ),  # less heading and date
    "un_sc_2020-03-20": ("un_sc", 1014),
    "un_sc_2024-11-30": ("un_sc", 879),
    "un_sc_2026-02-27": ("un_sc", 1003),
    "us_bis_dpl_2021-07": ("us_bis_dpl", 545),  # 581 rows: one order, several places
    "us_csl_2022-04": ("us_csl", 14160),
    "us_csl_2026-07": ("us_csl", 25921),
    "us_ofac_nonsdn_2025-12": ("us_ofac_nonsdn", 442),
    "us_ofac_sdn_2019-01": (
        "us_ofac_sdn",
        7379,
    ),  # the manifest counts line ends: one less
    "us_ofac_sdn_2021-07": ("us_ofac_sdn", 8976),
    "us_ofac_sdn_2023-11": ("us_ofac_sdn", 11443),
}
PAIRS = [
    pytest.param("us_ofac_sdn_2019-01", "us_ofac_sdn_2021-07", id="sdn-2019-2021"),
    pytest.param("us_ofac_sdn_2021-07", "us_ofac_sdn_2023-11", id="sdn-2021-2023"),
    pytest.param("un_sc_2020-03-20", "un_sc_2026-02-27", id="un-2020-2026"),
    pytest.param("us_csl_2022-04", "us_csl_2026-07", id="csl-2022-2026"),
]


@pytest.mark.parametrize("name", ENTRIES)
def test_a_real_list_is_synced_whole_as_the_manifest_counts_it(
    tmp_path: Path, name: str
) -> None:
    source, count = ENTRIES[name]
    (done,) = sync(LISTS / name, tmp_path / "state", at=AT)
    assert (done.source, done.entries, done.result) == (source, count, Result.NEW)


NEWEST = {source: name for name, (source, _count) in sorted(ENTRIES.items())}


@pytest.mark.parametrize("name", NEWEST.values())
def test_a_real_list_comes_back_as_it_went_out(tmp_path: Path, name: str) -> None:
    source, count = ENTRIES[name]
    sync(LISTS / name, tmp_path / "state", at=AT)
    out = tmp_path / "out"
    out.mkdir()
    with (out / "list.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(export_list(tmp_path / "state", source))
    (back,) = sync(out, tmp_path / "other", at=AT)
    assert (back.source, back.entries) == (source, count)
    (held,), (got,) = statuses(tmp_path / "state"), statuses(tmp_path / "other")
    assert got.content_hash == held.content_hash


@pytest.mark.parametrize(("older", "newer"), PAIRS)
def test_a_real_delta_is_told_field_by_field_at_the_cost_of_what_differs(
    tmp_path: Path, older: str, newer: str
) -> None:
    source = ENTRIES[older][0]
    (one,) = sync(LISTS / older, tmp_path, at=AT)
    later = AT + timedelta(days=1)
    (two,) = sync(LISTS / newer, tmp_path, at=later, accept_loss=[source])
    found = version_difference(tmp_path, source, one.version, two.version)
    assert found.changes == changes(
        store.load_hashes(tmp_path, source, one.version),
        store.load_hashes(tmp_path, source, two.version),
    )
    assert all(entry.fields() for entry in found.entries)


def test_a_year_old_official_list_in_place_of_the_new_one_is_asked_about(
    tmp_path: Path,
) -> None:
    sync(LISTS / "us_csl_2026-07", tmp_path, at=AT)
    (refused,) = sync(LISTS / "us_csl_2022-04", tmp_path, at=AT)
    assert refused.result is Result.REFUSED
    assert statuses(tmp_path)[0].entries == 25921
