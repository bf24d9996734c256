"""The tier of an item as evidence: what the determination classified, and how surely."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from licet.determination import Determination, OutcomeKind
from licet.risk.evidence import Evidence

TIER = "item.tier"
_FREE = frozenset({OutcomeKind.NOT_SUBJECT, OutcomeKind.NOT_CONTROLLED})


def tier_evidence(determination: Determination, on: date) -> Iterator[Evidence]:
    """What a determination says of the item's tier.

    Args:
        determination: The determination of the item.
        on: The day.

    Yields:
        The highest tier among its entries; nought for an item that the law leaves alone;
        nothing while it is not classified. A tier that is only claimed is stated, not found.
    """
    entries = determination.classification
    law = f"Determination under {determination.regime}"
    if entries:
        tier = max(one.tier for one in entries)
        highest = [one for one in entries if one.tier == tier]
        claimed = all(one.basis == "claimed" for one in highest)
        names = ", ".join(sorted({one.entry for one in highest}))
        manner = "as claimed" if claimed else "by its parameters"
        yield Evidence(
            about=TIER,
            source=law,
            dated=on,
            low=Decimal(tier),
            best=Decimal(tier),
            high=Decimal(tier),
            basis="stated" if claimed else "derived",
            words=f"Entry {names}, {manner}: tier {tier}.",
        )
    elif determination.kind in _FREE:
        none = Decimal(0)
        yield Evidence(
            about=TIER,
            source=law,
            dated=on,
            low=none,
            best=none,
            high=none,
            basis="derived",
            words="The law does not control the item.",
        )
