"""A clock that is set by hand, for simulations and demonstrations only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class SimulatedClock:
    """A clock that shows what it was last set to."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def set(self, moment: datetime) -> None:
        """Set it; it never goes back."""
        self.moment = max(self.moment, moment)
