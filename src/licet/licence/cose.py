"""COSE_Sign1 (RFC 9052) with EdDSA: signed bytes small enough for a printed code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cbor2

from licet.licence.errors import UnreadableDocumentError
from licet.licence.keys import PublishedKey, Signer

WHAT: Final = "licence code"
_TAG_SIGN1: Final = 18
_PARTS: Final = 4
_ALGORITHM: Final = 1
_KEY_ID: Final = 4
_EDDSA: Final = -8


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedMessage:
    """A COSE_Sign1 taken apart. Nothing in it is to be believed before ``check``.

    Attributes:
        protected: The protected header as it stands, undecoded.
        unprotected: The unprotected header.
        payload: The signed bytes.
        signature: 64 bytes.
    """

    protected: bytes
    unprotected: Mapping[object, object]
    payload: bytes
    signature: bytes

    @property
    def header(self) -> Mapping[object, object]:
        """The protected header, decoded; empty when it is zero bytes long."""
        return _read_map(self.protected) if self.protected else {}

    @property
    def key_id(self) -> str:
        """The key that the message says signed it, in hexadecimal."""
        named = self.header.get(_KEY_ID)
        return named.hex() if isinstance(named, bytes) else "?"

    def to_be_signed(self, external: bytes = b"") -> bytes:
        """The bytes under the signature (``Sig_structure``, RFC 9052 section 4.4).

        A protected header that decodes to an empty map counts as zero bytes, so the
        two spellings of "nothing protected" have one signature.
        """
        protected = self.protected if self.header else b""
        return encode(["Signature1", protected, external, self.payload])

    def check(self, what: str, key: PublishedKey) -> None:
        """Hold the signature against a published key.

        Raises:
            SignatureError: It does not hold.
            UnreadableDocumentError: The message does not say that it is EdDSA.
        """
        if self.header.get(_ALGORITHM) != _EDDSA:
            raise UnreadableDocumentError(what, "it is not signed with EdDSA")
        key.check(what, self.signature, self.to_be_signed())


def encode(value: object) -> bytes:
    """Deterministic CBOR (RFC 8949 section 4.2)."""
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes) -> object:
    """Read CBOR that has exactly the deterministic spelling.

    Raises:
        UnreadableDocumentError: Not CBOR, more bytes after it, or a second spelling.
    """
    try:
        value: object = cbor2.loads(data)
        again = encode(value)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError):
        raise UnreadableDocumentError(WHAT, "it is not CBOR") from None
    if again != data:
        raise UnreadableDocumentError(WHAT, "its CBOR has a second spelling")
    return value


def sign_message(payload: bytes, signer: Signer) -> bytes:
    """Sign bytes as a tagged COSE_Sign1 with algorithm and key in the protected header.

    Args:
        payload: The bytes to sign.
        signer: Holder of the key.

    Returns:
        Deterministic CBOR.
    """
    protected = encode({_ALGORITHM: _EDDSA, _KEY_ID: bytes.fromhex(signer.key_id)})
    unsigned = SignedMessage(
        protected=protected, unprotected={}, payload=payload, signature=b""
    )
    signature = signer.sign(unsigned.to_be_signed())
    return encode(cbor2.CBORTag(_TAG_SIGN1, [protected, {}, payload, signature]))


def read_message(data: bytes) -> SignedMessage:
    """Take a tagged COSE_Sign1 apart, strictly.

    Args:
        data: The CBOR bytes.

    Returns:
        The parts, still to be checked against a key.

    Raises:
        UnreadableDocumentError: Not deterministic CBOR, or not a COSE_Sign1.
    """
    tagged = decode(data)
    if not isinstance(tagged, cbor2.CBORTag) or tagged.tag != _TAG_SIGN1:
        raise UnreadableDocumentError(WHAT, "it is not a COSE_Sign1 message")
    parts = tagged.value
    if not isinstance(parts, list | tuple) or len(parts) != _PARTS:
        raise UnreadableDocumentError(WHAT, "it is not a COSE_Sign1 message")
    protected, unprotected, payload, signature = parts
    if not isinstance(unprotected, Mapping) or not all(
        isinstance(part, bytes) for part in (protected, payload, signature)
    ):
        raise UnreadableDocumentError(WHAT, "a part of it has the wrong type")
    message = SignedMessage(
        protected=protected,
        unprotected=unprotected,
        payload=payload,
        signature=signature,
    )
    if not message.header.keys().isdisjoint(unprotected.keys()):
        raise UnreadableDocumentError(WHAT, "a header stands in it twice")
    return message


def _read_map(data: bytes) -> Mapping[object, object]:
    value = decode(data)
    if not isinstance(value, Mapping):
        raise UnreadableDocumentError(WHAT, "its protected header is not a map")
    return value
