"""Words in Arabic letters as Latin ones: usual names as usually romanised, others bare.

The script leaves short vowels out, so a word that no table knows is read by its consonants
and marked with ``BARE``; such a word meets others by its consonants alone.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache

from anyascii import anyascii

from licet.screening.tables import rows

# In front of a word from a script that leaves out vowels: only its consonants count.
BARE = "~"

_BEFORE_H = tuple("scktdgzp")
_ALSO_BEFORE_H = (*_BEFORE_H, "h")
# Arabic letters that Persian, Urdu and Pashto speakers say, and write in Latin, otherwise.
_EASTERN = str.maketrans("\u0636\u0638\u0630\u062b", "\u0632\u0632\u0632\u0633")
# One shape for the letters that keyboards of different countries give one letter, and for
# the bearers of the glottal stop, which names are written with and without.
_ONE_SHAPE = str.maketrans(
    "\u06be\u06c1\u06c0\u06cc\u0649\u06a9\u06aa\u0623\u0625\u0622\u0671",
    "\u0647\u0647\u0647\u064a\u064a\u0643\u0643\u0627\u0627\u0627\u0627",
)
_ALLAH = "\u0627\u0644\u0644\u0647"
_THE = "\u0627\u0644"
_SERVANT = "\u0639\u0628\u062f"
_FEMALE = "\u0629"
_FEMALE_BEFORE_NAME = "\u062a"
# What the tables translate, because lists often do.
_TRANSLATED = frozenset(
    {"armed", "combatant", "exchange", "moroccan", "network", "office", "tunisian"}
)
_SHORTEST_PIECE = 3  # letters of a name within names run together
_SHORTEST_RUN = 7  # letters of two names run together


def first_arabic_word(word: str) -> str:
    """An Arabic word as the first algorithm reads it."""
    plain = _plain(word)
    known = rows("arabic_words")
    if plain in known:
        return known[plain]
    for prefix, spoken in (
        (_SERVANT + _THE, "abd al "),
        (_SERVANT, "abd "),
        (_THE, "al "),
    ):
        rest = plain.removeprefix(prefix)
        if rest != plain and (rest in known or len(rest) > 2):  # noqa: PLR2004  # two letters are no word
            return spoken + (known.get(rest) or _bare(rest))
    return known.get(plain.removesuffix(_FEMALE)) or _bare(plain)


def arabic_word(word: str) -> str:
    """An Arabic word as algorithms from the second on read it.

    Compounds with the name of God and names run together are taken apart, and two letters
    that are two sounds never run into the spelling of one.

    Examples:
        >>> arabic_word("\u064a\u0627\u0633\u0631\u0639\u0628\u0627\u0633")
        'yasir abbas'
    """
    return _read(_plain(word), _known())


def eastern_word(word: str) -> str:
    """An Arabic word as Persian, Urdu and Pashto speakers romanise it."""
    return arabic_word(word.translate(_EASTERN))


def literal_word(word: str) -> str:
    """As ``arabic_word``, but no word is translated and the ending of a noun is heard.

    Lists romanise the names of bodies as often as they translate them, and the ending of
    the first of two nouns is a t before the second.

    Examples:
        >>> literal_word("\u0645\u0643\u062a\u0628"), literal_word("\u0639\u0635\u0628\u0629")
        ('~mktb', '~asbt')
    """
    plain, spoken = _plain(word), arabic_word(word)
    if plain.endswith(_FEMALE) and spoken.startswith(BARE):
        return _bare(plain[:-1] + _FEMALE_BEFORE_NAME, apart=_ALSO_BEFORE_H)
    return _bare(plain, apart=_ALSO_BEFORE_H) if spoken in _TRANSLATED else spoken


def _plain(word: str) -> str:
    return "".join(c for c in word if c.isalnum() and not unicodedata.combining(c))


@cache
def _known() -> Mapping[str, str]:
    """Usual words in one shape -> as they are usually romanised."""
    tables = (rows("arabic_words"), rows("arabic_words_later"))
    return {
        word.translate(_ONE_SHAPE): spoken
        for table in reversed(tables)
        for word, spoken in table.items()
    }


def _read(plain: str, known: Mapping[str, str]) -> str:
    shape = plain.translate(_ONE_SHAPE)
    if shape in known:
        return known[shape]
    if shape == _THE:
        return "al"
    stem = shape.removesuffix(_ALLAH)
    if stem != shape and len(stem) > 2:  # noqa: PLR2004  # two letters are no name
        return f"{_read(plain[: len(stem)], known)} allah"
    at = shape.find(_THE, _SHORTEST_PIECE)
    if at > 0 and shape[:at] in known and len(shape) > at + 4:  # a name follows
        return f"{known[shape[:at]]} {_read(plain[at:], known)}"
    for prefix, spoken in (
        (_SERVANT + _THE, "abd al "),
        (_SERVANT, "abd "),
        (_THE, "al "),
    ):
        rest = shape.removeprefix(prefix)
        if rest != shape and (rest in known or len(rest) > 2):  # noqa: PLR2004  # two letters are no word
            return spoken + (known.get(rest) or _unknown(plain[len(prefix) :], known))
    return known.get(shape.removesuffix(_FEMALE)) or _unknown(plain, known)


def _unknown(plain: str, known: Mapping[str, str]) -> str:
    pieces = _pieces(plain.translate(_ONE_SHAPE), known)
    return " ".join(pieces) if pieces else _bare(plain, apart=_ALSO_BEFORE_H)


def _pieces(shape: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Names run together, taken apart; empty where the word is not wholly of known names.

    The last name may be unknown when two known ones stand before it.
    """
    if len(shape) < _SHORTEST_RUN:
        return ()
    found: list[str] = []
    rest = shape
    while rest:
        lengths = range(len(rest), _SHORTEST_PIECE - 1, -1)
        length = next((n for n in lengths if rest[:n] in known), 0)
        if not length:
            break
        found.append(known[rest[:length]])
        rest = rest[length:]
    if len(found) < 2 or 0 < len(rest) < _SHORTEST_PIECE:  # noqa: PLR2004  # one name is not run together
        return ()
    return (*found, _bare(rest, apart=_ALSO_BEFORE_H)) if rest else tuple(found)


def _bare(plain: str, *, apart: tuple[str, ...] = ()) -> str:
    latin = ""
    for letter in plain:
        sound = _letters().get(ord(letter), letter)
        # An h of its own is not the second letter of sh, kh, zh ...
        two = sound == "h" and latin.endswith(apart or _BEFORE_H)
        two = two or (sound == "kh" and latin.endswith(apart or ()))
        latin += "a" + sound if two else sound
    latin = latin if latin.isascii() else anyascii(latin).casefold()
    return latin if latin.isdigit() else BARE + latin


@cache
def _letters() -> dict[int, str]:
    return {ord(letter): latin for letter, latin in rows("arabic").items()}
