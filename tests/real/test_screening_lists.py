"""The real lists are read whole, come into service, and the matcher keeps its quality.

Not collected on a machine without them (conftest.py beside this file).
"""

import importlib.util
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.screening import (
    DEFAULT_ALGORITHM,
    NoListFilesError,
    Party,
    Question,
    Result,
    build_index,
    entries_changed,
    index_parties,
    open_service_index,
    read_list,
    rescreen,
    rescreen_within,
    statuses,
    sync,
    threshold,
)

SHARED = Path(__file__).resolve().parents[3] / "shared"
LISTS = SHARED / "data" / "lists"
BENCH = SHARED / "bench" / "screening"
pytestmark = pytest.mark.real

FOLDERS = sorted(path.name for path in LISTS.glob("*") if path.is_dir())
WHOLE = [name for name in FOLDERS if not name.startswith("us_ofac_alt")]


@pytest.mark.parametrize("name", WHOLE)
def test_every_real_list_is_read_whole(name: str) -> None:
    version = read_list(LISTS / name)
    assert len(version.entities) > 400
    assert len({entity.id for entity in version.entities}) == len(version.entities)
    assert all(entity.names for entity in version.entities)


def test_tables_of_other_names_alone_are_no_list() -> None:
    with pytest.raises((NoListFilesError, Exception), match="without their parties"):
        read_list(LISTS / "us_ofac_alt_2025-12")


def test_all_lists_come_into_service_and_find_a_listed_vendor(tmp_path: Path) -> None:
    outcomes = sync(LISTS, tmp_path, at=datetime(2026, 11, 23, tzinfo=UTC))
    assert {outcome.result for outcome in outcomes} == {Result.NEW}
    assert len(outcomes) == 10
    index = open_service_index(tmp_path)
    assert len(index) > 50_000
    for asked in ("NSO Group", "Positive Technologies", "Huawei Technologies"):
        hit = index.search([asked])[0]
        assert hit.score >= threshold(DEFAULT_ALGORITHM)
        assert hit.entity.source in {"us_csl", "us_ofac_sdn"}


def test_half_a_real_list_is_refused_and_the_whole_one_stays(tmp_path: Path) -> None:
    whole = (LISTS / "un_sc_2026-02-27" / "consolidated.xml.gz").read_bytes()
    place = tmp_path / "in"
    place.mkdir()
    (place / "un.xml.gz").write_bytes(whole)
    sync(place, tmp_path / "state", at=datetime(2026, 11, 23, tzinfo=UTC))
    (place / "un.xml.gz").write_bytes(whole[: len(whole) // 2])
    (refused,) = sync(place, tmp_path / "state", at=datetime(2026, 11, 24, tzinfo=UTC))
    assert refused.result is Result.REFUSED
    assert statuses(tmp_path / "state")[0].entries == 1003


def test_a_real_delta_touches_the_parties_it_concerns() -> None:
    old = read_list(LISTS / "us_ofac_sdn_2021-07").entities
    new = read_list(LISTS / "us_ofac_sdn_2023-11").entities
    touched, found = entries_changed(old, new)
    assert len(found.added) > 2000
    weights = build_index(old).weights
    asked = [entity.names[0].text for entity in touched[::400]]
    parties = index_parties(
        [
            Party(reference=f"p{n}", question=Question(names=(name,)))
            for n, name in enumerate(asked)
        ]
    )
    alerts = rescreen(parties, touched, weights=weights)
    assert {alert.reference for alert in alerts} == {f"p{n}" for n in range(len(asked))}


DELTAS = [
    pytest.param("us_ofac_sdn_2019-01", "us_ofac_sdn_2021-07", id="sdn-2019-2021"),
    pytest.param("us_ofac_sdn_2021-07", "us_ofac_sdn_2023-11", id="sdn-2021-2023"),
    pytest.param("un_sc_2020-03-20", "un_sc_2024-11-30", id="un-2020-2024"),
    pytest.param("un_sc_2024-11-30", "un_sc_2026-02-27", id="un-2024-2026"),
    pytest.param("un_sc_2020-03-20", "un_sc_2026-02-27", id="un-2020-2026"),
    pytest.param("us_csl_2022-04", "us_csl_2026-07", id="csl-2022-2026"),
]


@pytest.mark.parametrize(("older", "newer"), DELTAS)
def test_a_real_delta_says_what_screening_everybody_anew_says(
    older: str, newer: str
) -> None:
    old, new = read_list(LISTS / older).entities, read_list(LISTS / newer).entities
    touched, found = entries_changed(old, new)
    # Names of changed and of unchanged entries, and the same with a letter lost.
    chosen = [*touched[:: len(touched) // 80 + 1], *new[:: len(new) // 50]]
    names = [name.text for entity in chosen for name in entity.names[:2]]
    names += [name[:3] + name[4:] for name in names[::2]]
    parties = [
        Party(reference=f"{n:05}", question=Question(names=(name,), countries=("RU",)))
        for n, name in enumerate(names)
    ]
    whole = build_index(new)
    alerts = rescreen_within(index_parties(parties), touched, whole=whole)
    ids = {*found.added, *found.changed}
    hits = whole.search_all([one.question for one in parties])
    full = sorted(
        (one.reference, hit.entity.id, hit.score)
        for one, its in zip(parties, hits, strict=True)
        for hit in its
        if hit.entity.id in ids and hit.score >= threshold(DEFAULT_ALGORITHM)
    )
    assert len(parties) > 200
    assert full
    assert full == sorted(
        (one.reference, one.hit.entity.id, one.hit.score) for one in alerts
    )


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_the_matcher_clears_its_goals_on_the_public_benchmark(tmp_path: Path) -> None:
    entities, out = tmp_path / "e.jsonl", tmp_path / "r.jsonl"
    command = [
        sys.executable,
        BENCH / "lists.py",
        "--withheld",
        BENCH / "withheld.jsonl",
    ]
    done = subprocess.run(list(map(str, command)), check=True, capture_output=True)
    entities.write_bytes(done.stdout)
    words = ["--entities", entities, "--queries", BENCH / "queries.jsonl", "--out", out]
    result = CliRunner().invoke(build_app(), ["screen", "bench", *map(str, words)])
    assert result.exit_code == 0
    measured = json.loads(result.stdout)
    score = _module(BENCH / "score.py")
    report = score.evaluate(score.read(BENCH / "queries.jsonl"), score.read(out))
    groups = report["by_category"]
    assert report["f1"] >= 0.92
    assert report["fpr_at_recall_85"] <= 0.02
    assert groups["ALL positives"]["recall@10"] >= 0.96
    assert groups["initials"]["recall@10"] >= 0.85
    assert groups["neg_person"]["fpr@t"] <= 0.01
    assert (
        measured["queries_per_second"] > 420
    )  # ten times token_sort_ratio, any machine
