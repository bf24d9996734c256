"""Worked examples must hold, or the package is broken."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from licet.determination.compile import Program, compile_regime
from licet.determination.count import with_counts
from licet.determination.ordinary import assume_ordinary
from licet.determination.state import begin, with_derived
from licet.determination.weigh import weigh
from licet.facts import read_transaction
from licet.kernel import InputError
from licet.regimes import LIFTING, Example, Problem, Regime, Rule


def check_examples(regime: Regime) -> tuple[Problem, ...]:
    """Run every worked example of a package.

    Facts that an example leaves out have their ordinary answer, as in the case files.

    Args:
        regime: The package.

    Returns:
        One problem for each example that does not come out as it says.
    """
    programs: dict[date, Program] = {}
    found = []
    for name in sorted(regime.rules):
        rule = regime.rules[name]
        for example in rule.examples:
            if example.on not in programs:
                programs[example.on] = compile_regime(regime, on=example.on)
            found += list(_failure(regime, programs[example.on], rule, example))
    return tuple(sorted(found))


def _failure(
    regime: Regime, program: Program, rule: Rule, example: Example
) -> Iterator[Problem]:
    wanted = "take effect" if example.holds else "not take effect"
    try:
        came_out = _comes_out(regime, program, rule, example)
    except InputError as error:
        came_out = f"its facts cannot be read: {error}"
    if came_out:
        yield Problem(
            file=str(getattr(rule.data, "file", "")),
            line=example.line,
            rule=rule.id,
            what=f"The example says that the rule must {wanted} on {example.on}, but {came_out}.",
            mend="Correct the example or the rule.",
        )


def _comes_out(regime: Regime, program: Program, rule: Rule, example: Example) -> str:
    stated = read_transaction(dict(example.facts))
    transaction = assume_ordinary(replace(stated, as_of=example.on), regime)
    counted = with_counts(transaction.view(), transaction, regime)
    view = with_derived(counted, regime)
    evaluation = begin(view, regime)
    one = program.rules.get(rule.id)
    if one is None:
        return "the rule is not in force that day" if example.holds else ""
    if rule.kind not in LIFTING and one.fires(evaluation) is example.holds:
        return ""
    weighed = weigh(program, evaluation)
    residue = weighed.available.get(rule.id, weighed.fires[rule.id])
    if residue is example.holds:
        return ""
    if isinstance(residue, bool):
        return (
            "it does" if residue else "it does not" + _because(weighed.defeated_by(one))
        )
    return "it is unsettled: a fact that has no ordinary answer is missing"


def _because(defeated_by: tuple[str, ...]) -> str:
    return f", being defeated by {', '.join(defeated_by)}" if defeated_by else ""
