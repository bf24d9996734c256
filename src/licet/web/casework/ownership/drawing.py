"""Where the boxes and arrows of a web lie; owners above, what they hold below."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from licet.diversion import percent
from licet.web.casework.views import ArrowView, BoxView, DrawingView, Json

WIDE, HIGH, GAP, RISE, EDGE = 190, 56, 26, 74, 10
MOST_BOXES = 40
_LINE = 24  # letters of a name that fit one line of a box
_LABEL = 26


def share_words(one: Json) -> str:
    """What a statement says, in as few words as an arrow has room for."""
    if one["kind"] == "control":
        return _("controls") if one["certain"] else _("may control")
    if one["kind"] == "tie":
        return str(one["manner"])
    if (one["low"], one["high"]) == (0, 10_000):
        said = _("share unknown")
    elif one["low"] == one["high"]:
        said = percent(one["low"])
    else:
        said = _("%(low)s to %(high)s") % {
            "low": percent(one["low"]),
            "high": percent(one["high"]),
        }
    return f"{said} {_('of votes')}" if one["kind"] == "votes" else said


def draw(
    statements: Sequence[Json],
    *,
    roots: Iterable[str],
    names: Mapping[str, str],
    notes: Mapping[str, tuple[str, str]],
) -> DrawingView | None:
    """Lay out statements as a picture.

    Args:
        statements: What is drawn, as JSON.
        roots: Ids at the bottom: the parties of the case.
        names: Name by id.
        notes: Tone and note by id.

    Returns:
        The drawing; ``None`` when there is nothing to draw.
    """
    levels = _levels(statements, roots)
    if len(levels) < 2:  # noqa: PLR2004  # an arrow has two ends
        return None
    kept = sorted(levels, key=lambda name: (levels[name], name))[:MOST_BOXES]
    rows: dict[int, list[str]] = {}
    for name in kept:
        rows.setdefault(levels[name], []).append(name)
    top = max(rows)
    broad = max(len(row) for row in rows.values())
    width = broad * (WIDE + GAP) - GAP + 2 * EDGE
    places = _places(rows, top, width)
    return DrawingView(
        width=width,
        height=top * (HIGH + RISE) + HIGH + 2 * EDGE,
        boxes=tuple(_box(name, names, notes, places[name]) for name in kept),
        arrows=tuple(_arrows(statements, places)),
        words=" ".join(_told(statements, names)),
        left=len(levels) - len(kept),
    )


def _places(
    rows: Mapping[int, Sequence[str]], top: int, width: int
) -> dict[str, tuple[int, int]]:
    return {
        name: (
            EDGE
            + (width - 2 * EDGE - len(row) * (WIDE + GAP) + GAP) // 2
            + place * (WIDE + GAP),
            EDGE + (top - level) * (HIGH + RISE),
        )
        for level, row in rows.items()
        for place, name in enumerate(row)
    }


def _levels(statements: Sequence[Json], roots: Iterable[str]) -> dict[str, int]:
    """How many steps each party is above the bottom; a cycle ends where it began."""
    above: dict[str, set[str]] = {}
    for one in statements:
        above.setdefault(one["owned"], set()).add(one["owner"])
    ends = {end for one in statements for end in (one["owner"], one["owned"])}
    front = sorted(set(roots) & ends)
    levels = dict.fromkeys(front, 0)
    step = 0
    while front:
        step += 1
        following = sorted(
            {owner for name in front for owner in above.get(name, ())} - levels.keys()
        )
        levels |= dict.fromkeys(following, step)
        front = following
    return levels


def _box(
    name: str,
    names: Mapping[str, str],
    notes: Mapping[str, tuple[str, str]],
    place: tuple[int, int],
) -> BoxView:
    tone, note = notes.get(name, ("plain", ""))
    return BoxView(
        id=name,
        lines=_lines(names.get(name, name)),
        tone=tone,
        note=note,
        x=place[0],
        y=place[1],
    )


def _lines(name: str) -> tuple[str, ...]:
    lines = [""]
    for word in name.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= _LINE or not lines[-1]:
            lines[-1] = joined
        elif len(lines) == 1:
            lines.append(word)
        else:
            lines[-1] = joined
    return tuple(
        one if len(one) <= _LINE else f"{one[: _LINE - 1]}\u2026" for one in lines
    )


def _arrows(
    statements: Sequence[Json], places: Mapping[str, tuple[int, int]]
) -> Iterable[ArrowView]:
    told: dict[tuple[str, str], list[Json]] = {}
    for one in statements:
        if one["owner"] in places and one["owned"] in places:
            told.setdefault((one["owner"], one["owned"]), []).append(one)
    for (owner, owned), ones in sorted(told.items()):
        (x1, y1), (x2, y2) = places[owner], places[owned]
        label = "; ".join(dict.fromkeys(share_words(one) for one in ones))
        begin, end = (x1 + WIDE // 2, y1 + HIGH), (x2 + WIDE // 2, y2)
        bow = 0
        if y1 >= y2:  # in a cycle an arrow goes up, or sideways
            begin, end = (x1 + WIDE, y1 + HIGH // 2), (x2 + WIDE, y2 + HIGH // 2)
            bow = GAP
        middle = (begin[0] + end[0]) // 2 + bow, (begin[1] + end[1]) // 2
        yield ArrowView(
            path=f"M{begin[0]} {begin[1]}Q{middle[0]} {middle[1]} {end[0]} {end[1]}",
            label=label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}\u2026",
            x=middle[0],
            y=middle[1],
            dashed=not any(_certain(one) for one in ones),
        )


def _certain(one: Mapping[str, Any]) -> bool:
    if one["kind"] == "control":
        return bool(one["certain"])
    return one["kind"] != "tie" and bool(one["low"])


def _told(statements: Sequence[Json], names: Mapping[str, str]) -> Iterable[str]:
    for one in statements[:MOST_BOXES]:
        owner, owned = (names.get(one[end], one[end]) for end in ("owner", "owned"))
        yield f"{owner}: {share_words(one)}, {owned}."
