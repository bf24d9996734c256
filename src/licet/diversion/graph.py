"""The network on one day: compressed rows, by owner and by what is owned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from licet.diversion.columns import POINT, Array, Network, Tie
from licet.diversion.model import (
    WHOLE,
    Discrepancy,
    Measure,
    Statement,
    Trouble,
    percent,
)

_MEASURES = ((Tie.SHARES, Measure.SHARES), (Tie.VOTES, Measure.VOTES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The edges of one day, each owner, owned and tie once, sorted by owner.

    Attributes:
        network: What it was cut from.
        on: The day.
        starts: int64 (nodes + 1,), where the edges of an owner begin.
        owner, owned: int32 (edges,), node numbers.
        tie: int8 (edges,), a ``Tie``.
        low, high: int64 (edges,), as in the network.
        slot: int32 (edges,), where the weight of an edge is added: twice the node owned,
            and one more for votes, which are never mixed with capital.
        contrary: Numbers of edges whose statements cannot all be true.
        held_starts: int64 (nodes + 1,), where the edges into a node begin ...
        held: int32 (edges,), ... in this list of edge numbers.
        rows: Rows of the network in the order of the edges ...
        row_starts: int64 (edges + 1,), ... and where those of an edge begin.
    """

    network: Network
    on: date
    starts: Array
    owner: Array
    owned: Array
    tie: Array
    low: Array
    high: Array
    slot: Array
    contrary: Array
    held_starts: Array
    held: Array
    rows: Array
    row_starts: Array

    @property
    def nodes(self) -> int:
        """How many entities there are."""
        return len(self.network.ids)

    def into(self, node: int) -> list[int]:
        """The edges into a node, by owner."""
        found: list[int] = self.held[
            self.held_starts[node] : self.held_starts[node + 1]
        ].tolist()
        return found

    def statements(self, edge: int) -> tuple[Statement, ...]:
        """What is stated of an edge, in the order of the file."""
        rows = self.rows[self.row_starts[edge] : self.row_starts[edge + 1]]
        return tuple(self.network.statements[row] for row in sorted(rows.tolist()))

    def numbers(self, names: Iterable[str]) -> Array:
        """The node numbers of those ids that are in the network, in order."""
        known = self.network.numbers
        found = sorted({known[name] for name in names if name in known})
        return np.array(found, np.int64)


def graph_of(network: Network, *, on: date) -> Graph:
    """Cut a day out of a network.

    Statements of the same holding that overlap are narrowed to what all of them allow.
    Where they do not, one of them is wrong or they are of separate holdings: the range
    goes from the lowest to all of them added, and ``discrepancies`` tells of it.

    Args:
        network: All statements.
        on: The day, first and last days of statements included.
    """
    day, nodes = on.toordinal(), max(1, len(network.ids))
    rows = np.flatnonzero((network.first <= day) & (day <= network.last))
    keys = network.owner[rows].astype(np.int64)
    keys *= nodes
    keys += network.owned[rows]
    keys *= len(Tie)
    keys += network.tie[rows]
    order = np.argsort(keys)
    rows, keys = rows[order], keys[order]
    new = np.ones(keys.size, bool)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    row_starts = np.append(np.flatnonzero(new), rows.size)
    head = rows[row_starts[:-1]]
    low, high = network.low[head], network.high[head]
    contrary = _joined(network, rows, row_starts, (low, high))
    owner, owned, tie = network.owner[head], network.owned[head], network.tie[head]
    votes = (tie == Tie.VOTES) | (tie == Tie.INDIRECT_VOTES)
    return Graph(
        network=network,
        on=on,
        starts=_starts(owner, len(network.ids)),
        owner=owner,
        owned=owned,
        tie=tie,
        low=low,
        high=high,
        slot=owned * np.int32(2) + votes,
        contrary=contrary,
        held_starts=_starts(owned, len(network.ids)),
        held=_by(owned),
        rows=rows,
        row_starts=row_starts,
    )


def _joined(
    network: Network, rows: Array, row_starts: Array, ends: tuple[Array, Array]
) -> Array:
    """Give edges of which more than one statement speaks their range; return the contrary."""
    several = np.flatnonzero(np.diff(row_starts) > 1)
    if not several.size:
        return several
    counts = row_starts[several + 1] - row_starts[several]
    begins = np.cumsum(counts) - counts
    their = rows[ranges(row_starts, several)]
    low, high = network.low[their], network.high[their]
    least, most = np.maximum.reduceat(low, begins), np.minimum.reduceat(high, begins)
    apart = least > most
    # Control is never apart: whatever can give it can give all of it.
    together = np.minimum(np.add.reduceat(high, begins), WHOLE * POINT)
    ends[0][several] = np.where(apart, np.minimum.reduceat(low, begins), least)
    ends[1][several] = np.where(apart, together, most)
    return several[apart]


def _by(nodes: Array) -> Array:
    """The edge numbers by node, then by edge; one plain sort is the quickest."""
    keys = nodes.astype(np.int64) << 32
    keys |= np.arange(nodes.size, dtype=np.int64)
    keys.sort()
    keys &= (1 << 32) - 1
    return keys.astype(np.int32)


def _starts(nodes: Array, size: int) -> Array:
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(nodes, minlength=size), out=starts[1:])
    return starts


def ranges(starts: Array, nodes: Array) -> Array:
    """The places of all edges of some nodes, one node after the other.

    Args:
        starts: Where the edges of each node begin, and the end.
        nodes: Node numbers.
    """
    begins = starts[nodes]
    counts = starts[nodes + 1] - begins
    ends = np.cumsum(counts)
    steps = np.arange(ends[-1] if ends.size else 0, dtype=np.int64)
    places: Array = steps + np.repeat(begins - ends + counts, counts)
    return places


def once(nodes: Array, steps: Array, step: int) -> Array:
    """The nodes of a step, each once and in order.

    Args:
        nodes: The nodes, some of them several times.
        steps: (nodes of the graph,), where exactly these have ``step``.
        step: The step.
    """
    found: Array = (  # one pass over all nodes is quicker than to sort many
        np.flatnonzero(steps == step)
        if nodes.size * 16 > steps.size
        else np.unique(nodes)
    )
    return found


def discrepancies(graph: Graph) -> tuple[Discrepancy, ...]:
    """What cannot all be true on that day.

    Returns:
        Holdings whose statements contradict each other, then entities of which more than
        the whole is held for certain; each by entity.
    """
    return (*_contrary(graph), *_excess(graph))


def _contrary(graph: Graph) -> Iterable[Discrepancy]:
    network = graph.network
    for edge in graph.contrary.tolist():
        owner, owned = (network.ids[side[edge]] for side in (graph.owner, graph.owned))
        yield Discrepancy(
            trouble=Trouble.CONTRADICTORY,
            entity=owned,
            words=f"What is stated of the holding of {network.name(owner)} in "
            f"{network.name(owned)} does not agree: one of it is wrong, or there are several holdings.",
            sources=tuple(one.source for one in graph.statements(edge)),
        )


def _excess(graph: Graph) -> Iterable[Discrepancy]:
    network = graph.network
    for tie, measure in _MEASURES:
        edges = np.flatnonzero(graph.tie == tie)
        totals = np.zeros(graph.nodes, np.int64)
        np.add.at(totals, graph.owned[edges], graph.low[edges])
        for node in np.flatnonzero(totals > WHOLE * POINT).tolist():
            entity = network.ids[node]
            into = [edge for edge in graph.into(node) if graph.tie[edge] == tie]
            yield Discrepancy(
                trouble=Trouble.MORE_THAN_WHOLE,
                entity=entity,
                words=f"The {measure} of {network.name(entity)} add up to at least "
                f"{percent(int(totals[node]) // POINT)}.",
                sources=tuple(
                    one.source for edge in into for one in graph.statements(edge)
                ),
            )
