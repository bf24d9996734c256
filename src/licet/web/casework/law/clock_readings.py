"""Where the clock of a case stands: the same events give the same reading, which is remembered."""

from datetime import date
from functools import lru_cache

from licet.review import ClockEffect, ClockEvent, ClockReading, read_clock
from licet.web.casework.law.decision_clock import LawClock

Events = tuple[tuple[str, str, str], ...]


class _Same:
    """A clock of the law that is told apart by identity: that of another package is another."""

    __slots__ = ("law",)

    def __init__(self, law: LawClock) -> None:
        self.law = law

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.law is other.law

    def __hash__(self) -> int:
        return id(self.law)


def clock_reading(law: LawClock, events: Events, *, as_of: date) -> ClockReading:
    """Where a clock stands, from what the law counts of its events.

    Args:
        law: How it counts.
        events: Day (ISO 8601), effect and reason of each, in their order.
        as_of: The legal day asked about.

    Raises:
        UnlawfulClockError: The events are in an order that cannot be.
    """
    return _reading(_Same(law), events, as_of)


@lru_cache(maxsize=50_000)
def _reading(same: _Same, events: Events, as_of: date) -> ClockReading:
    law = same.law
    return read_clock(
        [
            ClockEvent(
                on=date.fromisoformat(on[:10]), effect=ClockEffect(effect), reason=why
            )
            for on, effect, why in events
            if law.counts(why)
        ],
        as_of=as_of,
        period=law.period,
        calendar=law.calendar,
    )
