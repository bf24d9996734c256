"""Files of parties screened in bulk: speed of a core, memory against rows, two processes beside one.

``python benchmarks/bulk_screening.py LISTS --results benchmarks/RESULTS.md`` takes the official
list files in the folder LISTS (none are committed) into a state of its own under the temporary
folder, screens files of invented names of growing size, and writes the section
``bulk_screening``. Every run is a process of its own, measured from outside: CPU seconds of it
and its children, and the most memory that it held. ``--rows`` names the sizes; the largest
takes about ten minutes of a core. The machine is shared: read CPU seconds, not the clock.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from licet.cli.bench import write_section
from licet.screening import open_service_index, sync
from licet.screening.tables import members

SIZES = (10_000, 100_000, 1_000_000)
SEED = 20261127
SYLLABLES = tuple(a + b for a in "bdfghklmnprstvz" for b in "aeiou")
ENDS = ("n", "r", "s", "sky", "ov", "ini", "ez", "berg", "dar", "ko", "l", "th")
# Kilobytes of this and of its largest child, as Linux counts them.
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


def write_parties(path: Path, count: int) -> None:
    """A CSV of invented people and companies, words as unevenly spread as real ones."""
    chance = np.random.default_rng(SEED)
    given, trades = sorted(members("common_names")), sorted(members("trade_words"))
    family = [
        "".join(chance.choice(SYLLABLES, int(chance.integers(2, 4))))
        + str(chance.choice(ENDS))
        for _ in range(60_000)
    ]
    with path.open("w", encoding="utf-8") as handle:
        handle.write("id,name,kind\n")
        for start in range(0, count, 10_000):
            places = chance.random((10_000, 3)) ** 3
            for number in range(start, min(start + 10_000, count)):
                one, two, three = places[number - start]
                last = family[int(one * len(family))]
                if number % 2:
                    first = given[int(two * len(given))]
                    handle.write(f"{number},{first} {last},person\n")
                else:
                    trade = trades[int(two * len(trades))]
                    other = trades[int(three * len(trades))]
                    handle.write(f"{number},{last} {trade} {other} Ltd,organisation\n")


def run(state: Path, parties: Path, out: Path, workers: int) -> dict[str, Any]:
    """One run in processes of its own: CPU and clock seconds, megabytes, rows, hits."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun, peak = time.perf_counter(), 0
    words = ["--file", str(parties), "--out", str(out), "--workers", str(workers)]
    running = subprocess.Popen(
        [sys.executable, "-m", "licet", "screen", *words, "--json"],
        env=os.environ | {"LICET_STATE": str(state)},
        stdout=subprocess.PIPE,
        text=True,
    )
    while running.poll() is None:  # what it prints is short and waits in the pipe
        peak = max(peak, _held(running.pid))
        time.sleep(0.1)
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(running.communicate()[0])
    return {
        "cpu": (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime),
        "seconds": seconds,
        "mb": peak / 1024,
        "rows": told["rows"],
        "hits": told["hit_count"],
        "bytes": (out / "hits.jsonl").read_bytes(),
    }


def _held(pid: int) -> int:
    """The most memory that one process has held so far, in kilobytes."""
    try:
        found = _PEAK.search(Path(f"/proc/{pid}/status").read_text("utf-8"))
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(found[1]) if found else 0


def measured(lists: Path, sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Every measure, as ``licet bench`` writes them."""
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        state = folder / "state"
        sync(lists, state, at=datetime.now(UTC))  # noqa: TID251  # when it is run
        entries = len(open_service_index(state))
        smallest = None
        for size in sizes:
            parties = folder / f"{size}.csv"
            write_parties(parties, size)
            one = run(state, parties, folder / f"one-{size}", 1)
            smallest = smallest or one
            found += _of_size(one, size, entries, smallest["mb"])
            if size == sizes[min(1, len(sizes) - 1)]:
                found.append(_two(state, parties, folder / "two", one))
    return found


def _of_size(
    one: dict[str, Any], size: int, entries: int, least: float
) -> list[dict[str, Any]]:
    speed = one["rows"] / one["cpu"]
    return [
        _measure(
            f"{size:,} rows against {entries:,} entries",
            round(speed),
            "rows/s of a core, start included",
        ),
        _measure(
            f"memory at {size:,} rows",
            round(one["mb"], 1),
            "MB at most",
            {"smallest file": round(least, 1)},
            {"smallest file": round(least / one["mb"], 2)},
            0.8,
        ),
        _measure(f"hits at {size:,} rows", one["hits"], "hits"),
    ]


def _two(state: Path, parties: Path, out: Path, one: dict[str, Any]) -> dict[str, Any]:
    two = run(state, parties, out, 2)
    if two["bytes"] != one["bytes"]:
        raise SystemExit("two processes do not give the bytes of one")
    # What two cores of their own would take: the machine is shared, the clock is not ours.
    return _measure(
        "two processes, same bytes",
        round(two["cpu"], 1),
        f"CPU s; {two['seconds']:.1f} s by the clock",
        {"one process": round(one["cpu"], 1), "its clock": round(one["seconds"], 1)},
        {
            "one process": round(one["cpu"] / two["cpu"], 2),
            "its clock": round(one["seconds"] / two["seconds"], 2),
        },
    )


def _measure(  # one field each
    name: str,
    ours: float,
    unit: str,
    peers: dict[str, float] | None = None,
    ratios: dict[str, float] | None = None,
    limit: float | None = None,
) -> dict[str, Any]:
    return {
        "name": name,
        "ours": ours,
        "unit": unit,
        "peers": peers or {},
        "ratios": ratios or {},
        "limit": limit,
    }


def main() -> None:
    """Measure, print, and write the section where one is named."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("lists", type=Path)
    asked.add_argument("--results", type=Path)
    asked.add_argument("--rows", type=int, nargs="*", default=list(SIZES))
    given = asked.parse_args()
    document = {
        "name": "bulk_screening",
        "measures": measured(given.lists, given.rows),
    }
    if given.results:
        write_section(given.results, document)
        text = given.results.read_text("utf-8")
        made = "`licet bench bulk_screening --results benchmarks/RESULTS.md`"
        ours = "`python benchmarks/bulk_screening.py LISTS --results benchmarks/RESULTS.md`"
        given.results.write_text(text.replace(made, ours), "utf-8")
    print(json.dumps(document, indent=1))


if __name__ == "__main__":
    main()
