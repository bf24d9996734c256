import contextlib

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.licence.samples import KEYS, LICENCE_SIGNER, STRANGER

from licet.licence import SignatureError, UnreadableDocumentError
from licet.licence.cose import SignedMessage, decode, encode, read_message, sign_message

MESSAGE = sign_message(b"payload", LICENCE_SIGNER)
KEY = KEYS.keys[0]


def test_a_signed_message_is_read_and_checked() -> None:
    message = read_message(MESSAGE)
    message.check("code", KEY)
    assert message.payload == b"payload"
    assert message.key_id == LICENCE_SIGNER.key_id


def test_a_message_of_a_stranger_does_not_hold() -> None:
    with pytest.raises(SignatureError):
        read_message(sign_message(b"payload", STRANGER)).check("code", KEY)


def test_an_empty_protected_header_counts_as_no_bytes() -> None:
    # Both spellings have one signature; a decoder that kept h'a0' would refuse it.
    spelled = SignedMessage(
        protected=b"\xa0", unprotected={}, payload=b"x", signature=b""
    )
    bare = SignedMessage(protected=b"", unprotected={}, payload=b"x", signature=b"")
    assert spelled.to_be_signed() == bare.to_be_signed()
    assert decode(bare.to_be_signed()) == ["Signature1", b"", b"", b"x"]
    assert bare.key_id == "?"


def test_an_algorithm_outside_the_signature_does_not_count() -> None:
    message = SignedMessage(
        protected=b"", unprotected={1: -8}, payload=b"x", signature=b""
    )
    with pytest.raises(UnreadableDocumentError, match="EdDSA"):
        message.check("code", KEY)


def _sign1(*parts: object, tag: int = 18) -> bytes:
    return encode(cbor2.CBORTag(tag, list(parts)))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "not CBOR", id="empty"),
        pytest.param(b"\x81", "not CBOR", id="cut"),
        pytest.param(b"\x81" * 5000, "not CBOR", id="endless-nesting"),
        pytest.param(MESSAGE + b"\x00", "second spelling", id="more-bytes"),
        pytest.param(b"\x18\x01", "second spelling", id="long-integer"),
        pytest.param(encode(1), "not a COSE_Sign1", id="a-number"),
        pytest.param(_sign1(b"", {}, b"", b"", tag=17), "not a COSE_Sign1", id="tag"),
        pytest.param(_sign1(b"", {}, b""), "not a COSE_Sign1", id="three-parts"),
        pytest.param(
            encode(cbor2.CBORTag(18, 5)), "not a COSE_Sign1", id="tagged-number"
        ),
        pytest.param(_sign1(b"", 5, b"", b""), "wrong type", id="unprotected"),
        pytest.param(_sign1(b"", {}, None, b""), "wrong type", id="detached"),
        pytest.param(_sign1(b"\x01", {}, b"", b""), "not a map", id="protected-number"),
        pytest.param(
            _sign1(encode({1: -8}), {1: -8}, b"", b""), "twice", id="header-twice"
        ),
    ],
)
def test_bytes_without_the_form_are_refused(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=why):
        read_message(data)


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    for prefix in (b"", b"\xd2\x84"):
        with contextlib.suppress(UnreadableDocumentError):
            assert read_message(prefix + data).signature is not None
