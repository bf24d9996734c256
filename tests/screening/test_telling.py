"""Names that have only a common word in common are never a hit, and nobody is missed by it."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.screening import (
    DEFAULT_ALGORITHM,
    Entity,
    Identifier,
    Kind,
    Name,
    Party,
    Question,
    build_index,
    index_parties,
    rescreen_within,
    threshold,
)
from licet.screening.qualify import (
    ADDRESS_AGREES,
    BIRTH_AGREES,
    COUNTRY_AGREES,
    most_without_number,
    moved,
)
from licet.screening.telling import NEVER

LEAST = threshold(DEFAULT_ALGORITHM)
KNOWN = {
    "countries": ("KP",),
    "birth_dates": ("1961-04-02",),
    "addresses": ("7 Marrow Lane Quorport",),
}


def entry(number: int, name: str, *, kind: Kind = Kind.UNKNOWN) -> Entity:
    return Entity(
        id=f"x:{number}",
        source="x",
        kind=kind,
        names=(Name(text=name),),
        identifiers=(Identifier(kind="register", value=f"AB-{number:05}"),),
        **KNOWN,
    )


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        pytest.param("Hassan Halden", "Hassan Brantov", id="a-given-name"),
        pytest.param("Quorvex Trading", "Sablewind Trading", id="a-trade-word"),
        pytest.param("Quorvex Trading Ltd", "Sablewind Trading Ltd", id="a-legal-form"),
    ],
)
def test_a_common_word_alone_is_never_a_hit_whatever_else_agrees(
    asked: str, listed: str
) -> None:
    index = build_index([entry(1, listed)])
    for hit in index.search([asked], **KNOWN):
        assert hit.score < LEAST
        assert "the birth date agrees" in hit.qualifiers


def test_the_same_number_makes_a_hit_of_it_all_the_same() -> None:
    index = build_index([entry(1, "Hassan Brantov")])
    (hit,) = index.search(["Hassan Halden"], identifiers=["ab 00001"])
    assert hit.score > LEAST


@pytest.mark.parametrize("name", ["Trading Group", "Hassan Ali", "General Trading Ltd"])
def test_the_same_name_is_a_hit_though_every_word_is_common(name: str) -> None:
    (hit,) = build_index([entry(1, name)]).search([name])
    assert hit.score == 1


def test_what_is_known_without_a_number_cannot_lift_such_a_pair() -> None:
    farthest = most_without_number(Question(names=("x",), **KNOWN))
    assert farthest == pytest.approx(BIRTH_AGREES + ADDRESS_AGREES + COUNTRY_AGREES)
    assert moved(NEVER, farthest) < LEAST


WORDS = st.sampled_from(
    ["quorvex", "tarnhelm", "voskranev", "p", "petra", "ali", "hassan", "trading",
     "group", "general", "sablewind", "sable", "wind", "ltd", "of"]
)  # fmt: skip
NAMES = st.lists(WORDS, min_size=1, max_size=4, unique=True).map(" ".join)
FACTS = st.sampled_from(
    [dict(one) for size in range(4) for one in combinations(KNOWN.items(), size)]
    + [{"identifiers": ("AB-00101", "AB-00102")}]
)
KINDS = st.sampled_from([None, Kind.PERSON, Kind.ORGANISATION])


@settings(max_examples=60)
@given(
    st.lists(NAMES, min_size=1, max_size=8),
    st.lists(NAMES, min_size=1, max_size=4),
    st.lists(st.tuples(NAMES, FACTS, KINDS), min_size=1, max_size=8),
)
def test_the_delta_says_what_a_full_search_says_of_parties_with_facts(
    kept: list[str],
    came: list[str],
    asked: list[tuple[str, dict[str, tuple[str, ...]], Kind | None]],
) -> None:
    new = [entry(100 + number, name) for number, name in enumerate(came)]
    whole = build_index([*(entry(n, name) for n, name in enumerate(kept)), *new])
    parties = [
        Party(reference=f"p{n}", question=Question(names=(name,), kind=kind, **facts))
        for n, (name, facts, kind) in enumerate(asked)
    ]
    alerts = rescreen_within(index_parties(parties), new, whole=whole)
    ids = {one.id for one in new}
    found = whole.search_all([one.question for one in parties])
    full = {
        (party.reference, hit.entity.id, hit.score)
        for party, hits in zip(parties, found, strict=True)
        for hit in hits
        if hit.entity.id in ids and hit.score >= LEAST
    }
    assert {(one.reference, one.hit.entity.id, one.hit.score) for one in alerts} == full
