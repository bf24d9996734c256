"""``licet copies`` and ``licet accesses``: what leaves with parts withheld, and who looked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World, refused, see
from tests.web.casework.conftest import _lists, clock, outside, world
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import Disclosure
from licet.web.casework.services.applying.applications import send_message

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
APP = build_app()
OFFICER = ("--as", "officer@meridia.example")
AUDITOR = ("--as", "auditor@meridia.example")


@pytest.fixture
def run(world: World) -> Run:
    TOTP.activate(world.people["officer"], SECRET)

    def call(*words: str) -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(APP, list(words))
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def test_a_copy_withholds_each_part_for_a_ground_and_is_written_once(
    world: World, run: Run, tmp_path: Path
) -> None:
    case = refused(world).number
    send_message(by=world.officer, case=case, text="Please call Ada Roe (invented).")
    parts = run("copies", "parts", case, *OFFICER).stdout
    party = next(line.split()[0] for line in parts.splitlines() if line.startswith("parties.") and "Banco" in line)  # fmt: skip
    assert "Grounds: personal_data, trade_secret, " in parts
    signed = (*OFFICER, "--code", code_now())
    given = ("copies", "make", case, "--purpose", "For the press office.", *signed)
    with pytest.raises(InputError, match="has no ground"):
        run(*given, "--withhold", party)
    with pytest.raises(InvalidInputError, match="no ground 'because'"):
        run(*given, "--withhold", f"{party}=because")
    assert not Disclosure.objects.exists()
    made = run(*given, "--withhold", f"{party}=trade_secret").stdout
    copy = made.partition(":")[0]
    assert made == f"{copy}: 1 parts are withheld.\n"
    out = tmp_path / "copy.txt"
    wrote = ("copies", "write", case, copy, "--out", str(out), *OFFICER)
    assert "bytes." in run(*wrote).stdout
    assert "Banco Aurora" not in out.read_text("utf-8")
    with pytest.raises(InputError, match="is there already"):
        run(*wrote)
    more = json.loads(run(*given, "--suggested", "--json").stdout)
    suggested = [one for one in json.loads(run("copies", "parts", case, *OFFICER, "--json").stdout) if one["withhold"]]  # fmt: skip
    assert len(more["withheld"]) == len(suggested) > 0
    listed = run("copies", "list", case, *OFFICER).stdout
    assert f"{copy}  " in listed
    assert "1 withheld  For the press office." in listed
    assert len(json.loads(run("copies", "list", case, *OFFICER, "--json").stdout)) == 2
    assert run("copies", "list", case, *AUDITOR).exit_code == 3


def test_an_auditor_reads_who_opened_which_case(world: World, run: Run) -> None:
    case = refused(world).number
    see(world, case)
    told = run("accesses", *AUDITOR, "--words", case).stdout
    assert f"{case}  Officer (officer)" in told
    assert "reads, page 1 of 1." in told
    whole = json.loads(run("accesses", *AUDITOR, "--json").stdout)
    assert {one["case"] for one in whole["accesses"]} == {case}
    assert run("accesses", *OFFICER).exit_code == 3
