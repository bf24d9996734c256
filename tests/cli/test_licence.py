"""``licet licence``: licences read, written to a file, suspended and ended, in the terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World, condition, granted
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.test_appeal_kinds import deliver
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.services.licences import licences

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
APP = build_app()
OFFICER = ("--as", "officer@meridia.example")


@pytest.fixture
def run(world: World) -> Run:
    for key in ("officer", "head"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, typed: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(APP, ["licence", *words], input=typed)
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def _signed(who: str) -> tuple[str, ...]:
    return ("--as", f"{who}@meridia.example", "--code", code_now())


def test_licences_are_listed_shown_and_written_to_a_new_file(
    world: World, run: Run, tmp_path: Path
) -> None:
    assert run("list", *OFFICER).stdout == "0 licences, page 1 of 1.\n"
    seen = granted(world, condition("quantity_limit", quantity="10", unit="licences"))
    run_pending()
    assert seen.licence is not None
    number = seen.licence.number
    deliver(world, seen, 2)
    told = run("list", *OFFICER).stdout
    assert told.startswith(f"{number}  issued  until ")
    assert json.loads(run("list", *OFFICER, "--json").stdout)[0]["number"] == number
    shown = run("show", number, *OFFICER).stdout
    assert f"case {seen.number}" in shown
    assert "  condition: " in shown
    assert "download: 2 licences to Banco Aurora" in shown
    assert "  can: suspend_licence" in shown
    out = tmp_path / "licence.pdf"
    assert "bytes." in run("document", number, "--out", str(out), *OFFICER).stdout
    assert out.read_bytes().startswith(b"%PDF")
    with pytest.raises(InputError, match="is there already"):
        run("document", number, "--out", str(out), *OFFICER)
    with pytest.raises(NotFoundError):
        run("show", "MLA-L-2020-1", *OFFICER)


def test_a_licence_is_suspended_by_one_and_lifted_or_ended_by_another(
    world: World, run: Run
) -> None:
    seen = granted(world)
    assert seen.licence is not None
    number = seen.licence.number
    why = ("--reasons", "-")
    with pytest.raises(InvalidInputError):
        run("suspend", number, *why, *_signed("officer"), typed=" ")
    done = run("suspend", number, *why, *_signed("officer"), typed="A report.\n").stdout
    assert done.startswith(f"{number}: Suspended")
    with pytest.raises(WrongStateError):
        run("suspend", number, *why, *_signed("officer"), typed="Again.\n")
    assert run("lift", number, *why, *_signed("officer"), typed="x").exit_code == 3
    lifted = run("lift", number, *why, "--json", *_signed("head"), typed="It was another.")  # fmt: skip
    assert json.loads(lifted.stdout)["state"] == "issued"
    licences.suspend_licence(by=world.officer, licence=number, reasons="A second.", version=None)  # fmt: skip
    assert run("annul", number, *why, *_signed("officer"), typed="x").exit_code == 3
    ended = run("revoke", number, *why, *_signed("head"), typed="It was misused.")
    assert ended.stdout.startswith(f"{number}: Revoked")


def test_a_check_on_site_stands_with_the_licence(world: World, run: Run) -> None:
    seen = granted(world, condition("quantity_limit", quantity="10", unit="licences"))
    assert seen.licence is not None
    found = licences.Check(
        on=seen.licence.issued_on,
        condition=seen.licence.conditions[0].id,
        standing="kept",
        found="The log agrees.",
    )
    licences.record_check(
        by=world.inspector, licence=seen.licence.number, check=found, version=None
    )
    assert "check, kept: " in run("show", seen.licence.number, *OFFICER).stdout
