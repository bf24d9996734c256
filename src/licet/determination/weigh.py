"""Requirements against what lifts them: what fires, what is defeated, and by what."""

from dataclasses import dataclass

from licet.determination.compile import CompiledRule, Program
from licet.determination.explore import Residues
from licet.determination.formula import Residue
from licet.determination.state import ClaimSort, Evaluation
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
            found += [
                bar.rule.id
                for bar in self.program.of(RuleKind.BAR)
                if bar.rule.bars_symbol(rule.rule.symbol)
                and self.fires[bar.rule.id] is True
            ]
            found += [
                one.rule.id
                for one in self.program.requiring()
                if self.fires[one.rule.id] is True
                and not rule.rule.lifts_reason(one.rule.reason)
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
        one.rule.id: _available(program, evaluation, fires, one)
        for one in program.lifting()
    }
    entries = {name: fit(evaluation) for name, fit in program.entries.items()}
    some = evaluation.interner.disjunction
    prohibitions = program.of(RuleKind.PROHIBITION)
    listed = some(entries.values())
    residues = Residues(
        outside=some(fires[one.rule.id] for one in program.of(RuleKind.SCOPE)),
        beyond=some(fires[one.rule.id] for one in prohibitions if one.rule.red_line),
        forbidden=some(fires[one.rule.id] for one in prohibitions),
        required=some(fires[one.rule.id] for one in program.requiring()),
        lifted=some(available.values()),
        listed=True if _heading(program, evaluation) else listed,
    )
    return Weighed(
        program=program,
        evaluation=evaluation,
        fires=fires,
        available=available,
        entries=entries,
        residues=residues,
    )


def _heading(program: Program, evaluation: Evaluation) -> bool:
    """Whether a heading is claimed of which the package holds only paragraphs."""
    claim = evaluation.claim
    return claim.sort is ClaimSort.ENTRY and claim.entry not in program.regime.entries


def _available(
    program: Program,
    evaluation: Evaluation,
    fires: dict[str, Residue],
    exception: CompiledRule,
) -> Residue:
    interner = evaluation.interner
    bars = [
        interner.negation(fires[bar.rule.id])
        for bar in program.of(RuleKind.BAR)
        if bar.rule.bars_symbol(exception.rule.symbol)
    ]
    unlifted = [
        interner.negation(fires[one.rule.id])
        for one in program.requiring()
        if not exception.rule.lifts_reason(one.rule.reason)
    ]
    return interner.conjunction([fires[exception.rule.id], *bars, *unlifted])
