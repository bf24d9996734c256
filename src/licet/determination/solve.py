"""The one place that knows the solver: formulas in, a witness or its absence out."""

import importlib
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Final

from licet.determination.domain import Completion, fact_of
from licet.determination.errors import SolverMissingError
from licet.determination.formula import Formula, Residue, Sort
from licet.determination.leaf import ELEMENT, RECORDED
from licet.facts import json_value

Witness = dict[str, object]


class Answer(Enum):
    """What the solver says when it gives no witness."""

    IMPOSSIBLE = "impossible"
    GAVE_UP = "gave_up"


IMPOSSIBLE: Final = Answer.IMPOSSIBLE
GAVE_UP: Final = Answer.GAVE_UP


class Solver:
    """Asks whether some transaction makes formulas true.

    Every variable takes one of the values that the rules can tell apart, so the answer is
    exact. A solver that gives up has proved nothing.
    """

    def __init__(
        self,
        domains: Mapping[str, tuple[Completion, ...]],
        *,
        milliseconds: int,
    ) -> None:
        try:
            self._z3: Any = importlib.import_module("z3")
        except ImportError:
            raise SolverMissingError from None
        self._domains = domains
        self._made: dict[int, Any] = {}
        self._places = {name: self._z3.Int(name) for name in domains}
        self._solver: Any = self._z3.SolverFor("QF_FD")
        self._solver.set("timeout", milliseconds)
        for name, place in self._places.items():
            self._solver.add(place >= 0, place < len(domains[name]))

    def possible(self, residue: Residue) -> bool | None:
        """Whether some transaction makes it true; ``None`` when the solver gives up."""
        answer = self._ask((residue,), witness=False)
        return None if answer is GAVE_UP else answer is not IMPOSSIBLE

    def witness(self, residues: Iterable[Residue]) -> Witness | Answer:
        """A transaction that makes all of them true, in the short form of facts.

        Facts that it could do without are left out, so that a reader sees what matters.
        """
        return self._ask(tuple(residues), witness=True)

    def _ask(self, wanted: tuple[Residue, ...], *, witness: bool) -> Witness | Answer:
        self._solver.push()
        try:
            for residue in wanted:
                self._solver.add(self._formula(residue))
            answer = self._solver.check()
            if answer == self._z3.unsat:
                return IMPOSSIBLE
            if answer != self._z3.sat:
                return GAVE_UP
            return self._read(wanted, self._solver.model()) if witness else {}
        finally:
            self._solver.pop()

    def _formula(self, residue: Residue) -> Any:  # noqa: ANN401  # a term of the solver
        if isinstance(residue, bool):
            return self._z3.BoolVal(residue)
        if residue.number not in self._made:
            self._made[residue.number] = self._make(residue)
        return self._made[residue.number]

    def _make(self, formula: Formula) -> Any:  # noqa: ANN401  # a term of the solver
        if formula.sort is Sort.ATOM and formula.test is not None:
            place = self._places[formula.variable]
            key = formula.test.key
            passing = [
                place == index
                for index, one in enumerate(self._domains[formula.variable])
                if one.answers[key]
            ]
            return self._z3.Or(*passing)
        parts = [self._formula(part) for part in formula.parts]
        if formula.sort is Sort.NOT:
            return self._z3.Not(parts[0])
        joined = self._z3.And if formula.sort is Sort.ALL else self._z3.Or
        return joined(*parts)

    def _read(self, wanted: tuple[Residue, ...], model: Any) -> Witness:  # noqa: ANN401  # a model of the solver
        chosen = {
            name: self._domains[name][
                model.eval(self._places[name], model_completion=True).as_long()
            ]
            for name in sorted(self._places)
        }
        found: Witness = {}
        for name, completion in _needed(wanted, chosen).items():
            self._enter(found, name, completion.value)
        return found

    def _enter(self, found: Witness, name: str, value: object) -> None:
        fact = fact_of(name)
        if ELEMENT not in name:
            found[fact] = json_value(value)  # type: ignore[arg-type]  # a value of a fact
            return
        element = name.partition(ELEMENT)[2]
        if element != RECORDED:
            listed = found.setdefault(fact, [])
            if value and isinstance(listed, list):
                listed.append(element)


def _needed(
    wanted: tuple[Residue, ...], chosen: dict[str, Completion]
) -> dict[str, Completion]:
    """The choices without which the formulas would no longer certainly be true."""
    needed = dict(chosen)
    for name in list(chosen):
        without = {other: one for other, one in needed.items() if other != name}
        memo: dict[int, bool | None] = {}
        if all(_holds(residue, without, memo) for residue in wanted):
            needed = without
    return needed


def _holds(
    residue: Residue, chosen: Mapping[str, Completion], memo: dict[int, bool | None]
) -> bool | None:
    """True, false, or open, when only some variables are chosen."""
    if isinstance(residue, bool):
        return residue
    if residue.number not in memo:
        memo[residue.number] = _work_out(residue, chosen, memo)
    return memo[residue.number]


def _work_out(
    formula: Formula, chosen: Mapping[str, Completion], memo: dict[int, bool | None]
) -> bool | None:
    if formula.sort is Sort.ATOM and formula.test is not None:
        one = chosen.get(formula.variable)
        return None if one is None else one.answers[formula.test.key]
    parts = [_holds(part, chosen, memo) for part in formula.parts]
    if formula.sort is Sort.NOT:
        return None if parts[0] is None else not parts[0]
    ends = formula.sort is Sort.ANY  # one true part decides an ANY, one false an ALL
    if ends in parts:
        return ends
    return None if None in parts else not ends
