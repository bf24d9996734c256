"""A token in the memory of the process, for tests and rehearsals: it protects nothing."""

import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from licet.web.casework.hsm.port import no_key, taken

_NONCE = 12
_RSA_BITS = 3072
_Key = ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey | bytes


@dataclass(slots=True, eq=False)
class SoftwareToken:
    """Does what a token does; its keys go when the process ends."""

    _keys: dict[str, _Key] = field(default_factory=dict, repr=False)

    def labels(self) -> tuple[str, ...]:
        """The labels of all keys that are there, sorted."""
        return tuple(sorted(self._keys))

    def make_ed25519(self, label: str) -> bytes:
        """Make an Ed25519 key; return its 32 public bytes."""
        key = ed25519.Ed25519PrivateKey.generate()
        self._add(label, key)
        return key.public_key().public_bytes_raw()

    def make_rsa(self, label: str) -> bytes:
        """Make an RSA-3072 key; return its public half as PKCS#1 DER."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
        self._add(label, key)
        return key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.PKCS1
        )

    def make_aes(self, label: str) -> None:
        """Make an AES-256 key."""
        self._add(label, secrets.token_bytes(32))

    def sign(self, label: str, data: bytes) -> bytes:
        """Ed25519, or RSA PKCS#1 v1.5 with SHA-256."""
        key = self._keys.get(label)
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return key.sign(data)
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        raise no_key(label)

    def encrypt(self, label: str, plain: bytes, context: bytes) -> bytes:
        """AES-256-GCM: nonce, then content and tag."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._aes(label).encrypt(nonce, plain, context)

    def decrypt(self, label: str, sealed: bytes, context: bytes) -> bytes | None:
        """What :meth:`encrypt` gave; ``None`` when anything was altered."""
        aes = self._aes(label)
        try:
            return aes.decrypt(sealed[:_NONCE], sealed[_NONCE:], context)
        except (InvalidTag, ValueError):
            return None

    def rename(self, label: str, new: str) -> None:
        """Give a key another label."""
        if label not in self._keys:
            raise no_key(label)
        self._add(new, self._keys[label])
        del self._keys[label]

    def destroy(self, label: str) -> None:
        """Destroy a key."""
        self._keys.pop(label, None)

    def _aes(self, label: str) -> AESGCM:
        key = self._keys.get(label)
        if not isinstance(key, bytes):
            raise no_key(label)
        return AESGCM(key)

    def _add(self, label: str, key: _Key) -> None:
        if label in self._keys:
            raise taken(label)
        self._keys[label] = key
