"""What verification and ownership found of a case, as evidence for the weighing of risk.

Each function has the form ``(Known) -> Iterator[Evidence]`` and is listed in ``SOURCES`` together
with those of ``risk_inputs``. Where questions are unanswered or answers are stale, every answer
that may still be true is given, so that what is missing widens and never improves.
"""

from collections.abc import Callable, Iterator, Sequence

from licet.risk import Evidence
from licet.web.casework.models import Undertaking, UndertakingReturn
from licet.web.casework.ownership.showing import ownership
from licet.web.casework.risk.inputs import (
    Known,
    from_destinations,
    from_documents,
    from_screening,
)
from licet.web.casework.selectors.verification.verification import (
    evidence_of as verified_of,
)
from licet.web.casework.verification.undertakings import (
    standing_of_return,
    standing_of_undertaking,
)
from licet.web.casework.views.verified import PartyEvidence, VerifiedCheck

ESTABLISHED, NOT_ESTABLISHED, CONTRADICTED = (
    "established",
    "not_established",
    "contradicted",
)
_ORDER = (ESTABLISHED, NOT_ESTABLISHED, CONTRADICTED)
_HEADINGS = ("purpose", "finance")
_OWNERS = {
    "listed": "surely",
    "surely": "surely",
    "possibly": "possibly",
    "unstated": "unknown_owners",
    "not": "not",
}


def from_verification(known: Known) -> Iterator[Evidence]:
    """``verification.purpose``, ``.finance`` for each party besides the exporter, ``.undertaking`` for the case.

    Each is established, not_established or contradicted.
    """
    if known.case is None:
        return
    for party in verified_of(case=known.case.number, on=known.on):
        if party.role != "exporter":
            for heading in _HEADINGS:
                yield from _heading(party, heading)
    yield from _undertaking(known)


def _heading(party: PartyEvidence, heading: str) -> Iterator[Evidence]:
    checks = [one for one in party.checks if one.heading == heading]
    if not checks:
        return  # nobody has asked: the weighing shows it as missing
    stale = any(one.stale for one in checks)
    yield Evidence(
        about=f"verification.{heading}",
        source="; ".join(dict.fromkeys(one.source for one in checks)),
        dated=min(one.on for one in checks),
        answers=_answers(checks, whole=not stale and not party.unanswered),
        verified=not stale,
        basis="officer",
        subject=f"{party.name} ({party.role})",
        words=_in_words(party, checks),
    )


def _answers(checks: Sequence[VerifiedCheck], *, whole: bool) -> tuple[str, ...]:
    """Every answer that may be true: where questions are open, no more than the checks show."""
    worst = max((one.result for one in checks), key=_ORDER.index)
    if whole or worst == CONTRADICTED:
        return (worst,)
    return tuple(dict.fromkeys((worst, NOT_ESTABLISHED)))


def _in_words(party: PartyEvidence, checks: Sequence[VerifiedCheck]) -> str:
    counted = [
        f"{sum(one.result == result for one in checks)} {result.replace('_', ' ')}"
        for result in _ORDER
        if any(one.result == result for one in checks)
    ]
    stale = sum(one.stale for one in checks)
    tail = f", {stale} of them stale" if stale else ""
    return f"{party.name}: {', '.join(counted)}{tail}."


def _undertaking(known: Known) -> Iterator[Evidence]:
    rows = list(Undertaking.objects.filter(case=known.case).order_by("pk"))
    if not rows:
        return
    returns = list(
        UndertakingReturn.objects.filter(case=known.case).select_related("confirmation")
    )
    newest = max(rows, key=lambda one: one.made_at)
    own = [one for one in returns if one.undertaking_id == newest.pk]
    standings = {standing_of_return(one) for one in own}
    standing = standing_of_undertaking(newest, own, on=known.on)
    if standing == "confirmed":
        answer = ESTABLISHED
    elif standings & {"refused", "not_genuine"} and "waiting" not in standings:
        answer = CONTRADICTED
    else:
        answer = NOT_ESTABLISHED
    yield Evidence(
        about="verification.undertaking",
        source=newest.number,
        dated=known.on,
        answers=(answer,),
        basis="officer" if standing == "confirmed" else "documented",
        subject=newest.number,
        words=f"Undertaking {newest.number}: {standing.replace('_', ' ')}.",
    )


def from_ownership(known: Known) -> Iterator[Evidence]:
    """``ownership.listed_owner``, one for each party and binding law: not, possibly, unknown_owners or surely."""
    if known.case is None:
        return
    found = ownership(known.case)
    if found.on is None:
        return
    for one in found.findings:
        if not one.binding:
            continue
        answers: tuple[str, ...] = (_OWNERS[one.standing],)
        if not found.traced or one.unsettled or found.cut:
            answers = tuple(dict.fromkeys((*answers, "possibly")))
        sources = dict.fromkeys(str(step.get("source", "")) for step in one.path)
        named = ", ".join(source for source in sources if source)
        yield Evidence(
            about="ownership.listed_owner",
            source=named
            or f"Ownership as traced, {', '.join(found.sets) or 'no set held'}",
            dated=found.on,
            answers=answers,
            subject=f"{one.party} ({one.role})",
            words=f"{one.party} under {one.regime}: {one.standing}.",
        )


SOURCES: tuple[Callable[[Known], Iterator[Evidence]], ...] = (
    from_destinations,
    from_screening,
    from_documents,
    from_verification,
    from_ownership,
)


def evidence_of(known: Known) -> tuple[Evidence, ...]:
    """All evidence, source by source."""
    return tuple(one for source in SOURCES for one in source(known))
