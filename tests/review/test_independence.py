"""Nobody signs their own work, and nobody hears an appeal against their own line."""

import pytest

from licet.review import (
    Hierarchy,
    NotIndependentError,
    prove_uninvolved,
    require_second_person,
    require_uninvolved,
)

LINE = Hierarchy(
    superior_of={"officer": "head", "head": "director", "junior": "officer"}
)


def test_an_officer_cannot_countersign_their_own_draft() -> None:
    with pytest.raises(NotIndependentError, match="countersign") as caught:
        require_second_person("officer", drafters=frozenset({"officer", "other"}))
    assert caught.value.code == "not_independent"


def test_another_officer_can() -> None:
    require_second_person("second", drafters=frozenset({"officer"}))


@pytest.mark.parametrize(
    ("reviewer", "why"),
    [
        pytest.param("officer", "acted on the case", id="acted"),
        pytest.param("junior", "reports to somebody", id="subordinate"),
        pytest.param("director", "reports to this person", id="superior"),
    ],
)
def test_an_appeal_is_not_heard_in_the_deciders_line(reviewer: str, why: str) -> None:
    with pytest.raises(NotIndependentError, match=why):
        require_uninvolved(reviewer, involved=frozenset({"officer"}), hierarchy=LINE)


def test_an_outsider_hears_the_appeal() -> None:
    require_uninvolved("outsider", involved=frozenset({"officer"}), hierarchy=LINE)


def test_a_circle_in_the_hierarchy_ends() -> None:
    circle = Hierarchy(superior_of={"a": "b", "b": "a"})
    assert circle.superiors("a") == frozenset({"a", "b"})


def test_the_proof_names_everybody_who_was_compared() -> None:
    proof = prove_uninvolved(
        "judge",
        involved=frozenset({"officer", "head"}),
        hierarchy=Hierarchy(superior_of={**LINE.superior_of, "judge": "chair"}),
    )
    assert (proof.reviewer, proof.involved) == ("judge", ("head", "officer"))
    assert proof.above == ("chair",)
    assert proof.chains == {"officer": ("director", "head"), "head": ("director",)}
    with pytest.raises(NotIndependentError):
        prove_uninvolved("junior", involved=frozenset({"officer"}), hierarchy=LINE)
