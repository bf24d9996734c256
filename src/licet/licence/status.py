"""Live status as a Token Status List: one signed list, one small number per licence.

The form is that of the IETF draft (JWT, four bits a status, zlib): a verifier fetches
the whole list, so nobody learns which licence it asks about.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from licet.licence.encoding import EncodingError, base64url, from_base64url
from licet.licence.errors import LicenceClaimsError, UnreadableDocumentError
from licet.licence.jws import SignedToken, read_token, sign_token
from licet.licence.keys import Signer
from licet.licence.model import LicenceStatus, require_utc

WHAT: Final = "status list"
TYP: Final = "statuslist+jwt"
TTL: Final = timedelta(seconds=60)  # a verifier who is online asks again after a minute
_BITS: Final = 4
_PER_BYTE: Final = 8 // _BITS
_MASK: Final = 2**_BITS - 1
_SMALLEST: Final = 1024  # a list with three licences would tell how few there are
_LARGEST: Final = 2**24  # bytes after inflation; a larger list is an attack

# 0 to 2 are the registered values; 11 to 15 lie in the range left to applications.
NUMBER: Final[Mapping[LicenceStatus, int]] = {
    LicenceStatus.VALID: 0,
    LicenceStatus.REVOKED: 1,
    LicenceStatus.SUSPENDED: 2,
    LicenceStatus.ANNULLED: 11,
    LicenceStatus.SURRENDERED: 12,
    LicenceStatus.EXPIRED: 13,
    LicenceStatus.EXHAUSTED: 14,
    LicenceStatus.REPLACED: 15,
}
_STATUS: Final = {number: status for status, number in NUMBER.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """One edition of a status list.

    Attributes:
        uri: The address that licences refer to.
        issued_at: When it was signed.
        expires_at: From when it must not be used any more.
        numbers: Inflated statuses, four bits each, low half first.
    """

    uri: str
    issued_at: datetime
    expires_at: datetime
    numbers: bytes

    def at(self, index: int) -> LicenceStatus:
        """The status in one place.

        Raises:
            UnreadableDocumentError: The list has no such place, or an unknown number
                stands in it. Unknown is never valid.
        """
        place, half = divmod(index, _PER_BYTE)
        if place >= len(self.numbers):
            raise UnreadableDocumentError(WHAT, f"it has no place {index}")
        number = (self.numbers[place] >> (half * _BITS)) & _MASK
        if number not in _STATUS:
            raise UnreadableDocumentError(WHAT, f"{number} is not a known status")
        return _STATUS[number]


def issue_status_list(
    statuses: Mapping[int, LicenceStatus],
    *,
    uri: str,
    issued_at: datetime,
    lifetime: timedelta,
    signer: Signer,
) -> str:
    """Sign one edition of a status list.

    Args:
        statuses: Status by index; places that are not named read as valid, which no
            licence refers to.
        uri: The address under which it is served and that licences name.
        issued_at: Aware time of signing.
        lifetime: How long the regime lets a verifier rely on it offline.
        signer: Holder of a key with the purpose ``status``.

    Returns:
        The JWT as served.

    Raises:
        LicenceClaimsError: A negative index or a naive time.
    """
    if any(index < 0 for index in statuses):
        raise LicenceClaimsError(
            "A status index is below zero. Number the places of a list from 0."
        )
    numbers = _packed(statuses)
    signed_at = int(require_utc(issued_at).timestamp())
    payload = {
        "sub": uri,
        "iat": signed_at,
        "exp": signed_at + lifetime // timedelta(seconds=1),
        "ttl": TTL // timedelta(seconds=1),
        "status_list": {
            "bits": _BITS,
            "lst": base64url(zlib.compress(numbers, 9)),
        },
    }
    return sign_token(TYP, payload, signer)


def _packed(statuses: Mapping[int, LicenceStatus]) -> bytes:
    length = _SMALLEST
    while statuses and length <= max(statuses):
        length *= 2
    numbers = bytearray(length // _PER_BYTE)
    for index, status in statuses.items():
        place, half = divmod(index, _PER_BYTE)
        numbers[place] |= NUMBER[status] << (half * _BITS)
    return bytes(numbers)


def read_status_list(text: str) -> tuple[SignedToken, StatusList]:
    """Take a status list apart, strictly. The signature is still to be checked.

    Args:
        text: The JWT as served.

    Returns:
        The signed token and the list in it.

    Raises:
        UnreadableDocumentError: Malformed, cut, or larger than any list of licences.
    """
    token = read_token(WHAT, text.strip(), typ=TYP)
    match token.payload:
        case {
            "sub": str(uri),
            "iat": int(issued),
            "exp": int(expires),
            "status_list": {"bits": 4, "lst": str(packed)},
        }:
            return token, StatusList(
                uri=uri,
                issued_at=instant(WHAT, issued),
                expires_at=instant(WHAT, expires),
                numbers=_inflate(packed),
            )
        case _:
            raise UnreadableDocumentError(WHAT, "a member is missing or malformed")


def instant(what: str, seconds: int) -> datetime:
    """A time from seconds since 1970.

    Raises:
        UnreadableDocumentError: No calendar holds it.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise UnreadableDocumentError(what, "a time in it is impossible") from None


def _inflate(packed: str) -> bytes:
    try:
        return inflate(from_base64url(packed), limit=_LARGEST)
    except EncodingError as error:
        raise UnreadableDocumentError(WHAT, str(error)) from error


def inflate(data: bytes, *, limit: int) -> bytes:
    """Inflate one whole zlib stream of at most ``limit`` bytes.

    Raises:
        EncodingError: Damaged, cut, followed by more, or larger than the limit.
    """
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(data, limit)
    except zlib.error:
        raise EncodingError("its compressed part is damaged") from None
    if not stream.eof or stream.unused_data:
        raise EncodingError("its compressed part is cut or too large")
    return plain
