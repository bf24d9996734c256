"""What the shipped fonts can show, and how a text looks when they cannot.

A name in a script without a shipped font never stops a letter: the letter shows it in
Latin letters, and the attached data hold it as its owner writes it.
"""

import re
import struct
import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from anyascii import anyascii

FONTS: Final = Path(__file__).parent / "fonts"
_UNKNOWN: Final = "?"
_BEFORE_STOP: Final = re.compile(r" ([,.;:)])")
_SEGMENTS, _GROUPS = 4, 12  # the two cmap formats that Unicode fonts use
_JOINERS: Final = "\u200c\u200d"  # written Persian needs them; other Cf only deceive


def showable(text: str) -> str:
    """A text in which every letter has a glyph in the shipped fonts.

    Args:
        text: Any text.

    Returns:
        The text in composed form, every run of letters without a glyph written in Latin
        letters, blanks single, control and direction characters gone.
    """
    written = cleaned(text)
    runs = groupby(written, key=lambda letter: ord(letter) in coverage())
    shown = "".join(
        run if covered else _romanise(run)
        for covered, run in ((known, "".join(part)) for known, part in runs)
    )
    return shown if shown == written else _tidied(shown)


def ascii_only(text: str) -> str:
    """The text in ASCII letters, for the rare cluster that no single font can shape."""
    return _tidied(_romanise(cleaned(text)))


def _tidied(text: str) -> str:
    """Single blanks, and none before a comma: syllables come with blanks around them."""
    return _BEFORE_STOP.sub(r"\1", " ".join(text.split()))


def cleaned(text: str) -> str:
    """The text in composed form, single blanks, without control characters."""
    kept = (
        letter if letter in _JOINERS or _is_shown(letter) else " " * letter.isspace()
        for letter in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(kept).split())


def _is_shown(letter: str) -> bool:
    return not unicodedata.category(letter).startswith("C")


def _romanise(run: str) -> str:
    return "".join(
        letter if letter.isascii() else _syllable(letter)
        for letter in run
        if letter not in _JOINERS
    )


def _syllable(letter: str) -> str:
    mark = unicodedata.category(letter).startswith("M")
    latin = anyascii(letter) or ("" if mark else _UNKNOWN)
    return f" {latin} " if _is_ideograph(letter) else latin


def _is_ideograph(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("CJK ")


@cache
def coverage() -> frozenset[int]:
    """Every code point that both weights of a shipped family have a glyph for."""
    pairs = (
        ("NotoSans_400Regular.ttf", "NotoSans_700Bold.ttf"),
        ("NotoSansArabic_400Regular.ttf", "NotoSansArabic_700Bold.ttf"),
    )
    covered: frozenset[int] = frozenset()
    for regular, bold in pairs:
        covered |= font_coverage((FONTS / regular).read_bytes()) & font_coverage(
            (FONTS / bold).read_bytes()
        )
    return covered


def font_coverage(font: bytes) -> frozenset[int]:
    """The code points in the character map of a TrueType or OpenType font."""
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(count):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, 12 + 16 * place)
        if tag == b"cmap":
            return _cmap(font, start)
    return frozenset()


def _cmap(font: bytes, start: int) -> frozenset[int]:
    (count,) = struct.unpack_from(">H", font, start + 2)
    points: set[int] = set()
    for place in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * place + 4)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == _SEGMENTS:
            points |= _segments(font, start + offset)
        elif form == _GROUPS:
            points |= _groups(font, start + offset)
    return frozenset(points)


def _segments(font: bytes, at: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    count = doubled // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, at + 14 + part)
        for part in (0, doubled + 2, 2 * doubled + 2, 3 * doubled + 2)
    )
    points: set[int] = set()
    for place in range(count):
        for point in range(starts[place], min(ends[place], 0xFFFE) + 1):
            glyph = point
            if offsets[place]:
                where = at + 14 + 3 * doubled + 2 + 2 * place + offsets[place]
                (glyph,) = struct.unpack_from(
                    ">H", font, where + 2 * (point - starts[place])
                )
                if glyph == 0:
                    continue
            if (glyph + deltas[place]) & 0xFFFF:
                points.add(point)
    return points


def _groups(font: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    points: set[int] = set()
    for place in range(count):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * place)
        points.update(range(first, last + 1))
    return points
