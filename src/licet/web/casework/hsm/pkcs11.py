"""A PKCS#11 token: hardware, or any library that speaks the standard.

Needs ``pip install 'licet[hsm]'`` (python-pkcs11) and the library of the token's maker. Keys are
made in the token, sensitive and not extractable; each call opens a session of its own, so a
token that was pulled out and put back is taken up again.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

from licet.web.casework.hsm.port import TokenError, no_key, taken

_NONCE: Final = 12
_TAG_BITS: Final = 128
_RSA_BITS: Final = 3072
_AES_BITS: Final = 256
_POINT: Final = 32
# id-Ed25519 (RFC 8410); tokens of the standard's older drafts take the curve's name instead.
_CURVES: Final = (
    bytes.fromhex("06032b6570"),
    b"\x13\x0cedwards25519",
)


def _api() -> Any:  # noqa: ANN401  # an optional package
    """The optional package, loaded with the first call.

    Raises:
        TokenError: It is not installed.
    """
    try:
        return import_module("pkcs11")
    except ImportError as error:
        raise TokenError(
            "A token needs python-pkcs11: pip install 'licet[hsm]'."
        ) from error


def _rsa() -> Any:  # noqa: ANN401  # pragma: no cover - as the class below
    return import_module("pkcs11.util.rsa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pkcs11Token:  # pragma: no cover - driven where a token library is installed
    """One token of one library.

    Attributes:
        library: Path of the maker's library.
        token: Label of the token.
        pin: Of the user who may use its keys.
    """

    library: str
    token: str
    pin: str = field(repr=False)

    def labels(self) -> tuple[str, ...]:
        """The labels of all keys that are there, sorted."""
        with self._session() as session:
            found = {
                str(one[_api().Attribute.LABEL])
                for kind in (
                    _api().ObjectClass.PRIVATE_KEY,
                    _api().ObjectClass.SECRET_KEY,
                )
                for one in session.get_objects({_api().Attribute.CLASS: kind})
            }
        return tuple(sorted(found))

    def make_ed25519(self, label: str) -> bytes:
        """Make an Ed25519 key that can only sign; return its 32 public bytes."""
        with self._session(label) as session:
            public = self._curve_key(session, label)
            return bytes(public[_api().Attribute.EC_POINT])[-_POINT:]

    def make_rsa(self, label: str) -> bytes:
        """Make an RSA-3072 key that can only sign; return its public half as PKCS#1 DER."""
        with self._session(label) as session:
            public, _secret = session.generate_keypair(
                _api().KeyType.RSA,
                _RSA_BITS,
                public_template={
                    _api().Attribute.ENCRYPT: False,
                    _api().Attribute.WRAP: False,
                },
                **self._kept(label),
            )
            return bytes(_rsa().encode_rsa_public_key(public))

    def make_aes(self, label: str) -> None:
        """Make an AES-256 key that can only encrypt and decrypt."""
        with self._session(label) as session:
            session.generate_key(
                _api().KeyType.AES,
                _AES_BITS,
                store=True,
                label=label,
                id=label.encode(),
                template={
                    _api().Attribute.SENSITIVE: True,
                    _api().Attribute.EXTRACTABLE: False,
                    _api().Attribute.WRAP: False,
                    _api().Attribute.UNWRAP: False,
                },
            )

    def sign(self, label: str, data: bytes) -> bytes:
        """Ed25519, or RSA PKCS#1 v1.5 with SHA-256."""
        with self._session() as session:
            key = self._key(session, label, _api().ObjectClass.PRIVATE_KEY)
            ways = {
                _api().KeyType.EC_EDWARDS: _api().Mechanism.EDDSA,
                _api().KeyType.RSA: _api().Mechanism.SHA256_RSA_PKCS,
            }
            return bytes(key.sign(data, mechanism=ways[key.key_type]))

    def encrypt(self, label: str, plain: bytes, context: bytes) -> bytes:
        """AES-256-GCM: nonce, then content and tag."""
        nonce = secrets.token_bytes(_NONCE)
        with self._session() as session:
            key = self._key(session, label, _api().ObjectClass.SECRET_KEY)
            way = _api().GCMParams(nonce, aad=context, tag_bits=_TAG_BITS)
            sealed = key.encrypt(
                plain, mechanism=_api().Mechanism.AES_GCM, mechanism_param=way
            )
        return nonce + bytes(sealed)

    def decrypt(self, label: str, sealed: bytes, context: bytes) -> bytes | None:
        """What :meth:`encrypt` gave; ``None`` when anything was altered."""
        if len(sealed) <= _NONCE:
            return None
        with self._session() as session:
            key = self._key(session, label, _api().ObjectClass.SECRET_KEY)
            way = _api().GCMParams(sealed[:_NONCE], aad=context, tag_bits=_TAG_BITS)
            try:
                plain = key.decrypt(
                    sealed[_NONCE:],
                    mechanism=_api().Mechanism.AES_GCM,
                    mechanism_param=way,
                )
            except _api().PKCS11Error:  # makers differ in how they name a wrong tag
                return None
        return bytes(plain)

    def rename(self, label: str, new: str) -> None:
        """Give a key another label."""
        with self._session(new) as session:
            found = list(session.get_objects({_api().Attribute.LABEL: label}))
            if not found:
                raise no_key(label)
            for one in found:
                one[_api().Attribute.LABEL] = new

    def destroy(self, label: str) -> None:
        """Destroy a key for good; doing it twice does no harm."""
        with self._session() as session:
            for one in list(session.get_objects({_api().Attribute.LABEL: label})):
                one.destroy()

    @contextmanager
    def _session(self, free: str = "") -> Iterator[Any]:
        """An open session; refused when a key of the label ``free`` is there already."""
        try:
            found = _api().lib(self.library).get_token(token_label=self.token)
            with found.open(rw=True, user_pin=self.pin) as session:
                if free and list(session.get_objects({_api().Attribute.LABEL: free})):
                    raise taken(free)
                yield session
        except (_api().PKCS11Error, RuntimeError) as error:
            raise TokenError(
                f"The token {self.token!r} of {self.library} does not answer "
                f"({type(error).__name__}). Is it plugged in, and is the PIN right?"
            ) from error

    def _curve_key(self, session: Any, label: str) -> Any:  # noqa: ANN401  # as below
        for curve in _CURVES[:-1]:
            try:
                return self._curve_key_of(session, label, curve)
            except _api().PKCS11Error:
                continue
        return self._curve_key_of(session, label, _CURVES[-1])

    def _curve_key_of(self, session: Any, label: str, curve: bytes) -> Any:  # noqa: ANN401  # as below
        parameters = session.create_domain_parameters(
            _api().KeyType.EC_EDWARDS, {_api().Attribute.EC_PARAMS: curve}, local=True
        )
        public, _secret = parameters.generate_keypair(
            mechanism=_api().Mechanism.EC_EDWARDS_KEY_PAIR_GEN, **self._kept(label)
        )
        return public

    def _kept(self, label: str) -> dict[str, Any]:
        return {
            "store": True,
            "label": label,
            "id": label.encode(),
            "private_template": {
                _api().Attribute.SENSITIVE: True,
                _api().Attribute.EXTRACTABLE: False,
                _api().Attribute.DECRYPT: False,
                _api().Attribute.UNWRAP: False,
            },
        }

    def _key(self, session: Any, label: str, kind: Any) -> Any:  # noqa: ANN401  # the library's classes are made of parts
        try:
            return session.get_key(object_class=kind, label=label)
        except _api().NoSuchKey:
            raise no_key(label) from None
