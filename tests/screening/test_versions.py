"""Every algorithm still says what it said: old hits can be reproduced to the last digit."""

import json
from pathlib import Path
from typing import Any

import pytest

from licet.kernel import digest
from licet.screening import Hit, Kind, Question, build_index, entity_from_json

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "screening"


def question(row: dict[str, Any]) -> Question:
    return Question(
        names=tuple(row["names"]),
        kind=Kind(row["kind"]) if row["kind"] else None,
        countries=tuple(row["countries"]),
        birth_dates=tuple(row["birth_dates"]),
        identifiers=tuple(row["identifiers"]),
    )


def reasons(hit: Hit) -> str:
    parts = [[p.query, p.entry, p.kind, f"{p.weight:.4f}"] for p in hit.parts]
    told = [hit.query_name, hit.matched_name, parts, list(hit.qualifiers), hit.words]
    return digest(told)[:16]


@pytest.mark.parametrize("algorithm", ["v1", "v2"])
def test_an_algorithm_says_what_it_said_when_it_was_frozen(algorithm: str) -> None:
    frozen = json.loads((VECTORS / f"{algorithm}.json").read_text("utf-8"))
    index = build_index(map(entity_from_json, frozen["entities"]), algorithm=algorithm)
    asked = [question(row) for row in frozen["questions"]]
    for row, hits in zip(
        frozen["questions"], index.search_all(asked, limit=5), strict=True
    ):
        found = [[h.entity.id, f"{h.score:.4f}", reasons(h)] for h in hits]
        assert found == row["hits"], row["names"]
