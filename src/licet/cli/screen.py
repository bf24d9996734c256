"""``licet screen``: names against the lists in service, and the benchmark run."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from licet.cli.screening import in_bulk
from licet.kernel import InputError
from licet.screening.algorithms import DEFAULT

if TYPE_CHECKING:
    from licet.screening import Entity, Index, Question

# Enough to keep the answer quick and the memory flat.
BLOCK = 2048

OptionalPath = Annotated[Path | None, typer.Option()]


def register(app: typer.Typer) -> None:
    """Add ``licet screen``."""
    app.command("screen")(screen)


NamesArgument = Annotated[list[str] | None, typer.Argument(help="Names, or `bench`.")]
FileOption = Annotated[
    Path | None,
    typer.Option(
        help="Parties as CSV, Parquet or FollowTheMoney lines, packed by gzip or not."
    ),
]
AlgorithmOption = Annotated[
    str, typer.Option(help="The matching algorithm: v2, or an older one.")
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        help="For big files: a folder, or a .jsonl, .csv or .parquet file of hits."
    ),
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option(help="A column called otherwise: name=HEADING; repeatable."),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(min=1, max=256, help="Processes; else one for each core."),
]
ExecutorOption = Annotated[
    str, typer.Option(help="Who works: local, or ray with licet[cluster].")
]


def screen(  # noqa: PLR0913, PLR0917  # one parameter an option of the command
    names: NamesArgument = None,
    file: FileOption = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Hits a name.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    algorithm: AlgorithmOption = DEFAULT,
    entities: OptionalPath = None,
    queries: OptionalPath = None,
    out: OutOption = None,
    column: ColumnOption = None,
    workers: WorkersOption = None,
    executor: ExecutorOption = "local",
) -> None:
    """Screen names against the lists in service, with the reasons for every hit.

    With --out a file of any size is screened in blocks: killed and started again it goes on,
    and rows that cannot be read are set aside with their reason. Columns are name, aliases,
    kind, country, birth_date, identifiers, address and id; only name is needed.

    `licet screen bench --entities E.jsonl --queries Q.jsonl --out R.jsonl` measures the
    matcher on a table of entities instead.
    """
    if names == ["bench"] and entities and queries and out:
        print(json.dumps(bench(entities, queries, out, algorithm=algorithm)))
        return
    if file and out and not names:
        in_bulk.screen_in_bulk(
            file,
            out,
            columns=column or (),
            limit=limit,
            executor=(executor, workers),
            algorithm=algorithm,
            as_json=as_json,
        )
        return
    if out:
        raise InputError("--out goes with --file, and without names beside it.")
    questions = [*_named(names or []), *(_from_file(file, column) if file else ())]
    if not questions:
        raise InputError("Nobody to screen. Give names, or --file with a CSV of names.")
    _screen(questions, limit=limit, as_json=as_json, algorithm=algorithm)


def _named(names: list[str]) -> "list[Question]":
    from licet.screening import Question

    return [Question(names=(name,)) for name in names]


def _from_file(path: Path, columns: list[str] | None) -> "Iterator[Question]":
    """The parties of a file for one document: a row that cannot be read stops it.

    Raises:
        InputError: The file or a row cannot be read; says where.
    """
    from licet.bulk import PartyRow, Passed, Place, SetAside, party_file
    from licet.screening import Question

    with _readable_twice(path) as plain:
        found = party_file(plain, in_bulk.mapping(columns or []))
        for row, _ in found.rows(Place()):
            match row:
                case PartyRow():
                    yield row.question
                case SetAside(code="no_name"):
                    yield Question(names=("",))
                case SetAside():
                    raise InputError(f"{path}: line {row.line}: {row.reason}")
                case Passed():
                    continue


@contextmanager
def _readable_twice(path: Path) -> Iterator[Path]:
    """The path itself, or a copy of what comes through a pipe."""
    if not path.exists() or path.is_file():
        yield path
        return
    with tempfile.TemporaryDirectory() as folder, path.open("rb") as source:
        copy = Path(folder) / path.name
        with copy.open("wb") as target:
            shutil.copyfileobj(source, target)
        yield copy


def _screen(
    questions: "list[Question]", *, limit: int, as_json: bool, algorithm: str
) -> None:
    from licet.cli.lists import state_dir
    from licet.screening import lists_fresh, statuses, threshold

    index = in_bulk.open_lists(state_dir(), algorithm=algorithm)
    held = statuses(state_dir())
    fresh = lists_fresh(held, datetime.now(UTC).date())
    level = threshold(index.algorithm)
    results = []
    for start in range(0, len(questions), BLOCK):
        block = questions[start : start + BLOCK]
        found = index.search_all(block, limit=limit)
        results += [
            {"name": q.names[0], "hits": [hit.to_json() for hit in hits]}
            for q, hits in zip(block, found, strict=True)
        ]
    if as_json:
        document = {
            "algorithm": index.algorithm,
            "threshold": f"{level:.4f}",
            "fresh": fresh,
            "lists": {status.source: status.version for status in held},
            "results": results,
        }
        print(json.dumps(document, ensure_ascii=False))
        return
    for result in results:
        _print_result(result, level)


def _print_result(result: Mapping[str, object], level: float) -> None:
    hits: list[dict[str, object]] = result["hits"]  # type: ignore[assignment]
    shown = [hit for hit in hits if float(str(hit["score"])) >= level]
    print(f"{result['name']}: {len(shown)} hit{'' if len(shown) == 1 else 's'}")
    for hit in shown:
        print(f"  {hit['score']}  {hit['entity']}  {hit['words']}")
        for qualifier in hit["qualifiers"]:  # type: ignore[attr-defined]
            print(f"          {qualifier}")


_KINDS = {"organization": "organisation"}


def _bench_entities(path: Path) -> "Iterator[Entity]":
    from licet.screening import Entity, Kind, Name
    from licet.screening.store import read_json_lines

    for row in read_json_lines(path):
        kind = str(row.get("kind", "unknown"))
        names: list[list[str]] = row["names"]  # type: ignore[assignment]
        yield Entity(
            id=str(row["id"]),
            source=str(row["list"]),
            kind=Kind(_KINDS.get(kind, kind)),
            names=tuple(Name(text=text) for text, _ in names),
        )


def bench(
    entities: Path, queries: Path, out: Path, *, algorithm: str = DEFAULT
) -> dict[str, object]:
    """Build an index, answer queries, write the hits, measure all three.

    Args:
        entities: JSON lines ``{"id", "list", "kind", "names": [[name, strength], ...]}``.
        queries: JSON lines ``{"id", "name", "kind"}``; nothing else in them is read.
        out: Where ``{"id", "hits": [[entity, score], ...]}`` lines go.
        algorithm: The matching algorithm.

    Returns:
        Build seconds, queries a second (both by the clock and by the work of one core),
        peak megabytes, and the counts.
    """
    import resource
    import time

    # One core is measured, and a pool of threads would only hold memory.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from licet.screening import build_index

    start, worked = time.perf_counter(), time.process_time()
    index = build_index(_bench_entities(entities), algorithm=algorithm)
    built, built_worked = time.perf_counter(), time.process_time()
    ids, asked = _questions(queries)
    begun, begun_worked = time.perf_counter(), time.process_time()
    _write_hits(out, index, ids, asked)
    seconds = time.perf_counter() - begun
    core_seconds = time.process_time() - begun_worked
    return {
        "algorithm": index.algorithm,
        "entities": len(index),
        "queries": len(asked),
        "build_seconds": round(built - start, 3),
        "queries_per_second": round(len(asked) / max(seconds, 1e-9), 1),
        "build_core_seconds": round(built_worked - worked, 3),
        "queries_per_core_second": round(len(asked) / max(core_seconds, 1e-9), 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _questions(queries: Path) -> "tuple[list[str], list[Question]]":
    from licet.screening import Kind, Question
    from licet.screening.store import read_json_lines

    ids, asked = [], []
    for row in read_json_lines(queries):
        kind = str(row.get("kind", "unknown"))
        ids.append(str(row["id"]))
        asked.append(
            Question(names=(str(row["name"]),), kind=Kind(_KINDS.get(kind, kind)))
        )
    return ids, asked


def _write_hits(
    out: Path, index: "Index", ids: list[str], asked: "list[Question]"
) -> None:
    with out.open("w", encoding="utf-8") as handle:
        for first in range(0, len(asked), BLOCK):
            ranked = index.rank(asked[first : first + BLOCK])
            for number, found in zip(ids[first:], ranked, strict=False):
                hits = [
                    [index.built.entity_id(s.owner), round(s.score, 5)] for s in found
                ]
                handle.write(json.dumps({"id": number, "hits": hits}) + "\n")
