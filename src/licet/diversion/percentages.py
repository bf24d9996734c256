"""Shares as registers write them, made into ranges of basis points without a float."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from licet.diversion.errors import ImpossibleShareError
from licet.diversion.model import Share

_POINT, _ALL = Decimal("0.01"), Decimal(100)  # percent
_NUMBER = r"(\d{1,3}(?:\.\d{1,12})?)\s*%?"
_ONE = re.compile(rf"(>=|<=|>|<)?\s*{_NUMBER}")
_TWO = re.compile(rf"{_NUMBER}\s*(?:-|\u2013|to)\s*{_NUMBER}")


def share_between(
    low: Decimal, high: Decimal, *, above: bool = False, below: bool = False
) -> Share:
    """A share from two percentages.

    What lies between two basis points becomes the range of the two, ends left out.

    Args:
        low: The least, in percent.
        high: The most, in percent.
        above: More than ``low``.
        below: Less than ``high``.

    Raises:
        ImpossibleShareError: The range is empty or leaves 0..100.
    """
    if not 0 <= low <= high <= _ALL:
        raise ImpossibleShareError(f"{low} %", f"{high} %")
    # Rounded once and downwards or upwards: nothing below half ever becomes half.
    least, most = (
        low.quantize(_POINT, ROUND_FLOOR),
        high.quantize(_POINT, ROUND_CEILING),
    )
    return Share(
        low=int(least * 100),
        high=int(most * 100),
        above_low=above or least != low,
        below_high=below or most != high,
    )


def share_of(text: str) -> Share | None:
    """A share from a written percentage.

    Args:
        text: ``51``, ``51.5 %``, ``25-50``, ``75 to 100``, ``>50``, ``<=25``.

    Returns:
        The range, or ``None`` when the text is none of these.

    Raises:
        ImpossibleShareError: It is one, but leaves 0..100.
    """
    text = text.strip()
    if two := _TWO.fullmatch(text):
        return share_between(Decimal(two[1]), Decimal(two[2]))
    one = _ONE.fullmatch(text)
    if one is None:
        return None
    value, whole = Decimal(one[2]), _ALL
    match one[1]:
        case ">" | ">=":
            return share_between(value, whole, above=one[1] == ">")
        case "<" | "<=":
            return share_between(Decimal(0), value, below=one[1] == "<")
        case _:
            return share_between(value, value)


def up_to(share: Share) -> Share:
    """The share, or less, or none: what is possible on a day that is not certain."""
    return Share(high=share.high, below_high=share.below_high)
