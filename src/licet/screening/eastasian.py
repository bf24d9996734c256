"""East Asian names as Latin words: places and trade words translated, brands by sound.

An organisation's name there is composed: place, brand, trade words, legal form. Lists in
Latin letters translate the trade words and romanise the rest, so that the same is done
here, with the longest known word first. What no table knows is read by its sound.
"""

import re
from functools import cache

from anyascii import anyascii

from licet.screening.tables import rows

HAN, HANGUL, KANA = (
    "\u3400-\u9fff\uf900-\ufaff",
    "\uac00-\ud7a3",
    "\u3040-\u30ff\u31f0-\u31ff",
)
_RUN = re.compile(f"[{HAN}]+|[{HANGUL}]+|[{HAN}{KANA}\u3005\u30fc]+")
_KANA = re.compile(f"[{KANA}]")
_KATAKANA = re.compile("[\u30a0-\u30ff\u31f0-\u31ff]+")
_JAPANESE_FORMS = ("株式会社", "有限会社", "合同会社")
_ORDINAL = re.compile(
    "第?([一二三四五六七八九十百零〇]+)(?=研究|设计|工厂|所|院|厂|局|部|军|师|总)"
)
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
# A personal name is a surname of one or two characters and a given name of one or two.
LONGEST_PERSON = 4
LONGEST_WORD = 12

_INITIALS_NORTH = [
    "k",
    "kk",
    "n",
    "t",
    "tt",
    "r",
    "m",
    "p",
    "pp",
    "s",
    "ss",
    "",
    "j",
    "jj",
    "ch",
    "kh",
    "th",
    "ph",
    "h",
]
_INITIALS_SOUTH = [
    "g",
    "kk",
    "n",
    "d",
    "tt",
    "r",
    "m",
    "b",
    "pp",
    "s",
    "ss",
    "",
    "j",
    "jj",
    "ch",
    "k",
    "t",
    "p",
    "h",
]
_MEDIALS_NORTH = [
    "a",
    "ae",
    "ya",
    "yae",
    "o",
    "e",
    "yo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "u",
    "ui",
    "i",
]
_MEDIALS_SOUTH = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_FINALS = [
    "",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
_SYLLABLES, _FIRST = 28, 0xAC00
KOREAN_SURNAMES = {
    "김": "kim", "이": "ri", "리": "ri", "박": "pak", "최": "choe", "정": "jong", "강": "kang",
    "조": "jo", "윤": "yun", "장": "jang", "임": "rim", "림": "rim", "오": "o", "한": "han",
    "신": "sin", "서": "so", "권": "kwon", "황": "hwang", "안": "an", "송": "song",
    "류": "ryu", "유": "ryu", "홍": "hong", "전": "jon", "고": "ko", "문": "mun", "손": "son",
    "양": "yang", "배": "pae", "백": "paek", "허": "ho", "남": "nam", "심": "sim", "노": "ro",
    "로": "ro", "하": "ha", "주": "ju", "구": "ku", "곽": "kwak", "성": "song", "차": "cha",
    "우": "u", "진": "jin", "나": "ra", "라": "ra", "지": "ji", "엄": "om", "변": "pyon",
    "채": "chae", "원": "won", "현": "hyon", "방": "pang", "공": "kong", "함": "ham",
    "여": "yo", "려": "ryo", "석": "sok", "태": "thae", "동": "tong", "길": "kil",
}  # fmt: skip


def has_east_asian(text: str) -> bool:
    """Whether any run of the text is in Chinese, Korean or Japanese script."""
    return _RUN.search(text) is not None


def romanised(text: str, *, person: bool, southern: bool = False) -> str:
    """The text with every East Asian run as Latin words.

    Args:
        text: The name.
        person: Whether it is known to be a person's.
        southern: Read Hangul as South Korea romanises it, else as lists write the North.

    Examples:
        >>> romanised("深圳市天河科技有限公司", person=False).split()
        ['shenzhen', 'tianhe', 'technology', 'co', 'ltd']
        >>> romanised("王建国", person=True).split()
        ['wang', 'jianguo']
    """
    japanese = bool(_KANA.search(text)) or any(form in text for form in _JAPANESE_FORMS)

    def read(found: re.Match[str]) -> str:
        run = found.group()
        whole = run == text.strip()
        if "\uac00" <= run[0] <= "\ud7a3":
            return f" {_korean(run, person=person, whole=whole, southern=southern)} "
        if japanese:
            return f" {_composed(run, 'japanese')} "
        return f" {_chinese(run, person=person, whole=whole)} "

    return _RUN.sub(read, text)


def _chinese(run: str, *, person: bool, whole: bool) -> str:
    plain = run.translate(_simplified())
    words = _segments(plain, "chinese")
    unknown = whole and len(words) == 1 and plain not in rows("chinese")
    if len(plain) <= LONGEST_PERSON and (person or unknown):
        return chinese_person(plain)
    return " ".join(_composed(part, "chinese") for part in numbered(plain).split())


def numbered(text: str) -> str:
    """Chinese numerals in front of institutes and offices as figures."""
    return _ORDINAL.sub(lambda found: f" {_number(found.group(1))} ", text)


@cache
def _simplified() -> dict[int, str]:
    return {ord(old): new for old, new in rows("simplified").items()}


def chinese_person(name: str) -> str:
    """A surname and a given name by their sound."""
    surnames = rows("chinese_surnames")
    size = 2 if name[:2] in surnames and len(name) > 2 else 1  # noqa: PLR2004  # a double surname
    first = surnames.get(name[:size]) or sound(name[:size])
    return f"{first} {sound(name[size:])}"


def _number(numeral: str) -> int:
    """A Chinese numeral below a thousand, written out or digit by digit."""
    if not set(numeral) & set("十百"):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total, digit = 0, 0
    for c in numeral:
        if c in _DIGITS:
            digit = _DIGITS[c]
        else:
            total += (digit or 1) * (100 if c == "百" else 10)
            digit = 0
    return total + digit


def _segments(run: str, table: str) -> list[str]:
    """The run cut at known words, the longest first; unknown letters stay together."""
    known = rows(table)
    out: list[str] = []
    unknown = ""
    at = 0
    while at < len(run):
        size = next(
            (
                n
                for n in range(min(LONGEST_WORD, len(run) - at), 0, -1)
                if run[at : at + n] in known
            ),
            0,
        )
        if size:
            out += [unknown] if unknown else []
            out.append(run[at : at + size])
            unknown = ""
        else:
            unknown += run[at]
        at += size or 1
    return out + ([unknown] if unknown else [])


def _composed(run: str, table: str) -> str:
    known = rows(table)
    if run.isascii():
        return run
    words = []
    for part in _segments(run, table):
        meaning = known.get(part)
        # "-" marks a word that Latin lists leave out; no meaning is read by sound.
        words.append("" if meaning == "-" else meaning or _heard(part))
    return " ".join(words)


def _heard(part: str) -> str:
    """A brand by its sound; katakana adds vowels to foreign words, so that none count."""
    if _KATAKANA.fullmatch(part):
        return "~" + sound(part)
    return sound(part)


def sound(letters: str) -> str:
    """Letters by their usual sound alone."""
    latin = anyascii(letters).casefold()
    return "".join(c for c in latin if c.isalnum())


def _korean(run: str, *, person: bool, whole: bool, southern: bool) -> str:
    words = _segments(run, "korean")
    unknown = whole and len(words) == 1 and run not in rows("korean")
    if len(run) <= LONGEST_PERSON and (person or unknown):
        first = run[0] if southern else KOREAN_SURNAMES.get(run[0], run[0])
        given = "".join(_syllable(s, southern=southern) for s in run[1:])
        return f"{hangul(first, southern=southern)} {given}"
    known = rows("korean")
    return " ".join(
        known.get(word) or hangul(word, southern=southern) for word in words
    )


def hangul(text: str, *, southern: bool) -> str:
    """Hangul syllable by syllable, as the South romanises it or as the North."""
    return "".join(_syllable(s, southern=southern) for s in text)


def _syllable(letter: str, *, southern: bool) -> str:
    if not "\uac00" <= letter <= "\ud7a3":
        return letter
    number = ord(letter) - _FIRST
    medials = len(_MEDIALS_NORTH)
    initial, rest = divmod(number, medials * _SYLLABLES)
    medial, final = divmod(rest, _SYLLABLES)
    initials = _INITIALS_SOUTH if southern else _INITIALS_NORTH
    vowels = _MEDIALS_SOUTH if southern else _MEDIALS_NORTH
    return initials[initial] + vowels[medial] + _FINALS[final]
