"""Who may sign what, from when to when."""

from dataclasses import dataclass
from datetime import date

from licet.kernel import Interval


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
