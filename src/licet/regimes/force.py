"""The days on which a leaf of a package holds."""

from dataclasses import dataclass
from datetime import date

from licet.kernel import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """The days on which something holds.

    Attributes:
        effective: The spans of days; none means as long as the package exists.
        suspended: Spans taken out of them.
        published_at: When it became known, or ``None`` when nobody recorded it.
    """

    effective: tuple[Interval, ...] = ()
    suspended: tuple[Interval, ...] = ()
    published_at: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the day lies in an effective span and in no suspended one."""
        begun = not self.effective or any(span.holds(on) for span in self.effective)
        return begun and not any(span.holds(on) for span in self.suspended)
