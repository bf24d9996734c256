"""How long a decision may take, by the published target of the authority."""

from django.conf import settings

from licet.kernel import Citation
from licet.review import Counting, DateKind, Period


def period(*, urgent_days: int = 0) -> Period:
    """How long a decision may take: the published target of the authority.

    Args:
        urgent_days: For a case that goes first by rule: its shorter target; 0 for others.
    """
    return Period(
        days=urgent_days or settings.LICET_TARGET_DAYS,
        counting=Counting.WORKING,
        kind=DateKind.TARGET,
        citation=Citation(
            instrument=f"Service standard of {settings.LICET_AUTHORITY}",
            pinpoint="processing time",
        ),
    )
