"""Days, territories, citations, amounts and working days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.kernel import (
    Citation,
    ImpossibleDateError,
    InputError,
    Interval,
    Quantity,
    UnknownCountryError,
    WorkingCalendar,
    calendar_of,
    parse_day,
    require_territory,
    territories,
    territory_name,
)

SPAN = Interval(first=date(2022, 3, 7), last=date(2022, 5, 25))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        pytest.param(date(2022, 3, 6), False, id="day before"),
        pytest.param(date(2022, 3, 7), True, id="first day"),
        pytest.param(date(2022, 5, 25), True, id="last day"),
        pytest.param(date(2022, 5, 26), False, id="day after"),
    ],
)
def test_an_interval_includes_its_first_and_last_day(day: date, inside: bool) -> None:
    assert SPAN.holds(day) is inside


def test_an_open_interval_has_no_end() -> None:
    assert Interval().holds(date(1, 1, 1))
    assert Interval(first=date(2022, 3, 7)).holds(date(9999, 12, 31))


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ImpossibleDateError) as caught:
        Interval(first=date(2022, 3, 7), last=date(2022, 3, 6))
    assert caught.value.code == "impossible_date"


@pytest.mark.parametrize(
    "text", ["2026-02-30", "20260731", "31.07.2026", "", "2026-W31-5"]
)
def test_an_impossible_date_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ImpossibleDateError, match="2026-07-31"):
        parse_day(text)


def test_an_iso_day_is_read() -> None:
    assert parse_day("2024-02-29") == date(2024, 2, 29)


def test_an_unknown_country_says_how_to_write_one() -> None:
    with pytest.raises(UnknownCountryError, match="ISO 3166-1") as caught:
        require_territory("ZZ")
    assert caught.value.code == "unknown_country"
    assert isinstance(caught.value, InputError)


def test_norway_is_a_country_and_not_a_no() -> None:
    assert territory_name("NO") == "Norway"
    assert require_territory("XK") == "XK"
    assert len(territories()) == 250


def test_a_citation_reads_as_lawyers_write_it_and_keeps_its_doubt() -> None:
    citation = Citation(
        instrument="Regulation (EU) 2021/821", pinpoint="Art. 5(1)", verified=False
    )
    assert str(citation) == "Regulation (EU) 2021/821, Art. 5(1)"
    assert citation.to_json() == {
        "instrument": "Regulation (EU) 2021/821",
        "pinpoint": "Art. 5(1)",
        "uri": None,
        "verified": False,
    }


def test_a_quantity_names_its_unit() -> None:
    assert str(Quantity(amount=Decimal(12))) == "12 C62"


FRIDAY, MONDAY = date(2026, 3, 27), date(2026, 3, 30)


@pytest.mark.parametrize(
    ("days", "end"),
    [
        pytest.param(0, FRIDAY, id="no days end on the day itself"),
        pytest.param(1, MONDAY, id="the weekend does not count"),
        pytest.param(
            5, date(2026, 4, 7), id="Good Friday and Easter Monday do not count"
        ),
    ],
)
def test_working_days_skip_weekends_and_dated_holidays(days: int, end: date) -> None:
    easter = calendar_of([date(2026, 4, 3), date(2026, 4, 6)])
    assert easter.after(FRIDAY, days) == end


def test_no_days_from_a_saturday_end_on_monday() -> None:
    assert WorkingCalendar().after(date(2026, 3, 28), 0) == MONDAY


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_counting_back_gives_the_days_that_were_added(start: date, days: int) -> None:
    calendar = WorkingCalendar()
    end = calendar.after(start, days)
    assert calendar.works(end)
    assert calendar.between(start + timedelta(days=1), end) == days


def test_an_empty_span_has_no_working_days() -> None:
    assert WorkingCalendar().between(MONDAY, FRIDAY) == 0
