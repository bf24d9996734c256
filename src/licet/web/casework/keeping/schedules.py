"""The schedule of the governing law, applied to stored cases: what is due, and why not yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from licet.disclosure import Anchor, RetentionKind, Schedule, load_schedule
from licet.regimes import SHIPPED
from licet.web.casework.models import (
    Appeal,
    Case,
    Disposal,
    LegalHold,
    Licence,
    Opinion,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.views.retention import KeptCaseView

LIVE = ("issued", "suspended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How long one case is kept.

    Attributes:
        kind: The row of the schedule; ``None`` while the case is open or no row speaks.
        due: The first day on which it may go; ``None`` while something runs.
        because: Why there is no such day, in words.
    """

    kind: RetentionKind | None
    due: date | None
    because: str = ""


@lru_cache(maxsize=4)
def schedule(package: str) -> Schedule:
    """The schedule of a shipped law package.

    Raises:
        ScheduleError: There is none, or it is wrong: nothing is due then.
    """
    return load_schedule(SHIPPED / package)


def kept_cases() -> QuerySet[Case]:
    """Cases that are not erased, with what the schedule asks of them in one query."""
    licences = Licence.objects.filter(case=OuterRef("pk"), state__in=LIVE)
    ends = Licence.objects.filter(case=OuterRef("pk")).order_by("-valid_until")
    open_appeals = Appeal.objects.filter(
        case=OuterRef("pk"), state__in=("lodged", "assigned")
    )
    holds = LegalHold.objects.filter(case=OuterRef("pk"), lift__isnull=True)
    proposals = Disposal.objects.filter(case=OuterRef("pk"), end__isnull=True)
    return Case.objects.filter(erasure__isnull=True).annotate(
        licence_end=Subquery(ends.values("valid_until")[:1]),
        has_live=Exists(licences),
        is_appealed=Exists(open_appeals),
        is_held=Exists(holds),
        is_proposed=Exists(proposals),
    )


def closed_states() -> Q:
    """The states of which the schedule speaks."""
    states = [
        state
        for kind in schedule(settings.LICET_PROFILE).kinds
        for state in sorted(kind.states)
    ]
    return Q(state__in=states)


def keeping_of(case: Case) -> Keeping:
    """How long a case is kept.

    Args:
        case: A case from :func:`kept_cases`.
    """
    kind = schedule(settings.LICET_PROFILE).kind_of(case.state)
    if kind is None:
        return Keeping(kind=None, due=None, because="The case is open.")
    if case.has_live:  # type: ignore[attr-defined]  # annotated
        return Keeping(kind=kind, due=None, because="A licence of the case is alive.")
    if case.is_appealed:  # type: ignore[attr-defined]  # annotated
        return Keeping(kind=kind, due=None, because="An appeal is open.")
    anchor = _anchor(case, kind)
    if anchor is None:
        return Keeping(kind=kind, due=None, because="The licence is not issued yet.")
    return Keeping(kind=kind, due=kind.due(anchor))


def _anchor(case: Case, kind: RetentionKind) -> date | None:
    if kind.anchor is Anchor.LICENCE_END:
        end: date | None = case.licence_end  # type: ignore[attr-defined]  # annotated
        return end
    if kind.anchor is Anchor.DECISION and case.decided_at is not None:
        return legal_day(case.decided_at)
    return legal_day(case.updated_at)


def kept_views(cases: Iterable[Case]) -> tuple[KeptCaseView, ...]:
    """What the pages show of kept cases."""
    today = legal_day(now())
    return tuple(kept_view(case, today) for case in cases)


def kept_view(case: Case, today: date) -> KeptCaseView:
    """What the pages show on a day of one kept case, from :func:`kept_cases`."""
    return as_kept(case, keeping_of(case), today)


def as_kept(row: Case | Opinion, keeping: Keeping, today: date) -> KeptCaseView:
    """What the pages show of a kept case or opinion, annotated with holds and proposals."""
    kind = keeping.kind
    is_due = keeping.due is not None and keeping.due <= today
    held = bool(row.is_held)  # type: ignore[union-attr]  # annotated
    because = keeping.because
    if held:
        because = "A legal hold stands."
    elif keeping.due is not None and not is_due:
        because = f"Kept until {keeping.due:%F}."
    return KeptCaseView(
        number=row.number,
        title=row.title,
        state=row.state,
        kind=kind.id if kind else "",
        kind_title=kind.title if kind else "",
        outcome=str(kind.outcome) if kind else "",
        rule=str(kind.citation) if kind else "",
        verified=bool(kind and kind.citation.verified),
        due=keeping.due,
        is_due=is_due,
        because=because,
        held=held,
        proposed=bool(row.is_proposed),  # type: ignore[union-attr]  # annotated
    )
