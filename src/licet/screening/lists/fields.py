"""Cells of many lists, read in one way: texts, days, countries, names."""

import re
import unicodedata
from datetime import date

from licet.kernel import territories
from licet.screening.model import Name, Strength
from licet.screening.tables import countries as country_names

# What lists write for "nothing".
EMPTY = frozenset({"", "-0-", "NA", "na", "N/A", "n/a", "-"})

_SPACES = re.compile(r"\s+")
_MONTHS = {
    month: number
    for number, month in enumerate(
        [
            "jan",
            "feb",
            "mar",
            "apr",
            "may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ],
        1,
    )
}
_DAY_FORMS = (
    (re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)"), (3, 2, 1)),
    (re.compile(r"(?<!\d)(\d{1,2}) ([A-Za-z]{3})[a-z]*\.? (\d{4})(?!\d)"), (3, 2, 1)),
    (re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})(?!\d)"), (3, 1, 2)),
    (re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{4})(?!\d)"), (2, 1, None)),
    (re.compile(r"(?<!\d)(\d{4})-(\d{2})(?![\d-])"), (1, 2, None)),
    (re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)"), (1, None, None)),
)
_SCRIPTS = (
    ("LATIN", "latin"),
    ("CYRILLIC", "cyrillic"),
    ("ARABIC", "arabic"),
    ("CJK", "han"),
    ("HANGUL", "hangul"),
    ("HIRAGANA", "kana"),
    ("KATAKANA", "kana"),
    ("HEBREW", "hebrew"),
    ("GREEK", "greek"),
)


def clean(value: str | None) -> str:
    """One line of text; empty for the marks by which lists say "nothing"."""
    text = _SPACES.sub(" ", value or "").strip().strip("\x1a")
    return "" if text in EMPTY else text


def pieces(value: str | None, separator: str = ";") -> tuple[str, ...]:
    """The non-empty parts of a cell that holds several values, without repetition."""
    parts = (clean(part) for part in (value or "").split(separator))
    return tuple(dict.fromkeys(part for part in parts if part))


def partial_date(value: str) -> str:
    """A birth date as far as it is given: ``1975-06-14``, ``1975-06``, ``1975`` or ''.

    Day-first where the form does not say; 00 and impossible parts count as not given.
    """
    for form, order in _DAY_FORMS:
        found = form.search(value)
        if found:
            year, month, day = (found.group(i) if i else "" for i in order)
            return _joined(year, month, day)
    return ""


def _joined(year: str, month: str, day: str) -> str:
    month_number = _MONTHS.get(month.lower(), 0) if month.isalpha() else int(month or 0)
    if not 1 <= month_number <= 12:  # noqa: PLR2004  # months of a year
        return year
    try:
        return date(int(year), month_number, int(day or 0)).isoformat()
    except ValueError:
        return f"{year}-{month_number:02}"


def partial_dates(values: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Those of several cells, without repetition, in order."""
    return tuple(dict.fromkeys(day for value in values if (day := partial_date(value))))


def day(value: str) -> date | None:
    """A whole calendar day in one of the usual forms, or None."""
    text = partial_date(value)
    return date.fromisoformat(text) if len(text) == len("2026-07-31") else None


def country(value: str) -> str:
    """The ISO code of a country named in a list; empty when it names none known."""
    text = clean(value)
    if len(text) == 2:  # noqa: PLR2004  # ISO 3166-1 alpha-2
        return text.upper() if text.upper() in territories() else ""
    return country_names().get(_plain(text), "")


def countries(values: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The codes of several, without repetition, in order."""
    return tuple(dict.fromkeys(code for value in values if (code := country(value))))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"[a-z]+", folded))


def script_of(text: str) -> str:
    """The script that most letters of a text are in; ``latin`` for one without letters."""
    counts: dict[str, int] = {}
    for letter in text:
        if letter.isalpha():
            unicode_name = unicodedata.name(letter, "")
            script = next(
                (known for start, known in _SCRIPTS if unicode_name.startswith(start)),
                "other",
            )
            counts[script] = counts.get(script, 0) + 1
    return max(sorted(counts), key=counts.__getitem__, default="latin")


def names(*given: tuple[str, Strength]) -> tuple[Name, ...]:
    """Names of an entry without empty ones and repetitions; the first strength stands."""
    out: dict[str, Name] = {}
    for text, strength in given:
        plain = clean(text)
        if len(plain) > 1 and plain not in out:
            out[plain] = Name(text=plain, strength=strength, script=script_of(plain))
    return tuple(out.values())
