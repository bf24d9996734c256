"""A law worked out for all transactions says of each what its determination says."""

from typing import Any

from hypothesis import given, settings
from tests.determination.test_properties import PROGRAM, WHOLE
from tests.regimes.small import facts

from licet.determination import run
from licet.determination.domain import Completion
from licet.determination.formula import Interner, Residue, atoms
from licet.determination.leaf import ELEMENT, RECORDED
from licet.determination.solve import _holds
from licet.determination.state import begin
from licet.determination.symbolic import symbolic

LAW = symbolic(PROGRAM, Interner())
ATOMS = atoms([*LAW.outcomes.values(), *LAW.weighed.fires.values()])


def chosen(whole: dict[str, Any]) -> dict[str, Completion]:
    """For every variable, what a known transaction answers to each test of it."""
    values = begin(facts(**whole).view(), PROGRAM.regime).values
    answers: dict[str, dict[tuple[object, ...], bool]] = {}
    for atom in ATOMS:
        fact, _, element = atom.variable.partition(ELEMENT)
        value = values.get(fact)
        held: object = value
        if element == RECORDED:
            held = value is not None
        elif element:
            held = isinstance(value, tuple) and element in value
        assert atom.test is not None
        told = answers.setdefault(atom.variable, {})
        told[atom.test.key] = atom.test.passes(held)
    return {
        name: Completion(value=None, answers=told) for name, told in answers.items()
    }


@settings(max_examples=150)
@given(WHOLE)
def test_exactly_one_outcome_holds_and_it_is_the_determined_one(
    whole: dict[str, Any],
) -> None:
    choices = chosen(whole)
    memo: dict[int, bool | None] = {}

    def holds(residue: Residue) -> bool | None:
        return _holds(residue, choices, memo)

    answer = run(PROGRAM, facts(**whole))
    true = [outcome for outcome, residue in LAW.outcomes.items() if holds(residue)]
    assert true == [answer.kind]
    for rule in answer.rules:
        available = LAW.weighed.available.get(rule.id, LAW.weighed.fires[rule.id])
        assert holds(available) is rule.fired
