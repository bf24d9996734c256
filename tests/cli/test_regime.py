"""``licet regime``: list, check, schema."""

import json
from pathlib import Path

import pytest
import typer
from tests.regimes.small import FILES, RULES
from typer.testing import CliRunner, Result

from licet.cli import regime as command
from licet.determination import SolverMissingError
from licet.facts import MalformedFactsError
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
    assert (result.exit_code, result.output) == (0, "test/small: whole\n")
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
    written = json.loads(run(*args, "--json").output)
    assert [one["case"] for one in written["caseload"]] == ["n", "1"]


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
    assert isinstance(run("diff", *named).exception, MalformedFactsError)


def test_comparing_without_the_solver_is_unavailable(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise SolverMissingError

    monkeypatch.setattr("licet.determination.changed_outcomes", missing)
    assert run("diff", "test/small", "test/small", "--root", str(root)).exit_code == 4
