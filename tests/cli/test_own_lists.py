"""``licet lists own``: proposed and approved by two people who prove who they are."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from pytest_django.fixtures import Settings
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World
from tests.web.casework.conftest import _lists, clock, outside, world
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.screening import NATIONAL, statuses
from licet.web.casework.engines import Lists
from licet.web.casework.errors import StaleProposalError
from licet.web.casework.ports import Ports, using

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
OFFICER, HEAD = "officer@meridia.example", "head@meridia.example"
DOCUMENT = {
    "kind": "organisation",
    "names": ["Quorvex Systems (invented)"],
    "legal_basis": "Power to list (invented)",
    "citation": "Export Act s. 12 (invented)",
    "first": "2026-01-01",
}


@pytest.fixture
def state(tmp_path: Path, settings: Settings) -> Path:
    settings.LICET_STATE = tmp_path / "state"
    return tmp_path / "state"


@pytest.fixture
def run(world: World, state: Path, outside: Ports) -> Iterator[Run]:
    for key in ("officer", "head"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str) -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(build_app(), ["lists", "own", *words])
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    with using(replace(outside, screener=Lists(state=state))):
        yield call


@pytest.fixture
def wording(tmp_path: Path) -> str:
    path = tmp_path / "entry.json"
    path.write_text(json.dumps(DOCUMENT), "utf-8")
    return str(path)


def test_two_people_keep_a_list_in_the_terminal(
    run: Run, state: Path, wording: str
) -> None:
    who = ("--as", OFFICER, "--code", code_now())
    assert "No proposal" in run("proposals").stdout
    assert "No entry" in run("list", NATIONAL).stdout
    made = json.loads(
        run("propose", NATIONAL, "--from", wording, "--reasons", "Why.", *who, "--json").stdout
    )  # fmt: skip
    number = str(made["id"])
    assert number in run("proposals", "--source", NATIONAL).stdout
    assert len(json.loads(run("proposals", "--json").stdout)["proposals"]) == 1
    mine = run("approve", number, *who)
    assert mine.exit_code == 3
    done = run("approve", number, "--as", HEAD, "--code", code_now())
    assert "approved" in done.stdout
    assert "new, 1 entries" in run("publish", NATIONAL).stdout
    assert (
        json.loads(run("publish", NATIONAL, "--json").stdout)["result"] == "unchanged"
    )
    assert statuses(state)[0].entries == 1
    assert "Quorvex" in run("list", NATIONAL, "--words", "quorvex").stdout
    (entry,) = json.loads(run("list", NATIONAL, "--json").stdout)["entries"]
    shown = run("show", NATIONAL, entry["entry"]).stdout
    assert "legal_basis" in shown
    assert "add (approved)" in shown
    whole = json.loads(run("show", NATIONAL, entry["entry"], "--json").stdout)
    assert whole["entry"]["version"] == 1


def test_a_removal_is_proposed_refused_and_withdrawn(run: Run, wording: str) -> None:
    who = ("--as", OFFICER, "--code", code_now())
    sign = ("--as", HEAD, "--code", code_now())
    run("propose", NATIONAL, "--from", wording, "--reasons", "Why.", *who)
    (made,) = json.loads(run("proposals", "--json").stdout)["proposals"]
    run("approve", str(made["id"]), *sign)
    gone = ("propose", NATIONAL, "--entry", made["entry"], "--remove", "--reasons", "x")
    with pytest.raises(StaleProposalError):
        run(*gone, "--base", "7", *who)
    first = json.loads(run(*gone, *who, "--json").stdout)
    assert (
        "refused" in run("refuse", str(first["id"]), "--reasons", "No.", *sign).stdout
    )
    second = json.loads(run(*gone, *who, "--json").stdout)
    assert "withdrawn" in run("withdraw", str(second["id"]), *who).stdout


def test_a_wrong_code_and_half_an_order_are_refused(
    run: Run, wording: str, tmp_path: Path
) -> None:
    base = ("propose", NATIONAL, "--reasons", "Why.", "--as", OFFICER)
    assert run(*base, "--from", wording, "--code", "000000").exit_code == 3
    with pytest.raises(InputError, match="Give the wording"):
        run(*base, "--code", code_now())
    with pytest.raises(InputError, match="--entry NUMBER"):
        run(*base, "--remove", "--code", code_now())
    with pytest.raises(InputError, match="is no JSON file"):
        run(*base, "--from", str(tmp_path / "none.json"), "--code", code_now())
    (tmp_path / "list.json").write_text("[]")
    with pytest.raises(InputError, match="holds no object"):
        run(*base, "--from", str(tmp_path / "list.json"), "--code", code_now())
