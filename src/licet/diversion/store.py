"""Files of statements on disk."""

from pathlib import Path

from licet.diversion.bods import read_bods
from licet.diversion.errors import MalformedStatementError
from licet.diversion.ftm import read_ftm
from licet.diversion.lines import lines_of
from licet.diversion.model import Declared

_FORMATS = (
    "Give BODS 0.4 (statementId, recordId) or FollowTheMoney (id, schema) as JSON."
)


def read_declared(path: Path) -> Declared:
    """Read a file of BODS 0.4 or FollowTheMoney.

    Args:
        path: JSON lines or one JSON list; which of the two formats, the first object tells.

    Raises:
        MalformedStatementError: A line cannot be read, or the format is not known.
    """
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        mend = "Save the file as UTF-8."
        raise MalformedStatementError(str(path), line, "not UTF-8", mend) from error
    return declared_of(text, path.name)


def declared_of(text: str, file: str) -> Declared:
    """Read a text of BODS 0.4 or FollowTheMoney.

    Args:
        text: JSON lines or one JSON list.
        file: The name to tell.

    Raises:
        MalformedStatementError: A line cannot be read, or the format is not known.
    """
    lines = tuple(lines_of(text, file))
    if not lines:
        raise MalformedStatementError(file, 1, "nothing is stated", _FORMATS)
    first = lines[0].data
    if "schema" in first:
        return read_ftm(lines)
    if first.keys() & {"statementId", "statementID", "recordId"}:
        return read_bods(lines)
    raise lines[0].wrong("neither of the two formats", _FORMATS)
