"""A list change touches the parties it concerns, and nobody is missed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from licet.screening import (
    Entity,
    Kind,
    Name,
    Party,
    Question,
    build_index,
    changes,
    entries_changed,
    index_parties,
    rescreen,
    threshold,
)


def entry(number: int, name: str) -> Entity:
    return Entity(
        id=f"x:{number}", source="x", kind=Kind.UNKNOWN, names=(Name(text=name),)
    )


def party(reference: str, name: str) -> Party:
    return Party(reference=reference, question=Question(names=(name,)))


def test_entries_that_came_went_or_read_differently_are_told() -> None:
    old = [entry(1, "Quorvex"), entry(2, "Longshade"), entry(3, "Tarnhelm")]
    new = [entry(1, "Quorvex"), entry(2, "Long Shade"), entry(4, "Sablewind")]
    touched, found = entries_changed(old, new)
    assert [e.id for e in touched] == ["x:2", "x:4"]
    assert (found.added, found.removed, found.changed) == (("x:4",), ("x:3",), ("x:2",))
    assert found
    assert not changes({"a": "1"}, {"a": "1"})


def test_only_the_party_concerned_gets_an_alert() -> None:
    weights = build_index([entry(1, "Quorvex")]).weights
    parties = index_parties(
        [party("p1", "Halden Security"), party("p2", "Sablewind Brokers")]
    )
    (alert,) = rescreen(
        parties,
        [entry(4, "Sable Wind Brokers LLC")],
        weights=weights,
        versions={"x": "2"},
    )
    assert alert.reference == "p2"
    assert alert.hit.list_version == "2"
    assert rescreen(parties, [], weights=weights) == ()
    assert rescreen(parties, [entry(5, "Marrowgate")], weights=weights) == ()


WORDS = st.sampled_from(
    [
        "quorvex",
        "tarnhelm",
        "sablewind",
        "marrowgate",
        "voskranev",
        "ilyo",
        "dmitar",
        "brantov",
        "petra",
        "halden",
        "vigil",
        "lumen",
        "orchard",
        "trading",
        "software",
        "group",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=3, unique=True).map(" ".join)


@settings(max_examples=30)
@given(
    st.lists(NAMES, min_size=1, max_size=8),
    st.lists(NAMES, min_size=1, max_size=4),
    st.lists(NAMES, min_size=1, max_size=8),
)
def test_rescreening_the_change_equals_screening_everything(
    kept: list[str], came: list[str], names: list[str]
) -> None:
    old = [entry(n, name) for n, name in enumerate(kept)]
    new = [*old, *(entry(100 + n, name) for n, name in enumerate(came))]
    weights = build_index(old).weights
    parties = [party(f"p{n}", name) for n, name in enumerate(names)]
    touched, _ = entries_changed(old, new)
    ids = {e.id for e in touched}
    whole = build_index(new, weights=weights)
    full = {
        (p.reference, hit.entity.id, hit.score)
        for p in parties
        for hit in whole.search(p.question.names, limit=100)
        if hit.entity.id in ids and hit.score >= threshold("v1")
    }
    quick = {
        (alert.reference, alert.hit.entity.id, alert.hit.score)
        for alert in rescreen(index_parties(parties), touched, weights=weights)
    }
    assert quick == full
