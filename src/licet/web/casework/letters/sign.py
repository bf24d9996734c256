"""The authority's signature on a PDF: PAdES, RSA-3072, over the whole file."""

import io
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final, Protocol

from asn1crypto import keys as asn1_keys  # type: ignore[import-untyped]
from asn1crypto import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from licet.licence import key_id
from licet.web.casework.letters.errors import KeyStoreError
from licet.web.casework.letters.tagging import tag_signature
from licet.web.casework.letters.waiting import finish

FIELD: Final = "AuthoritySignature"
FIELD_TITLE: Final = "Signature of the licensing authority"
RESERVED: Final = 8192  # bytes of hexadecimal for certificate and signature


class PdfSigner(Protocol):
    """Whatever holds the authority's RSA key: a file, a token or a remote service."""

    @property
    def certificate(self) -> bytes:
        """DER of the certificate, published in the key set."""

    @property
    def key_id(self) -> str:
        """Identifier of the certificate in the published set."""

    def as_pdf_signer(self) -> signers.Signer:
        """The signer in the form of the PDF library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSigner:
    """An RSA key with the authority's own certificate over it.

    Attributes:
        certificate: DER of the certificate, published in the key set.
        private_key: DER of the PKCS#8 private key.
    """

    certificate: bytes
    private_key: bytes

    @property
    def key_id(self) -> str:
        """Identifier of the certificate in the published set."""
        return key_id(self.certificate)

    def __repr__(self) -> str:
        return f"DocumentSigner(key_id={self.key_id!r})"

    def as_pdf_signer(self) -> signers.Signer:
        """The signer in the form of the PDF library; a token adapter has its own."""
        return _RsaSigner(self)


class _RsaSigner(signers.SimpleSigner):
    """Signs without the library's slow test of the key, then checks what it made.

    A key damaged on disk could give a signature that betrays it; one that the
    certificate does not confirm never leaves this function.
    """

    def __init__(self, document: DocumentSigner) -> None:
        super().__init__(
            signing_cert=x509.Certificate.load(document.certificate),
            signing_key=asn1_keys.PrivateKeyInfo.load(document.private_key),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        )
        self._document = document

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        secret = serialization.load_der_private_key(
            self._document.private_key, None, unsafe_skip_rsa_key_validation=True
        )
        certificate = load_der_x509_certificate(self._document.certificate)
        public = certificate.public_key()
        if (
            not isinstance(secret, rsa.RSAPrivateKey)
            or not isinstance(public, rsa.RSAPublicKey)
            or digest_algorithm != "sha256"
        ):
            raise KeyStoreError("Documents are signed with RSA and SHA-256 alone.")
        signature = secret.sign(data, padding.PKCS1v15(), hashes.SHA256())
        public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        return signature


def sign_pdf(pdf: bytes, signer: PdfSigner, *, at: datetime) -> bytes:
    """Sign a letter so that any later change of any byte shows.

    Args:
        pdf: The letter as it was set.
        signer: Holder of the RSA key.
        at: Aware time of signing, written into the signature.

    Returns:
        The signed file: the same bytes for the same letter, key and time.
    """
    return finish(_sign(pdf, signer, at))


class _LetterWriter(IncrementalPdfFileWriter):
    """Adds a signature and nothing else: no wall clock, no chance, no new metadata."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> ArrayObject:
        first, _ = prev.trailer["/ID"]
        prev.stream.seek(0)
        second = sha256(prev.stream.read()).digest()[:16]
        return ArrayObject([first, ByteStringObject(second)])

    def _update_meta(self) -> None:
        """Keep the dates and the maker that the letter states itself."""


async def _sign(pdf: bytes, signer: PdfSigner, at: datetime) -> bytes:
    writer = _LetterWriter(io.BytesIO(pdf))
    pdf_signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        ),
        signer=signer.as_pdf_signer(),
        new_field_spec=fields.SigFieldSpec(FIELD, readable_field_name=FIELD_TITLE),
    )
    session = pdf_signer.init_signing_session(writer)
    tag_signature(writer)
    session.system_time = at
    prepared = session.prepare_tbs_document(
        validation_info=None, bytes_reserved=RESERVED
    )
    digest, output = prepared.digest_tbs_document()
    finished = await prepared.perform_signature(
        document_digest=digest.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=at),
    )
    await finished.post_signature_processing(output)
    output.seek(0)
    return bytes(output.read())
