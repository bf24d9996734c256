"""Bytes that are hashed are the same on every machine, or there are none."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.kernel import NotCanonicalError, canonical_bytes, digest


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    b: int
    a: str


def test_keys_are_ordered_whatever_order_they_came_in() -> None:
    assert canonical_bytes({"b": 1, "a": [True, None]}) == b'{"a":[true,null],"b":1}'


def test_decimals_keep_their_digits_as_text() -> None:
    assert canonical_bytes(Decimal("12.50")) == b'"12.50"'


def test_times_are_written_in_utc_whatever_zone_they_came_in() -> None:
    here = datetime(2026, 1, 2, 3, 4, tzinfo=timezone(timedelta(hours=1)))
    assert canonical_bytes(here) == b'"2026-01-02T02:04:00Z"'
    assert canonical_bytes(here) == canonical_bytes(here.astimezone(UTC))


def test_days_records_enumerations_and_bytes_have_a_form() -> None:
    value = {
        "day": date(2026, 1, 2),
        "pair": Pair(b=1, a="x"),
        "c": Colour.RED,
        "raw": b"\x00\xff",
    }
    assert canonical_bytes(value) == (
        b'{"c":"red","day":"2026-01-02","pair":{"a":"x","b":1},"raw":"00ff"}'
    )


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(1.5, id="float"),
        pytest.param({1, 2}, id="set"),
        pytest.param(datetime(2026, 1, 1), id="naive time"),  # noqa: DTZ001  # the point of the case
        pytest.param(Pair, id="a class"),
        pytest.param(2**60, id="integer beyond what JSON keeps"),
    ],
)
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonicalError) as caught:
        canonical_bytes(value)
    assert caught.value.code == "not_canonical"


@given(st.dictionaries(st.text(), st.integers(-(2**53) + 1, 2**53 - 1)))
def test_equal_values_have_equal_digests(value: dict[str, int]) -> None:
    assert digest(value) == digest(dict(reversed(list(value.items()))))
