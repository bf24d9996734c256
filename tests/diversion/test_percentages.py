"""Shares as registers write them."""

from decimal import Decimal

import pytest

from licet.diversion import ImpossibleShareError, Share, percent
from licet.diversion.percentages import share_between, share_of, up_to


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("51", "51 %"),
        (" 51.5 % ", "51.5 %"),
        ("25-50", "25 % to 50 %"),
        ("75% to 100%", "75 % to 100 %"),
        (">50", "more than 50 % to 100 %"),
        (">=75", "75 % to 100 %"),
        ("<25", "0 % to less than 25 %"),
        ("<=25", "0 % to 25 %"),
        ("33.3333", "more than 33.33 % to less than 33.34 %"),
        ("0-100", "an unknown share"),
    ],
)
def test_a_written_percentage_is_a_range(text: str, found: str) -> None:
    assert str(share_of(text)) == found


@pytest.mark.parametrize("text", ["", "half", "-5", "1e9", "51,5", "10-20-30"])
def test_what_is_no_percentage_is_none(text: str) -> None:
    assert share_of(text) is None


@pytest.mark.parametrize("text", ["101", "60-50", ">100", "<0", "0-140"])
def test_a_share_beyond_the_whole_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleShareError, match="not possible"):
        share_of(text)


def test_a_hair_below_half_never_becomes_half() -> None:
    hair = Decimal("49." + "9" * 60)
    share = share_between(hair, hair)
    assert (share.low, share.high, share.below_high) == (4999, 5000, True)


def test_a_number_of_any_size_is_refused_at_once() -> None:
    with pytest.raises(ImpossibleShareError, match="not possible"):
        share_between(Decimal(0), Decimal("1e999999999"))
    tiny = share_between(Decimal("1e-999999"), Decimal("1e-999999"))
    assert (tiny.low, tiny.high) == (0, 1)


@pytest.mark.parametrize(
    ("low", "high", "strict"),
    [(-1, 0, False), (0, 10_001, False), (2, 1, False), (5, 5, True)],
)
def test_a_share_is_a_range_within_the_whole(low: int, high: int, strict: bool) -> None:
    with pytest.raises(ImpossibleShareError):
        Share(low=low, high=high, below_high=strict)


def test_on_an_uncertain_day_the_share_may_be_nought() -> None:
    assert up_to(Share(low=2500, high=5000, below_high=True)) == Share(
        low=0, high=5000, below_high=True
    )


def test_basis_points_are_told_in_percent() -> None:
    assert [percent(one) for one in (0, 5, 50, 5000, 5050, 14_000)] == [
        "0 %",
        "0.05 %",
        "0.5 %",
        "50 %",
        "50.5 %",
        "140 %",
    ]
