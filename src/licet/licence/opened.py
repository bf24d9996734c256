"""A licence document taken apart, in either form. Nothing is believed here yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from licet.licence.code import PREFIX, read_code
from licet.licence.disclose import TYP
from licet.licence.errors import UnreadableDocumentError
from licet.licence.issue import VCT
from licet.licence.keys import PublishedKey
from licet.licence.model import StatusReference
from licet.licence.sdjwt import open_claims, read_selective
from licet.licence.status import instant

WHAT: Final = "licence"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLicence:
    """The claims of a document under one set of names, with its signature.

    Attributes:
        form: ``sd-jwt`` or ``code``.
        key_id: The key that the document says signed it.
        check: Holds the signature against a published key; raises ``SignatureError``.
        fields: What the document holds, by the names of the long form.
        number: Licence number.
        issuer: Web address that names the authority.
        issued_at: When it says it was signed.
        not_before: Begin of its first day.
        not_after: End of its last day.
        status: Where its live status stands.
    """

    form: str
    key_id: str
    check: Callable[[str, PublishedKey], None]
    fields: Mapping[str, object]
    number: str
    issuer: str
    issued_at: datetime
    not_before: datetime
    not_after: datetime
    status: StatusReference


def open_document(document: str) -> OpenedLicence:
    """Take a licence apart, strictly.

    Args:
        document: The SD-JWT, or the text of the printed code.

    Returns:
        Its claims; the signature is still to be checked.

    Raises:
        UnreadableDocumentError: It is neither, or malformed at any layer.
    """
    text = document.strip()
    return _open_code(text) if text.startswith(PREFIX) else _open_licence(text)


def open_fields(document: str) -> Mapping[str, object]:
    """What a document says, unchecked, by the names of the long form.

    Raises:
        UnreadableDocumentError: It is no licence.
    """
    return open_document(document).fields


def status_reference(document: str) -> StatusReference:
    """Where a licence says its live status stands, so that the list can be fetched.

    Raises:
        UnreadableDocumentError: It is no licence.
    """
    return open_document(document).status


def _open_licence(text: str) -> OpenedLicence:
    token, selective = read_selective(text, typ=TYP)
    claims = open_claims(token.payload, selective.disclosures)
    if claims.get("vct") != VCT:
        raise UnreadableDocumentError(WHAT, f"it is not of the type {VCT}")
    return _opened("sd-jwt", token.key_id, token.check, claims)


def _open_code(text: str) -> OpenedLicence:
    message, claims = read_code(text)
    return _opened("code", message.key_id, message.check, claims)


def _opened(
    form: str,
    key_id: str,
    check: Callable[[str, PublishedKey], None],
    claims: Mapping[str, object],
) -> OpenedLicence:
    match claims:
        case {
            "iss": str(issuer),
            "number": str(number),
            "iat": int(issued),
            "nbf": int(begins),
            "exp": int(ends),
            "status": {"status_list": {"idx": int(index), "uri": str(uri)}},
        } if index >= 0:
            issued_at = instant(WHAT, issued)
            return OpenedLicence(
                form=form,
                key_id=key_id,
                check=check,
                fields={**claims, "issued_at": issued_at.isoformat()},
                number=number,
                issuer=issuer,
                issued_at=issued_at,
                not_before=instant(WHAT, begins),
                not_after=instant(WHAT, ends),
                status=StatusReference(uri=uri, index=index),
            )
        case _:
            raise UnreadableDocumentError(WHAT, "a claim is missing or malformed")
