"""The invented lists in service, made once, and files of invented parties."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from licet.bulk import Order, PartyFile, party_file
from licet.screening import (
    Index,
    index_place,
    invented_lists,
    open_service_index,
    sync,
    threshold,
)

LISTED = (
    "Quorvex Intrusion Systems",
    "Sable Wind Exploit Brokers",
    "Dmitar Voskranev",
)
PLAIN = "Wilhelmina Parsnip Bakeries"


def names(count: int, *, every: int = 50) -> list[str]:
    """Invented names, one of ``every`` of them listed."""
    return [
        LISTED[n // every % 3] if n % every == 0 else f"{PLAIN} {n * 7919 % 10007}"
        for n in range(count)
    ]


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("bulk") / "state"
    sync(invented_lists(), found, at=datetime(2026, 11, 27, tzinfo=UTC))
    open_service_index(found)
    return found


@pytest.fixture(scope="session")
def index(state: Path) -> Index:
    return open_service_index(state)


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[[Sequence[str]], PartyFile]:
    def make(given: Sequence[str]) -> PartyFile:
        path = tmp_path / "parties.csv"
        path.write_text("name\n" + "".join(f"{one}\n" for one in given))
        return party_file(path)

    return make


@pytest.fixture
def order(state: Path, index: Index) -> Callable[..., Order]:
    def make(file: PartyFile, **changed: object) -> Order:
        facts: dict[str, object] = {
            "file": file,
            "index": index_place(state, index),
            "algorithm": index.algorithm,
            "lists": index.versions,
            "least": threshold(index.algorithm),
            "rows": 16,
            **changed,
        }
        return Order(**facts)  # type: ignore[arg-type]

    return make


def ftm_line(number: int, name: str, schema: str = "Company", **more: list[str]) -> str:
    entity = {
        "id": f"e{number}",
        "schema": schema,
        "properties": {"name": [name], **more},
    }
    return json.dumps(entity) + "\n"
