"""Closed composites as officers see them."""

from django.db.models import QuerySet

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Composite
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.parts.pages import Lines, lines
from licet.web.casework.views.agreements import CompositeView


def _rows(viewer: Actor) -> QuerySet[Composite]:
    return Composite.objects.filter(
        case__in=visible_cases(viewer), case__erasure__isnull=True
    ).select_related("case", "by", "check_row__by")


def composites(*, viewer: Actor) -> Lines[CompositeView]:
    """Every composite of a case that the viewer may see, the newest first."""
    require(viewer, "see_composites")
    return lines(
        _rows(viewer).order_by("-at", "-number"),
        lambda rows: [composite_view(row) for row in rows],
    )


def composite(*, viewer: Actor, number: str) -> CompositeView:
    """One composite; its reading is entered, for it names its case.

    Raises:
        NotFoundError: There is none for this person.
    """
    require(viewer, "see_composites")
    row = _rows(viewer).filter(number=number).first()
    if row is None:
        raise NotFoundError("composite")
    note_read(viewer, row.case, f"composite:{number}")
    return composite_view(row)


def composite_view(row: Composite) -> CompositeView:
    """A composite with its check."""
    check = getattr(row, "check_row", None)
    standing = "waits"
    if check is not None:
        standing = "approved" if check.approved else "returned"
    if standing != "returned" and row.facts_version != row.case.facts_version:
        standing = "stale"
    return CompositeView(
        number=row.number,
        case=row.case.number,
        title=row.title,
        text=row.text,
        document=row.document,
        standing=standing,
        made_by=str(row.by),
        made_by_id=str(row.by_id),
        at=row.at,
        checked_by=str(check.by) if check else "",
        reasons=check.reasons if check else "",
    )
