"""The change notes of a package, read from its CHANGES.md, as cited sentences."""

import re
from collections.abc import Iterator

from licet.kernel import Citation
from licet.regimes.guidance.model import Statement
from licet.regimes.model import RegimeHeader

_RULE = re.compile(r"\|[\s|:-]+\|")
_MARKS = re.compile(r"[`*]")


def change_notes(text: str, header: RegimeHeader) -> tuple[Statement, ...]:
    """Every line of the notes as a sentence.

    Args:
        text: The notes: headings, paragraphs, lists and tables.
        header: The package they belong to.

    Returns:
        One sentence for each paragraph, item or row; rows are read with their headings. The editors vouch for
        them, so that they count as unverified.
    """
    return tuple(
        Statement(
            words=words,
            law=Citation(
                instrument=f"Change notes of {header.id}",
                pinpoint=under,
                verified=False,
            ),
        )
        for under, words in _lines(text)
    )


def _lines(text: str) -> Iterator[tuple[str, str]]:
    under = "Changes"
    columns: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        paragraph: list[str] = []
        for line in block.splitlines():
            plain = _MARKS.sub("", line.strip())
            if plain.startswith("#"):
                under, columns = plain.lstrip("# "), []
            elif _RULE.fullmatch(plain):
                continue
            elif plain.startswith("|"):
                cells = [cell.strip() for cell in plain.strip("|").split("|")]
                if not columns:
                    columns = cells
                else:
                    yield under, ". ".join(cells) + "."
            elif plain.startswith("- "):
                yield under, plain[2:]
            else:
                paragraph.append(plain)
        if any(paragraph):
            yield under, " ".join(paragraph)
