import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.licence.encoding import (
    EncodingError,
    base45,
    base64url,
    from_base45,
    from_base64url,
    from_json,
)


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        pytest.param(b"AB", "BB8", id="pair"),
        pytest.param(b"Hello!!", "%69 VD92EX0", id="odd"),
        pytest.param(b"base-45", "UJCLQE7W581", id="digits"),
        pytest.param(b"ietf!", "QED8WEX0", id="ietf"),
        pytest.param(b"", "", id="empty"),
    ],
)
def test_base45_spells_the_examples_of_rfc_9285(plain: bytes, text: str) -> None:
    assert base45(plain) == text
    assert from_base45(text) == plain


@given(st.binary(max_size=200))
def test_bytes_come_back_from_both_text_forms(data: bytes) -> None:
    assert from_base45(base45(data)) == data
    assert from_base64url(base64url(data)) == data


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("GGW", id="pair-above-65535"),
        pytest.param("V5", id="byte-above-255"),
        pytest.param("A", id="cut-group"),
        pytest.param("bb8", id="small-letters"),
        pytest.param("BB8\n", id="line-end"),
    ],
)
def test_base45_that_stands_for_no_bytes_is_refused(text: str) -> None:
    with pytest.raises(EncodingError, match="Base45"):
        from_base45(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("YQ==", id="padding"),
        pytest.param("YR", id="spare-bits"),
        pytest.param("Y+", id="standard-alphabet"),
        pytest.param("Y", id="cut"),
        pytest.param("YQ \n", id="blank"),
        pytest.param("Yé", id="not-ascii"),
    ],
)
def test_base64url_with_a_second_spelling_is_refused(text: str) -> None:
    with pytest.raises(EncodingError, match="base64url"):
        from_base64url(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param('{"a":1,"a":2}', "stands twice", id="repeated-name"),
        pytest.param("1.5", "exact number", id="fraction"),
        pytest.param("1e3", "exact number", id="exponent"),
        pytest.param("NaN", "exact number", id="nan"),
        pytest.param("{", "not JSON", id="cut"),
        pytest.param(b"\xff", "not JSON", id="not-utf-8"),
        pytest.param("1" * 5000, "not JSON", id="endless-integer"),
        pytest.param("[" * 100_000, "nested", id="endless-nesting"),
        pytest.param("[" * 64 + "1" + "]" * 64, "nested", id="deep-nesting"),
        pytest.param('{"a":' * 900 + "1" + "}" * 900, "nested", id="deep-objects"),
    ],
)
def test_json_that_is_not_exact_is_refused(text: str | bytes, why: str) -> None:
    with pytest.raises(EncodingError, match=why):
        from_json(text)


def test_exact_json_is_read() -> None:
    tree = {"name": ["text", 1, True, None]}
    assert from_json(json.dumps(tree)) == tree


def test_reasonable_nesting_is_read() -> None:
    assert from_json("[" * 63 + "1" + "]" * 63)
