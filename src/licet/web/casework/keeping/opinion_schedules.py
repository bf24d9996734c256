"""The schedule of the governing law, applied to opinions: what is due, and why not yet."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from licet.web.casework.keeping.schedules import Keeping, schedule
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
    return tuple(_view(opinion, today) for opinion in opinions)


def _view(opinion: Opinion, today: date) -> KeptCaseView:
    keeping = keeping_of_opinion(opinion)
    kind = keeping.kind
    is_due = keeping.due is not None and keeping.due <= today
    held = bool(opinion.is_held)  # type: ignore[attr-defined]  # annotated
    because = keeping.because
    if held:
        because = "A legal hold stands."
    elif keeping.due is not None and not is_due:
        because = f"Kept until {keeping.due:%F}."
    return KeptCaseView(
        number=opinion.number,
        title=opinion.title,
        state=opinion.state,
        kind=kind.id if kind else "",
        kind_title=kind.title if kind else "",
        outcome=str(kind.outcome) if kind else "",
        rule=str(kind.citation) if kind else "",
        verified=bool(kind and kind.citation.verified),
        due=keeping.due,
        is_due=is_due,
        because=because,
        held=held,
        proposed=bool(opinion.is_proposed),  # type: ignore[attr-defined]  # annotated
    )
