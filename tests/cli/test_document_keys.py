"""``licet keys documents``: ceremony, rotation, loss and retirement in the terminal, by two people."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World
from tests.web.casework.conftest import _lists, clock, outside, world
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.web.casework.decision.papers import Papers
from licet.web.casework.ports import Ports, using

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

HEAD, SIGNER = "head@meridia.example", "signer@meridia.example"


@pytest.fixture
def run(world: World, outside: Ports, tmp_path: Path) -> object:
    for key in ("head", "signer"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, as_: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        signed = ("--as", as_, "--code", code_now()) if as_ else ()
        return CliRunner().invoke(build_app(), ["keys", "documents", *words, *signed])

    papers = replace(cast("Papers", outside.documents), folder=tmp_path / "documents")
    with using(replace(outside, documents=papers)):
        yield call


def test_two_people_hold_the_keys_in_the_terminal(run: Callable[..., Result]) -> None:
    def done(*words: str) -> Result:
        said = run(*words, "--reason", "It is time.", as_=HEAD).stdout
        act = said.split()[-1]
        assert f"waits: {act}" in run("list").stdout
        return run("approve", act, as_=SIGNER)

    assert run("list").stdout == ""
    assert "Copy the keys anew" in done("create").stdout
    keys = json.loads(run("list", "--json").stdout)["keys"]
    own = next(one["id"] for one in keys if one["purposes"] == ["licence"])
    done("rotate", "--purpose", "licence")
    assert f"{own}  licence  ended" in run("list").stdout
    done("retire", own)
    assert f"{own}  licence  retired" in run("list").stdout
    told = run(
        "lost", own, "--since", "2026-03-01T12:00Z", "--reason", "Stolen.", as_=HEAD
    )
    assert told.stdout.startswith("Published.")
    assert "lost since 2026-03-01T12:00:00Z" in run("list").stdout
    act = told.stdout.split()[-1]
    assert run("return", act, "--reason", "Found.", as_=HEAD).exit_code == 3
    assert (
        run("return", act, "--reason", "Found.", as_=SIGNER).stdout == "Given back.\n"
    )
    assert "lost since" not in run("list").stdout
    wrong = run("lost", own, "--since", "noon", "--reason", "x", as_=HEAD)
    assert wrong.exit_code == 2
