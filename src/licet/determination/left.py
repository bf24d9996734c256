"""What is left of conditions, kept: equal formulas over open facts are one node.

Unlike the formulas of one determination these outlive it. They are told apart by identity,
and several threads may make them at once: of two equal ones the first to be noted stays.
"""

from collections.abc import Iterable

from licet.determination.formula import Sort


class Node:
    """A formula over open facts; equal ones are one.

    Attributes:
        sort: Atom, conjunction, disjunction or negation.
        parts: What it joins.
        tests: One bit for each test in it.
        variables: One bit for each variable that these test.
        opposite: Its negation.
        given: What is left of it for answers looked at already.
    """

    __slots__ = ("given", "opposite", "parts", "sort", "tests", "variables")
    opposite: "Node"

    def __init__(
        self, sort: Sort, parts: "frozenset[Node]", tests: int, variables: int
    ) -> None:
        self.sort = sort
        self.parts = parts
        self.tests = tests
        self.variables = variables
        self.given: dict[tuple[int, int], Left] = {}


Left = bool | Node


class Nodes:
    """Makes nodes, each only once."""

    def __init__(self) -> None:
        self._known: dict[object, Node] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._known)

    def given(self, node: Node, place: int, passed: int) -> Left:
        """What is left of a node when a variable passes some tests and no others.

        Args:
            node: The node; it tests the variable.
            place: The place of the variable among all.
            passed: The bits of the tests that pass.
        """
        key = (place, passed & node.tests)
        found = node.given.get(key)
        if found is not None:
            return found
        bit = 1 << place
        if node.sort is Sort.ATOM:
            found = bool(passed & node.tests)
        elif node.sort is Sort.NOT:
            found = opposite(self.given(node.opposite, place, passed))
        else:
            parts = [
                self.given(part, place, passed) if part.variables & bit else part
                for part in node.parts
            ]
            found = self.junction(node.sort, parts)
        node.given[key] = found
        return found

    def atom(self, number: int, tests: int, variables: int) -> Node:
        """One test of one open variable.

        Args:
            number: What tells it from all others of the law.
            tests: Its bit.
            variables: The bit of its variable.
        """
        known = self._known.get(number)
        if known is None:
            known = self._node(number, Sort.ATOM, frozenset(), tests, variables)
        return known

    def junction(self, sort: Sort, parts: Iterable[Left]) -> Left:
        """Every part holds, or at least one does."""
        neutral = sort is Sort.ALL
        found: set[Node] = set()
        for part in parts:
            if part is True or part is False:
                if part is not neutral:
                    return part
            elif part.sort is sort:
                found |= part.parts
            else:
                found.add(part)
        if not found:
            return neutral
        if len(found) == 1:
            return found.pop()
        for part in found:
            if part.sort is Sort.NOT and part.opposite in found:
                return not neutral
        together = frozenset(found)
        known = self._known.get((sort, together))
        if known is None:
            tests = joined_tests(found)
            variables = joined_variables(found)
            known = self._node((sort, together), sort, together, tests, variables)
        return known

    def _node(
        self,
        key: object,
        sort: Sort,
        parts: frozenset[Node],
        tests: int,
        variables: int,
    ) -> Node:
        plain = Node(sort, parts, tests, variables)
        negated = Node(Sort.NOT, frozenset(), tests, variables)
        plain.opposite, negated.opposite = negated, plain
        return self._known.setdefault(key, plain)


def opposite(left: Left) -> Left:
    """The negation of what is left."""
    if left is True or left is False:
        return not left
    return left.opposite


def joined_tests(some: Iterable[Left]) -> int:
    """One bit for each test in any of them."""
    found = 0
    for one in some:
        if one is not True and one is not False:
            found |= one.tests
    return found


def joined_variables(some: Iterable[Left]) -> int:
    """One bit for each variable that any of them tests."""
    found = 0
    for one in some:
        if one is not True and one is not False:
            found |= one.variables
    return found
