"""Lists of cases: a fixed number of queries, however long the list."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from licet.web.casework.models import (
    Adjudication,
    Appeal,
    Case,
    ClockRow,
    FindingsRun,
    Hit,
    ReadLog,
    Referral,
)
from licet.web.casework.policy import Actor
from licet.web.casework.selectors.parts import as_id, clock_view, desk_of
from licet.web.casework.views import CaseSummary

LONGEST = 500


def _clocks(rows: Iterable[Case]) -> dict[object, list[tuple[date, str, str]]]:
    found: dict[object, list[tuple[date, str, str]]] = defaultdict(list)
    for row in ClockRow.objects.filter(case__in=rows).order_by("pk"):
        found[row.case_id].append((row.on, row.effect, row.reason))
    return found


def _open_hits(rows: Iterable[Case]) -> dict[object, int]:
    newest = {
        row.case_id: row.pk
        for row in FindingsRun.objects.filter(case__in=rows).order_by("pk")
    }
    closed: dict[tuple[object, str], str] = {
        (row.case_id, row.pair): row.verdict
        for row in Adjudication.objects.filter(case__in=rows).order_by("pk")
    }
    found: dict[object, int] = defaultdict(int)
    hits = Hit.objects.filter(screening__run__in=newest.values())
    for case, pair in hits.values_list("screening__run__case_id", "pair"):
        if closed.get((case, pair), "need_more") == "need_more":
            found[case] += 1
    return found


def _open_referrals(rows: Iterable[Case]) -> dict[object, list[str]]:
    found: dict[object, list[str]] = defaultdict(list)
    open_rows = Referral.objects.filter(case__in=rows, state="open").select_related(
        "team"
    )
    for row in open_rows.order_by("team__code"):
        found[row.case_id].append(row.team.code)
    return found


def _looked_at(viewer: Actor, rows: Iterable[Case]) -> frozenset[str]:
    ids = [str(row.pk) for row in rows]
    seen = ReadLog.objects.filter(person=viewer.id, case__in=ids)
    return frozenset(seen.values_list("case", flat=True))


def _needs(
    viewer: Actor, row: Case, referred: Iterable[str], hearing: frozenset[object]
) -> bool:
    roles, own = viewer.roles, str(row.officer_id) == viewer.id
    wanted = {
        "draft": "exporter" in roles,
        "information_requested": "exporter" in roles,
        "triage": "officer" in roles,
        "in_review": own,
        "deciding": own,
        "referred": bool(viewer.teams & set(referred)),
        "countersigning": "countersigner" in roles and not own,
        "appealed": "appeal_manager" in roles or row.pk in hearing,
    }
    return wanted.get(row.state, False)


def summaries(viewer: Actor, found: QuerySet[Case]) -> tuple[CaseSummary, ...]:
    """Lines of a list.

    Args:
        viewer: Who reads; only to say what they looked at and what needs them.
        found: Visible cases in the order wanted; at most five hundred are shown.

    Returns:
        One summary per case, in that order.
    """
    rows = list(found.select_related("organisation", "officer")[:LONGEST])
    clocks, hits, referrals = _clocks(rows), _open_hits(rows), _open_referrals(rows)
    seen = _looked_at(viewer, rows)
    hearing: frozenset[object] = frozenset()
    if "appeal_reviewer" in viewer.roles:
        mine = Appeal.objects.filter(reviewer=as_id(viewer.id), decided_at__isnull=True)
        hearing = frozenset(mine.values_list("case_id", flat=True))
    return tuple(
        CaseSummary(
            number=row.number,
            title=row.title,
            state=row.state,
            state_words=desk_of(row)[1],
            desk=desk_of(row)[0],
            organisation=row.organisation.name,
            officer=str(row.officer) if row.officer else "",
            destination=row.destination,
            end_user=row.end_user,
            entries=tuple(row.entries),
            outcome=row.outcome,
            open_hits=hits.get(row.pk, 0) if viewer.is_staff else 0,
            open_referrals=tuple(referrals.get(row.pk, ())),
            submitted_at=row.submitted_at,
            updated_at=row.updated_at,
            clock=clock_view(clocks.get(row.pk, ())),
            version=row.version,
            looked_at=str(row.pk) in seen,
            needs_me=_needs(viewer, row, referrals.get(row.pk, ()), hearing),
        )
        for row in rows
    )
