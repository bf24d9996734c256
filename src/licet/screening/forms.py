"""A name as the words it is compared by, each with its class."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from licet.screening.algorithms import Algorithm
from licet.screening.arabic import arabic_word, eastern_word, literal_word
from licet.screening.composed import romanisations
from licet.screening.eastasian import has_east_asian
from licet.screening.tables import members, rows
from licet.screening.text import (
    Spelt,
    fold,
    fold_later,
    spelt,
    spelt_later,
    visible,
    words,
)

# Words beyond this many are not compared: positions fit in the bits of one number.
MOST_WORDS = 16

NAME, TRADE, SMALL, LEGAL = 0, 1, 2, 3

_SERVANT = re.compile(r"^abd(?:[aeo]l|ul|oul|ur|us|un)(?!lah$|la$|ah$)([a-z]{4,})$")
# The same with the article heard as the sound that follows, written once or twice.
_SERVANT_LATER = re.compile(
    r"^abd[aeiou]{1,2}(?:l|(sh|[dnrstz])(?=\1)|(?=[dnrstz]))(?!lah$|la$|ah$)([a-z]{4,})$"
)
_ASSIMILATED = re.compile(r"\b[ae](sh|ch|[dnrstz])(?=\1[a-z]{3})", re.IGNORECASE)
# Compounds that lists write as one word or two, with a vowel between that varies.
_COMPOUND = re.compile(
    r"^([a-z]{3,}?)(?:[aeiou]+[dlrsn]?|[dl])?-?(din|dine|deen|rahman|rehman)$"
)
_OF_GOD = re.compile(r"^([a-z]{3,}?)(?:u|o|a)llah$")
_SERVANTS = frozenset({"abd", "bism", "insh", "mash"})
_ARABIC = re.compile("[\u0600-\u08ff]")
_SPOKEN = (arabic_word, eastern_word, literal_word)
# A name in the letters of China is read in four languages at most.
MOST_READINGS = 6
_SERVANT_ALONE = frozenset(
    {"abdul", "abdel", "abdal", "abdol", "abdoul", "abdu", "abdur"}
)

Form = tuple[tuple[str, ...], tuple[int, ...]]
"""The words of a name and the class of each, position by position."""


def form(
    text: str,
    *,
    person: bool,
    southern: bool = False,
    arabic: Callable[[str], str] | None = None,
) -> Form:
    """Split a name into its compared words.

    Legal forms, particles and titles stay, with a class that gives them little weight; a
    name of nothing else keeps its full weight.

    Args:
        text: The name in any script.
        person: Whether the party is known to be a person, who has no legal form.
        southern: Read Hangul as South Korea romanises it.
        arabic: How algorithms from the second on read a word in Arabic letters.

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
    for word in words(text, person=person, southern=southern, arabic=arabic):
        parts += _servant_split(word) if arabic is None else _compound_split(word)
    parts = parts[:MOST_WORDS]
    classes = [_word_class(word) for word in parts]
    if not person:
        _mark_legal(parts, classes)
    if all(c in {SMALL, LEGAL} for c in classes):
        classes = [NAME] * len(parts)
    return tuple(parts), tuple(classes)


def folding(algorithm: Algorithm) -> Callable[[str], str]:
    """How an algorithm gives the romanisations of one sound one spelling."""
    return fold_later if algorithm.readings else fold


def spelling(algorithm: Algorithm) -> Callable[[str], Spelt]:
    """How an algorithm spells a word for comparison."""
    return spelt_later if algorithm.readings else spelt


def indexed_forms(text: str, *, person: bool, algorithm: Algorithm) -> tuple[Form, ...]:
    """The forms under which an algorithm indexes a name of an entry."""
    if algorithm.readings:
        return readings(text, person=person, algorithm=algorithm)
    return (form(text, person=person),)


def readings(text: str, *, person: bool, algorithm: Algorithm) -> tuple[Form, ...]:
    """The forms of a name in every usual romanisation.

    The first algorithm has two for Hangul. Later ones have all of a name in East Asian
    letters, and for Arabic letters that of the Arabs and that of their eastern neighbours.
    """
    if algorithm.readings:
        return _all_readings(text, person=person)
    first = form(text, person=person)
    if text.isascii():
        return (first,)
    other = form(text, person=person, southern=True)
    return (first,) if first == other else (first, other)


def _all_readings(text: str, *, person: bool) -> tuple[Form, ...]:
    if text.isascii():
        texts: tuple[str, ...] = (text,)
        if person and _ASSIMILATED.search(text):
            texts = (text, _ASSIMILATED.sub("al ", text))
        return tuple(form(one, person=person, arabic=arabic_word) for one in texts)
    text = visible(text)
    texts = romanisations(text, person=person) if has_east_asian(text) else (text,)
    spoken = _SPOKEN if _ARABIC.search(text) else _SPOKEN[:1]
    found: dict[Form, None] = {}
    for one in texts:
        for arabic in spoken:
            found.setdefault(form(one, person=person, arabic=arabic))
    return tuple(found)[:MOST_READINGS]


def _compound_split(word: str) -> Sequence[str]:
    """``saifullah`` as the two words that it is, besides those of a servant."""
    found = _OF_GOD.match(word)
    if found and found.group(1) not in _SERVANTS:
        return found.group(1), "allah"
    servant = _SERVANT_LATER.match(word)
    return ("abd", servant.group(2)) if servant else _servant_split(word)


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


def core(one: Form) -> str:
    """The words that name the party, without those that say what it is, as one text.

    Examples:
        >>> core((("acme", "trading", "co"), (NAME, TRADE, LEGAL)))
        'acme'
    """
    parts, classes = one
    named = [word for word, kind in zip(parts, classes, strict=True) if kind == NAME]
    return "".join(sorted(named or parts)).replace("~", "")
