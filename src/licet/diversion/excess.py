"""Shares that add to more than the whole: no share of them is certain any longer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from licet.diversion.model import (
    WHOLE,
    Measure,
    OwnershipStatement,
    Share,
    Statement,
)


def without_excess(
    statements: Iterable[Statement], *, on: date
) -> tuple[Statement, ...]:
    """The statements of a day, where too much is held as ranges and never scaled down.

    Where the certain shares of one entity add to more than the whole, some of what is
    stated is wrong and nobody knows which. Each may be too large by all of the excess:
    its least is lowered by that much, its most stays.

    Args:
        statements: What is declared.
        on: The day whose statements are added.

    Returns:
        Those in force on that day, in their order.
    """
    held = [one for one in statements if one.force.holds(on)]
    least: dict[tuple[str, Measure], dict[str, int]] = {}
    for one in held:
        if isinstance(one, OwnershipStatement) and one.direct:
            owners = least.setdefault((one.owned, one.measure), {})
            # Two sources on one holding are not two holdings.
            owners[one.owner] = max(owners.get(one.owner, 0), one.share.low)
    excess = {key: sum(owners.values()) - WHOLE for key, owners in least.items()}
    return tuple(_lowered(one, excess) for one in held)


def _lowered(one: Statement, excess: dict[tuple[str, Measure], int]) -> Statement:
    if not isinstance(one, OwnershipStatement):
        return one
    over = excess.get((one.owned, one.measure), 0)
    if over <= 0:
        return one
    share = one.share
    low = max(0, share.low - over)
    return replace(
        one,
        share=Share(
            low=low,
            high=share.high,
            above_low=share.above_low and low < share.high,
            below_high=share.below_high and low < share.high,
        ),
    )
