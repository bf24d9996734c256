"""Public figures add up and name nobody who must not be named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.disclosure import (
    DecidedItem,
    Suppression,
    UnsafeThresholdError,
    publish_figures,
    region_of,
)
from licet.kernel import UnknownCountryError, territories


def decided(
    exporter: str, *, days: int | None = 10, outcome: str = "granted"
) -> DecidedItem:
    return DecidedItem(
        family="4D004",
        region="Americas",
        outcome=outcome,
        quarter="2026-Q3",
        exporter=exporter,
        days=days,
    )


def test_a_cell_at_the_threshold_is_shown() -> None:
    figures = publish_figures([decided(name) for name in "abcde"])
    assert [(cell.count, cell.suppressed) for cell in figures.cells] == [(5, None)]
    assert (figures.total, figures.hidden) == (5, 0)


def test_a_cell_below_the_threshold_shows_why_it_does_not() -> None:
    figures = publish_figures([decided(name) for name in "abcd"])
    (cell,) = figures.cells
    assert (cell.count, cell.suppressed) == (None, Suppression.SMALL)
    assert (figures.total, figures.hidden, figures.times) == (0, 1, ())


def test_a_cell_that_one_exporter_dominates_is_hidden() -> None:
    figures = publish_figures([decided(name) for name in "aaaaaabc"])
    assert figures.cells[0].suppressed is Suppression.DOMINATED
    below = publish_figures([decided(name) for name in "aaaaabcd"])
    assert below.cells[0].count == 8


def test_times_are_the_nearest_rank_and_their_count_cannot_be_subtracted_from() -> None:
    shown = [
        decided(name, days=day)
        for name, day in zip("abcdefghij", range(1, 11), strict=True)
    ]
    hidden = [decided("z", days=400, outcome="refused")]
    undated = [decided("k", days=None)]
    more = [decided("l", days=10)]
    (time,) = publish_figures([*shown, *hidden, *undated]).times
    assert publish_figures([*shown, *more]).times[0].count == 10
    assert (time.outcome, time.count, time.median, time.ninetieth) == (
        "granted",
        10,
        5,
        9,
    )


def test_times_that_one_exporter_dominates_are_not_shown() -> None:
    assert publish_figures([decided(name) for name in "aaaaaabc"]).times == ()


def test_too_few_days_give_no_times() -> None:
    figures = publish_figures([decided(name, days=None) for name in "abcde"])
    assert figures.times == ()


@pytest.mark.parametrize(("threshold", "percent"), [(2, 75), (5, 0), (5, 101)])
def test_a_rule_that_protects_nobody_is_refused(threshold: int, percent: int) -> None:
    with pytest.raises(UnsafeThresholdError) as caught:
        publish_figures([], threshold=threshold, dominance_percent=percent)
    assert caught.value.code == "unsafe_threshold"


@given(
    st.lists(
        st.builds(
            DecidedItem,
            family=st.sampled_from(["4D004", "5A001.f"]),
            region=st.sampled_from(["Asia", "Africa"]),
            outcome=st.sampled_from(["granted", "refused"]),
            quarter=st.just("2026-Q1"),
            exporter=st.sampled_from("abc"),
            days=st.integers(0, 99),
        ),
        max_size=60,
    )
)
def test_no_shown_cell_is_small_and_the_total_is_the_sum_of_what_is_shown(
    items: list[DecidedItem],
) -> None:
    figures = publish_figures(items)
    shown = [cell.count for cell in figures.cells if cell.count is not None]
    assert all(count >= figures.threshold for count in shown)
    assert figures.total == sum(shown)
    assert figures == publish_figures(list(reversed(items)))


def test_every_territory_lies_in_one_region() -> None:
    assert {region_of(code) for code in territories()} == {
        "Africa",
        "Americas",
        "Antarctica",
        "Asia",
        "Europe",
        "Middle East",
        "Oceania",
    }


def test_an_unknown_territory_has_no_region() -> None:
    with pytest.raises(UnknownCountryError):
        region_of("ZZ")
