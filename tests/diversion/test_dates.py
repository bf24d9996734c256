"""Days as registers write them."""

from datetime import date

import pytest

from licet.diversion.dates import Period, day_of, periods, within
from licet.kernel import ImpossibleDateError, Interval


def told(first: str, last: str) -> list[tuple[str, bool]]:
    return [
        (f"{one.days.first}..{one.days.last}", one.certain)
        for one in periods(first, last)
    ]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        pytest.param("", "", [("None..None", True)], id="open"),
        pytest.param(
            "2024-03-01T12:00:00Z",
            "2024-03-31",
            [("2024-03-01..2024-03-31", True)],
            id="whole-days",
        ),
        pytest.param(
            "2024-02",
            "",
            [("2024-02-01..2024-02-28", False), ("2024-02-29..None", True)],
            id="began-in-a-month",
        ),
        pytest.param(
            "",
            "2024",
            [("None..2024-01-01", True), ("2024-01-02..2024-12-31", False)],
            id="ended-in-a-year",
        ),
        pytest.param(
            "2020",
            "2022-06",
            [
                ("2020-01-01..2020-12-30", False),
                ("2020-12-31..2022-06-01", True),
                ("2022-06-02..2022-06-30", False),
            ],
            id="both",
        ),
        pytest.param(
            "2024", "2024", [("2024-01-01..2024-12-31", False)], id="never-certain"
        ),
    ],
)
def test_a_date_without_its_day_makes_its_days_possible(
    first: str, last: str, found: list[tuple[str, bool]]
) -> None:
    assert told(first, last) == found


@pytest.mark.parametrize(
    ("first", "last"),
    [("soon", ""), ("2024-13", ""), ("2024-02-30", ""), ("2024-01-02", "2024-01-01")],
)
def test_what_is_no_date_or_ends_before_it_begins_is_refused(
    first: str, last: str
) -> None:
    with pytest.raises(ImpossibleDateError):
        periods(first, last)


def test_a_written_date_means_its_first_day() -> None:
    assert day_of("2024-05") == date(2024, 5, 1)


def test_a_period_is_cut_to_other_days() -> None:
    march = Period(
        days=Interval(first=date(2024, 3, 1), last=date(2024, 3, 31)), certain=False
    )
    cut = within(march, Interval(first=date(2024, 3, 10)))
    assert cut is not None
    assert (cut.days.first, cut.days.last) == (date(2024, 3, 10), date(2024, 3, 31))
    assert not cut.certain
    assert within(march, Interval(last=date(2024, 2, 29))) is None
    assert within(Period(days=Interval(), certain=True), Interval()) is not None
