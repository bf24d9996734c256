"""How near listed parties are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.diversion.invented import ON, controls, directs, holds, network

from licet.diversion import Distances, Statement, distances, graph_of


def told(*statements: Statement, listed: tuple[str, ...] = ("l",)) -> Distances:
    return distances(graph_of(network(*statements), on=ON), listed)


def test_steps_are_counted_over_every_sort_of_tie_and_both_ways() -> None:
    found = told(
        holds("a", "l", 1), controls("a", "b"), directs("c", "b"), holds("y", "z", 9000)
    )
    assert [found.of(one) for one in "labcyz"] == [0, 1, 2, 3, None, None]
    with pytest.raises(KeyError):
        found.of("nowhere")


def test_the_nearest_listed_party_counts() -> None:
    chain = [holds(f"n{i}", f"n{i + 1}", 100) for i in range(9)]
    found = told(*chain, listed=("n0", "n9", "nowhere"))
    assert [found.of(f"n{i}") for i in range(10)] == [0, 1, 2, 3, 4, 4, 3, 2, 1, 0]


def test_a_long_chain_and_nobody_listed() -> None:
    chain = [holds(f"n{i:03}", f"n{i + 1:03}", 100) for i in range(99)]
    assert told(*chain, listed=("n000",)).of("n099") == 99
    assert told(*chain, listed=()).of("n000") is None


PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1)


@given(PAIRS, st.sets(st.integers(0, 7), max_size=3))
def test_steps_are_those_of_a_plain_search(
    pairs: list[tuple[int, int]], starts: set[int]
) -> None:
    found = told(
        *(holds(str(one), str(two), 100) for one, two in pairs),
        listed=tuple(map(str, sorted(starts))),
    )
    nodes = {node for pair in pairs for node in pair}
    steps = dict.fromkeys(starts & nodes, 0)
    for _ in nodes:
        for one, two in (*pairs, *((two, one) for one, two in pairs)):
            if one in steps:
                steps[two] = min(steps.get(two, 99), steps[one] + 1)
    assert {node: found.of(str(node)) for node in nodes} == {
        node: steps.get(node) for node in nodes
    }
