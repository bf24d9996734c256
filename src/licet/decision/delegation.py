"""Who may sign what, from when to when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

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
class Matter:
    """What a signature is about, besides tier and outcome.

    Attributes:
        regime: The governing law package.
        kinds: The ways in which the items leave; empty when nobody knows.
        values: Sum of the stated values by currency.
        unvalued: How many items state no value.
    """

    regime: str = ""
    kinds: frozenset[str] = frozenset()
    values: Mapping[str, Decimal] = field(default_factory=dict)
    unvalued: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """One line of the register of delegations.

    Attributes:
        holder: Who may sign.
        acts: Outcomes that may be signed, for example ``grant`` and ``refuse``.
        highest_tier: Highest item tier covered.
        days: From when to when, both days included.
        instrument: The document that gives it.
        regimes: Law packages covered; empty for every one.
        kinds: Ways of leaving covered; empty for every one.
        highest_value: Highest sum of the items' values; ``None`` for any.
        currency: Of ``highest_value``; another currency is not covered.
    """

    holder: str
    acts: frozenset[str]
    highest_tier: int
    days: Interval
    instrument: str
    regimes: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    highest_value: Decimal | None = None
    currency: str = ""

    def covers(
        self, act: str, *, tier: int, on: date, matter: Matter | None = None
    ) -> bool:
        """Whether this line lets its holder sign ``act`` for ``tier`` on ``on``."""
        within = act in self.acts and tier <= self.highest_tier and self.days.holds(on)
        return within and self._covers(matter or Matter())

    def _covers(self, matter: Matter) -> bool:
        """Whether regime, kinds and value are covered; what is not known is not."""
        if self.regimes and matter.regime not in self.regimes:
            return False
        if self.kinds and not (matter.kinds and matter.kinds <= self.kinds):
            return False
        if self.highest_value is None:
            return True
        if matter.unvalued or set(matter.values) != {self.currency}:
            return False
        return matter.values[self.currency] <= self.highest_value


def holds_delegation(
    register: tuple[Delegation, ...],
    holder: str,
    act: str,
    *,
    tier: int,
    on: date,
    matter: Matter | None = None,
) -> Delegation | None:
    """The first line of the register that covers the act, or ``None``.

    Args:
        register: All lines, in the order of the register.
        holder: Who wants to sign.
        act: The outcome to be signed.
        tier: Highest tier among the items.
        on: The legal day of signing.
        matter: Law, kinds and value of the case; a limited line needs them.

    Returns:
        The line relied on, to be named in the decision.
    """
    for line in register:
        if line.holder == holder and line.covers(act, tier=tier, on=on, matter=matter):
            return line
    return None
