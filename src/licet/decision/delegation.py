"""Who may sign what, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from licet.kernel import Interval

LOWEST_TIER, HIGHEST_TIER = 1, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """How one item is classified as a case stands.

    Attributes:
        tiers: The tiers of the entries under which it falls.
        free: Whether it is determined to fall under none and to need no licence.
    """

    tiers: tuple[int, ...] = ()
    free: bool = False


def tier_to_sign(items: Sequence[Classification]) -> int:
    """The tier that a signature must cover: the highest among the items.

    Args:
        items: The present classification of every item.

    Returns:
        A tier from 1 to 4. An item that nobody has classified, and an unlisted one that needs
        a licence all the same, counts as the highest; so does an application without items.
    """
    return max((_tier(one) for one in items), default=HIGHEST_TIER)


def _tier(item: Classification) -> int:
    if item.tiers:
        return max(item.tiers)
    return LOWEST_TIER if item.free else HIGHEST_TIER


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """One line of the register of delegations.

    Attributes:
        holder: Who may sign.
        acts: Outcomes that may be signed, for example ``grant`` and ``refuse``.
        highest_tier: Highest item tier covered.
        days: From when to when, both days included.
        instrument: The document that gives it.
    """

    holder: str
    acts: frozenset[str]
    highest_tier: int
    days: Interval
    instrument: str

    def covers(self, act: str, *, tier: int, on: date) -> bool:
        """Whether this line lets its holder sign ``act`` for ``tier`` on ``on``."""
        return act in self.acts and tier <= self.highest_tier and self.days.holds(on)


def holds_delegation(
    register: tuple[Delegation, ...], holder: str, act: str, *, tier: int, on: date
) -> Delegation | None:
    """The first line of the register that covers the act, or ``None``.

    Args:
        register: All lines, in the order of the register.
        holder: Who wants to sign.
        act: The outcome to be signed.
        tier: Highest tier among the items.
        on: The legal day of signing.

    Returns:
        The line relied on, to be named in the decision.
    """
    for line in register:
        if line.holder == holder and line.covers(act, tier=tier, on=on):
            return line
    return None
