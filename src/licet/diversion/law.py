"""What a law says on owners: its own numbers, read from the header of its package."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licet.diversion.errors import OwnershipRuleError
from licet.diversion.model import percent
from licet.kernel import Citation, Interval, parse_day
from licet.regimes import Data, Regime, in_words

_LISTED = "listed parties"
_OVER = ("more_than", "above")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipLaw:
    """One rule on what listed parties own.

    Attributes:
        regime: The package.
        id: Its name there.
        title: In plain words.
        threshold: Basis points that are looked at.
        more_than: Only what exceeds them counts; else they suffice.
        aggregated: Holdings of several listed owners are added; ``None`` is not stated.
        control_counts: Control without a share counts; ``None`` is not stated.
        votes_count: A share of the votes counts as one of the capital does; ``None`` is
            not stated. What is not stated is taken both ways: surely without it, possibly
            with it.
        force: The days on which it stands.
        suspended: Days on which it is not applied.
        citation: Where it stands written.
    """

    regime: str
    id: str
    title: str
    threshold: int
    more_than: bool
    aggregated: bool | None
    control_counts: bool | None
    votes_count: bool | None
    force: Interval
    suspended: Interval | None
    citation: Citation

    def holds(self, on: date) -> bool:
        """Whether it is applied on a day."""
        if self.suspended is not None and self.suspended.holds(on):
            return False
        return self.force.holds(on)

    @property
    def words(self) -> str:
        """The rule in one line."""
        bound = percent(self.threshold)
        number = f"more than {bound}" if self.more_than else f"{bound} or more"
        return "; ".join(
            (
                number,
                _three(
                    self.aggregated,
                    "holdings of several listed owners are added",
                    "holdings of several listed owners are not added without a joint arrangement",
                    "whether holdings of several listed owners are added is not stated",
                ),
                _three(
                    self.control_counts,
                    "control counts by itself",
                    "control does not count by itself",
                    "whether control counts is not stated",
                ),
            )
        )

    def to_json(self) -> dict[str, object]:
        """The rule as a JSON object."""
        return {
            "regime": self.regime,
            "id": self.id,
            "title": self.title,
            "threshold": self.threshold,
            "more_than": self.more_than,
            "aggregated": self.aggregated,
            "control_counts": self.control_counts,
            "votes_count": self.votes_count,
            "citation": self.citation.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplied:
    """The law has rules on listed owners, and none is applied on that day.

    Attributes:
        on: The day.
        rules: The rules of other days.
    """

    on: date
    rules: tuple[OwnershipLaw, ...]


def _three(value: bool | None, yes: str, no: str, open_: str) -> str:  # noqa: FBT001
    return open_ if value is None else yes if value else no


def ownership_laws(regime: Regime) -> tuple[OwnershipLaw, ...]:
    """The rules of a package on listed owners, of all days.

    Args:
        regime: A package; read is the section ``ownership`` of its header.

    Raises:
        OwnershipRuleError: There is none, or its number cannot be read.
    """
    written = regime.header.data.get("ownership")
    found = tuple(
        _law(regime, one)
        for one in (written if isinstance(written, list | tuple) else ())
        if isinstance(one, Mapping) and one.get("owners") == _LISTED
    )
    if not found:
        raise OwnershipRuleError(regime.header.id, "it has no rule on listed owners")
    return found


def ownership_law(regime: Regime, *, on: date) -> OwnershipLaw | NotApplied:
    """The rule of a package on listed owners that is applied on a day.

    Args:
        regime: A package.
        on: The day whose law applies.

    Returns:
        The rule, or that none is applied (not yet, no longer, suspended).

    Raises:
        OwnershipRuleError: The package has no such rule at all, or two on one day.
    """
    rules = ownership_laws(regime)
    held = [one for one in rules if one.holds(on)]
    if not held:
        return NotApplied(on=on, rules=rules)
    if len(held) > 1:
        names = ", ".join(one.id for one in held)
        raise OwnershipRuleError(regime.header.id, f"{names} hold on the same day {on}")
    return held[0]


def _law(regime: Regime, data: Data) -> OwnershipLaw:
    name = str(data.get("id"))
    over = next((key for key in _OVER if key in data), None)
    place = data.get("law")
    cited = place if isinstance(place, Mapping) else {}
    title = data.get("title")
    suspended = data.get("suspended")
    return OwnershipLaw(
        regime=regime.header.id,
        id=name,
        title=in_words(title) if isinstance(title, Mapping) else name,
        threshold=_points(regime, name, data.get(over or "at_least")),
        more_than=over is not None,
        aggregated=_stated(data, "aggregated"),
        control_counts=_stated(data, "control_counts"),
        votes_count=_stated(data, "votes_count"),
        force=_days(data),
        suspended=_days(suspended) if isinstance(suspended, Mapping) else None,
        citation=Citation(
            instrument=str(cited.get("instrument", regime.header.instrument)),
            pinpoint=str(cited.get("pinpoint", f"ownership, {name}")),
            uri=regime.header.uri or None,
            verified=bool(cited.get("verified", True)),
        ),
    )


def _points(regime: Regime, name: str, value: object) -> int:
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    points = Decimal(str(value)) * 100 if number else Decimal("0.5")
    if points != points.to_integral_value():
        problem = f"{name} has no threshold in whole hundredths of a percent"
        raise OwnershipRuleError(regime.header.id, problem)
    return int(points)


def _stated(data: Data, key: str) -> bool | None:
    value = data.get(key)
    return value if isinstance(value, bool) else None


def _days(data: Data) -> Interval:
    first, last = data.get("first"), data.get("last")
    return Interval(
        first=parse_day(str(first)) if first else None,
        last=parse_day(str(last)) if last else None,
    )
