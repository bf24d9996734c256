"""What of opinions is kept, due, held or erased; each as its reader may see it."""

from django.db.models import QuerySet

from licet.web.casework.errors import NotFoundError
from licet.web.casework.keeping.opinion_schedules import (
    ended_states,
    kept_opinion_views,
    kept_opinions,
)
from licet.web.casework.models import (
    LedgerRow,
    Opinion,
    OpinionDisposal,
    OpinionErasure,
    OpinionHold,
    ReadLog,
)
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import require_opinion_content, visible_opinions
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views.retention import (
    DisposalView,
    ErasureView,
    HoldView,
    KeptCaseView,
    RetentionView,
)

MOST = 200


def is_opinion(number: str) -> bool:
    """Whether a number is that of an opinion."""
    return Opinion.objects.filter(number=number).exists()


def is_opinion_hold(hold: str) -> bool:
    """Whether a hold is one on an opinion."""
    return OpinionHold.objects.filter(pk=as_id(hold)).exists()


def due_opinions(*, viewer: Actor) -> tuple[KeptCaseView, ...]:
    """Ended opinions by the first day on which they may go, at most 200.

    Raises:
        NotAllowedError: No role of the person sees retention.
        ScheduleError: The governing law has no schedule, or a wrong one.
    """
    require(viewer, "see_retention")
    ended = kept_opinions().filter(
        state__in=ended_states(), pk__in=visible_opinions(viewer).values("pk")
    )
    found = kept_opinion_views(ended.defer("facts", "determination").order_by("number"))
    soonest = sorted(found, key=lambda one: (one.due is None, one.due or 0, one.number))
    return tuple(soonest[:MOST])


def opinion_retention(*, viewer: Actor, number: str) -> RetentionView:
    """Everything about the keeping of one opinion.

    Raises:
        NotFoundError: No such opinion, or no standing in it.
        CaseErasedError: It is gone.
    """
    require(viewer, "see_retention")
    rows = visible_opinions(viewer).filter(number=number)
    found = rows.select_related("erasure").first()
    if found is None:
        raise NotFoundError("opinion")
    require_opinion_content(found)
    return RetentionView(
        case=kept_opinion_views([kept_opinions().get(pk=found.pk)])[0],
        holds=_holds(OpinionHold.objects.filter(opinion=found)),
        disposals=_disposals(OpinionDisposal.objects.filter(opinion=found)),
        accesses=ReadLog.objects.filter(case=str(found.pk)).count(),
    )


def opinion_erasure(*, viewer: Actor, number: str) -> ErasureView:
    """What is still known of an opinion that was erased.

    Raises:
        NotFoundError: No such opinion for this viewer, or it was not erased.
    """
    rows = OpinionErasure.objects.filter(
        opinion__in=visible_opinions(viewer), opinion__number=number
    )
    found = rows.select_related("opinion").first()
    if found is None:
        raise NotFoundError("erasure")
    return _erasure(found)


def opinion_erasures(*, viewer: Actor) -> tuple[ErasureView, ...]:
    """The newest erasures of opinions."""
    require(viewer, "see_retention")
    rows = OpinionErasure.objects.filter(opinion__in=visible_opinions(viewer))
    newest = rows.select_related("opinion").order_by("-at")[:MOST]
    return tuple(_erasure(one) for one in newest)


def _erasure(found: OpinionErasure) -> ErasureView:
    return ErasureView(
        number=found.opinion.number,
        outcome="erase",
        at=found.at,
        proposed_by=found.proposed_by,
        approved_by=found.approved_by,
        rule=found.rule,
        reason=found.reason,
        blanked=found.blanked,
        entries=LedgerRow.objects.filter(key_id=str(found.opinion_id)).count(),
    )


def _holds(rows: QuerySet[OpinionHold]) -> tuple[HoldView, ...]:
    found = rows.select_related("opinion", "by", "lift__by").order_by("-at")
    return tuple(_hold(one) for one in found)


def _hold(one: OpinionHold) -> HoldView:
    lift = getattr(one, "lift", None)
    return HoldView(
        id=str(one.pk),
        case=one.opinion.number,
        reason=one.reason,
        by=str(one.by),
        at=one.at,
        lifted_at=lift.at if lift else None,
        lifted_by=str(lift.by) if lift else "",
        lift_reason=lift.reason if lift else "",
    )


def _disposals(rows: QuerySet[OpinionDisposal]) -> tuple[DisposalView, ...]:
    found = rows.select_related("opinion", "by", "end__by").order_by("-at")
    return tuple(_disposal(one) for one in found)


def _disposal(one: OpinionDisposal) -> DisposalView:
    end = getattr(one, "end", None)
    return DisposalView(
        id=str(one.pk),
        case=one.opinion.number,
        outcome="erase",
        rule=one.rule,
        citation=one.citation,
        due=one.due,
        reason=one.reason,
        by=str(one.by),
        at=one.at,
        result=end.result if end else "open",
        ended_by=str(end.by) if end else "",
    )
