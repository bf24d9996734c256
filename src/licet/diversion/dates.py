"""Days as registers write them: whole, or only a month or a year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from licet.kernel import ImpossibleDateError, Interval

_DAY = timedelta(days=1)
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days on which something holds, certainly or only possibly."""

    days: Interval
    certain: bool


def _span(text: str) -> tuple[date, date]:
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ImpossibleDateError(text)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        raise ImpossibleDateError(text) from None


def periods(first: str, last: str) -> tuple[Period, ...]:
    """The days between two written dates.

    Args:
        first: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, with or without a time; empty is open.
        last: The same; the day itself still counts.

    Returns:
        Disjoint periods in order. Of a date that names only a month or a year, its days
        hold possibly: nobody knows on which of them it began or ended.

    Raises:
        ImpossibleDateError: A text is no date, or the last day comes before the first.
    """
    begins = _span(first) if first else (None, None)
    ends = _span(last) if last else (None, None)
    whole = Interval(first=begins[0], last=ends[1])
    surely_from, surely_to = begins[1], ends[0]
    if surely_from and surely_to and surely_to < surely_from:
        return (Period(days=whole, certain=False),)
    found = [Period(days=Interval(first=surely_from, last=surely_to), certain=True)]
    if begins[0] and surely_from and begins[0] < surely_from:
        before = Interval(first=begins[0], last=surely_from - _DAY)
        found.insert(0, Period(days=before, certain=False))
    if surely_to and ends[1] and surely_to < ends[1]:
        after = Interval(first=surely_to + _DAY, last=ends[1])
        found.append(Period(days=after, certain=False))
    return tuple(found)


def within(period: Period, days: Interval) -> Period | None:
    """The part of a period that lies in ``days``, or ``None``."""
    firsts = [one for one in (period.days.first, days.first) if one]
    lasts = [one for one in (period.days.last, days.last) if one]
    first = max(firsts) if firsts else None
    last = min(lasts) if lasts else None
    if first and last and last < first:
        return None
    return Period(days=Interval(first=first, last=last), certain=period.certain)


def day_of(text: str) -> date:
    """The first day that a written date can mean.

    Raises:
        ImpossibleDateError: The text is no date.
    """
    return _span(text)[0]
