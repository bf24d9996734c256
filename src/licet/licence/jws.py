"""Compact JSON Web Signatures (RFC 7515), Ed25519 only."""

from collections.abc import Mapping
from dataclasses import dataclass

from licet.kernel import NotCanonicalError, canonical_bytes
from licet.licence.encoding import (
    EncodingError,
    base64url,
    from_base64url,
    from_json,
)
from licet.licence.errors import UnreadableDocumentError
from licet.licence.keys import PublishedKey, Signer

_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedToken:
    """A compact JWS taken apart. Nothing in it is to be believed before ``check``."""

    header: Mapping[str, object]
    payload: Mapping[str, object]
    signed: bytes
    signature: bytes

    @property
    def key_id(self) -> str:
        """The key that the token says signed it."""
        return str(self.header.get("kid"))

    def check(self, what: str, key: PublishedKey) -> None:
        """Hold the signature against a published key.

        Raises:
            SignatureError: It does not hold.
        """
        key.check(what, self.signature, self.signed)


def sign_token(typ: str, payload: Mapping[str, object], signer: Signer) -> str:
    """Sign a payload.

    Args:
        typ: What kind of token, written into the signed header.
        payload: JSON members; canonical bytes are signed.
        signer: Holder of the key.

    Returns:
        The compact form ``header.payload.signature``.
    """
    header = {"alg": "EdDSA", "kid": signer.key_id, "typ": typ}
    signed = ".".join(base64url(canonical_bytes(part)) for part in (header, payload))
    return f"{signed}.{base64url(signer.sign(signed.encode('ascii')))}"


def read_token(what: str, text: str, *, typ: str) -> SignedToken:
    """Take a compact JWS apart, strictly.

    Args:
        what: Name of the document for the error.
        text: The compact form.
        typ: The kind that the header must state.

    Returns:
        The parts, still to be checked against a key.

    Raises:
        UnreadableDocumentError: Not three parts of strict base64url over canonical JSON,
            another algorithm than EdDSA, or another kind of token.
    """
    parts = text.split(".")
    if len(parts) != _PARTS:
        raise UnreadableDocumentError(what, "it does not have three parts")
    try:
        header, payload = (_canonical_object(part) for part in parts[:2])
        signature = from_base64url(parts[2])
    except EncodingError as error:
        raise UnreadableDocumentError(what, str(error)) from error
    if header.get("alg") != "EdDSA":
        raise UnreadableDocumentError(what, "it is not signed with EdDSA")
    if header.get("typ") != typ:
        raise UnreadableDocumentError(what, f"it is not of the kind {typ}")
    signed = f"{parts[0]}.{parts[1]}".encode("ascii")
    return SignedToken(
        header=header, payload=payload, signed=signed, signature=signature
    )


def _canonical_object(part: str) -> Mapping[str, object]:
    data = from_base64url(part)
    tree = from_json(data)
    if not isinstance(tree, Mapping):
        raise EncodingError("a part is not a JSON object")
    try:
        again = canonical_bytes(tree)
    except (NotCanonicalError, UnicodeEncodeError):
        again = b""
    if again != data:
        raise EncodingError("a part is not canonical JSON")
    return tree
