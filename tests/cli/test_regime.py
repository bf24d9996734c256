"""``licet regime``: list, check, schema."""

import json
from pathlib import Path

import pytest
import typer
from tests.regimes.small import FILES, RULES
from typer.testing import CliRunner, Result

from licet.cli import regime as command
from licet.cli.casebook import replayed
from licet.determination import SolverMissingError
from licet.determination.bulk import BulkMissingError, MalformedCaseloadError
from licet.regimes import UnknownRegimeError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "test" / "small"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return tmp_path


def run(*args: str) -> Result:
    app = typer.Typer()
    command.register(app)
    return CliRunner().invoke(app, ["regime", *args])


def test_packages_are_listed(root: Path) -> None:
    assert "test/small" in run("list", "--root", str(root)).output
    listed = json.loads(run("list", "--root", str(root), "--json").output)
    assert listed[0]["jurisdiction"] == "XX"


def test_a_whole_package_is_said_to_be_whole(root: Path) -> None:
    result = run("check", "--root", str(root))
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == "test/small: whole"


def test_rules_that_nobody_else_has_read_are_counted(root: Path) -> None:
    said = run("check", "--root", str(root)).output.splitlines()[1]
    rules = FILES["rules.yaml"].count("  - id: ")
    assert said == f"  {rules} of {rules} rules not reviewed by two"


def test_a_check_as_json_is_an_empty_list_for_a_whole_package(root: Path) -> None:
    written = run("check", "test/small", "--root", str(root), "--json")
    assert json.loads(written.output) == {"test/small": []}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("law: {pinpoint: Art. 3}", "", "no citation", id="form"),
        pytest.param("destination: VN}}\n      - {holds: false", "destination: CA}}\n      - {holds: false", "it does not", id="example"),
    ],
)  # fmt: skip
def test_a_broken_package_ends_in_one(
    root: Path, old: str, new: str, words: str
) -> None:
    assert old in RULES
    rules = root / "test" / "small" / "rules.yaml"
    rules.write_text(RULES.replace(old, new, 1), "utf-8")
    result = run("check", "--root", str(root))
    assert result.exit_code == 1
    assert words in result.output
    written = json.loads(run("check", "--root", str(root), "--json").output)
    assert written["test/small"][0]["line"] > 0


def test_a_package_that_is_not_there_is_refused(root: Path) -> None:
    result = run("check", "test/large", "--root", str(root))
    assert isinstance(result.exception, UnknownRegimeError)


def test_the_schemas_are_printed() -> None:
    assert "Licet law package" in run("schema").output
    facts = json.loads(run("schema", "--facts", "--json").output)
    assert "transaction facts" in facts["title"]


def test_proofs_are_told_and_a_broken_one_ends_in_one(root: Path) -> None:
    result = run("prove", "--root", str(root))
    assert result.exit_code == 1
    assert "consistent: broken" in result.output
    assert '"plague": true' in result.output
    written = json.loads(
        run("prove", "test/small", "--root", str(root), "--json").output
    )
    assert written["packages"]["test/small"]["complete"] == "proved"
    assert written["packages"]["test/small"]["rules"] == 15


def test_a_law_that_is_proved_ends_in_nought(root: Path) -> None:
    rules = root / "test" / "small" / "rules.yaml"
    rules.write_text(
        RULES.replace(
            "when: {fact: plague, is: true}",
            "when: {fact: plague, is: true}\n    overrides: [published]",
        ),
        "utf-8",
    )
    assert run("prove", "--root", str(root), "--on", "2026-07-31").exit_code == 0


def test_proofs_without_the_solver_are_unavailable(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise SolverMissingError

    monkeypatch.setattr("licet.determination.prove", missing)
    result = run("prove", "--root", str(root))
    assert result.exit_code == 4


@pytest.fixture
def narrower(root: Path) -> Path:
    folder = root / "test" / "narrow"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(
            text.replace("destination, in_group: friends", "destination, is: CA"),
            "utf-8",
        )
    return folder


def test_two_laws_are_compared_in_words_answers_and_cases(
    root: Path, narrower: Path
) -> None:
    cases = root / "cases.jsonl"
    item = {"eccn": "4D004"}
    case = {
        "id": "n",
        "facts": {"item": item, "destination": "NO", "end_user": {"type": "private"}},
    }
    cases.write_text(json.dumps(case) + "\n\n" + json.dumps(case["facts"]), "utf-8")
    args = (
        "diff",
        str(root / "test" / "small"),
        str(narrower),
        "--caseload",
        str(cases),
    )
    told = run(*args).output
    assert "changed rules listed" in told
    assert "no_authorisation_required -> covered: for example" in told
    assert "case n:" in told
    assert "2 of 2 come out otherwise." in told
    written = json.loads(run(*args, "--json").stdout)
    assert [one["case"] for one in written["caseload"]] == ["n", "1"]
    assert written["caseload"][0]["before"]["outcome"] == "no_authorisation_required"
    assert written["caseload_undecided"] == []


def test_changed_cases_beyond_the_traces_are_listed_without(
    root: Path, narrower: Path
) -> None:
    cases = root / "cases.jsonl"
    known = {"item": {"eccn": "4D004"}, "destination": "NO"}
    settled = {"facts": {**known, "end_user": {"type": "private"}}}
    bare = {"item": {"eccn": "4D004"}, "destination": None}
    cases.write_text(f"{json.dumps(settled)}\n{json.dumps(bare)}")
    args = ("diff", str(root / "test" / "small"), str(narrower), "--caseload", str(cases))  # fmt: skip
    bounds = ("--traces", "0", "--exact", "0")
    told = run(*args, *bounds).output
    assert "The next 1 changed cases are listed without their traces." in told
    words = "case 0: no_authorisation_required 4D004 -> covered 4D004 ACE individual"
    assert words in told
    assert "1 are not known" in told
    written = json.loads(run(*args, *bounds, "--json").stdout)
    assert written["caseload"] == []
    assert written["caseload_without_trace"][0]["after"]["outcome"] == "covered"
    assert written["caseload_undecided"] == [{"case": "1", "item": 0}]


def test_a_big_caseload_is_kept_as_columns(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replayed, "BIG", 1)
    monkeypatch.setenv("LICET_STATE", str(root / "state"))
    cases = root / "cases.jsonl"
    cases.write_text('{"destination": "BR"}', "utf-8")
    named = ("test/small", "test/small", "--root", str(root), "--caseload", str(cases))
    assert "0 of 1 come out otherwise." in run("diff", *named).output
    assert len(list((root / "state" / "caseloads").iterdir())) == 1


def test_a_table_of_cases_without_duckdb_is_unavailable(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise BulkMissingError

    monkeypatch.setattr(replayed, "read_caseload", missing)
    named = ("test/small", "test/small", "--root", str(root), "--caseload", "x.parquet")
    assert run("diff", *named).exit_code == 4


def test_a_law_is_printed_as_sql(root: Path) -> None:
    text = run("sql", "test/small", "--root", str(root), "--on", "2026-07-31").output
    assert "-- test/small, version " in text
    assert "law of 2026-07-31" in text
    assert "rule government-bar" in text
    assert run("sql", "test/small", "--root", str(root)).output == text


def test_one_law_is_compared_with_itself_on_two_days(root: Path) -> None:
    named = "test/small@2022-03-05", "test/small@2022-03-06"
    result = run("diff", *named, "--root", str(root))
    assert (result.exit_code, result.output) == (
        0,
        "No transaction has another outcome.\n",
    )


@pytest.mark.parametrize("text", [None, "{"], ids=["absent", "not-json"])
def test_a_caseload_that_cannot_be_read_is_refused(
    root: Path, text: str | None
) -> None:
    file = root / "cases.jsonl"
    if text is not None:
        file.write_text(text, "utf-8")
    named = ("test/small", "test/small", "--root", str(root), "--caseload", str(file))
    assert isinstance(run("diff", *named).exception, MalformedCaseloadError)


def test_comparing_without_the_solver_is_unavailable(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise SolverMissingError

    monkeypatch.setattr("licet.determination.changed_outcomes", missing)
    assert run("diff", "test/small", "test/small", "--root", str(root)).exit_code == 4


def test_texts_at_hand_are_recorded_by_their_hash_and_held_against(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "us").mkdir()
    item = {"eccn": "4D004", "heading": "Invented.", "items": []}
    held = tmp_path / "us" / "ccl-cat-4-5.json"
    held.write_text(json.dumps({"entries": [item]}), "utf-8")
    told = run("texts", "us/ear", "--texts", str(tmp_path)).output
    assert '"774 supp. 1, 4D004": {sha256: ' in told
    proofs = run("prove", "us/ear", "--texts", str(tmp_path), "--json")
    assert proofs.exit_code == 1
    assert json.loads(proofs.stdout)["packages"]["us/ear"]["citations"] == "broken"
    monkeypatch.setenv("LICET_LAW_TEXTS", str(tmp_path / "nowhere"))
    assert "texts: {}" in run("texts", "model").output
