"""A caseload is read whole or refused, from lines and from tables, and kept as columns."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from licet.determination.bulk import (
    Caseload,
    MalformedCaseloadError,
    read_caseload,
)
from licet.determination.bulk import store as storing
from licet.facts import read_transaction

CASES: list[dict[str, Any]] = [
    {"item": {"eccn": "4D004", "share": 1.5, "roles": ["console"]}, "destination": "BR"},
    {"item": {"eccn": "4D004", "share": 2}, "destination": "any", "activity": "transit"},
    {"item.eccn": "5A002.a", "activity": {"type": "support"}, "plague": True, "as_of": "2026-07-31"},
    {"end_user": {"name": "Anvil", "country": "CA", "type": None}, "plague": 1, "end_use": ""},
    {"item": {"bits": {"state": "not_applicable"}}, "end_user": {"name": ""}},
    {"a": {"b": {"c": {"d": {"e": {"f": {"g": "deep"}}}}}}, "transit": ["CA", "BR"]},
    {"format": "licet-facts/1", "items": [{"name": "one", "facts": {"share": "1.50"}}, {"facts": {}}], "facts": {"told": {"statements": [{"value": 1, "by": "list"}, {"value": 2}]}, "x": {"statements": [{"value": 3.25, "by": "list"}]}}},
    {},
]  # fmt: skip


def written(folder: Path, *lines: object, name: str = "cases.jsonl") -> Path:
    file = folder / name
    texts = [one if isinstance(one, str) else json.dumps(one) for one in lines]
    file.write_text("\n".join(texts), "utf-8")
    return file


def assert_as_read_one_by_one(cases: Caseload) -> None:
    rows = [(case, 0) for case in range(6)] + [(6, 0), (6, 1), (7, 0)]
    assert list(zip(cases.case.tolist(), cases.item.tolist(), strict=True)) == rows
    for row, (case, item) in enumerate(rows):
        text = json.dumps(CASES[case])
        whole = read_transaction(json.loads(text, parse_float=Decimal))
        # In the canonical form a number inside a whole fact is kept as exact text.
        found, meant = cases.transaction(row).view(), whole.view(item)
        assert {path: fact.to_json() for path, fact in found.items()} == {
            path: fact.to_json() for path, fact in meant.items()
        }


def test_lines_say_what_single_transactions_say(tmp_path: Path) -> None:
    lines = [{"id": f"c{number}", "facts": one} for number, one in enumerate(CASES)]
    cases = read_caseload(written(tmp_path, *lines, "", "  "))
    assert cases.ids == tuple(f"c{number}" for number in range(8))
    assert_as_read_one_by_one(cases)


def test_kept_columns_say_the_same_as_the_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "_EVERY", 2)
    file, told = written(tmp_path, *CASES), list[tuple[int, int]]()
    cache = tmp_path / "kept"
    first = read_caseload(file, cache=cache, progress=lambda *at: told.append(at))
    assert told[-1] == (file.stat().st_size,) * 2
    again = read_caseload(file, cache=cache, progress=lambda *_: told.clear())
    assert told  # nobody read the lines a second time
    assert first.ids == again.ids == tuple(map(str, range(8)))
    assert_as_read_one_by_one(again)
    assert [path.suffix for path in cache.iterdir()] == [".npz"]


def test_a_case_with_several_parties_of_one_role_is_kept_whole(tmp_path: Path) -> None:
    party = {"role": "end_user", "facts": {"type": "private"}}
    whole = {"format": "licet-facts/1", "parties": [party, party]}
    file, cache = written(tmp_path, whole), tmp_path / "kept"
    assert read_caseload(file, cache=cache).whole == {0: read_transaction(whole)}
    assert read_caseload(file, cache=cache).whole == {0: read_transaction(whole)}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("{", "it is not JSON", id="not-json"),
        pytest.param("[]", "a case is a JSON object", id="not-an-object"),
        pytest.param({"facts": 3}, "it is not an object", id="facts-no-object"),
        pytest.param({"destination": "Utopia"}, "not a country", id="no-country"),
        pytest.param({"x": [["nested"]]}, "a list of texts", id="nested-list"),
        pytest.param({"a b": 1}, "words joined by dots", id="no-path"),
        pytest.param('{"x": NaN}', "a number", id="no-number"),
        pytest.param({"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": 1}}}}}}}}}, "nested too deeply", id="too-deep"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named_and_nothing_is_read(
    tmp_path: Path, line: object, words: str
) -> None:
    file = written(tmp_path, {"destination": "CA"}, line)
    with pytest.raises(MalformedCaseloadError, match=words) as caught:
        read_caseload(file, cache=tmp_path / "kept")
    assert caught.value.code == "malformed_caseload"
    assert f"{file}, line 2: " in str(caught.value)
    assert "Nothing was replayed" in str(caught.value)
    assert not (tmp_path / "kept").exists()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MalformedCaseloadError, match="there is no such file"):
        read_caseload(tmp_path / "none.jsonl")


def table(folder: Path, select: str) -> Path:
    file = folder / "cases.parquet"
    duckdb.connect().execute(f"COPY ({select}) TO '{file}' (FORMAT parquet)")
    return file


def test_a_table_has_a_column_for_each_fact(tmp_path: Path) -> None:
    select = """SELECT * FROM (VALUES
        ('a', 'BR', 1.25::DECIMAL(9,2), ['console'], DATE '2020-01-01', true),
        ('b', 'any', NULL, NULL, NULL, NULL),
        ('c', 'BR', 3, [], NULL, false))
        AS t("id", "destination", "item.share", "item.roles", "item.made_on", "plague")"""
    cases = read_caseload(table(tmp_path, select))
    assert cases.ids == ("a", "b", "c")
    assert cases.transaction(0).view() == read_transaction(
        {
            "destination": "BR",
            "item": {
                "share": Decimal("1.25"),
                "roles": ["console"],
                "made_on": "2020-01-01",
            },
            "plague": True,
        }
    ).view()  # fmt: skip
    assert cases.transaction(1).view() == read_transaction({"destination": "any"}).view()  # fmt: skip
    assert cases.transaction(2).view()["item.roles"].value == ()


def test_a_table_without_names_numbers_its_cases(tmp_path: Path) -> None:
    cases = read_caseload(table(tmp_path, "SELECT true AS plague, 'x' AS activity"))
    assert cases.ids == ("0",)
    assert cases.transaction(0).view()["activity.type"].value == "x"


def test_a_table_without_rows_is_an_empty_caseload(tmp_path: Path) -> None:
    cases = read_caseload(table(tmp_path, "SELECT true AS plague, '' AS \"end_user.name\" LIMIT 0"))  # fmt: skip
    assert len(cases) == 0


def test_an_empty_name_in_a_table_says_nothing(tmp_path: Path) -> None:
    cases = read_caseload(table(tmp_path, "SELECT '' AS \"end_user.name\""))
    assert cases.transaction(0).view() == {}


@pytest.mark.parametrize(
    ("select", "words"),
    [
        pytest.param('SELECT 1.5::DOUBLE AS "item.share"', "column item.share: the column is DOUBLE", id="inexact"),
        pytest.param("SELECT 'Utopia' AS destination", "row 1, column destination: ", id="no-country"),
    ],
)  # fmt: skip
def test_a_table_column_that_is_no_fact_is_refused(
    tmp_path: Path, select: str, words: str
) -> None:
    with pytest.raises(MalformedCaseloadError, match=words):
        read_caseload(table(tmp_path, select))
