"""``licet opinion``: taken, drafted, signed by a second person, revoked, in the terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.test_opinions import Fixed, ask, issued, law
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError, StaleVersionError

__all__ = ["_lists", "clock", "law", "outside", "world"]  # fixtures

Run = Callable[..., Result]
APP = build_app()
OFFICER, SIGNER = "officer@meridia.example", "signer@meridia.example"


@pytest.fixture
def run(world: World) -> Run:
    for key in ("officer", "signer"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, typed: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(APP, ["opinion", *words], input=typed)
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def _signed(who: str) -> tuple[str, ...]:
    return ("--as", who, "--code", code_now())


def test_an_opinion_is_answered_by_one_officer_and_bound_by_a_second(
    world: World, law: Fixed, run: Run
) -> None:
    number = ask(world).number
    assert f"{number}  no_licence_required  requested  Published tool" in run("list", "--as", OFFICER).stdout  # fmt: skip
    before = run("show", number, "--as", OFFICER).stdout
    assert "nobody yet" in before
    assert "can: take_opinion" in before
    with pytest.raises(StaleVersionError):
        run("take", number, "--version", "9", *_signed(OFFICER))
    run("take", number, *_signed(OFFICER))
    with pytest.raises(InvalidInputError, match="Draft the answer"):
        run("send", number, *_signed(OFFICER))
    wrote = ("draft", number, "--answer", "No licence is required.", "--reasons", "-")
    with pytest.raises(InvalidInputError, match="no entry"):
        run(*wrote, "--entry", "9Z999", *_signed(OFFICER), typed="It is published.\n")
    run(*wrote, "--entry", "4D004", *_signed(OFFICER), typed="It is published.\n")
    run("send", number, *_signed(OFFICER))
    assert run("issue", number, *_signed(OFFICER)).exit_code == 3
    back = run("return", number, "--reasons", "Say under which note.", "--json", *_signed(SIGNER))  # fmt: skip
    assert json.loads(back.stdout)["number"] == number
    run("send", number, *_signed(OFFICER))
    done = run("issue", number, *_signed(SIGNER)).stdout
    assert done == f"{number}: Issued; the authority is bound by it\n"
    shown = run("show", number, "--as", OFFICER).stdout
    assert "answer: No licence is required. 4D004" in shown
    assert "holds until 2027-03-02; letter not made yet" in shown
    assert "Say under which note." in shown


def test_a_letter_is_written_once_and_an_opinion_is_revoked_for_the_future(
    world: World, law: Fixed, run: Run, tmp_path: Path
) -> None:
    number, out = issued(world), tmp_path / "letter.pdf"
    assert "bytes." in run("letter", number, "--as", OFFICER, "--out", str(out)).stdout
    assert out.read_bytes().startswith(b"%PDF")
    with pytest.raises(InputError, match="is there already"):
        run("letter", number, "--as", OFFICER, "--out", str(out))
    why = ("revoke", number, "--reasons", "The law has changed.")
    assert run(*why, *_signed(OFFICER)).exit_code == 3
    run(*why, *_signed(SIGNER))
    shown = json.loads(run("show", number, "--as", OFFICER, "--json").stdout)
    assert (shown["state"], shown["ended_because"]) == ("revoked", "The law has changed.")  # fmt: skip
    (one,) = json.loads(run("list", "--as", OFFICER, "--json").stdout)
    assert one["number"] == number
    assert run("list", "--as", "te@meridia.example").exit_code == 3
