"""What is left of a condition when the known facts have spoken: true, false, or a formula.

A formula is over atoms, each one test of one open fact. Formulas are interned, so that two
equal ones are one object and can be compared by identity.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Sort(StrEnum):
    """What a formula is made of."""

    ATOM = "atom"
    ALL = "all"
    ANY = "any"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One question that a rule puts to the value of a fact.

    Attributes:
        key: What is asked, in a form that can be compared.
        passes: The answer for a value of the fact's kind.
        members: For an element of a list fact, the texts that count as it.
    """

    __test__ = False  # not a test of pytest

    key: tuple[object, ...]
    passes: Callable[[object], bool] = field(compare=False, hash=False)
    members: frozenset[object] = field(
        default=frozenset(), compare=False, hash=False, repr=False
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Formula:
    """An interned formula.

    Attributes:
        number: Its place in the order in which formulas were made.
        sort: Atom, conjunction, disjunction or negation.
        variable: For an atom, the open question: a fact, or one element of a list fact.
        test: For an atom, what is asked of it.
        parts: For the others, what they join.
    """

    number: int
    sort: Sort
    variable: str = ""
    test: Test | None = None
    parts: "tuple[Formula, ...]" = ()


Residue = bool | Formula


class Interner:
    """Makes formulas, each only once.

    Args:
        complements: Whether a junction of a part and its negation is seen to be decided.
            Without it a formula is exactly what was written, for code to be made from it.
    """

    def __init__(self, *, complements: bool = True) -> None:
        self._known: dict[tuple[object, ...], Formula] = {}
        self._complements = complements

    def atom(self, variable: str, test: Test) -> Formula:
        """One test of one open variable."""
        return self._make(Sort.ATOM, (variable, test.key), variable=variable, test=test)

    def negation(self, part: Residue) -> Residue:
        """Not ``part``."""
        if isinstance(part, bool):
            return not part
        if part.sort is Sort.NOT:
            return part.parts[0]
        return self._make(Sort.NOT, (part.number,), parts=(part,))

    def conjunction(self, parts: Iterable[Residue]) -> Residue:
        """Every part holds."""
        return self._junction(Sort.ALL, parts, neutral=True)

    def disjunction(self, parts: Iterable[Residue]) -> Residue:
        """At least one part holds."""
        return self._junction(Sort.ANY, parts, neutral=False)

    def _junction(
        self, sort: Sort, parts: Iterable[Residue], *, neutral: bool
    ) -> Residue:
        found: dict[int, Formula] = {}
        for part in parts:
            if isinstance(part, bool):
                if part is not neutral:
                    return part
            elif part.sort is sort:
                found |= {inner.number: inner for inner in part.parts}
            else:
                found[part.number] = part
        if not found:
            return neutral
        if self._complements and _contradictory(found):
            return not neutral
        if len(found) == 1:
            return next(iter(found.values()))
        ordered = tuple(found[number] for number in sorted(found))
        return self._make(
            sort, tuple(found[n].number for n in sorted(found)), parts=ordered
        )

    def _make(
        self,
        sort: Sort,
        key: tuple[object, ...],
        *,
        variable: str = "",
        test: Test | None = None,
        parts: tuple[Formula, ...] = (),
    ) -> Formula:
        known = self._known.get((sort, *key))
        if known is None:
            known = Formula(
                number=len(self._known),
                sort=sort,
                variable=variable,
                test=test,
                parts=parts,
            )
            self._known[(sort, *key)] = known
        return known


def _contradictory(found: dict[int, Formula]) -> bool:
    return any(
        part.sort is Sort.NOT and part.parts[0].number in found
        for part in found.values()
    )


def atoms(residues: Iterable[Residue]) -> list[Formula]:
    """Every atom in some residues, in the order in which rules put the question."""
    seen: set[int] = set()
    found: list[Formula] = []
    pending = [part for part in residues if not isinstance(part, bool)][::-1]
    while pending:
        part = pending.pop()
        if part.number in seen:
            continue
        seen.add(part.number)
        if part.sort is Sort.ATOM:
            found.append(part)
        pending += reversed(part.parts)
    return found
