"""Ownership on one graph: build, distances, cascade, beside the goal and a plain worklist.

``python benchmarks/graph.py`` prints one JSON document. The graph is invented: a million
parties, five million holdings and directorships, twenty thousand listed parties. The plain
worklist and networkx run on a smaller one; their answers must be the same.
"""

import json
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from licet.diversion import (
    Graph,
    Network,
    OwnershipLaw,
    distances,
    graph_of,
    ownership_law,
)
from licet.diversion.cascade import Scale, fallen, scale_of
from licet.diversion.columns import ALWAYS, FULL, POINT, Tie
from licet.regimes import load_regime

NODES, EDGES, LISTED = 1_000_000, 5_000_000, 20_000
FEW_NODES, FEW_EDGES, FEW_LISTED = 100_000, 500_000, 2_000
ROUNDS = 5
GOALS = {"build": 3.0, "distances": 1.0, "cascade": 0.1}
ON = date(2026, 11, 27)
SEED = 20261127


# Build and distances as somebody would with networkx; prints seconds and the steps to each node.
PEER = """
import json, sys, time
import networkx as nx
import numpy as np
edges, listed, nodes = np.load(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3])
begun = time.process_time()
graph = nx.Graph()
graph.add_nodes_from(range(nodes))
graph.add_edges_from(edges.tolist())
built = time.process_time() - begun
begun = time.process_time()
graph.add_edges_from((-1, one) for one in listed)
steps = nx.single_source_shortest_path_length(graph, -1)
took = time.process_time() - begun
told = [steps.get(node, 0) - 1 for node in range(nodes)]
print(json.dumps({"build": built, "distances": took, "steps": told}))
"""


def network(nodes: int, edges: int, *, whole: bool = True) -> Network:
    """An invented network: six in ten edges are shares, half of those are ranges.

    Args:
        nodes: How many parties.
        edges: How many statements; one in twenty has ended.
        whole: The shares of a party add up to at most the whole. Without that more is held
            than there is, and the cascade runs through most of the graph.
    """
    chance = np.random.default_rng(SEED)
    tie = chance.choice(
        np.array([Tie.SHARES, Tie.VOTES, Tie.CONTROL, Tie.DIRECTORSHIP], np.int8),
        edges,
        p=[0.6, 0.1, 0.05, 0.25],
    )
    owned = chance.integers(0, nodes, edges, dtype=np.int32)
    low = chance.choice(np.array([500, 1000, 2500, 5000, 10_000]), edges)
    if whole:
        totals = np.zeros(2 * nodes, np.int64)
        slots = owned.astype(np.int64) * 2 + (tie == Tie.VOTES)
        holds = tie <= Tie.VOTES
        np.add.at(totals, slots[holds], low[holds])
        low = low * 10_000 // np.maximum(totals[slots], 10_000)
    high = np.minimum(low + chance.choice(np.array([0, 1000]), edges), 10_000)
    low, high = low * POINT, high * POINT
    low[tie == Tie.CONTROL] = high[tie == Tie.CONTROL] = FULL
    low[tie == Tie.DIRECTORSHIP] = high[tie == Tie.DIRECTORSHIP] = 0
    last = np.full(edges, ALWAYS, np.int32)
    last[chance.random(edges) < 0.05] = ON.toordinal() - 1
    return Network(
        ids=tuple(f"party-{number}" for number in range(nodes)),
        owner=chance.integers(0, nodes, edges, dtype=np.int32),
        owned=owned,
        tie=tie,
        low=low,
        high=high,
        first=np.zeros(edges, np.int32),
        last=last,
        entities={},
    )


def neighbours(graph: Graph) -> dict[int, list[int]]:
    """Who is tied to whom, for the plain worklist."""
    near: dict[int, list[int]] = {}
    for one, other in zip(graph.owner.tolist(), graph.owned.tolist(), strict=True):
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    return near


def plain_distances(near: dict[int, list[int]], listed: list[int]) -> dict[int, int]:
    """The steps to the nearest listed party, one party at a time."""
    steps, waiting = dict.fromkeys(listed, 0), list(listed)
    for one in waiting:
        for other in near.get(one, ()):
            if other not in steps:
                steps[other] = steps[one] + 1
                waiting.append(other)
    return steps


Holdings = dict[int, list[tuple[int, bool, int]]]


def holdings(graph: Graph, scale: Scale) -> Holdings:
    """Who holds how much of what, for the plain worklist."""
    outgoing: Holdings = {}
    for owner, owned, tie, weight in zip(
        graph.owner.tolist(),
        graph.owned.tolist(),
        graph.tie.tolist(),
        (graph.high if scale.upper else graph.low).tolist(),
        strict=True,
    ):
        if scale.counted[tie] and owner != owned:
            outgoing.setdefault(owner, []).append((owned, tie == Tie.VOTES, weight))
    return outgoing


def plain_cascade(outgoing: Holdings, listed: list[int], bar: int) -> set[int]:
    """Who falls, one owner at a time."""
    found, waiting = set(listed), list(listed)
    totals: dict[tuple[int, bool], int] = {}
    for one in waiting:
        for other, votes, weight in outgoing.get(one, ()):
            key = other, votes
            totals[key] = totals.get(key, 0) + weight
            if totals[key] >= bar and other not in found:
                found.add(other)
                waiting.append(other)
    return found


def american() -> OwnershipLaw:
    """The rule of us/ear."""
    law = ownership_law(load_regime("us/ear"), on=ON)
    if not isinstance(law, OwnershipLaw):
        raise SystemExit(f"us/ear applies no rule on {ON}")
    return law


def timed(act: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """The best of some rounds, in seconds of one core, and what came out."""
    best, found = float("inf"), None
    for _ in range(rounds):
        begun = process_time()
        found = act()
        best = min(best, process_time() - begun)
    return best, found


def at_both_ends(graph: Graph, listed: list[int], law: OwnershipLaw) -> list[Any]:
    """The steps at the lower and at the upper end."""
    start = np.array(listed, np.int64)
    return [fallen(graph, start, scale_of(law, upper=upper)) for upper in (False, True)]


def measures(peers: Path | None) -> list[dict[str, Any]]:
    """Three measures, for ``licet bench graph``."""
    law, large = american(), network(NODES, EDGES)
    listed = list(range(0, NODES, NODES // LISTED))
    names = [large.ids[number] for number in listed]
    _ = large.numbers
    ours: dict[str, float] = {}
    ours["build"], graph = timed(lambda: graph_of(large, on=ON), 2)
    ours["distances"], steps = timed(lambda: distances(graph, names), 3)
    ours["cascade"], ends = timed(lambda: at_both_ends(graph, listed, law))
    reached = int((steps.steps >= 0).sum())
    surely, possibly = (int((one > 0).sum()) for one in ends)
    told = {"near": reached, "surely": surely, "possibly_or_surely": possibly}
    over = graph_of(network(NODES, EDGES, whole=False), on=ON)
    through, most = timed(lambda: at_both_ends(over, listed, law), 2)
    theirs, small = plain(law, peers)
    return (
        [
            {
                "name": name,
                "ours": round(ours[name], 4),
                "unit": "s",
                "peers": {"goal": goal},
                "ratios": {"goal": round(goal / ours[name], 2)},
                "limit": 1,
                "nodes": NODES,
                "edges": int(graph.owner.size),
                **told,
            }
            for name, goal in GOALS.items()
        ]
        + [
            {
                "name": "cascade where more is held than there is",
                "ours": round(through, 4),
                "unit": "s",
                "peers": {},
                "ratios": {},
                "limit": None,
                "surely": int((most[0] > 0).sum()),
                "possibly_or_surely": int((most[1] > 0).sum()),
            }
        ]
        + [
            {
                "name": f"{name} on {FEW_NODES} nodes",
                "ours": round(small[name], 4),
                "unit": "s",
                "peers": {peer: round(value, 4) for peer, value in others.items()},
                "ratios": {
                    peer: round(value / small[name], 2)
                    for peer, value in others.items()
                },
                "limit": 1,
            }
            for name, others in theirs.items()
        ]
    )


def by_networkx(
    python: Path | None, graph: Graph, listed: list[int], steps: list[int]
) -> dict[str, float]:
    """Seconds of networkx on the same edges, its distances compared; nothing without it."""
    if python is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "edges.npy"
        np.save(file, np.stack((graph.owner, graph.owned), axis=1))
        done = subprocess.run(
            [str(python), "-c", PEER, str(file), json.dumps(listed), str(graph.nodes)],
            capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
    if done.returncode:
        return {}
    told = json.loads(done.stdout)
    # Who is reached by nobody is -1 with both; the source of networkx stands one step before.
    if told.pop("steps") != steps:
        raise SystemExit("the distances are not those of networkx")
    return {name: float(value) for name, value in told.items()}


Seconds = dict[str, float]


def plain(law: OwnershipLaw, peers: Path | None) -> tuple[dict[str, Seconds], Seconds]:
    """Seconds of the peers and of ours on the smaller graph, results compared."""
    few = network(FEW_NODES, FEW_EDGES)
    graph = graph_of(few, on=ON)
    listed = list(range(0, FEW_NODES, FEW_NODES // FEW_LISTED))
    names = [graph.network.ids[number] for number in listed]
    ours: Seconds = {}
    theirs: dict[str, Seconds] = {"build": {}, "distances": {}, "cascade": {}}
    ours["build"], _ = timed(lambda: graph_of(few, on=ON))
    ours["distances"], near = timed(lambda: distances(graph, names))
    ties = neighbours(graph)
    theirs["distances"]["plain worklist"], same = timed(
        lambda: plain_distances(ties, listed), 2
    )
    if near.steps.tolist() != [same.get(node, -1) for node in range(graph.nodes)]:
        raise SystemExit("the distances are not the plain ones")
    for name, took in by_networkx(peers, graph, listed, near.steps.tolist()).items():
        theirs[name]["networkx"] = took
    ours["cascade"], ends = timed(lambda: at_both_ends(graph, listed, law))
    scales = [scale_of(law, upper=upper) for upper in (False, True)]
    ready = [(holdings(graph, scale), scale.bar) for scale in scales]
    theirs["cascade"]["plain worklist"], sets = timed(
        lambda: [plain_cascade(outgoing, listed, bar) for outgoing, bar in ready], 2
    )
    for step, found in zip(ends, sets, strict=True):
        if set(np.flatnonzero(step >= 0).tolist()) != found:
            raise SystemExit("the cascade is not the plain one")
    return {name: others for name, others in theirs.items() if others}, ours


if __name__ == "__main__":
    print(json.dumps({"name": "graph", "measures": measures(None)}, indent=1))
