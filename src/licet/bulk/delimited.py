"""CSV of any size: one row after the other, each damaged one set aside by itself."""

import csv
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from licet.bulk.errors import PartyFileError
from licet.bulk.lines import LONGEST_LINE, Line, beginning, lines_of
from licet.bulk.model import COLUMNS, PartyRow, Place, Row, SetAside
from licet.bulk.party import Stated, aside, row_of, split

MOST_LINES = 64
LONGEST_HEADING = 1 << 16
_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_HEADINGS = "Give a heading line with a column `name`, or say which one it is: --column name=HEADING"
_OPEN = (
    f"A quotation mark is opened and not closed within {MOST_LINES} lines and "
    f"{LONGEST_LINE} bytes. Close it, or double a mark that belongs to the text."
)


class _StopError(Exception):
    """Reading of one record must stop here; never leaves this module."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class _Feed:
    """Lines for the parser of one record after the other, with those it has taken."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self.lines = lines
        self.back: deque[Line] = deque()
        self.taken: list[Line] = []

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self.back.popleft() if self.back else next(self.lines)
        self.taken.append(line)
        size = sum(len(one.content) for one in self.taken) if len(self.taken) > 1 else 0
        if len(self.taken) > MOST_LINES or size > LONGEST_LINE:
            raise _StopError("quote_open", _OPEN)
        return _text(line) + "\n"

    def first(self) -> Line:
        """Give back all lines but the first of the record, and forget the record."""
        first = self.taken[0]
        self.back.extendleft(reversed(self.taken[1:]))
        self.taken = []
        return first


def _text(line: Line) -> str:
    if line.number == 1 and b"\r" in line.content:
        raise _StopError("cr", "Its lines end in CR alone. Save it with LF or CR LF.")
    if line.too_long:
        raise _StopError(
            "line_too_long",
            f"The line is longer than {LONGEST_LINE} bytes. Shorten it, or split the row.",
        )
    content = line.content
    if line.number == 1:
        content = content.removeprefix(_BOM)
    if b"\0" in content:
        raise _StopError(
            "nul", "The line holds a NUL byte. Write the file again as text in UTF-8."
        )
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise _StopError(
            "not_utf8",
            f"Byte {error.start + 1} of the line is not UTF-8. Save the file as UTF-8.",
        ) from None


def _records(feed: _Feed, delimiter: str) -> Iterator[list[str] | _StopError]:
    """Cells of each record, or why it has none; ``feed.taken`` holds its lines."""
    # The bound of the process is above ours, whoever set it: the same row, the same reason.
    csv.field_size_limit(max(csv.field_size_limit(), 2 * LONGEST_LINE))
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _StopError) as error:
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
            yield _why(error, feed)
            continue
        yield cells


def _why(error: csv.Error | _StopError, feed: _Feed) -> _StopError:
    if isinstance(error, _StopError) and len(feed.taken) == 1:
        return error
    if isinstance(error, csv.Error) and "unexpected end of data" not in str(error):
        return _StopError(
            "cells",
            f"The cells cannot be told apart ({error}). Quote them as CSV does.",
        )
    return _StopError("quote_open", _OPEN)


def headings(path: Path, columns: Mapping[str, str]) -> tuple[str, Mapping[str, int]]:
    """Delimiter, and the place of every column that is used.

    Args:
        path: The file.
        columns: Heading by column name, where they differ.

    Raises:
        PartyFileError: No heading line, no name column, a heading twice, another encoding.
    """
    head = beginning(path, LONGEST_HEADING)
    if head.startswith(_WIDE):
        raise PartyFileError(
            path.name, "is UTF-16", "Save it as UTF-8 and start the command again."
        )
    if not head.strip():
        raise PartyFileError(path.name, "is empty", _HEADINGS + ".")
    first, ended, _ = head.partition(b"\n")
    first = first.rstrip(b"\r")
    if not ended and len(head) == LONGEST_HEADING:
        raise PartyFileError(
            path.name, f"line 1 is longer than {LONGEST_HEADING} bytes", _HEADINGS + "."
        )
    try:
        text = _text(Line(number=1, content=first, after=0))
        delimiter = max(",;\t", key=text.count)
        cells = [
            cell.strip()
            for cell in next(csv.reader([text], delimiter=delimiter, strict=True))
        ]
    except (_StopError, csv.Error, StopIteration) as error:
        raise PartyFileError(
            path.name, f"line 1 cannot be read as headings: {error}", _HEADINGS + "."
        ) from error
    return delimiter, _placed(path, cells, columns)


def _placed(
    path: Path, cells: Sequence[str], columns: Mapping[str, str]
) -> Mapping[str, int]:
    twice = sorted({cell for cell in cells if cell and cells.count(cell) > 1})
    if twice:
        raise PartyFileError(
            path.name,
            f"line 1 has the heading `{twice[0]}` twice",
            "Rename one of them.",
        )
    for name, heading in columns.items():
        if heading not in cells:
            raise PartyFileError(
                path.name,
                f"line 1 has no column `{heading}`, which was to be read as `{name}`",
                f"It has {', '.join(cells)[:300]}",
            )
    wanted = {name: columns.get(name, name) for name in COLUMNS}
    found = {name: cells.index(h) for name, h in wanted.items() if h in cells}
    if "name" not in found:
        raise PartyFileError(path.name, "line 1 has no column `name`", _HEADINGS + ".")
    return {**found, "": len(cells)}


def delimited_rows(
    path: Path, columns: Mapping[str, str], start: Place
) -> Iterator[tuple[Row, Place]]:
    """Every row from a place on, with the place after it.

    Raises:
        PartyFileError: The file cannot be read as a whole.
    """
    delimiter, places = headings(path, columns)
    feed = _Feed(lines_of(path, offset=start.offset, number=start.line))
    records = _records(feed, delimiter)
    if start.line == 1:
        next(records)
        feed.taken = []
    row = start.row
    for cells in records:
        if isinstance(cells, _StopError):
            first = feed.first()
            found: PartyRow | SetAside = aside(
                row,
                first.number,
                cells.code,
                cells.reason,
                first.content[:200].decode("utf-8", "replace"),
            )
            last = first
        else:
            first, last = feed.taken[0], feed.taken[-1]
            feed.taken = []
            if not cells:
                continue  # an empty line is no row
            found = _party(cells, places, row, first.number)
        row += 1
        yield found, Place(row=row, line=last.number + 1, offset=last.after)


def _party(
    cells: Sequence[str], places: Mapping[str, int], row: int, line: int
) -> PartyRow | SetAside:
    if len(cells) > places[""]:
        reason = (
            f"It has {len(cells)} cells where the heading has {places['']}. Quote cells "
            "that hold the separator."
        )
        return aside(row, line, "cells", reason, cells[0])

    def cell(name: str) -> str:
        place = places.get(name, len(cells))
        return cells[place].strip() if place < len(cells) else ""

    return row_of(
        row,
        line,
        Stated(
            names=(cell("name"), *split(cell("aliases"))),
            kind=cell("kind"),
            countries=split(cell("country")),
            birth_dates=[
                day for one in split(cell("birth_date")) for day in one.split()
            ],
            identifiers=split(cell("identifiers")),
            addresses=split(cell("address")),
            reference=cell("id"),
        ),
    )
