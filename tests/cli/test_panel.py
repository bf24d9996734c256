"""``licet panel``: seats, agreements and disclosures listed; an agreement suspended at once."""

import json
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.panel_builders import (
    agree,
    northmark,
    refer,
    seat_all,
    taken,
    terms,
)
from tests.web.casework.test_agreements import _disclose
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError, WrongStateError
from licet.web.casework.ports import legal_day, now
from licet.web.casework.services.disclosing import recall_disclosure

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]


@pytest.fixture
def run(world: World) -> Run:
    TOTP.activate(world.people["head"], SECRET)
    TOTP.activate(world.people["officer"], SECRET)

    def call(*words: str) -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(build_app(), ["panel", *words])
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def test_what_stands_is_listed_without_any_content_of_a_case(
    world: World, run: Run
) -> None:
    assert run("agreements").stdout == ""
    seat_all(world)
    agreement = agree(world, terms())
    refer(world, taken(world), agreement)
    assert "Ada  2026-03-02 to 2027-03-01  sits" in run("list").stdout
    assert f"{agreement}  ethics  in_force" in run("agreements").stdout
    told = run("disclosures", "--agreement", agreement).stdout
    assert "DIS-2026-0001" in told
    assert "Banco" not in told
    assert len(json.loads(run("list", "--json").stdout)) == 2
    assert json.loads(run("agreements", "--json").stdout)[0]["disclosed"] == 1
    assert json.loads(run("disclosures", "--json").stdout)["total"] == 1
    recall_disclosure(by=world.officer, number="DIS-2026-0001", reasons="Error.")
    assert "called back" in run("disclosures").stdout


def test_an_agreement_is_suspended_by_who_may_and_proves_it(
    world: World, run: Run
) -> None:
    number = agree(world, terms())
    signed = ("--reasons", "A leak.", "--code", code_now(), "--as")
    assert run("agreement", number, "suspend", *signed, "officer@meridia.example").exit_code == 3  # fmt: skip
    done = run("agreement", number, "suspend", *signed, "head@meridia.example")
    assert f"{number}  suspended" in done.stdout
    with pytest.raises(WrongStateError):
        run("agreement", number, "suspend", *signed, "head@meridia.example")


def test_the_answer_of_a_partner_is_entered_with_its_day(
    world: World, run: Run
) -> None:
    number = _disclose(world, taken(world), agree(world, northmark()), "items")
    given = ("answer", number, "--as", "officer@meridia.example", "--code", code_now())
    given += ("--words", "We refused it.", "--signed-by", "Export Office (invented)")
    with pytest.raises(InvalidInputError):
        run(*given, "--position", "objects", "--received-on", "2020-01-01")
    today = legal_day(now()).isoformat()
    told = run(*given, "--position", "objects", "--received-on", today).stdout
    line = f"{number}  {today}  objects  Export Office (invented): We refused it."
    assert told == f"{line}\n"
    again = run(*given, "--position", "asks", "--received-on", today, "--json").stdout
    assert [one["position"] for one in json.loads(again)["answers"]] == ["objects", "asks"]  # fmt: skip
