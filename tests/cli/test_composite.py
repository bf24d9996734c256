"""``licet composite``: made by one officer, checked by a second, put before a panel."""

import json
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.panel_builders import agree, seat_all, taken, terms
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
OFFICER, SECOND = "officer@meridia.example", "officer2@meridia.example"


@pytest.fixture
def run(world: World) -> Run:
    for key in ("officer", "officer2", "head"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, typed: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(build_app(), ["composite", *words], input=typed)
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def _signed(who: str) -> tuple[str, ...]:
    return ("--as", who, "--code", code_now())


def test_a_composite_goes_from_officer_to_officer_to_a_panel(
    world: World, run: Run
) -> None:
    seat_all(world)
    agreement = agree(world, terms("industry"))
    case = taken(world)
    told = ("make", case, "--title", "A filter", "--text")
    with pytest.raises(InvalidInputError) as leaked:
        run(*told, "Halden sells it.", *_signed(OFFICER))
    assert "text" in leaked.value.fields
    made = run(*told, "-", *_signed(OFFICER), typed="Somebody sells a filter.\n").stdout
    number = made.partition(":")[0]
    assert (
        made == f"{number}: A filter (waits; case {case})\nSomebody sells a filter.\n"
    )
    assert run("check", number, "--approve", *_signed(OFFICER)).exit_code == 3
    done = run("check", number, "--approve", "--json", *_signed(SECOND))
    assert json.loads(done.stdout)["standing"] == "approved"
    asked = ("refer", number, "--panel", "industry", "--question", "Is it usual?",
             "--agreement", agreement, "--purpose", "industry_advice", "--because", "New.")  # fmt: skip
    assert "industry" in run(*asked, *_signed(OFFICER)).stdout.lower()
    again = json.loads(run(*asked, "--json", *_signed(OFFICER)).stdout)
    assert again["sort"] == "composite"
    assert f"{number}  approved  {case}" in run("list", "--as", OFFICER).stdout
    (one,) = json.loads(run("list", "--as", OFFICER, "--json").stdout)
    assert one["text"] == "Somebody sells a filter."
    assert json.loads(run("show", number, "--as", OFFICER, "--json").stdout) == one


def test_a_composite_is_returned_with_reasons_and_only_by_who_proves_it(
    world: World, run: Run
) -> None:
    case = taken(world)
    made = run("make", case, "--title", "A filter", "--text", "Somebody sells it.",
               "--json", *_signed(OFFICER))  # fmt: skip
    number = json.loads(made.stdout)["number"]
    wrong = run("check", number, "--return", "--as", SECOND, "--code", "000000")
    assert wrong.exit_code == 3
    back = run("check", number, "--return", "--reasons", "Too plain.", "--as", SECOND,
               typed=f"{code_now()}\n")  # fmt: skip
    assert "Too plain." in back.stdout
    assert "returned" in run("show", number, "--as", OFFICER).stdout
    assert run("list", "--as", "halden@meridia.example").exit_code == 3
