"""Steps drawn as boxes one below the other: a plain SVG, legible on a narrow screen, the same bytes every time."""

from dataclasses import dataclass
from html import escape
from textwrap import wrap

from licet.regimes.guidance.markup import Address, statement_html
from licet.regimes.guidance.model import Statement

WIDTH = 344
INDENT = 14
LINE = 18
PADDING = 9
GAP = 8
# A character of the face is seven units wide on average at this size; wrapping by it never overflows a box.
SIZE = 13
CHARACTER = 7
_FILLS = ("#0c4a54", "#f3f6f6", "#ffffff")
_INKS = ("#ffffff", "#14212b", "#14212b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    step: Statement
    depth: int
    lines: tuple[str, ...]
    top: int
    parent: int

    @property
    def left(self) -> int:
        return 2 + self.depth * INDENT

    @property
    def height(self) -> int:
        return len(self.lines) * LINE + 2 * PADDING

    @property
    def width(self) -> int:
        return WIDTH - self.left - 2


def _placed(steps: Statement) -> list[_Box]:
    boxes: list[_Box] = []

    def place(step: Statement, depth: int, parent: int) -> None:
        room = (WIDTH - depth * INDENT - 4 - 2 * PADDING) // CHARACTER
        last = boxes[-1] if boxes else None
        top = 2 if last is None else last.top + last.height + GAP
        mark = "" if step.law.verified else " (unverified)"
        lines = tuple(wrap(step.words + mark, room)) or ("",)
        boxes.append(_Box(step=step, depth=depth, lines=lines, top=top, parent=parent))
        here = len(boxes) - 1
        for part in step.under:
            place(part, depth + 1, here)

    place(steps, 0, -1)
    return boxes


def diagram_svg(steps: Statement, address: Address, *, name: str, title: str) -> str:
    """Draw steps as a tree of boxes.

    Args:
        steps: The tree; the same that the text alternative lists.
        address: Where a box leads.
        name: An id that is unique on the page.
        title: What the diagram shows.

    Returns:
        An ``svg`` element with title, description and links; no script, no style of its own.
    """
    boxes = _placed(steps)
    height = boxes[-1].top + boxes[-1].height + 2
    lines = "".join(_connector(box, boxes[box.parent]) for box in boxes[1:])
    drawn = "".join(_box(box, address) for box in boxes)
    told = f"{len(boxes)} steps, from top to bottom; the list below the drawing holds the same steps."
    return (
        f'<svg class="diagram" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' role="group" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{told}</desc>'
        f'<g fill="none" stroke="#9fb0b6" stroke-width="1.5">{lines}</g>{drawn}</svg>'
    )


def diagram_html(steps: Statement, address: Address, *, name: str, title: str) -> str:
    """The drawing with its text alternative, a nested list of the same steps."""
    drawing = diagram_svg(steps, address, name=name, title=title)
    return (
        f'<div class="drawn">{drawing}</div>'
        f'<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">'
        f"{escape(title)}, as a list</span></summary>"
        f'<div class="govuk-details__text"><ul class="govuk-list"><li>{statement_html(steps, address)}</li></ul></div></details>'
    )


def _connector(box: _Box, parent: _Box) -> str:
    x = parent.left + INDENT // 2
    y = box.top + LINE // 2 + PADDING
    return f'<path d="M{x} {parent.top + parent.height}V{y}H{box.left}"/>'


def _box(box: _Box, address: Address) -> str:
    shade = min(box.depth, 2)
    first = box.top + PADDING + SIZE
    text = "".join(
        f'<text x="{box.left + PADDING}" y="{first + LINE * row}">{escape(line)}</text>'
        for row, line in enumerate(box.lines)
    )
    drawn = (
        f'<g font-size="{SIZE}" fill="{_INKS[shade]}"><rect x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}"'
        f' rx="3" fill="{_FILLS[shade]}" stroke="#0c4a54"/>{text}</g>'
    )
    href = address(*box.step.about) if box.step.about is not None else ""
    if not href:
        return drawn
    return f'<a href="{escape(href)}">{drawn}</a>'
