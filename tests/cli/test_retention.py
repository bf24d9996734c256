"""``licet retention``: due, held, erased by two people who prove who they are, handed over."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import MovingClock, World, refused
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.test_disclosures import pair
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import CaseErasedError, NotDueError, NotFoundError
from licet.web.casework.models import Erasure
from licet.web.casework.record.sealed_export import opened

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
OFFICER, HEAD = "officer@meridia.example", "head@meridia.example"
YEARS = 366 * 11


@pytest.fixture
def run(world: World) -> Run:
    for key in ("officer", "head"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, as_: str = "") -> Result:
        cache.clear()  # one code for several acts within its half minute
        signed = ("--as", as_, "--code", code_now()) if as_ else ()
        result = CliRunner().invoke(build_app(), [*words, *signed])
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def test_two_people_erase_in_the_terminal_and_a_replay_says_so(
    world: World, clock: MovingClock, run: Run
) -> None:
    number = refused(world).number
    assert run("retention", "due").stdout == ""
    assert "2037-01-01" in run("retention", "due", "--all").stdout
    with pytest.raises(NotDueError):
        run("retention", "erase", number, "--reason", "Over.", as_=OFFICER)
    clock.forward(YEARS)
    (due,) = json.loads(run("retention", "due", "--json").stdout)
    assert (due["number"], due["is_due"]) == (number, True)
    said = run("retention", "hold", number, "--reason", "A court.", as_=OFFICER).stdout
    hold = said.split()[-1]
    run("retention", "lift", hold, "--reason", "Done.", as_=HEAD)
    with pytest.raises(NotFoundError):
        run("retention", "erase", number, "--approve", as_=HEAD)
    with pytest.raises(NotFoundError):
        run("retention", "return", number, "--reason", "None is open.", as_=HEAD)
    run("retention", "erase", number, "--reason", "Over.", as_=OFFICER)
    back = ("retention", "return", number, "--reason", "An inquiry.")
    assert run(*back, as_=OFFICER).exit_code == 3
    assert run(*back, as_=HEAD).stdout == f"{number} stays.\n"
    run("retention", "erase", number, "--reason", "Over.", as_=OFFICER)
    done = run("retention", "erase", number, "--approve", as_=HEAD).stdout
    assert f"{number} was erased under" in done
    shown = json.loads(run("retention", "show", number, "--as", OFFICER).stdout)
    assert shown["approved_by"] == "Head"
    with pytest.raises(CaseErasedError, match="not replayable since"):
        run("replay", number)


def test_whoever_erases_must_prove_who_they_are(
    world: World, clock: MovingClock, run: Run
) -> None:
    number = refused(world).number
    clock.forward(YEARS)
    words = ("retention", "erase", number, "--reason", "x", "--as", OFFICER)
    assert run(*words, "--code", "000000").exit_code == 3
    run("retention", "erase", number, "--reason", "Over.", as_=HEAD)
    assert run("retention", "erase", number, "--approve", as_=HEAD).exit_code == 3
    assert not Erasure.objects.exists()


def test_a_case_goes_to_the_archive_with_its_receipt(
    world: World, clock: MovingClock, run: Run, tmp_path: Path
) -> None:
    number = refused(world).number
    clock.forward(YEARS)
    secret, public = pair()
    (tmp_path / "archive.pem").write_bytes(public)
    out = tmp_path / "case.export"
    made = run(
        "retention", "archive", number, str(out), "--key", str(tmp_path / "archive.pem"),
        "--reason", "Over.", as_=OFFICER,
    ).stdout  # fmt: skip
    assert hashlib.sha256(out.read_bytes()).hexdigest() in made
    assert "case.json" in opened(out.read_bytes(), secret_key=secret)
    run(
        "retention", "receipt", number, "--file", str(out), "--receipt", "NA 1/2",
        as_=OFFICER,
    )  # fmt: skip
    run("retention", "erase", number, "--approve", as_=HEAD)
    assert Erasure.objects.get().outcome == "archive"
