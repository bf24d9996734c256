"""What is left of a law when the known facts have spoken, kept between determinations.

``explore`` answers for one determination. Here equal formulas of one law are one node for
as long as the law is in use, so what was worked out for one shape of facts serves all that
leave the same remainder. What is found is what ``explore`` finds; where its budget might
run out, nothing is said and it is asked itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from licet.determination.compile import Program
from licet.determination.domain import completions, fact_of
from licet.determination.explore import BUDGET, WIDEST, Explored, rank
from licet.determination.formula import Formula
from licet.determination.generate import OUTCOMES, Generated, Said
from licet.determination.leaf import RECORDED
from licet.determination.left import (
    Left,
    Node,
    Nodes,
    joined_tests,
    joined_variables,
)
from licet.determination.model import OutcomeKind
from licet.determination.reading import Reader, Six
from licet.determination.state import CheckedFacts

MOST_KEPT = 60_000  # formulas, remainders and answers of one law
_OUTCOMES = tuple(OutcomeKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """An open question as the rules of one law put it.

    Attributes:
        name: The fact, or one element of a list fact.
        place: Its place in the order of questions.
        tests: One bit for each test of it.
        answers: For each way it may turn out, the bits of the tests that it passes.
    """

    name: str
    place: int
    tests: int
    answers: tuple[int, ...]


class Diagram:
    """A node of the diagram of outcomes; equal ones are one.

    Attributes:
        outcomes: One bit for each outcome below it.
        variables: One bit for each variable below it.
    """

    __slots__ = ("outcomes", "variables")

    def __init__(self, outcomes: int, variables: int) -> None:
        self.outcomes = outcomes
        self.variables = variables


class _TooLargeError(Exception):
    """More remainders than one determination may look at."""


class Remainders:
    """The remainders of one law.

    Args:
        program: The package compiled for a day.
        code: The same as Python.
        order: The place of each question.
    """

    def __init__(
        self, program: Program, code: Generated, order: Mapping[str, int]
    ) -> None:
        self._program = program
        self._tests = [one for row in code.asked.values() for one in row]
        self._bits = {one.number: 1 << bit for bit, one in enumerate(self._tests)}
        self._ordered = bool(order)
        self._variables = self._in_order(order)
        self._place = {one.name: one for one in self._variables}
        self._domains: dict[tuple[int, int], tuple[int, ...] | None] = {}
        self._nodes = Nodes()
        self._reader = Reader(program, code, self._nodes, self._atom)
        self._kept: dict[Six, tuple[Diagram, int, tuple[Six, ...]]] = {}
        self._diagrams: dict[object, Diagram] = {}
        self._found: dict[Six, Explored | None] = {}

    def full(self) -> bool:
        """Whether so much is kept that it is time to begin anew."""
        return len(self._nodes) + len(self._kept) + len(self._found) > MOST_KEPT

    def _in_order(self, order: Mapping[str, int]) -> list[Variable]:
        tests: dict[str, list[Formula]] = {}
        for one in self._tests:
            if not one.variable.endswith(RECORDED):
                tests.setdefault(one.variable, []).append(one)
        names = sorted(tests, key=lambda name: (order.get(name, len(order)), name))
        return [
            Variable(
                name=name,
                place=place,
                tests=sum(self._bits[one.number] for one in tests[name]),
                answers=self._turning_out(name, tests[name]),
            )
            for place, name in enumerate(names)
        ]

    def _turning_out(self, name: str, tests: list[Formula]) -> tuple[int, ...]:
        """The ways a variable may turn out: the bits of the tests that pass."""
        term = self._program.regime.facts.get(fact_of(name))
        bits = [(self._bits[one.number], one.test) for one in tests]
        return tuple(
            sum(bit for bit, test in bits if test and one.answers[test.key])
            for one in completions(name, tests, term)
        )

    def explored(self, facts: CheckedFacts, said: Said) -> Explored | None:
        """The outcomes still possible and the questions that matter.

        Args:
            facts: The facts.
            said: What the code says of them.

        Returns:
            What ``explore`` finds of the same, or ``None`` where it must be asked.
        """
        six = self._reader.six(facts, said)
        if six not in self._found:
            self._found[six] = self._explore(six)
        return self._found[six]

    def _explore(self, six: Six) -> Explored | None:
        kind = outcome_of(six)
        if kind is not None:
            return Explored(outcomes=frozenset({kind}), questions={}, exact=True)
        tests = joined_tests(six)
        asked = [one for one in self._variables if one.tests & tests]
        if not self._ordered or len(asked) > WIDEST:
            return None
        if any(self._domain(one, tests) is None for one in asked):
            return None
        try:
            top = self._diagram(six, [BUDGET])
        except _TooLargeError:
            return None
        if self._kept[six][1] > BUDGET and self._size(six) > BUDGET:
            return None
        live = [one for one in asked if top.variables >> one.place & 1]
        return Explored(
            outcomes=frozenset(
                one for bit, one in enumerate(_OUTCOMES) if top.outcomes >> bit & 1
            ),
            questions=self._questions(six, live, tests),
            exact=True,
        )

    def _atom(self, atom: Formula) -> Node:
        variables = 1 << self._place[atom.variable].place
        return self._nodes.atom(atom.number, self._bits[atom.number], variables)

    def _domain(self, variable: Variable, tests: int) -> tuple[int, ...] | None:
        """The ways a variable may turn out for some tests alone.

        ``None`` where the values tried for all tests of the law tell more of them apart.
        """
        asked = variable.tests & tests
        key = (variable.place, asked)
        if key not in self._domains:
            some = [one for one in self._tests if self._bits[one.number] & asked]
            found = self._turning_out(variable.name, some)
            same = {one & asked for one in variable.answers} == set(found)
            self._domains[key] = found if same else None
        return self._domains[key]

    def _diagram(self, six: Six, budget: list[int]) -> Diagram:
        kept = self._kept.get(six)
        if kept is not None:
            return kept[0]
        kind = outcome_of(six)
        if kind is not None:
            made = self._made(kind, 1 << _OUTCOMES.index(kind), 0)
            self._kept[six] = (made, 1, ())
            return made
        budget[0] -= 1
        if budget[0] < 0:
            raise _TooLargeError
        variables = joined_variables(_live(six))
        variable = self._variables[(variables & -variables).bit_length() - 1]
        tests = joined_tests(six) & variable.tests
        below: dict[int, tuple[Six, Diagram]] = {}
        for answer in variable.answers:
            passed = answer & tests
            if passed not in below:
                left = self._six_given(six, variable, passed)
                below[passed] = left, self._diagram(left, budget)
        children = tuple([below[answer & tests][1] for answer in variable.answers])
        made = self._branch(variable, children)
        parts = tuple(dict.fromkeys(left for left, _ in below.values()))
        size = 1 + sum(self._kept[part][1] for part in parts)
        self._kept[six] = (made, size, parts)
        return made

    def _branch(self, variable: Variable, children: tuple[Diagram, ...]) -> Diagram:
        distinct = set(children)
        if len(distinct) == 1:
            return children[0]
        outcomes, variables = 0, 1 << variable.place
        for one in distinct:
            outcomes |= one.outcomes
            variables |= one.variables
        return self._made((variable.place, children), outcomes, variables)

    def _made(self, key: object, outcomes: int, variables: int) -> Diagram:
        known = self._diagrams.get(key)
        if known is None:
            known = self._diagrams.setdefault(key, Diagram(outcomes, variables))
        return known

    def _size(self, six: Six) -> int:
        """How many remainders there are below one, itself among them."""
        seen, pending = {six}, [six]
        while pending:
            fresh = [one for one in self._kept[pending.pop()][2] if one not in seen]
            seen.update(fresh)
            pending += fresh
        return len(seen)

    def _questions(
        self, six: Six, live: list[Variable], tests: int
    ) -> dict[str, tuple[OutcomeKind, ...]]:
        """Facts to ask for, those whose answers settle most first."""
        settling: dict[str, list[OutcomeKind]] = {}
        share: dict[str, tuple[int, int]] = {}
        for variable in live:
            fact = fact_of(variable.name)
            answers = self._domain(variable, tests) or ()
            reached = [
                outcome_of(self._six_given(six, variable, answer)) for answer in answers
            ]
            ends = [one for one in reached if one is not None]
            known = settling.setdefault(fact, [])
            known += [one for one in ends if one not in known]
            so_far = share.get(fact, (0, 0))
            share[fact] = (so_far[0] + len(ends), so_far[1] + len(reached))
        ranked = sorted(settling, key=lambda fact: rank(share[fact]))
        return {fact: tuple(sorted(settling[fact])) for fact in ranked}

    def _six_given(self, six: Six, variable: Variable, passed: int) -> Six:
        """What is left of the six when a variable passes some tests and no others."""
        bit = 1 << variable.place
        first, second, third, fourth, fifth, sixth = [
            one
            if one is True or one is False or not one.variables & bit
            else self._nodes.given(one, variable.place, passed)
            for one in six
        ]
        return first, second, third, fourth, fifth, sixth


def outcome_of(six: Six) -> OutcomeKind | None:
    """The outcome, or ``None`` while something open can still change it."""
    return OUTCOMES[
        tuple([one if one is True or one is False else None for one in six])
    ]


def _live(six: Six) -> tuple[Left, ...]:
    """Those that can still speak: a decided one may silence those after it."""
    outside, beyond, forbidden, required, lifted, listed = six
    if outside is True:
        return (beyond,)
    if forbidden is True:
        return outside, beyond
    if required is True:
        return outside, beyond, forbidden, lifted
    if required is False:
        return outside, beyond, forbidden, listed
    return six
