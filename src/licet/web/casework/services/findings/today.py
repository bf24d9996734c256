"""What a decision rests on, run again at any time: of its day, and of today."""

from licet.web.casework.casefile.casefile import load
from licet.web.casework.models import DeterminationRecord, FindingsBasis
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.services.findings.replay import reasons
from licet.web.casework.views import TodayView


def same_today(*, viewer: Actor, case: str) -> tuple[TodayView, ...]:
    """Run the determinations of the newest decision again: of its day, and of today.

    Args:
        viewer: Who asks.
        case: Number of the case.

    Returns:
        One answer a determination of the governing law; empty while nothing is decided.

    Raises:
        NotFoundError: No such case, or no standing in it.
    """
    require(viewer, "see_case")
    row = case_for(viewer, case)
    note_read(viewer, row, "case")
    file = load(row)
    decision = file.decision
    if decision is None:
        return ()
    basis = (
        FindingsBasis.objects.filter(
            run__case=row, run__facts_version=decision.facts_version
        )
        .filter(run__made_at__lte=decision.decided_at)
        .select_related("run")
        .order_by("-run")
        .first()
    )
    if basis is None:
        return ()
    found = DeterminationRecord.objects.filter(run=basis.run, governing=True)
    changed = row.facts_version != decision.facts_version
    return tuple(_today(basis, one, changed=changed) for one in found.order_by("item"))


def _today(
    basis: FindingsBasis, row: DeterminationRecord, *, changed: bool
) -> TodayView:
    determine, run = ports().determiner.determine, basis.run
    then = determine(basis.facts, row.regime, on=run.on, item=row.item)
    today = determine(basis.facts, row.regime, on=legal_day(now()), item=row.item)
    kept = str(row.document.get("digest", ""))
    why = tuple(reasons(basis, row.document, then, kept))
    return TodayView(
        item=row.item,
        regime=row.regime,
        on=run.on,
        outcome=row.outcome,
        same_then=not why,
        outcome_today=str(today["outcome"]),
        same_today=str(today["outcome"]) == row.outcome,
        facts_changed=changed,
        why=why,
    )
