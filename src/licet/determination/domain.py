"""The values of an open fact that rules can tell apart, one representative for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from licet.determination.formula import Formula, Test
from licet.determination.leaf import ELEMENT
from licet.facts import FactKind, FactTerm
from licet.kernel import parse_day, territories
from licet.regimes import Comparator

OTHER = "\N{WHITE SQUARE}"  # a text that no rule names
_STEP = Decimal(1) / 8  # lies between any two limits that a statute sets
_DAY = timedelta(days=1)

Answers = Mapping[tuple[object, ...], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One way an open fact may turn out.

    Attributes:
        value: A representative value.
        answers: For each test that rules put to the fact, its answer.
    """

    value: object
    answers: Answers


def fact_of(variable: str) -> str:
    """The fact behind a variable: itself, or the list whose element is asked for."""
    return variable.partition(ELEMENT)[0]


def completions(
    variable: str, asked: Iterable[Formula], term: FactTerm | None
) -> tuple[Completion, ...]:
    """The ways a variable may turn out that make a difference to some test.

    Args:
        variable: The open variable.
        asked: The atoms that test it.
        term: Its entry in the vocabulary, or ``None`` when it has none.

    Returns:
        At least one completion; no two give the same answers to all tests.
    """
    tests = {atom.test.key: atom.test for atom in asked if atom.test is not None}
    found: dict[tuple[bool, ...], Completion] = {}
    for value in representatives(variable, list(tests.values()), term):
        answers = {key: test.passes(value) for key, test in tests.items()}
        found.setdefault(
            tuple(answers.values()), Completion(value=value, answers=answers)
        )
    return tuple(found.values())


def representatives(
    variable: str, tests: list[Test], term: FactTerm | None
) -> Sequence[object]:
    """Values of a variable that tests may tell apart, and perhaps more."""
    kind = FactKind.TEXT if term is None else term.kind
    found: Sequence[object]
    if ELEMENT in variable or kind is FactKind.BOOLEAN:
        found = [True, False]
    elif kind in {FactKind.NUMBER, FactKind.INTEGER}:
        found = _around(_limits(tests), whole=kind is FactKind.INTEGER)
    elif kind is FactKind.DATE:
        found = _days_around(_limits(tests))
    elif kind is FactKind.COUNTRY:
        found = list(territories())
    elif term is not None and term.choices:
        found = list(term.choices)
    else:
        found = [*_named(tests), OTHER]
    return found


def _limits(tests: list[Test]) -> list[object]:
    found: list[object] = []
    for test in tests:
        value = test.key[1]
        found += value if isinstance(value, tuple) else [value]
    return found


def _around(limits: list[object], *, whole: bool) -> list[Decimal]:
    step = Decimal(1) if whole else _STEP
    moves = (-step, Decimal(0), step)
    return sorted({Decimal(str(limit)) + move for limit in limits for move in moves})


def _days_around(limits: list[object]) -> list[str]:
    days: set[date] = set()
    for limit in limits:
        day = parse_day(str(limit))
        days |= {day - _DAY, day, day + _DAY}
    return [day.isoformat() for day in sorted(days)]


def _named(tests: list[Test]) -> list[object]:
    found: list[object] = []
    for test in tests:
        comparator, wanted = test.key[0], test.key[1]
        if comparator == "group" and isinstance(wanted, frozenset):
            found += sorted(wanted, key=str)
        elif comparator == Comparator.IN and isinstance(wanted, tuple):
            found += wanted
        else:
            found.append(wanted)
    return found
