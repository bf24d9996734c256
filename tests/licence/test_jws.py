import json

import pytest
from tests.licence.samples import KEYS, LICENCE_SIGNER, STRANGER

from licet.licence import SignatureError, UnreadableDocumentError
from licet.licence.encoding import base64url
from licet.licence.jws import read_token, sign_token

TOKEN = sign_token("test+jwt", {"b": 1, "a": "x"}, LICENCE_SIGNER)


def test_a_signed_token_is_read_and_checked() -> None:
    token = read_token("token", TOKEN, typ="test+jwt")
    token.check("token", KEYS.keys[0])
    assert token.payload == {"a": "x", "b": 1}
    assert token.key_id == LICENCE_SIGNER.key_id


def test_a_token_of_a_stranger_does_not_hold() -> None:
    token = read_token("t", sign_token("test+jwt", {}, STRANGER), typ="test+jwt")
    with pytest.raises(SignatureError):
        token.check("t", KEYS.keys[0])


def _token(header: object, payload: object = None, *, spaced: bool = False) -> str:
    separators = None if spaced else (",", ":")
    parts = [
        base64url(json.dumps(part, separators=separators, sort_keys=True).encode())
        for part in (header, {} if payload is None else payload)
    ]
    return ".".join([*parts, "AA"])


HEADER = {"alg": "EdDSA", "typ": "test+jwt"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("a.b", "three parts", id="two-parts"),
        pytest.param("YR.e30.AA", "second spelling", id="spare-bits"),
        pytest.param(_token([]), "not a JSON object", id="list"),
        pytest.param(_token(HEADER, spaced=True), "not canonical", id="spaced"),
        pytest.param(_token(HEADER, {"n": 2**60}), "not canonical", id="inexact"),
        pytest.param(_token(HEADER, {"n": "\ud800"}), "not canonical", id="surrogate"),
        pytest.param(_token(HEADER | {"alg": "none"}), "EdDSA", id="none"),
        pytest.param(_token(HEADER | {"typ": "other"}), "of the kind", id="kind"),
        pytest.param(_token(HEADER)[:-2] + "A", "base64url", id="cut-signature"),
    ],
)
def test_a_token_without_the_form_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=why) as caught:
        read_token("token", text, typ="test+jwt")
    assert caught.value.code == "unreadable_document"
