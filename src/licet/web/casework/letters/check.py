"""Whether a PDF is, byte for byte, what the authority signed, and what it then says.

The PDF library answers for the signature; it does not answer for the bytes that no
signature covers (the padding and the spelling of the signature itself), for anything
behind the end, or for the attachment being the one the letter was made with. Those are
checked here, and only all of it together counts.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from asn1crypto import cms, x509  # type: ignore[import-untyped]
from asn1crypto.algos import (  # type: ignore[import-untyped]
    SignedDigestAlgorithm,
)
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from licet.licence import (
    NOTHING,
    Answer,
    Beside,
    KeySet,
    PublishedKey,
    Purpose,
    Reason,
    Role,
    Verdict,
    document_digest,
    judge_key_time,
    key_id,
    open_fields,
    verify,
)
from licet.web.casework.letters.errors import DocumentSignatureError
from licet.web.casework.letters.reading import page_text
from licet.web.casework.letters.render import (
    LETTER_FILE,
    LICENCE_FILE,
    content_mark,
)
from licet.web.casework.letters.waiting import finish

_LARGEST: Final = 50 * 2**20
_ENDS: Final = 2  # "<" and ">" around the hexadecimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLetter:
    """A letter whose signature holds over every byte.

    Attributes:
        key: The published key that signed it.
        signed_at: The time that the signature states.
        name: Name of the attached file.
        attached: Its text.
    """

    key: PublishedKey
    signed_at: datetime
    name: str
    attached: str


def verify_pdf(  # noqa: PLR0913 - as verify
    pdf: bytes,
    *,
    keys: KeySet,
    status: str | None,
    at: datetime,
    max_status_age: timedelta,
    role: Role = Role.PUBLIC,
    beside: Beside = NOTHING,
) -> Verdict:
    """Check a letter without a network.

    Args:
        pdf: The file.
        keys: The authority's published keys.
        status: The status list that a licence refers to, or ``None``.
        at: The time asked about, aware.
        max_status_age: How old a status may be and still be relied on.
        role: Who asks; limits what the verdict discloses.
        beside: Proofs of the log and lists seen before, if the reader has any.

    Returns:
        The answer with its reasons. A letter that is no licence needs no status.
    """
    try:
        letter = open_signed(pdf, keys)
    except DocumentSignatureError as error:
        reason = Reason(code="document_altered", words=str(error))
        return Verdict(answer=Answer.NOT_VALID, reasons=(reason,), form="pdf")
    logged = beside.logged(document_digest(pdf))
    ground = judge_key_time(letter.key, letter.signed_at, logged)
    if ground is not None and ground[0] is not Answer.VALID:
        return Verdict(answer=ground[0], reasons=(ground[1],), form="pdf")
    if letter.name == LETTER_FILE:
        return _letter()
    verdict = verify(
        letter.attached, keys=keys, status=status, at=at,
        max_status_age=max_status_age, role=role, beside=beside,
    )  # fmt: skip
    proven = (ground[1],) if ground and verdict.answer is Answer.VALID else ()
    return replace(verdict, form="pdf", reasons=proven + verdict.reasons)


def _letter() -> Verdict:
    reason = Reason(
        code="letter",
        words="The authority signed this letter and nothing in it was changed. It "
        "is not a licence.",
    )
    return Verdict(answer=Answer.VALID, reasons=(reason,), form="pdf")


def attached_licence(pdf: bytes) -> str | None:
    """The licence attached to a file, unchecked, to learn which status list it names."""
    try:
        name, attached = _attachment(PdfFileReader(io.BytesIO(pdf), strict=True))
    except (DocumentSignatureError, *_LIBRARY_ERRORS):
        return None
    return attached if name == LICENCE_FILE else None


def open_signed(pdf: bytes, keys: KeySet) -> SignedLetter:
    """Take a signed letter apart once its signature holds over every byte.

    Args:
        pdf: The file.
        keys: The authority's published keys.

    Returns:
        The attachment and the key that signed.

    Raises:
        DocumentSignatureError: Anything else than exactly what the authority signed.
    """
    if len(pdf) > _LARGEST:
        raise DocumentSignatureError(
            f"The file has more than {_LARGEST} bytes, more than any letter of ours."
        )
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        signature = _only_signature(reader)
        key = _signing_key(signature, keys)
        _require_whole(pdf, signature)
        _require_one_spelling(pdf, signature)
        _require_sound(signature, key)
        name, attached = _attachment(reader)
        _require_bound(reader, attached)
        if name == LICENCE_FILE:
            _require_shown(page_text(reader), attached)
        signed_at = _signed_at(signature)
    except DocumentSignatureError:
        raise
    except _LIBRARY_ERRORS as error:
        raise _altered(f"its structure is damaged ({type(error).__name__})") from error
    return SignedLetter(key=key, signed_at=signed_at, name=name, attached=attached)


# What the PDF, ASN.1 and certificate libraries raise on damaged bytes; a damaged file may
# run into any of them, and every one means the same: not what was signed.
_LIBRARY_ERRORS: Final = (
    PdfError,
    SigningError,
    SignatureValidationError,
    PathError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    OSError,
)


def _altered(why: str) -> DocumentSignatureError:
    return DocumentSignatureError(
        f"The file is not what the authority signed: {why}. Ask the licensee for the "
        "file as it was issued."
    )


def _only_signature(reader: PdfFileReader) -> EmbeddedPdfSignature:
    found = reader.embedded_signatures
    if not found:
        raise _altered("it carries no signature")
    if len(found) > 1:
        raise _altered("it carries more than one signature")
    only: EmbeddedPdfSignature = found[0]
    return only


def _signing_key(signature: EmbeddedPdfSignature, keys: KeySet) -> PublishedKey:
    identifier = key_id(signature.signer_cert.dump())
    key = keys.find(identifier, Purpose.DOCUMENT)
    if key is None:
        raise DocumentSignatureError(
            f"The file is signed with certificate {identifier}, which the authority's "
            "key set does not hold. Fetch the key set again; if it still does not hold "
            "it, somebody else signed."
        )
    return key


def _require_whole(pdf: bytes, signature: EmbeddedPdfSignature) -> None:
    begin, before, after, rest = (int(number) for number in signature.byte_range)
    if begin != 0 or after + rest != len(pdf):
        raise _altered("bytes stand before or after what was signed")
    if pdf[before : before + 1] != b"<" or pdf[after - 1 : after] != b">":
        raise _altered("the place of its signature was changed")


def _require_one_spelling(pdf: bytes, signature: EmbeddedPdfSignature) -> None:
    """The signature stands between the signed parts, so only its one spelling counts."""
    _, before, after, _ = (int(number) for number in signature.byte_range)
    content = _rebuilt(signature)
    spelled = content.hex().upper().encode("ascii")
    room = after - before - _ENDS
    if pdf[before + 1 : after - 1] != spelled + b"0" * (room - len(spelled)):
        raise _altered("its signature was written anew")


def _rebuilt(signature: EmbeddedPdfSignature) -> bytes:
    """The signature container as the authority writes it, around the signed values."""
    info = signature.signer_info
    certificate = signature.signer_cert
    digest = {"algorithm": "sha256"}
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {
                            "issuer": certificate.issuer,
                            "serial_number": certificate.serial_number,
                        }
                    )
                }
            ),
            "digest_algorithm": digest,
            "signed_attrs": info["signed_attrs"],
            "signature_algorithm": SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            "signature": info["signature"].native,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    return bytes(
        cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    )


def _require_sound(signature: EmbeddedPdfSignature, key: PublishedKey) -> None:
    certificate = x509.Certificate.load(key.public_key)
    context = ValidationContext(
        trust_roots=[certificate],
        allow_fetching=False,
        moment=_signed_at(signature),
    )
    found = finish(
        async_validate_pdf_signature(signature, signer_validation_context=context)
    )
    whole = found.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not (found.bottom_line and whole and found.docmdp_ok):
        raise _altered("a part of it was changed after signing")


def _signed_at(signature: EmbeddedPdfSignature) -> datetime:
    stated = signature.self_reported_timestamp
    if stated is None or stated.tzinfo is None:
        raise _altered("its signature states no time")
    return stated.astimezone(UTC)


def _attachment(reader: PdfFileReader) -> tuple[str, str]:
    found = [
        (name, text)
        for name, text in _attached_files(reader.root)
        if name in {LICENCE_FILE, LETTER_FILE}
    ]
    if len(found) != 1:
        raise _altered("it does not carry exactly one set of signed data")
    return found[0]


def _attached_files(root: generic.DictionaryObject) -> Iterator[tuple[str, str]]:
    entries = root["/Names"]["/EmbeddedFiles"]["/Names"]
    for place in range(0, len(entries), 2):
        stream = entries[place + 1]["/EF"]["/F"]
        yield str(entries[place]), stream.data.decode("utf-8")


def _require_bound(reader: PdfFileReader, attached: str) -> None:
    keywords = str(reader.trailer["/Info"]["/Keywords"])
    if content_mark(attached) not in keywords.split(", "):
        raise _altered("the attached data are not those it was made with")


def _require_shown(shown: str, attached: str) -> None:
    """What the eye reads on the pages is what the attached licence says.

    Only plain ASCII is compared: other scripts may be drawn in other letters or in
    another order, and how has changed and will change. A line is never cut by the end
    of a page, a paragraph may be: its beginning stands for it.
    """
    page = _squeezed(shown)
    for field, text in _printed(open_fields(attached)):
        begin = _squeezed(text)[:_LINE]
        if text.isascii() and text.isprintable() and begin not in page:
            raise _altered(f"its pages do not show the {field} of its attached data")


_LINE: Final = 40
_ONE_CELL: Final = 400


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _printed(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "number", fields["number"]
    yield "legal order", fields["regime"]
    yield "destination", f"({fields['destination']})"
    for role in ("licensee", "consignee", "end_user"):
        if fields[role] is not None:
            yield role.replace("_", " "), fields[role]["name"]
            yield role.replace("_", " "), f"({fields[role]['country']})"
    for item in fields["items"]:
        yield "items", f"{item['line']}{item['entry']}{item['description']}"
        if len(item["description"]) < _ONE_CELL:
            end = _squeezed(f"{item['description']}{item['quantity']}")[-_LINE:]
            yield "quantities", end
    for condition in fields["conditions"]:
        yield "conditions", condition["words"]
