"""Declared conflicts of interest, as those concerned and their managers see them."""

from django.db.models import QuerySet

from licet.web.casework.models import InterestDeclared, Organisation
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views import InterestView


def _rows() -> QuerySet[InterestDeclared]:
    return InterestDeclared.objects.select_related(
        "person", "case", "organisation", "end__by"
    ).order_by("-pk")


def own_interests(*, viewer: Actor) -> tuple[InterestView, ...]:
    """What somebody has declared, the newest first."""
    require(viewer, "declare_interest")
    return tuple(interest_view(row) for row in _rows().filter(person=as_id(viewer.id)))


def interests(*, viewer: Actor) -> tuple[InterestView, ...]:
    """Everything that was declared, the newest first."""
    require(viewer, "see_interests")
    return tuple(interest_view(row) for row in _rows()[:500])


def interest_view(row: InterestDeclared) -> InterestView:
    """A declaration with its end; its people, case and exporter must be loaded with it."""
    end = getattr(row, "end", None)
    return InterestView(
        id=row.pk,
        person=str(row.person),
        about=row.case.number if row.case else str(row.organisation or ""),
        reasons=row.reasons,
        at=row.at,
        ended_by=str(end.by) if end else "",
        ended_because=end.reasons if end else "",
        ended_at=end.at if end else None,
    )


def exporters(*, viewer: Actor) -> tuple[tuple[str, str], ...]:
    """Exporters for whose cases an interest can be declared: id and name.

    Whoever sees only referred cases is offered only their exporters.
    """
    require(viewer, "declare_interest")
    seen = visible_cases(viewer).values("organisation")
    rows = Organisation.objects.filter(pk__in=seen).order_by("name")
    return tuple((str(row.pk), row.name) for row in rows)
