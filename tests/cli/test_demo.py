"""``licet demo`` takes the whole way once, and leaves other people's states alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from licet.cli.demo import ForeignStateError

STEPS = [
    "sync",
    "apply",
    "classify",
    "determine",
    "screen",
    "assess",
    "refer",
    "advise",
    "decide",
    "countersign",
    "issue",
    "verify",
    "publish",
    "fsck",
]


def licet(state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DATABASE_URL", "LICET_LISTS", "DJANGO_SETTINGS_MODULE"}
    }
    return subprocess.run(
        [sys.executable, "-m", "licet", *arguments],
        env=environment | {"LICET_STATE": str(state)},
        cwd=state.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )


@pytest.mark.slow
def test_the_whole_way_is_true_at_every_station(tmp_path: Path) -> None:
    state = tmp_path / "state"
    done = licet(state, "demo", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["ok"] is True
    assert [step["id"] for step in document["steps"]] == STEPS
    assert all(step["ok"] for step in document["steps"])
    assert licet(state, "fsck", str(state / "export")).returncode == 0
    assert licet(state, "fsck", "--database").returncode == 0


def test_a_state_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    (state / "precious").write_text("mine")
    done = licet(state, "demo", "--json")
    assert done.returncode == 2
    assert "LICET_STATE" in done.stderr
    assert (state / "precious").read_text() == "mine"


def test_the_refusal_has_a_code() -> None:
    error = ForeignStateError(Path("somewhere"))
    assert error.code == "foreign_state"
    assert "left alone" in str(error)
