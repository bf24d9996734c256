"""Cases weighed anew: one after something was said, or the whole caseload in blocks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from licet.regimes import Regime, factors_on, method_on
from licet.risk import level_rows, weigh_rows
from licet.web.casework.application.history import newest_run
from licet.web.casework.models import Case, DeterminationRecord, FindingsRun, RiskRecord
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.risk.inputs import known_of
from licet.web.casework.risk.records import (
    RECOMPUTED,
    WeighedCase,
    keep_risk,
    weigh_case,
)
from licet.web.casework.selectors.findings.risk_sources import evidence_of

ENDED = frozenset(
    {"draft", "withdrawn", "lapsed", "granted", "granted_with_conditions", "refused", "returned"}
)  # fmt: skip
BLOCK = 200
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandMove:
    """A case whose weighing is not what it was.

    Attributes:
        before: Band before; empty for none.
        after: Band now; empty for none.
        points: Points before and now.
        kept: Whether the new weighing was written.
    """

    case: str
    before: str
    after: str
    points: tuple[int, int]
    kept: bool

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "case": self.case,
            "before": self.before,
            "after": self.after,
            "points_before": self.points[0],
            "points_after": self.points[1],
            "kept": self.kept,
        }


def recompute_risk(case_id: str) -> bool:
    """The job after something was said that is weighed but is no fact: a verdict, a document, a check.

    Args:
        case_id: The case.

    Returns:
        Whether a new weighing was written: not for a case without findings or at its end,
        and not when nothing in the weighing moved.
    """
    case = Case.objects.get(pk=case_id)
    found = None if case.state in ENDED else _weighed_anew(case)
    return found is not None and _kept(case, *found)


def recompute_all(
    *, write: bool, progress: Progress = lambda _done, _all: None
) -> tuple[BandMove, ...]:
    """Weigh every open case anew by the method in force today.

    Args:
        write: Whether what moved is kept; else it is only told.
        progress: Told after each block how many cases are done and how many there are.

    Returns:
        The cases whose band or points moved, by number. Each case is written in its own
        transaction: what is done stays done when the run is broken off.
    """
    numbers = open_cases()
    moves: list[BandMove] = []
    done = 0
    for block in _blocks(numbers):
        for case in Case.objects.filter(number__in=block).order_by("number"):
            moves += _move(case, write=write)
        done += len(block)
        progress(done, len(numbers))
    return tuple(moves)


def _blocks(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(numbers), BLOCK):
        yield numbers[first : first + BLOCK]


def open_cases() -> tuple[str, ...]:
    """The numbers of all cases that are weighed."""
    rows = Case.objects.exclude(state__in=ENDED).order_by("number")
    return tuple(rows.values_list("number", flat=True))


def _move(case: Case, *, write: bool) -> Iterator[BandMove]:
    found = _weighed_anew(case)
    if found is None:
        return
    _, weighed = found
    newest = _newest(case)
    worst = weighed.worst
    after = ("", 0) if worst is None else (worst["band"]["id"], worst["points"]["best"])
    before = ("", 0) if newest is None else (newest.band, newest.points)
    kept = write and _kept(case, *found)
    if before != after or kept:
        yield BandMove(
            case=case.number,
            before=before[0],
            after=after[0],
            points=(before[1], after[1]),
            kept=kept,
        )


def _weighed_anew(case: Case) -> tuple[FindingsRun, WeighedCase] | None:
    """The newest computation of a case and its weighing of today; ``None`` without one."""
    run = newest_run(case)
    if run is None:
        return None
    rows = DeterminationRecord.objects.filter(run=run, governing=True)
    determinations = list(rows.values_list("document", flat=True))
    known = known_of(run, on=legal_day(now()), determinations=determinations)
    evidence = evidence_of(known)
    return run, weigh_case(run.basis.facts, on=known.on, evidence=evidence)


def _newest(case: Case) -> RiskRecord | None:
    return RiskRecord.objects.filter(case=case).order_by("-pk").first()


def _kept(case: Case, run: FindingsRun, weighed: WeighedCase) -> bool:
    """Write a weighing that moved, with its entry in the record; in one transaction."""
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        newest = _newest(case)
        stale = newest_run(case) != run
        if stale or (newest is not None and _essence(newest.document) == _essence(weighed.document)):  # fmt: skip
            return False
        at = now()
        told = keep_risk(run, weighed, at=at, because=RECOMPUTED)
        record_event(
            kind="weigh_risk",
            case=str(case.pk),
            actor=None,
            payload={"case": case.number, "on": weighed.on, "risk": told},
            at=at,
        )
    return True


def _essence(document: Mapping[str, Any]) -> list[Any]:
    """What a weighing says, without the days on which the same was said again."""
    return [
        None
        if one["weighed"] is None
        else (
            one["weighed"]["band"]["id"],
            one["weighed"]["points"],
            one["weighed"]["bars"],
            [(each["id"], each["weight"], each["levels"]) for each in one["weighed"]["factors"]],
        )
        for one in document["items"]
    ]  # fmt: skip


# ---- the caseload under other weights ---------------------------------------------------------


def replay_weights(law: Regime) -> tuple[BandMove, ...]:
    """The bands of all open cases under another method, from the levels that were found.

    Args:
        law: The package with the other weights, floors, bands or balance. Its readings are
            not run again: a factor that no stored weighing holds is silent.

    Returns:
        The cases whose band or points would move, by number. Nothing is written.
    """
    on = legal_day(now())
    method = method_on(law.methods, on)
    if method is None:
        return ()
    factors = factors_on(law.factors, on)
    moves: list[BandMove] = []
    for block in _blocks(open_cases()):
        stored = _stored(block)
        flat = [weighed for _, items in stored for weighed in items]
        rows = weigh_rows(level_rows(flat, factors), method, factors)
        place = 0
        for record, items in stored:
            here = slice(place, place + len(items))
            place += len(items)
            best = int(rows.bands[here, 1].max())
            points = int(rows.points[here, 1].max())
            if (method.bands[best].id, points) != (record.band, record.points):
                moves.append(
                    BandMove(
                        case=record.case.number,
                        before=record.band,
                        after=method.bands[best].id,
                        points=(record.points, points),
                        kept=False,
                    )
                )
    return tuple(moves)


def _stored(numbers: Sequence[str]) -> list[tuple[RiskRecord, list[Mapping[str, Any]]]]:
    """The newest weighing of each case that has one, with its items."""
    newest: dict[object, RiskRecord] = {}
    rows = RiskRecord.objects.filter(case__number__in=numbers).select_related("case")
    for row in rows.order_by("pk"):
        newest[row.case_id] = row
    found = []
    for row in sorted(newest.values(), key=lambda one: one.case.number):
        items = [one["weighed"] for one in row.document["items"] if one["weighed"]]
        if items:
            found.append((row, items))
    return found


def same_readings(one: Regime, other: Regime) -> bool:
    """Whether two packages read their factors alike, so that levels found under one hold for the other."""
    return _reads(one) == _reads(other)


def _reads(law: Regime) -> dict[str, object]:
    return {
        name: (factor.group, factor.readings) for name, factor in law.factors.items()
    }
