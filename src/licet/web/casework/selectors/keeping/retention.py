"""What is kept, what is due, what is held, what was erased; each as its reader may see it."""

from django.db.models import QuerySet

from licet.web.casework.errors import NotFoundError
from licet.web.casework.keeping.schedules import closed_states, kept_cases, kept_views
from licet.web.casework.models import (
    ArchiveTransfer,
    Case,
    Disposal,
    Erasure,
    LedgerRow,
    LegalHold,
    ReadLog,
)
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for, visible_cases
from licet.web.casework.views.retention import (
    DisposalView,
    ErasureView,
    HoldView,
    KeptCaseView,
    RetentionPage,
    RetentionView,
)

PAGE = 50


def due_cases(*, viewer: Actor) -> tuple[KeptCaseView, ...]:
    """Every closed case by the first day on which it may go; those that never may come last.

    Raises:
        NotAllowedError: No role of the person sees retention.
        ScheduleError: The governing law has no schedule, or a wrong one.
    """
    require(viewer, "see_retention")
    closed = kept_cases().filter(
        closed_states(), pk__in=visible_cases(viewer).values("pk")
    )
    # Rows wait in the order of their number; what they say in sections is not needed.
    found = kept_views(closed.defer("sections", "transaction").order_by("number"))
    return tuple(
        sorted(found, key=lambda one: (one.due is None, one.due or 0, one.number))
    )


def retention_page(
    *, viewer: Actor, only_due: bool = False, page: int = 1
) -> RetentionPage:
    """One page of closed cases, the soonest due first."""
    every = due_cases(viewer=viewer)
    shown = [one for one in every if one.is_due] if only_due else list(every)
    pages = max(1, -(-len(shown) // PAGE))
    number = min(max(1, page), pages)
    return RetentionPage(
        cases=tuple(shown[(number - 1) * PAGE : number * PAGE]),
        page=number,
        pages=pages,
        total=len(shown),
        due=sum(1 for one in every if one.is_due),
    )


def retention(*, viewer: Actor, case: str) -> RetentionView:
    """Everything about the keeping of one case.

    Raises:
        NotFoundError: No such case, or no standing in it.
        CaseErasedError: It is gone.
    """
    require(viewer, "see_retention")
    found = case_for(viewer, case)
    return RetentionView(
        case=kept_views([kept_cases().get(pk=found.pk)])[0],
        holds=_holds(LegalHold.objects.filter(case=found)),
        disposals=_disposals(Disposal.objects.filter(case=found)),
        accesses=ReadLog.objects.filter(case=str(found.pk)).count(),
    )


def open_disposals(*, viewer: Actor) -> tuple[DisposalView, ...]:
    """Proposals that wait for a second person."""
    require(viewer, "see_retention")
    waiting = Disposal.objects.filter(
        end__isnull=True, case__in=visible_cases(viewer).values("pk")
    )
    return _disposals(waiting)


def standing_holds(*, viewer: Actor) -> tuple[HoldView, ...]:
    """Holds that stand."""
    require(viewer, "see_retention")
    held = LegalHold.objects.filter(
        lift__isnull=True, case__in=visible_cases(viewer).values("pk")
    )
    return _holds(held)


def erasure(*, viewer: Actor, case: str) -> ErasureView:
    """What is still known of a case that was erased.

    Raises:
        NotFoundError: No such case for this viewer, or it was not erased.
    """
    found = (
        Erasure.objects.filter(case__in=visible_cases(viewer), case__number=case)
        .select_related("case", "disposal__transfer")
        .first()
    )
    if found is None:
        raise NotFoundError("erasure")
    return _erasure(found)


def erasures(*, viewer: Actor) -> tuple[ErasureView, ...]:
    """The newest erasures, at most a page of them."""
    require(viewer, "see_retention")
    rows = Erasure.objects.filter(case__in=visible_cases(viewer).values("pk"))
    newest = rows.select_related("case", "disposal__transfer").order_by("-at")[:PAGE]
    return tuple(_erasure(one) for one in newest)


def _erasure(found: Erasure) -> ErasureView:
    case: Case = found.case
    transfer: ArchiveTransfer | None = getattr(found.disposal, "transfer", None)
    return ErasureView(
        number=case.number,
        outcome=found.outcome,
        at=found.at,
        proposed_by=found.proposed_by,
        approved_by=found.approved_by,
        rule=found.rule,
        reason=found.reason,
        blanked=found.blanked,
        entries=LedgerRow.objects.filter(key_id=str(case.pk)).count(),
        receipt=transfer.receipt if transfer else "",
    )


def _holds(rows: QuerySet[LegalHold]) -> tuple[HoldView, ...]:
    found = rows.select_related("case", "by", "lift__by").order_by("-at")
    return tuple(_hold(one) for one in found)


def _hold(one: LegalHold) -> HoldView:
    lift = getattr(one, "lift", None)
    return HoldView(
        id=str(one.pk),
        case=one.case.number,
        reason=one.reason,
        by=str(one.by),
        at=one.at,
        lifted_at=lift.at if lift else None,
        lifted_by=str(lift.by) if lift else "",
        lift_reason=lift.reason if lift else "",
    )


def _disposals(rows: QuerySet[Disposal]) -> tuple[DisposalView, ...]:
    found = rows.select_related("case", "by", "end__by", "transfer").order_by("-at")
    return tuple(_disposal(one) for one in found)


def _disposal(one: Disposal) -> DisposalView:
    end = getattr(one, "end", None)
    transfer: ArchiveTransfer | None = getattr(one, "transfer", None)
    return DisposalView(
        id=str(one.pk),
        case=one.case.number,
        outcome=one.outcome,
        rule=one.rule,
        citation=one.citation,
        due=one.due,
        reason=one.reason,
        by=str(one.by),
        at=one.at,
        result=end.result if end else "open",
        ended_by=str(end.by) if end else "",
        receipt=transfer.receipt if transfer else "",
        sha256=transfer.sha256 if transfer else "",
    )
