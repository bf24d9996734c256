"""Lists of cases: a fixed number of queries, however long the list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet

from licet.web.casework.models import (
    Appeal,
    Case,
    ClockRow,
    Escalation,
    HitPlace,
    ReadLog,
    Referral,
)
from licet.web.casework.rights.policy import Actor
from licet.web.casework.risk.records import newest_risks
from licet.web.casework.screening.hit_standing import UNDECIDED
from licet.web.casework.selectors.parts.parts import as_id, clock_view, desk_of
from licet.web.casework.selectors.parts.status import shown_state, shown_words
from licet.web.casework.selectors.parts.urgency import urgent_days
from licet.web.casework.views import CaseSummary, ClockView

LONGEST = 500
_REVIEWED = frozenset({"in_review", "referred", "deciding"})


def _clocks(rows: Iterable[Case]) -> dict[object, list[tuple[date, str, str]]]:
    found: dict[object, list[tuple[date, str, str]]] = defaultdict(list)
    for row in ClockRow.objects.filter(case__in=rows).order_by("pk"):
        found[row.case_id].append((row.on, row.effect, row.reason))
    return found


def _open_hits(rows: Iterable[Case]) -> dict[object, int]:
    counted = (
        HitPlace.objects.filter(case__in=rows, standing__in=UNDECIDED)
        .values("case")
        .annotate(hits=Count("pk"))
    )
    return {one["case"]: one["hits"] for one in counted}


def _open_referrals(rows: Iterable[Case]) -> dict[object, list[str]]:
    found: dict[object, list[str]] = defaultdict(list)
    open_rows = Referral.objects.filter(case__in=rows, state="open").select_related(
        "team"
    )
    for row in open_rows.order_by("team__code"):
        found[row.case_id].append(row.team.code)
    return found


def voting(viewer: Actor, cases: Iterable[Case] | None = None) -> frozenset[object]:
    """Cases, of some or of all, in which a body of the viewer has a vote that it has not cast yet."""
    if not viewer.roles & {"agency", "customs"}:
        return frozenset()
    waiting = Escalation.objects.filter(
        case__state__in=_REVIEWED, outcome__isnull=True
    ).prefetch_related("votes")
    if cases is not None:
        waiting = waiting.filter(case__in=cases)
    return frozenset(
        one.case_id
        for one in waiting
        if viewer.teams
        & (set(one.document["members"]) - {vote.member for vote in one.votes.all()})
    )


def _looked_at(viewer: Actor, rows: Iterable[Case]) -> frozenset[str]:
    ids = [str(row.pk) for row in rows]
    seen = ReadLog.objects.filter(person=viewer.id, case__in=ids)
    return frozenset(seen.values_list("case", flat=True))


def needs_viewer(
    viewer: Actor, state: str, *, own: bool, asked: bool, hears: bool
) -> bool:
    """Whether somebody is to act on a case.

    Args:
        viewer: The person.
        state: Of the case.
        own: Whether they are its officer.
        asked: Whether it is referred to a body of theirs that has not answered.
        hears: Whether they hear an appeal in it.
    """
    turns = _turns(
        viewer.roles,
        {"own": own, "foreign": not own, "asked": asked, "hears": hears},
        always=True,
        never=False,
    )
    return turns.get(state, False)


Turn = TypeVar("Turn", bool, Q)


def _turns(
    roles: frozenset[str], facts: Mapping[str, Turn], *, always: Turn, never: Turn
) -> dict[str, Turn]:
    """By state: whether somebody of some roles is to act, said of one case or of many."""
    exporter = always if "exporter" in roles else never
    return {
        "draft": exporter,
        "information_requested": exporter,
        "triage": always if "officer" in roles else never,
        "in_review": facts["own"],
        "deciding": facts["own"],
        "referred": facts["asked"],
        "countersigning": facts["foreign"] if "countersigner" in roles else never,
        "appealed": always if "appeal_manager" in roles else facts["hears"],
    }


def needing(viewer: Actor) -> Q:
    """Which cases somebody is to act on, those included in which a body of theirs has a vote."""
    mine = Q(officer=as_id(viewer.id))
    asked = Referral.objects.filter(state="open", team__code__in=viewer.teams)
    heard = Appeal.objects.filter(reviewer=as_id(viewer.id), decided_at__isnull=True)
    nothing = Q(pk__in=[])
    facts = {
        "own": mine,
        "foreign": ~mine,
        "asked": Q(pk__in=asked.values("case")) if viewer.teams else nothing,
        "hears": Q(pk__in=heard.values("case"))
        if "appeal_reviewer" in viewer.roles
        else nothing,
    }
    found = Q(pk__in=list(voting(viewer)))
    always = Q(pk__isnull=False)
    turns = _turns(viewer.roles, facts, always=always, never=nothing)
    for state, turn in turns.items():
        if turn is not nothing:
            found |= Q(state=state) & turn
    return found


def summaries(viewer: Actor, found: QuerySet[Case]) -> tuple[CaseSummary, ...]:
    """Lines of a list.

    Args:
        viewer: Who reads; only to say what they looked at and what needs them.
        found: Visible cases in the order wanted; at most five hundred are shown.

    Returns:
        One summary per case, in that order.
    """
    rows = list(found.select_related("organisation", "officer")[:LONGEST])
    clocks = _clocks(rows)
    hits = _open_hits(rows) if viewer.is_staff else {}
    referrals = _open_referrals(rows) if viewer.is_staff else {}
    urgent = urgent_days(rows)
    risks = newest_risks(rows) if viewer.is_staff else {}
    seen = _looked_at(viewer, rows)
    hearing = _hearing(viewer)
    votes = voting(viewer, rows)
    return tuple(
        CaseSummary(
            **_named(row, viewer),
            open_hits=hits.get(row.pk, 0),
            open_referrals=tuple(referrals.get(row.pk, ())),
            submitted_at=row.submitted_at,
            updated_at=row.updated_at,
            clock=_clock(row, clocks, urgent),
            urgent=row.pk in urgent,
            version=row.version,
            looked_at=str(row.pk) in seen,
            needs_me=row.pk in votes
            or needs_viewer(
                viewer,
                row.state,
                own=str(row.officer_id) == viewer.id,
                asked=bool(viewer.teams & set(referrals.get(row.pk, ()))),
                hears=row.pk in hearing,
            ),
            band=risks[row.pk].band if row.pk in risks else "",
            band_title=risks[row.pk].band_title if row.pk in risks else "",
        )
        for row in rows
    )


def _hearing(viewer: Actor) -> frozenset[object]:
    """The cases whose appeals the viewer hears."""
    hearing: frozenset[object] = frozenset()
    if "appeal_reviewer" in viewer.roles:
        mine = Appeal.objects.filter(reviewer=as_id(viewer.id), decided_at__isnull=True)
        hearing = frozenset(mine.values_list("case_id", flat=True))
    return hearing


def _named(row: Case, viewer: Actor) -> dict[str, Any]:
    """Which case it is, and how it stands for this viewer."""
    return {
        "number": row.number,
        "title": row.title,
        "state": row.state if viewer.is_staff else shown_state(row),
        "state_words": desk_of(row)[1] if viewer.is_staff else shown_words(row),
        "desk": desk_of(row)[0] if viewer.is_staff else "",
        "organisation": row.organisation.name,
        "officer": str(row.officer) if row.officer else "",
        "destination": row.destination,
        "end_user": row.end_user,
        "entries": tuple(row.entries),
        "outcome": row.outcome,
    }


def _clock(
    row: Case,
    clocks: Mapping[object, Sequence[tuple[date, str, str]]],
    urgent: Mapping[object, int],
) -> ClockView:
    return clock_view(
        clocks.get(row.pk, ()),
        profile=row.profile,
        urgent_days=urgent.get(row.pk, 0),
    )
