"""Requirements against what lifts them: what fires, what is defeated, and by what."""

from dataclasses import dataclass

from licet.determination.compile import CompiledRule, Lifting, Program
from licet.determination.explore import Residues
from licet.determination.formula import Residue, Test
from licet.determination.leaf import HEADING
from licet.determination.state import Claim, ClaimSort, Evaluation
from licet.regimes import LIFTING, RuleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One pass of a program over one view.

    Attributes:
        program: The compiled package.
        evaluation: The pass.
        fires: What is left of each rule in force, by id.
        available: What is left of each exception: it holds, no bar defeats it, and it
            lifts the reason of every requirement that fires.
        entries: What is left of each entry in force.
        residues: What decides the outcome.
    """

    program: Program
    evaluation: Evaluation
    fires: dict[str, Residue]
    available: dict[str, Residue]
    entries: dict[str, Residue]
    residues: Residues

    def took_effect(self, rule: CompiledRule) -> bool:
        """Whether the rule took effect."""
        if rule.rule.kind in LIFTING:
            return self.available[rule.rule.id] is True
        return self.fires[rule.rule.id] is True

    def defeated_by(self, rule: CompiledRule) -> tuple[str, ...]:
        """What certainly took a rule's effect."""
        found = [name for name in rule.stronger if self.fires[name] is True]
        if rule.rule.kind in LIFTING:
            against = next(each for each in self.program.lifting if each.one is rule)
            found += [
                other.rule.id
                for other in (*against.bars, *against.unlifted)
                if self.fires[other.rule.id] is True
            ]
        return tuple(found)


def weigh(program: Program, evaluation: Evaluation) -> Weighed:
    """Run every rule in force over the facts.

    Args:
        program: The package compiled for the day.
        evaluation: The facts.

    Returns:
        What is left of each rule, and of the outcome.
    """
    fires = {name: one.fires(evaluation) for name, one in program.rules.items()}
    available = {
        lifting.one.rule.id: _available(evaluation, fires, lifting)
        for lifting in program.lifting
    }
    entries = {name: fit(evaluation) for name, fit in program.entries.items()}
    some = evaluation.interner.disjunction
    prohibitions = program.of(RuleKind.PROHIBITION)
    listed = some(entries.values())
    residues = Residues(
        outside=some(fires[one.rule.id] for one in program.of(RuleKind.SCOPE)),
        beyond=some(fires[one.rule.id] for one in prohibitions if one.rule.red_line),
        forbidden=some(fires[one.rule.id] for one in prohibitions),
        required=some(fires[one.rule.id] for one in program.requiring),
        lifted=some(available.values()),
        listed=some([_heading(program, evaluation), listed]),
    )
    return Weighed(
        program=program,
        evaluation=evaluation,
        fires=fires,
        available=available,
        entries=entries,
        residues=residues,
    )


def _heading(program: Program, evaluation: Evaluation) -> Residue:
    """Whether a heading is claimed of which the package holds only paragraphs."""
    entries = program.regime.entries

    def heads(claim: object) -> bool:
        return (
            isinstance(claim, Claim)
            and claim.sort is ClaimSort.ENTRY
            and claim.entry not in entries
        )

    if evaluation.general:
        headed = Test(key=(HEADING,), passes=heads)
        return evaluation.interner.atom(HEADING, headed)
    return heads(evaluation.claim)


def _available(
    evaluation: Evaluation, fires: dict[str, Residue], lifting: Lifting
) -> Residue:
    left = [fires[lifting.one.rule.id]]
    if left[0] is False:
        return False
    interner = evaluation.interner
    for other in (*lifting.bars, *lifting.unlifted):
        fired = fires[other.rule.id]
        if fired is True:
            return False
        if fired is not False:
            left.append(interner.negation(fired))
    return interner.conjunction(left)
