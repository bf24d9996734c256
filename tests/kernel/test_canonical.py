"""Bytes that are hashed are the same on every machine, or there are none."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
import rfc8785
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


def test_text_of_a_kind_of_its_own_is_text() -> None:
    class Number(str):
        __slots__ = ()

    assert canonical_bytes({"case": Number("2026-0001")}) == b'{"case":"2026-0001"}'


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
        pytest.param(-(2**53), id="negative integer beyond what JSON keeps"),
        pytest.param("\ud800", id="half a character"),
        pytest.param({"\ud800": 1}, id="half a character as a key"),
        pytest.param(["\U00010000", "\ud800"], id="half a character beside a rare one"),
    ],
)
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonicalError) as caught:
        canonical_bytes(value)
    assert caught.value.code == "not_canonical"


@given(st.dictionaries(st.text(), st.integers(-(2**53) + 1, 2**53 - 1)))
def test_equal_values_have_equal_digests(value: dict[str, int]) -> None:
    assert digest(value) == digest(dict(reversed(list(value.items()))))


_WHOLE = st.characters(exclude_categories=["Cs"])
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(_WHOLE),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(_WHOLE), inner),
)


@given(_PLAIN)
def test_the_quick_way_writes_what_the_standard_asks_for(value: Any) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


def test_keys_beyond_the_basic_plane_stand_before_the_last_of_it() -> None:
    value = {"\uffff": 1, "\U00010000": 2}
    assert canonical_bytes(value) == rfc8785.dumps(value)
    assert canonical_bytes(value).index(b"2") < canonical_bytes(value).index(b"1")
