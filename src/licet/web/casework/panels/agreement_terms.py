"""A stored agreement with its approval and its changes, as the engine of panels reads it."""

from licet.review.panels import AgreementTerms
from licet.web.casework.models import Agreement


def terms_of(row: Agreement) -> AgreementTerms:
    """An agreement with its approval and its newest changes, as the engine wants it."""
    acts = sorted(row.acts.all(), key=lambda one: one.pk)
    ended = next((one.on for one in acts if one.act == "end"), None)
    paused = [one.act for one in acts if one.act != "end"]
    review = getattr(row, "review", None)
    return AgreementTerms(
        number=row.number,
        party=row.party,
        purposes=frozenset(row.purposes),
        classes=frozenset(row.classes),
        first=row.first,
        last=row.last,
        approved=review is not None and review.approved,
        suspended=bool(paused) and paused[-1] == "suspend",
        ended_on=ended,
    )
