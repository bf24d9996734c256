"""``licet party``: the same acts, the same decisions and the same record as on the screens."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World, submit
from tests.web.casework.conftest import _lists, clock, outside, world
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import PartyCheck, Person
from licet.web.casework.selectors.verification import verification as reads

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]
OFFICER = "officer@meridia.example"


@pytest.fixture
def run(world: World) -> Run:
    for key in ("officer", "officer2"):
        TOTP.activate(world.people[key], SECRET)

    def call(*words: str, who: str = OFFICER, code: bool = True) -> Result:
        cache.clear()  # one code for several acts within its half minute
        proof = ("--code", code_now()) if code else ()
        given = ["party", *words, "--as", who, *proof]
        result = CliRunner().invoke(build_app(), given)
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


@pytest.fixture
def case(world: World) -> str:
    return submit(world).number


def party_of(world: World, case: str) -> str:
    return reads.of_case(viewer=world.officer, case=case).parties[0].number


def test_files_are_listed_and_shown_as_the_person_may_see_them(
    world: World, run: Run, case: str
) -> None:
    party = party_of(world, case)
    assert f"{party}  Banco Aurora" in run("list", code=False).stdout
    told = json.loads(run("list", "--json", "--text", "aurora", code=False).stdout)
    assert told["parties"][0]["number"] == party
    shown = run("show", party, code=False).stdout
    assert "finance: 0 of 2 established" in shown
    assert f"case {case}: end_user" in shown
    assert (
        json.loads(run("show", party, "--json", code=False).stdout)["number"] == party
    )
    refused = run("list", who="halden@meridia.example", code=False)
    assert refused.exit_code == 3
    asked = CliRunner().invoke(build_app(), ["party", "questions"]).stdout
    assert "payer (finance, 12 months): Who pays?" in asked
    assert "unverified" in asked


def test_a_check_makes_a_rule_fire_and_is_answered(
    world: World, run: Run, case: str, tmp_path: Path
) -> None:
    party = party_of(world, case)
    said = ("--set", "result=established", "--set", "words=w", "--set", "source=s")
    value = ("--set", "answer=Gulf Horizon Trading", "--set", f"case={case}")
    extract = tmp_path / "contract.txt"
    extract.write_text("Invented contract\n", "utf-8")
    done = run("check", party, "payer", *said, *value, "--document", str(extract))
    assert done.stdout == "payer: on file.\n"
    assert PartyCheck.objects.get().document_name == "contract.txt"
    told = run("check", party, "support", *said, "--set", "answer=[]", "--set", f"case={case}", "--json")  # fmt: skip
    assert json.loads(told.stdout)["number"] == party
    fired = run("signals", case, "--renew").stdout
    assert "fires [open] payer_not_a_party" in fired
    run("answer", case, party, "payer_not_a_party", "--standing", "explained", "--reasons", "Parent.")  # fmt: skip
    assert "fires [explained]" in run("signals", case, code=False).stdout
    whole = json.loads(run("signals", case, "--json", code=False).stdout)
    assert whole["case"] == case
    listed = run("list", code=False).stdout
    assert "2 checks" in listed
    run("check", party, "insolvency", *said, "--set", "on=2020-01-01")
    assert ", 1 stale" in run("list", code=False).stdout
    assert "insolvency: Is it free" in run("show", party, code=False).stdout
    with pytest.raises(InvalidInputError, match="There is no 'colour'"):
        run("check", party, "payer", "--set", "colour=red")
    with pytest.raises(InvalidInputError):
        run("check", party, "payer", *said, "--set", "on=soon")
    with pytest.raises(InvalidInputError):
        run("check", party, "payer")
    with pytest.raises(InputError, match="has no value"):
        run("check", party, "payer", "--set", "result")
    with pytest.raises(InputError, match="is not JSON"):
        run("check", party, "payer", "--set", "answer=[")


def test_a_judgment_takes_two(world: World, run: Run) -> None:
    party = run("open", "Other (invented)", "CL", "--number", "X=1").stdout.strip()
    assert json.loads(run("open", "Other (invented)", "CL", "--number", "X=1", "--json").stdout)["number"] == party  # fmt: skip
    said = ("firmness=judgment", "grade=B2", "title=t", "words=w", "found_on=2024-01-01", "source=s", "reasons=r")  # fmt: skip
    given = [part for one in said for part in ("--set", one)]
    told = run("conduct", party, *given).stdout
    number = told.split()[1].rstrip(":")
    assert told == f"entry {number}: waiting.\n"
    assert run("confirm", party, number, "--reasons", "r").exit_code == 3
    second = run("confirm", party, number, "--reasons", "r", who="officer2@meridia.example")  # fmt: skip
    assert second.stdout == f"entry {number}: done.\n"
    shown = run("show", party, code=False).stdout
    assert f"conduct {number}: t (judgment, B2, stands)" in shown
    lead = [part.replace("judgment", "lead") for part in given]
    assert json.loads(run("conduct", party, *lead, "--json").stdout)["number"] == party
    assert "not a finding" in run("show", party, code=False).stdout
    again = [part.replace("B2", "A1") for part in given]
    told = run("conduct", party, *again).stdout
    number = told.split()[1].rstrip(":")
    word = run("confirm", party, number, "--reasons", "r", "--refuse", "--json", who="officer2@meridia.example")  # fmt: skip
    assert json.loads(word.stdout)["conduct"][0]["standing"] == "not_confirmed"


def test_an_undertaking_goes_out_and_comes_back(
    world: World, run: Run, case: str, tmp_path: Path
) -> None:
    out = tmp_path / "undertaking.pdf"
    assert f"EUU-{case}-1 " in run("undertaking", case, str(out)).stdout
    assert out.read_bytes().startswith(b"%PDF-")
    also = run("undertaking", case, str(tmp_path / "second.pdf"), "--json").stdout
    assert json.loads(also)["number"].endswith("-2")
    said = ("--set", "signatory=Ana", "--set", "post=Director", "--set", "signed_on=2026-03-02")  # fmt: skip
    told = run("return", case, str(out), *said).stdout
    assert ": returned, " in told
    returned = told.split(", ")[1].strip()
    whole = json.loads(run("return", case, str(out), *said, "--json").stdout)
    assert whole["standing"] == "returned"
    word = ("--manner", "embassy", "--words", "w")
    done = run("genuine", case, returned, *word, who="officer2@meridia.example").stdout
    assert ": confirmed." in done
    with pytest.raises(InvalidInputError, match="There is no 'colour'"):
        run("return", case, str(out), "--set", "colour=red")


def test_without_the_second_factor_nothing_is_done(
    world: World, run: Run, case: str
) -> None:
    refused = run("signals", case, "--renew", "--code", "000000", code=False)
    assert refused.exit_code == 3
    given = ["party", "signals", case, "--renew", "--as", OFFICER]
    cache.clear()
    typed = CliRunner().invoke(build_app(), given, input=code_now() + "\n")
    assert typed.exit_code == 0
    party = party_of(world, case)
    assert "withheld" not in run("show", party, code=False).stdout
    Person.objects.filter(email=OFFICER).update(clearance="restricted")
    said = ("result=established", "words=w", "source=s", "marking=restricted")
    given = [part for one in said for part in ("--set", one)]
    assert run("check", party, "accounts", *given).exit_code == 0
    less = run("show", party, who="officer2@meridia.example", code=False).stdout
    assert "1 lines are withheld by their marking" in less
