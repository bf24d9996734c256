"""``licet lists``: an alert handled, a version that was stopped accepted or rejected, in the terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework import test_list_questions as stopped
from tests.web.casework.builders import MovingClock, World, submit
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.test_list_alerts import (
    AURORA,
    OTHERS,
    change,
    lists,
    state,
)
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.access import SYSTEM
from licet.web.casework.errors import InvalidInputError, WrongStateError
from licet.web.casework.models import ListQuestion
from licet.web.casework.services.screening.lists import enter_sync

__all__ = ["_lists", "clock", "lists", "outside", "state", "world"]  # fixtures

Run = Callable[..., Result]
APP = build_app()
pytestmark = pytest.mark.usefixtures("lists")  # before the world


@pytest.fixture
def run(world: World) -> Run:
    for key in ("officer", "head"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, typed: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(APP, ["lists", *words], input=typed)
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def _signed(who: str) -> tuple[str, ...]:
    return ("--as", f"{who}@meridia.example", "--code", code_now())


def test_an_alert_is_handled_once_by_an_officer_who_says_why(
    world: World, clock: MovingClock, state: Path, run: Run
) -> None:
    change(state, clock, OTHERS)
    number = submit(world).number
    change(state, clock, [*OTHERS, AURORA])
    change(state, clock, [*OTHERS, (AURORA[0], AURORA[1], "Renamed.")])
    newest, oldest = (line.split()[0] for line in run("alerts").stdout.splitlines() if number in line)  # fmt: skip
    with pytest.raises(InvalidInputError):
        run("handle", newest, "--reasons", " ", *_signed("officer"))
    assert run("handle", newest, "--reasons", "x", *_signed("head")).exit_code == 3
    given = ("handle", newest, "--reasons", "-", *_signed("officer"))
    done = run(*given, typed="Another bank of that name.\n").stdout
    assert done == f"alert {newest}: handled by Officer\n"
    with pytest.raises(WrongStateError, match="handled already"):
        run(*given, typed="Again.\n")
    more = run("handle", oldest, "--reasons", "The same.", "--json", *_signed("officer"))  # fmt: skip
    assert json.loads(more.stdout)["reasons"] == "The same."
    assert run("alerts").stdout == "No alert.\n"


def test_a_version_that_was_stopped_is_accepted_or_rejected_once(
    world: World, clock: MovingClock, state: Path, run: Run
) -> None:
    look = ("questions", "--as", "officer@meridia.example")
    assert run(*look).stdout == "No version was stopped.\n"
    for count in (1000, 979):
        enter_sync(by=SYSTEM, outcomes=stopped.take(state, clock, count))
    number = str(ListQuestion.objects.get().pk)
    told = run(*look).stdout
    assert told.startswith(f"{number}  open  eu_fsf ")
    assert told.endswith(": 979 entries, 21 would go\n")
    given = ("answer", number, "--accept", "--reasons", "-")
    assert run(*given, *_signed("officer"), typed="Asked there.").exit_code == 3
    done = run(*given, *_signed("head"), typed="Asked there.").stdout
    assert done.startswith(f"{number}  accepted  eu_fsf ")
    with pytest.raises(WrongStateError, match="answered already"):
        run("answer", number, "--reject", "--reasons", "No.", "--json", *_signed("head"))  # fmt: skip
    (one,) = json.loads(run(*look, "--json").stdout)
    assert (one["standing"], one["reasons"]) == ("accepted", "Asked there.")
    assert run("questions", "--as", "halden@meridia.example").exit_code == 3
