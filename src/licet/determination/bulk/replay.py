"""Past cases under another law: two evaluations of all, exact answers where they differ."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from licet.determination.bulk.alike import alike
from licet.determination.bulk.columns import Caseload, Codes
from licet.determination.bulk.graph import NEVER_OPEN
from licet.determination.bulk.outcome import (
    OUTCOMES,
    UNSETTLED,
    Bulk,
    Named,
    encode,
    evaluate,
)
from licet.determination.bulk.plan import Plan, plan_of
from licet.determination.bulk.planes import holds_for, open_for
from licet.determination.bulk.prepare import Prepared
from licet.determination.compile import Program
from licet.determination.decide import run
from licet.determination.difference import CaseChange
from licet.determination.model import Determination, OutcomeKind
from licet.facts import MalformedFactsError
from licet.kernel import InputError

TRACES = 200  # changed cases that are given with both traces
EXACT = 5_000  # distinct open situations that are decided one by one
Progress = Callable[[int, int], None]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What of a determination counts as its answer."""

    outcome: OutcomeKind
    possible: tuple[OutcomeKind, ...]
    available: tuple[str, ...]
    entries: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The answer as a JSON object."""
        return {
            "outcome": str(self.outcome),
            "possible_outcomes": [str(one) for one in self.possible],
            "available": list(self.available),
            "classification": list(self.entries),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A past case that would come out otherwise, without its traces."""

    case: str
    item: int
    before: Answer
    after: Answer

    def to_json(self) -> dict[str, object]:
        """The change as a JSON object."""
        return {
            "case": self.case,
            "item": self.item,
            "before": self.before.to_json(),
            "after": self.after.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A caseload under two laws.

    Attributes:
        rows: How many items of cases were looked at.
        changed: Every one that comes out otherwise, in the order of the caseload.
        traced: The first of them with both determinations.
        undecided: Those whose open facts leave the answer open under both laws and that
            lay beyond the bound of exact determinations: whether they change is not known.
    """

    rows: int
    changed: tuple[Change, ...]
    traced: tuple[CaseChange, ...]
    undecided: tuple[tuple[str, int], ...]


def _quiet(_done: int, _of: int) -> None:
    """Nobody watches."""


def replay(
    before: Program,
    after: Program,
    caseload: Caseload,
    *,
    traces: int = TRACES,
    exact: int = EXACT,
    progress: Progress = _quiet,
) -> Replay:
    """Every past case whose outcome, exception or entry would be another.

    Args:
        before: The older law, compiled for its day.
        after: The newer law, compiled for its day.
        caseload: The cases, ordinary answers entered where the form says so.
        traces: For how many changed cases both traces are worked out.
        exact: How many distinct situations with open facts are decided one by one.
        progress: Told how many exact determinations of how many are done.

    Returns:
        The changed cases. Where all facts that matter are known, columns decide; where
        they are open and the laws may differ, the single determination does.

    Raises:
        MalformedFactsError: A value is not of its fact's kind; the message names the case.
    """
    plans = plan_of(before.regime, on=before.on), plan_of(after.regime, on=after.on)
    columns = encode(plans[0], caseload), encode(plans[1], caseload)
    old, new = (
        evaluate(plan, column, len(caseload))
        for plan, column in zip(plans, columns, strict=True)
    )
    whole, changed, open_rows = _by_columns(caseload, plans, columns, old, new)
    single = _Single(before=before, after=after, caseload=caseload)
    left = _situations(np.flatnonzero(open_rows), plans, columns)
    looked, undecided = left[:exact], left[exact:]
    _one_by_one(changed, looked, whole, single, progress)
    listed = np.flatnonzero(changed)
    return Replay(
        rows=len(caseload),
        changed=tuple(_changes(listed, caseload, (old, new), single)),
        traced=tuple(single.traced(int(row)) for row in listed[:traces]),
        undecided=_named_rows(undecided, caseload),
    )


def _named_rows(
    undecided: Sequence[Any], caseload: Caseload
) -> tuple[tuple[str, int], ...]:
    return tuple(
        (caseload.name(int(row)), int(caseload.item[row]))
        for row in sorted(row for rows in undecided for row in rows)
    )


def _one_by_one(
    changed: NDArray[np.bool_],
    looked: Sequence[Any],
    whole: NDArray[np.bool_],
    single: "_Single",
    progress: Progress,
) -> None:
    """Decide what columns leave open by the single determination."""
    alone = np.flatnonzero(whole)
    total = len(looked) + len(alone)
    for done, rows in enumerate([*looked, *alone.reshape(-1, 1)]):
        progress(done, total)
        changed[rows] = single.changes(rows)


def _by_columns(
    caseload: Caseload,
    plans: tuple[Plan, Plan],
    columns: tuple[dict[str, Prepared], dict[str, Prepared]],
    old: Bulk,
    new: Bulk,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """What the columns alone decide, and which rows they leave open."""
    whole = np.isin(caseload.case, list(caseload.whole))
    settled = (old.outcome != UNSETTLED) & (new.outcome != UNSETTLED)
    settled &= (old.exact & new.exact).astype(np.bool_) & ~whole
    changed = settled & _differ(old, new)
    open_rows = ~settled & ~whole
    if open_rows.any():
        same = alike(plans[0], plans[1], columns, len(caseload))
        open_rows &= same == 0
    return whole, changed, open_rows


def answer_of(determination: Determination) -> Answer:
    """What of a determination counts as its answer."""
    return Answer(
        outcome=determination.kind,
        possible=determination.possible_outcomes,
        available=determination.consequences.available,
        entries=tuple(one.entry for one in determination.classification),
    )


class _Single:
    """Single determinations of rows."""

    def __init__(self, *, before: Program, after: Program, caseload: Caseload) -> None:
        self._laws = before, after
        self._caseload = caseload
        self._answers: dict[int, tuple[Answer, Answer]] = {}

    def old(self, row: int) -> Determination:
        return self._run(self._laws[0], row)

    def new(self, row: int) -> Determination:
        return self._run(self._laws[1], row)

    def _run(self, law: Program, row: int) -> Determination:
        item = int(self._caseload.item[row])
        whole = self._caseload.whole.get(int(self._caseload.case[row]))
        try:
            if whole is not None:
                return run(law, whole, item=item)
            answer = run(law, self._caseload.transaction(row))
        except InputError as error:
            where = f"case {self._caseload.name(row)}"
            raise MalformedFactsError(where, str(error)) from None
        return replace(answer, item=item)

    def changes(self, rows: Rows) -> bool:
        """Whether rows in one situation come out otherwise; their answers are kept."""
        first = int(rows[0])
        before, after = answer_of(self.old(first)), answer_of(self.new(first))
        if before != after:
            self._answers |= dict.fromkeys(map(int, rows), (before, after))
        return before != after

    def kept(self, row: int) -> tuple[Answer, Answer] | None:
        return self._answers.get(row)

    def traced(self, row: int) -> CaseChange:
        return CaseChange(
            case=self._caseload.name(row), before=self.old(row), after=self.new(row)
        )


def _differ(old: Bulk, new: Bulk) -> NDArray[np.bool_]:
    differ: NDArray[np.bool_] = old.outcome != new.outcome
    differ |= _unlike(old.available, new.available)
    differ |= _unlike(old.entries, new.entries)
    return differ


def _unlike(old: Named, new: Named) -> NDArray[np.bool_]:
    numbers: dict[tuple[str, ...], int] = {}
    codes = [
        np.array([numbers.setdefault(one, len(numbers)) for one in named.table])[
            named.codes
        ]
        for named in (old, new)
    ]
    found: NDArray[np.bool_] = codes[0] != codes[1]
    return found


def _situations(
    rows: Rows,
    plans: tuple[Plan, Plan],
    columns: tuple[Mapping[str, Prepared], Mapping[str, Prepared]],
) -> list[Rows]:
    """Rows that no leaf of either law can tell apart, by their first."""
    codes = np.zeros(len(rows), np.int64)
    for plan, column in zip(plans, columns, strict=True):
        for through, each in _told_apart(plan, column):
            finer = codes * (int(through.max(initial=0)) + 1) + through[each[rows]]
            codes = np.unique(finer, return_inverse=True)[1]
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order])) + 1
    parts = np.split(rows[order], starts) if len(rows) else []
    return sorted(parts, key=lambda part: int(part[0]))


def _told_apart(
    plan: Plan, columns: Mapping[str, Prepared]
) -> Iterator[tuple[NDArray[np.int64], Codes]]:
    """For each column, which of its values the leaves of a plan tell apart."""
    asked: dict[str, list[NDArray[np.bool_]]] = {}
    for node in plan.graph.nodes:
        if node.leaf is not None:
            column = columns[node.leaf.column]
            tables = asked.setdefault(node.leaf.column, [])
            tables.append(holds_for(node.leaf, column))
            if node.leaf.sort not in NEVER_OPEN:
                tables.append(open_for(node.leaf, column))
    for name, tables in asked.items():
        found = np.unique(np.array(tables), axis=1, return_inverse=True)[1]
        yield found.reshape(-1).astype(np.int64), columns[name].codes


def _changes(
    rows: Rows, caseload: Caseload, bulk: tuple[Bulk, Bulk], single: _Single
) -> Iterator[Change]:
    old, new = _BulkAnswers(bulk[0]), _BulkAnswers(bulk[1])
    for row in map(int, rows):
        before, after = single.kept(row) or (old.of(row), new.of(row))
        yield Change(
            case=caseload.name(row),
            item=int(caseload.item[row]),
            before=before,
            after=after,
        )


class _BulkAnswers:
    """The answers of settled rows, each made once."""

    def __init__(self, bulk: Bulk) -> None:
        self._bulk = bulk
        self._made: dict[tuple[int, int, int], Answer] = {}

    def of(self, row: int) -> Answer:
        bulk = self._bulk
        available, entries = bulk.available, bulk.entries
        key = (
            int(bulk.outcome[row]),
            int(available.codes[row]),
            int(entries.codes[row]),
        )
        if key not in self._made:
            outcome = OUTCOMES[key[0]]
            self._made[key] = Answer(
                outcome=outcome,
                possible=(outcome,),
                available=available.table[key[1]],
                entries=entries.table[key[2]],
            )
        return self._made[key]
