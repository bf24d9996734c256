"""``licet ownership``: an officer states an owner, judges a finding and two of one name, in the terminal."""

import json
import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World, see, submit, take
from tests.web.ownership.conftest import (
    LISTED,
    _empty_log,
    clock,
    company,
    ftm,
    holding,
    lists,
    outside,
    owned,
    world,
)
from tests.web.ownership.test_case import BANK, codes, register, standings
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.jobs.worker import run_pending

__all__ = ["_empty_log", "clock", "lists", "outside", "owned", "world"]  # fixtures

Run = Callable[..., Result]
APP = build_app()
OFFICER = ("--as", "officer@meridia.example")


@pytest.fixture
def run(world: World) -> Run:
    for key in ("officer", "head"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str) -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(APP, ["ownership", *words])
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def _signed(who: str = "officer") -> tuple[str, ...]:
    return ("--as", f"{who}@meridia.example", "--code", code_now())


def _taken(world: World) -> str:
    number = submit(world).number
    take(world, number)
    return number


def test_an_owner_is_stated_with_a_source_judged_and_withdrawn_again(
    world: World, run: Run
) -> None:
    number = _taken(world)
    said = ("state", number, "shares", LISTED, BANK, "--low", "70", "--high")
    with pytest.raises(InputError, match="is no number"):
        run(*said, "most", "--source", "Register", *_signed())
    with pytest.raises(InvalidInputError) as caught:
        run(*said, "70", "--source", " ", *_signed())
    assert list(caught.value.fields) == ["source"]
    whole = (*said, "70", "--source", "Register, 1 March 2026 (invented)", "--first", "2020-01-01")  # fmt: skip
    assert run(*whole, *_signed("head")).exit_code == 3
    told = run(*whole, *_signed()).stdout
    assert told == f"{number}: stated; the worker traces the owners again.\n"
    run_pending()
    shown = run("case", number, *OFFICER).stdout
    finding, *_ = re.findall(
        rf"possibly: {re.escape(BANK)} under \S+ \(open\) \[(\d+)\]", shown
    )
    with pytest.raises(InvalidInputError, match="owned, not owned"):
        run("judge", number, finding, "perhaps", "--reasons", "x", *_signed())
    judged = ("judge", number, finding, "owned", "--reasons", "The extract says so.")
    assert run(*judged, *_signed()).stdout == f"{number}: finding {finding} is owned.\n"
    run_pending()
    assert "open_ownership" in codes(see(world, number))
    (statement,) = re.findall(r"stated \[(\d+)\]: ", run("case", number, *OFFICER).stdout)  # fmt: skip
    back = ("withdraw", number, statement, "--reasons", "Another bank.", *_signed())
    assert run(*back).stdout == f"{number}: statement {statement} is withdrawn.\n"
    with pytest.raises(WrongStateError, match="withdrawn already"):
        run(*back)
    run_pending()
    assert ", withdrawn)" in run("case", number, *OFFICER).stdout
    tie = ("state", number, "tie", "Ada Roe (invented)", BANK, "--source", "Register", "--manner", "director")  # fmt: skip
    made = json.loads(run(*tie, "--json", *_signed()).stdout)
    assert made["number"] == number


def test_an_entry_of_a_register_with_the_same_name_is_ruled_out_with_reasons(
    world: World, run: Run
) -> None:
    number = _taken(world)
    content = (company("a", BANK), company("c", LISTED), holding("c", "a", "90"))
    register(world, ftm(*content))
    assert f"namesake: {BANK} and registry:a {BANK} (namesake)" in run("case", number, *OFFICER).stdout  # fmt: skip
    said = ("same", number, BANK, "registry:a", "--another", "--reasons", "Closed in 1990.")  # fmt: skip
    assert run(*said, *_signed("head")).exit_code == 3
    assert (
        run(*said, *_signed()).stdout == f"{number}: {BANK} and registry:a are two.\n"
    )
    run_pending()
    assert "possibly" not in standings(see(world, number)).values()
    with pytest.raises(NotFoundError):
        run("same", number, BANK, "registry:z", "--same", "--reasons", "x", *_signed())
