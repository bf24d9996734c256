"""East Asian names as algorithms from the second on read them: in every usual romanisation.

A name is cut at known words (places, trade words, brands, legal forms) so that as little as
possible stays unknown, and that is read by its sound. Where a word is translated in more than
one way, or a brand is both translated and romanised, each way is a reading of its own.
"""

import re
from functools import cache

from licet.screening.eastasian import (
    HAN,
    HANGUL,
    KANA,
    LONGEST_PERSON,
    LONGEST_WORD,
    chinese_person,
    hangul,
    numbered,
    sound,
)
from licet.screening.hangul import korean_person, spoken
from licet.screening.tables import rows

_RUN = re.compile(f"[{HAN}{HANGUL}{KANA}\u3005\u30fc]+")
_KANA = re.compile(f"[{KANA}]")
_HANGUL = re.compile(f"[{HANGUL}]")
_KATAKANA = re.compile("[\u30a0-\u30ff\u31f0-\u31ff]+")
_JAPANESE_FORMS = ("株式会社", "有限会社", "合同会社")
# A word that tables translate has so many readings at most.
VARIANTS = 3
# What one unknown letter costs, and one more word; a syllable that is a word only at the end.
_UNKNOWN, _WORD = 10, 4
_ONE_SYLLABLE = frozenset("국부성당군핵")


def romanisations(text: str, *, person: bool) -> tuple[str, ...]:
    """The text with every East Asian run in Latin letters, in each usual way.

    Args:
        text: The name.
        person: Whether it is known to be a person's.

    Examples:
        >>> romanisations("天河第十三研究所", person=False)
        ('tianhe 13 research institute', 'tianhe 13 institute')
    """
    text = " ".join(text.split())
    runs = _RUN.findall(text)
    alone = len(runs) == 1 and runs[0] == text.strip()
    japanese = bool(_KANA.search(text)) or any(form in text for form in _JAPANESE_FORMS)
    choices = [
        _readings(run, person=person, alone=alone, japanese=japanese) for run in runs
    ]
    out: dict[str, None] = {}
    for variant in range(max(map(len, choices), default=1)):
        read = [one[min(variant, len(one) - 1)] for one in choices]
        between = _RUN.split(text)
        parts = [" ".join(pair) for pair in zip(between, [*read, ""], strict=True)]
        out.setdefault(" ".join(" ".join(parts).split()))
    return tuple(out)


def _readings(
    run: str, *, person: bool, alone: bool, japanese: bool
) -> tuple[str, ...]:
    if _HANGUL.search(run):
        return _korean(run, person=person, alone=alone)
    if japanese:
        return _composed(run, "japanese")
    found = _chinese(run, person=person, alone=alone)
    # Chinese letters without kana may be Japanese when every word is known there.
    if all(known for _, known in _segments(run, "japanese")):
        found = (*found[:VARIANTS], *_composed(run, "japanese")[:2])
    return found


def _chinese(run: str, *, person: bool, alone: bool) -> tuple[str, ...]:
    plain = run.translate(_simplified())
    unknown = alone and not any(known for _, known in _segments(plain, "chinese"))
    if len(plain) <= LONGEST_PERSON and (person or unknown):
        return (chinese_person(plain), sound(plain))[: 1 if person else 2]
    return _composed(numbered(plain), "chinese")


def _korean(run: str, *, person: bool, alone: bool) -> tuple[str, ...]:
    unknown = alone and not any(known for _, known in _segments(run, "korean"))
    if len(run) <= LONGEST_PERSON and (person or unknown):
        return korean_person(run)
    return _composed(run, "korean")


def _composed(run: str, table: str) -> tuple[str, ...]:
    known = _words(table)
    parts = [
        one
        for piece in run.split()
        for one in ([(piece, True)] if piece.isascii() else _segments(piece, table))
    ]
    out: dict[str, None] = {}
    for variant in range(VARIANTS):
        words = [
            _word(known.get(part, ""), part, table, variant=variant)
            for part, _ in parts
        ]
        out.setdefault(" ".join(" ".join(words).split()))
    return tuple(out)


def _word(meanings: str, part: str, table: str, *, variant: int) -> str:
    if part.isascii():
        return part
    if meanings == "-":
        return ""
    choices = meanings.split("|") if meanings else _heard(part, table)
    return choices[min(variant, len(choices) - 1)]


def _heard(part: str, table: str) -> tuple[str, ...]:
    """A brand by its sound; katakana adds vowels to foreign words, so that none count."""
    if table == "korean":
        return spoken(part), hangul(part, southern=True), hangul(part, southern=False)
    if _KATAKANA.fullmatch(part):
        return ("~" + sound(part),)
    return (sound(part),)


@cache
def _simplified() -> dict[int, int]:
    table = rows("simplified_later")
    return str.maketrans(table["traditional"], table["simplified"])


@cache
def _words(table: str) -> dict[str, str]:
    return {**rows(table), **rows(f"{table}_later")}


def _segments(run: str, table: str) -> tuple[tuple[str, bool], ...]:
    """The run cut where the least is unknown, in as few words as that allows."""
    known = _words(table)
    best: list[tuple[int, int, bool]] = [(0, 0, True)]
    for end in range(1, len(run) + 1):
        cost, start, word = best[end - 1][0] + _UNKNOWN, end - 1, False
        # Unknown letters in a row are one word.
        if best[end - 1][2] or end == 1:
            cost += _WORD
        for size in range(1, min(LONGEST_WORD, end) + 1):
            part = run[end - size : end]
            if part not in known:
                continue
            if size == 1 and part in _ONE_SYLLABLE and end < len(run):
                continue
            total = best[end - size][0] + _WORD
            if total < cost:
                cost, start, word = total, end - size, True
        best.append((cost, start, word))
    out: list[tuple[str, bool]] = []
    end = len(run)
    while end:
        _, start, word = best[end]
        if not word and out and not out[-1][1]:
            out[-1] = (run[start:end] + out[-1][0], False)
        else:
            out.append((run[start:end], word))
        end = start
    return tuple(reversed(out))
