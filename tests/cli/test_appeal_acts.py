"""``licet appeals``: what the appeal body and the authority do in an appeal, in the terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World, make_person, refused
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.test_appeal_kinds import order_appeal, state_of, suspended
from tests.web.casework.test_appeals import lodge
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import (
    InvalidInputError,
    NotFoundError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.services.appeals import appeals

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
APP = build_app()


@pytest.fixture
def run(world: World) -> Run:
    for key in ("officer", "chair", "judge"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, typed: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(APP, ["appeals", *words], input=typed)
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def _signed(who: str) -> tuple[str, ...]:
    return ("--as", f"{who}@meridia.example", "--code", code_now())


def test_an_appeal_goes_from_the_chair_to_a_reviewer_who_decides_it(
    world: World, run: Run, tmp_path: Path
) -> None:
    case = refused(world).number
    appeal = lodge(world, case).id
    given = ("assign", appeal, "judge@meridia.example")
    assert run(*given, *_signed("officer")).exit_code == 3
    with pytest.raises(StaleVersionError):
        run(*given, "--version", "9", *_signed("chair"))
    with pytest.raises(NotFoundError):
        run("assign", appeal, "nobody@meridia.example", *_signed("chair"))
    assert run(*given, *_signed("chair")).stdout.startswith(f"{case}: assigned to Judge. ")  # fmt: skip
    said = run("answer", appeal, "--text", "-", *_signed("officer"), typed="It was heard.\n")  # fmt: skip
    assert "the answer is entered" in said.stdout
    file = tmp_path / "record.txt"
    file.write_text("What the bank wrote.", "utf-8")
    laid = run("document", appeal, str(file), *_signed("officer")).stdout
    assert "record.txt is laid before the reviewer" in laid
    shown = run("show", appeal, "--as", "chair@meridia.example").stdout
    (line,) = (one for one in shown.splitlines() if one.startswith("  document "))
    out = tmp_path / "laid.txt"
    fetch = ("file", appeal, line.split()[1].rstrip(":"), "--out", str(out))
    run(*fetch, "--as", "judge@meridia.example")
    assert out.read_text("utf-8") == "What the bank wrote."
    late = ("set-hearing", appeal, "--place", "Room 2", "--on")
    with pytest.raises(InvalidInputError):
        run(*late, "2020-01-01", *_signed("judge"))
    held = run(*late, "2026-03-09", *_signed("judge")).stdout
    assert "a hearing is set for 2026-03-09" in held
    with pytest.raises(InvalidInputError):
        run("record-hearing", appeal, "--on", "2020-01-01", "--record", "Heard.", *_signed("judge"))  # fmt: skip
    heard = run("record-hearing", appeal, "--on", "2026-03-02", "--record", "-", "--json", *_signed("judge"), typed="Heard.\n")  # fmt: skip
    assert json.loads(heard.stdout)["case"] == case
    source = tmp_path / "ruling.json"
    source.write_text('{"outcome": "dismissed"}', "utf-8")
    with pytest.raises(InputError, match="findings: Field required"):
        run("decide", appeal, str(source), *_signed("judge"))
    finding = {"ground": "facts", "finding": "rejected", "reasons": "So it is."}
    told = {"outcome": "dismissed", "findings": [finding], "reasons": "Because."}
    source.write_text(json.dumps(told), "utf-8")
    assert run("decide", appeal, str(source), *_signed("chair")).exit_code == 3
    done = run("decide", appeal, str(source), *_signed("judge")).stdout
    assert done.startswith(f"{case}: decided. ")
    with pytest.raises(WrongStateError):
        run("decide", appeal, str(source), *_signed("judge"))


def test_a_measure_is_decided_when_asked_and_then_the_act_rests(
    world: World, run: Run
) -> None:
    seen = suspended(world)
    appeal = order_appeal(world, seen, "suspension").id
    run("assign", appeal, "judge@meridia.example", *_signed("chair"))
    grant = ("interim", appeal, "--grant", "--reasons", "It harms.", *_signed("judge"))
    with pytest.raises(WrongStateError, match="No interim measure"):
        run(*grant)
    appeals.ask_interim(
        by=world.halden, appeal=appeal, reasons="We close.", version=None
    )
    assert run("interim", appeal, "--reject", "--reasons", "No.", *_signed("chair")).exit_code == 3  # fmt: skip
    assert "the interim measure is granted" in run(*grant).stdout
    assert state_of(seen) == "issued"


def test_the_advocate_of_secret_grounds_is_cleared(world: World, run: Run) -> None:
    appeal = lodge(world, refused(world).number).id
    named = ("advocate", appeal, "ada@meridia.example", "--reasons", "Cleared.")
    ada = make_person("ada")
    with pytest.raises(InvalidInputError, match="with a clearance"):
        run(*named, *_signed("chair"))
    ada.clearance = "confidential"
    ada.save()
    assert "an advocate is named" in run(*named, *_signed("chair")).stdout
