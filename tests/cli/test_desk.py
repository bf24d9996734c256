"""``licet decision`` and ``licet desk``: the same acts and the same record as on the screens."""

import json
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World, refused, submit
from tests.web.casework.conftest import _lists, clock, outside, world
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.models import CaseNote, DelegationRow
from licet.web.casework.ports import legal_day, now

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
MAIL = "{}@meridia.example"
HEAD, OFFICER = MAIL.format("head"), MAIL.format("officer")


@pytest.fixture
def run(world: World) -> Run:
    for key in ("head", "officer"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, typed: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(build_app(), list(words), input=typed)
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def test_delegations_letters_and_decisions_in_the_terminal(
    world: World, run: Run
) -> None:
    today = legal_day(now()).isoformat()
    unsigned = MAIL.format("unsigned")
    given = ("decision", "delegate", unsigned, "--as", HEAD, "--first", today)
    given += ("--instrument", "Order 9 (invented)", "--act", "grant", "--tier", "2")
    with pytest.raises(InputError, match="is no number"):
        run(*given, "--value", "much")
    made = run(*given, typed=f"{code_now()}\n")
    assert "Unsigned may sign" in made.stdout
    whole = run(*given, "--value", "10", "--currency", "EUR", "--last", today,
                "--json", "--code", code_now())  # fmt: skip
    assert json.loads(whole.stdout)["highest_value"] == "10.00"
    pk = str(DelegationRow.objects.order_by("-pk")[1].pk)
    end = ("decision", "end-delegation", pk, "--as", HEAD, "--last", today)
    ended = run(*end, "--reasons", "Moved.", "--code", code_now())
    assert f"ends on {today}" in ended.stdout
    listed = run("decision", "delegations", "--as", OFFICER).stdout
    assert "Order 9 (invented)" in listed
    assert len(json.loads(run("decision", "delegations", "--as", OFFICER, "--json").stdout)) == 4  # fmt: skip
    assert run("decision", "delegations", "--as", MAIL.format("te")).exit_code == 3
    case = refused(world)
    letter = case.letters[0].id
    sent = run("decision", "dispatch", case.number, letter, "--as", OFFICER, "--on", today,
               "--manner", "post", "--reference", "RR 1", "--code", code_now())  # fmt: skip
    assert "Served by rule on" in sent.stdout
    assert "0 letters" in run("decision", "serve-deemed").stdout
    again = run("decision", "today", case.number, "--as", OFFICER)
    assert again.exit_code == 0
    assert "the same bytes" in again.stdout
    told = run("decision", "today", case.number, "--as", OFFICER, "--json").stdout
    assert json.loads(told)[0]["same_then"]
    public = run("decision", "public", case.number, "--as", OFFICER).stdout
    assert "[withheld: identity of those concerned]" in public
    assert json.loads(run("decision", "public", case.number, "--as", OFFICER, "--json").stdout)  # fmt: skip


def test_the_queue_and_its_people_in_the_terminal(world: World, run: Run) -> None:
    assert run("desk", "next", "--as", OFFICER).exit_code == 1
    number = submit(world).number
    assert number in run("desk", "next", "--as", OFFICER).stdout
    done = run("desk", "assign", OFFICER, number, "X-1", "--as", HEAD, "--code", code_now())  # fmt: skip
    assert done.exit_code == 1
    assert f"{number}: given" in done.stdout
    assert "Officer: 1 open" in run("desk", "workload", "--as", HEAD).stdout
    written = run("desk", "note", number, "See this.", "--as", OFFICER, "--code", code_now())  # fmt: skip
    assert "noted" in written.stdout
    assert CaseNote.objects.get().text == "See this."
    assert "[official] See this." in run("desk", "notes", number, "--as", OFFICER).stdout  # fmt: skip
    assert "Nothing." in run("desk", "like", number, "--as", OFFICER).stdout
    assert json.loads(run("desk", "like", number, "--as", OFFICER, "--json").stdout) == []  # fmt: skip
    marked = run("desk", "mark", number, "risk", "agency_only", "--as", OFFICER,
                 "--reasons", "Ours.", "--code", code_now())  # fmt: skip
    assert "risk is agency_only" in marked.stdout
    said = run("desk", "declare", number, "--as", OFFICER, "--reasons", "A friend.",
               typed=f"{code_now()}\n")  # fmt: skip
    assert "declared" in said.stdout
    assert "stands" in run("desk", "interests", "--as", OFFICER).stdout
    assert number in run("desk", "interests", "--as", HEAD).stdout
    assert run("desk", "workload", "--as", OFFICER).exit_code == 3
