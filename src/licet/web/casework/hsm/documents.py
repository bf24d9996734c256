"""Document keys in a token: ``licet-<key id>`` each, with a certificate that the token signs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from asn1crypto import x509  # type: ignore[import-untyped]
from asn1crypto.keys import PublicKeyInfo, RSAPublicKey  # type: ignore[import-untyped]
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_der_x509_certificate
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from licet.licence import PublishedKey, Purpose, SignatureError, key_id
from licet.web.casework.hsm.port import TokenError, TokenPort, no_key

_CERTIFICATE_LIFE: Final = timedelta(days=3653)
_RSA_BYTES: Final = 384


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenVault:
    """Document keys that cannot leave a token (``letters.keys.KeyVault``)."""

    token: TokenPort

    def draw(self, purpose: Purpose, *, authority: str, at: datetime) -> bytes:
        """Make a key in the token; return its public half, for ``document`` a certificate."""
        first = f"licet-new-{secrets.token_hex(8)}"  # its name follows from the key
        if purpose is Purpose.DOCUMENT:
            public = self.token.make_rsa(first)
            public = _certificate(
                public, authority, at, lambda data: self.token.sign(first, data)
            )
        else:
            public = self.token.make_ed25519(first)
        self.token.rename(first, _label(key_id(public)))
        return public

    def signer(self, key: PublishedKey) -> "TokenSigner":
        """The signer of an Ed25519 key.

        Raises:
            TokenError: The token does not hold it.
        """
        self._require(key)
        return TokenSigner(token=self.token, key=key)

    def document_signer(self, key: PublishedKey) -> "TokenPdfSigner":
        """The signer of a certificate.

        Raises:
            TokenError: The token does not hold it.
        """
        self._require(key)
        return TokenPdfSigner(token=self.token, certificate=key.public_key)

    def require_sound(self) -> None:
        """Ask the token whether it answers."""
        self.token.labels()

    def holds(self, identifier: str) -> bool:
        """Whether the secret half of a key is there."""
        return _label(identifier) in self.token.labels()

    def destroy(self, identifier: str) -> None:
        """Destroy a secret half for good; doing it twice does no harm."""
        self.token.destroy(_label(identifier))

    def _require(self, key: PublishedKey) -> None:
        if not self.holds(key.key_id):
            raise no_key(_label(key.key_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSigner:
    """Signs in the token, and gives nothing out that the published key does not confirm."""

    token: TokenPort
    key: PublishedKey

    @property
    def key_id(self) -> str:
        """Identifier of the key in the published set."""
        return self.key.key_id

    def sign(self, data: bytes) -> bytes:
        """The 64-byte Ed25519 signature over ``data``.

        Raises:
            TokenError: The token's key is not the published one.
        """
        signature = self.token.sign(_label(self.key_id), data)
        try:
            self.key.check("token", signature, data)
        except SignatureError:
            raise _other_key(self.key_id) from None
        return signature


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPdfSigner:
    """The RSA key of a token with its certificate (``letters.sign.PdfSigner``)."""

    token: TokenPort = field(repr=False)
    certificate: bytes

    @property
    def key_id(self) -> str:
        """Identifier of the certificate in the published set."""
        return key_id(self.certificate)

    def sign(self, data: bytes) -> bytes:
        """RSA PKCS#1 v1.5 with SHA-256, confirmed by the certificate.

        Raises:
            TokenError: The token's key is not that of the certificate.
        """
        signature = self.token.sign(_label(self.key_id), data)
        public = load_der_x509_certificate(self.certificate).public_key()
        assert isinstance(public, rsa.RSAPublicKey)  # noqa: S101  # published for documents
        try:
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise _other_key(self.key_id) from None
        return signature

    def as_pdf_signer(self) -> signers.Signer:
        """The signer in the form of the PDF library."""
        return _PdfSigner(self)


class _PdfSigner(signers.Signer):
    """Hands what is to be signed to the token."""

    def __init__(self, own: TokenPdfSigner) -> None:
        super().__init__(
            signing_cert=x509.Certificate.load(own.certificate),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        )
        self._own = own

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002  # the library's signature
    ) -> bytes:
        """Sign, or say how long a signature will be."""
        if digest_algorithm != "sha256":
            raise TokenError("Documents are signed with RSA and SHA-256 alone.")
        return bytes(_RSA_BYTES) if dry_run else self._own.sign(data)


def _label(identifier: str) -> str:
    return f"licet-{identifier}"


def _other_key(identifier: str) -> TokenError:
    return TokenError(
        f"The token's key {_label(identifier)!r} is not the one that was published. Plug in "
        "the right token."
    )


def _certificate(
    public: bytes, authority: str, at: datetime, sign: Callable[[bytes], bytes]
) -> bytes:
    """The same certificate as a file vault makes, signed by the token itself."""
    name = x509.Name.build(
        {"organization_name": authority[:64], "common_name": "Document signing"}
    )
    info = PublicKeyInfo.wrap(RSAPublicKey.load(public), "rsa")
    algorithm = {"algorithm": "sha256_rsa"}
    usage = _usage(info)
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(159) | 1,
            "signature": algorithm,
            "issuer": name,
            "validity": {
                "not_before": x509.Time({"utc_time": at}),
                "not_after": _time(at + _CERTIFICATE_LIFE),
            },
            "subject": name,
            "subject_public_key_info": info,
            "extensions": usage,
        }
    )
    made = x509.Certificate(
        {
            "tbs_certificate": body,
            "signature_algorithm": algorithm,
            "signature_value": sign(body.dump()),
        }
    )
    return bytes(made.dump())


def _usage(info: PublicKeyInfo) -> list[dict[str, Any]]:
    return [
        {
            "extn_id": "basic_constraints",
            "critical": True,
            "extn_value": {"ca": False},
        },
        {
            "extn_id": "key_usage",
            "critical": True,
            "extn_value": {"digital_signature", "non_repudiation"},
        },
        {"extn_id": "key_identifier", "critical": False, "extn_value": info.sha1},
    ]


def _time(at: datetime) -> Any:  # noqa: ANN401  # the library has no types
    """X.509 writes years from 2050 on in the long form."""
    long = at.year > 2049  # noqa: PLR2004  # RFC 5280 section 4.1.2.5
    return x509.Time({"general_time" if long else "utc_time": at})
