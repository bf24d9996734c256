"""Strict reading: one spelling for every value."""

import pytest

from licet.ledger import MalformedError
from licet.ledger.encoding import decode_base64, decode_decimal, decode_hash


def test_base64_reads_back_what_was_written() -> None:
    assert decode_base64("AQI=", what="test") == b"\x01\x02"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("AQJ=", id="spare-bits-set"),
        pytest.param("AQI", id="no-padding"),
        pytest.param("AQ I=", id="space-inside"),
        pytest.param("AQI=\n", id="line-end"),
        pytest.param("AQÏ=", id="not-ascii"),
        pytest.param("A_I=", id="web-alphabet"),
    ],
)
def test_base64_with_a_second_spelling_is_refused(text: str) -> None:
    with pytest.raises(MalformedError) as caught:
        decode_base64(text, what="test")
    assert caught.value.code == "malformed_record"


def test_a_hash_has_thirty_two_bytes() -> None:
    with pytest.raises(MalformedError, match="32 bytes, not 2"):
        decode_hash("AQI=", what="root")


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("70000", 70_000), (str(2**63 - 1), 2**63 - 1)],
    ids=["zero", "plain", "largest"],
)
def test_plain_numbers_are_read(text: str, number: int) -> None:
    assert decode_decimal(text, what="size") == number


@pytest.mark.parametrize(
    "text",
    ["", "00", "01", "-1", "+1", "1 ", "1_0", "٣", str(2**63), "9" * 5000],
    ids=["empty", "00", "01", "minus", "plus", "space", "underscore", "arabic-indic", "2**63", "endless"],
)  # fmt: skip
def test_other_numbers_are_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        decode_decimal(text, what="size")
