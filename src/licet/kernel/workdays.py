"""Working-day arithmetic over a dated calendar of holidays."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """Which days count as working days.

    Attributes:
        weekend: Weekday numbers (Monday is 0) on which nobody works.
        holidays: The dated holidays; a holiday of another year is not assumed.
    """

    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    holidays: frozenset[date] = field(default_factory=frozenset)

    def works(self, day: date) -> bool:
        """Whether ``day`` is a working day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def next_working(self, day: date) -> date:
        """``day`` itself when it is a working day, else the first one after it."""
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def after(self, start: date, days: int) -> date:
        """The working day on which a period of ``days`` working days ends.

        Args:
            start: The day of the event; it does not count itself.
            days: Zero or more working days.

        Returns:
            The last day of the period. Zero days give the first working day on or after
            ``start``.

        Law:
            Regulation (EEC, Euratom) 1182/71 Art. 3(1): the day of the event is not counted.
        """
        day = start
        if days == 0:
            return self.next_working(day)
        for _ in range(days):
            day = self.next_working(day + timedelta(days=1))
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie in ``first``..``last``, both included."""
        span = (last - first).days + 1
        return sum(self.works(first + timedelta(days=n)) for n in range(max(span, 0)))


def calendar_of(holidays: Iterable[date]) -> WorkingCalendar:
    """A Monday-to-Friday calendar with these holidays."""
    return WorkingCalendar(holidays=frozenset(holidays))
