"""Whether listed parties own an entity, by a law's own numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from licet.diversion.cascade import Scale, fallen, fallen_apart, scale_of
from licet.diversion.columns import POINT, Array, Network, Tie
from licet.diversion.graph import Graph, graph_of
from licet.diversion.law import OwnershipLaw
from licet.diversion.model import Extent, Statement

Steps = Array | Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Who falls to the listed parties at one end of the declared ranges.

    Attributes:
        scale: What edges weigh there.
        together: int32 (nodes,), the steps when all hold together, partners included.
        apart: The steps of those who hold by themselves: of each group, or, where holdings
            are added, of the listed parties without their partners.
        reached: bool (nodes,), who falls; listed parties and their partners do not.
    """

    scale: Scale
    together: Array
    apart: tuple[Steps, ...]
    reached: Array

    def steps(self, node: int) -> Steps:
        """The steps of the first of them to whom a node falls."""
        return next((one for one in self.apart if _step(one, node) > 0), self.together)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """What was found of one entity.

    Attributes:
        entity: Its id.
        extent: How far listed parties own it.
        shares: What of its capital those hold directly who are listed or fall to listed
            parties: at least, and at most. Both may exceed the whole where statements do.
        path: The statements that carry it, from the listed parties down.
    """

    entity: str
    extent: Extent
    shares: tuple[int, int]
    path: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """What listed parties own on a day, by one law.

    Attributes:
        graph: The edges of the day.
        law: The rule.
        listed: bool (nodes,), who is listed.
        absent: Listed ids that the network does not hold.
        surely: Who falls even when every share is the least it can be.
        possibly: Who falls when every share is the most it can be.
    """

    graph: Graph
    law: OwnershipLaw
    listed: Array
    absent: tuple[str, ...]
    surely: Reach
    possibly: Reach

    def extent(self, entity: str) -> Extent:
        """How far listed parties own an entity.

        Raises:
            KeyError: The network does not hold the entity.
        """
        return self._extent(self.graph.network.numbers[entity])

    def _extent(self, node: int) -> Extent:
        if self.listed[node]:
            return Extent.LISTED
        if self.surely.reached[node]:
            return Extent.SURELY
        return Extent.POSSIBLY if self.possibly.reached[node] else Extent.NOT

    def of(self, entity: str) -> Owned:
        """The finding on one entity, with its path.

        Raises:
            KeyError: The network does not hold the entity.
        """
        node = self.graph.network.numbers[entity]
        extent = self._extent(node)
        reach = {Extent.SURELY: self.surely, Extent.POSSIBLY: self.possibly}.get(extent)
        edges = [] if reach is None else _carriers(self.graph, reach, node)
        least, most = (
            _held(self.graph, one, node) for one in (self.surely, self.possibly)
        )
        return Owned(
            entity=entity,
            extent=extent,
            shares=(least, most),
            path=tuple(one for edge in edges for one in self.graph.statements(edge)),
        )

    def owned(self) -> Iterator[Owned]:
        """Findings on all entities that listed parties surely or possibly own, by id."""
        reached = self.surely.reached | self.possibly.reached
        for node in np.flatnonzero(reached & ~self.listed).tolist():
            yield self.of(self.graph.network.ids[node])


def ownership(
    network: Network,
    listed: Iterable[str],
    law: OwnershipLaw,
    *,
    on: date,
    arrangements: Sequence[Iterable[str]] = (),
) -> Ownership:
    """Whether listed parties own each entity on a day.

    Args:
        network: All statements.
        listed: Ids of listed parties.
        law: The rule that is applied.
        on: The day whose statements count.
        arrangements: Ids of those who act together under a joint arrangement.

    Returns:
        The least fixpoint at the lower and at the upper end of the declared ranges.
    """
    graph = graph_of(network, on=on)
    return ownership_in(graph, listed, law, arrangements=arrangements)


def ownership_in(
    graph: Graph,
    listed: Iterable[str],
    law: OwnershipLaw,
    *,
    arrangements: Sequence[Iterable[str]] = (),
) -> Ownership:
    """The same on a day that is already cut out."""
    given = sorted(set(listed))
    start = graph.numbers(given)
    mask = np.zeros(graph.nodes, bool)
    mask[start] = True
    joint = [tuple(graph.numbers(one).tolist()) for one in arrangements]
    groups = [one for one in joint if mask[list(one)].any()]
    return Ownership(
        graph=graph,
        law=law,
        listed=mask,
        absent=tuple(one for one in given if one not in graph.network.numbers),
        surely=_reach(graph, start, groups, scale_of(law, upper=False)),
        possibly=_reach(graph, start, groups, scale_of(law, upper=True)),
    )


def _reach(
    graph: Graph, start: Array, groups: Sequence[tuple[int, ...]], scale: Scale
) -> Reach:
    # A partner's holdings count as those of the listed party; whether the partner itself
    # is owned, the others decide without it.
    partners = [node for group in groups for node in group]
    everybody = np.unique(np.concatenate((start, np.array(partners, np.int64))))
    together = fallen(graph, everybody, scale)
    if scale.added:
        alone = (fallen(graph, start, scale),) if everybody.size > start.size else ()
        reached = np.logical_or.reduce([together > 0, *(one > 0 for one in alone)])
        return Reach(scale=scale, together=together, apart=alone, reached=reached)
    each = [*groups, *((node,) for node in start.tolist())]
    apart = fallen_apart(graph, each, scale, together >= 0)
    reached = np.zeros(graph.nodes, bool)
    for steps in apart:
        reached[[node for node, step in steps.items() if step]] = True
    return Reach(scale=scale, together=together, apart=apart, reached=reached)


def _step(steps: Steps, node: int) -> int:
    return int(steps.get(node, -1) if isinstance(steps, Mapping) else steps[node])


def _carriers(graph: Graph, reach: Reach, node: int) -> list[int]:
    """The edges that carry a node, those of earlier steps first."""
    steps = reach.steps(node)
    found: list[tuple[int, int]] = []
    waiting, seen = [node], {node}
    while waiting:
        one = waiting.pop()
        into = np.array(graph.into(one), np.int64)
        edges, weights = reach.scale.weighed(graph, into)
        for edge, weight in zip(edges.tolist(), weights.tolist(), strict=True):
            owner = int(graph.owner[edge])
            if weight > 0 and 0 <= _step(steps, owner) < _step(steps, one):
                found.append((_step(steps, one), edge))
                if owner not in seen and _step(steps, owner):
                    seen.add(owner)
                    waiting.append(owner)
    return [edge for _, edge in sorted(found)]


def _held(graph: Graph, reach: Reach, node: int) -> int:
    """Basis points of the capital that the listed and the fallen hold directly."""
    steps = reach.steps(node)
    edges = np.array(graph.into(node), np.int64)
    owners = graph.owner[edges]
    direct = (graph.tie[edges] == Tie.SHARES) & (owners != node)
    edges, owners = edges[direct], owners[direct]
    fell = (
        np.array([one in steps for one in owners.tolist()], bool)
        if isinstance(steps, Mapping)
        else steps[owners] >= 0
    )
    ends = graph.high if reach.scale.upper else graph.low
    parts = int(ends[edges[fell]].sum())
    return -(-parts // POINT) if reach.scale.upper else parts // POINT
