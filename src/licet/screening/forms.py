"""A name as the words it is compared by, each with its class."""

import re
from collections.abc import Sequence
from functools import cache

from licet.screening.tables import members, rows
from licet.screening.text import words

# Words beyond this many are not compared: positions fit in the bits of one number.
MOST_WORDS = 16

NAME, TRADE, SMALL, LEGAL = 0, 1, 2, 3

_SERVANT = re.compile(r"^abd(?:[aeo]l|ul|oul|ur|us|un)(?!lah$|la$|ah$)([a-z]{4,})$")
# Compounds that lists write as one word or two, with a vowel between that varies.
_COMPOUND = re.compile(
    r"^([a-z]{3,}?)(?:[aeiou]+[dlrsn]?|[dl])?-?(din|dine|deen|rahman|rehman)$"
)
_SERVANT_ALONE = frozenset(
    {"abdul", "abdel", "abdal", "abdol", "abdoul", "abdu", "abdur"}
)

Form = tuple[tuple[str, ...], tuple[int, ...]]
"""The words of a name and the class of each, position by position."""


def form(text: str, *, person: bool, southern: bool = False) -> Form:
    """Split a name into its compared words.

    Legal forms, particles and titles stay, with a class that gives them little weight; a
    name of nothing else keeps its full weight.

    Args:
        text: The name in any script.
        person: Whether the party is known to be a person, who has no legal form.
        southern: Read Hangul as South Korea romanises it.

    Returns:
        Words and classes.

    Examples:
        >>> form("Acme Trading Co., Ltd.", person=False)
        (('acme', 'trading', 'co', 'ltd'), (0, 1, 3, 3))
    """
    last, comma, rest = text.partition(",")
    if person and comma and "," not in rest:
        # Lists put the family name first and close it with a comma.
        text = f"{rest} {last}"
    parts: list[str] = []
    for word in words(text, person=person, southern=southern):
        parts += _servant_split(word)
    parts = parts[:MOST_WORDS]
    classes = [_word_class(word) for word in parts]
    if not person:
        _mark_legal(parts, classes)
    if all(c in {SMALL, LEGAL} for c in classes):
        classes = [NAME] * len(parts)
    return tuple(parts), tuple(classes)


def readings(text: str, *, person: bool) -> tuple[Form, ...]:
    """The forms of a name in every usual romanisation: two for Hangul, else one."""
    first = form(text, person=person)
    if text.isascii():
        return (first,)
    other = form(text, person=person, southern=True)
    return (first,) if first == other else (first, other)


def _servant_split(word: str) -> Sequence[str]:
    """``abdulrahman`` as the two words that it is: lists write it both ways."""
    if word in _SERVANT_ALONE:
        return ("abd",)
    found = _SERVANT.match(word)
    if found:
        return "abd", found.group(1)
    found = _COMPOUND.match(word)
    return (found.group(1), found.group(2)) if found else (word,)


def _word_class(word: str) -> int:
    if word in rows("small_words"):
        return SMALL
    return TRADE if word in members("trade_words") else NAME


@cache
def _longest_legal() -> dict[str, int]:
    """First word of a legal form -> number of words of the longest that starts so."""
    longest: dict[str, int] = {}
    for phrase in rows("legal_forms"):
        first, _, rest = phrase.partition(" ")
        longest[first] = max(longest.get(first, 1), 1 + len(rest.split()))
    return longest


def _mark_legal(parts: list[str], classes: list[int]) -> None:
    legal, longest = rows("legal_forms"), _longest_legal()
    at = 0
    while at < len(parts):
        for length in range(min(longest.get(parts[at], 0), len(parts) - at), 0, -1):
            if " ".join(parts[at : at + length]) in legal:
                classes[at : at + length] = [LEGAL] * length
                at += length - 1
                break
        at += 1
