"""Cells of many lists are read in one way."""

from datetime import date

import pytest
from tests.screening.lists import samples

from licet.screening.errors import CutListError, EmptyListError
from licet.screening.lists import fields, others, table
from licet.screening.lists.document import document
from licet.screening.model import Strength


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("DOB 17 Apr 1979", "1979-04-17"),
        ("1979-04-17", "1979-04-17"),
        ("17/04/1979", "1979-04-17"),
        ("00/00/1980", "1980"),
        ("31/02/1980", "1980-02"),
        ("April 17, 1979", "1979-04-17"),
        ("Apr 1979", "1979-04"),
        ("1979-04", "1979-04"),
        ("circa 1979", "1979"),
        ("17 Foo 1979", "1979"),
        ("unknown", ""),
    ],
)
def test_a_birth_date_is_read_as_far_as_it_is_given(text: str, read: str) -> None:
    assert fields.partial_date(text) == read


def test_only_a_whole_date_is_a_day() -> None:
    assert fields.day("29-06-2012") == date(2012, 6, 29)
    assert fields.day("2012") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Russia", "RU"),
        ("ae", "AE"),
        ("xx", ""),
        ("Korea, North", "KP"),
        ("Nowhere", ""),
    ],
)
def test_countries_are_known_by_the_names_that_lists_use(text: str, code: str) -> None:
    assert fields.country(text) == code


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Ada", "latin"),
        ("Ада", "cyrillic"),
        ("8654", "latin"),
        ("中国", "han"),
        ("ግርማ", "other"),
    ],
)
def test_the_script_of_a_name_is_that_of_most_letters(text: str, script: str) -> None:
    assert fields.script_of(text) == script


def test_a_repeated_name_keeps_its_first_strength() -> None:
    names = fields.names(
        ("Ada  Doe", Strength.PRIMARY),
        ("Ada Doe", Strength.WEAK),
        ("-0-", Strength.WEAK),
    )
    assert [(n.text, n.strength) for n in names] == [("Ada Doe", Strength.PRIMARY)]


def test_an_open_quote_and_an_empty_table_are_refused() -> None:
    with pytest.raises(CutListError, match="inside a quoted cell"):
        table.rows(document("x.csv", b'1,"open\n'))
    with pytest.raises(EmptyListError, match="holds no row"):
        table.rows(document("x.csv", b"\n \n"))


def test_a_cell_beyond_every_limit_is_refused() -> None:
    with pytest.raises(CutListError, match="field larger"):
        table.rows(document("x.csv", b"1," + b"a" * 5_000_000))


def test_lines_without_a_line_are_empty() -> None:
    with pytest.raises(EmptyListError, match="holds no line"):
        others.eu_names(document("x.jsonl", b"\n\n"))


def test_an_entry_without_usable_names_is_left_out() -> None:
    assert others.eu_names(document("x.jsonl", b'{"names": ["-"]}\n')) == ()
    no_name = samples.DPL.replace(b"ADA DOE", b"-0-")
    assert others.denied_persons(document("dpl.txt", no_name)) == ()
