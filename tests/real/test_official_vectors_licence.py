"""Licence documents against the vectors of those who wrote their formats, when there.

What these vectors hold and a licence does not, so that nothing here could pass it:

* COSE: MAC, encryption, several signers in one message; other algorithms than EdDSA (their
  signed bytes are compared and their signatures checked with the curve's own library);
* SD-JWT: the JSON serialisations, key binding, and numbers with a fraction (the claims of
  such cases are run in the compact form; a fraction is refused).
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode
from tests.licence.samples import LICENCE_SIGNER, SALT_KEY, published

from licet.kernel import NotCanonicalError, canonical_bytes
from licet.licence import PublishedKey, Purpose, SignatureError, UnreadableDocumentError
from licet.licence.cose import SignedMessage, read_message
from licet.licence.sdjwt import (
    Concealed,
    Disclosure,
    issue_selective,
    open_claims,
    read_selective,
)

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "vectors"
COSE = VECTORS / "cose-wg-examples"
SD_JWT = VECTORS / "sd-jwt-python"
JCS = VECTORS / "jcs"
pytestmark = pytest.mark.real

# -- COSE --------------------------------------------------------------------------------

CURVES: Mapping[str, tuple[ec.EllipticCurve, int]] = {
    "P-256": (ec.SECP256R1(), 32),
    "P-384": (ec.SECP384R1(), 48),
    "P-521": (ec.SECP521R1(), 66),
}
HASHES: Mapping[object, hashes.HashAlgorithm] = {
    -7: hashes.SHA256(),
    -35: hashes.SHA384(),
    -36: hashes.SHA512(),
}
ALGORITHM = {"ES256": -7, "ES384": -35, "ES512": -36, "EdDSA": -8}
SIGN1 = [
    pytest.param(case, id=path.relative_to(COSE).as_posix())
    for path in sorted(COSE.rglob("*.json"))
    if "sign0" in (case := json.loads(path.read_text("utf-8")))["input"]
]


def _coordinate(key: Mapping[str, str], name: str) -> int:
    if f"{name}_hex" in key:
        return int(key[f"{name}_hex"], 16)
    text = key[name]
    return int.from_bytes(urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def _check_ecdsa(
    message: SignedMessage, data: bytes, key: Mapping[str, str], algorithm: object
) -> None:
    curve, size = CURVES[key["crv"]]
    public = ec.EllipticCurvePublicNumbers(
        _coordinate(key, "x"), _coordinate(key, "y"), curve
    ).public_key()
    parts = (message.signature[:size], message.signature[size:])
    signature = encode_dss_signature(*(int.from_bytes(part, "big") for part in parts))
    public.verify(signature, data, ec.ECDSA(HASHES[algorithm]))


def _check(message: SignedMessage, given: Mapping[str, Any]) -> None:
    key, external = given["key"], bytes.fromhex(given.get("external", ""))
    data = message.to_be_signed(external)
    # What stands in the protected header must be an algorithm that the key can serve.
    stated = message.header.get(1, ALGORITHM[given["alg"]])
    if stated not in ALGORITHM.values():
        raise InvalidSignature
    if key["crv"] == "Ed25519":
        public_key = bytes.fromhex(key["x_hex"])
        published_key = PublishedKey(
            key_id="11",
            algorithm="EdDSA",
            public_key=public_key,
            purposes=frozenset({Purpose.LICENCE}),
            valid_from=published(LICENCE_SIGNER).valid_from,
        )
        message.check("code", published_key)
    elif key["crv"] == "Ed448":
        ed448.Ed448PublicKey.from_public_bytes(bytes.fromhex(key["x_hex"])).verify(
            message.signature, data
        )
    else:
        _check_ecdsa(message, data, key, stated)


@pytest.mark.parametrize("case", SIGN1)
def test_cose_sign1(case: dict[str, Any]) -> None:
    given = case["input"]["sign0"]
    data = bytes.fromhex(case["output"]["cbor"])
    if case["input"].get("failures", {}).get("RemoveCBORTag"):
        with pytest.raises(UnreadableDocumentError):
            read_message(data)  # a licence code always carries its tag
        data = b"\xd2" + data
    if case.get("fail"):
        with pytest.raises((UnreadableDocumentError, InvalidSignature, SignatureError)):
            _check(read_message(data), given)
        return
    message = read_message(data)
    external = bytes.fromhex(given.get("external", ""))
    signed = case["intermediates"]["ToBeSign_hex"]
    assert message.to_be_signed(external).hex().upper() == signed
    assert message.payload == (
        bytes.fromhex(case["input"]["plaintext_hex"])
        if "plaintext_hex" in case["input"]
        else case["input"]["plaintext"].encode()
    )
    _check(message, given)


# -- SD-JWT ------------------------------------------------------------------------------


def _load(path: Path) -> dict[str, Any]:
    """A specification, each name or element that it marks ``!sd`` concealed."""
    yaml = YAML(typ="safe", pure=True)
    loaded: dict[str, Any] = _value(yaml.compose(path.read_text("utf-8")))
    return loaded


def _value(node: Any) -> Any:
    if isinstance(node, MappingNode):
        return {
            name.value: Concealed(_value(inner)) if _marked(name) else _value(inner)
            for name, inner in node.value
        }
    if isinstance(node, SequenceNode):
        return [
            Concealed(_value(inner)) if _marked(inner) else _value(inner)
            for inner in node.value
        ]
    if node.style is not None or node.tag.endswith((":str", ":timestamp")):
        return node.value
    try:
        return YAML(typ="safe", pure=True).load(node.value)
    except YAMLError:
        return node.value


def _marked(node: Any) -> bool:
    return str(node.tag) == "!sd"


def _chosen(
    node: object,
    wanted: Any,
    known: Mapping[str, Disclosure],
) -> list[Disclosure]:
    """The disclosures that a holder hands over, as the specifications name them."""
    found: list[Disclosure] = []
    if isinstance(node, Mapping):
        named = wanted if isinstance(wanted, Mapping) else {}
        for name, inner in node.items():
            if name != "_sd":
                found += _chosen(inner, named.get(name), known)
                continue
            for digest in inner:
                part = known.get(digest)
                if part is None or not named.get(part.name):
                    continue
                found += [part, *_chosen(part.value, named[part.name], known)]
    elif isinstance(node, list):
        listed = wanted if isinstance(wanted, list) else []
        for inner, want in zip(node, listed, strict=False):
            if isinstance(inner, Mapping) and inner.keys() == {"..."}:
                if want in (False, None, "None"):
                    continue
                part = known[inner["..."]]
                found += [part, *_chosen(part.value, want, known)]
            else:
                found += _chosen(inner, want, known)
    return found


SPECIFICATIONS = [
    pytest.param(path, id=path.parent.relative_to(SD_JWT).as_posix())
    for path in sorted(SD_JWT.rglob("specification.yml"))
]


def _has_fraction(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_fraction(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_has_fraction(inner) for inner in value)
    if isinstance(value, Concealed):
        return _has_fraction(value.value)
    return isinstance(value, float)


@pytest.mark.parametrize("path", SPECIFICATIONS)
def test_sd_jwt(path: Path) -> None:
    case = _load(path)
    claims = case["user_claims"]
    given = {"typ": "test+sd-jwt", "signer": LICENCE_SIGNER, "salt_key": SALT_KEY}
    if _has_fraction(claims):
        with pytest.raises(NotCanonicalError):
            issue_selective(claims, **given)
        return
    issued = issue_selective(claims, **given)
    token, selective = read_selective(str(issued), typ="test+sd-jwt")
    token.check("test", published(LICENCE_SIGNER))
    known = {part.digest: part for part in selective.disclosures}
    chosen = _chosen(token.payload, case["holder_disclosed_claims"], known)
    opened = open_claims(token.payload, tuple(chosen))
    if "expect_verified_user_claims" in case:
        expected = canonical_bytes(case["expect_verified_user_claims"])
        assert canonical_bytes(opened) == expected
    else:
        assert len(chosen) <= len(known)
    whole = open_claims(token.payload, selective.disclosures)
    assert canonical_bytes(whole) == canonical_bytes(_plain(claims))


def _plain(value: Any) -> Any:
    if isinstance(value, Concealed):
        return _plain(value.value)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value


# -- Canonical JSON, of which every signed part is made -----------------------------------


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem) for path in sorted(JCS.glob("input/*"))]
)
def test_jcs(path: Path) -> None:
    value = json.loads(path.read_text("utf-8"))
    if _has_fraction(value):
        with pytest.raises(NotCanonicalError):
            canonical_bytes(value)  # what is signed is exact
        return
    expected = (JCS / "outhex" / f"{path.stem}.txt").read_text("ascii")
    assert canonical_bytes(value) == bytes.fromhex(expected)
