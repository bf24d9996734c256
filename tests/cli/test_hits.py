"""``licet hits``: the same decisions and the same record as on the screens."""

import json
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World, take
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.hit_builders import (
    BROKERS,
    first_hit,
    frozen_party,
    settle,
    with_party,
)
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import CaseEvent
from licet.web.casework.services.desk import desk

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
OFFICER, OTHER = "officer@meridia.example", "officer2@meridia.example"


@pytest.fixture
def run(world: World) -> Run:
    for key in ("officer", "officer2"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, typed: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(build_app(), ["hits", *words], input=typed)
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def test_hits_are_listed_and_shown(world: World, run: Run) -> None:
    number = with_party(world, frozen_party())
    hit = first_hit(world, number)
    listed = run("list", "--as", OFFICER).stdout
    assert f"{number} {hit.id}  open" in listed
    told = json.loads(run("list", "--as", OFFICER, "--json").stdout)
    assert told["lines"][0]["case"] == number
    shown = run("show", number, hit.id, "--as", OFFICER).stdout
    assert "two officers must agree" in shown
    assert hit.matched_name in shown
    whole = json.loads(run("show", number, hit.id, "--as", OFFICER, "--json").stdout)
    assert whole["measure"]["id"] == "asset_freeze"
    assert run("list", "--as", "te@meridia.example").exit_code == 3
    with pytest.raises(InvalidInputError):
        run("list", "--as", OFFICER, "--standing", "nonsense")


def test_a_hit_is_decided_by_one_and_confirmed_by_another(
    world: World, run: Run
) -> None:
    number = with_party(world, frozen_party())
    hit = first_hit(world, number).id
    said = run(
        "decide", number, hit, "not_a_match", "--as", OFFICER, "--reasons", "A namesake.",
        "--because", "other_identifier", "--code", code_now(),
    )  # fmt: skip
    assert "awaiting_second" in said.stdout
    own = run(
        "confirm", number, hit, "--as", OFFICER, "--reasons", "Yes.", typed=code_now()
    )
    assert own.exit_code == 3
    done = run(
        "confirm", number, hit, "--as", OTHER, "--reasons", "Compared.",
        "--code", code_now(), "--json",
    )  # fmt: skip
    assert json.loads(done.stdout)["hit"]["standing"] == "not_a_match"
    assert CaseEvent.objects.filter(kind="confirm_hit").count() == 1


def test_a_second_officer_can_differ_and_what_lapsed_is_told(
    world: World, run: Run
) -> None:
    source = with_party(world, BROKERS)
    settle(world, source)
    number = with_party(world, BROKERS, who="vigil")
    shown = run("show", number, first_hit(world, number).id, "--as", OFFICER).stdout
    assert f"remembered: not_a_match, decided in case {source}" in shown
    other = with_party(world, frozen_party())
    hit = first_hit(world, other).id
    run(
        "decide", other, hit, "match", "--as", OFFICER, "--reasons", "The same.",
        "--code", code_now(),
    )  # fmt: skip
    done = run(
        "confirm", other, hit, "--as", OTHER, "--differ", "--reasons", "No.",
        "--code", code_now(),
    )  # fmt: skip
    assert "The hit is open" in done.stdout


def test_a_word_that_lapsed_says_what_changed(world: World, run: Run) -> None:
    number = with_party(world, BROKERS)
    take(world, number)
    settle(world, number)
    desk.correct_fact(
        by=world.officer,
        case=number,
        path="end_user.address",
        value="1 Other Street",
        reasons="The register.",
        version=None,
    )
    run_pending()
    shown = run("show", number, first_hit(world, number).id, "--as", OFFICER).stdout
    assert "lapsed (party: address): not_a_match, Officer" in shown
    told = run("show", number, first_hit(world, number).id, "--as", OFFICER)
    assert told.exit_code == 0


def test_an_earlier_word_is_told_with_its_person_and_case(
    world: World, run: Run
) -> None:
    number = with_party(world, BROKERS)
    settle(world, number)
    shown = run("show", number, first_hit(world, number).id, "--as", OFFICER).stdout
    assert f"{number}: not_a_match, Officer: Another register number." in shown


def test_time_and_agreement_are_told(world: World, run: Run) -> None:
    settle(world, with_party(world, frozen_party()))
    told = run("measures", "--as", "head@meridia.example").stdout
    assert "agreement: " in told
    assert "few" in told
    whole = run("measures", "--as", "head@meridia.example", "--json").stdout
    assert json.loads(whole)["all"]["count"] > 0
    assert run("measures", "--as", OFFICER).exit_code == 3


def test_hits_of_the_same_evidence_get_one_word_in_the_terminal_all_or_none(
    world: World, run: Run
) -> None:
    numbers = (with_party(world, BROKERS), with_party(world, BROKERS, who="vigil"))
    both = [f"{one}/{first_hit(world, one).id}" for one in numbers]
    said = ("together", "not_a_match", *both, "--reasons", "A namesake.")
    said += ("--because", "other_business", "--as", OFFICER, "--code", code_now())
    with pytest.raises(InputError, match="Write CASE/HIT"):
        run(*said, "one")
    with pytest.raises(NotFoundError):
        run(*said, f"{numbers[0]}/none")
    assert first_hit(world, numbers[0]).standing == "open"
    done = run(*said).stdout.splitlines()
    assert sorted(done) == sorted(
        f"{one.replace('/', ' ')}: not_a_match." for one in both
    )
    assert first_hit(world, numbers[1]).standing == "not_a_match"
