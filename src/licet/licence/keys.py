"""The authority's keys: who signs, and the published set that checks what was signed.

The set is a JSON Web Key Set as served at ``/.well-known/licet-keys.json``. A key stays
in it for ever: one that was rotated out still checks what it signed in its time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from licet.kernel import canonical_bytes
from licet.licence.encoding import (
    EncodingError,
    base64url,
    from_base64url,
    from_json,
)
from licet.licence.errors import KeySetError, SignatureError

FORMAT: Final = "licet-keys/1"
_KEY_LENGTH: Final = 32


class Purpose(StrEnum):
    """What a key may sign. No key serves two purposes that it does not name."""

    LICENCE = "licence"
    STATUS = "status"
    DOCUMENT = "document"


class Signer(Protocol):
    """Whatever holds an Ed25519 key: a file, a token or a remote service."""

    @property
    def key_id(self) -> str:
        """Identifier of the key in the published set."""

    def sign(self, data: bytes) -> bytes:
        """The 64-byte Ed25519 signature over ``data``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedSigner:
    """A signer from the 32 secret bytes of an Ed25519 key."""

    seed: bytes

    @property
    def public_key(self) -> bytes:
        """The 32 public bytes."""
        return self._key().public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        """Identifier of the key in the published set."""
        return key_id(self.public_key)

    def sign(self, data: bytes) -> bytes:
        """The 64-byte Ed25519 signature over ``data``."""
        return self._key().sign(data)

    def __repr__(self) -> str:
        return f"SeedSigner(key_id={self.key_id!r})"

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def key_id(public_key: bytes) -> str:
    """The first 8 bytes of the SHA-256 of the public key, in lower-case hexadecimal."""
    return sha256(public_key).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedKey:
    """One key of the set.

    Attributes:
        key_id: Derived from the key, so that it cannot be put on another.
        algorithm: ``EdDSA`` (Ed25519) or ``RS256`` (RSA of a PDF certificate).
        public_key: 32 raw bytes of an Ed25519 key, or the DER certificate of an RSA key.
        purposes: What it may sign.
        valid_from: First instant at which its signatures count.
        valid_until: Instant from which new signatures no longer count, or ``None``.
        compromised_at: From when the secret is known to be in other hands, or ``None``.
        compromised_log_size: Size of the public log when it was still safe: an act with a
            lower entry number was there before the loss, or ``None`` when nobody knows.
    """

    key_id: str
    algorithm: str
    public_key: bytes
    purposes: frozenset[Purpose]
    valid_from: datetime
    valid_until: datetime | None = None
    compromised_at: datetime | None = None
    compromised_log_size: int | None = None

    def in_force(self, at: datetime) -> bool:
        """Whether a signature made at ``at`` falls into the key's time."""
        ended = self.valid_until is not None and self.valid_until <= at
        return self.valid_from <= at and not ended

    def check(self, what: str, signature: bytes, data: bytes) -> None:
        """Hold an Ed25519 signature against the key.

        Raises:
            SignatureError: It does not hold.
        """
        key = Ed25519PublicKey.from_public_bytes(self.public_key)
        try:
            key.verify(signature, data)
        except InvalidSignature:
            raise SignatureError(what, self.key_id) from None

    def to_json(self) -> dict[str, object]:
        """The key as a JSON Web Key with its times."""
        if self.algorithm == "EdDSA":
            material: dict[str, object] = {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": base64url(self.public_key),
            }
        else:
            material = {"kty": "RSA", "certificate": base64url(self.public_key)}
        size = self.compromised_log_size
        proven = {} if size is None else {"compromised_log_size": size}
        return material | {
            "kid": self.key_id,
            "alg": self.algorithm,
            "use": "sig",
            "purposes": sorted(self.purposes),
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
            "compromised_at": self.compromised_at,
            **proven,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySet:
    """All keys an authority ever signed with, as of one moment.

    Attributes:
        authority: Web address that names the authority in signed claims.
        published_at: The moment of this edition.
        keys: In the order of publication.
        log_keys: Verifier keys of the public log (signed-note form), for receipts.
    """

    authority: str
    published_at: datetime
    keys: tuple[PublishedKey, ...]
    log_keys: tuple[str, ...] = ()

    def find(self, key_id: str, purpose: Purpose) -> PublishedKey | None:
        """The key of that identifier if it may sign for that purpose."""
        for key in self.keys:
            if key.key_id == key_id and purpose in key.purposes:
                return key
        return None

    def to_bytes(self) -> bytes:
        """The one JSON text of this set, as published."""
        return canonical_bytes(
            {
                "format": FORMAT,
                "authority": self.authority,
                "published_at": self.published_at,
                "keys": [key.to_json() for key in self.keys],
                "log_keys": self.log_keys,
            }
        )


def read_key_set(text: str | bytes) -> KeySet:
    """Read a published key set.

    Args:
        text: The JSON text; blank space around it does no harm.

    Returns:
        The set, every key identifier derived again from its key.

    Raises:
        KeySetError: It does not have the published form.
    """
    try:
        tree = from_json(text)
    except EncodingError as error:
        raise KeySetError(str(error)) from error
    if not isinstance(tree, Mapping) or tree.get("format") != FORMAT:
        raise KeySetError(f"it does not say format {FORMAT}")
    try:
        keys = tuple(_read_key(entry) for entry in tree["keys"])
        return KeySet(
            authority=_text(tree["authority"]),
            published_at=_instant(tree["published_at"]),
            keys=keys,
            log_keys=tuple(_text(entry) for entry in tree["log_keys"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise KeySetError(f"a member is missing or malformed ({error})") from error


def _read_key(entry: Mapping[str, object]) -> PublishedKey:
    algorithm = _text(entry["alg"])
    member = {"EdDSA": "x", "RS256": "certificate"}[algorithm]
    public_key = from_base64url(_text(entry[member]))
    if algorithm == "EdDSA" and len(public_key) != _KEY_LENGTH:
        raise KeySetError("an Ed25519 key does not have 32 bytes")
    if _text(entry["kid"]) != key_id(public_key):
        raise KeySetError("a key does not have the identifier that follows from it")
    purposes = entry["purposes"]
    if not isinstance(purposes, list):
        raise KeySetError("a key does not list its purposes")
    return PublishedKey(
        key_id=key_id(public_key),
        algorithm=algorithm,
        public_key=public_key,
        purposes=frozenset(Purpose(purpose) for purpose in purposes),
        valid_from=_instant(entry["valid_from"]),
        valid_until=_instant_or_none(entry["valid_until"]),
        compromised_at=_instant_or_none(entry["compromised_at"]),
        compromised_log_size=_size_or_none(entry.get("compromised_log_size")),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _instant(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return moment.astimezone(UTC)


def _instant_or_none(value: object) -> datetime | None:
    return None if value is None else _instant(value)


def _size_or_none(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{value!r} is not the size of a log")
    return value
