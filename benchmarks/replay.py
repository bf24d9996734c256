"""A million past cases under the law of another day, beside deciding them one by one.

``python benchmarks/replay.py`` prints one JSON document. The law is ``us/ear`` whole, on the
day before and the first day of the affiliates rule. The caseload is invented, lies on disk as
columns, and is opened, completed with ordinary answers, decided twice and compared; changed
cases are listed, the first with both traces.
"""

import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from bulk import SEED, values_of
from licet.determination import compile_regime, run
from licet.determination.bulk import (
    Caseload,
    open_saved,
    replay,
    save,
    with_ordinary,
)
from licet.determination.bulk.columns import Column, narrow
from licet.facts import Value
from licet.regimes import Regime, load_regime

CASES = 1_000_000
SINGLE = 40
GOAL = 10.0
DAYS = date(2025, 9, 28), date(2025, 9, 29)
STATED = ("destination", "end_user.country", "end_user.type", "item.eccn")
TRACES = 20


def caseload(law: Regime, cases: int) -> Caseload:
    """Invented cases: what every form asks is stated, the rest rarely."""
    chance = np.random.default_rng(SEED)
    columns = {}
    for path, term in sorted(law.facts.items()):
        table: tuple[Value | None, ...] = (None, *values_of(term, law, path))
        codes = chance.integers(1, max(len(table), 2), cases, dtype=np.int32)
        said = 1.0 if path in STATED else 0.01
        codes[chance.random(cases) > said] = 0
        columns[path] = Column(codes=narrow(codes, len(table)), table=table)
    return Caseload(
        ids=tuple(f"case-{number}" for number in range(cases)),
        case=np.arange(cases, dtype=np.int32),
        item=np.zeros(cases, np.int32),
        columns=columns,
    )


def measures(_peers: Path | None) -> list[dict[str, Any]]:
    """The measure ``replay``, for ``licet bench replay``."""
    law = load_regime("us/ear")
    before, after = (compile_regime(law, on=day) for day in DAYS)
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "caseload.npz"
        save(caseload(law, CASES), kept)
        begun = perf_counter()
        cases = with_ordinary(open_saved(kept), law)
        found = replay(before, after, cases, traces=TRACES)
        ours = perf_counter() - begun
    begun = perf_counter()
    for row in range(SINGLE):
        single = cases.transaction(row)
        run(before, single)
        run(after, single)
    theirs = (perf_counter() - begun) / SINGLE * CASES
    peers = {"goal": GOAL, "one_by_one": theirs}
    return [
        {
            "name": "replay",
            "ours": round(ours, 2),
            "unit": "s",
            "peers": {name: round(value, 2) for name, value in peers.items()},
            "ratios": {name: round(value / ours, 2) for name, value in peers.items()},
            "limit": 1,
            "cases": CASES,
            "changed": len(found.changed),
            "undecided": len(found.undecided),
        }
    ]


if __name__ == "__main__":
    print(json.dumps({"name": "replay", "measures": measures(None)}, indent=1))
