"""How long a case is kept: the schedule of a regime as dated data, and the first day it may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from licet.kernel import Citation, InputError

_FIELDS = frozenset({"title", "states", "from", "years", "then", "law"})


class Anchor(StrEnum):
    """From which day a period runs."""

    LICENCE_END = "licence_end"
    OPINION_END = "opinion_end"
    DECISION = "decision"
    LAST_ACT = "last_act"


class RetentionOutcome(StrEnum):
    """What follows when the period is over."""

    ERASE = "erase"
    ARCHIVE = "archive"


class ScheduleError(InputError):
    """A retention schedule that cannot be used as it is written."""

    code: ClassVar[str] = "retention_schedule"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"The retention schedule is wrong at {where}: {what}. Nothing is erased until "
            "it is put right; see docs/how-to/erase-a-case.md."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionKind:
    """One row of a schedule.

    Attributes:
        id: Name of the row.
        title: What it covers, in plain words.
        states: States of a case that fall under it.
        anchor: From which day the period runs.
        years: Whole calendar years, counted from the end of the year of the anchor.
        outcome: What follows.
        citation: Where it stands written.
    """

    id: str
    title: str
    states: frozenset[str]
    anchor: Anchor
    years: int
    outcome: RetentionOutcome
    citation: Citation

    def due(self, anchor: date) -> date:
        """The first day on which a case of this kind may go.

        Args:
            anchor: The day from which the period runs, in the regime's zone.

        Returns:
            The first of January after the last year of the period: the year of the anchor
            counts in none.
        """
        return date(anchor.year + self.years + 1, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The retention schedule of a regime.

    Attributes:
        package: The law package it belongs to.
        version: The day of this version.
        kinds: The rows in their order.
        opinions: The rows for opinions beside cases; none where the schedule has none, so
            that no opinion may go.
    """

    package: str
    version: str
    kinds: tuple[RetentionKind, ...]
    opinions: tuple[RetentionKind, ...] = ()

    def kind_of(self, state: str) -> RetentionKind | None:
        """The row for a state; ``None`` where none speaks, so nothing may go."""
        return next((kind for kind in self.kinds if state in kind.states), None)

    def opinion_kind_of(self, state: str) -> RetentionKind | None:
        """The row for the state of an opinion; ``None`` where none speaks."""
        return next((kind for kind in self.opinions if state in kind.states), None)


def read_schedule(told: Mapping[str, Any]) -> Schedule:
    """A schedule from plain values.

    Raises:
        ScheduleError: A row has another form, or two rows speak of one state.
        KeyError: The schedule has no package, version or kinds.
    """
    stated = told["schedule"]
    opinions = _kinds(stated.get("opinions", {}))
    for kind in opinions:
        if kind.outcome is not RetentionOutcome.ERASE:
            raise ScheduleError(kind.id, "an opinion is erased, not handed over")
    return Schedule(
        package=str(stated["package"]),
        version=str(stated["version"]),
        kinds=_kinds(stated["kinds"]),
        opinions=opinions,
    )


def _kinds(rows: Mapping[str, Any]) -> tuple[RetentionKind, ...]:
    kinds = tuple(_kind(name, row) for name, row in rows.items())
    seen: set[str] = set()
    for kind in kinds:
        if twice := seen & kind.states:
            raise ScheduleError(kind.id, f"{min(twice)} stands in another row as well")
        seen |= kind.states
    return kinds


def _kind(name: str, row: Mapping[str, Any]) -> RetentionKind:
    if set(row) != _FIELDS:
        raise ScheduleError(name, f"it must say {', '.join(sorted(_FIELDS))}")
    years = row["years"]
    if type(years) is not int or years < 0:
        raise ScheduleError(name, "years is a whole number")
    law = row["law"]
    return RetentionKind(
        id=str(name),
        title=str(row["title"]["en"]),
        states=frozenset(map(str, row["states"])),
        anchor=Anchor(row["from"]),
        years=years,
        outcome=RetentionOutcome(row["then"]),
        citation=Citation(
            instrument=str(law["instrument"]),
            pinpoint=str(law["pinpoint"]),
            verified=law.get("verified") is True,
        ),
    )
