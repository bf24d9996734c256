"""Files taken apart, and what is said of those that cannot be."""

from decimal import Decimal
from pathlib import Path

import pytest

from licet.diversion import MalformedStatementError, declared_of, read_declared
from licet.diversion.lines import Line, lines_of

ONE = '{"id": "a", "schema": "Person", "properties": {}}'


def numbers(text: str) -> list[int]:
    return [line.number for line in lines_of(text, "f")]


def test_lines_and_lists_tell_where_each_object_begins() -> None:
    assert numbers(f"\ufeff{ONE}\n\n  {ONE}\n") == [1, 3]
    assert numbers(f"\n[\n{ONE}\n,\n\n {ONE}]") == [3, 6]
    assert numbers("[ ]") == []
    assert numbers("") == []


def test_a_number_is_never_a_float() -> None:
    (line,) = lines_of('{"a": 33.3}', "f")
    assert line.data["a"] == Decimal("33.3")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(f"{ONE}\n{{", "f: line 2: not JSON", id="cut-object"),
        pytest.param(f"{ONE} {ONE}", "line 1: something follows", id="two-on-a-line"),
        pytest.param("3", "line 1: not a JSON object", id="a-number"),
        pytest.param('{"a": NaN}', "line 1: not JSON", id="not-a-number"),
        pytest.param('{"a": 1e99999999999999999999}', "not JSON", id="beyond-numbers"),
        pytest.param(f"[{ONE}\n{ONE}]", "line 1: the list is cut", id="no-comma"),
        pytest.param(f"[{ONE},\n", "line 2: not JSON", id="cut-list"),
        pytest.param(f"[{ONE},\n]", "line 2: not JSON", id="comma-too-many"),
        pytest.param("[" * 100_000, "line 1: not a?", id="deep"),
    ],
)
def test_what_is_not_json_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(MalformedStatementError, match=said):
        list(lines_of(text, "f"))


LINE = Line(
    file="f",
    number=7,
    data={"text": "t", "number": 1, "empty": "", "none": None, "list": [{}], "map": {}},
)


def test_absent_and_null_are_empty() -> None:
    for key in ("absent", "none"):
        assert LINE.text(LINE.data, key) == ""
        assert LINE.table(LINE.data, key) == {}
        assert LINE.tables(LINE.data, key) == ()
    assert LINE.tables(LINE.data, "list") == ({},)


def test_a_value_of_another_sort_is_named_with_its_line() -> None:
    with pytest.raises(MalformedStatementError, match="line 7: 'number' is not a text"):
        LINE.text(LINE.data, "number")
    with pytest.raises(MalformedStatementError, match="'empty' is not there"):
        LINE.required(LINE.data, "empty")
    with pytest.raises(MalformedStatementError, match="'text' is not an object"):
        LINE.table(LINE.data, "text")
    for key in ("text", "number"):
        with pytest.raises(MalformedStatementError, match="is not a list of objects"):
            LINE.tables(LINE.data, key)
    with pytest.raises(MalformedStatementError, match="line 7: 'soon' is not a date"):
        LINE.periods("soon", "")


def test_a_file_says_by_its_first_object_which_format_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(ONE, "utf-8")
    assert set(read_declared(path).entities) == {"a"}
    for text in ("", "[]"):
        with pytest.raises(MalformedStatementError, match="nothing is stated"):
            declared_of(text, "f")
    with pytest.raises(MalformedStatementError, match="neither of the two formats"):
        declared_of('{"id": "a"}', "f")
    path.write_bytes(ONE.encode() + b"\n\xff")
    with pytest.raises(MalformedStatementError, match="line 2: not UTF-8"):
        read_declared(path)
