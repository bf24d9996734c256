"""Text to comparable letters: hidden characters, look-alikes, scripts, spelling folds."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache, partial  # noqa: TID251  # bounded, of a pure function (ADR 0011)
from typing import NamedTuple

from anyascii import anyascii

from licet.screening.arabic import BARE, first_arabic_word
from licet.screening.eastasian import has_east_asian, romanised
from licet.screening.tables import groups, rows

# A longer text is no name: what follows is not read.
LONGEST_NAME = 512
LONGEST_TOKEN = 48

_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_APOSTROPHES = re.compile(
    "(?<=\\w)['`\u00b4\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u2018\u2019\u201b\u2032]+(?=\\w)"
    "|[\u00b4\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf]"
)
_DOTTED = re.compile(r"(?<![a-z0-9.])(?:[a-z]\.){2,}[a-z]?(?![a-z0-9])")
_TOKEN = re.compile(r"~?[^\W_]+")
_SPLIT_NUMBER = re.compile(r"(?<=[a-z]{2})(?=\d{2})|(?<=\d{2})(?=[a-z]{2})")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)(?![a-z])")
_DOUBLED = re.compile(r"(.)\1+")
_UNSOUNDED = str.maketrans("", "", "aeiouv~")
_ONE_VOWEL = str.maketrans("eiou", "aaaa")
_LIKE_BONES = str.maketrans("zcg", "ssk")


def visible(text: str) -> str:
    """The text without characters that nobody sees, at most ``LONGEST_NAME`` long."""
    return _HIDDEN.sub("", text[: 4 * LONGEST_NAME])[:LONGEST_NAME]


def is_cut(text: str) -> bool:
    """Whether a text is so long that its end is not read."""
    return len(text) > LONGEST_NAME and (
        len(text) > 4 * LONGEST_NAME or len(_HIDDEN.sub("", text)) > LONGEST_NAME
    )


def words(
    text: str,
    *,
    person: bool = False,
    southern: bool = False,
    arabic: Callable[[str], str] | None = None,
) -> list[str]:
    """Lower-case ASCII words of a name in any script, in order.

    Apostrophes inside words fall away and dotted abbreviations close up (``L.L.C.``), but
    not two letters that may be a person's initials. A word from a script without vowels
    has ``~`` in front. ``southern`` reads Hangul as South Korea romanises it, ``arabic``
    is how a word in Arabic letters is read.

    Examples:
        >>> words("O'Hara-Łoś, L.L.C.")
        ['ohara', 'los', 'llc']
    """
    text = visible(text).replace(BARE, " ")
    if not text.isascii():
        if has_east_asian(text):
            text = romanised(text, person=person, southern=southern)
        text = _to_ascii(
            unicodedata.normalize("NFKC", text), arabic or first_arabic_word
        )
    text = text.casefold().replace("&", " and ")
    text = _APOSTROPHES.sub("", text)
    if "." in text:
        text = _DOTTED.sub(partial(_closed, person=person), text)
    text = _ORDINAL.sub("", text)
    out = []
    for word in _TOKEN.findall(text):
        out += _SPLIT_NUMBER.split(word[:LONGEST_TOKEN])
    return out


def _closed(found: re.Match[str], *, person: bool) -> str:
    letters = found.group().replace(".", "")
    legal = not person and letters in rows("legal_forms")
    initials = len(letters) == 2 and not legal  # noqa: PLR2004  # A.B.
    return found.group() if initials else letters


def _to_ascii(text: str, arabic: Callable[[str], str]) -> str:
    return "".join(
        word if word.isascii() else _word(word, arabic)
        for word in re.split(r"([\s\-,;/()]+)", text)
    )


def _word(word: str, arabic: Callable[[str], str]) -> str:
    if _has(word, "\u0600", "\u08ff"):
        return arabic(word)
    latin = sum("a" <= c <= "z" for c in word.lower())
    others = sum("\u0370" <= c <= "\u052f" for c in word)
    if latin and others:
        word = word.translate(_letters("lookalikes") if latin >= others else _turned())
    if _has(word, "\u0400", "\u052f"):
        word = word.casefold().translate(_letters("cyrillic"))
    bare = _has(word, "\u0590", "\u05ff")
    decomposed = unicodedata.normalize("NFKD", word)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    plain = plain if plain.isascii() else anyascii(plain).casefold()
    return BARE + plain.replace("`", "").replace("'", "") if bare else plain


def _has(word: str, first: str, last: str) -> bool:
    return any(first <= c <= last for c in word)


@cache
def _letters(name: str) -> dict[int, str]:
    return {ord(letter): latin for letter, latin in rows(name).items()}


@cache
def _turned() -> dict[int, str]:
    """Latin letters that stand among Cyrillic ones, as the Cyrillic they look like."""
    pairs = rows("lookalikes").items()
    return {
        ord(latin): letter
        for letter, latin in pairs
        if _has(letter, "\u0400", "\u04ff")
    }


# Spellings of one sound across the usual romanisations, longest first.
_FOLDS = (
    ("tsch", "\0"), ("shch", "s"), ("sch", "sh"), ("tch", "\0"), ("dzh", "j"), ("dj", "j"),
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"),
    ("ch", "\0"), ("cz", "\0"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"), ("\0", "c"),
    ("zh", "j"), ("tz", "ts"), ("q", "k"), ("x", "ks"), ("w", "v"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ey", "ei"), ("ay", "ei"), ("ai", "ei"),
    ("ye", "e"), ("y", "i"), ("ie", "e"),
)  # fmt: skip


def _spelt(word: str) -> str:
    for long, short in _FOLDS:
        if long in word:
            word = word.replace(long, short)
    word = _DOUBLED.sub(r"\1", word)
    return word[:-1] if len(word) > 3 and word.endswith(("ah", "eh")) else word  # noqa: PLR2004


@cache
def _families() -> dict[str, str]:
    families: dict[str, str] = {}
    for group in groups("name_groups"):
        for member in group:
            families.setdefault(_spelt(member), _spelt(group[0]))
    return families


# Scandinavian spellings of Slavic sounds, which algorithms from the second on also fold.
_SCANDINAVIAN = (
    (re.compile(r"tj(?=$|[aeiou])"), "ch"),
    (re.compile(r"sj(?=[aeiou])"), "sh"),
    (re.compile(r"(?<=i)j$"), "y"),
    (re.compile(r"(?<=[lnrvbpmk])j(?=[aeou])|(?<=.d)j(?=e)"), "i"),
)
# Between vowels a j is so read in Slavic names alone: it is a sound of its own elsewhere.
_BETWEEN_VOWELS = re.compile(r"(?<=[aeiou])j(?=[aeiou])")
_SLAVIC = re.compile(r"(?:[eo]va?|vna|i[ct]?ch|itj|i[jy]|[kn]aja|enko)$")
# Names that the first algorithm took for others.
_OTHER_NAMES = frozenset({"zahid"})


def fold_later(word: str) -> str:
    """``fold`` of the algorithms from the second on: a doubled sh, Scandinavian spellings.

    Examples:
        >>> fold_later("nikolajevitj") == fold_later("nikolayevich")
        True
        >>> fold_later("bahaji"), fold_later("zahid")
        ('bahaji', 'zahid')
    """
    word = word.replace("shsh", "sh")
    if "j" in word and not word.startswith(BARE):
        for spelling, sound in _SCANDINAVIAN:
            word = spelling.sub(sound, word)
        if _SLAVIC.search(word):
            word = _BETWEEN_VOWELS.sub("y", word)
    return word if word in _OTHER_NAMES else fold(word)


def fold(word: str) -> str:
    """One spelling for the usual romanisations of one sound, and for one name's forms.

    Examples:
        >>> fold("khaddafy"), fold("qaddafi"), fold("mohammad"), fold("muhamed")
        ('hadafi', 'kadafi', 'muhamad', 'muhamad')
    """
    spelt = _spelt(word.removeprefix(BARE))
    return _families().get(spelt, spelt)


def vowels_folded(folded: str) -> str:
    """A folded word with all its vowels alike.

    Examples:
        >>> vowels_folded("hosein") == vowels_folded("husan")
        True
    """
    return _DOUBLED.sub(r"\1", folded.translate(_ONE_VOWEL))


def skeleton(folded: str) -> str:
    """The consonants of a folded word; a vowel or v in front counts as ``a``.

    Examples:
        >>> skeleton("muhamad"), skeleton("ahmad"), skeleton("valid")
        ('mhmd', 'ahmd', 'ald')
    """
    front = "a" if folded[:1] in set("aeiouv") else ""
    body = folded.translate(_UNSOUNDED).replace("sh", "s").translate(_LIKE_BONES)
    if len(body) > 1 and body.endswith("h"):
        body = body[:-1]
    return _DOUBLED.sub(r"\1", front + body)


class Spelt(NamedTuple):
    """One word in the three spellings by which words meet."""

    fold: str
    vowels: str
    bones: str


@lru_cache(1 << 16)
def spelt(word: str) -> Spelt:
    """A word folded, with its vowels alike, and its consonants; words come again and again."""
    folded = fold(word)
    return Spelt(folded, vowels_folded(folded), skeleton(folded))


@lru_cache(1 << 16)
def spelt_later(word: str) -> Spelt:
    """``spelt`` by ``fold_later``."""
    folded = fold_later(word)
    return Spelt(folded, vowels_folded(folded), skeleton(folded))
