"""Kill -9 at every step and at any moment: nothing lost, no fork. Two at once: one wins."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from tests.migrated import lay_migrated

MACHINE = Path(__file__).with_name("machine.py")
Machine = Callable[..., dict[str, Any]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of a database of its own, of the same vendor as that of the tests."""
    if connection.vendor == "sqlite":
        lay_migrated(tmp_path)
        yield f"sqlite:///{tmp_path}/licet.sqlite3"
        return
    import psycopg  # noqa: PLC0415  # only where PostgreSQL is

    name = f"machine_{uuid4().hex}"
    at = settings.DATABASES["default"]
    server = {"host": at["HOST"], "port": at["PORT"] or 5432, "user": at["USER"]}
    host = at["OPTIONS"].get("host", at["HOST"])
    with psycopg.connect(
        **(server | {"host": host}), dbname="postgres", autocommit=True
    ) as own:
        own.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{at['USER']}@/{name}?host={host}"
        own.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def machine(tmp_path: Path, database: str) -> Machine:
    def run(*mode: str) -> dict[str, Any]:
        environment = os.environ | {
            "DATABASE_URL": database,
            "LICET_STATE": str(tmp_path),
            "LICET_LOG_DIR": str(tmp_path / "log"),
            "DJANGO_SETTINGS_MODULE": "licet.web.site.settings",
            "LICET_LOG_LEVEL": "CRITICAL",
        }
        done = subprocess.run(
            [sys.executable, str(MACHINE), *mode],
            env=environment, capture_output=True, text=True, check=False, timeout=1800,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    return run


def assert_nothing_lost(found: dict[str, Any]) -> None:
    assert found["faults"] == []
    assert found["served"] == []
    assert (found["lost"], found["forks"], found["waiting"]) == (0, 0, 0)
    assert found["acknowledged"] > 0
    assert found["checkpoints"] > 1


@pytest.mark.slow
def test_kill_9_before_and_after_each_step_of_the_sequencer(machine: Machine) -> None:
    found = machine("steps")
    assert_nothing_lost(found)
    assert found["killed"] == found["tried"]


@pytest.mark.slow
def test_fifty_kills_at_chance_moments(machine: Machine) -> None:
    found = machine("random", "50")
    assert_nothing_lost(found)
    assert (found["killed"], found["stuck"]) == (50, 0)


@pytest.mark.soak
def test_a_thousand_kills_at_chance_moments(machine: Machine) -> None:
    found = machine("random", "1000")
    assert_nothing_lost(found)
    assert (found["killed"], found["stuck"]) == (1000, 0)


@pytest.mark.slow
def test_two_sequencers_and_three_writers_at_once(machine: Machine) -> None:
    found = machine("race")
    assert found["ended"] == [0] * 6
    assert_nothing_lost(found)
    assert found["acknowledged"] == 121
