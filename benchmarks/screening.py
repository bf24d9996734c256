"""Screening beside a brute-force peer in the same run: quality, speed, build, memory.

    python benchmarks/screening.py BENCH_FOLDER [--results benchmarks/RESULTS.md]

BENCH_FOLDER holds ``lists.py``, ``withheld.jsonl``, ``queries.jsonl`` and ``score.py`` of the
public screening benchmark. Prints one JSON document; a ratio above 1 always means that ours
is better. The peer ranks every name of the index by rapidfuzz's ``token_sort_ratio`` over
anyascii text, on a sample of the queries because it is slow. nomenklatura is named as missing
unless ``make setup-bench`` has put it into ``.venv-peers``.
"""

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from types import ModuleType
from typing import Any

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz, process

from licet.cli.screen import _bench_entities
from licet.screening import open_index
from licet.screening.build import build
from licet.screening.index import Index

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = 200
SEED = 20260731
MARKS = ("<!-- screening -->", "<!-- /screening -->")
GOALS = {
    "f1": (0.92, "at least"),
    "recall@10": (0.96, "at least"),
    "fpr_at_recall_85": (0.02, "at most"),
    "queries_per_core_second": (2500, "at least"),
    "build_core_seconds": (5, "at most"),
    "open_seconds": (0.2, "at most"),
    "peak_mb": (250, "at most"),
}


def module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path}: not there")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def ours(entities: Path, queries: Path, out: Path) -> dict[str, Any]:
    """One run of the command itself, in a process of its own, so that memory is its own."""
    words = ["bench", "--entities", entities, "--queries", queries, "--out", out]
    command = [
        sys.executable,
        "-c",
        "from licet.cli.main import main; main()",
        "screen",
        *words,
    ]
    done = subprocess.run(list(map(str, command)), check=True, capture_output=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def opening(entities: Path) -> float:
    """Seconds to open a saved index memory-mapped."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "index"
        Index(built=build(_bench_entities(entities))).save(place)
        spent = []
        for _ in range(3):
            start = perf_counter()
            open_index(place)
            spent.append(perf_counter() - start)
        return min(spent)


def peer(
    entities: list[dict[str, Any]], queries: list[dict[str, Any]]
) -> dict[str, Any]:
    """Brute force: the ten best entities of every sampled query."""
    texts, owners = [], []
    for entity in entities:
        for name, _ in entity["names"]:
            texts.append(" ".join(sorted(anyascii(name).casefold().split())))
            owners.append(entity["id"])
    results = []
    start = process_time()
    for query in queries:
        asked = " ".join(sorted(anyascii(query["name"]).casefold().split()))
        scores = process.cdist([asked], texts, scorer=fuzz.ratio, dtype=np.float32)[0]
        best: dict[str, float] = {}
        for i in np.argsort(-scores)[:60]:
            best.setdefault(owners[i], float(scores[i]) / 100)
        results.append({"id": query["id"], "hits": list(best.items())[:10]})
    seconds = process_time() - start
    return {"results": results, "queries_per_second": len(queries) / seconds}


def measure(folder: Path) -> dict[str, Any]:
    """Everything, as the document that is printed."""
    score = module(folder / "score.py")
    with tempfile.TemporaryDirectory() as place:
        entities, out = Path(place) / "e.jsonl", Path(place) / "r.jsonl"
        command = [
            sys.executable,
            folder / "lists.py",
            "--withheld",
            folder / "withheld.jsonl",
        ]
        done = subprocess.run(list(map(str, command)), check=True, capture_output=True)
        entities.write_bytes(done.stdout)
        run = ours(entities, folder / "queries.jsonl", out)
        queries = rows(folder / "queries.jsonl")
        report = score.evaluate(queries, rows(out))
        sample = random.Random(SEED).sample(queries, SAMPLE)  # noqa: S311  # a fixed sample
        wanted = {query["id"] for query in sample}
        beside = peer(rows(entities), sample)
        same = score.evaluate(sample, [r for r in rows(out) if r["id"] in wanted])
        theirs = score.evaluate(sample, beside["results"])
        run["open_seconds"] = round(opening(entities), 3)
    return {
        "name": "screening",
        "measures": [
            _measure(
                "queries",
                run["queries_per_core_second"],
                "queries/s",
                beside["queries_per_second"],
            ),
            _measure("f1_on_the_sample", same["f1"], "", theirs["f1"]),
            *(
                _measure(name, run[name], unit, None)
                for name, unit in (
                    ("build_core_seconds", "s"),
                    ("open_seconds", "s"),
                    ("peak_mb", "MB"),
                )
            ),
        ],
        "missing": ["nomenklatura"],
        "run": run,
        "quality": {
            key: value for key, value in report.items() if key != "by_category"
        },
        "by_category": report["by_category"],
    }


def measures(_peers: Path | None) -> list[dict[str, Any]]:
    """For ``licet bench screening``; nothing where the public benchmark is not at hand."""
    folder = ROOT.parent / "shared" / "bench" / "screening"
    if not (folder / "queries.jsonl").is_file():
        return []
    document = measure(folder)
    build = document["run"]["build_core_seconds"]
    goal = GOALS["build_core_seconds"][0]
    return [
        *document["measures"],
        {
            "name": "build",
            "ours": build,
            "unit": "s",
            "peers": {"goal": goal},
            "ratios": {"goal": round(goal / build, 2)},
            "limit": 1,
        },
    ]


def _measure(name: str, value: float, unit: str, other: float | None) -> dict[str, Any]:
    peers = {} if other is None else {"rapidfuzz": round(other, 4)}
    ratios = {key: round(value / found, 2) for key, found in peers.items()}
    return {
        "name": name,
        "ours": round(value, 4),
        "unit": unit,
        "peers": peers,
        "ratios": ratios,
        "limit": GOALS.get(name, (None,))[0],
    }


def table(document: dict[str, Any]) -> str:
    """The section of RESULTS.md."""
    run, quality, groups = document["run"], document["quality"], document["by_category"]
    figures = {**run, **quality, "recall@10": groups["ALL positives"]["recall@10"]}
    lines = [
        MARKS[0],
        "## Screening",
        "",
        "Public half of the screening benchmark, algorithm v1, made by",
        "`python benchmarks/screening.py BENCH_FOLDER --results benchmarks/RESULTS.md`.",
        "Speeds are of a shared machine: read the ratios.",
        "",
        "| measure | goal | measured |",
        "| --- | --- | --- |",
        *(
            f"| {name} | {how} {goal} | {round(figures[name], 4)} |"
            for name, (goal, how) in GOALS.items()
        ),
        "",
        "| beside rapidfuzz token_sort_ratio, same run | ours | peer | ratio |",
        "| --- | --- | --- | --- |",
        *(
            f"| {m['name']} | {m['ours']} | {m['peers']['rapidfuzz']} | {m['ratios']['rapidfuzz']} |"
            for m in document["measures"]
            if m["peers"]
        ),
        "",
        f"Best F1 at threshold {quality['threshold']:.4f}.",
        f"Not measured in this run: {', '.join(document['missing'])}.",
        "",
        "| category | n | recall@1 | recall@10 | recall or false positives at the threshold |",
        "| --- | --- | --- | --- | --- |",
        *(_category(name, row) for name, row in groups.items()),
        MARKS[1],
    ]
    return "\n".join(lines)


def _category(name: str, row: dict[str, float]) -> str:
    if "fpr@t" in row:
        return f"| {name} | {row['n']} | | | {row['fpr@t']:.3f} false positives |"
    cells = " | ".join(
        f"{row[key]:.3f}" for key in ("recall@1", "recall@10", "recall@t")
    )
    return f"| {name} | {row['n']} | {cells} |"


def write_section(path: Path, section: str) -> None:
    """Put the section in the place of the old one, or at the end."""
    text = path.read_text("utf-8") if path.exists() else "# Results\n"
    before, mark, rest = text.partition(MARKS[0])
    after = rest.partition(MARKS[1])[2] if mark else "\n"
    path.write_text(f"{before.rstrip()}\n\n{section}\n{after.lstrip()}", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--results", type=Path)
    given = parser.parse_args()
    document = measure(given.folder)
    if given.results:
        write_section(given.results, table(document))
    json.dump(document, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
