"""``licet appeals``: the same list and the same page as on the screens."""

import json

import pytest
from tests.web.casework.builders import World, refused
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.test_appeal_kinds import assign
from tests.web.casework.test_appeals import lodge, rule
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.web.casework.errors import NotFoundError

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures
CHAIR = "chair@meridia.example"


def run(*words: str) -> Result:
    return CliRunner().invoke(build_app(), ["appeals", *words])


def test_appeals_are_listed_and_shown(world: World) -> None:
    case = refused(world)
    appeal = lodge(world, case.number).id
    listed = run("list", "--as", CHAIR).stdout
    assert f"{appeal}  {case.number}  refusal  lodged" in listed
    assert "1 appeals, page 1 of 1." in listed
    told = json.loads(run("list", "--as", CHAIR, "--state", "open", "--json").stdout)
    assert told["appeals"][0]["about"] == case.number
    assert "  ground: A fact is wrong" in run("show", appeal, "--as", CHAIR).stdout
    assign(world, appeal)
    rule(world, appeal, "dismissed")
    shown = run("show", appeal, "--as", CHAIR).stdout
    assert "Rejected. The record shows it." in shown
    assert "people acted on this" in shown
    whole = json.loads(run("show", appeal, "--as", CHAIR, "--json").stdout)
    assert whole["state"] == "dismissed"


def test_who_may_not_see_appeals_is_refused(world: World) -> None:
    assert run("list", "--as", "te@meridia.example").exit_code == 3
    result = run("show", "none", "--as", CHAIR)
    assert isinstance(result.exception, NotFoundError)


@pytest.mark.parametrize("word", ["list", "show"])
def test_each_command_says_what_it_does(word: str) -> None:
    assert "appeal" in run(word, "--help").stdout
