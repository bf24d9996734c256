"""What is asked of a token or key service. Keys have labels; no secret ever comes out."""

from typing import ClassVar, Protocol

from licet.kernel import InputError


class TokenError(InputError):
    """A token that is not there, not open, or does not do what it is asked."""

    code: ClassVar[str] = "key_token"


class TokenPort(Protocol):
    """A PKCS#11 token or a key service.

    A label names one key of one kind. Adapters refuse a label that is taken.
    """

    def labels(self) -> tuple[str, ...]:
        """The labels of all keys that are there, sorted."""

    def make_ed25519(self, label: str) -> bytes:
        """Make an Ed25519 key that can only sign; return its 32 public bytes."""

    def make_rsa(self, label: str) -> bytes:
        """Make an RSA-3072 key that can only sign; return its public half as PKCS#1 DER."""

    def make_aes(self, label: str) -> None:
        """Make an AES-256 key that can only encrypt and decrypt."""

    def sign(self, label: str, data: bytes) -> bytes:
        """Ed25519 over ``data``, or RSA PKCS#1 v1.5 with SHA-256, as the key is.

        Raises:
            TokenError: There is no such key.
        """

    def encrypt(self, label: str, plain: bytes, context: bytes) -> bytes:
        """AES-256-GCM bound to a context: 12 bytes of nonce, then content and tag.

        Raises:
            TokenError: There is no such key.
        """

    def decrypt(self, label: str, sealed: bytes, context: bytes) -> bytes | None:
        """What :meth:`encrypt` gave; ``None`` when bytes, context or key were altered.

        Raises:
            TokenError: There is no such key.
        """

    def rename(self, label: str, new: str) -> None:
        """Give a key another label."""

    def destroy(self, label: str) -> None:
        """Destroy a key for good; doing it twice does no harm."""


def no_key(label: str) -> TokenError:
    """The error of every adapter for a label that names nothing."""
    return TokenError(
        f"The token holds no key {label!r}. Plug in the token that made it, or restore it."
    )


def taken(label: str) -> TokenError:
    """The error of every adapter for a label that is in use."""
    return TokenError(f"The token holds a key {label!r} already. Choose another label.")
