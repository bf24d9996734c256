"""Fit the trees of the screening score on labelled queries.

    python benchmarks/screening_fit.py ALGORITHM OUT.json ENTITIES.jsonl QUERIES.jsonl [ENTITIES QUERIES ...]

Needs scikit-learn, which is no dependency of Licet. Of every query the best name of each
candidate entry is one example. Ordinary companies on no list count four times, because they
are most of what an authority screens. ``v1`` was fitted on four sets of about eight thousand
queries made by the generator of the public screening benchmark with other seeds, edit
mixtures and templates than the published queries, which were kept for measuring.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from licet.cli.screen import _KINDS, _bench_entities
from licet.screening import Kind, candidates
from licet.screening import score as scoring
from licet.screening.algorithms import ALGORITHMS
from licet.screening.alignment import align
from licet.screening.build import build
from licet.screening.calibrate import DEPTH
from licet.screening.forms import readings

BLOCK = 512
ROUNDS = 2
COMPANY_WEIGHT = 4.0
NEVER = 3e38
RISES = [
    "asked_covered",
    "listed_covered",
    "likeness",
    "worst_likeness",
    "shared_weight",
    "names_shared",
    "asked_names_covered",
    "listed_names_covered",
    "letters_alike",
    "heaviest_shared",
    "cores_alike",
]
FALLS = [
    "asked_left_heaviest",
    "listed_left_heaviest",
    "asked_left",
    "listed_left",
    "kind_differs",
]


def examples(entities: Path, queries: Path, algorithm: str) -> dict[str, np.ndarray]:
    index = build(_bench_entities(entities), algorithm=algorithm)
    asked = [json.loads(line) for line in queries.read_text("utf-8").splitlines()]
    asked = [q for q in asked if q["category"] != "alias_far"]
    parts: dict[str, list[np.ndarray]] = {
        "x": [],
        "y": [],
        "query": [],
        "owner": [],
        "light": [],
    }
    for start in range(0, len(asked), BLOCK):
        block = asked[start : start + BLOCK]
        forms, kinds, whose = [], [], []
        for row, q in enumerate(block):
            kind = Kind(_KINDS.get(q["kind"], q["kind"]))
            known = readings(
                q["name"], person=kind is Kind.PERSON, algorithm=index.rules
            )
            forms += known
            kinds += [kind] * len(known)
            whose += [row] * len(known)
        words = candidates.queries(forms, index, kinds)
        linked = candidates.links(words, candidates.meetings(words, index), index)
        rows, names = candidates.shortlist(words, linked, index)
        pairs = scoring.promising(
            words, align(words, linked, rows, names, index), index
        )
        owners = index.arrays["name_owner"][pairs.name]
        asking = np.array(whose)[pairs.query]
        expected = [set(q["expected"]) for q in block]
        same = [
            index.entity_id(int(o)) in expected[r]
            for r, o in zip(asking, owners, strict=True)
        ]
        company = np.array([q["category"].startswith("neg_company") for q in block])
        parts["x"].append(scoring.evidence(words, pairs, index))
        parts["y"].append(np.array(same, bool))
        parts["query"].append(asking + start)
        parts["owner"].append(owners)
        parts["light"].append(~company[asking])
    return {key: np.concatenate(value) for key, value in parts.items()}


def best(data: dict[str, np.ndarray], score: np.ndarray) -> np.ndarray:
    """The best name of every entity of every query."""
    order = np.lexsort((-score, data["owner"], data["query"]))
    query, owner = data["query"][order], data["owner"][order]
    first = np.ones(order.size, bool)
    first[1:] = (query[1:] != query[:-1]) | (owner[1:] != owner[:-1])
    return order[first]


def fit(
    sets: list[dict[str, np.ndarray]], names: tuple[str, ...]
) -> HistGradientBoostingClassifier:
    ways = [(n in RISES) - (n in FALLS) for n in names]
    covered = [
        names.index(n) for n in ("asked_covered", "listed_covered", "letters_alike")
    ]
    scores = [data["x"][:, covered] @ np.array([0.5, 0.3, 0.2]) for data in sets]
    for _ in range(ROUNDS):
        rows = [best(data, score) for data, score in zip(sets, scores, strict=True)]
        pairs = list(zip(sets, rows, strict=True))
        weight = [
            np.where(d["light"][r] | d["y"][r], 1.0, COMPANY_WEIGHT) for d, r in pairs
        ]
        model = HistGradientBoostingClassifier(
            max_iter=150, learning_rate=0.08, max_depth=DEPTH, max_leaf_nodes=2**DEPTH,
            monotonic_cst=ways, min_samples_leaf=40, l2_regularization=1.0, max_bins=128,
        )  # fmt: skip
        model.fit(
            np.concatenate([d["x"][r] for d, r in pairs]),
            np.concatenate([d["y"][r] for d, r in pairs]),
            sample_weight=np.concatenate(weight),
        )
        scores = [model.decision_function(data["x"]) for data in sets]
    return model


def complete(nodes: np.ndarray) -> tuple[list[int], list[float], list[float]]:
    """A fitted tree as a complete one: a leaf higher up answers for all below it."""
    column, limit = [0] * (2**DEPTH - 1), [NEVER] * (2**DEPTH - 1)
    answer = [0.0] * 2**DEPTH

    def walk(node: int, place: int, depth: int, low: int) -> None:
        width = 2 ** (DEPTH - depth)
        if depth == DEPTH or nodes[node]["is_leaf"]:
            answer[low : low + width] = [float(nodes[node]["value"])] * width
            return
        here = 2**depth - 1 + place
        column[here] = int(nodes[node]["feature_idx"])
        limit[here] = float(nodes[node]["num_threshold"])
        walk(nodes[node]["left"], 2 * place, depth + 1, low)
        walk(nodes[node]["right"], 2 * place + 1, depth + 1, low + width // 2)

    walk(0, 0, 0, 0)
    return column, limit, answer


def table(
    model: HistGradientBoostingClassifier, names: tuple[str, ...]
) -> dict[str, list[float]]:
    out: dict[str, list[Any]] = {"column": [], "limit": [], "answer": []}
    for (tree,) in model._predictors:  # noqa: SLF001  # the only way to the trees
        column, limit, answer = complete(tree.nodes)
        out["column"] += column
        out["limit"] += [float(f"{x:.6g}") for x in limit]
        out["answer"] += [float(f"{x:.5g}") for x in answer]
    sums = np.linspace(-9, 9, 37)
    share = np.minimum(1 / (1 + np.exp(-sums)), 0.9999)
    return out | {
        "evidence": list(names),
        "start": [float(np.ravel(model._baseline_prediction)[0])],  # noqa: SLF001
        "curve_sum": [round(float(x), 3) for x in sums],
        "curve_share": [round(float(x), 5) for x in share],
    }


def main() -> None:
    algorithm, *places = sys.argv[1:]
    out, *files = map(Path, places)
    sets = [
        examples(e, q, algorithm) for e, q in zip(files[::2], files[1::2], strict=True)
    ]
    names = ALGORITHMS[algorithm].evidence
    out.write_text(json.dumps(table(fit(sets, names), names)), "utf-8")


if __name__ == "__main__":
    main()
