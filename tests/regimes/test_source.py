"""YAML 1.2: a country NO is not false, and every key knows its line."""

from decimal import Decimal

from licet.regimes.source import Table, read_source


def test_norway_is_a_country_and_not_false() -> None:
    table, problems = read_source("members: [NO, ON, YES, no]", "a.yaml")
    assert table["members"] == ["NO", "ON", "YES", "no"]
    assert problems == []


def test_plain_scalars_are_exact() -> None:
    text = 'a: true\nb: False\nc: 12\nd: 0.10\ne: ~\nf: 2026-07-31\ng: "12"\nh:\n'
    table, _ = read_source(text, "a.yaml")
    assert table == {
        "a": True,
        "b": False,
        "c": 12,
        "d": Decimal("0.10"),
        "e": None,
        "f": "2026-07-31",
        "g": "12",
        "h": None,
    }


def test_keys_know_their_lines() -> None:
    table, _ = read_source("a: 1\nb:\n  c: 2\n", "a.yaml")
    inner = table["b"]
    assert isinstance(inner, Table)
    assert (table.at("b"), inner.at("c"), inner.at("absent"), inner.file) == (
        2,
        3,
        3,
        "a.yaml",
    )


def test_an_anchored_node_is_shared() -> None:
    table, _ = read_source("a: &x {k: v}\nb: *x\n", "a.yaml")
    assert table["a"] is table["b"]


def test_a_key_given_twice_is_found() -> None:
    _, problems = read_source("a: 1\na: 2\n", "a.yaml")
    assert [(one.line, one.what) for one in problems] == [
        (2, "The key 'a' stands twice in one mapping.")
    ]


def test_text_that_is_not_yaml_is_found_with_its_line() -> None:
    _, problems = read_source("a: [1\nb: 2", "a.yaml")
    assert problems[0].line > 0
    assert "not YAML" in problems[0].what


def test_a_file_that_is_no_mapping_is_found() -> None:
    table, problems = read_source("- 1", "a.yaml")
    assert table == {}
    assert "not a mapping" in problems[0].what


def test_an_empty_file_is_an_empty_mapping() -> None:
    assert read_source("", "a.yaml") == ({}, [])


def test_words_and_numbers_of_yaml_1_1_stay_texts() -> None:
    text = "a: 12:30\nb: 0o17\nc: 1_000\nd: off\ne: =\nf: 0x1F\ng: 1e3\nh: <<\n"
    table, problems = read_source(text, "a.yaml")
    assert problems == []
    assert table == {
        "a": "12:30",
        "b": "0o17",
        "c": "1_000",
        "d": "off",
        "e": "=",
        "f": "0x1F",
        "g": "1e3",
        "h": "<<",
    }


def test_a_control_character_is_found() -> None:
    table, problems = read_source("a: \x07", "a.yaml")
    assert table == {}
    assert "not YAML" in problems[0].what
