"""The first sheet of an OpenDocument or Office Open XML spreadsheet as rows of text."""

import re
from datetime import date, timedelta

from licet.screening.lists.document import Document, member
from licet.screening.lists.xmltree import Node, parse

# Spreadsheets close each row with one cell repeated to the edge: never follow those.
WIDEST = 64
_EPOCH = date(1899, 12, 30)


def open_document_rows(document: Document) -> list[list[str]]:
    """The rows of an ODS file with at least one filled cell.

    Raises:
        CutListError: The archive or its XML is cut.
        UnsafeListError: It unpacks beyond the limits, or declares entities.
    """
    root = parse(document.name, member(document, "content.xml"))
    out = []
    for row in _below(root, "table-row"):
        cells: list[str] = []
        for cell in row.all("table-cell"):
            repeated = int(cell.attributes.get("number-columns-repeated", "1"))
            cells += [_cell_text(cell)] * min(repeated, WIDEST - len(cells))
        if any(cells):
            out.append(cells)
    return out


def _cell_text(cell: Node) -> str:
    return " ".join(" ".join(p.everything().split()) for p in cell.all("p"))


def _below(node: Node, tag: str) -> list[Node]:
    found = []
    stack = [node]
    while stack:
        here = stack.pop()
        if here.tag == tag:
            found.append(here)
        else:
            stack.extend(reversed(here.children))
    return found


def office_rows(document: Document) -> list[list[str]]:
    """The rows of an XLSX file; dates stay the serial numbers that the file holds.

    Raises:
        CutListError: The archive or its XML is cut.
        UnsafeListError: It unpacks beyond the limits, or declares entities.
    """
    shared = parse(document.name, member(document, "xl/sharedStrings.xml"))
    strings = [
        "".join(t.text for t in _below(item, "t") if t.text)
        for item in shared.all("si")
    ]
    sheet = parse(document.name, member(document, "xl/worksheets/sheet1.xml"))
    out = []
    for row in _below(sheet, "row"):
        cells: dict[int, str] = {}
        for cell in row.all("c"):
            value = cell.first("v")
            if cell.attributes.get("t") == "s" and value:
                value = strings[int(value)]
            elif cell.attributes.get("t") == "inlineStr":
                value = cell.everything()
            cells[_column(cell.attributes.get("r", "A1"))] = value
        if any(cells.values()):
            out.append([cells.get(i, "") for i in range(max(cells) + 1)])
    return out


def _column(reference: str) -> int:
    """The zero-based column of a cell reference: ``A1`` -> 0, ``AB7`` -> 27."""
    number = 0
    for letter in re.match(r"[A-Z]*", reference).group():  # type: ignore[union-attr]  # matches the empty text too
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def serial_day(text: str) -> date | None:
    """The day behind a spreadsheet's serial number; None when the text is no number."""
    return _EPOCH + timedelta(days=int(text)) if text.isdecimal() else None
