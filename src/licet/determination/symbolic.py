"""A law worked out for all transactions at once: one formula for each rule and outcome."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from licet.determination.compile import Program
from licet.determination.domain import Completion, completions, fact_of
from licet.determination.explore import Residues
from licet.determination.formula import Formula, Interner, Residue, atoms
from licet.determination.model import OutcomeKind
from licet.determination.state import Claim, ClaimSort, Evaluation
from licet.determination.weigh import Weighed, weigh
from licet.facts import FactTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbolic:
    """A program with every fact a variable.

    Attributes:
        weighed: What each rule comes to, as a formula over the facts.
        outcomes: For each outcome, the formula that says when it is reached.
    """

    weighed: Weighed
    outcomes: Mapping[OutcomeKind, Residue]


def symbolic(program: Program, interner: Interner) -> Symbolic:
    """Work out a program for all transactions at once.

    Args:
        program: The package compiled for a day.
        interner: Where formulas are made; two programs that share one can be compared.

    Returns:
        Formulas that hold of a wholly known transaction exactly when the determination
        of it says so.
    """
    evaluation = Evaluation(
        values={},
        claim=Claim(sort=ClaimSort.OPEN),
        interner=interner,
        symbolic=True,
    )
    weighed = weigh(program, evaluation)
    return Symbolic(weighed=weighed, outcomes=_outcomes(interner, weighed.residues))


def _outcomes(interner: Interner, residues: Residues) -> dict[OutcomeKind, Residue]:
    both, no = interner.conjunction, interner.negation
    inside = both([no(residues.outside), no(residues.forbidden)])
    required = both([inside, residues.required])
    free = both([inside, no(residues.required)])
    return {
        OutcomeKind.CONFLICT: both([residues.outside, residues.beyond]),
        OutcomeKind.NOT_SUBJECT: both([residues.outside, no(residues.beyond)]),
        OutcomeKind.PROHIBITED: both([no(residues.outside), residues.forbidden]),
        OutcomeKind.COVERED: both([required, residues.lifted]),
        OutcomeKind.AUTHORISATION_REQUIRED: both([required, no(residues.lifted)]),
        OutcomeKind.NO_AUTHORISATION_REQUIRED: both([free, residues.listed]),
        OutcomeKind.NOT_CONTROLLED: both([free, no(residues.listed)]),
    }


def domains_of(
    residues: Iterable[Residue], vocabulary: Mapping[str, FactTerm]
) -> dict[str, tuple[Completion, ...]]:
    """For each variable in some formulas, the ways in which it may turn out."""
    asked: dict[str, list[Formula]] = {}
    for atom in atoms(residues):
        asked.setdefault(atom.variable, []).append(atom)
    return {
        variable: completions(variable, tests, vocabulary.get(fact_of(variable)))
        for variable, tests in asked.items()
    }
