"""What a change of law does to answers: a witness for each, and the past cases it changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from licet.determination.compile import Program
from licet.determination.decide import run
from licet.determination.formula import Interner
from licet.determination.model import Determination, OutcomeKind
from licet.determination.prove import MILLISECONDS
from licet.determination.solve import IMPOSSIBLE, Solver, Witness
from licet.determination.symbolic import domains_of, symbolic
from licet.facts import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeChange:
    """One outcome that turns into another for some transaction.

    Attributes:
        before: The outcome under the older law.
        after: The outcome under the newer one.
        facts: A transaction for which it does, in the short form; ``None`` when the
            solver gave up before it could say.
    """

    before: OutcomeKind
    after: OutcomeKind
    facts: Witness | None

    def to_json(self) -> dict[str, object]:
        """The change as a JSON object."""
        return {
            "before": str(self.before),
            "after": str(self.after),
            "facts": self.facts,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """A past case that would come out otherwise."""

    case: str
    before: Determination
    after: Determination

    def to_json(self) -> dict[str, object]:
        """The change as a JSON object, with both traces."""
        return {
            "case": self.case,
            "before": self.before.to_json(),
            "after": self.after.to_json(),
        }


def changed_outcomes(
    before: Program, after: Program, *, milliseconds: int = MILLISECONDS
) -> tuple[OutcomeChange, ...]:
    """For every pair of outcomes, a transaction that turns from the one to the other.

    Args:
        before: The older law, compiled for its day.
        after: The newer law, compiled for its day.
        milliseconds: How long the solver may take for one pair.

    Returns:
        The pairs that happen, each with a witness. None means that no transaction
        whatever has another outcome.

    Raises:
        SolverMissingError: The solver is not installed.
    """
    interner = Interner()
    old, new = symbolic(before, interner), symbolic(after, interner)
    vocabulary = {**before.regime.facts, **after.regime.facts}
    domains = domains_of([*old.outcomes.values(), *new.outcomes.values()], vocabulary)
    solver = Solver(domains, milliseconds=milliseconds)
    found = []
    for was, was_so in sorted(old.outcomes.items()):
        for becomes, becomes_so in sorted(new.outcomes.items()):
            if was is becomes:
                continue
            answer = solver.witness([was_so, becomes_so])
            if answer is not IMPOSSIBLE:
                facts = answer if isinstance(answer, dict) else None
                found.append(OutcomeChange(before=was, after=becomes, facts=facts))
    return tuple(found)


def changed_cases(
    before: Program, after: Program, cases: Iterable[tuple[str, Transaction]]
) -> tuple[CaseChange, ...]:
    """Every past case whose outcome, exception or entry would be another.

    Args:
        before: The older law, compiled for its day.
        after: The newer law, compiled for its day.
        cases: The cases by name, with their facts as known.

    Returns:
        The cases that change, with both determinations.
    """
    found = []
    for name, transaction in cases:
        for item in range(max(len(transaction.items), 1)):
            old = run(before, transaction, item=item)
            new = run(after, transaction, item=item)
            if _answer(old) != _answer(new):
                found.append(CaseChange(case=name, before=old, after=new))
    return tuple(found)


def _answer(determination: Determination) -> tuple[object, ...]:
    return (
        determination.kind,
        determination.possible_outcomes,
        determination.consequences.available,
        tuple(one.entry for one in determination.classification),
    )
