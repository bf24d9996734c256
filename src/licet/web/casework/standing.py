"""Who has standing in which case: what is not visible does not exist for that person."""

from django.db.models import Q, QuerySet

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Case, Licence, Opinion
from licet.web.casework.policy import SYSTEM, Actor

_AUTHORITY = frozenset({"officer", "manager", "countersigner"})


def visible_cases(viewer: Actor) -> QuerySet[Case]:
    """The cases in which somebody has standing.

    Args:
        viewer: Who asks.

    Returns:
        Own organisations' cases for exporters; submitted ones for the authority; referred
        ones for agencies; appealed ones for the appeal body (a reviewer only own ones);
        licensed ones for inspectors; all for auditors; none for everybody else.
    """
    if viewer == SYSTEM or "auditor" in viewer.roles:
        return Case.objects.all()
    found = Q(pk__in=[])
    if "exporter" in viewer.roles:
        found |= Q(organisation__in=viewer.organisations)
    if viewer.roles & _AUTHORITY:
        found |= Q(submitted_at__isnull=False)
    if viewer.roles & {"agency", "customs"}:
        found |= Q(referrals__team__code__in=viewer.teams)
    if "appeal_manager" in viewer.roles:
        found |= Q(appeals__isnull=False)
    if "appeal_reviewer" in viewer.roles:
        found |= Q(appeals__reviewer=viewer.id)
    if "inspector" in viewer.roles:
        found |= Q(licences__isnull=False)
    return Case.objects.filter(pk__in=Case.objects.filter(found).values("pk"))


def visible_licences(viewer: Actor) -> QuerySet[Licence]:
    """The licences that somebody may see: with the case, or all for customs."""
    if viewer.roles & {"customs", "inspector", "auditor"}:
        return Licence.objects.all()
    return Licence.objects.filter(case__in=visible_cases(viewer))


def visible_opinions(viewer: Actor) -> QuerySet[Opinion]:
    """The opinions in which somebody has standing: own organisations', or the authority's."""
    if viewer == SYSTEM or viewer.roles & (_AUTHORITY | {"auditor"}):
        return Opinion.objects.all()
    if "exporter" in viewer.roles:
        return Opinion.objects.filter(Q(organisation__in=viewer.organisations))
    return Opinion.objects.none()


def case_for(viewer: Actor, number: str) -> Case:
    """One visible case by its number.

    Raises:
        NotFoundError: There is none, or the viewer has no standing in it.
    """
    found = visible_cases(viewer).filter(number=number).first()
    if found is None:
        raise NotFoundError("case")
    return found
