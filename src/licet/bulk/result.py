"""From blocks to the files that were asked for: hits, rows set aside, and a summary."""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.bulk.errors import PartyFileError
from licet.bulk.parquet import connection
from licet.bulk.run import Run
from licet.bulk.store import (
    RunFolder,
    plain_json,
    read_block,
    room_for,
    sync_folder,
    write_whole,
)

HIT_COLUMNS = (
    "row", "line", "id", "name", "score", "entity", "list", "list_version", "matched_name",
    "query_name", "programs", "qualifiers", "words", "entry_url", "entry_hash", "algorithm",
)  # fmt: skip
# What spreadsheets take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SUFFIXES = (".jsonl", ".csv", ".parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where the result of a run goes.

    Attributes:
        hits: The file of hits: ``.jsonl``, ``.csv`` or ``.parquet``.
        rejects: Rows set aside, as JSON lines.
        summary: What was screened against what, and the counts; written last.
        work: Blocks while the run goes on.
    """

    hits: Path
    rejects: Path
    summary: Path
    work: Path

    @classmethod
    def at(cls, out: Path) -> "Target":
        """The target that a path names: a file by its ending, else a folder.

        Raises:
            PartyFileError: The path is a link, or a file where a folder is meant.
        """
        if out.is_symlink():
            raise PartyFileError(
                str(out),
                "is a link, and nothing is written through links",
                "Name a new place.",
            )
        if out.suffix in _SUFFIXES and not out.is_dir():
            beside = out.with_suffix
            return cls(
                hits=out,
                rejects=beside(".rejects.jsonl"),
                summary=beside(".summary.json"),
                work=out.with_name(out.name + ".work"),
            )
        if out.exists() and not out.is_dir():
            raise PartyFileError(
                str(out),
                "is no folder",
                f"Name one, or a file in {', '.join(_SUFFIXES)}.",
            )
        return cls(
            hits=out / "hits.jsonl",
            rejects=out / "rejects.jsonl",
            summary=out / "summary.json",
            work=out / "work",
        )

    @property
    def form(self) -> str:
        """``jsonl``, ``csv`` or ``parquet``."""
        return self.hits.suffix[1:]

    def finished(self) -> Mapping[str, Any] | None:
        """The summary of a run that ended here; ``None`` when there is none."""
        try:
            found: Mapping[str, Any] = json.loads(self.summary.read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return found


def finish(run: Run, target: Target) -> Mapping[str, Any]:
    """Write the result of a run that has ended; done again it gives the same bytes.

    The blocks go last: killed in between, the same is written again.

    Raises:
        NoRoomError: There is no room; the blocks stay.
        MissingExtraError: Hits are wanted as Parquet and licet[bulk] is not installed.
    """
    folder = run.folder
    counts = folder.ended or {}
    write_whole(target.rejects, _asides(folder))
    match target.form:
        case "csv":
            write_whole(target.hits, csv_lines(hits_of(folder)))
        case "parquet":
            _write_parquet(folder, target.hits)
        case _:
            write_whole(target.hits, hits_of(folder))
    summary = {**run.order.manifest(run.sha256), **counts}
    write_whole(target.summary, [plain_json(summary)])
    folder.remove()
    return summary


def hits_of(folder: RunFolder) -> Iterator[bytes]:
    """Every hit of a run in the order of the rows, a JSON line each."""
    for done in folder.done():
        yield from read_block(folder.path(done.number))[1]


def _asides(folder: RunFolder) -> Iterator[bytes]:
    for done in folder.done():
        yield from read_block(folder.path(done.number))[2]


def csv_lines(hits: Iterator[bytes]) -> Iterator[bytes]:
    """Hits as CSV with a heading, nothing in it that a spreadsheet would run."""
    yield _csv_line(HIT_COLUMNS)
    for line in hits:
        hit = json.loads(line)
        yield _csv_line([_inert(_flat(hit[name])) for name in HIT_COLUMNS])


def _flat(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv_line(cells: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def _write_parquet(folder: RunFolder, path: Path) -> None:
    """The hits as Parquet, by way of JSON lines, in bounded memory."""
    base = connection()
    lines = folder.root / "hits.jsonl"
    draft = path.with_name(f".{path.name}.draft")
    write_whole(lines, hits_of(folder))
    kinds = {"row": "BIGINT", "line": "BIGINT", "programs": "VARCHAR[]", "qualifiers": "VARCHAR[]"}  # fmt: skip
    columns = ", ".join(f"{n}: '{kinds.get(n, 'VARCHAR')}'" for n in HIT_COLUMNS)
    select = f"SELECT {', '.join(HIT_COLUMNS)} FROM read_json(?, format = 'newline_delimited', columns = {{{columns}}})"  # noqa: S608  # names of our own
    try:
        with room_for(path):
            base.execute(
                f"COPY ({select}) TO '{str(draft).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)",
                [str(lines)],
            )
            with draft.open("rb+") as handle:
                os.fsync(handle.fileno())
            draft.replace(path)
            sync_folder(path.parent)
    finally:
        base.close()
        draft.unlink(missing_ok=True)
