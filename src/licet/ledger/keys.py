"""Verifier keys of C2SP signed notes, and the signers that belong to them.

Three kinds are known: 01 is a plain Ed25519 signature over a note, 04 an Ed25519
cosignature with a time, 06 an ML-DSA-44 cosignature with a time.
"""

import hashlib
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ed25519

from licet.ledger.encoding import decode_base64, encode_base64
from licet.ledger.errors import MalformedError, SignatureError, UnusableKeyError

ID_SIZE = 4
PRIVATE = "PRIVATE+KEY+"
_PARTS = 3


class SignatureKind(IntEnum):
    """The signature type byte of a key."""

    ED25519 = 1
    ED25519_COSIGNATURE = 4
    ML_DSA_44_COSIGNATURE = 6

    @property
    def timed(self) -> bool:
        """Whether signatures of this kind carry the time at which they were made."""
        return self is not SignatureKind.ED25519

    @property
    def key_size(self) -> int:
        """The length of a public key in bytes."""
        return 1312 if self is SignatureKind.ML_DSA_44_COSIGNATURE else 32

    @property
    def signature_size(self) -> int:
        """The length of a bare signature in bytes, without its time."""
        return 2420 if self is SignatureKind.ML_DSA_44_COSIGNATURE else 64


def require_name(name: str) -> str:
    """Return a key name that may stand in a note.

    Raises:
        UnusableKeyError: Empty, or with a space, a control character or a plus.
    """
    spaced = any(character.isspace() for character in name)
    if not name or spaced or "+" in name or not name.isprintable():
        raise UnusableKeyError(name, "its name is empty or holds a space or a plus")
    return name


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class VerifierKey:
    """The public half of a note key.

    Attributes:
        name: Who signs, written like a web address without its scheme.
        kind: The signature type.
        public: The raw public key.
    """

    name: str
    kind: SignatureKind
    public: bytes

    def __post_init__(self) -> None:
        require_name(self.name)
        if len(self.public) != self.kind.key_size:
            raise UnusableKeyError(self.name, f"it has {len(self.public)} bytes")

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature line refers to the key."""
        seed = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(seed).digest()[:ID_SIZE]

    @property
    def text(self) -> str:
        """The key as ``name+id+base64``, the form that is published."""
        encoded = encode_base64(bytes([self.kind]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def __str__(self) -> str:
        return self.text


def parse_key(text: str) -> VerifierKey:
    """Read a published verifier key.

    Args:
        text: ``name+id+base64`` without line end.

    Raises:
        UnusableKeyError: Not such a text, an unknown kind, or an id of another key.
    """
    parts = text.split("+", 2)
    if len(parts) != _PARTS:
        raise UnusableKeyError(text[:80], "it does not have three parts")
    name, key_id, encoded = parts
    try:
        raw = decode_base64(encoded, what="key")
        kind = SignatureKind(raw[0])
    except (MalformedError, ValueError, IndexError):
        raise UnusableKeyError(text[:80], "its third part is no known key") from None
    key = VerifierKey(name=name, kind=kind, public=raw[1:])
    if key.key_id.hex() != key_id:
        raise UnusableKeyError(text[:80], "its id belongs to another name or key")
    return key


class Signer(Protocol):
    """What signs: a key in memory, or one that never leaves its device."""

    @property
    def key(self) -> VerifierKey:
        """The public half."""

    def sign(self, message: bytes) -> bytes:
        """The bare signature over ``message``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedSigner:
    """A signer whose private key is a 32-byte seed held in memory.

    Attributes:
        name: The key name.
        kind: The signature type.
        seed: The private seed; it is not printed.
    """

    name: str
    kind: SignatureKind
    seed: bytes = field(repr=False)

    @property
    def key(self) -> VerifierKey:
        """The public half."""
        if self.kind is SignatureKind.ML_DSA_44_COSIGNATURE:
            public = _ml_dsa_private(self.seed).public_key().public_bytes_raw()
        else:
            public = _ed25519_private(self.seed).public_key().public_bytes_raw()
        return VerifierKey(name=self.name, kind=self.kind, public=public)

    @property
    def private_text(self) -> str:
        """The key as it is kept in a private file: ``PRIVATE+KEY+name+id+base64``."""
        encoded = encode_base64(bytes([self.kind]) + self.seed)
        return f"{PRIVATE}{self.name}+{self.key.key_id.hex()}+{encoded}"

    def sign(self, message: bytes) -> bytes:
        """The bare signature over ``message``."""
        if self.kind is SignatureKind.ML_DSA_44_COSIGNATURE:
            return bytes(_ml_dsa_private(self.seed).sign(message))
        return _ed25519_private(self.seed).sign(message)


def parse_private_key(text: str) -> SeedSigner:
    """Read a private key as :attr:`SeedSigner.private_text` writes it.

    Args:
        text: One line without its end. It is not repeated in any message.

    Raises:
        UnusableKeyError: Not such a text, an unknown kind, or an id of another key.
    """
    parts = text.removeprefix(PRIVATE).split("+", 2)
    if not text.startswith(PRIVATE) or len(parts) != _PARTS:
        raise UnusableKeyError("(private)", "it is not PRIVATE+KEY+name+id+base64")
    try:
        raw = decode_base64(parts[2], what="key")
        signer = SeedSigner(name=parts[0], kind=SignatureKind(raw[0]), seed=raw[1:])
    except (MalformedError, ValueError, IndexError):
        raise UnusableKeyError("(private)", "its last part is no known key") from None
    if signer.key.key_id.hex() != parts[1]:
        raise UnusableKeyError("(private)", "its id belongs to another name or key")
    return signer


def _ed25519_private(seed: bytes) -> ed25519.Ed25519PrivateKey:
    try:
        return ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    except ValueError:
        raise UnusableKeyError("(seed)", "an Ed25519 seed has 32 bytes") from None


def _ml_dsa_private(seed: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202  # the class is absent from older libraries
    try:
        from cryptography.hazmat.primitives.asymmetric import mldsa  # noqa: PLC0415  # absent from older libraries

        return mldsa.MLDSA44PrivateKey.from_seed_bytes(seed)
    except (ImportError, UnsupportedAlgorithm):
        raise UnusableKeyError("(seed)", "the library has no ML-DSA-44") from None
    except ValueError:
        raise UnusableKeyError("(seed)", "an ML-DSA-44 seed has 32 bytes") from None


def verify_bytes(key: VerifierKey, signature: bytes, message: bytes) -> None:
    """Check one bare signature.

    Raises:
        SignatureError: It is not the key's signature over ``message``.
        UnusableKeyError: The library cannot check signatures of this kind.
    """
    try:
        if key.kind is SignatureKind.ML_DSA_44_COSIGNATURE:
            from cryptography.hazmat.primitives.asymmetric import mldsa  # noqa: PLC0415  # absent from older libraries

            mldsa.MLDSA44PublicKey.from_public_bytes(key.public).verify(
                signature, message
            )
        else:
            ed25519.Ed25519PublicKey.from_public_bytes(key.public).verify(
                signature, message
            )
    except InvalidSignature:
        raise SignatureError(key.name, "its signature is of another text") from None
    except (ImportError, UnsupportedAlgorithm):
        raise UnusableKeyError(key.name, "the library has no ML-DSA-44") from None
