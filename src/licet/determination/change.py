"""What would change this? What already forces the outcome, and the least that turns it.

Nothing here advises how to get round the law: facts that the parties cannot change never
appear, nor who takes part, nor the entry that is claimed, nor a change that the law forbids.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache  # noqa: TID251  # of pure functions: ADR 0011
from itertools import combinations, product
from typing import cast

from licet.determination.compile import Program
from licet.determination.decide import (
    MOST_SHAPES,
    check_facts,
    decide_facts,
    explored_by_code,
    still_foreign,
)
from licet.determination.domain import OTHER, representatives
from licet.determination.explain import PLAIN, asked
from licet.determination.formula import Formula
from licet.determination.generate import Generated, Shape, answer_to, generate
from licet.determination.leaf import ELEMENT, RECORDED
from licet.determination.model import STRICTEST_FIRST, OutcomeKind
from licet.determination.state import (
    NOT_APPLICABLE,
    Absent,
    CheckedFacts,
)
from licet.determination.write import standing_kind
from licet.facts import ROLES, Transaction, Value, json_value

MOST_LOOKS = 600  # determinations that one search may ask for
MOST_TOGETHER = 3  # facts that are changed at once
MOST_VALUES = 12  # values shown of those that rules do not tell apart
NEVER_REACHED = frozenset(
    {OutcomeKind.PROHIBITED, OutcomeKind.CONFLICT, OutcomeKind.UNSETTLED}
)
Values = Mapping[str, Value | Absent]
Choice = tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFact:
    """A known fact, with the question that asks for it."""

    path: str
    question: str
    value: object

    def to_json(self) -> dict[str, object]:
        """The fact as a JSON object."""
        return {"path": self.path, "question": self.question, "value": self.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Known facts that force the outcome, whatever the others are.

    Attributes:
        facts: The facts; without any of them the outcome would be open.
        held: What was taken as it stands: the claimed entry, and facts of which a rule asks
            only whether they are on record.
        minimal: Whether it is certain that none of them can be left out.
        smallest: Whether it is certain that no smaller set forces the outcome.
    """

    facts: tuple[StatedFact, ...]
    held: tuple[StatedFact, ...]
    minimal: bool
    smallest: bool

    def to_json(self) -> dict[str, object]:
        """The reasons as a JSON object."""
        return {
            "facts": [one.to_json() for one in self.facts],
            "held": [one.to_json() for one in self.held],
            "minimal": self.minimal,
            "smallest": self.smallest,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFact:
    """A fact that the parties can change, and what to.

    Attributes:
        path: The fact.
        question: The question that asks for it.
        was: Its value now.
        becomes: Values that would do, each by itself; for a list, whole lists.
        other: Whether any value that no rule names would do as well.
    """

    path: str
    question: str
    was: object
    becomes: tuple[object, ...]
    other: bool

    def to_json(self) -> dict[str, object]:
        """The change as a JSON object."""
        return {
            "path": self.path,
            "question": self.question,
            "from": self.was,
            "to": list(self.becomes),
            "any_other": self.other,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Facts that change together, and the outcome that is then reached."""

    facts: tuple[ChangedFact, ...]
    outcome: OutcomeKind

    def to_json(self) -> dict[str, object]:
        """The flip as a JSON object."""
        return {
            "facts": [one.to_json() for one in self.facts],
            "outcome": str(self.outcome),
            "in_words": PLAIN[self.outcome],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the outcome rests on and what would turn it.

    Attributes:
        outcome: The outcome now.
        item: Which item, counted from 0.
        reasons: What forces it; ``None`` while it is unsettled.
        flips: The ways to another outcome with the fewest changed facts.
        exact: Whether every way with so few facts was looked at.
    """

    outcome: OutcomeKind
    item: int
    reasons: Reasons | None
    flips: tuple[Flip, ...]
    exact: bool

    def to_json(self) -> dict[str, object]:
        """The whole answer as a JSON object."""
        return {
            "outcome": str(self.outcome),
            "item": self.item,
            "reasons": None if self.reasons is None else self.reasons.to_json(),
            "changes": [one.to_json() for one in self.flips],
            "exact": self.exact,
        }


class _SpentError(Exception):
    """The search has asked as often as it may."""


@dataclass(slots=True, kw_only=True)
class _Search:
    program: Program
    facts: CheckedFacts
    kind: OutcomeKind
    code: Generated
    looks: int = 0
    sure: bool = True

    def forced(self, values: Values) -> bool:
        """Whether the outcome stands whatever the facts are that are not in ``values``."""
        return self.kind_of(values) is self.kind

    def plainly(self, values: Values) -> bool:
        """The same where it can be seen without looking at every completion."""
        known = self.code.read(values, self.facts.claim)[0]
        return known is self.kind and not still_foreign(self.facts.claim, self.kind)

    def kind_of(self, values: Values) -> OutcomeKind:
        """The outcome with these facts known and no others."""
        self.looks += 1
        if self.looks > MOST_LOOKS:
            raise _SpentError
        said = self.code.read(values, self.facts.claim)
        if said[0] is not None and not still_foreign(self.facts.claim, said[0]):
            return said[0]
        known = _kinds(self.program)
        shape = self.code.shape(values, self.facts.claim)
        if shape not in known:
            facts = replace(self.facts, values=values)
            found = explored_by_code(self.program, facts, self.code, asking=False)
            if len(known) >= MOST_SHAPES:
                known.clear()
            known[shape] = standing_kind(found), found.exact
        kind, exact = known[shape]
        self.sure &= exact
        return kind

    def stated(self, path: str) -> StatedFact:
        """A fact with its question and its value as stated."""
        value = self.facts.values[path]
        return StatedFact(
            path=path,
            question=asked(path, self.program.regime),
            value=None if isinstance(value, Absent) else json_value(value),
        )


@lru_cache(maxsize=64)
def _kinds(_: Program) -> dict[Shape, tuple[OutcomeKind, bool]]:
    """Outcomes found under one law by the shape of the facts, and whether exactly so."""
    return {}


def what_would_change(
    program: Program, transaction: Transaction, *, item: int = 0
) -> Change:
    """Say which known facts force the outcome, and which fewest changes would turn it.

    Args:
        program: The package compiled for the day.
        transaction: The facts as known.
        item: Which item, counted from 0.

    Returns:
        The reasons and the changes. Only facts that the vocabulary calls mutable are ever
        changed, never those of a party or the claimed entry; a change that ends in a
        prohibition or in a contradiction is never named.

    Raises:
        NoSuchItemError: There is no such item.
        TooManyPartiesError: Several parties in several roles make too many combinations.
        WrongValueError: A known value is not of its fact's kind.
    """
    every = check_facts(program, transaction, item=item)
    answers = [(decide_facts(program, one).kind, one) for one in every]
    kind, facts = min(answers, key=lambda one: STRICTEST_FIRST.index(one[0]))
    code = generate(program)
    search = _Search(program=program, facts=facts, kind=kind, code=code)
    reasons = None if kind is OutcomeKind.UNSETTLED else _reasons(search)
    flips, complete = _flips(
        _Search(program=program, facts=facts, kind=kind, code=code)
    )
    return Change(outcome=kind, item=item, reasons=reasons, flips=flips, exact=complete)


def _reasons(search: _Search) -> Reasons:
    values, code = search.facts.values, search.code
    held = [path for path in code.asked if path in values and _is_held(search, path)]
    held += [
        path
        for path in search.program.regime.header.claims
        if path in values and path not in held
    ]
    free = [path for path in code.asked if path in values and path not in held]
    kept = list(free)
    try:
        for forced in (search.plainly, search.forced):
            for path in list(kept):
                rest = [one for one in kept if one != path]
                if forced(_only(values, [*held, *rest])):
                    kept = rest
        minimal, smallest = search.sure, False
        kept, smallest = _smallest(search, held, free, kept)
    except _SpentError:
        minimal, smallest = False, False
    return Reasons(
        facts=tuple(search.stated(path) for path in kept),
        held=tuple(search.stated(path) for path in held),
        minimal=minimal,
        smallest=smallest and search.sure,
    )


def _is_held(search: _Search, path: str) -> bool:
    """What is claimed, or asked only for being on record, is not a value left open."""
    claimed = path in search.program.regime.header.claims
    tests = search.code.asked[path]
    return claimed or any(one.variable.endswith(RECORDED) for one in tests)


def _only(values: Values, paths: Iterable[str]) -> Values:
    return {path: values[path] for path in paths}


def _smallest(
    search: _Search, held: list[str], free: list[str], kept: list[str]
) -> tuple[list[str], bool]:
    """A smallest set that forces the outcome, and whether it is certain to be one."""
    values = search.facts.values

    def forced(paths: Iterable[str]) -> bool:
        return search.forced(_only(values, [*held, *paths]))

    try:
        needed = [
            path for path in kept if not forced(one for one in free if one != path)
        ]
        others = [path for path in free if path not in needed]
        for size in range(len(kept) - len(needed)):
            for some in combinations(others, size):
                if forced([*needed, *some]):
                    return [*needed, *some], True
    except _SpentError:
        return kept, False
    return kept, True


def _flips(search: _Search) -> tuple[tuple[Flip, ...], bool]:
    """Every way to another outcome with the fewest changed facts; whether all were seen."""
    movable = {
        path: choices
        for path in search.code.asked
        if _is_movable(search, path) and (choices := _choices(search, path))
    }
    found: list[Flip] = []
    for size in range(1, MOST_TOGETHER + 1):
        try:
            for paths in combinations(movable, size):
                found += _together(search, {path: movable[path] for path in paths})
        except _SpentError:
            return tuple(found), False
        if found:
            break
    return tuple(found), search.sure


def _is_movable(search: _Search, path: str) -> bool:
    term = search.program.regime.facts.get(path)
    known = search.facts.values.get(path, NOT_APPLICABLE) is not NOT_APPLICABLE
    of_a_party = path.partition(".")[0] in ROLES
    claimed = path in search.program.regime.header.claims
    return (
        term is not None and term.mutable and known and not of_a_party and not claimed
    )


def _together(search: _Search, movable: Mapping[str, list[Choice]]) -> Iterator[Flip]:
    values = search.facts.values
    for chosen in product(*movable.values()):
        turned = dict(values)
        turned.update((p, some[0]) for p, some in zip(movable, chosen, strict=True))
        kind = search.kind_of(turned)
        if kind is not search.kind and kind not in NEVER_REACHED:
            changed = zip(movable, chosen, strict=True)
            yield Flip(
                facts=tuple(_changed(search, path, some) for path, some in changed),
                outcome=kind,
            )


def _changed(search: _Search, path: str, choice: Choice) -> ChangedFact:
    now = search.stated(path)
    named = [one for one in choice if one != OTHER]
    return ChangedFact(
        path=path,
        question=now.question,
        was=now.value,
        becomes=tuple(json_value(one) for one in named[:MOST_VALUES]),
        other=len(named) < len(choice),
    )


def _choices(search: _Search, path: str) -> list[Choice]:
    """The values of a fact that rules tell apart from its present one and from each other."""
    tests = search.code.asked[path]
    now = search.facts.values[path]
    classes: dict[tuple[bool, ...], list[Value]] = {}
    for value in _candidates(search, path, tests, now):
        row = tuple(answer_to(one, value) for one in tests)
        classes.setdefault(row, []).append(value)
    classes.pop(tuple(answer_to(one, now) for one in tests), None)
    return [tuple(some) for some in classes.values()]


def _candidates(
    search: _Search, path: str, tests: Iterable[Formula], now: Value | Absent
) -> Iterator[Value]:
    if isinstance(now, tuple):
        for one in tests:
            yield from _with_and_without(one, now)
        return
    compared = [
        one.test
        for one in tests
        if one.test is not None and ELEMENT not in one.variable
    ]
    if compared:
        term = search.program.regime.facts.get(path)
        yield from cast("Sequence[Value]", representatives(path, compared, term))


def _with_and_without(test: Formula, now: tuple[str, ...]) -> Iterator[Value]:
    """The list without what a test asks for, or with it."""
    members = frozenset[object]() if test.test is None else test.test.members
    rest = tuple(one for one in now if one not in members)
    if rest != now:
        yield rest
    elif members:
        yield (*now, min(str(one) for one in members))
