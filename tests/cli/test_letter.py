"""``licet letter`` and what officers write, mark and end beside it, in the terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import MovingClock, World, refused, see, submit, take
from tests.web.casework.conftest import _lists, clock, outside, world
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.ports import legal_day, now
from licet.web.casework.services.desk.interests import declare_interest

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
APP = build_app()
OFFICER, SIGNER, HEAD = (f"{one}@meridia.example" for one in ("officer", "signer", "head"))  # fmt: skip


@pytest.fixture
def run(world: World) -> Run:
    for key in ("officer", "signer", "head"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, typed: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(APP, list(words), input=typed)
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def _signed(who: str) -> tuple[str, ...]:
    return ("--as", who, "--code", code_now())


def test_a_letter_is_drafted_by_one_officer_and_issued_by_a_second(
    world: World, run: Run, clock: MovingClock
) -> None:
    assert "meeting  version " in run("letter", "templates").stdout
    offered = json.loads(run("letter", "templates", "--json").stdout)
    assert "meeting" in {one["id"] for one in offered}
    case = submit(world).number
    take(world, case)
    wrote = ("letter", "draft", case, "meeting", "--set", "day=2026-07-09")
    with pytest.raises(InputError, match="has no value"):
        run(*wrote, "--set", "matter", *_signed(OFFICER))
    with pytest.raises(InvalidInputError, match="Fill in"):
        run(*wrote, *_signed(OFFICER))
    whole = (*wrote, "--set", "matter=The end use.", "--set", "place=by video")
    (made,) = json.loads(run(*whole, "--json", *_signed(OFFICER)).stdout)
    assert made["state"] == "drafted"
    word = ("letter", "review", case, made["id"])
    assert run(*word, "--agree", *_signed(OFFICER)).exit_code == 3
    back = run(*word, "--return", "--reasons", "Which hour?", *_signed(SIGNER)).stdout
    assert back == f"{made['id']}  returned  {made['subject']} (Officer): Which hour?\n"
    with pytest.raises(WrongStateError):
        run(*word, "--agree", *_signed(SIGNER))
    clock.forward(1)
    second = run(*whole, *_signed(OFFICER)).stdout.split()[0]
    run("letter", "review", case, second, "--agree", *_signed(SIGNER))
    listed = run("letter", "list", case, "--as", OFFICER).stdout
    assert f"{second}  issued  " in listed
    assert run("letter", "list", case, "--as", "ds@meridia.example").exit_code == 3


def test_a_letter_is_written_to_a_new_file(
    world: World, run: Run, tmp_path: Path
) -> None:
    seen, out = refused(world), tmp_path / "letter.pdf"
    run_pending()
    assert seen.decision is not None
    wrote = ("letter", "write", seen.number, seen.decision.letters[0].id)
    to = ("--as", OFFICER, "--out", str(out))
    assert "bytes." in run(*wrote, *to).stdout
    assert out.read_bytes().startswith(b"%PDF")
    with pytest.raises(InputError, match="is there already"):
        run(*wrote, *to)


def test_the_service_of_a_letter_is_entered_once_with_its_proof(
    world: World, run: Run
) -> None:
    seen = refused(world)
    assert seen.decision is not None
    letter = seen.decision.letters[0].id
    told = ("decision", "served", seen.number, letter, "--manner", "hand", "--on")
    proof = ("--proof", "Receipt 7 (invented)", *_signed(OFFICER))
    with pytest.raises(InvalidInputError, match="between the letter and today"):
        run(*told, "2020-01-01", *proof)
    today = legal_day(now()).isoformat()
    assert f"served on {today}." in run(*told, today, *proof).stdout
    with pytest.raises(WrongStateError, match="already entered"):
        run(*told, today, "--json", *proof)


def test_officers_write_to_the_applicant_and_mark_a_document_invalid(
    world: World, run: Run
) -> None:
    seen = submit(world)
    take(world, seen.number)
    said = ("desk", "message", seen.number, "-", *_signed(OFFICER))
    assert run(*said, typed="Please call.\n").stdout == f"{seen.number}: sent.\n"
    assert [one.text for one in see(world, seen.number).messages] == ["Please call."]
    with pytest.raises(InvalidInputError):
        run(*said, typed=" ")
    document = see(world, seen.number).documents[0].id
    marked = ("desk", "invalid-document", seen.number)
    why = ("--reasons", "It is unsigned.", *_signed(OFFICER))
    assert run(*marked, document, *why).stdout == f"{seen.number}: {document} is invalid.\n"  # fmt: skip
    with pytest.raises(NotFoundError):
        run(*marked, document, *why)


def test_a_declared_interest_is_ended_by_a_manager_and_by_nobody_for_oneself(
    world: World, run: Run
) -> None:
    case = submit(world).number
    own = declare_interest(by=world.officer, case=case, reasons="My sister.")[0].id
    heads = declare_interest(by=world.head, case=case, reasons="My brother.")[0].id
    end = ("desk", "end-interest", str(own), "--reasons", "She left.")
    assert run(*end, *_signed(OFFICER)).exit_code == 3
    assert run(*end, *_signed(HEAD)).stdout == f"{own}  Officer  {case}  over\n"
    mine = ("desk", "end-interest", str(heads), "--reasons", "He left.")
    assert run(*mine, *_signed(HEAD)).exit_code == 3
