"""Hangul in Latin letters as it is spoken and as lists write it (McCune-Reischauer, bare)."""

from licet.screening.eastasian import KOREAN_SURNAMES, hangul

_FIRST, _MEDIALS, _FINALS = 0xAC00, 21, 28
_VOWELS = (
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo",
    "we", "wi", "yu", "u", "ui", "i",
)  # fmt: skip
_INITIALS = (
    "k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "k",
    "t", "p", "h",
)  # fmt: skip
_BETWEEN = {"k": "g", "t": "d", "p": "b"}
_ENDS = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m",
    "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t",
)  # fmt: skip
_PLAIN = {0, 3, 7}
_SILENT, _LIQUID = 11, 5
_ALSO = {
    "김": "kim", "이": "lee", "박": "park", "최": "choi", "정": "jung", "조": "cho",
    "임": "lim", "리": "ri", "림": "rim", "류": "ryu", "유": "yoo", "노": "roh", "로": "ro",
}  # fmt: skip


def spoken(text: str) -> str:
    """Hangul with the stops voiced between voiced sounds, as lists of the North write it.

    Examples:
        >>> spoken("남강"), spoken("릉라도"), spoken("압록강")
        ('namgang', 'rungrado', 'amnokkang')
    """
    out = ""
    end = ""
    for letter in text:
        if not "\uac00" <= letter <= "\ud7a3":
            out, end = out + letter, ""
            continue
        initial, rest = divmod(ord(letter) - _FIRST, _MEDIALS * _FINALS)
        medial, final = divmod(rest, _FINALS)
        first = _INITIALS[initial]
        voiced = bool(out) and (end in {"", "n", "m", "ng", "l"})
        if voiced and initial in _PLAIN:
            first = _BETWEEN[first]
        if initial == _SILENT and end in _BETWEEN:
            # A stop before a vowel is voiced and opens that syllable.
            out = out[:-1] + _BETWEEN[end]
        elif initial == _SILENT and end == "l":
            out = out[:-1] + "r"
        elif initial == _LIQUID and end == "l":
            first = "l"
        elif initial == _LIQUID and end in _BETWEEN:
            out = out[:-1] + {"k": "ng", "t": "n", "p": "m"}[end]
            first = "n"
        out += first + _VOWELS[medial] + _ENDS[final]
        end = _ENDS[final]
    return out


def korean_person(name: str) -> tuple[str, ...]:
    """A surname and a given name, as the North, the South and most passports write it."""
    first, given = name[0], name[1:]
    return (
        f"{KOREAN_SURNAMES.get(first, spoken(first))} {_given(given)}",
        f"{hangul(first, southern=True)} {hangul(given, southern=True)}",
        f"{_ALSO.get(first, KOREAN_SURNAMES.get(first, spoken(first)))} {hangul(given, southern=False)}",
    )


def _given(given: str) -> str:
    return "".join(spoken(one) for one in given)
