"""One view of the facts read as far as the code could not: what is left of the law."""

from collections.abc import Callable, Iterator

from licet.determination.codewriter import entry_of
from licet.determination.compile import Program
from licet.determination.formula import Formula, Residue, Sort
from licet.determination.generate import Generated, Said, answer_to
from licet.determination.leaf import FITS, HEADING, RECORDED
from licet.determination.left import Left, Node, Nodes, opposite
from licet.determination.standing import Standing
from licet.determination.state import OPEN, CheckedFacts

Six = tuple[Left, Left, Left, Left, Left, Left]
"""What is left of what decides the outcome, in the order in which they decide."""


class Reader:
    """Reads views of the facts under one law.

    Args:
        program: The package compiled for a day.
        code: The same as Python.
        nodes: Where what is left is made.
        open_atom: The node of a test of an open fact.
    """

    def __init__(
        self,
        program: Program,
        code: Generated,
        nodes: Nodes,
        open_atom: Callable[[Formula], Node],
    ) -> None:
        self.law = code.law
        self.standings = program.parts
        self.nodes = nodes
        self.open_atom = open_atom
        columns = (self.law.conditions, self.law.fires, self.law.entries)
        self.places = {
            formula.number: (column, place)
            for column, formulas in enumerate(columns)
            for place, formula in enumerate(formulas)
            if not isinstance(formula, bool)
        }
        self.facts = {
            one.number: (fact, one.variable.endswith(RECORDED))
            for fact, tests in self.law.asked.items()
            for one in tests
        }
        fires = dict(zip(program.rules, self.law.fires, strict=True))
        self.lifting = [
            (
                fires[each.one.rule.id],
                [fires[other.rule.id] for other in (*each.bars, *each.unlifted)],
            )
            for each in program.lifting
        ]

    def six(self, facts: CheckedFacts, said: Said) -> Six:
        """What is left of what decides the outcome, beside what the code says."""
        return _Reading(self, facts, said).six()


class _Reading:
    """One view of the facts, read as far as the code could not."""

    def __init__(self, law: Reader, facts: CheckedFacts, said: Said) -> None:
        self._reader = law
        self._get = facts.values.get
        self._claim = facts.claim
        self._columns = said[1:]
        self._done: dict[int, Left] = {}

    def six(self) -> Six:
        outside, beyond, forbidden, required, _, listed = self._reader.law.six
        return (
            self._left(outside),
            self._left(beyond),
            self._left(forbidden),
            self._left(required),
            self._lifted(),
            self._left(listed),
        )

    def _lifted(self) -> Left:
        """Whether an exception or general authorisation lifts all that fire."""
        nodes, found = self._reader.nodes, []
        for one, against in self._reader.lifting:
            left = self._left(one)
            if left is not False:
                found.append(nodes.junction(Sort.ALL, self._available(left, against)))
        return nodes.junction(Sort.ANY, found)

    def _available(self, one: Left, against: list[Residue]) -> Iterator[Left]:
        """What must hold for one of them: it fires, and nothing that stands against it."""
        yield one
        for other in against:
            left = self._left(other)
            if left is not False:
                yield opposite(left)

    def _left(self, formula: Residue) -> Left:
        """What is left of a formula."""
        if formula is True or formula is False:
            return formula
        found = self._done.get(formula.number)
        if found is None:
            found = self._done[formula.number] = self._work_out(formula)
        return found

    def _work_out(self, formula: Formula) -> Left:
        place = self._reader.places.get(formula.number)
        if place is not None:
            truth = self._columns[place[0]][place[1]]
            if truth is not None:
                return truth
        if formula.sort is Sort.ATOM:
            return self._atom(formula)
        if formula.sort is Sort.NOT:
            return opposite(self._left(formula.parts[0]))
        return self._junction(formula)

    def _junction(self, formula: Formula) -> Left:
        ends, done, parts = formula.sort is Sort.ANY, self._done, []
        for part in formula.parts:
            left = done.get(part.number)
            if left is None:
                left = done[part.number] = self._work_out(part)
            if left is ends:
                return ends
            if left is not True and left is not False:
                parts.append(left)
        return self._reader.nodes.junction(formula.sort, parts)

    def _atom(self, atom: Formula) -> Left:
        if atom.variable == HEADING:
            return atom.test is not None and atom.test.passes(self._claim)
        if atom.variable == FITS:
            return self._fits(entry_of(atom))
        fact, recorded = self._reader.facts[atom.number]
        value = self._get(fact, OPEN)
        if value is OPEN and not recorded:
            return self._reader.open_atom(atom)
        return answer_to(atom, value)

    def _fits(self, entry: str) -> Left:
        law = self._reader.law
        standing = self._reader.standings[entry].standing(self._claim)
        if standing is Standing.CLAIMED:
            return self._left(law.unless[entry]) is not True
        left = self._left(law.by_facts[entry])
        return left if standing is Standing.BY_FACTS else left is True
