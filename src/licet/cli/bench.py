"""``licet bench``: one benchmark with its peers in the same run, from a checkout."""

import json
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, NoReturn

import typer

ROOT = Path(__file__).resolve().parents[3]
NAMES = {
    "determination": ("determination", "bulk"),
    "replay": ("replay",),
    "screening": ("screening",),
    "rescreen": ("rescreen",),
    "ledger": ("ledger",),
    "casework": ("casework",),
    "graph": ("graph",),
    "scenario": ("scenario",),
    "risk": ("risk",),
}
Document = Mapping[str, Any]


def register(app: typer.Typer) -> None:
    """Add ``licet bench``."""
    app.command("bench")(bench)


def bench(
    name: Annotated[str, typer.Argument(help="One of " + ", ".join(NAMES) + ".")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    results: Annotated[
        Path | None,
        typer.Option(help="A Markdown file whose section of that name is replaced."),
    ] = None,
) -> None:
    """Measure one part beside its peers in the same run.

    A ratio above 1 always means that ours is better; `limit` is the ratio that must be
    reached, `limits` those to single peers. Needs a checkout and `make setup-bench`, else it ends in 4.
    """
    from licet.kernel import InputError

    if name not in NAMES:
        raise InputError(f"{name!r} is no benchmark. Name one of {', '.join(NAMES)}.")
    folder = ROOT / "benchmarks"
    if not folder.is_dir():
        _unavailable("Benchmarks need a checkout of the repository. Run it from one.")
    peers = ROOT / ".venv-peers" / "bin" / "python"
    if not peers.exists():
        _unavailable("The peers are not installed. Run make setup-bench.")
    measures: list[dict[str, Any]] = []
    more: list[str] = []
    for part in NAMES[name]:
        if (folder / f"{part}.py").is_file():
            module = _module(folder / f"{part}.py")
            if hasattr(module, "measures"):
                measures += module.measures(peers)
                more += module.section() if hasattr(module, "section") else []
    if not measures:
        _unavailable(
            f"There is nothing to measure yet for {name}: its benchmark is not written."
        )
    document = {"name": name, "measures": measures}
    if results is not None:
        write_section(results, document, more=more)
    if as_json:
        print(json.dumps(document))
    else:
        print(*_rows(measures), sep="\n")


def _unavailable(words: str) -> NoReturn:
    print(f"licet: {words}", file=sys.stderr)
    raise typer.Exit(4)


def _module(path: Path) -> ModuleType:
    name = f"benchmark_{path.stem}"
    loader = SourceFileLoader(name, str(path))
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except ImportError as error:
        _unavailable(f"{path.name} needs {error.name}. Run make setup-bench.")
    return module


def _rows(measures: Sequence[Document]) -> list[str]:
    return [
        f"{one['name']}: {one['ours']} {one['unit']}".rstrip()
        + "".join(
            f"; {peer} {value}, ratio {one['ratios'].get(peer, '-')}"
            for peer, value in one["peers"].items()
        )
        + ("" if one["limit"] is None else f"; at least {one['limit']}")
        for one in measures
    ]


def _least(one: Document, peer: str) -> object:
    """The ratio to a peer that must be reached: its own, or that of the measure."""
    least = one.get("limits", {}).get(peer, one["limit"])
    return "" if least is None else least


def write_section(path: Path, document: Document, *, more: Sequence[str] = ()) -> None:
    """Put a benchmark's section in the place of the old one, or at the end.

    Args:
        path: The Markdown file; made when absent.
        document: What ``licet bench NAME --json`` prints.
        more: Lines under the table, as a benchmark's ``section`` gives them.
    """
    name = document["name"]
    marks = f"<!-- {name} -->", f"<!-- /{name} -->"
    lines = [
        marks[0],
        f"## {str(name).capitalize()}",
        "",
        f"Made by `licet bench {name} --results benchmarks/RESULTS.md`.",
        "Speeds are of a shared machine: read the ratios.",
        "",
        "| measure | ours | unit | peer | peer's | ratio | at least |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in document["measures"]:
        lines += [
            f"| {one['name']} | {one['ours']} | {one['unit']} | {peer} | {value} | "
            f"{one['ratios'].get(peer, '')} | {_least(one, peer)} |"
            for peer, value in (one["peers"] or {"": ""}).items()
        ]
    if more:
        lines += ["", *more]
    text = path.read_text("utf-8") if path.exists() else "# Results\n"
    before, mark, rest = text.partition(marks[0])
    after = rest.partition(marks[1])[2] if mark else "\n"
    section = "\n".join([*lines, marks[1]])
    path.write_text(f"{before.rstrip()}\n\n{section}\n{after.lstrip()}", "utf-8")
