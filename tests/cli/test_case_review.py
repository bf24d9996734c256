"""``licet case review|clock|due|conditions``: what the screens show, and a clock counted from scratch."""

import json
from pathlib import Path

import pytest
from tests.web.casework.builders import World, condition, granted, submit, take
from tests.web.casework.conftest import _lists, clock, outside, world
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.web.casework.services.desk import referring
from licet.web.casework.services.review import escalations

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures

OFFICER = "officer@meridia.example"


def run(*words: str) -> str:
    result = CliRunner().invoke(build_app(), list(words))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.django_db
def test_the_clock_of_a_case_equals_a_count_from_its_events(
    world: World, tmp_path: Path
) -> None:
    number = submit(world).number
    take(world, number)
    referring.refer_case(
        by=world.officer,
        case=number,
        referrals=(referring.Referral(team="DS"), referring.Referral(team="TE")),
        version=None,
    )
    for code, position in (("ds", "object"), ("te", "agree_with_conditions")):
        own = condition("kill_switch", owner="TE", days="5")
        referring.give_advice(
            by=world.actor(code), case=number, position=position, reasons="Known.",
            conditions=(own,) if code == "te" else (), version=None,
        )  # fmt: skip
    escalations.escalate_dissent(
        by=world.officer, case=number, reasons="They differ.", version=None
    )
    escalations.vote_at_level(
        by=world.te, case=number, verdict="approve", words="Enough.", version=None
    )
    told = json.loads(run("case", "review", number, "--as", OFFICER, "--json"))
    shown = run("case", "review", number, "--as", OFFICER)
    assert "silence: The case is of tier 3" in shown
    assert "level 1 coordination_group: at work" in shown
    assert "TE approve: Enough." in shown
    assert "condition TE-1: The exporter keeps" in shown
    events = tmp_path / "events.json"
    events.write_text(run("case", "clock", number, "--as", OFFICER), "utf-8")
    counted = json.loads(
        run("clock", str(events), "--regime", "meridia/national", "--json")
    )
    assert counted["due"] == {one["key"]: one["day"] for one in told["due"]}
    assert counted["days_spent"] == told["days_spent"]


@pytest.mark.django_db
def test_duties_and_figures_are_listed(world: World) -> None:
    case = granted(
        world,
        condition("kill_switch", days="5"),
        condition("delivery_verification", days="5"),
        condition("no_military_use"),
    )
    assert case.licence is not None
    number = case.licence.number
    lines = run("case", "due", number, "--as", OFFICER).splitlines()
    assert [one.split("  ")[0] for one in lines] == ["2026-03-09", "after delivery", "always"]  # fmt: skip
    told = json.loads(run("case", "due", number, "--as", OFFICER, "--json"))
    assert len(told) == 3
    assert "0 of 3 fitted no type" in run("case", "conditions", "--as", OFFICER)
    figures = json.loads(run("case", "conditions", "--as", OFFICER, "--json"))
    assert figures["total"] == 3
