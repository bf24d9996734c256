"""``licet notices``: the operator sees what mail does not arrive, and has it tried again."""

import json

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World, submit, take
from tests.web.casework.conftest import _lists, clock, outside, world
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.web.casework.errors import NotFoundError
from licet.web.casework.jobs.outbox import deliver_outbox

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(build_app(), ["notices", *words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_an_address_bounces_is_listed_and_tried_again(world: World) -> None:
    assert run("failures") == (0, "Mail reaches every address.\n")
    submit(world)
    deliver_outbox()
    assert "No mail goes to" in run("bounced", "halden@meridia.example")[1]
    code, told = run("failures")
    assert (code, told.split()[:2]) == (1, ["halden@meridia.example", "bounced"])
    code, told = run("failures", "--json")
    assert (code, json.loads(told)[0]["address"]) == (1, "halden@meridia.example")
    assert "tried again" in run("retry", "halden@meridia.example")[1]
    assert json.loads(run("failures", "--json")[1]) == []


def test_an_address_of_which_nothing_is_known_is_said_so(world: World) -> None:
    with pytest.raises(NotFoundError):
        run("retry", "nobody@elsewhere.example")


def test_a_calendar_address_is_made_shown_once_and_ended_in_the_terminal(
    world: World,
) -> None:
    who = ("--as", "officer@meridia.example")
    TOTP.activate(world.people["officer"], SECRET)
    assert run("calendar", *who) == (0, "Calendar address: none.\n")
    assert run("make-calendar", *who, "--code", "000000")[0] == 3
    code, made = run("make-calendar", *who, "--code", code_now())
    assert (code, made.strip()[-4:]) == (0, ".ics")
    take(world, submit(world).number)
    told = run("calendar", *who)[1]
    assert made.strip() not in told
    assert "Calendar address: since " in told
    assert "Decision on a case" in told
    held = json.loads(run("calendar", *who, "--json")[1])
    assert [one["kind"] for one in held["deadlines"]] == ["decide"]
    cache.clear()  # one code for several acts within its half minute
    again = json.loads(run("make-calendar", *who, "--json", "--code", code_now())[1])
    assert again["url"] != made.strip()
    cache.clear()
    assert "has ended" in run("end-calendar", *who, "--code", code_now())[1]
    cache.clear()
    with pytest.raises(NotFoundError):
        run("end-calendar", *who, "--code", code_now())
