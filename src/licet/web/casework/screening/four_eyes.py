"""When a word on a hit needs a second officer: by the tier of the case or the measure of the list.

Law:
    The authority's own rule, by two settings. An item that nobody has classified counts as the
    highest tier, a list whose measure is not known as the weightiest: not known is never less.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from licet.decision import Classification, tier_to_sign
from licet.web.casework.models import DeterminationRecord, Hit
from licet.web.casework.screening.measures import four_eyes_weight, measure_of

NO_LICENCE = frozenset(
    {"not_subject", "not_controlled", "no_authorisation_required", "covered"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Whether a second officer is needed, and why.

    Attributes:
        by_tier: The case's tier asks for it.
        by_measure: The measure behind the list asks for it.
        because: The reason in words; empty when none is needed.
    """

    by_tier: bool
    by_measure: bool
    because: str

    @property
    def second(self) -> bool:
        """Whether a second officer is needed at all."""
        return self.by_tier or self.by_measure


def tier_of(determinations: Iterable[DeterminationRecord], items: int) -> int:
    """The tier of a case as last determined by the governing law: 1 to 4.

    Args:
        determinations: Of the newest findings.
        items: How many items the application names.
    """
    found = {
        row.item: Classification(
            tiers=tuple(
                int(one["tier"]) for one in row.document.get("classification") or ()
            ),
            free=row.outcome in NO_LICENCE,
        )
        for row in determinations
        if row.governing
    }
    return tier_to_sign([found.get(n, Classification()) for n in range(items)])


def need(hit: Hit, tier: int) -> Need:
    """Whether a word on a hit of a case of this tier needs a second officer."""
    measure = measure_of(hit.document)
    by_tier = tier >= settings.LICET_FOUR_EYES_TIER
    by_measure = measure.weight <= four_eyes_weight()
    said = []
    if by_tier:
        said.append(f"The case is of tier {tier}.")
    if by_measure:
        said.append(f"Behind the list stands: {measure.title.lower()}.")
    return Need(by_tier=by_tier, by_measure=by_measure, because=" ".join(said))
