"""Possible outcomes and relevant questions are exact: compared with trying everything."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.regimes.small import DAY, facts, small

from licet.determination import OutcomeKind, determine
from licet.determination.domain import OTHER, completions
from licet.determination.explore import (
    Residues,
    _Diagram,
    _OutOfBudgetError,
    explore,
    settled,
)
from licet.determination.formula import Formula, Interner, Residue, Sort, Test, atoms
from licet.facts import FactKind, FactTerm

LAW = small()
NAMES = ("a", "b", "c", "d")
TRUE = Test(key=("is", True), passes=lambda value: value is True)
VOCABULARY = {
    name: FactTerm(path=name, kind=FactKind.BOOLEAN, question={"en": name})
    for name in NAMES
}
Tree = bool | str | tuple[str, list["Tree"]]
TREES: st.SearchStrategy[Tree] = st.recursive(
    st.one_of(st.booleans(), st.sampled_from(NAMES)),
    lambda inner: st.tuples(
        st.sampled_from(["all", "any", "not"]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


def build(interner: Interner, tree: Tree) -> Residue:
    if isinstance(tree, bool):
        return tree
    if isinstance(tree, str):
        return interner.atom(tree, TRUE)
    parts = [build(interner, part) for part in tree[1]]
    if tree[0] == "not":
        return interner.negation(parts[0])
    joined = interner.conjunction if tree[0] == "all" else interner.disjunction
    return joined(parts)


def truth(tree: Tree, chosen: dict[str, bool]) -> bool:
    if isinstance(tree, bool):
        return tree
    if isinstance(tree, str):
        return chosen[tree]
    parts = [truth(part, chosen) for part in tree[1]]
    if tree[0] == "not":
        return not parts[0]
    return all(parts) if tree[0] == "all" else any(parts)


def six(parts: list[Residue]) -> Residues:
    return Residues(
        outside=parts[0],
        beyond=parts[1],
        forbidden=parts[2],
        required=parts[3],
        lifted=parts[4],
        listed=parts[5],
    )


def outcome_of(trees: list[Tree], chosen: dict[str, bool]) -> OutcomeKind:
    outcome = settled(six([truth(tree, chosen) for tree in trees]))
    assert outcome is not None
    return outcome


def everything(trees: list[Tree]) -> tuple[frozenset[OutcomeKind], set[str]]:
    """Every outcome there is, and every name that can change it, by trying all."""
    answers = {
        values: outcome_of(trees, dict(zip(NAMES, values, strict=True)))
        for values in product([True, False], repeat=len(NAMES))
    }
    matters = set()
    for place, name in enumerate(NAMES):
        for values, outcome in answers.items():
            turned = (*values[:place], not values[place], *values[place + 1 :])
            if answers[turned] is not outcome:
                matters.add(name)
    return frozenset(answers.values()), matters


@given(st.lists(TREES, min_size=6, max_size=6))
def test_outcomes_and_questions_are_those_that_trying_everything_finds(
    trees: list[Tree],
) -> None:
    interner = Interner()
    residues = six([build(interner, tree) for tree in trees])
    found = explore(residues, interner, VOCABULARY)
    outcomes, matters = everything(trees)
    assert found.exact
    assert found.outcomes == outcomes
    assert set(found.questions) == matters


@given(st.lists(TREES, min_size=6, max_size=6))
def test_out_of_budget_the_answer_is_wider_and_never_wrong(trees: list[Tree]) -> None:
    interner = Interner()
    residues = six([build(interner, tree) for tree in trees])
    found = explore(residues, interner, VOCABULARY, budget=-1)
    outcomes, matters = everything(trees)
    assert outcomes <= found.outcomes
    assert matters <= set(found.questions)


@given(TREES, st.lists(st.booleans(), min_size=4, max_size=4))
def test_a_formula_that_is_decided_says_what_its_tree_says(
    tree: Tree, values: list[bool]
) -> None:
    residue = build(Interner(), tree)
    if isinstance(residue, bool):
        assert residue is truth(tree, dict(zip(NAMES, values, strict=True)))


def test_equal_formulas_are_one() -> None:
    interner = Interner()
    a, b = interner.atom("a", TRUE), interner.atom("b", TRUE)
    assert interner.conjunction([a, b]) is interner.conjunction([b, a, a])
    assert interner.negation(interner.negation(a)) is a
    assert interner.disjunction([a, interner.negation(a)]) is True
    assert interner.conjunction([a, interner.negation(a)]) is False
    nested = interner.conjunction([interner.conjunction([a, b]), a])
    assert isinstance(nested, Formula)
    assert nested.sort is Sort.ALL
    assert [one.variable for one in atoms([nested, nested])] == ["a", "b"]


def asked(test: Test, name: str = "x") -> list[Formula]:
    return [Interner().atom(name, test)]


@pytest.mark.parametrize(
    ("kind", "choices", "key", "values"),
    [
        pytest.param(FactKind.BOOLEAN, (), ("is", True), {True, False}, id="boolean"),
        pytest.param(
            FactKind.CHOICE, ("p", "q", "r"), ("is", "p"), {"p", "q"}, id="choice"
        ),
        pytest.param(FactKind.TEXT, (), ("is", "p"), {"p", OTHER}, id="text"),
        pytest.param(FactKind.TEXT, (), ("in", ("p", "q")), {"p", OTHER}, id="texts"),
        pytest.param(
            FactKind.TEXT, (), ("group", frozenset({"p"})), {"p", OTHER}, id="group"
        ),
        pytest.param(FactKind.COUNTRY, (), ("is", "NO"), {"NO", "AD"}, id="country"),
    ],
)
def test_only_values_that_rules_tell_apart_are_tried(
    kind: FactKind,
    choices: tuple[str, ...],
    key: tuple[object, ...],
    values: set[object],
) -> None:
    term = FactTerm(
        path="x", kind=kind, question={}, choices={one: one for one in choices}
    )

    def passes(value: object) -> bool:
        wanted = key[1]
        return (
            value in wanted
            if isinstance(wanted, tuple | frozenset)
            else value == wanted
        )

    found = completions("x", asked(Test(key=key, passes=passes)), term)
    assert {one.value for one in found} == values


def test_a_fact_in_no_vocabulary_is_a_text() -> None:
    test = Test(key=("is", "p"), passes=lambda value: value == "p")
    assert [one.value for one in completions("x", asked(test), None)] == ["p", OTHER]


@pytest.mark.parametrize(
    ("item", "outcomes"),
    [
        pytest.param(
            {"eccn": "5A002.b", "share": None},
            {OutcomeKind.COVERED, OutcomeKind.AUTHORISATION_REQUIRED},
            id="number",
        ),
        pytest.param(
            {"eccn": "candidate 5A002.a", "kind": "equipment", "share": 60},
            {OutcomeKind.NOT_CONTROLLED, OutcomeKind.AUTHORISATION_REQUIRED},
            id="integer",
        ),
    ],
)
def test_both_sides_of_a_limit_are_tried(
    item: dict[str, object], outcomes: set[OutcomeKind]
) -> None:
    stated = facts(
        item={"published": False, **item},
        destination="BR",
        knowledge=False,
        plague=False,
        transit=[],
    )
    assert set(determine(stated, LAW, on=DAY).possible_outcomes) == outcomes


def test_both_sides_of_a_day_are_tried() -> None:
    more = (
        "rules:\n  - {id: old, kind: prohibition, law: {pinpoint: O}, title: {en: O},"
        " when: {fact: item.made_on, at_most: 2000-02-29}}\n"
    )
    law = small(more=more)
    stated = {"knowledge": False, "plague": False, "transit": [], "destination": "CA"}
    open_one = determine(
        facts(**stated, item={"eccn": "none", "published": False}), law, on=DAY
    )
    assert set(open_one.possible_outcomes) == {
        OutcomeKind.PROHIBITED,
        OutcomeKind.NOT_CONTROLLED,
    }
    for day, kind in (
        ("2000-02-28", OutcomeKind.PROHIBITED),
        ("2000-02-29", OutcomeKind.PROHIBITED),
        ("2000-03-01", OutcomeKind.NOT_CONTROLLED),
    ):
        item = {"eccn": "none", "published": False, "made_on": day}
        assert determine(facts(**stated, item=item), law, on=DAY).kind is kind


def test_which_destination_it_is_can_be_the_question() -> None:
    stated = facts(
        item={"eccn": "4D004", "published": False},
        end_user={"type": "government", "voting": 0},
        knowledge=False,
        plague=False,
        transit=[],
    )
    answer = determine(stated, LAW, on=DAY)
    assert answer.questions[0].fact == "destination"
    assert set(answer.possible_outcomes) == {
        OutcomeKind.AUTHORISATION_REQUIRED,
        OutcomeKind.COVERED,
        OutcomeKind.NO_AUTHORISATION_REQUIRED,
        OutcomeKind.PROHIBITED,
    }


def test_a_question_that_leads_to_one_outcome_either_way_is_left_out() -> None:
    interner = Interner()
    a, b = interner.atom("a", TRUE), interner.atom("b", TRUE)
    b_if_a = interner.conjunction([a, b])
    b_if_not_a = interner.conjunction([interner.negation(a), b])
    only_b = interner.disjunction([b_if_a, b_if_not_a])
    found = explore(
        six([False, False, False, only_b, False, False]), interner, VOCABULARY
    )
    assert found.outcomes == {
        OutcomeKind.AUTHORISATION_REQUIRED,
        OutcomeKind.NOT_CONTROLLED,
    }
    assert set(found.questions) == {"b"}


def test_too_many_open_questions_are_not_told_apart() -> None:
    interner = Interner()
    many = [interner.atom(f"q{number}", TRUE) for number in range(121)]
    wide = six([False, False, False, interner.disjunction(many), False, False])
    found = explore(wide, interner, {})
    assert not found.exact
    assert len(found.questions) == 121


def test_a_diagram_that_would_not_fit_is_not_begun() -> None:
    diagram = _Diagram(
        interner=Interner(), order={}, domains={}, budget=0, names=("q",) * 121
    )
    with pytest.raises(_OutOfBudgetError):
        diagram.root(six([False] * 6))
