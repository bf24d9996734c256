"""Delimited text read strictly: a cut row is an error, never a shorter row."""

import csv
import io

from licet.screening.errors import CutListError, EmptyListError
from licet.screening.lists.document import Document

csv.field_size_limit(4 * 1024 * 1024)

# Old DOS end-of-file mark: OFAC closes its files with it.
END_MARK = "\x1a"


def rows(document: Document, *, delimiter: str = ",") -> list[list[str]]:
    """The rows of a delimited file, without blank ones and the end mark.

    Raises:
        CutListError: A quote is left open, or a row has fewer cells than the first.
        EmptyListError: There is no row.
    """
    text = document.text()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    out: list[list[str]] = []
    try:
        for row in reader:
            if not row or not "".join(row).strip(f"{END_MARK} \t"):
                continue
            out.append(row)
    except csv.Error as error:
        raise CutListError(document.name, f"line {reader.line_num}: {error}") from error
    if text.count('"') % 2:
        raise CutListError(document.name, "ends inside a quoted cell")
    if not out:
        raise EmptyListError(document.name, "holds no row")
    return out


def same_width(document: Document, table: list[list[str]], *, width: int) -> None:
    """Refuse a table with a row shorter than ``width``.

    Raises:
        CutListError: Names the first such row.
    """
    for number, row in enumerate(table, 1):
        if len(row) < width:
            raise CutListError(
                document.name,
                f"row {number} has {len(row)} cells where {width} are expected: "
                f"it was cut after {row[-1][-40:]!r}",
            )


def records(document: Document, *, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows under a heading row, as name -> cell.

    Raises:
        CutListError: A row is shorter than the heading.
        EmptyListError: There is a heading and nothing below.
    """
    table = rows(document, delimiter=delimiter)
    return under_heading(document, table)


def under_heading(document: Document, table: list[list[str]]) -> list[dict[str, str]]:
    """The same for rows already split: the first is the heading."""
    heading = [cell.strip() for cell in table[0]]
    same_width(document, table, width=len(heading))
    if len(table) == 1:
        raise EmptyListError(document.name, "holds a heading and no entry")
    return [dict(zip(heading, row, strict=False)) for row in table[1:]]
