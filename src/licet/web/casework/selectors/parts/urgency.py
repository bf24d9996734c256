"""Which cases go first by rule, and who asked: one query for a case, one for a list."""

from collections.abc import Iterable

from django.db.models import QuerySet

from licet.web.casework.application.practice import practice
from licet.web.casework.gathered import read
from licet.web.casework.models import Case, UrgencyCall
from licet.web.casework.views.organisations import UrgencyView


def urgency_view(case: Case) -> UrgencyView | None:
    """What the rule says of a case, and who asked; ``None`` when nobody and nothing did."""
    rows = read(urgency_calls_of, case)
    if not rows:
        return None
    rules = practice(case.profile)
    ground = next((one for one in rules.urgency if one.id == rows[-1].ground), None)
    return UrgencyView(
        ground=ground.title if ground else "",
        citation=str(ground.citation) if ground else "",
        days=rules.urgent_days if ground else 0,
        calls=tuple((row.at, row.asked_by, row.words) for row in rows if row.asked_by),
    )


def urgency_calls_of(case: Case) -> QuerySet[UrgencyCall]:
    """Who asked that a case goes first, the oldest first."""
    return UrgencyCall.objects.filter(case=case).order_by("pk")


def urgent_days(cases: Iterable[Case]) -> dict[object, int]:
    """The shorter target of those cases of a list that go first by rule, by case."""
    rows = list(cases)
    newest = {
        row.case_id: row.ground
        for row in UrgencyCall.objects.filter(case__in=rows).order_by("pk")
    }
    return {
        row.pk: practice(row.profile).urgent_days for row in rows if newest.get(row.pk)
    }
