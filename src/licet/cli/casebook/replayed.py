"""A file of past cases under two laws, as ``licet regime diff --caseload`` tells it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from licet.cli.lists import state_dir
from licet.determination.bulk import (
    Answer,
    Caseload,
    Replay,
    read_caseload,
    replay,
    with_ordinary,
)

if TYPE_CHECKING:
    from licet.determination import Program
    from licet.determination.bulk.store import Progress

BIG = 1 << 23  # bytes from which a file is kept as columns and its reading shown


def load(file: Path) -> Caseload:
    """Read past cases; a big file is kept as columns for the next time.

    Raises:
        MalformedCaseloadError: The file is absent or a line of it is no case.
        BulkMissingError: It is Parquet, and DuckDB is not installed.
    """
    big = file.is_file() and file.stat().st_size >= BIG
    cache = state_dir() / "caseloads" if big else None
    with _bar(f"Reading {file.name}", shown=big) as progress:
        return read_caseload(file, cache=cache, progress=progress)


def compare(
    before: "Program", after: "Program", caseload: Caseload, *, traces: int, exact: int
) -> Replay:
    """Replay a caseload, the newer law's ordinary answers entered where nobody speaks."""
    filled = with_ordinary(caseload, after.regime)
    with _bar("Deciding open cases one by one", shown=True) as progress:
        return replay(
            before, after, filled, traces=traces, exact=exact, progress=progress
        )


def told_json(found: Replay) -> dict[str, list[dict[str, object]]]:
    """The changed cases with both traces, the rest without, and what is not known."""
    rest = found.changed[len(found.traced) :]
    return {
        "caseload": [one.to_json() for one in found.traced],
        "caseload_without_trace": [one.to_json() for one in rest],
        "caseload_undecided": [
            {"case": case, "item": item} for case, item in found.undecided
        ],
    }


def tell(found: Replay) -> Iterator[str]:
    """The same in words."""
    for traced in found.traced:
        was, becomes = traced.before.sentence, traced.after.sentence
        yield f"case {traced.case}: {was} -> {becomes}"
    rest = found.changed[len(found.traced) :]
    if rest:
        yield f"The next {len(rest)} changed cases are listed without their traces."
    for one in rest:
        yield f"case {one.case}: {_words(one.before)} -> {_words(one.after)}"
    yield f"{len(found.changed)} of {found.rows} come out otherwise."
    if found.undecided:
        yield (
            f"{len(found.undecided)} are not known: their open facts leave the answer "
            "open, and they lay beyond --exact. Give a larger number."
        )


def _words(answer: Answer) -> str:
    parts = [str(answer.outcome), *answer.entries, *answer.available]
    return " ".join(parts)


@contextmanager
def _bar(title: str, *, shown: bool) -> "Iterator[Progress]":
    """A progress bar on standard error."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not shown) as bar:
        task = bar.add_task(title, total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield advance
