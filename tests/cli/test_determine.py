"""``licet determine``: the answer in words and as JSON; bad input in one line."""

import json
from pathlib import Path

import pytest
import typer
from tests.regimes.small import FILES, small
from typer.testing import CliRunner

from licet.cli import determine as command
from licet.determination import change
from licet.facts import MalformedFactsError, UnknownFactError, WrongValueError
from licet.kernel import ImpossibleDateError, InputError, UnknownCountryError
from licet.regimes import UnknownRegimeError


@pytest.fixture
def package(tmp_path: Path) -> str:
    folder = tmp_path / "small"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return str(folder)


def run(*args: str, given: str | None = None) -> str:
    app = typer.Typer()
    command.register(app)
    result = CliRunner().invoke(app, list(args), input=given)
    if isinstance(result.exception, InputError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


QUESTION = {
    "item": {"eccn": "4D004", "published": False},
    "destination": "VN",
    "end_user": {"voting": 0, "name": "Invented Bureau"},
    "knowledge": False,
    "plague": False,
    "transit": [],
}


def test_the_answer_is_one_json_document(package: str) -> None:
    given = json.dumps(QUESTION)
    answer = json.loads(
        run("-", "--regime", package, "--on", "2026-07-31", "--json", given=given)
    )
    assert answer["outcome"] == "unsettled"
    assert answer["questions"][0]["fact"] == "end_user.type"


def test_the_answer_is_told_in_words_with_the_open_question(
    package: str, tmp_path: Path
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({**QUESTION, "as_of": "2026-07-31"}), "utf-8")
    told = run(str(file), "--regime", package)
    assert "Unsettled" in told
    assert "1. Is the end user a government end user?" in told
    assert "rules wait for facts" in told


def test_what_can_be_used_is_told(package: str) -> None:
    known = {
        **QUESTION,
        "end_user": {"type": "private", "voting": 0},
        "end_use": "trade",
        "item": {**QUESTION["item"], "made_on": "2026-01-01"},
    }  # type: ignore[dict-item]
    told = run("-", "--regime", package, "--on", "2026-07-31", given=json.dumps(known))
    assert "ACE covers the transaction" in told
    assert "Can be used or applied for: ACE, individual" in told
    assert "wait for facts" not in told


def test_a_defeated_rule_is_told_with_what_defeats_it(package: str) -> None:
    known = {**QUESTION, "end_user": {"type": "government"}}
    told = run("-", "--regime", package, "--on", "2026-07-31", given=json.dumps(known))
    assert "defeated" in told


def test_ordinary_answers_are_entered_when_asked(package: str) -> None:
    given = json.dumps({"item": {"eccn": "4D004"}, "destination": "CA"})
    answer = json.loads(
        run(
            "-",
            "--regime",
            package,
            "--on",
            "2026-07-31",
            "--ordinary",
            "--json",
            given=given,
        )
    )
    assert answer["outcome"] == "no_authorisation_required"


def test_an_answer_that_offers_nothing_says_nothing_of_forms(package: str) -> None:
    given = json.dumps({"item": {"eccn": "4D004"}, "destination": "CA"})
    told = run(
        "-", "--regime", package, "--on", "2026-07-31", "--ordinary", given=given
    )
    assert "no authorisation is required" in told
    assert "applied for" not in told


def test_without_a_day_the_legal_day_is_today(package: str) -> None:
    given = json.dumps({"item": {"eccn": "not_listed"}, "plague": True})
    answer = json.loads(run("-", "--regime", package, "--json", given=given))
    assert answer["on"] >= "2026-01-01"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        pytest.param("{", MalformedFactsError, id="malformed-json"),
        pytest.param('{"destinaton": "BR"}', UnknownFactError, id="unknown-fact"),
        pytest.param('{"as_of": "2026-02-30"}', ImpossibleDateError, id="impossible-date"),
        pytest.param('{"destination": "XX"}', UnknownCountryError, id="unknown-country"),
        pytest.param('{"item": {"bits": "many"}}', WrongValueError, id="wrong-value"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_and_nothing_is_decided(
    package: str, given: str, error: type[InputError]
) -> None:
    with pytest.raises(error):
        run("-", "--regime", package, given=given)


def test_a_file_that_is_not_there_is_refused(package: str) -> None:
    with pytest.raises(MalformedFactsError, match="no such file"):
        run("/nowhere/facts.json", "--regime", package)


def test_a_law_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownRegimeError, match="regime list"):
        run("-", "--regime", "xx/none", given="{}")


def test_a_fact_of_another_shipped_law_is_left_alone(package: str) -> None:
    given = json.dumps({"knowledge_of_unauthorised_use": False, "destination": "CA"})
    answer = json.loads(
        run("-", "--regime", package, "--on", "2026-07-31", "--json", given=given)
    )
    assert answer["regime"] == "test/small"


CHANGEABLE = FILES["facts.yaml"].replace(
    "destination: {type", "destination: {mutable: true, type"
)
KNOWN = {
    **QUESTION,
    "item": {"eccn": "4D004", "published": False, "roles": [], "bits": 0, "share": 1},
    "end_user": {"voting": 0, "name": "Invented Bureau", "type": "private"},
    "end_use": "trade",
    "destination": "CA",
}


def _changeable(package: str) -> str:
    (Path(package) / "facts.yaml").write_text(CHANGEABLE, "utf-8")
    return package


def test_what_would_change_the_answer_stands_in_the_document(package: str) -> None:
    law = _changeable(package)
    words = ["-", "--regime", law, "--on", "2026-07-31", "--what-would-change"]
    answer = json.loads(run(*words, "--json", given=json.dumps(KNOWN)))
    change = answer["what_would_change"]
    assert change["outcome"] == answer["outcome"]
    assert change["changes"][0]["facts"][0]["path"] == "destination"


def test_what_would_change_the_answer_is_told_in_words(package: str) -> None:
    law = _changeable(package)
    words = ["-", "--regime", law, "--on", "2026-07-31", "--what-would-change"]
    told = run(*words, given=json.dumps(KNOWN))
    assert "force the outcome" in told
    assert "instead of CA" in told


def test_that_nothing_would_change_it_is_said_too(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["-", "--regime", package, "--on", "2026-07-31", "--what-would-change"]
    assert "No change of facts" in run(*words, given=json.dumps(KNOWN))
    assert "force" not in run(*words, given=json.dumps(QUESTION))
    monkeypatch.setattr(change, "MOST_LOOKS", 1)
    law = _changeable(package)
    words[2] = law
    told = run(*words, given=json.dumps(KNOWN))
    assert "Not every possible change" in told


def test_every_instrument_that_binds_is_run_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measures = small(
        package=FILES["package.yaml"].replace("test/small", "test/measures"),
        more="rules: [{id: ban, kind: prohibition, title: {en: Ban}, law: {pinpoint: Art. 90}, when: {fact: destination, is: VN}}]",
    )
    monkeypatch.setattr("licet.regimes.load_regime", lambda _: measures)
    header = FILES["package.yaml"].rstrip() + "\n  binds: [test/measures]\n"
    for name, text in (FILES | {"package.yaml": header}).items():
        (tmp_path / name).write_text(text, "utf-8")
    asked = ("-", "--regime", str(tmp_path), "--on", "2026-07-31")
    given = json.dumps(QUESTION)
    answer = json.loads(run(*asked, "--json", given=given))
    assert answer["outcome"] == "prohibited"
    assert answer["governs"] == ["test/measures"]
    told = run(*asked, given=given).replace("\n", " ")
    assert "test/measures (governs): The transaction is prohibited" in told
    assert "test/small (also binds): Unsettled" in told
    ordinary = json.loads(run(*asked, "--ordinary", "--json", given=given))
    assert len(ordinary["instruments"]) == 2


def test_the_law_is_applied_as_it_was_known_on_a_day(tmp_path: Path) -> None:
    late = FILES["rules.yaml"].replace(
        "  - id: embargo\n", "  - id: embargo\n    published_at: 2026-03-01\n"
    )
    for name, text in (FILES | {"rules.yaml": late}).items():
        (tmp_path / name).write_text(text, "utf-8")
    asked = ("-", "--regime", str(tmp_path), "--on", "2026-07-31", "--json")
    given = json.dumps({**QUESTION, "destination": "KP", "end_use": "trade"})
    known = json.loads(run(*asked, "--known-on", "2026-03-01", given=given))
    before = json.loads(run(*asked, "--known-on", "2026-02-28", given=given))
    assert known["outcome"] == "prohibited"
    assert before["outcome"] != "prohibited"
    assert before["regime_version"] != known["regime_version"]
