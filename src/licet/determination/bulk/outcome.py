"""From planes to outcomes, exceptions, reasons and entries, as small integers a row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from licet.determination.bulk.columns import Caseload, Codes, narrow
from licet.determination.bulk.graph import Ref
from licet.determination.bulk.plan import Plan, questions
from licet.determination.bulk.planes import (
    Evaluator,
    Planes,
    Words,
    blocks,
    unpacked,
)
from licet.determination.bulk.prepare import Prepared, prepare
from licet.determination.model import OutcomeKind
from licet.regimes import covers

OUTCOMES: Final = tuple(OutcomeKind)
UNSETTLED: Final = OUTCOMES.index(OutcomeKind.UNSETTLED)
_PLACE: Final = {kind: place for place, kind in enumerate(OUTCOMES)}
FREEING: Final = (
    OutcomeKind.NOT_CONTROLLED,
    OutcomeKind.NO_AUTHORISATION_REQUIRED,
    OutcomeKind.COVERED,
)
Row = NDArray[np.uint8]
Strings = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """For each row a list of names, each distinct list once.

    Attributes:
        codes: For each row the place in the table.
        table: The lists.
    """

    codes: Codes
    table: tuple[Strings, ...]

    def of(self, row: int) -> Strings:
        """The names of a row."""
        return self.table[int(self.codes[row])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What a plan says of every row.

    Attributes:
        outcome: The place of the outcome in ``OUTCOMES``; unsettled where three-valued
            logic leaves several.
        possible: One bit for each outcome that it leaves possible, at the same place.
        reasons: The reasons for control of the requirements that certainly fire.
        exception: The exceptions certainly available, the one to name first first.
        available: The exceptions and licence forms that a determination would list.
        entries: The narrowest entries that certainly fit.
        exact: One byte a row: the single determination has the same exceptions and entries.
    """

    outcome: Row
    possible: Row
    reasons: Named
    exception: Named
    available: Named
    entries: Named
    exact: Row


def outcomes(plan: Plan, columns: dict[str, Prepared], rows: int) -> Row:
    """The outcome of every row as a small integer, and nothing else.

    Args:
        plan: The package and day.
        columns: The facts, encoded; see ``prepare``.
        rows: How many rows there are.

    Returns:
        For each row the place of its outcome in ``OUTCOMES``.
    """
    evaluator = Evaluator(plan.graph, plan.deciding(), columns)
    found = np.empty(rows, np.uint8)
    for first, last in blocks(rows):
        decided = evaluator.block(first, last)
        possible = _possible([decided[ref] for ref in plan.deciding()])
        found[first:last] = _codes(possible, last - first)
    return found


def encode(plan: Plan, caseload: Caseload) -> dict[str, Prepared]:
    """The columns that a plan reads, ready for any number of evaluations.

    Raises:
        MalformedFactsError: A value is not of its fact's kind; the message names the case.
    """
    return prepare(caseload, plan.regime, questions(plan))


def evaluate(plan: Plan, columns: dict[str, Prepared], rows: int) -> Bulk:
    """Everything a plan says of every row.

    Args:
        plan: The package and day.
        columns: The facts, encoded.
        rows: How many rows there are.

    Returns:
        Codes by row. What is certain here is so in the single determination.
    """
    watched = [*plan.entries.values(), *_forms(plan)]
    wanted = dict.fromkeys([*plan.deciding(), *watched, *plan.reasons.values()])
    evaluator = Evaluator(plan.graph, wanted, columns)
    inexact = [ref for ref in watched if not plan.graph.exact(ref)]
    outcome, possible = np.empty(rows, np.uint8), np.empty(rows, np.uint8)
    exact = np.empty(rows, np.uint8)
    tallies = {
        "reasons": Tally(plan.reasons.values(), rows),
        "exception": Tally((one.holds for one in plan.lifting), rows),
        "available": Tally(_forms(plan), rows),
        "entries": Tally(plan.entries.values(), rows),
    }
    for first, last in blocks(rows):
        decided = evaluator.block(first, last)
        left = _possible([decided[ref] for ref in plan.deciding()])
        outcome[first:last] = _codes(left, last - first)
        possible[first:last] = _mask(left, last - first)
        exact[first:last] = unpacked(_all_closed(decided, inexact), last - first)
        for tally in tallies.values():
            tally.add(decided, first, last)
    return Bulk(
        outcome=outcome,
        possible=possible,
        exact=exact,
        reasons=tallies["reasons"].named(_chosen(list(plan.reasons))),
        exception=tallies["exception"].named(
            _chosen([one.symbols[0] for one in plan.lifting])
        ),
        available=_where_listed(outcome, tallies["available"].named(_listed(plan))),
        entries=tallies["entries"].named(_narrowest(list(plan.entries))),
    )


def _forms(plan: Plan) -> list[Ref]:
    return [one.holds for one in (*plan.lifting, *plan.forms)]


def _possible(parts: Sequence[Planes]) -> list[Words | None]:
    """For each outcome, where three-valued logic leaves it possible."""
    outside, beyond, forbidden, required, lifted, listed, foreign = parts
    inside = ~outside.true
    below = inside & ~forbidden.true
    asked, free = below & ~required.false, below & ~required.true
    may = {
        OutcomeKind.NOT_SUBJECT: ~outside.false & ~beyond.true,
        OutcomeKind.CONFLICT: ~outside.false & ~beyond.false,
        OutcomeKind.PROHIBITED: inside & ~forbidden.false,
        OutcomeKind.COVERED: asked & ~lifted.false,
        OutcomeKind.AUTHORISATION_REQUIRED: asked & ~lifted.true,
        OutcomeKind.NO_AUTHORISATION_REQUIRED: free & ~listed.false,
        OutcomeKind.NOT_CONTROLLED: free & ~listed.true,
    }
    # An entry that the package does not hold settles nothing that would free.
    freed = may[FREEING[0]] | may[FREEING[1]] | may[FREEING[2]]
    may[OutcomeKind.AUTHORISATION_REQUIRED] |= foreign.true & freed
    return [may.get(kind) for kind in OUTCOMES]


def _codes(possible: Sequence[Words | None], count: int) -> Row:
    """One byte a row: the only outcome left, or unsettled."""
    planes_of = [plane for plane in possible if plane is not None]
    once, more = planes_of[0].copy(), np.zeros_like(planes_of[0])
    for plane in planes_of[1:]:
        more |= once & plane
        once |= plane
    digits = []
    for digit in range(len(OUTCOMES).bit_length() - 1):
        planes = [
            plane
            for place, plane in enumerate(possible)
            if place >> digit & 1 and plane is not None
        ]
        value = planes[0]
        for plane in planes[1:]:
            value = value | plane
        value = value | more if UNSETTLED >> digit & 1 else value & ~more
        digits.append(unpacked(value, count))
    found = digits[0]
    for place, digit_rows in enumerate(digits[1:], 1):
        found |= digit_rows << np.uint8(place)
    return found


def _mask(possible: Sequence[Words | None], count: int) -> Row:
    found = np.zeros(count, np.uint8)
    for place, plane in enumerate(possible):
        if plane is not None:
            found |= unpacked(plane, count) << np.uint8(place)
    return found


def _all_closed(decided: dict[Ref, Planes], refs: Sequence[Ref]) -> Words:
    """Where none of some references is open."""
    some = next(iter(decided.values()))
    closed = np.full_like(some.true, np.iinfo(np.uint64).max)
    for ref in refs:
        closed &= decided[ref].true | decided[ref].false
    return closed


class Tally:
    """Which of some references certainly hold, each distinct combination once."""

    def __init__(self, refs: Iterable[Ref], rows: int) -> None:
        self._refs = list(refs)
        self._codes = np.zeros(rows, np.int32)
        self._seen: dict[tuple[int, ...], int] = {(): 0}

    def add(self, decided: dict[Ref, Planes], first: int, last: int) -> None:
        """Take in a block."""
        count = last - first
        codes = np.zeros(count, np.int64)
        combinations: list[tuple[int, ...]] = [()]
        for place, ref in enumerate(self._refs):
            true = decided[ref].true
            if true.any():
                codes, combinations = _split(
                    codes, combinations, place, unpacked(true, count)
                )
        through = [self._seen.setdefault(one, len(self._seen)) for one in combinations]
        self._codes[first:last] = np.array(through, np.int32)[codes]

    def named(self, words: Callable[[tuple[int, ...]], Strings]) -> Named:
        """The combinations in words."""
        distinct: dict[Strings, int] = {}
        through = [distinct.setdefault(words(one), len(distinct)) for one in self._seen]
        codes = np.array(through, np.int32)[self._codes]
        return Named(codes=narrow(codes, len(distinct)), table=tuple(distinct))


def _split(
    codes: NDArray[np.int64],
    combinations: list[tuple[int, ...]],
    place: int,
    holds: Row,
) -> tuple[NDArray[np.int64], list[tuple[int, ...]]]:
    """Tell apart the rows of each combination in which one more thing holds."""
    finer = codes * 2 + holds
    used = np.flatnonzero(np.bincount(finer, minlength=2 * len(combinations)))
    renumbered = np.zeros(2 * len(combinations), np.int64)
    renumbered[used] = np.arange(len(used))
    made = [
        (*combinations[one >> 1], place) if one & 1 else combinations[one >> 1]
        for one in used.tolist()
    ]
    return renumbered[finer], made


def _chosen(names: Sequence[str]) -> Callable[[tuple[int, ...]], Strings]:
    return lambda places: tuple(dict.fromkeys(names[place] for place in places))


def _listed(plan: Plan) -> Callable[[tuple[int, ...]], Strings]:
    both = (*plan.lifting, *plan.forms)

    def words(places: tuple[int, ...]) -> Strings:
        found = (name for place in places for name in both[place].symbols)
        return tuple(dict.fromkeys(found))

    return words


def _narrowest(names: Sequence[str]) -> Callable[[tuple[int, ...]], Strings]:
    def words(places: tuple[int, ...]) -> Strings:
        fitting = [names[place] for place in places]
        return tuple(
            name
            for name in fitting
            if not any(other != name and covers(name, other) for other in fitting)
        )

    return words


def _where_listed(outcome: Row, named: Named) -> Named:
    """Licence forms are listed only where an authorisation may be needed."""
    needing = [
        _PLACE[OutcomeKind.AUTHORISATION_REQUIRED],
        _PLACE[OutcomeKind.UNSETTLED],
        _PLACE[OutcomeKind.COVERED],
    ]
    table = ((), *named.table)
    codes = np.where(np.isin(outcome, needing), named.codes.astype(np.int32) + 1, 0)
    return Named(codes=narrow(codes.astype(np.int32), len(table)), table=table)
