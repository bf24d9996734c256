"""Hits of the demonstration: every party is invented, so none is the one that is listed."""

from collections.abc import Iterator
from datetime import timedelta

from licet.facts import BEHIND
from licet.web.casework.demo.accounts import Cast
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.desk import desk
from licet.web.casework.services.screening import adjudication
from licet.web.casework.views import HitView

HOUR = timedelta(hours=1)
FIRST = (
    "Another body: the party is invented for the demonstration and has neither the "
    "country nor the identifiers of the listed one."
)
SECOND = "Compared with the entry again: nothing agrees but a word of the name."


def decide_hits(
    cast: Cast, number: str, officer: str, *, confirmed: bool = True
) -> Iterator[timedelta]:
    """Every hit of a case decided, by two officers where two are needed.

    Args:
        cast: Who takes part.
        number: Number of the case.
        officer: Key of the officer of the case.
        confirmed: Whether the second officer comes as well.

    Yields:
        How long nothing happens before the next word.
    """
    by = cast.actor(officer)
    other = cast.actor("officer2" if officer == "officer" else "officer")
    for hit in _standing(by, number, "open"):
        adjudication.adjudicate_hit(
            by=by,
            case=number,
            hit=hit.id,
            verdict="not_a_match",
            code="other_business",
            reasons=FIRST,
            version=None,
        )
        yield HOUR
    if not confirmed:
        return
    for hit in _standing(by, number, "awaiting_second"):
        adjudication.confirm_hit(
            by=other, case=number, hit=hit.id, agrees=True, reasons=SECOND, version=None
        )
        yield HOUR


def _standing(by: Actor, number: str, standing: str) -> list[HitView]:
    seen = desk.case(viewer=by, case=number).screenings
    # Hits on owners wait: they show what an officer still has to look at.
    return [
        hit
        for one in seen
        if one.role not in BEHIND
        for hit in one.hits
        if hit.standing == standing
    ]
