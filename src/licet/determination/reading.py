"""One view of the facts read as far as the code could not: what is left of the law."""

from collections.abc import Callable

from licet.determination.codewriter import entry_of
from licet.determination.compile import Program
from licet.determination.domain import fact_of
from licet.determination.formula import Formula, Residue, Sort
from licet.determination.generate import Generated, Said, answer_to
from licet.determination.leaf import FITS, HEADING, RECORDED
from licet.determination.left import Left, Node, Nodes, opposite
from licet.determination.standing import Standing
from licet.determination.state import OPEN, CheckedFacts

Six = tuple[Left, Left, Left, Left, Left, Left]
"""What is left of what decides the outcome, in the order in which they decide."""


class Reading:
    """One view of the facts, read as far as the code could not."""

    def __init__(
        self,
        law: tuple[Program, Generated],
        facts: CheckedFacts,
        nodes: Nodes,
        open_atom: Callable[[Formula], Node],
    ) -> None:
        program, code = law
        self._standings = program.parts
        self._law = code.law
        self._values = facts.values
        self._claim = facts.claim
        self._nodes = nodes
        self._open_atom = open_atom
        self._done: dict[int, Left] = {}

    def six(self, said: Said) -> Six:
        """What is left of what decides the outcome, beside what the code says."""
        columns = (self._law.conditions, self._law.fires, self._law.entries)
        for formulas, truths in zip(columns, said[1:], strict=True):
            self._done |= {
                formula.number: truth
                for formula, truth in zip(formulas, truths, strict=True)
                if truth is not None and formula is not True and formula is not False
            }
        outside, beyond, forbidden, required, lifted, listed = [
            self.left(one) for one in self._law.six
        ]
        return outside, beyond, forbidden, required, lifted, listed

    def left(self, formula: Residue) -> Left:
        """What is left of a formula."""
        if formula is True or formula is False:
            return formula
        found = self._done.get(formula.number)
        if found is None:
            found = self._done[formula.number] = self._work_out(formula)
        return found

    def _work_out(self, formula: Formula) -> Left:
        if formula.sort is Sort.ATOM:
            return self._atom(formula)
        if formula.sort is Sort.NOT:
            return opposite(self.left(formula.parts[0]))
        ends = formula.sort is Sort.ANY
        parts = []
        for part in formula.parts:
            left = self.left(part)
            if left is ends:
                return ends
            if left is not (not ends):
                parts.append(left)
        return self._nodes.junction(formula.sort, parts)

    def _atom(self, atom: Formula) -> Left:
        if atom.variable == HEADING:
            return atom.test is not None and atom.test.passes(self._claim)
        if atom.variable == FITS:
            return self._fits(entry_of(atom))
        fact = fact_of(atom.variable)
        value = self._values.get(fact, OPEN)
        if value is OPEN and not atom.variable.endswith(RECORDED):
            return self._open_atom(atom)
        return answer_to(atom, value)

    def _fits(self, entry: str) -> Left:
        standing = self._standings[entry].standing(self._claim)
        if standing is Standing.CLAIMED:
            return self.left(self._law.unless[entry]) is not True
        left = self.left(self._law.by_facts[entry])
        return left if standing is Standing.BY_FACTS else left is True
