"""A day cut out of the statements, and what does not add up on it."""

from datetime import date

from tests.diversion.invented import ON, controls, holds, network, source

from licet.diversion import (
    Declared,
    Entity,
    Measure,
    Trouble,
    discrepancies,
    graph_of,
    network_of,
)
from licet.kernel import Interval


def test_edges_are_sorted_and_each_stands_once() -> None:
    graph = graph_of(
        network(
            holds("b", "a", 100),
            holds("a", "c", 200),
            holds("a", "b", 300, name="one"),
            holds("a", "b", 0, 10_000, name="two"),
            holds("a", "b", 300, measure=Measure.VOTES),
        ),
        on=ON,
    )
    ids = graph.network.ids
    edges = [
        (ids[one], ids[two], tie)
        for one, two, tie in zip(
            graph.owner.tolist(), graph.owned.tolist(), graph.tie.tolist(), strict=True
        )
    ]
    assert edges == [("a", "b", 0), ("a", "b", 1), ("a", "c", 0), ("b", "a", 0)]
    assert graph.starts.tolist() == [0, 3, 4, 4]
    assert [graph.into(node) for node in range(3)] == [[3], [0, 1], [2]]
    assert [one.source.id for one in graph.statements(0)] == ["one", "two"]


def test_a_graph_of_nothing_is_a_graph() -> None:
    graph = graph_of(network(), on=ON)
    assert (graph.nodes, graph.starts.tolist()) == (0, [0])
    assert discrepancies(graph) == ()


def test_entities_that_are_only_described_are_in_the_network() -> None:
    entity = Entity(id="a", kind="Person", name="Ottilie Brask (invented)")
    held = network_of(Declared(entities={"a": entity}, statements=()))
    assert held.ids == ("a",)
    assert (held.name("a"), held.name("b")) == ("Ottilie Brask (invented)", "b")


def test_shares_that_add_to_more_than_the_whole_are_reported() -> None:
    graph = graph_of(
        network(
            holds("a", "x", 7000),
            holds("b", "x", 7000, 8000),
            holds("c", "x", 0, 10_000),
            holds("d", "x", 9000, measure=Measure.VOTES),
            holds("e", "x", 9000, direct=False),
            controls("f", "x"),
        ),
        on=ON,
    )
    (one,) = discrepancies(graph)
    assert one.trouble is Trouble.MORE_THAN_WHOLE
    assert one.words == "The shares of x add up to at least 140 %."
    assert [each.id for each in one.sources] == ["a-x", "b-x", "c-x"]


def test_the_whole_is_not_more_than_the_whole() -> None:
    held = network(holds("a", "x", 5000), holds("b", "x", 5000))
    assert discrepancies(graph_of(held, on=ON)) == ()
    over = network(holds("a", "x", 5000, 6000, above_low=True), holds("b", "x", 5000))
    assert len(discrepancies(graph_of(over, on=ON))) == 1


def test_statements_that_do_not_agree_are_reported_on_the_days_of_both() -> None:
    held = network(
        holds("a", "x", 6000, force=Interval(last=date(2026, 3, 31)), name="one"),
        holds("a", "x", 4000, force=Interval(first=date(2026, 3, 31)), name="two"),
    )
    days = [date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)]
    found = [discrepancies(graph_of(held, on=day)) for day in days]
    assert [len(one) for one in found] == [0, 1, 0]
    (one,) = found[1]
    assert one.trouble is Trouble.CONTRADICTORY
    assert "holding of a in x does not agree" in one.words
    assert one.sources == (source("one"), source("two"))
