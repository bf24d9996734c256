"""Whatever is handed to the verifier, it answers; it never stumbles and never says valid."""

import json

from hypothesis import given
from hypothesis import strategies as st
from tests.licence.samples import (
    CODE,
    DAY,
    DOCUMENT,
    HOUR,
    KEYS,
    LICENCE_SIGNER,
    NOON,
    STATUS_SIGNER,
    status_list,
)

from licet.licence import Answer, Role, verify
from licet.licence.cose import sign_message
from licet.licence.disclose import TYP
from licet.licence.encoding import base45, base64url
from licet.licence.jws import sign_token
from licet.licence.status import TYP as STATUS_TYP

STATUS = status_list()
EXACT = st.integers(-(2**53) + 1, 2**53 - 1)
NAMES = st.sampled_from(
    [
        "iss",
        "iat",
        "nbf",
        "exp",
        "status",
        "status_list",
        "idx",
        "uri",
        "number",
        "vct",
        "_sd",
        "_sd_alg",
        "...",
        "items",
        "lst",
        "bits",
        "sub",
    ]
)
TREES = st.recursive(
    st.none() | st.booleans() | EXACT | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5)
    ),
    max_leaves=20,
)
OBJECTS = st.dictionaries(NAMES, TREES, max_size=10)


def _answer(document: str, status: str = STATUS) -> Answer:
    verdict = verify(
        document,
        keys=KEYS,
        status=status,
        at=NOON + HOUR,
        max_status_age=DAY,
        role=Role.LICENSEE,
    )
    assert verdict.reasons
    return verdict.answer


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert _answer(text) is Answer.NOT_VALID
    assert _answer("LICET1:" + text) is Answer.NOT_VALID
    assert _answer(CODE, text) is Answer.NOT_CONFIRMED


@given(st.binary(max_size=300))
def test_any_bytes_in_a_code_are_answered(data: bytes) -> None:
    assert _answer("LICET1:" + base45(data)) is Answer.NOT_VALID
    signed = sign_message(data, LICENCE_SIGNER)
    assert _answer("LICET1:" + base45(signed)) is Answer.NOT_VALID


@given(OBJECTS)
def test_any_claims_that_are_no_licence_are_answered(claims: dict[str, object]) -> None:
    assert _answer(sign_token(TYP, claims, LICENCE_SIGNER) + "~") is Answer.NOT_VALID
    listed = sign_token(STATUS_TYP, claims, STATUS_SIGNER)
    assert _answer(DOCUMENT, listed) is Answer.NOT_CONFIRMED


@given(TREES)
def test_any_disclosure_beside_a_licence_is_answered(tree: object) -> None:
    text = base64url(json.dumps(tree).encode()) + "~"
    assert _answer(DOCUMENT + text) is Answer.NOT_VALID
