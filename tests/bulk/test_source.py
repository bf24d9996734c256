"""Files of parties: three forms, each damaged row set aside by itself, each bad file refused."""

import gzip
import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from tests.bulk.conftest import ftm_line

from licet.bulk import (
    Form,
    MissingExtraError,
    PartyFileError,
    PartyRow,
    Passed,
    Place,
    SetAside,
    party_file,
)
from licet.bulk.lines import LONGEST_LINE, beginning
from licet.bulk.model import Row
from licet.screening import Kind


def written(tmp_path: Path, content: bytes | str, name: str = "p.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(path: Path, **columns: str) -> list[Row]:
    return [row for row, _ in party_file(path, columns).rows(Place())]


def told(path: Path, **columns: str) -> list[str]:
    """Names of parties, codes of rows set aside."""
    found = []
    for row in rows(path, **columns):
        match row:
            case PartyRow():
                found.append(row.question.names[0])
            case SetAside():
                found.append(row.code)
            case Passed():
                found.append("-")
    return found


def test_everything_known_of_a_party_is_read_from_csv(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "id,name,aliases,kind,country,birth_date,identifiers,address\n"
        'a1,Dmitar Voskranev,D. Voskranev;"Voskranev, D.",Person,ru Brazil,1950 1951-02,RU-1|RU-2,Mill Lane 1\n',
    )
    text = path.read_text().replace('"Voskranev, D."', "Voskranev D.")
    path.write_text(text.replace("ru Brazil", "ru;Brazil"))
    (row,) = rows(path)
    assert isinstance(row, PartyRow)
    assert row.question.names == ("Dmitar Voskranev", "D. Voskranev", "Voskranev D.")
    assert row.question.kind is Kind.PERSON
    assert row.question.countries == ("RU", "BR")
    assert row.question.birth_dates == ("1950", "1951-02")
    assert row.question.identifiers == ("RU-1", "RU-2")
    assert (row.reference, row.addresses, row.line) == ("a1", ("Mill Lane 1",), 2)


def test_columns_called_otherwise_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, "Firma;Land\nQuorvex;DE\n")
    (row,) = rows(path, name="Firma", country="Land")
    assert isinstance(row, PartyRow)
    assert row.question.countries == ("DE",)
    with pytest.raises(PartyFileError, match="no column `Ort`, which was to be read"):
        party_file(path, {"name": "Firma", "country": "Ort"})
    with pytest.raises(PartyFileError, match="there is no column `nom` to read"):
        party_file(path, {"nom": "Firma"})


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("x,robot,,", "kind"),
        ("x,,Atlantis,", "country"),
        ("x,,BR Atlantis,", "country"),
        ("x,,,31/12/1970", "birth_date"),
        ("x,,,1970-02-30", "birth_date"),
        (",,,", "no_name"),
        ("...,,,", "no_name"),
        ("x,,,,,", "cells"),
        (f"{'x' * 513},,,", "name_too_long"),
        (f"x,{'y' * 1001},,", "too_many"),
        ('"a"b,,,', "cells"),
    ],
    ids=lambda one: one[:12],
)
def test_a_row_that_cannot_be_screened_is_set_aside_with_its_reason(
    tmp_path: Path, cell: str, code: str
) -> None:
    head = "name,kind,country,birth_date\n"
    path = written(tmp_path, f"{head}before,,,\n{cell}\nafter,,,\n")
    assert told(path) == ["before", code, "after"]
    aside = rows(path)[1]
    assert isinstance(aside, SetAside)
    assert (aside.row, aside.line) == (2, 3)
    assert aside.reason.endswith((".", "would not be read to its end."))


def test_rows_that_cannot_be_read_are_set_aside_one_by_one(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        b"\xef\xbb\xbfname\r\nfirst\r\nlat\xefn\r\nn\0ul\r\n\r\n"
        + b"x" * (10 << 20)
        + b"\r\n"
        + b"y" * 200_000
        + b"\r\nlast",
    )
    assert told(path) == [
        "first",
        "not_utf8",
        "nul",
        "line_too_long",
        "name_too_long",
        "last",
    ]
    assert [row.line for row in rows(path)] == [2, 3, 4, 6, 7, 8]


def test_a_last_line_without_end_may_be_too_long_as_well(tmp_path: Path) -> None:
    path = written(tmp_path, b"name\nfirst\n" + b"x" * (3 * LONGEST_LINE))
    assert told(path) == ["first", "line_too_long"]


def test_a_quote_never_closed_costs_one_row_and_not_the_rest(tmp_path: Path) -> None:
    path = written(tmp_path, 'name\n"open\n' + "".join(f"n{n}\n" for n in range(300)))
    found = told(path)
    assert found[0] == "quote_open"
    assert found[1:] == [f"n{n}" for n in range(300)]


def test_a_quote_open_at_the_end_or_before_a_damaged_line_costs_one_row(
    tmp_path: Path,
) -> None:
    assert told(written(tmp_path, 'name\nn1\n"open\nn2\n')) == [
        "n1",
        "quote_open",
        "n2",
    ]
    assert told(written(tmp_path, b'name\n"open\nn\xff\nn2\n')) == [
        "quote_open",
        "not_utf8",
        "n2",
    ]


def test_a_quoted_record_may_not_grow_beyond_a_line(tmp_path: Path) -> None:
    part = "x" * (LONGEST_LINE // 2)
    path = written(tmp_path, f'name\n"a\n{part}\n{part}\n{part}"\nlast\n')
    assert told(path)[0] == "quote_open"
    assert told(path)[-1] == "last"


def test_a_name_over_two_lines_is_one_name_and_a_short_row_is_a_row(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, 'name,kind\n"Quorvex\nSystems",organisation\nSable\n')
    assert told(path) == ["Quorvex\nSystems", "Sable"]


def test_a_million_empty_names_are_counted_and_take_no_memory(tmp_path: Path) -> None:
    path = written(tmp_path, "name,kind\n" + ",\n" * 100_000)
    found = party_file(path)
    count = sum(1 for row, _ in found.rows(Place()) if isinstance(row, SetAside))
    assert count == 100_000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"title\nx\n", "no column `name`"),
        (b"name,name\nx,y\n", "heading `name` twice"),
        ("name\nx\n".encode("utf-16"), "is UTF-16"),
        (b"n\xe4me\nx\n", "line 1 cannot be read as headings"),
        (b"name\rx\ry\r", "end in CR alone"),
        (b'"name\nx\n', "line 1 cannot be read as headings"),
        (b"x" * 100_000, "line 1 is longer"),
        (b"PK\x03\x04abc", "is a workbook"),
        (b"%PDF-1.7", "is a PDF"),
        (b"PAR1", "cannot be read as Parquet"),
        (gzip.compress(b"name\nx\n", mtime=0)[:-9], "ends too early"),
        (gzip.compress(b"name\nx\n", mtime=0)[:12] + b"rubbish", "ends too early"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_refused(
    tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(PartyFileError, match=words):
        party_file(written(tmp_path, content))


def test_a_packed_file_reads_as_the_plain_one_and_a_cut_one_is_never_whole(
    tmp_path: Path,
) -> None:
    text = "name\n" + "".join(f"Party {n * 7919 % 99991}\n" for n in range(9000))
    plain = written(tmp_path, text)
    packed = written(tmp_path, gzip.compress(text.encode()), "p.csv.gz")
    assert told(plain) == told(packed)
    file = party_file(packed)
    assert file.packed
    places = [place for _, place in file.rows(Place())]
    middle = list(file.rows(places[4999]))
    assert len(middle) == 4000
    assert file.part(places[-1]) <= 999
    cut = written(tmp_path, packed.read_bytes()[: packed.stat().st_size - 40], "c.gz")
    with pytest.raises(PartyFileError, match="nothing is taken for whole"):
        rows(cut)


def test_a_file_that_unpacks_to_far_more_than_it_should_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("licet.bulk.lines._ALLOWED", 1000)
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    content = b"name\n" + b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n" * 100_000
    path = written(tmp_path, bomb.compress(content) + bomb.flush(), "b.gz")
    monkeypatch.setattr("licet.bulk.lines.MOST_RATIO", 100)
    with pytest.raises(PartyFileError, match="far more than it should"):
        rows(path)


def test_links_are_followed_and_pipes_and_circles_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "name\nQuorvex\n")
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    assert told(link) == ["Quorvex"]
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    with pytest.raises(PartyFileError, match="cannot be read"):
        party_file(circle)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(PartyFileError, match="cannot be read twice"):
        party_file(pipe)
    with pytest.raises(PartyFileError, match="cannot be read"):
        party_file(tmp_path / "nowhere.csv")


def test_entities_of_followthemoney_are_read_line_by_line(tmp_path: Path) -> None:
    text = (
        ftm_line(
            1,
            "Quorvex",
            alias=["Q"],
            country=["ru", "su"],
            registrationNumber=["R-77"],
            address=["Mill Lane"],
        )
        + "\n"
        + ftm_line(2, "Dmitar Voskranev", "Person", birthDate=["1950-01"])
        + json.dumps({"id": "o", "schema": "Ownership", "properties": {}})
        + "\n"
        + ftm_line(3, "Somebody", "LegalEntity")
    )
    path = written(tmp_path, "\ufeff" + text, "e.json")
    assert party_file(path).form is Form.FTM
    first, second, third, last = rows(path)
    assert isinstance(first, PartyRow)
    assert first.question.names == ("Quorvex", "Q")
    assert first.question.countries == ("RU",)
    assert first.question.identifiers == ("R-77",)
    assert (first.reference, first.addresses) == ("e1", ("Mill Lane",))
    assert isinstance(second, PartyRow)
    assert second.question.kind is Kind.PERSON
    assert isinstance(third, Passed)
    assert isinstance(last, PartyRow)
    assert last.question.kind is None
    with pytest.raises(PartyFileError, match="has no columns"):
        party_file(path, {"name": "x"})


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"[1]", "not_json"),
        (b"{", "not_json"),
        (b"{" * 3000, "not_json"),
        (b'{"id": "x"}', "no_schema"),
        (b'{"schema": "Person"}', "properties"),
        (b'{"schema": "Person", "properties": {"name": "x"}}', "properties"),
        (b'{"schema": "Person", "properties": {}}', "no_name"),
        (b'{"schema": "Person", "properties": {"name": ["\\ud800a"]}}', "unreadable"),
        (b'{"schema": "P\xff"}', "not_utf8"),
        (b"{" + b" " * (LONGEST_LINE + 5), "line_too_long"),
        (
            b'{"schema": "Person", "properties": {"name": ['
            + b",".join(b'"n%d"' % n for n in range(60))
            + b"]}}",
            "too_many",
        ),
    ],
    ids=lambda one: repr(one)[:24],
)
def test_an_entity_that_cannot_be_screened_is_set_aside(
    tmp_path: Path, line: bytes, code: str
) -> None:
    content = (
        ftm_line(1, "before").encode() + line + b"\n" + ftm_line(2, "after").encode()
    )
    assert told(written(tmp_path, content)) == ["before", code, "after"]


@pytest.fixture
def parquet(tmp_path: Path) -> Callable[[str], Path]:
    def make(select: str) -> Path:
        path = tmp_path / "p.parquet"
        duckdb.connect().execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
        return path

    return make


def test_parquet_gives_the_same_parties_as_csv(
    parquet: Callable[[str], Path], tmp_path: Path
) -> None:
    path = parquet(
        "SELECT * FROM (VALUES (1, 'Quorvex', ['Q', NULL], 'RU', DATE '1950-01-02'), "
        "(2, NULL, NULL, NULL, NULL), (3, 'Sable', [], 'BR', NULL)) t(id, name, aliases, country, birth_date)"
    )
    as_csv = written(
        tmp_path,
        "id,name,aliases,country,birth_date\n1,Quorvex,Q,RU,1950-01-02\n2,,,,\n3,Sable,,BR,\n",
    )
    one, two = rows(path), rows(as_csv)
    for row, other in zip(one, two, strict=True):
        assert isinstance(row, PartyRow) == isinstance(other, PartyRow)
        if isinstance(row, PartyRow) and isinstance(other, PartyRow):
            assert (row.question, row.reference) == (other.question, other.reference)
    file = party_file(path)
    assert (file.form, file.total) == (Form.PARQUET, 3)
    assert file.part(Place(row=4)) == 1000
    assert [row.row for row, _ in file.rows(Place(row=2, line=2))] == [2, 3]


def test_a_list_of_names_in_parquet_is_all_names(
    parquet: Callable[[str], Path],
) -> None:
    path = parquet("SELECT ['Quorvex', 'Q'] AS nom, 7.50::DECIMAL(9,2) AS id")
    (row,) = rows(path, name="nom")
    assert isinstance(row, PartyRow)
    assert row.question.names == ("Quorvex", "Q")
    assert row.reference == "7.50"


@pytest.mark.parametrize(
    ("select", "words"),
    [
        ("SELECT 1 AS x", "has no column `name`"),
        ("SELECT {'a': 1} AS name", "is of type STRUCT"),
        ("SELECT 1.5::DOUBLE AS name", "is of type DOUBLE"),
    ],
)
def test_parquet_of_another_kind_is_refused(
    parquet: Callable[[str], Path], select: str, words: str
) -> None:
    with pytest.raises(PartyFileError, match=words):
        party_file(parquet(select))


def test_parquet_is_refused_where_it_is_cut_packed_or_named_with_wild_signs(
    parquet: Callable[[str], Path], tmp_path: Path
) -> None:
    path = parquet("SELECT 'Quorvex ' || i AS name FROM range(5000) t(i)")
    with pytest.raises(PartyFileError, match="no column `nom`, which"):
        party_file(path, {"name": "nom"})
    content = path.read_bytes()
    with pytest.raises(PartyFileError, match="cannot be read as Parquet"):
        party_file(written(tmp_path, content[:-20], "cut.parquet"))
    with pytest.raises(PartyFileError, match="packed again"):
        party_file(written(tmp_path, gzip.compress(content), "p.gz"))
    with pytest.raises(PartyFileError, match="Rename it"):
        party_file(written(tmp_path, content, "p*.parquet"))
    damaged = bytearray(content)
    damaged[100:2000] = b"\xff" * 1900
    with pytest.raises(PartyFileError, match="cannot be read as Parquet"):
        rows(written(tmp_path, bytes(damaged), "damaged.parquet"))


def test_a_parquet_bomb_is_cut_short_or_refused_in_bounded_memory(
    parquet: Callable[[str], Path],
) -> None:
    path = parquet("SELECT repeat('x', 1000000) AS name FROM range(3000)")
    assert path.stat().st_size < 4_000_000
    assert set(told(path)) == {"name_too_long"}


def test_without_duckdb_parquet_is_unavailable(
    parquet: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = parquet("SELECT 'Quorvex' AS name")
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    with pytest.raises(MissingExtraError, match=r"licet\[bulk\]"):
        party_file(path)


def test_the_beginning_of_a_file_is_read_unpacked(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(b"name\n" * 1000))
    assert beginning(path, 10) == b"name\nname\n"
