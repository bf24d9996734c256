"""``licet notices``: the operator sees what mail does not arrive, and has it tried again."""

import json

import pytest
from tests.web.casework.builders import World, submit
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
