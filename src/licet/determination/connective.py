"""Conditions joined: each closure asks its parts and says what is left of the whole."""

from licet.determination.formula import Residue
from licet.determination.leaf import Evaluate
from licet.determination.state import Evaluation


def constant(*, value: bool) -> Evaluate:
    """Always the same."""
    return lambda _: value


def remembered(sort: str, name: str, work: Evaluate) -> Evaluate:
    """Worked out once for one view of the facts, unless it is already known."""
    key = (sort, name)

    def recall(evaluation: Evaluation) -> Residue:
        found = evaluation.memo.get(key)
        if found is None:
            found = evaluation.memo[key] = work(evaluation)
        return found

    return recall


def conjunction(parts: list[Evaluate]) -> Evaluate:
    """Every part holds."""

    def every(evaluation: Evaluation) -> Residue:
        left = []
        for part in parts:
            residue = part(evaluation)
            if residue is False:
                return False
            if residue is not True:
                left.append(residue)
        return evaluation.interner.conjunction(left) if left else True

    return every


def disjunction(parts: list[Evaluate]) -> Evaluate:
    """At least one part holds."""

    def some(evaluation: Evaluation) -> Residue:
        left = []
        for part in parts:
            residue = part(evaluation)
            if residue is True:
                return True
            if residue is not False:
                left.append(residue)
        return evaluation.interner.disjunction(left) if left else False

    return some


def negation(part: Evaluate) -> Evaluate:
    """The part does not hold."""
    return lambda evaluation: evaluation.interner.negation(part(evaluation))


def certainly(part: Evaluate) -> Evaluate:
    """Speaks only when its facts are known: what is open counts as not shown."""
    return lambda evaluation: part(evaluation) is True
