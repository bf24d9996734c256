"""``licet ownership``: what is printed, how it ends, and the how-to that shows it."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.main import build_app
from licet.diversion import MalformedStatementError, OwnershipRuleError
from licet.kernel import ImpossibleDateError, InputError

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "trace-an-owner.md"


def block(sort: str) -> str:
    found = re.search(
        rf"^   ```{sort}\n(.*?)^   ```",
        HOW_TO.read_text("utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    assert found is not None
    return "".join(f"{line[3:]}\n" for line in found[1].splitlines())


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("owners.jsonl").write_text(block("json"), "utf-8")
    Path("listed.txt").write_text(block("ids"), "utf-8")
    return tmp_path


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(
        build_app(), ["ownership", "owners.jsonl", "--listed", "listed.txt", *words]
    )
    if isinstance(result.exception, InputError):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_the_how_to_runs_as_written() -> None:
    words = block("console").split()
    assert words[:2] == ["licet", "ownership"]
    result = CliRunner().invoke(build_app(), words[1:])
    assert result.exit_code == 0
    assert result.stdout == block("text")
    assert result.stderr == ""


def test_the_json_form_is_one_document_with_path_and_law() -> None:
    code, out, _ = run("--regime", "eu/2021-821", "--on", "2026-11-27", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["law"]["control_counts"] is True
    assert [(one["id"], one["extent"]) for one in document["entities"]] == [
        ("tessaly", "surely"),
        ("tessaly-labs", "possibly"),
    ]
    assert document["entities"][0]["shares"] == {"low": 5500, "high": 5500}
    assert len(document["entities"][1]["path"]) == 3


def test_british_law_adds_listed_owners_only_under_a_joint_arrangement() -> None:
    british = ("--regime", "uk/eco-2008", "--on", "2026-11-27")
    assert "0 surely, 0 possibly owned, of 4" in run(*british)[1]
    Path("joint.txt").write_text("brenvik oskarum\n", "utf-8")
    assert "1 surely, 1 possibly" in run(*british, "--arrangements", "joint.txt")[1]


@pytest.mark.parametrize(
    ("on", "code"),
    [("2025-11-09", 0), ("2025-11-10", 1), ("2026-11-09", 1), ("2026-11-10", 0)],
)
def test_while_a_rule_is_suspended_the_answer_is_that_none_is_applied(
    on: str, code: int
) -> None:
    ended, out, _ = run("--regime", "us/ear", "--on", on)
    assert ended == code
    assert ("suspended 2025-11-10 to 2026-11-09" in out) == bool(code)


def test_before_its_first_day_no_rule_is_applied() -> None:
    code, out, _ = run("--regime", "uk/eco-2008", "--on", "2020-12-30")
    assert code == 1
    assert out.endswith("designated-persons: 2020-12-31 to further notice\n")
    assert run("--regime", "uk/eco-2008", "--on", "2020-12-31")[0] == 0


def test_that_no_rule_is_applied_is_also_said_in_json() -> None:
    code, out, _ = run("--regime", "us/ear", "--on", "2025-09-28", "--json")
    document = json.loads(out)
    assert (code, document["law"]) == (1, None)
    assert document["other_days"][0]["id"] == "listed-parties"


def test_what_does_not_add_up_is_said_on_standard_error() -> None:
    with Path("owners.jsonl").open("a", encoding="utf-8") as handle:
        for name in ("s4", "s5"):
            owner = f"{name}-owner"
            owned = {"owner": [owner], "asset": ["tessaly"], "percentage": ["85"]}
            statement = {"id": name, "schema": "Ownership", "properties": owned}
            handle.write(json.dumps(statement) + "\n")
        handle.write('{"id": "n", "schema": "Note", "properties": {}}\n')
    Path("listed.txt").write_text("brenvik\nnowhere\n", "utf-8")
    day = ("--regime", "us/ear", "--on", "2026-11-27")
    _, _, err = run(*day)
    assert "licet: nowhere is listed and not in owners.jsonl.\n" in err
    assert "shares of Tessaly Trading add up to at least 225 %" in err
    assert "1 of Note left aside" in err
    document = json.loads(run(*day, "--json")[1])
    assert document["listed_absent"] == ["nowhere"]
    assert document["discrepancies"][0]["trouble"] == "more_than_whole"
    assert document["unread"] == {"Note": 1}


def test_a_law_without_a_rule_on_owners_is_refused() -> None:
    with pytest.raises(OwnershipRuleError, match="us/ear"):
        run("--regime", "wassenaar")


def test_without_a_day_that_of_today_is_taken() -> None:
    assert "uk/eco-2008 on 20" in run("--regime", "uk/eco-2008")[1]


def test_a_draft_package_is_read_from_its_folder() -> None:
    folder = HOW_TO.parents[2] / "src" / "licet" / "law" / "uk" / "eco-2008"
    assert run("--regime", str(folder), "--on", "2026-11-27")[0] == 0


def test_bad_input_is_named_with_its_place() -> None:
    with pytest.raises(ImpossibleDateError):
        run("--regime", "us/ear", "--on", "soon")
    Path("owners.jsonl").write_text("{\n", "utf-8")
    with pytest.raises(
        MalformedStatementError, match=r"owners\.jsonl: line 1: not JSON"
    ):
        run("--regime", "us/ear", "--on", "2026-11-27")
    Path("listed.txt").write_bytes(b"\xff")
    with pytest.raises(InputError, match="Save the file as UTF-8"):
        run("--regime", "us/ear", "--on", "2026-11-27")
