"""``licet panel``: seats, agreements and disclosures listed; an agreement suspended at once."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from tests.journeys.window import SECRET, code_now
from tests.web.casework.builders import World
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.panel_builders import (
    SECRET_PEM,
    agree,
    northmark,
    refer,
    seat_all,
    taken,
    terms,
)
from tests.web.casework.test_agreements import _disclose
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError, WrongStateError
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.sealed_export import opened
from licet.web.casework.services.panels.disclosing import recall_disclosure

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

Run = Callable[..., Result]


@pytest.fixture
def run(world: World) -> Run:
    TOTP.activate(world.people["head"], SECRET)
    TOTP.activate(world.people["officer"], SECRET)
    TOTP.activate(world.people["signer"], SECRET)

    def call(*words: str) -> Result:
        cache.clear()  # one code for several acts within its half minute
        result = CliRunner().invoke(build_app(), ["panel", *words])
        if isinstance(result.exception, InputError):
            raise result.exception
        return result

    return call


def test_what_stands_is_listed_without_any_content_of_a_case(
    world: World, run: Run
) -> None:
    assert run("agreements").stdout == ""
    seat_all(world)
    agreement = agree(world, terms())
    refer(world, taken(world), agreement)
    assert "Ada  2026-03-02 to 2027-03-01  sits" in run("list").stdout
    assert f"{agreement}  ethics  in_force" in run("agreements").stdout
    told = run("disclosures", "--agreement", agreement).stdout
    assert "DIS-2026-0001" in told
    assert "Banco" not in told
    assert len(json.loads(run("list", "--json").stdout)) == 2
    assert json.loads(run("agreements", "--json").stdout)[0]["disclosed"] == 1
    assert json.loads(run("disclosures", "--json").stdout)["total"] == 1
    recall_disclosure(by=world.officer, number="DIS-2026-0001", reasons="Error.")
    assert "called back" in run("disclosures").stdout


def test_an_agreement_is_suspended_by_who_may_and_proves_it(
    world: World, run: Run
) -> None:
    number = agree(world, terms())
    signed = ("--reasons", "A leak.", "--code", code_now(), "--as")
    assert run("agreement", number, "suspend", *signed, "officer@meridia.example").exit_code == 3  # fmt: skip
    done = run("agreement", number, "suspend", *signed, "head@meridia.example")
    assert f"{number}  suspended" in done.stdout
    with pytest.raises(WrongStateError):
        run("agreement", number, "suspend", *signed, "head@meridia.example")


def test_the_answer_of_a_partner_is_entered_with_its_day(
    world: World, run: Run
) -> None:
    number = _disclose(world, taken(world), agree(world, northmark()), "items")
    given = ("answer", number, "--as", "officer@meridia.example", "--code", code_now())
    given += ("--words", "We refused it.", "--signed-by", "Export Office (invented)")
    with pytest.raises(InvalidInputError):
        run(*given, "--position", "objects", "--received-on", "2020-01-01")
    today = legal_day(now()).isoformat()
    told = run(*given, "--position", "objects", "--received-on", today).stdout
    line = f"{number}  {today}  objects  Export Office (invented): We refused it."
    assert told == f"{line}\n"
    again = run(*given, "--position", "asks", "--received-on", today, "--json").stdout
    assert [one["position"] for one in json.loads(again)["answers"]] == ["objects", "asks"]  # fmt: skip


def _signed(who: str) -> tuple[str, ...]:
    return ("--as", f"{who}@meridia.example", "--code", code_now())


def test_an_agreement_is_entered_from_a_file_and_approved_by_a_second_person(
    world: World, run: Run, tmp_path: Path
) -> None:
    source = tmp_path / "terms.json"
    source.write_text("{", "utf-8")
    with pytest.raises(InputError, match="the file: Invalid JSON"):
        run("draft-agreement", str(source), *_signed("head"))
    told = asdict(northmark())
    source.write_text(json.dumps(told | {"first": "soon"}, default=str), "utf-8")
    with pytest.raises(InputError, match="first: "):
        run("draft-agreement", str(source), *_signed("head"))
    source.write_text(json.dumps(told, default=str), "utf-8")
    made = run("draft-agreement", str(source), "--json", *_signed("head")).stdout
    number = json.loads(made)["number"]
    assert json.loads(made)["standing"] == "not_approved"
    assert run("review-agreement", number, "--approve", *_signed("head")).exit_code == 3
    with pytest.raises(InvalidInputError):
        run("review-agreement", number, "--return", *_signed("signer"))
    done = run("review-agreement", number, "--approve", *_signed("signer")).stdout
    assert done == f"{number}  in_force\n"


def test_a_case_is_disclosed_fetched_sealed_and_called_back(
    world: World, run: Run, tmp_path: Path
) -> None:
    case, agreement = taken(world), agree(world, northmark())
    given = (
        "disclose",
        case,
        "--agreement",
        agreement,
        "--purpose",
        "joint_assessment",
    )
    told = run(*given, "--class", "items", "--class", "end_use", *_signed("officer"))
    number = told.stdout.split()[0]
    assert "Northmark" in told.stdout
    more = run(*given, "--class", "items", "--json", *_signed("officer")).stdout
    assert json.loads(more)["classes"] == ["items"]
    out = tmp_path / "pack.sealed"
    assert "for the partner alone" in run("pack", number, "--out", str(out), *_signed("officer")).stdout  # fmt: skip
    assert opened(out.read_bytes(), secret_key=SECRET_PEM)
    with pytest.raises(InputError, match="is there already"):
        run("pack", number, "--out", str(out), *_signed("officer"))
    back = run("recall", number, "--reasons", "Sent in error.", *_signed("officer"))
    assert back.stdout == f"{number}  called back\n"
    again = ("recall", json.loads(more)["number"], "--reasons", "The same.", "--json")
    assert json.loads(run(*again, *_signed("officer")).stdout)["recalled_because"] == "The same."  # fmt: skip
    with pytest.raises(WrongStateError):
        run("pack", number, "--out", str(tmp_path / "more"), *_signed("officer"))
    assert not (tmp_path / "more").exists()
