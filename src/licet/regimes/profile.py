"""Profiles of statutory clocks: which periods run from which event, and what lawfully stops them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from licet.kernel import Citation

Words = Mapping[str, str]


class EventKind(StrEnum):
    """What can happen to a clock. The names are stable: scripts write them."""

    REGISTERED = "registered"
    INFORMATION_REQUESTED = "information_requested"
    INFORMATION_RECEIVED = "information_received"
    STOPPED = "stopped"
    RESUMED = "resumed"
    REFERRED = "referred"
    ADVISED = "advised"
    EXTENDED = "extended"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    DECIDED = "decided"
    SERVED = "served"
    EXPORTED = "exported"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length of time after an event, whose own day does not count.

    Attributes:
        days: Calendar days.
        working_days: Working days; a length has days of one sort only.
        years: Calendar years.
        end_of_year: Whether the years are counted from the end of the event's year.
    """

    days: int = 0
    working_days: int = 0
    years: int = 0
    end_of_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePeriod:
    """One period of a profile and the day on which it ends.

    Attributes:
        key: Name of its last day; ``agency`` gives one ``agency:<name>`` for each body asked.
        title: What must be done, in plain words.
        law: Where it stands.
        start: The kinds of event from which it runs.
        step: Which event of those kinds: 1 the first, 2 the second; 0 the last one.
        length: How long it is.
        longest: Its length once it has been extended, or ``None`` when it cannot be.
        met_by: The kinds of event that keep it; none when it only tells a day.
        pauses: Whether lawful stops of the clock lengthen it.
        silence: What follows when it passes and nothing happened; empty when it is overdue then.
        target: Whether it is a published aim and no duty of law.
    """

    key: str
    title: Words
    law: Citation
    start: frozenset[EventKind]
    step: int
    length: Length
    longest: Length | None = None
    met_by: frozenset[EventKind] = frozenset()
    pauses: bool = False
    silence: str = ""
    target: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A reason for which the clock may lawfully stand still."""

    reason: str
    title: Words
    law: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockProfile:
    """One kind of clock as a law keeps it.

    Attributes:
        id: Its name, for example ``licence_application``.
        title: In plain words.
        law: Where it stands.
        starts: The kinds of event that start it.
        ends: The kinds of event that end it.
        due: Its periods, in the order in which they are written.
        pauses: Its lawful stops by reason.
    """

    id: str
    title: Words
    law: Citation
    starts: frozenset[EventKind]
    ends: frozenset[EventKind]
    due: tuple[DuePeriod, ...]
    pauses: Mapping[str, Pause] = field(default_factory=dict)
