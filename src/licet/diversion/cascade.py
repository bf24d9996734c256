"""Least fixpoints: who falls, step by step, to those who start with a holding."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from licet.diversion.columns import FULL, POINT, Array, Tie
from licet.diversion.graph import Graph, once, ranges
from licet.diversion.law import OwnershipLaw


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What edges weigh under a law, at one end of their ranges.

    Attributes:
        upper: At the upper end, where what the law leaves unstated counts too.
        bar: What has to be reached, in parts of a basis point.
        counted: bool (ties,), which sorts of edges weigh anything.
        added: Holdings of several listed owners are added.
    """

    upper: bool
    bar: int
    counted: Array
    added: bool

    def weighed(self, graph: Graph, edges: Array) -> tuple[Array, Array]:
        """Those of some edges that weigh anything under the law, and their weights.

        An indirect holding weighs by itself at the lower end, never as a part of a sum:
        the links it goes through may be stated too, and would count twice.
        """
        tie = graph.tie[edges]
        kept = self.counted[tie]
        edges, tie = edges[kept], tie[kept]
        if self.upper:
            return edges, graph.high[edges]
        weights = graph.low[edges]
        indirect = (tie == Tie.INDIRECT_SHARES) | (tie == Tie.INDIRECT_VOTES)
        weights[indirect] = np.where(weights[indirect] >= self.bar, FULL, 0)
        return edges, weights


def scale_of(law: OwnershipLaw, *, upper: bool) -> Scale:
    """The weights of a law at one end of the declared ranges."""

    def counts(stated: bool | None) -> bool:  # noqa: FBT001  # three-valued
        return upper if stated is None else stated

    votes, control = counts(law.votes_count), counts(law.control_counts)
    counted = np.zeros(len(Tie), bool)
    counted[[Tie.SHARES, Tie.INDIRECT_SHARES]] = True
    counted[[Tie.VOTES, Tie.INDIRECT_VOTES]] = votes
    counted[Tie.CONTROL] = control
    return Scale(
        upper=upper,
        bar=law.threshold * POINT + law.more_than,
        counted=counted,
        added=counts(law.aggregated),
    )


def fallen(graph: Graph, start: Array, scale: Scale) -> Array:
    """Who falls when all who start hold together.

    An entity falls when those who fell before it hold enough of it together: shares are
    added, never multiplied along a chain.

    Args:
        graph: The edges of a day.
        start: Node numbers, each once.
        scale: What edges weigh.

    Returns:
        int32 (nodes,): the step at which a node falls, 0 for those who start, -1 for never.
    """
    step = np.full(graph.nodes, -1, np.int32)
    step[start] = 0
    totals = np.zeros(2 * graph.nodes, np.int64)
    front, steps = start, 0
    while front.size:
        steps += 1
        edges, weights = scale.weighed(graph, ranges(graph.starts, front))
        slots = graph.slot[edges]
        np.add.at(totals, slots, weights)
        reached = slots[totals[slots] >= scale.bar] >> 1
        reached = reached[step[reached] < 0]
        step[reached] = steps
        front = once(reached, step, steps)
    return step


def fallen_apart(
    graph: Graph, groups: Iterable[Iterable[int]], scale: Scale, within: Array
) -> tuple[Mapping[int, int], ...]:
    """Who falls to each group by itself.

    Args:
        graph: The edges of a day.
        groups: Node numbers of those who hold together.
        scale: What edges weigh.
        within: bool (nodes,), who falls when all groups hold together: nobody else can.

    Returns:
        For each group, the nodes that fall with the step at which they do, 0 at the start.
    """
    edges = ranges(graph.starts, np.flatnonzero(within))
    edges = edges[within[graph.owned[edges]]]
    edges, weights = scale.weighed(graph, edges)
    outgoing: dict[int, list[tuple[int, int]]] = {}
    for owner, slot, weight in zip(
        graph.owner[edges].tolist(),
        graph.slot[edges].tolist(),
        weights.tolist(),
        strict=True,
    ):
        outgoing.setdefault(owner, []).append((slot, weight))
    return tuple(worklist(outgoing, group, scale.bar) for group in groups)


def worklist(
    outgoing: Mapping[int, Iterable[tuple[int, int]]], start: Iterable[int], bar: int
) -> dict[int, int]:
    """The least fixpoint, one owner at a time.

    Args:
        outgoing: Owner -> slots (node times two, plus one for votes) and weights.
        start: Who holds at the start.
        bar: What has to be reached in one slot.

    Returns:
        Who falls, with a number that is greater than that of all who carry it.
    """
    step = dict.fromkeys(start, 0)
    totals: dict[int, int] = {}
    waiting = deque(step)
    while waiting:
        owner = waiting.popleft()
        for slot, weight in outgoing.get(owner, ()):
            totals[slot] = total = totals.get(slot, 0) + weight
            node = slot >> 1
            if total >= bar and node not in step:
                step[node] = len(step)
                waiting.append(node)
    return step
