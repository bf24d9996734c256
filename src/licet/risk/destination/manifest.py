"""The manifest beside country data: which file is which, under what licence, fetched when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from licet.risk.destination.errors import CountryDataError

_PLACED = re.compile(r"\bPlaced (\d{4}-\d{2}-\d{2})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a ``MANIFEST.md`` says.

    Attributes:
        placed: The day on which the files were fetched, or ``None``.
        rows: For each file name, its cells by the column's name.
    """

    placed: date | None
    rows: Mapping[str, Mapping[str, str]]

    def licence(self, name: str) -> str:
        """The licence of a file's data, or empty when the manifest does not name it."""
        return self.rows.get(name, {}).get("licence of the data", "")

    def require_hash(self, name: str, sha256: str) -> None:
        """A file that the manifest lists must be the one that it lists.

        Raises:
            CountryDataError: Its hash is another.
        """
        stated = self.rows.get(name, {}).get("sha256")
        if stated and stated != sha256:
            raise CountryDataError(
                name,
                "is not the file that MANIFEST.md lists: the SHA-256 differs. Fetch it again, "
                "or correct the manifest when it was changed on purpose.",
            )


def read_manifest(text: str) -> Manifest:
    """Read the text of a manifest; an empty text is an empty manifest.

    Args:
        text: Markdown with the words ``Placed YYYY-MM-DD`` and a table whose first column
            is ``file`` and which may have ``licence of the data`` and ``sha256``.
    """
    placed = _PLACED.search(text)
    rows: dict[str, dict[str, str]] = {}
    columns: list[str] = []
    for line in text.splitlines():
        cells = [one.strip() for one in line.strip().strip("|").split("|")]
        if cells[0] == "file":
            columns = cells
        elif line.startswith("|") and columns and len(cells) == len(columns):
            rows[cells[0]] = dict(zip(columns, cells, strict=True))
    return Manifest(
        placed=date.fromisoformat(placed.group(1)) if placed else None, rows=rows
    )
