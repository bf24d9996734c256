"""A file of parties: what it is by its content, and its rows from any place on."""

import hashlib
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from os import stat_result
from pathlib import Path
from typing import assert_never

from licet.bulk import delimited, ftm, parquet
from licet.bulk.errors import PartyFileError
from licet.bulk.lines import beginning, is_packed
from licet.bulk.model import COLUMNS, Place, Row

_CHUNK = 1 << 20
_PARQUET = b"PAR1"
_FOREIGN = {b"PK\x03\x04": "a workbook or an archive", b"%PDF-": "a PDF"}


class Form(StrEnum):
    """How a file states its parties."""

    CSV = "csv"
    PARQUET = "parquet"
    FTM = "followthemoney"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFile:
    """A file of parties, looked at and not yet read.

    Attributes:
        path: Where it is, links followed once.
        form: What is in it.
        packed: Whether it is packed by gzip.
        size: In bytes.
        columns: Heading by column name, where they differ.
        total: Its rows, when it says so itself; else 0.
    """

    path: Path
    form: Form
    packed: bool
    size: int
    columns: Mapping[str, str] = field(default_factory=dict)
    total: int = 0

    def rows(self, start: Place) -> Iterator[tuple[Row, Place]]:
        """Every row from a place on, with the place after it.

        Raises:
            PartyFileError: The file cannot be read on.
        """
        match self.form:
            case Form.CSV:
                return delimited.delimited_rows(self.path, self.columns, start)
            case Form.FTM:
                return ftm.ftm_rows(self.path, start)
            case Form.PARQUET:
                return parquet.parquet_rows(self.path, self.columns, start)
            case _:
                assert_never(self.form)

    def part(self, place: Place) -> int:
        """How far a place is, 0 to 1000; of a packed file only an estimate."""
        if self.total:
            return min(1000, (place.row - 1) * 1000 // self.total)
        most = self.size * (8 if self.packed else 1)
        return min(999, place.offset * 1000 // max(most, 1))

    def sha256(self) -> str:
        """The SHA-256 of the file as it is, in hexadecimal."""
        found = hashlib.sha256()
        with self.path.open("rb") as handle:
            while chunk := handle.read(_CHUNK):
                found.update(chunk)
        return found.hexdigest()


def party_file(path: Path, columns: Mapping[str, str] | None = None) -> PartyFile:
    """Look at a file of parties: CSV, Parquet or FollowTheMoney, by what is in it.

    Args:
        path: The file. It must be one that can be read twice.
        columns: Heading by column name (``name``, ``country`` ...), where they differ.

    Raises:
        PartyFileError: It is not there, no plain file, or in no form known here.
        MissingExtraError: It is Parquet and licet[bulk] is not installed.
    """
    columns = dict(columns or {})
    _require_known(path, columns)
    path, facts, head = _plain(path)
    form = _form(path, head)
    if form is not Form.CSV and form is not Form.PARQUET and columns:
        raise PartyFileError(path.name, "has no columns", "Leave out --column.")
    packed, total = is_packed(path), 0
    if form is Form.PARQUET:
        if packed:
            raise PartyFileError(
                path.name, "is Parquet packed again", "Unpack it first."
            )
        total = parquet.describe(path, columns)[1]
    elif form is Form.CSV:
        delimited.headings(path, columns)
    return PartyFile(
        path=path,
        form=form,
        packed=packed,
        size=facts.st_size,
        columns=columns,
        total=total,
    )


def _plain(path: Path) -> tuple[Path, stat_result, bytes]:
    """A plain file that can be read twice: where it is, its facts and its beginning."""
    try:
        path = path.resolve(strict=True)
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise PartyFileError(
                path.name,
                "is no plain file and cannot be read twice",
                "Save it to a file first.",
            )
        head = beginning(path)
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or "links in a circle"
        raise PartyFileError(
            str(path), f"cannot be read ({why})", "Name a file."
        ) from error
    return path, facts, head


def _require_known(path: Path, columns: Mapping[str, str]) -> None:
    unknown = sorted(set(columns) - set(COLUMNS))
    if unknown:
        raise PartyFileError(
            path.name,
            f"there is no column `{unknown[0]}` to read",
            f"Use {', '.join(COLUMNS)}",
        )


def _form(path: Path, head: bytes) -> Form:
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise PartyFileError(
                path.name,
                f"is {what}",
                "Save the table as CSV in UTF-8, or as Parquet.",
            )
    if head.startswith(_PARQUET):
        return Form.PARQUET
    return (
        Form.FTM
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
        else Form.CSV
    )
