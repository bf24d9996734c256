"""A case closed for those who may not see it: ranges for amounts, and no word of the sealed facts."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3  # shorter words name nobody
_INSIDE = 5  # from so many letters on a sealed word is found inside a longer one


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A sealed word in a composite.

    Attributes:
        field: Where it stands.
        word: The word as it is sealed.
    """

    field: str
    word: str


def band(amount: Decimal, edges: Sequence[Decimal]) -> str:
    """The range in which an amount lies.

    Args:
        amount: The exact amount, which stays sealed.
        edges: Rising; each edge begins a range.

    Examples:
        >>> band(Decimal(20), (Decimal(10), Decimal(100)))
        '10 to under 100'
    """
    below = [one for one in edges if one <= amount]
    above = [one for one in edges if one > amount]
    if not below:
        return f"under {above[0]}"
    if not above:
        return f"{below[-1]} or more"
    return f"{below[-1]} to under {above[0]}"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return _WORD.findall(bare)


def sealed_words(phrases: Iterable[str], *, plain: frozenset[str]) -> frozenset[str]:
    """The words that must not stand in a composite.

    Args:
        phrases: Names, marks, numbers, addresses and prices of the case.
        plain: Words of the trade that betray nobody.
    """
    return frozenset(
        word
        for phrase in phrases
        for word in _words(phrase)
        if word not in plain and (len(word) >= _SHORTEST or word.isdigit())
    )


def leaks(texts: Mapping[str, str], sealed: frozenset[str]) -> tuple[Leak, ...]:
    """Every sealed word that stands in a text, whole or inside another, with or without gaps.

    Args:
        texts: What the officer wrote, by field.
        sealed: From ``sealed_words``.
    """
    found = set()
    for name, text in texts.items():
        words = _words(text)
        pressed = "".join(words)
        for one in sealed:
            long = len(one) >= _INSIDE and not one.isdigit()
            if one in words or (long and one in pressed):
                found.add((name, one))
    return tuple(Leak(field=name, word=word) for name, word in sorted(found))
