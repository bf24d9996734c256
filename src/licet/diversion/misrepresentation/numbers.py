"""Check digits of registration numbers: reckoned, never looked up.

A number that reckons right may still not exist; one that reckons wrong cannot. Schemes whose
arithmetic is not here are told as unknown, never as right.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Check = Callable[[str], bool]
_TEN: Final = 10
_NINE: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A number that its scheme cannot have issued.

    Attributes:
        scheme: For example ``LEI`` or ``VAT-DE``.
        number: As given.
        why: ``form`` when it has not the scheme's form, ``digit`` when its check digit is wrong.
    """

    scheme: str
    number: str
    why: str


def _weighted(digits: str, weights: Iterable[int]) -> int:
    return sum(
        int(digit) * weight for digit, weight in zip(digits, weights, strict=False)
    )


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - _NINE if value > _NINE else value
    return total % _TEN == 0


def _mod_97(text: str) -> bool:
    """ISO 7064 MOD 97-10: letters count from ten on."""
    return int("".join(str(int(sign, 36)) for sign in text)) % 97 == 1


def _mod_11_10(digits: str) -> bool:
    """ISO 7064 MOD 11,10."""
    product = _TEN
    for digit in digits[:-1]:
        total = (int(digit) + product) % _TEN or _TEN
        product = 2 * total % 11
    return (11 - product) % _TEN == int(digits[-1])


def _eleven(weights: Sequence[int], *, spare: int | None = None) -> Check:
    """Weighted sum of eleven; ``spare`` stands where the remainder asks for ten or eleven."""

    def check(digits: str) -> bool:
        rest = _weighted(digits[:-1], weights) % 11
        wanted = (11 - rest) % 11
        if spare is not None and rest <= 1:
            wanted = spare
        return wanted == int(digits[-1])

    return check


def _austria(digits: str) -> bool:
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 else 1), _TEN))
        for place, digit in enumerate(digits[:7])
    )
    return (_TEN - (total + 4) % _TEN) % _TEN == int(digits[7])


def _belgium(digits: str) -> bool:
    return 97 - int(digits[:8]) % 97 == int(digits[8:])


def _brazil(digits: str) -> bool:
    first, second = (5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)  # fmt: skip
    return _eleven(first, spare=0)(digits[:13]) and _eleven(second, spare=0)(digits)


def _denmark(digits: str) -> bool:
    return _weighted(digits, (2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def _france(digits: str) -> bool:
    return (
        _luhn(digits[2:]) and (12 + 3 * (int(digits[2:]) % 97)) % 97 == int(digits[:2])
    )  # fmt: skip


def _netherlands(text: str) -> bool:
    return _weighted(text[:8], range(9, 1, -1)) % 11 == int(text[8]) or _mod_97(
        "NL" + text
    )


def _poland(digits: str) -> bool:
    return _weighted(digits[:9], (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(digits[9])


def _sweden(digits: str) -> bool:
    return _luhn(digits[:10])


# Form after blanks, dots, hyphens and slashes are taken out, and the arithmetic.
_SCHEMES: Final[Mapping[str, tuple[re.Pattern[str], Check]]] = {
    "LEI": (re.compile(r"[A-Z0-9]{18}\d{2}"), _mod_97),
    "VAT-AT": (re.compile(r"(?:AT)?U(\d{8})"), _austria),
    "VAT-BE": (re.compile(r"(?:BE)?([01]\d{9})"), _belgium),
    "VAT-DE": (re.compile(r"(?:DE)?([1-9]\d{8})"), _mod_11_10),
    "VAT-DK": (re.compile(r"(?:DK)?([1-9]\d{7})"), _denmark),
    "VAT-FI": (re.compile(r"(?:FI)?(\d{8})"), _eleven((7, 9, 10, 5, 8, 4, 2))),
    "VAT-FR": (re.compile(r"(?:FR)?(\d{11})"), _france),
    "VAT-IT": (re.compile(r"(?:IT)?(\d{11})"), _luhn),
    "VAT-NL": (re.compile(r"(?:NL)?(\d{9}B\d{2})"), _netherlands),
    "VAT-PL": (re.compile(r"(?:PL)?(\d{10})"), _poland),
    "VAT-PT": (re.compile(r"(?:PT)?(\d{9})"), _eleven(range(9, 1, -1), spare=0)),
    "VAT-SE": (re.compile(r"(?:SE)?(\d{10}01)"), _sweden),
    "BR-CNPJ": (re.compile(r"(\d{14})"), _brazil),
    "CH-UID": (re.compile(r"(?:CHE)?(\d{9})(?:MWST|TVA|IVA)?"), _eleven((5, 4, 3, 2, 7, 6, 5, 4))),
    "NO-ORGNR": (re.compile(r"(?:NO)?(\d{9})(?:MVA)?"), _eleven((3, 2, 7, 6, 5, 4, 3, 2))),
}  # fmt: skip
_FILLING: Final = str.maketrans("", "", " .-/\u00a0")


def known_schemes() -> tuple[str, ...]:
    """The schemes whose check digits are reckoned here."""
    return tuple(_SCHEMES)


def flawed_numbers(numbers: Iterable[tuple[str, str]]) -> tuple[Flaw, ...]:
    """The numbers that their scheme cannot have issued.

    Args:
        numbers: Scheme and number; a scheme that is not known here is passed over.

    Returns:
        One flaw for each wrong number, in the order given.

    Examples:
        >>> flawed_numbers([("VAT-DE", "DE 136695976"), ("VAT-DE", "DE136695978")])
        (Flaw(scheme='VAT-DE', number='DE136695978', why='digit'),)
    """
    found = (_flaw(scheme, number) for scheme, number in numbers if scheme in _SCHEMES)
    return tuple(flaw for flaw in found if flaw is not None)


def _flaw(scheme: str, number: str) -> Flaw | None:
    form, check = _SCHEMES[scheme]
    fitting = form.fullmatch(number.upper().translate(_FILLING))
    # Digits of other scripts would reckon like ours and stand in no register.
    if fitting is None or not number.isascii():
        return Flaw(scheme=scheme, number=number, why="form")
    if check(fitting[fitting.lastindex or 0]):
        return None
    return Flaw(scheme=scheme, number=number, why="digit")
