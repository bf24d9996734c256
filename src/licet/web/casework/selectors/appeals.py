"""Appeals as the appeal body sees them."""

from licet.web.casework.models import Appeal
from licet.web.casework.policy import Actor, require
from licet.web.casework.selectors.parts import appeal_view, names
from licet.web.casework.selectors.summaries import summaries
from licet.web.casework.standing import visible_cases
from licet.web.casework.views import AppealView, CaseSummary


def appeals(*, viewer: Actor) -> tuple[tuple[CaseSummary, AppealView], ...]:
    """Appeals in the cases that the viewer may see, open ones first, with their cases."""
    require(viewer, "see_queue")
    rows = list(
        Appeal.objects.filter(case__in=visible_cases(viewer))
        .select_related("case")
        .order_by("decided_at", "lodged_at")
    )
    rows.sort(key=lambda row: (row.decided_at is not None, row.lodged_at))
    known = names([one for row in rows for one in (row.lodged_by_id, row.reviewer_id)])
    wanted = visible_cases(viewer).filter(appeals__isnull=False).distinct()
    lines = {line.number: line for line in summaries(viewer, wanted)}
    return tuple(
        (lines[row.case.number], appeal_view(row, known))
        for row in rows
        if row.case.number in lines
    )
