"""Many parties at once: the same hits as the search, without those that nobody will see."""

from hypothesis import given, settings
from hypothesis import strategies as st

from licet.screening import (
    Entity,
    Identifier,
    Kind,
    Name,
    Question,
    build_index,
    hits_above,
)

ENTITIES = [
    Entity(
        id=f"x:{number}",
        source="x",
        kind=kind,
        names=(Name(text=text),),
        countries=("RU",),
        birth_dates=("1950-01-02",) if kind is Kind.PERSON else (),
        identifiers=(Identifier(kind="number", value=f"AB-{number}9999"),),
    )
    for number, (text, kind) in enumerate(
        [
            ("Quorvex Intrusion Systems", Kind.ORGANISATION),
            ("Quorvex Relay Holding", Kind.ORGANISATION),
            ("Sable Wind Exploit Brokers", Kind.ORGANISATION),
            ("Dmitar Voskranev", Kind.PERSON),
            ("Dmitri Voskranov", Kind.PERSON),
        ]
    )
]
INDEX = build_index(ENTITIES)
NAMES = (
    "Quorvex",
    "Quorvex Systems",
    "Sable Wind",
    "Dmitar Voskranev",
    "D. Voskranev",
    "Wilhelmina Parsnip",
    "...",
)
QUESTIONS = st.builds(
    Question,
    names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=2).map(tuple),
    kind=st.sampled_from([None, Kind.PERSON, Kind.ORGANISATION]),
    countries=st.sampled_from([(), ("RU",), ("BR",)]),
    birth_dates=st.sampled_from([(), ("1950",), ("1980-02",)]),
    identifiers=st.sampled_from([(), ("AB 29999",)]),
)


@settings(max_examples=60, deadline=None)
@given(
    questions=st.lists(QUESTIONS, max_size=6),
    least=st.sampled_from([0.0, 0.05, 0.25, 0.5, 0.9, 1.0]),
    limit=st.integers(1, 4),
)
def test_hits_above_a_score_are_those_of_the_search(
    questions: list[Question], least: float, limit: int
) -> None:
    wanted = tuple(
        tuple(hit for hit in hits if hit.score >= least)
        for hits in INDEX.search_all(questions, limit=limit)
    )
    assert hits_above(INDEX, questions, least=least, limit=limit) == wanted
