"""How many steps lie between each entity and the nearest listed party."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from licet.diversion.columns import Array
from licet.diversion.graph import Graph, once, ranges


@dataclass(frozen=True, slots=True, kw_only=True)
class Distances:
    """Steps to the nearest listed party, whichever way the edges point.

    Attributes:
        graph: The edges of a day.
        steps: int32 (nodes,); 0 for a listed party, -1 where no way leads to one.
    """

    graph: Graph
    steps: Array

    def of(self, entity: str) -> int | None:
        """The steps from an entity, or ``None`` when no way leads to a listed party.

        Raises:
            KeyError: The network does not hold the entity.
        """
        found = int(self.steps[self.graph.network.numbers[entity]])
        return None if found < 0 else found


def distances(graph: Graph, listed: Iterable[str]) -> Distances:
    """Count the steps over ownership, control and directorship.

    Args:
        graph: The edges of a day.
        listed: Ids of listed parties; those that the network does not hold are nowhere.
    """
    steps = np.full(graph.nodes, -1, np.int32)
    front = graph.numbers(listed)
    steps[front] = 0
    level = 0
    while front.size:
        level += 1
        out = graph.owned[ranges(graph.starts, front)]
        back = graph.owner[graph.held[ranges(graph.held_starts, front)]]
        near = np.concatenate((out, back))
        near = near[steps[near] < 0]
        steps[near] = level
        front = once(near, steps, level)
    return Distances(graph=graph, steps=steps)
