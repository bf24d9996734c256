"""Screening beside a brute-force peer in the same run: quality, speed, build, memory.

    licet bench screening --results benchmarks/RESULTS.md
    python benchmarks/screening.py BENCH_FOLDER [--results benchmarks/RESULTS.md]

BENCH_FOLDER holds ``lists.py``, ``withheld.jsonl``, ``queries.jsonl`` and ``score.py`` of the
public screening benchmark. Prints one JSON document; a ratio above 1 always means that ours
is better. The peer ranks every name of the index by rapidfuzz's ``token_sort_ratio`` over
anyascii text, on a sample of the queries because it is slow. nomenklatura (its own blocker and
logic-v2) answers the same sample in the peers' environment of ``make setup-bench``.
"""

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time
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
PEERS = ROOT / ".venv-peers" / "bin" / "python"
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
    "ordinary_company_fpr": (0.01, "at most"),
    "ordinary_person_fpr": (0.01, "at most"),
    "script_latin_index_r@1": (0.9, "at least"),
    "script_native_index_r@1": (0.9, "at least"),
    "initials_r@10": (0.85, "at least"),
}
UNITS = {
    "queries_per_core_second": "queries/s",
    "build_core_seconds": "core s",
    "open_seconds": "core s",
    "peak_mb": "MB",
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
    """Core seconds to open a saved index memory-mapped."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "index"
        Index(built=build(_bench_entities(entities))).save(place)
        spent = []
        for _ in range(3):
            start = process_time()
            open_index(place)
            spent.append(process_time() - start)
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


def nomenklatura(
    python: Path | None, entities: Path, queries: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """The same sample by nomenklatura; None where it is not installed."""
    if python is None or not python.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "q.jsonl"
        asked.write_text("".join(json.dumps(q) + "\n" for q in queries), "utf-8")
        script = ROOT / "benchmarks" / "nomenklatura_screening.py"
        command = [python, script, entities, asked]
        done = subprocess.run(list(map(str, command)), capture_output=True, check=False)
    if done.returncode:
        return None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _beside(
    score: ModuleType, sample: list[dict[str, Any]], found: dict[str, Any] | None
) -> dict[str, float]:
    """Speed and quality of one peer on the sample."""
    if found is None:
        return {}
    report = score.evaluate(sample, found["results"])
    return {"queries": found["queries_per_second"], "f1": report["f1"]}


def measure(folder: Path, peers: Path | None = None) -> dict[str, Any]:
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
        others = {
            "rapidfuzz": _beside(score, sample, peer(rows(entities), sample)),
            "nomenklatura": _beside(
                score, sample, nomenklatura(peers, entities, sample)
            ),
        }
        same = score.evaluate(sample, [r for r in rows(out) if r["id"] in wanted])
        run["open_seconds"] = round(opening(entities), 4)
    groups = report["by_category"]
    companies = [groups[f"neg_company_{part}"] for part in ("us", "world")]
    count = sum(row["n"] for row in companies)
    figures = {
        **run,
        **{key: value for key, value in report.items() if key != "by_category"},
        "recall@10": groups["ALL positives"]["recall@10"],
        "ordinary_company_fpr": sum(r["n"] * r["fpr@t"] for r in companies) / count,
        "ordinary_person_fpr": groups["neg_person"]["fpr@t"],
        "script_latin_index_r@1": groups["script_latin_index"]["recall@1"],
        "script_native_index_r@1": groups["script_native_index"]["recall@1"],
        "initials_r@10": groups["initials"]["recall@10"],
    }
    found = {name: other for name, other in others.items() if other}
    return {
        "name": "screening",
        "measures": [
            _measure(
                "queries",
                run["queries_per_core_second"],
                "queries/s",
                {name: other["queries"] for name, other in found.items()},
                limits={"goal": 1, "nomenklatura": 10},
            ),
            _measure(
                "f1_on_the_sample",
                same["f1"],
                "",
                {name: other["f1"] for name, other in found.items()},
                limits={},
            ),
            *(_against_goal(name, figures[name]) for name in GOALS),
        ],
        "missing": sorted(set(others) - set(found)),
        "run": run,
        "quality": {
            key: value for key, value in report.items() if key != "by_category"
        },
        "by_category": groups,
    }


def measures(peers: Path | None) -> list[dict[str, Any]]:
    """For ``licet bench screening``; nothing where the public benchmark is not at hand."""
    folder = _public()
    if folder is None:
        return []
    document = measure(folder, peers)
    _LAST.update(document)
    return list(document["measures"])


def section() -> list[str]:
    """More lines for the section of results: the table by category, after ``measures``."""
    return _categories(_LAST) if _LAST else []


_LAST: dict[str, Any] = {}


def _public() -> Path | None:
    """The public benchmark beside the checkout, or beside the one it is a worktree of."""
    for parent in ROOT.parents:
        folder = parent / "shared" / "bench" / "screening"
        if (folder / "queries.jsonl").is_file():
            return folder
    return None


def _measure(
    name: str,
    value: float,
    unit: str,
    others: dict[str, float],
    *,
    limits: dict[str, float],
) -> dict[str, Any]:
    peers = {key: round(other, 4) for key, other in others.items()}
    if name == "queries":
        peers["goal"] = GOALS["queries_per_core_second"][0]
    return {
        "name": name,
        "ours": round(value, 4),
        "unit": unit,
        "peers": peers,
        "ratios": {key: round(value / other, 2) for key, other in peers.items()},
        "limit": None,
        "limits": limits,
    }


def _against_goal(name: str, value: float) -> dict[str, Any]:
    goal, how = GOALS[name]
    # A figure of nothing would divide by nothing.
    ratio = value / goal if how == "at least" else goal / max(value, goal / 100)
    short = {"build_core_seconds": "build"}.get(name, name)
    return {
        "name": short,
        "ours": round(value, 4),
        "unit": UNITS.get(name, ""),
        "peers": {"goal": goal},
        "ratios": {"goal": round(ratio, 2)},
        "limit": 1,
    }


def table(document: dict[str, Any]) -> str:
    """The section of RESULTS.md."""
    lines = [
        MARKS[0],
        "## Screening",
        "",
        f"Public half of the screening benchmark, algorithm {document['run']['algorithm']}.",
        "Speeds are of a shared machine: read the ratios.",
        "",
        "| measure | ours | peer | peer's | ratio |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {m['name']} | {m['ours']} | {peer} | {value} | {m['ratios'][peer]} |"
            for m in document["measures"]
            for peer, value in m["peers"].items()
        ),
        "",
        *_categories(document),
        MARKS[1],
    ]
    return "\n".join(lines)


def _categories(document: dict[str, Any]) -> list[str]:
    missing = ", ".join(document["missing"]) or "nothing"
    return [
        (
            f"Best F1 at threshold {document['quality']['threshold']:.4f}. Not measured in this run: "
            f"{missing}."
        ),
        "",
        "| category | n | recall@1 | recall@10 | recall or false positives at the threshold |",
        "| --- | --- | --- | --- | --- |",
        *(_category(name, row) for name, row in document["by_category"].items()),
    ]


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
    document = measure(given.folder, PEERS)
    if given.results:
        write_section(given.results, table(document))
    json.dump(document, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
