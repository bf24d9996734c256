"""An authority bound by two laws on listed owners; lists of these tests alone."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from tests.web.casework import conftest as casework
from tests.web.casework.builders import START, World, build_world
from tests.web.casework.kept import keeping

from licet.screening import sync
from licet.web.casework.engines import Lists
from licet.web.casework.ports import Ports, using

_empty_log, clock, outside = (
    casework._empty_log,
    casework.clock,
    casework.outside,
)  # fixtures

LISTED = "Marrowgate Holdings (invented)"
"""Somebody on the invented list of these tests."""


@pytest.fixture(scope="session")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Lists:
    """A state with the list of these tests in service; no test changes it."""
    base = tmp_path_factory.mktemp("owned")
    folder = base / "in"
    folder.mkdir()
    entries = [("e1", LISTED), ("e2", "Voskranev Institute (invented)")]
    lines = [
        {"id": number, "schema": "Company", "properties": {"name": [name]}}
        for number, name in entries
    ]
    text = "\n".join(json.dumps(one) for one in lines) + "\n"
    (folder / "list.jsonl").write_text(text, "utf-8")
    sync(folder, base / "state", at=START)
    return Lists(state=base / "state")


@pytest.fixture
def lists(settings: Settings, outside: Ports, owned: Lists) -> Iterator[Lists]:
    settings.LICET_STATE = owned.state
    settings.LICET_OTHER_LAWS = ("eu/2021-821", "uk/eco-2008")
    with using(replace(outside, screener=owned)):
        yield owned


@pytest.fixture
def world(db: None, lists: Lists, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with keeping(monkeypatch):
        yield build_world()


def company(identity: str, name: str, **properties: Sequence[str]) -> dict[str, Any]:
    return {
        "id": identity,
        "schema": "Company",
        "properties": {"name": [name], **{k: list(v) for k, v in properties.items()}},
    }


def holding(owner: str, asset: str, *percent: str, **dates: str) -> dict[str, Any]:
    given = {"owner": [owner], "asset": [asset], "percentage": list(percent)}
    return {
        "id": f"{owner}-{asset}",
        "schema": "Ownership",
        "properties": given | {key: [day] for key, day in dates.items()},
    }


def ftm(*entities: dict[str, Any]) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in entities).encode()
