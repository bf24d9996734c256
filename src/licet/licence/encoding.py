"""Text forms of bytes, each with exactly one spelling.

Every decoder here encodes its result again and compares: a flipped spare bit, a stray
blank or a second spelling of the same bytes is refused, not forgiven.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from typing import Final, NoReturn

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_DIGIT: Final = {letter: value for value, letter in enumerate(_ALPHABET)}
_RADIX: Final = 45
_DEEPEST: Final = 64  # a licence is five levels deep
_TOO_DEEP: Final = "its JSON is nested beyond reason"


class EncodingError(ValueError):
    """A text that is not the one spelling of any bytes; callers say of what document."""


def base64url(data: bytes) -> str:
    """RFC 4648 base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """Read unpadded base64url.

    Raises:
        EncodingError: A foreign letter, padding, or spare bits that are not zero.
    """
    padded = text + "=" * (-len(text) % 4)
    try:
        data = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise EncodingError("it is not base64url") from None
    if base64url(data) != text:
        raise EncodingError("its base64url has a second spelling")
    return data


def base45(data: bytes) -> str:
    """RFC 9285 Base45: two bytes become three letters that QR codes hold cheaply."""
    letters: list[str] = []
    for start in range(0, len(data), 2):
        pair = data[start : start + 2]
        rest = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            rest, digit = divmod(rest, _RADIX)
            letters.append(_ALPHABET[digit])
    return "".join(letters)


def from_base45(text: str) -> bytes:
    """Read RFC 9285 Base45.

    Raises:
        EncodingError: A foreign letter, a cut group, or a group above its range.
    """
    try:
        digits = [_DIGIT[letter] for letter in text]
    except KeyError:
        raise EncodingError("it holds a letter that Base45 does not have") from None
    groups = (_base45_group(digits[at : at + 3]) for at in range(0, len(digits), 3))
    return b"".join(groups)


def _base45_group(digits: Sequence[int]) -> bytes:
    width = len(digits) - 1
    value: int = sum(digit * _RADIX**place for place, digit in enumerate(digits))
    if width == 0 or value >= 256**width:
        raise EncodingError("a group of its Base45 stands for no bytes")
    return value.to_bytes(width, "big")


def from_json(text: str | bytes) -> object:
    """Read JSON in which no name stands twice and no number is inexact.

    Raises:
        EncodingError: Not UTF-8 JSON, a repeated name, a number with a fraction or
            exponent, NaN, or nesting beyond reason.
    """
    try:
        tree: object = json.loads(
            text,
            object_pairs_hook=_once,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except EncodingError:
        raise
    except ValueError:  # not UTF-8, not JSON, or an integer of thousands of digits
        raise EncodingError("it is not JSON") from None
    except RecursionError:
        raise EncodingError(_TOO_DEEP) from None
    _require_shallow(tree)
    return tree


def _require_shallow(tree: object) -> None:
    level = [tree]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _children(outer)]
        if not level:
            return
    raise EncodingError(_TOO_DEEP)


def _children(tree: object) -> Iterable[object]:
    if isinstance(tree, dict):
        return tree.values()
    return tree if isinstance(tree, list) else ()


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise EncodingError("a name stands twice in one of its JSON objects")
    return named


def _refuse_number(text: str) -> NoReturn:
    raise EncodingError(f"{text} is not an exact number")
