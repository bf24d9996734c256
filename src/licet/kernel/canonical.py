"""The one place from which bytes to be hashed come: RFC 8785 (JCS) JSON.

Decimals become strings, days and aware times ISO 8601 text, records objects. Floats are
refused: what is hashed must be exact.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

import rfc8785

from licet.kernel.errors import NotCanonicalError

_MOST_EXACT = 2**53 - 1
_AS_IT_IS = frozenset({str, bool, type(None)})
# RFC 8785 orders keys by UTF-16 units; that is the order of code points but for these.
_BEYOND_THE_PLANE = re.compile("[\U00010000-\U0010ffff]")
_WRITE = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def _plain(value: object) -> object:
    if type(value) in _AS_IT_IS:  # nearly all that is hashed
        return value
    plain: object
    if isinstance(value, Enum):
        plain = _plain(value.value)
    elif isinstance(value, str):
        plain = value
    elif isinstance(value, int):
        plain = _exact_integer(value)
    elif isinstance(value, Decimal):
        plain = format(value, "f")
    elif isinstance(value, datetime):
        plain = _utc_text(value)
    elif isinstance(value, date):
        plain = value.isoformat()
    else:
        plain = _plain_collection(value)
    return plain


def _exact_integer(value: int) -> int:
    if not -_MOST_EXACT <= value <= _MOST_EXACT:
        msg = f"{value} is beyond the integers that every reader of JSON keeps."
        raise NotCanonicalError(msg)
    return value


def _utc_text(value: datetime) -> str:
    if value.tzinfo is None:
        msg = f"{value!r} has no time zone; hash only aware times."
        raise NotCanonicalError(msg)
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _plain_collection(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name)) for field in fields(value)
        }
    msg = f"{type(value).__name__} has no canonical form; use Decimal, str, int or a list."
    raise NotCanonicalError(msg)


def canonical_bytes(value: object) -> bytes:
    """The RFC 8785 bytes of a value made of records, text, integers, Decimals and times.

    Args:
        value: Mappings, sequences, frozen records and the scalars named above. No float,
            no set, no naive time.

    Returns:
        UTF-8 bytes that are the same on every machine.

    Raises:
        NotCanonicalError: The value holds something that has no exact form.
    """
    plain = _plain(value)
    try:
        text = _WRITE(plain)
        if text.isascii() or not _BEYOND_THE_PLANE.search(text):
            return text.encode()
        return rfc8785.dumps(plain)  # type: ignore[arg-type]  # _plain returns only JSON values
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise NotCanonicalError(str(error)) from error


def digest(value: object) -> str:
    """The SHA-256 of the canonical bytes, in lower-case hexadecimal."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()
