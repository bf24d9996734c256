"""What a claim makes of an entry, and which entries stand under a heading."""

from collections.abc import Callable, Iterable
from enum import IntEnum

from licet.determination.state import Claim, ClaimSort
from licet.regimes import Entry


class Standing(IntEnum):
    """What a claim makes of an entry.

    The facts decide it, open ones too; or the claim places the item there unless an
    exclusion holds; or only facts that are known can place the item there.
    """

    BY_FACTS = 0
    CLAIMED = 1
    SHOWN = 2


_DECIDED_BELOW = frozenset({ClaimSort.ENTRY, ClaimSort.CANDIDATE})


def _above(entry: str) -> frozenset[str]:
    """The entry and every heading above it."""
    parts = entry.split(".")
    return frozenset(".".join(parts[:count]) for count in range(1, len(parts) + 1))


def by_heading(entries: Iterable[str]) -> dict[str, list[str]]:
    """For each heading, the entries that it covers."""
    found: dict[str, list[str]] = {}
    for name in entries:
        for heading in _above(name):
            found.setdefault(heading, []).append(name)
    return found


def standing_of(entry: Entry) -> Callable[[Claim], Standing]:
    """What a claim makes of an entry, for any claim."""
    above = frozenset[str]() if entry.when is None else _above(entry.id)

    def standing(claim: Claim) -> Standing:
        if claim.sort is ClaimSort.OPEN:
            return Standing.BY_FACTS
        if claim.sort is ClaimSort.ENTRY and claim.entry == entry.id:
            return Standing.CLAIMED
        if claim.entry in above and claim.sort in _DECIDED_BELOW:
            return Standing.BY_FACTS
        return Standing.SHOWN

    return standing
