"""``licet cases run``: answered, scored, and the exit code says whether all were right."""

import json
from datetime import date
from pathlib import Path

import pytest
import typer
from tests.regimes.small import FILES
from typer.testing import CliRunner, Result

from licet.cli import cases as command
from licet.cli.casebook import answer as answering
from licet.cli.casebook import score
from licet.cli.casebook.listed import (
    ListReader,
    fold,
    lists_folder,
    newest,
    with_listings,
)
from licet.facts import FactState, MalformedFactsError, read_transaction
from licet.regimes import load_package

CLOCKS = """
facts:
  act.type: {type: text, question: {en: Which step?}, ordinary: none}
  act.date: {type: date, question: {en: When?}}
  end_user.listed_on: {type: texts, question: {en: Listed where?}, ordinary: []}
clocks:
  - {id: c, law: {pinpoint: C}, when: {fact: act.type, is: refusal}, gives: {appeal_by: {from: act.date, days: 28}}}
rules:
  - id: blocked
    kind: catch_all
    reason: LIST
    title: {en: Listed parties}
    law: {pinpoint: Art. 40}
    when: {fact: end_user.listed_on, contains: dpl}
    examples:
      - {holds: true, on: 2026-07-31, facts: {end_user: {listed_on: [dpl]}}}
      - {holds: false, on: 2026-07-31, facts: {destination: BR}}
"""
PRIVATE = {"type": "private"}


@pytest.fixture(autouse=True)
def small_law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "law"
    folder.mkdir()
    for name, text in {**FILES, "more.yaml": CLOCKS}.items():
        (folder / name).write_text(text, "utf-8")
    regime = load_package(folder)

    def load(name: str) -> object:
        if name == "no/such":
            raise answering.UnknownRegimeError(name, ())
        return regime

    monkeypatch.setattr(answering, "load_regime", load)
    monkeypatch.delenv("LICET_LISTS", raising=False)
    monkeypatch.chdir(tmp_path)


def case(name: str, expected: object = None, **parts: object) -> dict[str, object]:
    written = {"id": name, "regime": "EU", "as_of": "2026-07-31", "facts": {}, **parts}
    return written if expected is None else {**written, "expected": expected}


def answers(
    tmp_path: Path, *cases: dict[str, object]
) -> tuple[int, list[dict[str, object]]]:
    file = tmp_path / "cases.jsonl"
    file.write_text("\n\n".join(json.dumps(one) for one in cases), "utf-8")
    result = run(str(file), "--json")
    lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
    return result.exit_code, [json.loads(line) for line in lines]


def run(*args: str) -> Result:
    app = typer.Typer()
    command.register(app)
    return CliRunner().invoke(app, ["cases", "run", *args])


COVERED = {"item": {"eccn": "4D004"}, "destination": "BR", "end_user": PRIVATE}


def test_right_wrong_and_not_scored(tmp_path: Path) -> None:
    code, found = answers(
        tmp_path,
        case("a", {"authorisation_required": True, "available": ["ACE"], "classification": ["4D004"]}, facts=COVERED),
        case("b", {"authorisation_required": False}, facts=COVERED),
        case("c", facts=COVERED),
        case("d", {"authorisation_required": False}, facts=COVERED, disputed="text unread"),
    )  # fmt: skip
    assert [one["ok"] for one in found] == [True, False, None, None]
    assert code == 1
    assert found[1]["why"] == "authorisation_required: expected False, got True"
    assert "disputed: text unread" in str(found[3]["why"])


def test_all_right_ends_in_nought(tmp_path: Path) -> None:
    code, _ = answers(
        tmp_path,
        case(
            "a",
            {"licence_required": False, "exception": "ACE"},
            regime="US",
            facts=COVERED,
        ),
    )
    assert code == 0
    told = run(str(tmp_path / "cases.jsonl"))
    assert "right" in told.stdout


def test_any_of_several_exceptions_is_right(tmp_path: Path) -> None:
    wanted = {
        "licence_required": False,
        "exception": "GOV",
        "exception_any": ["GOV", "ACE"],
    }
    assert answers(tmp_path, case("a", wanted, facts=COVERED))[0] == 0
    only = {"licence_required": False, "exception": "GOV"}
    assert answers(tmp_path, case("a", only, facts=COVERED))[0] == 1


def test_an_unsettled_answer_is_null(tmp_path: Path) -> None:
    facts = {"item": {"eccn": "4D004"}, "destination": "VN"}
    _, found = answers(
        tmp_path, case("a", {"authorisation_required": None}, facts=facts)
    )
    assert found[0]["ok"] is True
    assert found[0]["got"]["open_questions"] == ["end_user.type"]  # type: ignore[index]


def test_forms_of_licence_may_be_left_out_when_a_general_one_fits() -> None:
    got = {"authorisation_required": True, "available": ["ACE"], "classification": []}
    expected = {"authorisation_required": True, "available": ["ACE", "SIEL"]}
    assert score({"expected": expected}, got).ok
    only_form = {"authorisation_required": True, "available": ["SIEL"]}
    assert not score({"expected": only_form}, got).ok
    other = {"authorisation_required": True, "classification": ["4D004"]}
    assert not score({"expected": other}, got).ok


def test_dates_and_numbers_of_a_procedure_are_scored(tmp_path: Path) -> None:
    facts = {"act": {"type": "refusal", "date": "2025-05-01"}}
    expected = {"appeal_by": "2025-05-29", "next": ["words"], "reasons": ["law"]}
    code, found = answers(tmp_path, case("a", expected, kind="procedure", facts=facts))
    assert code == 0
    assert found[0]["got"]["clock"] == {"appeal_by": "2025-05-29"}  # type: ignore[index]
    record = {"item": {"kind": "record"}, **facts}
    within = {"authorisation_required": None, "clock": {"appeal_by": "2025-05-30"}}
    assert answers(tmp_path, case("b", within, facts=record))[0] == 1


def test_a_law_that_is_not_shipped_is_a_miss_when_an_answer_is_expected(
    tmp_path: Path,
) -> None:
    code, found = answers(
        tmp_path,
        case("a", {"authorisation_required": True}, regime="no/such"),
        case(
            "b",
            {"authorisation_required": True},
            regime="no/such",
            disputed="elsewhere",
        ),
        case("c", regime="no/such"),
    )
    assert code == 1
    assert [one["ok"] for one in found] == [False, None, None]
    assert found[0]["why"] == "no package for no/such"


def test_facts_that_cannot_be_read_are_a_miss_with_the_reason(tmp_path: Path) -> None:
    _, found = answers(tmp_path, case("a", {}, facts={"destination": "XX"}))
    assert found[0]["ok"] is False
    assert "XX" in str(found[0]["why"])


def test_the_day_is_the_cases_the_facts_or_the_laws(tmp_path: Path) -> None:
    unlisted = {"item": {"eccn": "none"}, "destination": "CA", "knowledge": True}
    expected = {"authorisation_required": False}
    in_facts = {**unlisted, "as_of": "2022-03-06"}
    cases = (
        case("a", expected, facts=unlisted, as_of="2022-03-06"),
        case("b", expected, facts=in_facts, as_of=None),
        case("c", {"authorisation_required": True}, facts=unlisted, as_of=None),
    )
    assert answers(tmp_path, *cases)[0] == 0


@pytest.mark.parametrize("text", ["{", "[]", '{"id": "a"}'])
def test_a_file_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(text, "utf-8")
    assert isinstance(run(str(file)).exception, MalformedFactsError)
    assert isinstance(run(str(tmp_path / "none")).exception, MalformedFactsError)


DPL = (
    "Name\tStreet_Address\tCity\tState\tCountry\tPostal_Code\tEffective_Date\t"
    "Expiration_Date\tStandard_Order\tLast_Update\tAction\tFR_Citation\n"
    "INVENTED DEALER S.A.\t1 Road\tTown\t\tLU\t1\t01/01/2020\t01/01/2030\tY\t2020-01-01\tNEW\t85 F.R. 1\n"
)


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    for name, text in (
        ("us_bis_dpl_2021-07", DPL),
        ("us_bis_dpl_2026-08", DPL),
        ("half_2020", "x"),
    ):
        (folder / name).mkdir(parents=True)
        (folder / name / "dpl.txt").write_text(text, "utf-8")
    (folder / "README.md").write_text("no list", "utf-8")
    (folder / "undated").mkdir()
    return folder


def test_the_newest_list_that_is_not_later_than_the_day_counts(lists: Path) -> None:
    assert [(one.source, one.day) for one in newest(lists, date(2026, 7, 31))] == [
        ("us_bis_dpl", date(2021, 7, 1)),
        ("half", date(2020, 1, 1)),
    ]
    assert newest(lists, date(2019, 1, 1)) == ()


def test_only_the_exact_name_is_found_and_a_remark_does_not_count(lists: Path) -> None:
    names = ListReader(lists).names(date(2026, 7, 31))
    assert names.listing("Invented Dealer, S.A. (alias)") == ("dpl",)
    assert names.listing("Invented Deal") == ()
    assert fold("Ünïted—Traders") == "united traders"


def test_a_list_is_read_once_for_all_days_on_which_it_is_newest(lists: Path) -> None:
    reader = ListReader(lists)
    early, late = reader.names(date(2021, 7, 1)), reader.names(date(2026, 7, 31))
    assert early is late
    (lists / "other_2026-07").mkdir()
    assert reader.names(date(2026, 7, 31)).listing("Invented Dealer S.A.") == ("dpl",)


def test_a_listed_party_needs_a_licence(
    lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICET_LISTS", str(lists))
    facts = {
        "item": {"eccn": "none"},
        "destination": "LU",
        "end_user": {**PRIVATE, "name": "Invented Dealer S.A."},
    }
    free = {**facts, "end_user": {**PRIVATE, "name": "Invented Baker"}}
    code, _ = answers(
        tmp_path,
        case("a", {"authorisation_required": True}, facts=facts),
        case("b", {"authorisation_required": False}, facts=free),
    )
    assert code == 0


def test_without_lists_a_name_is_not_screened_and_nothing_is_assumed(
    tmp_path: Path,
) -> None:
    assert lists_folder() is None
    facts = {
        "item": {"eccn": "none"},
        "destination": "LU",
        "end_user": {**PRIVATE, "name": "Invented Baker"},
    }
    _, found = answers(
        tmp_path, case("a", {"authorisation_required": None}, facts=facts)
    )
    assert found[0]["ok"] is True
    stated = read_transaction(
        {"end_user": {"name": "A", "listed_on": ["dpl"]}, "host": {"logs": True}}
    )
    kept = with_listings(stated, None, date(2026, 7, 31)).view()
    assert kept["end_user.listed_on"].state is FactState.KNOWN
    assert "host.listed_on" not in kept


def test_an_unlisted_item_is_classified_so(tmp_path: Path) -> None:
    _, found = answers(
        tmp_path,
        case(
            "a",
            {"classification": ["EAR99"]},
            facts={"item": {"eccn": "EAR99"}, "destination": "CA"},
        ),
    )
    assert found[0]["got"]["classification"] == ["EAR99"]  # type: ignore[index]
