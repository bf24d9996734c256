"""Every official format is read whole, or refused with what is wrong and how to mend it."""

import gzip
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.screening.lists import samples

from licet.kernel import InputError
from licet.screening.errors import (
    CutListError,
    DuplicatedListError,
    EmptyListError,
    ListError,
    UnknownListFormatError,
    UnsafeListError,
)
from licet.screening.lists import document as documents
from licet.screening.lists import ofac
from licet.screening.lists.document import document
from licet.screening.lists.reading import read_version, recognise
from licet.screening.model import Entity, Identifier, Kind, ListVersion, Strength


def read(name: str, data: bytes, *more: tuple[str, bytes]) -> ListVersion:
    files = [recognise(document(n, d)) for n, d in ((name, data), *more)]
    return read_version(files, published=date(2026, 1, 2))


def by_id(version: ListVersion) -> dict[str, Entity]:
    return {entity.id: entity for entity in version.entities}


@pytest.mark.parametrize("name", samples.EVERY_FORMAT)
def test_every_format_yields_entries_with_names(name: str) -> None:
    version = read(name, samples.EVERY_FORMAT[name])
    assert version.entities
    assert all(entity.names for entity in version.entities)
    assert len({entity.id for entity in version.entities}) == len(version.entities)
    assert len(version.content_hash()) == 64


def test_ofac_files_are_joined_by_number() -> None:
    version = read(
        "sdn.csv", samples.SDN, ("alt.csv", samples.ALT), ("add.csv", samples.ADD)
    )
    person, firm = version.entities
    assert person.id == "us_ofac_sdn:7001"
    assert person.kind is Kind.PERSON
    assert [(n.text, n.strength) for n in person.names] == [
        ("BRANTOV, Ilko Petrovitch", Strength.PRIMARY),
        ("BRANTOFF, Ilco", Strength.STRONG),
        ("GREY FOX", Strength.WEAK),
    ]
    assert person.programs == ("sdn", "CYBER2", "INVENTED")
    assert person.countries == ("RU",)
    assert person.birth_dates == ("1979-04-17", "1980")
    assert (
        Identifier(kind="Passport", value="990017788", country="RU")
        in person.identifiers
    )
    assert [n.strength for n in firm.names] == [
        Strength.PRIMARY,
        Strength.FORMER,
        Strength.WEAK,
    ]
    assert firm.addresses == ("Quay 7, Orlovets, Russia",)
    assert version.published == date(2026, 1, 2)


def test_other_names_without_their_parties_are_no_list() -> None:
    with pytest.raises(EmptyListError, match="without their parties") as raised:
        read("alt.csv", samples.ALT)
    assert raised.value.code == "list_empty"


def test_the_consolidated_file_of_ofac_is_its_own_source() -> None:
    assert read("cons_prim.csv", samples.SDN).source == "us_ofac_nonsdn"


def test_an_entry_has_one_id_in_every_form_of_the_consolidated_screening_list() -> None:
    forms = [
        read("c.csv", samples.CSL_CSV),
        read("c.json", samples.CSL_COMPACT),
        read("o.json", samples.CSL_OFFICIAL),
    ]
    ids = [
        next(e.id for e in f.entities if "Quorvex" in e.names[0].text) for f in forms
    ]
    assert len(set(ids)) == 1
    assert forms[1].published == date(2026, 7, 31)


def test_the_consolidated_screening_list_keeps_what_bears_on_a_party() -> None:
    entries = by_id(read("c.csv", samples.CSL_CSV))
    assert len(entries) == 3
    vendor = next(e for e in entries.values() if e.addresses)
    assert vendor.programs == ("entity_list",)
    assert vendor.countries == ("AE",)
    assert vendor.listed_on == date(2024, 3, 1)
    assert (
        vendor.remarks
        == "Licence requirement: All items; Licence policy: Denial; Notice: FR 1"
    )
    twin = entries[f"{vendor.id}-2"]
    assert twin.names == (vendor.names[0],)
    person = entries["us_csl:other:71"]
    assert person.identifiers == (
        Identifier(kind="Passport", value="99001", country="RU"),
        Identifier(kind="Registration", value="88002"),
        Identifier(kind="", value="lonely"),
    )
    assert person.countries == ("AE", "RU")


def test_a_json_list_that_holds_fewer_than_it_announces_is_cut() -> None:
    short = samples.CSL_COMPACT.replace(b'"entryCount": 2', b'"entryCount": 3')
    with pytest.raises(CutListError, match="announces 3 entries and holds 2"):
        read("c.json", short)
    with pytest.raises(CutListError, match="the JSON is cut"):
        read("c.json", samples.CSL_COMPACT[:-40])
    with pytest.raises(EmptyListError):
        read("c.json", b'{"results": []}')


def test_united_nations_names_keep_script_and_quality() -> None:
    version = read("un.xml", samples.UN)
    person, firm = version.entities
    assert version.published == date(2026, 2, 27)
    assert [(n.text, n.script) for n in person.names][:2] == [
        ("BARAM QESHAWI", "latin"),
        ("برام قشاوي", "arabic"),
    ]
    assert [n.strength for n in person.names][2:] == [Strength.WEAK, Strength.WEAK]
    assert person.identifiers[0].country == "YE"
    assert person.birth_dates == ("1974",)
    assert firm.id == "un_sc:2"
    assert firm.names[1].strength is Strength.FORMER


def test_the_uk_spreadsheet_joins_rows_of_one_id() -> None:
    person, ship = read("uk.ods", samples.ods()).entities
    assert {n.text for n in person.names} == {"BRANTOV Ilko", "BRANTOFF Ilco"}
    assert person.listed_on == date(2012, 6, 29)
    assert ship.kind is Kind.VESSEL


def test_a_uk_spreadsheet_without_its_columns_is_refused() -> None:
    with pytest.raises(CutListError, match="lacks the column 'Name'"):
        read("uk.ods", samples.ods((("Unique ID", "OFSI Group ID"),)))
    with pytest.raises(CutListError, match="lacks the column"):
        read("uk.ods", samples.ods(()))


def test_the_treasury_file_joins_rows_of_one_group() -> None:
    version = read("conlist.csv", samples.CONLIST)
    person, firm = version.entities
    assert version.published == date(2020, 4, 27)
    assert [n.text for n in person.names] == ["Ilko BRANTOV", "Ilco BRANTOFF"]
    assert person.birth_dates == ("1979-02-01", "1980")
    assert person.addresses == ("Russia", "Quay 7, Russia")
    assert {n.strength for n in firm.names} == {Strength.WEAK, Strength.FORMER}


def test_a_treasury_file_without_a_day_is_undated() -> None:
    bare = samples.CONLIST.replace(b"Last Updated,27/04/2020", b"Last Updated,")
    assert read("conlist.csv", bare).published == date(2026, 1, 2)


def test_the_australian_sheet_joins_names_by_the_number_of_the_reference() -> None:
    person, firm = read("dfat.xlsx", samples.xlsx()).entities
    assert [n.strength for n in person.names] == [Strength.PRIMARY, Strength.STRONG]
    assert person.listed_on == date(2014, 12, 15)
    assert person.birth_dates == ("1955", "1960")
    assert (firm.names[0].text, firm.names[0].strength) == (
        "LONGSHADE",
        Strength.FORMER,
    )
    assert firm.listed_on is None


def test_an_australian_sheet_without_heading_is_refused() -> None:
    with pytest.raises(CutListError, match="lacks its heading"):
        read("dfat.xlsx", samples.xlsx((("a", "b"),)))
    with pytest.raises(CutListError, match="lacks its heading"):
        read("dfat.xlsx", samples.xlsx(()))


def test_canadian_entries_are_known_by_country_schedule_and_item() -> None:
    person, firm = read("sema.xml", samples.SEMA).entities
    assert person.id == "ca_sema:RU:1:1"
    assert firm.id == "ca_sema:RU:1:1-2"
    assert [n.text for n in person.names] == [
        "Ilko Brantov",
        "Brantoff",
        "Ilco",
        "Grey Fox, Ltd",
    ]


def test_european_entries_are_read_from_both_forms() -> None:
    person, firm = read("eu.jsonl", samples.EU_LINES).entities
    assert person.kind is Kind.PERSON
    assert person.birth_dates == ("1979", "1970-01-02")
    assert firm.kind is Kind.UNKNOWN
    (entry,) = read("eu.xml", samples.EU_XML).entities
    assert entry.id == "eu_fsf:EU.1.1"
    assert [n.strength for n in entry.names] == [Strength.PRIMARY, Strength.WEAK]
    assert entry.birth_dates == ("1979-04-17", "1980")
    assert entry.url == "https://example.invalid/eu"


def test_ofac_xml_has_the_numbers_and_names_of_the_delimited_files() -> None:
    version = read("sdn.xml", samples.OFAC_XML)
    person, vessel = version.entities
    assert (version.source, version.published) == ("us_ofac_sdn", date(2026, 7, 31))
    assert person.id == "us_ofac_sdn:7001"
    assert [(n.text, n.strength) for n in person.names] == [
        ("BRANTOV, Ilko Petrovitch", Strength.PRIMARY),
        ("BRANTOFF, Ilco", Strength.STRONG),
        ("GREY FOX", Strength.WEAK),
        ("OLD NAME", Strength.FORMER),
    ]
    assert person.programs == ("sdn", "CYBER2", "INVENTED")
    assert person.identifiers == (
        Identifier(kind="Passport", value="990017788", country="RU"),
    )
    assert (person.countries, person.birth_dates) == (("RU",), ("1979-04-17",))
    assert person.addresses == ("Orlovets, Russia",)
    assert (vessel.kind, vessel.countries) == (Kind.VESSEL, ("PA",))
    assert vessel.identifiers == (Identifier(kind="Call Sign", value="INV7"),)
    other = read("consolidated.xml", samples.OFAC_XML)
    assert (other.source, other.entities[0].programs[0]) == (
        "us_ofac_nonsdn",
        "non_sdn",
    )


def test_ofac_xml_with_fewer_entries_than_announced_is_cut() -> None:
    data = samples.OFAC_XML.replace(b"<Record_Count>3<", b"<Record_Count>4<")
    with pytest.raises(CutListError, match="announces 4 entries and holds 3"):
        read("sdn.xml", data)


def test_the_full_uk_list_is_joined_by_its_unique_id() -> None:
    version = read("uk.csv", samples.UK_CSV)
    person, ship = version.entities
    assert (version.source, version.published) == (
        "uk_sanctions_list",
        date(2025, 8, 11),
    )
    assert [(n.text, n.strength, n.script) for n in person.names] == [
        ("Ilko BRANTOV", Strength.PRIMARY, "latin"),
        ("Ilko OLDOV", Strength.FORMER, "latin"),
        ("Ilko BRANTOW", Strength.STRONG, "latin"),
        ("Брантов", Strength.STRONG, "cyrillic"),
        ("Ilco BRANTOFF", Strength.WEAK, "latin"),
    ]
    assert person.names[0].text == "Ilko BRANTOV"
    assert [(i.kind, i.value) for i in person.identifiers] == [
        ("OFSI Group ID", "501"),
        ("Passport", "990017788"),
        ("Passport", "880"),
        ("National number", "N1"),
    ]
    assert person.addresses == ("Quay 7, Russia",)
    assert (person.birth_dates, person.countries) == (("1979-04-17",), ("RU",))
    assert person.listed_on == date(2012, 6, 29)
    assert ship.kind is Kind.VESSEL
    assert [(i.kind, i.value) for i in ship.identifiers] == [("IMO", "9990001")]


def test_the_xml_of_the_uk_list_says_the_same_of_a_party() -> None:
    version = read("uk.xml", samples.UK_XML)
    (person,) = version.entities
    assert version.published == date(2025, 8, 11)
    assert person.id == "uk_sanctions_list:INV0001"
    assert [(n.text, n.strength) for n in person.names] == [
        ("Ilko BRANTOV", Strength.PRIMARY),
        ("Ilco BRANTOFF", Strength.WEAK),
        ("Брантов", Strength.STRONG),
    ]
    assert person.addresses == ("Quay 7, Russia",)
    assert person.birth_dates == ("1979-04-17",)
    assert person.remarks == "Invented."


def test_a_uk_list_without_its_regimes_is_cut() -> None:
    data = samples.UK_CSV.replace(b"Regime Name", b"Something")
    with pytest.raises(CutListError, match="lacks the column 'Regime Name'"):
        read("uk.csv", data)


def test_no_row_of_a_denial_order_or_of_the_eu_list_is_lost() -> None:
    row = samples.DPL.splitlines(keepends=True)[1]
    twice = samples.DPL + row.replace(b"4 Mill Lane", b"9 High Street")
    (order,) = read("dpl.txt", twice).entities
    assert order.addresses == (
        "4 Mill Lane, Ashby, 1, US",
        "9 High Street, Ashby, 1, US",
    )
    lines = b'{"names": ["A B", "C D"]}\n{"names": ["A B", "E F"]}\n'
    (party,) = read("eu.jsonl", lines).entities
    assert {name.text for name in party.names} == {"A B", "C D", "E F"}


def test_a_list_that_says_everything_twice_is_refused() -> None:
    with pytest.raises(DuplicatedListError, match="7001 2 times") as raised:
        read("sdn.csv", samples.SDN + samples.SDN)
    assert raised.value.code == "list_duplicated"
    heading, *rows = samples.CSL_CSV.splitlines(keepends=True)
    with pytest.raises(DuplicatedListError, match="more than once"):
        read("c.csv", heading + b"".join(rows * 2))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        pytest.param("un.xml", samples.UN.decode().encode("utf-16"), "zero bytes", id="utf-16"),
        pytest.param("un.xml", samples.UN.decode().encode("utf-16-le"), "zero bytes|not in a list", id="utf-16-without-mark"),
        pytest.param("sdn.csv", samples.SDN.decode().encode("utf-16"), "zero bytes", id="utf-16-csv"),
        pytest.param("uk.csv", ("Бр" * 20).encode() + b"\xff" + samples.UK_CSV, "damaged byte", id="damaged-byte"),
        pytest.param("sdn.csv", samples.SDN.replace(b"Petrovitch", b"Petrovi\x81"), "no known encoding", id="no-encoding"),
        pytest.param("eu.jsonl", '{"names": ["Брантов Илько"]}\n'.encode().decode("latin-1").encode(), "encoded twice", id="twice-latin-1"),
        pytest.param("eu.jsonl", '{"names": ["éééé éééé"]}\n'.encode().decode("cp1252").encode(), "encoded twice", id="twice-1252"),
    ],
)  # fmt: skip
def test_a_list_in_another_encoding_is_refused_not_misread(
    name: str, data: bytes, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        read(name, data)


def test_few_odd_letters_are_no_damage() -> None:
    data = '{"names": ["José Ñu"]}\n'.encode("latin-1")
    assert read("eu.jsonl", data).entities[0].names[0].text == "José Ñu"
    twice = '{"names": ["Ã© A"]}\n'.encode()
    assert read("eu.jsonl", twice).entities[0].names[0].text == "Ã© A"


def test_a_denial_order_is_dated_month_first() -> None:
    (order,) = read("dpl.txt", samples.DPL).entities
    assert order.listed_on == date(2003, 6, 19)
    assert order.programs == ("dpl",)


def test_follow_the_money_parties_are_read_and_other_things_left_out() -> None:
    (person,) = read("ftm.jsonl", samples.FTM).entities
    assert [n.strength for n in person.names] == [
        Strength.PRIMARY,
        Strength.STRONG,
        Strength.FORMER,
        Strength.WEAK,
    ]
    assert person.countries == ("RU",)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("eu.jsonl", b'{"names": ["A B"]}\n{"names": ["C', "line 2 is cut"),
        ("eu.jsonl", b'{"names": ["A B"]}\n[1]\n', "line 2 is no object"),
        ("eu.jsonl", b'{"names": ["A B"]}\n{"other": 1}\n', "line 2 has no names"),
        ("ftm.jsonl", b'{"schema": "Person", "properties": {}}\n', "line 1 is no entity"),
        ("un.xml", samples.UN[:-60], "cut or malformed"),
        ("sdn.csv", samples.SDN[:-60], "ends inside a quoted cell|cells where 12"),
        ("c.csv", samples.CSL_CSV[:-90], "cells where 29|quoted cell"),
        ("sdn.csv.gz", gzip.compress(samples.SDN)[:-20], "gzip stream is cut"),
        ("uk.ods", samples.ods()[:-50], "archive is cut"),
        ("dfat.xlsx", samples.xlsx()[:-50], "archive is cut"),
        ("dfat.xlsx", samples.zipped({"xl/workbook.xml": b"<w/>"}), "lacks xl/shared"),
    ],
)  # fmt: skip
def test_a_cut_file_is_refused_and_says_where(
    name: str, data: bytes, said: str
) -> None:
    with pytest.raises(CutListError, match=said) as raised:
        read(name, data)
    assert raised.value.code == "list_cut"
    assert "until then the version in service stays" in str(raised.value)


def test_a_document_type_is_refused_before_any_entity_expands() -> None:
    bomb = samples.UN.replace(
        b"<CONSOLIDATED_LIST",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><CONSOLIDATED_LIST',
    )
    with pytest.raises(UnsafeListError, match="document type") as raised:
        read("un.xml", bomb)
    assert raised.value.code == "list_unsafe"


def test_an_archive_bomb_is_refused_before_it_unpacks() -> None:
    bomb = samples.zipped({"content.xml": b"<a>" + b" " * 3_000_000 + b"</a>"})
    with pytest.raises(UnsafeListError, match="times its size"):
        read("uk.ods", bomb)


def test_a_gzip_bomb_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST", 1000)
    with pytest.raises(UnsafeListError, match="larger than 1000 bytes"):
        document("sdn.csv.gz", gzip.compress(b"0" * 5000))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.xml", b"<html><body>Service unavailable</body></html>"),
        ("x.json", b'{"error": "try later"}'),
        ("x.csv", b"a,b,c\n1,2,3\n"),
        ("x.csv", b"nothing here\n"),
        ("x.zip", samples.zipped({"readme.txt": b"x"})),
        ("x.zip", b"PK\x03\x04 cut"),
    ],
)  # fmt: skip
def test_garbage_is_in_no_known_format(name: str, data: bytes) -> None:
    with pytest.raises(UnknownListFormatError, match="not in a list format") as raised:
        recognise(document(name, data))
    assert raised.value.code == "list_format_unknown"


def test_text_with_zero_bytes_is_no_list() -> None:
    with pytest.raises(ListError, match="zero bytes") as raised:
        recognise(document("x.csv", b"1,2\x00,3"))
    assert raised.value.code == "list_unreadable"


def test_older_files_in_windows_1252_are_read() -> None:
    version = read("sdn.csv", samples.SDN.replace(b"Petrovitch", b"Petrovi\xe9"))
    assert version.entities[0].names[0].text == "BRANTOV, Ilko Petrovié"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("c.csv", samples.CSL_HEADING.encode() + b"\n"),
        ("un.xml", b"<CONSOLIDATED_LIST/>"),
        ("eu.xml", b"<export/>"),
    ],
)  # fmt: skip
def test_a_known_format_without_entries_is_empty(name: str, data: bytes) -> None:
    with pytest.raises(EmptyListError):
        read(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("c.json", samples.CSL_COMPACT.replace(b'"s": 0', b'"s": 9')),
        ("c.json", samples.CSL_COMPACT.replace(b'"n":', b'"m":')),
        ("c.json", b'{"results": ' + b"[" * 100_000),
    ],
)  # fmt: skip
def test_a_file_laid_out_otherwise_is_refused_not_stumbled_over(
    name: str, data: bytes
) -> None:
    with pytest.raises(ListError, match="until then the version in service stays"):
        read(name, data)


@given(
    name=st.sampled_from(sorted(samples.EVERY_FORMAT)),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=3)), max_size=4),
    end=st.floats(0.2, 1),
)
def test_damaged_bytes_end_in_entries_or_in_a_refusal(
    name: str, cuts: list[tuple[float, bytes]], end: float
) -> None:
    data = bytearray(samples.EVERY_FORMAT[name])
    for where, put in cuts:
        at = int(where * len(data))
        data[at : at + len(put)] = put
    assert _entries_or_refusal(name, bytes(data[: int(end * len(data))]))


def _entries_or_refusal(name: str, data: bytes) -> bool:
    try:
        return bool(read(name, data).entities)
    except InputError as error:
        return error.code.startswith("list_")


def test_a_party_file_without_parties_is_cut() -> None:
    with pytest.raises(CutListError, match="no numbered party"):
        ofac.entities(
            document("sdn.csv", b"ID,Name\n"), None, None, source="x", programme="x"
        )
