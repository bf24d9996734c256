"""Files of country data are read exactly or refused with line and way out; floats decide nothing."""

import json
from datetime import date
from decimal import Decimal

import pytest
from tests.risk.destination.made import HEADER

from licet.kernel import LicetError
from licet.risk.destination import (
    CountryDataError,
    Dataset,
    DuplicatedPeriodError,
    ImpossibleDayError,
    UnknownCountryFileError,
    ValueWithoutSourceError,
)
from licet.risk.destination.manifest import read_manifest
from licet.risk.destination.reading import Context, read_datasets

CONTEXT = Context(name="file.csv", retrieved=date(2025, 6, 1), licence="CC0")
INCIDENTS = "id,date,tool,actor,victim_class,country,source,grade,published,vendor,vendor_named_in\n"


def read(text: str) -> tuple[Dataset, ...]:
    return read_datasets(text.encode(), CONTEXT)


def one(text: str) -> Dataset:
    (found,) = read(text)
    return found


def test_our_own_form_is_read_exactly() -> None:
    found = one(HEADER + "BRA,law,2024,0.10,0.05,0.2,Some Watch,2025-03-01\nBR,law,2023,1e-1,,,Some Watch,2024-03-01\n")  # fmt: skip
    assert (found.source, found.title, found.licence) == (
        "some_watch",
        "Some Watch",
        "CC0",
    )
    assert [each.period for each in found.observations] == ["2023", "2024"]
    assert found.observations[1].value == Decimal("0.10")
    assert str(found.observations[1].value) == "0.10"
    assert found.observations[1].country == "BR"
    assert found.indicators["law"].title == "law"


def test_titles_scales_errors_and_attribution_may_be_added() -> None:
    head = HEADER.strip() + ",title,scale,standard_error,attribution\n"
    found = one(head + "BR,law,2024,1,,,W,2025-03-01,,,0.5,\nBR,law,2023,1,,,W,2024-03-01,Law,0 to 1,,Ask W\nBR,law,2022,1,,,W,2024-03-01,,,,\n")  # fmt: skip
    assert (found.indicators["law"].title, found.indicators["law"].scale) == (
        "Law",
        "0 to 1",
    )
    assert found.attribution == "Ask W"
    assert found.observations[2].standard_error == Decimal("0.5")


def test_json_is_read_without_a_float() -> None:
    row = {"country": "BR", "indicator": "law", "day": 2024, "value": 0.1, "low": None, "source": "W", "published": "2025-01-01"}  # fmt: skip
    for document in ([row], {"rows": [row]}):
        found = one(json.dumps(document))
        assert str(found.observations[0].value) == "0.1"
        assert found.observations[0].low is None


def test_one_file_may_hold_several_sources() -> None:
    found = read(
        HEADER + "BR,law,2024,1,,,B,2025-03-01\nBR,law,2024,2,,,A,2025-03-01\n"
    )
    assert [each.source for each in found] == ["a", "b"]


BAD = [
    pytest.param("ZZ,law,2024,1,,,W,2025-03-01", CountryDataError, "no country here", id="unknown-country"),
    pytest.param("BR,,2024,1,,,W,2025-03-01", CountryDataError, "names no indicator", id="no-indicator"),
    pytest.param("BR,law,2024,1,,,,2025-03-01", ValueWithoutSourceError, "names no source", id="no-source"),
    pytest.param("BR,law,2024-02-30,1,,,W,2025-03-01", ImpossibleDayError, "neither a year", id="impossible-day"),
    pytest.param("BR,law,0000,1,,,W,2025-03-01", ImpossibleDayError, "neither a year", id="year-nought"),
    pytest.param("BR,law,2024,1,,,W,", ImpossibleDayError, "is not a date", id="unpublished"),
    pytest.param("BR,law,2024,1,,,W,2023-12-31", ImpossibleDayError, "before 2024 began", id="published-before"),
    pytest.param("BR,law,2024,nan,,,W,2025-03-01", CountryDataError, "not a decimal number", id="not-a-number"),
    pytest.param("BR,law,2024,,,,W,2025-03-01", CountryDataError, "not a decimal number", id="no-value"),
    pytest.param("BR,law,2024,1,0,,W,2025-03-01", CountryDataError, "one end of an interval", id="half-interval"),
    pytest.param("BR,law,2024,1,2,3,W,2025-03-01", CountryDataError, "outside its own interval", id="outside"),
    pytest.param("BR,law,2024,1,,,W", CountryDataError, "another number of cells", id="cut"),
    pytest.param("BR,law,2024,1,,,W,2025-03-01,x", CountryDataError, "another number of cells", id="too-long"),
    pytest.param('BR,law,2024,1,,,"W,2025-03-01', CountryDataError, "damaged CSV", id="open-quote"),
    pytest.param("BR,law,2024,1,,,W,2025-03-01\nBR,law,2024,2,,,W,2025-03-01", DuplicatedPeriodError, "already has a value", id="duplicated-year"),
    pytest.param("BR,law,2024,1,,,W,2025-03-01\nBR,law,2023,2,,,w,2025-03-01", CountryDataError, "share the name", id="two-sources-one-name"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "error", "words"), BAD)
def test_a_bad_row_is_refused_with_its_place(
    row: str, error: type[LicetError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        read(HEADER + row + "\n")
    assert type(caught.value) is error
    assert str(caught.value).startswith("file.csv")


def test_codes_of_the_errors_stay() -> None:
    assert {
        each.code
        for each in (
            CountryDataError,
            DuplicatedPeriodError,
            ImpossibleDayError,
            UnknownCountryFileError,
            ValueWithoutSourceError,
        )
    } == {
        "country_data",
        "duplicated_period",
        "impossible_day",
        "unknown_country_file",
        "value_without_source",
    }


def test_a_standard_error_is_never_below_nought() -> None:
    head = HEADER.strip() + ",standard_error\n"
    with pytest.raises(CountryDataError, match="below 0"):
        read(head + "BR,law,2024,1,,,W,2025-03-01,-1\n")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"a,b\n1,2\n", "in no form", id="columns"),
        pytest.param(b"", "in no form", id="empty"),
        pytest.param(b"\xff\xfe", "not UTF-8", id="not-utf8"),
        pytest.param(b'{"rows": 1}', "no list of objects", id="json-no-list"),
        pytest.param(b"[1]", "no list of objects", id="json-no-objects"),
    ],
)
def test_a_file_in_no_known_form_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(UnknownCountryFileError, match=words) as caught:
        read_datasets(content, CONTEXT)
    assert caught.value.code == "unknown_country_file"


def test_damaged_json_is_refused() -> None:
    with pytest.raises(CountryDataError, match="damaged JSON"):
        read("{")


def told(**changed: str) -> str:
    cells = {
        "id": "1", "date": "2024", "tool": "T", "actor": "A", "victim_class": "journalists",
        "country": "BR", "source": "Archive", "grade": "B2", "published": "2025-01-01",
        "vendor": "", "vendor_named_in": "",
    }  # fmt: skip
    return ",".join((cells | changed).values()) + "\n"


def test_incidents_are_read_with_their_grade() -> None:
    found = one(INCIDENTS + told(vendor="V", vendor_named_in="bundle"))
    assert found.source == "archive_incidents"
    assert found.incidents[0].grade == "B2"
    assert found.incidents[0].vendor_is_lead
    rows = [{key: value for key, value in found.incidents[0].to_json().items() if key != "period"} | {"date": "2024"}]  # fmt: skip
    assert one(json.dumps(rows)).incidents == found.incidents


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        pytest.param({"tool": ""}, "leaves empty: tool", id="empty"),
        pytest.param({"grade": "G7"}, "no grade", id="grade"),
        pytest.param({"vendor": "V"}, "needs vendor_named_in", id="vendor-from-nowhere"),
        pytest.param({"vendor": "V", "vendor_named_in": "rumour"}, "needs vendor_named_in", id="rumour"),
        pytest.param({"published": "2023-01-01"}, "before 2024 began", id="published-before"),
    ],
)  # fmt: skip
def test_a_bad_incident_is_refused(changed: dict[str, str], words: str) -> None:
    with pytest.raises(CountryDataError, match=words):
        read(INCIDENTS + told(**changed))


def test_an_incident_is_told_once() -> None:
    with pytest.raises(CountryDataError, match="told twice"):
        read(INCIDENTS + told() + told())


def test_the_carrier_s_index_is_mapped_and_says_what_it_dropped() -> None:
    found = one(
        "Entity,Code,Year,Human Rights Index,World region according to OWID\n"
        "Brazil,BRA,2024,0.5,X\nKosovo,OWID_KOS,2024,0.6,X\nWorld,OWID_WRL,2024,0.4,\n"
        "Atlantis,,2024,0.4,\nAtlantis,,2023,0.4,\nNorway,NOR,2024,,X\n"
    )
    assert [each.country for each in found.observations] == ["BR", "XK"]
    assert found.dropped == {"Atlantis": 2, "OWID_WRL": 1}
    assert found.empty == 1
    assert found.observations[0].published is None


def test_deaths_keep_their_interval_unless_it_leaves_out_its_own_value() -> None:
    found = one(
        "Entity,Code,Year,High estimate,Best estimate,Low estimate\n"
        "Brazil,BRA,2024,3,2,1\nBrazil,BRA,2023,1,2,1\nBrazil,BRA,2022,,2,\nX,,2022,1,1,1\nNorway,NOR,2020,,,\n"
    )  # fmt: skip
    assert [each.interval is not None for each in found.observations] == [
        False,
        False,
        True,
    ]
    assert (found.unsound, found.empty, found.dropped) == (1, 1, {"X": 1})


GOVERNANCE = "codeindyr,code,countryname,year,indicator,estimate,stddev\n"


def test_governance_indicators_keep_their_standard_error_and_their_own_codes() -> None:
    found = one(
        "\ufeff" + GOVERNANCE
        + "a,ROM,Romania,2023,rl,0.38,0.12\nb,ANT,Gone,2023,rl,1,1\nc,BRA,Brazil,2023,rl,..,..\nd,BRA,Brazil,2022,rl,1,..\n"
    )  # fmt: skip
    assert [each.country for each in found.observations] == ["BR", "RO"]
    assert found.observations[1].standard_error == Decimal("0.12")
    assert found.observations[0].standard_error is None
    assert (found.dropped, found.empty) == ({"ANT": 1}, 1)
    with pytest.raises(CountryDataError, match="unknown indicators"):
        read(GOVERNANCE + "a,BRA,Brazil,2023,zz,1,1\n")


def test_spaces_speak_of_whole_states_only() -> None:
    head = "country_text_id,year,v2x_veracc_osp,v2xcs_ccsi,v2xcl_rol,v2x_freexp_altinf,v2x_horacc_osp,v2x_pubcorr\n"
    found = one(head + "BRA,2023,0.1,0.2,0.3,0.4,0.5,NA\nPSE,2023,1,1,1,1,1,1\nYMD,1980,1,1,1,1,1,1\n")  # fmt: skip
    assert len(found.observations) == 5
    assert {each.indicator for each in found.observations} <= set(found.indicators)
    assert found.dropped == {"PSE": 1, "YMD": 1}


def test_scores_by_name_are_mapped_to_codes() -> None:
    found = one(
        "Entity,Year,Human rights protection\nTurkey,2019,0.1\nCôte d'Ivoire,2019,0.2\n"
        "Zanzibar,1950,1\nNorway,2019,\n"
    )
    assert [each.country for each in found.observations] == ["CI", "TR"]
    assert (found.dropped, found.empty) == ({"Zanzibar": 1}, 1)


def test_a_manifest_names_hash_licence_and_day() -> None:
    text = "# Files\n\nPlaced 2026-01-02 from somewhere.\n\n| file | licence of the data | sha256 |\n|---|---|---|\n| a.csv | CC BY 4.0 | 00 |\n| b | c |\n"
    found = read_manifest(text)
    assert found.placed == date(2026, 1, 2)
    assert found.licence("a.csv") == "CC BY 4.0"
    assert found.licence("other.csv") == ""
    found.require_hash("other.csv", "11")
    found.require_hash("a.csv", "00")
    with pytest.raises(CountryDataError, match="SHA-256 differs"):
        found.require_hash("a.csv", "11")
    assert read_manifest("").placed is None
