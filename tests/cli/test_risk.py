"""``licet risk``: three steps in words or one document; bad input names what to mend."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from licet.cli import risk as command
from licet.kernel import InputError
from licet.risk import UnsourcedEvidenceError, destination
from licet.web.casework.services.findings import risk as service

FACTS = {
    "item": {"kind": "software", "eccn": "4D004"},
    "destination": "BR",
    "transit": ["NO"],
    "end_user": {"type": "bank"},
    "end_use": "Testing of its own systems",
}
LISTS = {"about": "screening.party", "source": "Lists (invented)", "dated": "2026-07-31", "answers": ["none"]}  # fmt: skip


def run(*given: str) -> Result:
    app = typer.Typer()
    command.register(app)
    return CliRunner().invoke(app, ["risk", *given])


@pytest.fixture
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_STATE", str(tmp_path / "state"))
    place = tmp_path / "facts.json"
    place.write_text(json.dumps(FACTS))
    return place


def test_the_three_steps_are_told_in_words(facts: Path) -> None:
    told = run("assess", str(facts), "--regime", "meridia/national", "--on", "2026-07-31").stdout  # fmt: skip
    assert "Step 1" in told
    assert "Step 2, mandatory, not established" in told
    assert "Step 3: Exceptional review" in told
    assert "It allocates work and is never a ground." in told
    assert "missing: Nobody has given evidence of it." in told
    assert "One band down (intensive), if open evidence turns out so: Parties against official lists at level 0." in told  # fmt: skip


def test_evidence_of_a_file_and_country_data_of_the_state_are_read(
    facts: Path, tmp_path: Path
) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415  # beside its only use

    destination.sync(destination.invented_countries(), tmp_path / "state", at=datetime(2026, 7, 31, tzinfo=UTC))  # fmt: skip
    given = tmp_path / "evidence.json"
    given.write_text(json.dumps([LISTS]))
    result = run("assess", str(facts), "--regime", "meridia/national", "--on", "2026-07-31", "--evidence", str(given), "--json")  # fmt: skip
    weighed = json.loads(result.stdout)["weighed"]
    levels = {one["id"]: one["levels"]["best"] for one in weighed["factors"]}
    assert levels["end-user-listed"] == 0
    assert levels["rule-of-law"] == 1
    assert weighed["band"]["id"] != "exceptional"


def test_value_that_counts_and_moves_up_are_told(facts: Path, tmp_path: Path) -> None:
    facts.write_text(json.dumps({"item": {"kind": "software", "listed_as": "4.D.4", "self_spreading": False, "covert_surveillance": False}, "destination": "BR", "end_user": {"type": "csirt"}, "end_use": "incident_response", "exporter": {"knows_of_misuse": False}, "authority": {"has_informed": False}, "path": {"incident_response": True}}))  # fmt: skip
    given = tmp_path / "evidence.json"
    given.write_text(json.dumps([LISTS]))
    told = run("assess", str(facts), "--regime", "model", "--on", "2026-07-31", "--evidence", str(given)).stdout  # fmt: skip
    assert "Step 1: no prohibition is reached." in told
    assert "Legitimate value takes 6 points away." in told
    assert "One band up" in told


def test_a_law_without_weights_says_so(facts: Path) -> None:
    told = run("assess", str(facts), "--regime", "uk/eco-2008").stdout
    assert "Step 3: This law publishes no weights" in told
    assert "publishes no weights" in run("method", "--regime", "us/ear").stdout


@pytest.mark.parametrize("text", ["{", "{}", "[1]"])
def test_evidence_that_is_no_list_is_refused(
    facts: Path, tmp_path: Path, text: str
) -> None:
    given = tmp_path / "evidence.json"
    given.write_text(text)
    result = run("assess", str(facts), "--regime", "model", "--evidence", str(given))
    assert isinstance(result.exception, InputError)


def test_a_level_without_source_is_refused(facts: Path, tmp_path: Path) -> None:
    given = tmp_path / "evidence.json"
    given.write_text(json.dumps([{**LISTS, "source": ""}]))
    result = run("assess", str(facts), "--regime", "model", "--evidence", str(given))
    assert isinstance(result.exception, UnsourcedEvidenceError)


def test_the_method_is_told_with_its_example() -> None:
    told = run("method", "--regime", "meridia/national").stdout
    assert "Tier of the item (weight 4)" in told
    assert "A worked example, computed by the engine (invented)" in told
    document = json.loads(run("method", "--regime", "model", "--on", "2026-07-31", "--json").stdout)  # fmt: skip
    assert document["id"] == "risk"


MOVES = (
    service.BandMove(case="L-1", before="", after="standard", points=(0, 3), kept=True),
    service.BandMove(case="L-2", before="enhanced", after="enhanced", points=(60, 61), kept=False),
)  # fmt: skip


@pytest.fixture
def caseload(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    asked: list[dict[str, object]] = []

    def everything(
        *, write: bool, progress: service.Progress
    ) -> tuple[service.BandMove, ...]:
        asked.append({"write": write})
        progress(2, 2)
        return MOVES

    monkeypatch.setattr("licet.cli.shell.set_up", lambda: None)
    monkeypatch.setattr(service, "recompute_all", everything)
    monkeypatch.setattr(service, "open_cases", lambda: ("L-1", "L-2"))
    monkeypatch.setattr(service, "replay_weights", lambda _law: MOVES[:1])
    return asked


def test_the_caseload_is_weighed_anew_with_progress(
    caseload: list[dict[str, object]],
) -> None:
    result = run("recompute", "--all", "--write")
    assert caseload == [{"write": True}]
    assert "L-1: no band (0) -> standard (3)" in result.stdout
    assert "2 open cases: 2 moved, 1 of them to another band; 1 kept." in result.stdout
    assert "2 of 2 cases weighed" in result.stderr
    document = json.loads(run("recompute", "--all", "--json").stdout)
    assert (document["cases"], document["bands"], document["kept"]) == (2, 1, 1)
    assert caseload[-1] == {"write": False}


def test_other_weights_are_tried_and_other_readings_are_named(
    caseload: list[dict[str, object]],
) -> None:
    result = run("recompute", "--all", "--under", "meridia/national")
    assert "2 open cases: 1 moved" in result.stdout
    assert "reads other things" not in result.stderr
    assert "reads other things" in run("recompute", "--all", "--under", "model").stderr
    assert caseload == []


def test_a_recomputation_says_what_it_shall_weigh() -> None:
    assert isinstance(run("recompute").exception, InputError)
    both = run("recompute", "--all", "--under", "model", "--write")
    assert isinstance(both.exception, InputError)
