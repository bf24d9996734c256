"""``licet screen --file F --out PLACE``: files of any size, block by block, taken up again."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from licet.kernel import InputError
from licet.screening.algorithms import DEFAULT

if TYPE_CHECKING:
    from licet.bulk import Executor, Progress, Run, Target
    from licet.screening import Index

Told = Callable[["Progress"], None]


def screen_in_bulk(  # noqa: PLR0913  # one for each option of the command
    file: Path,
    out: Path,
    *,
    columns: Sequence[str],
    limit: int,
    executor: tuple[str, int | None],
    algorithm: str,
    as_json: bool,
) -> None:
    """Screen a file into files beside each other; begun before, it goes on.

    Args:
        file: CSV, Parquet or FollowTheMoney JSON lines, packed by gzip or not.
        out: A folder, or a file of hits by its ending.
        columns: ``name=HEADING`` for columns that are called otherwise.
        limit: At most so many hits a party.
        executor: ``local`` or ``ray``, and how many processes.
        algorithm: The matching algorithm.
        as_json: Whether the summary is printed as one JSON document.
    """
    # One thread a process: processes share the cores, and a pool would only hold memory.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from licet.bulk import MissingExtraError, RunFolder, Target, executor_for

    try:
        doer = executor_for(executor[0], workers=executor[1])
        target = Target.at(out)
        with RunFolder(root=target.work).held():
            summary = _screened(
                file,
                target,
                columns=mapping(columns),
                limit=limit,
                executor=doer,
                algorithm=algorithm,
            )
    except MissingExtraError as error:
        print(f"licet: {error}", file=sys.stderr)
        raise typer.Exit(4) from error
    _tell(summary, target, as_json=as_json)


def mapping(columns: Sequence[str]) -> dict[str, str]:
    """Heading by column name.

    Raises:
        InputError: One is not written as ``name=HEADING``.
    """
    found = dict(one.partition("=")[::2] for one in columns)
    wrong = [one for one in columns if not all(one.partition("=")[::2])]
    if wrong:
        raise InputError(f"--column {wrong[0]}: write it as --column name=HEADING.")
    return found


def _screened(
    file: Path,
    target: "Target",
    *,
    columns: Mapping[str, str],
    limit: int,
    executor: "Executor",
    algorithm: str,
) -> Mapping[str, Any]:
    from licet.bulk import MixedRunError, Order, RunFolder, finish, open_run, party_file
    from licet.cli.lists import state_dir
    from licet.screening import index_place, threshold

    folder = RunFolder(root=target.work)
    found = party_file(file, columns)
    index = open_lists(state_dir(), algorithm=algorithm)
    order = Order(
        file=found,
        index=index_place(state_dir(), index).resolve(),
        algorithm=index.algorithm,
        lists=index.versions,
        least=threshold(index.algorithm),
        limit=limit,
    )
    before = target.finished()
    if before is not None and folder.manifest is None:
        asked = order.manifest(found.sha256())
        folder.remove()  # holding it has made it anew
        if {key: before.get(key) for key in asked} == asked:
            return before
        raise MixedRunError(target.summary.parent, "a result that is finished")
    run = open_run(order, folder)
    if run.before.blocks:
        rows = f"{run.before.rows:,} rows"
        print(f"licet: {rows} are done already; going on after them.", file=sys.stderr)
    try:
        _work(run, executor)
    except KeyboardInterrupt:
        mend = "What is done is kept; start the same command again to go on."
        print(f"licet: stopped. {mend}", file=sys.stderr)
        raise typer.Exit(130) from None
    return finish(run, target)


def _work(run: "Run", executor: "Executor") -> None:
    with _shown(run.before) as tell:
        for progress in run.work(executor):
            tell(progress)


@contextmanager
def _shown(before: "Progress") -> Iterator[Told]:
    """A bar on standard error; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True)) as bar:
        line = bar.add_task("screening", total=1000, completed=before.part)

        def tell(progress: "Progress") -> None:
            words = f"{progress.rows:,} rows, {progress.hits:,} hits, {progress.aside:,} set aside"
            bar.update(line, completed=progress.part, description=words)

        yield tell
        bar.update(line, completed=1000)


def open_lists(state: Path, *, algorithm: str = DEFAULT) -> "Index":
    """The index over the lists in service; says on standard error when they are old.

    Raises:
        typer.Exit: With 4, when no list is in service.
    """
    from licet.screening import NoListsError, lists_fresh, open_service_index, statuses

    try:
        index = open_service_index(state, algorithm=algorithm)
    except NoListsError as error:
        print(f"licet: {error}", file=sys.stderr)
        raise typer.Exit(4) from error
    if not lists_fresh(statuses(state), datetime.now(UTC).date()):
        print("licet: some lists are older than a week; sync them.", file=sys.stderr)
    return index


def _tell(summary: Mapping[str, Any], target: "Target", *, as_json: bool) -> None:
    files = {"hits": target.hits, "rejects": target.rejects, "summary": target.summary}
    if as_json:
        told = {**summary, "files": {name: str(path) for name, path in files.items()}}
        told["hit_count"] = told.pop("hits")
        print(json.dumps(told, ensure_ascii=False))
        return
    print(
        f"{summary['parties']:,} parties screened, {summary['hits']:,} hits: {target.hits}"
    )
    if summary["set_aside"]:
        print(
            f"{summary['set_aside']:,} rows could not be read and were NOT screened; each "
            f"with its reason: {target.rejects}"
        )
    if summary["passed_over"]:
        print(
            f"{summary['passed_over']:,} lines describe no party and were passed over."
        )
    lists = ", ".join(f"{name} {version}" for name, version in summary["lists"].items())
    print(f"Lists: {lists}.")
