"""Which outcomes are really possible, and which open questions really matter.

The six residues of a determination are a function from the open facts to an outcome. It is
worked out as a reduced ordered decision diagram: one question at a time in a fixed order,
equal remainders once, a question left out when no answer to it changes anything. In such a
diagram a question stands exactly when some completion of the others makes it matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from licet.determination.domain import Completion, completions, fact_of
from licet.determination.formula import Formula, Interner, Residue, Sort, atoms
from licet.determination.model import OutcomeKind
from licet.facts import FactTerm

BUDGET = 4_000  # remainders looked at before the answer is given with less precision
WIDEST = (
    120  # open questions beyond which a diagram is not even begun: it would not fit
)


IN_ORDER_FOUND: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Residues:
    """What decides the outcome.

    Attributes:
        outside: A scope rule fires.
        beyond: A red line is reached.
        forbidden: A prohibition fires, red line or not.
        required: A requirement or catch-all fires.
        lifted: An exception or general authorisation lifts all that fire.
        listed: The item fits an entry.
    """

    outside: Residue
    beyond: Residue
    forbidden: Residue
    required: Residue
    lifted: Residue
    listed: Residue

    def key(self) -> tuple[int, ...]:
        """What tells two remainders apart."""
        return tuple(
            -1 - int(one) if isinstance(one, bool) else one.number for one in self.all()
        )

    def all(self) -> tuple[Residue, ...]:
        """The six, in the order in which they decide."""
        return (
            self.outside,
            self.beyond,
            self.forbidden,
            self.required,
            self.lifted,
            self.listed,
        )


def settled(residues: Residues) -> OutcomeKind | None:
    """The outcome, or ``None`` while something open can still change it."""
    if residues.outside is True:
        return _when_outside(residues.beyond)
    if residues.outside is False and residues.forbidden is True:
        return OutcomeKind.PROHIBITED
    if residues.outside is not False or residues.forbidden is not False:
        return None
    if residues.required is True:
        return _when_required(residues.lifted)
    if residues.required is False:
        return _when_free(residues.listed)
    return None


def _when_outside(beyond: Residue) -> OutcomeKind | None:
    if isinstance(beyond, bool):
        return OutcomeKind.CONFLICT if beyond else OutcomeKind.NOT_SUBJECT
    return None


def _when_required(lifted: Residue) -> OutcomeKind | None:
    if isinstance(lifted, bool):
        return OutcomeKind.COVERED if lifted else OutcomeKind.AUTHORISATION_REQUIRED
    return None


def _when_free(listed: Residue) -> OutcomeKind | None:
    if isinstance(listed, bool):
        return (
            OutcomeKind.NO_AUTHORISATION_REQUIRED
            if listed
            else OutcomeKind.NOT_CONTROLLED
        )
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explored:
    """What exploring found.

    Attributes:
        outcomes: Every outcome that some completion of the open facts leads to.
        questions: The facts that matter, with the outcomes an answer settles at once.
        exact: False when the budget ran out: then some outcomes may not really be
            possible and some questions may not really matter.
    """

    outcomes: frozenset[OutcomeKind]
    questions: Mapping[str, tuple[OutcomeKind, ...]]
    exact: bool


class _OutOfBudgetError(Exception):
    """The diagram is too large; the answer becomes less precise, never wrong."""


@dataclass(slots=True, kw_only=True)
class _Diagram:
    interner: Interner
    order: dict[str, int]
    domains: Mapping[str, tuple[Completion, ...]]
    budget: int
    nodes: dict[tuple[int, ...], int] = field(default_factory=dict)
    made: dict[tuple[object, ...], int] = field(default_factory=dict)
    shape: list[OutcomeKind | tuple[str, tuple[int, ...]]] = field(default_factory=list)
    reduced: dict[tuple[int, str, int], Residue] = field(default_factory=dict)
    masks: dict[int, int] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def root(self, residues: Residues) -> int:
        """The number of the node on top, unless the diagram would not fit."""
        if len(self.names) > WIDEST:
            raise _OutOfBudgetError
        return self.build(residues)

    def build(self, residues: Residues) -> int:
        """The number of the diagram node that stands for these residues."""
        key = residues.key()
        known = self.nodes.get(key)
        if known is not None:
            return known
        outcome = settled(residues)
        if outcome is not None:
            node = self._make((outcome,), outcome)
        else:
            node = self._branch(residues)
        self.nodes[key] = node
        return node

    def _branch(self, residues: Residues) -> int:
        if len(self.nodes) > self.budget:
            raise _OutOfBudgetError
        variable = self._first_of(_live(residues))
        children = tuple(
            self.build(self.given(residues, variable, index))
            for index in range(len(self.domains[variable]))
        )
        if len(set(children)) == 1:
            return children[0]
        return self._make((variable, children), (variable, children))

    def _make(
        self,
        key: tuple[object, ...],
        shape: OutcomeKind | tuple[str, tuple[int, ...]],
    ) -> int:
        if key not in self.made:
            self.made[key] = len(self.shape)
            self.shape.append(shape)
        return self.made[key]

    def given(self, residues: Residues, variable: str, index: int) -> Residues:
        """What is left when a variable turns out one way."""
        parts = [self._reduce(one, variable, index) for one in residues.all()]
        return Residues(
            outside=parts[0],
            beyond=parts[1],
            forbidden=parts[2],
            required=parts[3],
            lifted=parts[4],
            listed=parts[5],
        )

    def _reduce(self, residue: Residue, variable: str, index: int) -> Residue:
        if isinstance(residue, bool):
            return residue
        if not self._mask(residue) >> self.order[variable] & 1:
            return residue
        key = (residue.number, variable, index)
        found = self.reduced.get(key)
        if found is None:
            found = self.reduced[key] = self._work_out(residue, variable, index)
        return found

    def _work_out(self, residue: Formula, variable: str, index: int) -> Residue:
        if residue.sort is Sort.ATOM and residue.test is not None:
            return self.domains[variable][index].answers[residue.test.key]
        parts = [self._reduce(part, variable, index) for part in residue.parts]
        if residue.sort is Sort.NOT:
            return self.interner.negation(parts[0])
        if residue.sort is Sort.ALL:
            return self.interner.conjunction(parts)
        return self.interner.disjunction(parts)

    def _mask(self, residue: Formula) -> int:
        """Which variables a formula tests: one bit each, at its place in the fixed order."""
        found = self.masks.get(residue.number)
        if found is None:
            if residue.sort is Sort.ATOM:
                found = 1 << self.order[residue.variable]
            else:
                found = self._joined(residue.parts)
            self.masks[residue.number] = found
        return found

    def _joined(self, residues: tuple[Residue, ...]) -> int:
        mask = 0
        for one in residues:
            if not isinstance(one, bool):
                mask |= self._mask(one)
        return mask

    def _first_of(self, residues: tuple[Residue, ...]) -> str:
        """The first variable, in the fixed order, that any of the formulas tests."""
        mask = self._joined(residues)
        return self.names[(mask & -mask).bit_length() - 1]


def _live(residues: Residues) -> tuple[Residue, ...]:
    """The residues that can still speak: a decided one may silence those after it."""
    if residues.outside is True:
        return (residues.beyond,)
    if residues.forbidden is True:
        return (residues.outside, residues.beyond)
    if residues.required is True:
        return (*residues.all()[:3], residues.lifted)
    if residues.required is False:
        return (*residues.all()[:3], residues.listed)
    return residues.all()


def explore(
    residues: Residues,
    interner: Interner,
    vocabulary: Mapping[str, FactTerm],
    *,
    order: Mapping[str, int] = IN_ORDER_FOUND,
    budget: int = BUDGET,
    asking: bool = True,
) -> Explored:
    """Explore every completion of the open facts.

    Args:
        residues: What is left of the rules.
        interner: Where their formulas were made.
        vocabulary: What values each fact can have.
        order: The place of each question, so that what is left of the rules decides and
            not the way in which it was worked out.
        budget: How many remainders to look at before giving up precision.
        asking: Whether the questions are wanted, or the outcomes alone.

    Returns:
        The outcomes really possible and the questions that really matter.
    """
    asked = _asked(residues, order)
    diagram = _diagram(interner, vocabulary, asked, budget)
    try:
        root = diagram.root(residues)
    except _OutOfBudgetError:
        return Explored(
            outcomes=_conceivable(residues),
            questions=_questions(diagram, residues, list(asked) if asking else []),
            exact=False,
        )
    outcomes, variables = _reached(diagram, root)
    live = [one for one in asked if one in variables] if asking else []
    return Explored(
        outcomes=outcomes,
        questions=_questions(diagram, residues, live),
        exact=True,
    )


def _diagram(
    interner: Interner,
    vocabulary: Mapping[str, FactTerm],
    asked: Mapping[str, list[Formula]],
    budget: int,
) -> _Diagram:
    domains = {
        variable: completions(variable, tests, vocabulary.get(fact_of(variable)))
        for variable, tests in asked.items()
    }
    return _Diagram(
        interner=interner,
        order={variable: place for place, variable in enumerate(asked)},
        names=tuple(asked),
        domains=domains,
        budget=budget,
    )


def _asked(residues: Residues, order: Mapping[str, int]) -> dict[str, list[Formula]]:
    """The tests of each open variable, the variables in their order."""
    found: dict[str, list[Formula]] = {}
    for atom in atoms(residues.all()):
        found.setdefault(atom.variable, []).append(atom)
    last = len(order)
    ordered = sorted(found, key=lambda name: (order.get(name, last), name))
    return {name: found[name] for name in ordered} if order else found


def _reached(
    diagram: _Diagram, root: int
) -> tuple[frozenset[OutcomeKind], frozenset[str]]:
    outcomes: set[OutcomeKind] = set()
    variables: set[str] = set()
    pending, seen = [root], {root}
    while pending:
        shape = diagram.shape[pending.pop()]
        if isinstance(shape, OutcomeKind):
            outcomes.add(shape)
            continue
        variables.add(shape[0])
        fresh = [child for child in shape[1] if child not in seen]
        seen.update(fresh)
        pending += fresh
    return frozenset(outcomes), frozenset(variables)


def _questions(
    diagram: _Diagram, residues: Residues, variables: list[str]
) -> dict[str, tuple[OutcomeKind, ...]]:
    """Facts to ask for, those whose answers settle most first."""
    settling: dict[str, list[OutcomeKind]] = {}
    share: dict[str, tuple[int, int]] = {}
    for variable in variables:
        fact = fact_of(variable)
        reached = [
            settled(diagram.given(residues, variable, index))
            for index in range(len(diagram.domains[variable]))
        ]
        ends = [outcome for outcome in reached if outcome is not None]
        known = settling.setdefault(fact, [])
        known += [outcome for outcome in ends if outcome not in known]
        so_far = share.get(fact, (0, 0))
        share[fact] = (so_far[0] + len(ends), so_far[1] + len(reached))
    ranked = sorted(settling, key=lambda fact: rank(share[fact]))
    return {fact: tuple(sorted(settling[fact])) for fact in ranked}


def rank(share: tuple[int, int]) -> tuple[int, int]:
    """The place of a question by how many of its answers settle, of how many."""
    ends, answers = share
    return (-(ends * 1000) // answers, answers)


def _conceivable(residues: Residues) -> frozenset[OutcomeKind]:
    """Every outcome that the residues do not exclude one by one."""
    may = [one is not False for one in residues.all()]
    may_not = [one is not True for one in residues.all()]
    found = set()
    if may[0]:
        found |= {OutcomeKind.NOT_SUBJECT} if may_not[1] else set()
        found |= {OutcomeKind.CONFLICT} if may[1] else set()
    if may_not[0]:
        found |= {OutcomeKind.PROHIBITED} if may[2] else set()
        found |= _conceivable_inside(may[3:], may_not[3:]) if may_not[2] else set()
    return frozenset(found)


def _conceivable_inside(may: list[bool], may_not: list[bool]) -> set[OutcomeKind]:
    found = set()
    if may[0]:
        found |= {OutcomeKind.COVERED} if may[1] else set()
        found |= {OutcomeKind.AUTHORISATION_REQUIRED} if may_not[1] else set()
    if may_not[0]:
        found |= {OutcomeKind.NO_AUTHORISATION_REQUIRED} if may[2] else set()
        found |= {OutcomeKind.NOT_CONTROLLED} if may_not[2] else set()
    return found
