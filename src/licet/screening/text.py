"""Text to comparable letters: hidden characters, look-alikes, scripts, spelling folds."""

import re
import unicodedata
from functools import cache

from anyascii import anyascii

from licet.screening.tables import rows

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
_TOKEN = re.compile(r"[^\W_]+")
_SPLIT_NUMBER = re.compile(r"(?<=[a-z]{2})(?=\d{2})|(?<=\d{2})(?=[a-z]{2})")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = str.maketrans("", "", "aeiou")


def visible(text: str) -> str:
    """The text without characters that nobody sees, at most ``LONGEST_NAME`` long."""
    return _HIDDEN.sub("", text[: 4 * LONGEST_NAME])[:LONGEST_NAME]


def words(text: str) -> list[str]:
    """Lower-case ASCII words of a name in any script, in order.

    Apostrophes inside words fall away, dotted abbreviations close up (``L.L.C.``), and
    two-letter ones stay apart, because they are a person's initials as often.
    """
    text = visible(text)
    if not text.isascii():
        text = _to_ascii(unicodedata.normalize("NFKC", text))
    text = text.casefold().replace("&", " and ")
    text = _APOSTROPHES.sub("", text)
    if "." in text:
        text = _DOTTED.sub(_closed, text)
    out = []
    for word in _TOKEN.findall(text):
        out += _SPLIT_NUMBER.split(word[:LONGEST_TOKEN])
    return out


def _closed(found: re.Match[str]) -> str:
    letters = found.group().replace(".", "")
    initials = len(letters) == 2 and letters not in rows("legal_forms")  # noqa: PLR2004  # A.B.
    return found.group() if initials else letters


def _to_ascii(text: str) -> str:
    return "".join(
        word if word.isascii() else _word(word) for word in re.split(r"(\s+)", text)
    )


def _word(word: str) -> str:
    if any("\u0400" <= c <= "\u052f" for c in word):
        if any("a" <= c.lower() <= "z" for c in word):
            word = word.translate(_lookalikes())
        word = word.casefold().translate(_letters("cyrillic"))
    elif any("\u0370" <= c <= "\u03ff" for c in word) and any(
        "a" <= c.lower() <= "z" for c in word
    ):
        word = word.translate(_lookalikes())
    decomposed = unicodedata.normalize("NFKD", word)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain if plain.isascii() else anyascii(plain).casefold()


@cache
def _letters(name: str) -> dict[int, str]:
    return {ord(letter): latin for letter, latin in rows(name).items()}


@cache
def _lookalikes() -> dict[int, str]:
    return _letters("lookalikes")


# Spellings of one sound across the usual romanisations, longest first.
_FOLDS = (
    ("tsch", "c"), ("shch", "s"), ("sch", "sh"), ("tch", "c"), ("dzh", "j"), ("dj", "j"),
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"),
    ("ch", "c"), ("zh", "j"), ("tz", "ts"), ("q", "k"), ("x", "ks"), ("w", "v"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ey", "ei"), ("ay", "ei"), ("ai", "ei"),
    ("y", "i"),
)  # fmt: skip


@cache
def fold(word: str) -> str:
    """One spelling for the usual romanisations of one sound: kh/h, q/k, y/i, w/v ...

    Examples:
        >>> fold("khaddafy"), fold("qaddafi"), fold("mohammad")
        ('hadafi', 'kadafi', 'mohamad')
    """
    for long, short in _FOLDS:
        if long in word:
            word = word.replace(long, short)
    word = _DOUBLED.sub(r"\1", word)
    return word[:-1] if len(word) > 3 and word.endswith(("ah", "eh")) else word  # noqa: PLR2004


def skeleton(folded: str) -> str:
    """The consonants of a folded word; a vowel in front counts as ``a``.

    Examples:
        >>> skeleton("mohamad"), skeleton("ahmed"), skeleton("umar")
        ('mhmd', 'ahmd', 'amr')
    """
    front = "a" if folded[:1] in "aeiou" else ""
    body = (
        folded.translate(_VOWELS).replace("sh", "s").replace("z", "s").replace("c", "k")
    )
    if len(body) > 1 and body.endswith("h"):
        body = body[:-1]
    return _DOUBLED.sub(r"\1", front + body)
