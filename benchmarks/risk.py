"""Other weights over a stored caseload: in columns, beside the same engine case by case (with the moves that a case shows), same run.

``python benchmarks/risk.py`` prints one JSON document. Levels are invented, evenly spread and
seeded; the method is that of ``meridia/national`` with one weight changed. Both ways give the
same bands, or the benchmark ends with an error. ``ours`` is rows in a second.
"""

import json
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from licet.regimes import load_regime
from licet.risk import (
    Bar,
    FactorFinding,
    LevelRows,
    Levels,
    weigh_findings,
    weigh_rows,
)

ROWS, SINGLE = 1_000_000, 2_000
LIMIT = 50


def _levels(rows: int, factors: int) -> np.ndarray:
    chance = np.random.Generator(np.random.PCG64(25))
    return np.sort(chance.integers(0, 5, size=(rows, factors, 3)), axis=2).astype(
        np.int64
    )


def measures(_peers: Path | None = None) -> list[dict[str, Any]]:
    """Rows in a second in columns, beside one by one."""
    law = load_regime("meridia/national")
    method = law.methods["review-depth"]
    factors = list(law.factors.values())
    factors[0] = replace(factors[0], weight=factors[0].weight + 1)
    levels = _levels(ROWS, len(factors))
    bars = (np.arange(ROWS) % 3).astype(np.int64)
    begun = process_time()
    found = weigh_rows(LevelRows(levels=levels, bars=bars), method, factors)
    columns = process_time() - begun
    begun = process_time()
    singly = []
    for row in range(SINGLE):
        standing = [Bar(step=2, id="bar", title="Bar", certain=bars[row] == 2)][
            : int(bars[row] > 0)
        ]  # 2 stands, 1 may
        findings = [
            FactorFinding(
                factor=one,
                levels=Levels(low=int(low), best=int(best), high=int(high)),
                readings=(),
            )
            for one, (low, best, high) in zip(factors, levels[row], strict=True)
        ]
        bands = weigh_findings(findings, standing, method).bands
        singly.append([bands.low, bands.best, bands.high])
    single = process_time() - begun
    if singly != found.bands[:SINGLE].tolist():
        raise SystemExit("Columns and single cases do not agree.")
    ours, theirs = ROWS / columns, SINGLE / single
    return [
        {
            "name": "risk_reweigh",
            "ours": round(ours),
            "unit": "items/s",
            "peers": {"one_by_one": round(theirs)},
            "ratios": {"one_by_one": round(ours / theirs, 1)},
            "limit": LIMIT,
        }
    ]


if __name__ == "__main__":
    print(json.dumps({"name": "risk", "measures": measures()}))
