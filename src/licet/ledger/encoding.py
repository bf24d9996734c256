"""Strict reading of base64 and decimal text: what is read must write back the same."""

import base64
import binascii

from licet.ledger.errors import MalformedError

HASH_SIZE = 32


def encode_base64(data: bytes) -> str:
    """Standard base64 (RFC 4648 section 4) with padding."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str, *, what: str) -> bytes:
    """Read base64 that has exactly one spelling.

    Args:
        text: Standard base64 with padding.
        what: What the text should be, for the message.

    Returns:
        The bytes.

    Raises:
        MalformedError: Foreign characters, wrong padding, or spare bits that are set.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise MalformedError(what, "it is not base64") from None
    if encode_base64(data) != text:
        raise MalformedError(what, "its base64 has a second spelling")
    return data


def decode_hash(text: str, *, what: str) -> bytes:
    """Read one SHA-256 hash in base64.

    Raises:
        MalformedError: Not base64, or not 32 bytes.
    """
    data = decode_base64(text, what=what)
    if len(data) != HASH_SIZE:
        raise MalformedError(what, f"a hash has {HASH_SIZE} bytes, not {len(data)}")
    return data


def decode_decimal(text: str, *, what: str) -> int:
    """Read a number in ASCII digits without leading zeros, at most 2**63 - 1.

    Raises:
        MalformedError: Anything else.
    """
    if not (text.isascii() and text.isdigit() and str(int(text[:20])) == text):
        raise MalformedError(what, f"{text[:40]!r} is not a plain number")
    number = int(text)
    if number >= 1 << 63:
        raise MalformedError(what, f"{text} is too large")
    return number
