"""The days on which a package turns: between two of them its law is the same on every day."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache  # noqa: TID251  # of pure functions: ADR 0011

from licet.kernel import Interval
from licet.regimes import (
    Before,
    Clock,
    Definition,
    Entry,
    Expression,
    OnOrAfter,
    Regime,
    Rule,
    leaves,
)


@lru_cache(maxsize=64)
def turning_days(regime: Regime) -> tuple[date, ...]:
    """The first day of every state of a package's law, in order.

    Args:
        regime: The package.

    Returns:
        Days on which something begins, is first over, is suspended, joins or leaves a group,
        or which a condition names; none for a law that is the same for ever.
    """
    return tuple(sorted(set(_turns(regime))))


def same_since(regime: Regime, on: date) -> date:
    """The first day since which the law is what it is on ``on``.

    Args:
        regime: The package.
        on: The day asked for.

    Returns:
        The last turning day up to ``on``; the first day there is when nothing turned before.
    """
    days = turning_days(regime)
    place = bisect_right(days, on)
    return days[place - 1] if place else date.min


def _turns(regime: Regime) -> Iterator[date]:
    dated: list[Entry | Rule | Definition | Clock] = [
        *regime.entries.values(),
        *regime.rules.values(),
        *regime.definitions.values(),
        *regime.clocks.values(),
    ]
    for one in dated:
        for span in (*one.force.effective, *one.force.suspended):
            yield from _ends(span)
        for expression in (one.when, one.unless, getattr(one, "never", None)):
            yield from _named(expression)
    for group in regime.groups.values():
        yield from (change.first for change in group.changes)
        yield from (one.first for one in group.same_as if one.first is not None)


def _ends(span: Interval) -> Iterator[date]:
    if span.first is not None:
        yield span.first
    if span.last is not None and span.last < date.max:
        yield span.last + timedelta(days=1)


def _named(expression: Expression | None) -> Iterator[date]:
    for leaf in () if expression is None else leaves(expression):
        if isinstance(leaf, OnOrAfter | Before):
            yield leaf.day
