"""Clocks of the law: which days, numbers and words follow from a procedural situation."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from licet.determination.compile import Program
from licet.determination.count import with_counts
from licet.determination.state import begin, with_derived
from licet.facts import Fact, Transaction, Value
from licet.kernel import Citation, WorkingCalendar, parse_day
from licet.regimes import Span

DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One thing that a clock gives.

    Attributes:
        key: What it is, for example ``appeal_by``.
        value: The day, number, word or list; ``None`` while the day it is counted from is
            unknown.
        clock: The clock.
        citation: Where that stands.
    """

    key: str
    value: date | int | str | tuple[str, ...] | None
    clock: str
    citation: Citation

    def to_json(self) -> dict[str, object]:
        """The deadline as a JSON object."""
        value: object = self.value
        if isinstance(self.value, date):
            value = self.value.isoformat()
        elif isinstance(self.value, tuple):
            value = list(self.value)
        return {
            "key": self.key,
            "value": value,
            "clock": self.clock,
            "citation": self.citation.to_json(),
        }


def deadlines(program: Program, transaction: Transaction) -> tuple[Deadline, ...]:
    """What the clocks of a law give in a situation.

    Args:
        program: The package compiled for the day.
        transaction: The facts; the procedural step stands among them.

    Returns:
        What every clock gives whose situation is established; of one that is open,
        nothing.

    Law:
        Each clock carries its own. The day of the event is never counted (Regulation
        (EEC, Euratom) 1182/71 Art. 3(1), and the usage of the other laws).
    """
    facts = with_counts(transaction.view(), transaction, program.regime)
    view = with_derived(facts, program.regime)
    evaluation = begin(view, program.regime)
    working = WorkingCalendar(holidays=program.regime.holidays)
    found = []
    for name, given in program.clocks.items():
        if given(evaluation) is not True:
            continue
        clock = program.regime.clocks[name]
        for key, value in clock.gives.items():
            counted = (
                _counted(value, view, working) if isinstance(value, Span) else value
            )
            found.append(
                Deadline(key=key, value=counted, clock=name, citation=clock.law)
            )
    return tuple(found)


def _counted(
    span: Span, view: Mapping[str, Fact], working: WorkingCalendar
) -> date | None:
    stated: Value | None = view[span.start].value if span.start in view else None
    if not isinstance(stated, str):
        return None
    day = parse_day(stated)
    if span.end_of_year:
        day = date(day.year, DECEMBER, 31)
    day = _months_after(day, span.months + 12 * span.years)
    if span.working_days:
        day = working.after(day, span.working_days)
    return day + timedelta(days=span.days)


def _months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of a month that lacks it."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
