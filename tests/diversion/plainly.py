"""The rule in its plainest form, to compare with: exact fractions, every entity, again and again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction

from licet.diversion import (
    ControlStatement,
    Measure,
    OwnershipLaw,
    OwnershipStatement,
    Statement,
)

HAIR = Fraction(1, 10**9)
Key = tuple[str, str, Measure, bool]


def _ranges(
    statements: Sequence[Statement], on: date
) -> dict[Key, tuple[Fraction, Fraction]]:
    told: dict[Key, list[tuple[Fraction, Fraction]]] = {}
    for one in statements:
        if isinstance(one, OwnershipStatement) and one.force.holds(on):
            low = one.share.low + HAIR * one.share.above_low
            high = one.share.high - HAIR * one.share.below_high
            key = one.owner, one.owned, one.measure, one.direct
            told.setdefault(key, []).append((low, high))
    found = {}
    for key, ends in told.items():
        least, most = max(low for low, _ in ends), min(high for _, high in ends)
        if least > most:
            least = min(low for low, _ in ends)
            most = min(Fraction(10_000), sum((high for _, high in ends), Fraction(0)))
        found[key] = least, most
    return found


def _counts(stated: bool | None, *, upper: bool) -> bool:
    return upper if stated is None else stated


def _enough(total: Fraction, law: OwnershipLaw) -> bool:
    return total > law.threshold if law.more_than else total >= law.threshold


def _controlled(
    entity: str, by: Sequence[ControlStatement], law: OwnershipLaw, *, upper: bool
) -> bool:
    return _counts(law.control_counts, upper=upper) and any(
        one.owned == entity and (upper or one.certain) for one in by
    )


def _held(
    entity: str,
    by: Mapping[Key, tuple[Fraction, Fraction]],
    law: OwnershipLaw,
    *,
    upper: bool,
) -> bool:
    for measure in Measure:
        if measure is Measure.VOTES and not _counts(law.votes_count, upper=upper):
            continue
        total = Fraction(0)
        for (_, owned, sort, direct), ends in by.items():
            if owned == entity and sort is measure:
                if upper or direct:
                    total += ends[upper]
                elif _enough(ends[0], law):
                    return True
        if _enough(total, law):
            return True
    return False


def fallen_plainly(
    statements: Sequence[Statement],
    groups: Sequence[Collection[str]],
    law: OwnershipLaw,
    on: date,
    *,
    upper: bool,
) -> set[str]:
    """Who falls to some group, those who start left out."""
    entities = sorted({name for one in statements for name in (one.owner, one.owned)})
    ranges = _ranges(statements, on)
    control = [
        one
        for one in statements
        if isinstance(one, ControlStatement) and one.force.holds(on)
    ]
    found: set[str] = set()
    for group in groups:
        fallen, more = set(group), set(group)
        while more:
            held = {key: ends for key, ends in ranges.items() if key[0] in fallen}
            by = [one for one in control if one.owner in fallen]
            more = {
                name
                for name in entities
                if _held(name, held, law, upper=upper)
                or _controlled(name, by, law, upper=upper)
            } - fallen
            fallen |= more
        found |= fallen - set(group)
    return found
