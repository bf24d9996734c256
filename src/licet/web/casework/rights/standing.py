"""Who has standing in which case: what is not visible does not exist for that person."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from licet.web.casework.errors import CaseErasedError, NotFoundError
from licet.web.casework.gathered import keep, recall
from licet.web.casework.models import (
    Appeal,
    Case,
    Erasure,
    Licence,
    Opinion,
    OpinionErasure,
    Referral,
)
from licet.web.casework.ports import legal_day
from licet.web.casework.rights.member_rights import covered_cases
from licet.web.casework.rights.policy import SYSTEM, Actor

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
    if "exporter" in viewer.roles and viewer.mandates:
        covered = Case.objects.filter(covered_cases(viewer))
        found |= Q(pk__in=covered.values("pk"))
    if viewer.roles & _AUTHORITY:
        found |= Q(submitted_at__isnull=False)
    if viewer.roles & {"agency", "customs"}:
        # Asked of each case: an agency may have thousands, and the list of them is not made.
        asked = Referral.objects.filter(
            case=OuterRef("pk"), team__code__in=viewer.teams
        )
        found |= Q(Exists(asked))
    appealed = Appeal.objects.filter(case__isnull=False)
    if "appeal_manager" in viewer.roles:
        found |= Q(pk__in=appealed.values("case"))
    if "appeal_reviewer" in viewer.roles:
        found |= Q(pk__in=appealed.filter(Q(reviewer=viewer.id)).values("case"))
    if "inspector" in viewer.roles:
        found |= Q(pk__in=Licence.objects.values("case"))
    return Case.objects.filter(found)


def visible_licences(viewer: Actor) -> QuerySet[Licence]:
    """The licences that somebody may see: with the case, or all for customs."""
    if viewer.roles & {"customs", "inspector", "auditor"}:
        return Licence.objects.all()
    if viewer.roles & _AUTHORITY:
        return Licence.objects.filter(case__submitted_at__isnull=False)
    return Licence.objects.filter(case__in=visible_cases(viewer))


def visible_opinions(viewer: Actor) -> QuerySet[Opinion]:
    """The opinions in which somebody has standing: own organisations', or the authority's."""
    if viewer == SYSTEM or viewer.roles & (_AUTHORITY | {"auditor"}):
        return Opinion.objects.all()
    if "exporter" in viewer.roles:
        return Opinion.objects.filter(Q(organisation__in=viewer.organisations))
    return Opinion.objects.none()


def visible_appeals(viewer: Actor) -> QuerySet[Appeal]:
    """The appeals in which somebody has standing.

    Args:
        viewer: Who asks.

    Returns:
        All for the authority, the chair of the appeal body and auditors; a reviewer's own;
        for exporters those in their own cases and opinions, and those in which they are the
        cleared advocate; none for everybody else.
    """
    if viewer == SYSTEM or viewer.roles & (_AUTHORITY | {"auditor", "appeal_manager"}):
        return Appeal.objects.all()
    found = Q(pk__in=[])
    if "exporter" in viewer.roles:
        found |= Q(case__in=visible_cases(viewer))
        found |= Q(opinion__in=visible_opinions(viewer))
        found |= Q(advocate=viewer.id)
    if "appeal_reviewer" in viewer.roles:
        found |= Q(reviewer=viewer.id)
    return Appeal.objects.filter(found)


def case_for(viewer: Actor, number: str) -> Case:
    """One visible case by its number.

    Raises:
        NotFoundError: There is none, or the viewer has no standing in it.
        CaseErasedError: Its content was erased.
    """
    known: Case | None = recall((viewer.id, number))
    if known is not None:
        return known
    found = (
        visible_cases(viewer).filter(number=number).select_related("erasure").first()
    )
    if found is None:
        raise NotFoundError("case")
    require_content(found)
    return found


def remember(viewer: Actor, case: Case) -> None:
    """Let the parts of one page find the same case without asking again."""
    keep((viewer.id, case.number), case)


def require_content(case: Case) -> None:
    """Refuse what needs the content of a case that was erased.

    Args:
        case: A case, loaded with its ``erasure``.

    Raises:
        CaseErasedError: It was; the error says when, by whom and under which rule.
    """
    gone: Erasure | None = getattr(case, "erasure", None)
    if gone is not None:
        raise CaseErasedError(
            case.number, legal_day(gone.at), gone.approved_by, gone.rule, gone.reason
        )


def require_opinion_content(opinion: Opinion) -> None:
    """Refuse what needs the content of an opinion that was erased.

    Raises:
        CaseErasedError: It was; the error says when, by whom and under which rule.
    """
    gone: OpinionErasure | None = getattr(opinion, "erasure", None)
    if gone is not None:
        raise CaseErasedError(
            opinion.number, legal_day(gone.at), gone.approved_by, gone.rule, gone.reason
        )
