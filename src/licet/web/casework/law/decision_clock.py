"""How long a decision may take by the law that governs a case, and on which days that counts."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from licet.kernel import Citation, WorkingCalendar, calendar_of
from licet.regimes import ClockProfile, DuePeriod, Regime
from licet.review import Counting, DateKind, Period
from licet.web.casework.law.asking import package_of

PROFILE, TOTAL = "licence_application", "total"
# The reason in the law for which the clock may stand, by the act that stops it or lets it run.
STOPS = {
    "request_information": "information_requested",
    "answer_information_request": "information_requested",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LawClock:
    """How the clock of a case counts.

    Attributes:
        period: How long the decision may take, in which days, with its law.
        calendar: The working days of that law, with its holidays.
        pauses: Reasons for which the law lets the clock stand; ``None`` where it says nothing
            on the whole length, so that the authority's own standard governs.
    """

    period: Period
    calendar: WorkingCalendar
    pauses: frozenset[str] | None

    def counts(self, act: str) -> bool:
        """Whether an act that stops the clock, or lets it run again, does so lawfully."""
        reason = STOPS.get(act)
        return reason is None or self.pauses is None or reason in self.pauses


def law_clock(profile: str, *, urgent_days: int = 0) -> LawClock:
    """The clock of a case.

    Args:
        profile: The governing law of the case; empty for the authority's own standard.
        urgent_days: For a case that goes first by rule: its shorter target; 0 for others.
    """
    law = package_of(profile) if profile else None
    return _counted(_Law(law), urgent_days, settings.LICET_TARGET_DAYS)


@dataclass(frozen=True, slots=True, eq=False)
class _Law:
    """A law that is told apart by identity: a package that is loaded anew is another."""

    regime: Regime | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Law) and self.regime is other.regime

    def __hash__(self) -> int:
        return id(self.regime)


@lru_cache(maxsize=64)
def _counted(law: _Law, urgent_days: int, target_days: int) -> LawClock:
    regime = law.regime
    calendar = calendar_of(regime.holidays if regime else ())
    clock = regime.profiles.get(PROFILE) if regime else None
    total = _total(clock)
    if urgent_days or clock is None or total is None:
        standard = _standard(urgent_days or target_days)
        return LawClock(period=standard, calendar=calendar, pauses=None)
    pauses = frozenset(clock.pauses) if total.pauses else frozenset()
    return LawClock(period=_period(total), calendar=calendar, pauses=pauses)


def _total(clock: ClockProfile | None) -> DuePeriod | None:
    """The period from the registration to the decision; ``None`` where the law has none in days."""
    for one in clock.due if clock else ():
        if one.key == TOTAL and (one.length.days or one.length.working_days):
            return one
    return None


def _period(total: DuePeriod) -> Period:
    working = total.length.working_days
    return Period(
        days=working or total.length.days,
        counting=Counting.WORKING if working else Counting.CALENDAR,
        kind=DateKind.TARGET if total.target else DateKind.STATUTORY,
        citation=total.law,
    )


def _standard(days: int) -> Period:
    """The published target of the authority."""
    return Period(
        days=days,
        counting=Counting.WORKING,
        kind=DateKind.TARGET,
        citation=Citation(
            instrument=f"Service standard of {settings.LICET_AUTHORITY}",
            pinpoint="processing time",
        ),
    )
