"""The schedule of the governing law, applied to opinions: what is due, and why not yet."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from licet.web.casework.keeping.schedules import Keeping, as_kept, schedule
from licet.web.casework.models import Opinion, OpinionDisposal, OpinionHold
from licet.web.casework.ports import legal_day, now
from licet.web.casework.views.retention import KeptCaseView


def kept_opinions() -> QuerySet[Opinion]:
    """Opinions that are not erased, with what the schedule asks of them in one query."""
    holds = OpinionHold.objects.filter(opinion=OuterRef("pk"), lift__isnull=True)
    proposals = OpinionDisposal.objects.filter(opinion=OuterRef("pk"), end__isnull=True)
    return Opinion.objects.filter(erasure__isnull=True).annotate(
        is_held=Exists(holds), is_proposed=Exists(proposals)
    )


def ended_states() -> frozenset[str]:
    """The states of opinions of which the schedule speaks."""
    rows = schedule(settings.LICET_PROFILE).opinions
    return frozenset(state for row in rows for state in row.states)


def keeping_of_opinion(opinion: Opinion) -> Keeping:
    """How long an opinion is kept: never while it binds the authority, or is worked on."""
    kind = schedule(settings.LICET_PROFILE).opinion_kind_of(opinion.state)
    if kind is None:
        binds = opinion.state == "issued"
        words = "It still binds the authority." if binds else "No row speaks of it."
        return Keeping(kind=None, due=None, because=words)
    return Keeping(kind=kind, due=kind.due(_end_of(opinion)))


def _end_of(opinion: Opinion) -> date:
    """The day on which it ended, by its own date where it simply expired."""
    if opinion.state == "expired" and opinion.valid_until is not None:
        return opinion.valid_until
    return legal_day(opinion.ended_at or opinion.requested_at)


def kept_opinion_views(opinions: Iterable[Opinion]) -> tuple[KeptCaseView, ...]:
    """What the pages show of kept opinions, from :func:`kept_opinions`."""
    today = legal_day(now())
    return tuple(
        as_kept(opinion, keeping_of_opinion(opinion), today) for opinion in opinions
    )
