"""What a case holds besides its facts, as evidence for the weighing of risk: one function a source.

A further source is one function of the form ``(Known) -> Iterator[Evidence]`` in ``risk_sources.SOURCES``. The names under which
regimes read evidence stand in the docstring of its function; a name that no regime reads changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licet.risk import Evidence, profile_evidence
from licet.web.casework.casefile.casefile import load_findings
from licet.web.casework.casefile.destinations import Frozen
from licet.web.casework.models import (
    Case,
    DestinationProfile,
    Document,
    FindingsRun,
    Hit,
    ScreeningRecord,
)
from licet.web.casework.screening.hit_standing import AWAITING, OPEN, Words
from licet.web.casework.screening.pairs import identity, pair_digest
from licet.web.casework.views import Json

_SURE = frozenset({"match", "not_a_match"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of a case: for what, in what standing, since when."""

    purpose: str
    standing: str
    name: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A party as it was screened, with what its hits stand at: ``open`` or an officer's verdict."""

    party: str
    role: str
    standings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a case holds besides its facts on the day of a computation.

    Attributes:
        on: The legal day.
        destinations: Profiles of destination and transit countries as they were frozen.
        screened: Every party.
        screened_on: The day of the screening; the day of the computation without it.
        lists: The lists they were screened against.
        lists_fresh: Whether these were looked at lately.
        papers: Documents of the case.
        asked: Purposes of documents that the law asks for.
        case: The case, or ``None`` for a transaction that is none.
    """

    on: date
    destinations: Sequence[Frozen] = ()
    screened: Sequence[Screened] = ()
    screened_on: date | None = None
    lists: Sequence[str] = ()
    lists_fresh: bool = False
    papers: Sequence[Paper] = ()
    asked: frozenset[str] = field(default_factory=frozenset)
    case: Case | None = None


def from_destinations(known: Known) -> Iterator[Evidence]:
    """``indicator.SOURCE.NAME``, ``destination.embargo``, ``destination.incidents``; the same after ``transit.``."""
    for one in known.destinations:
        if one.document:
            yield from profile_evidence(one.document, role=one.role)


def from_screening(known: Known) -> Iterator[Evidence]:
    """``screening.party``, one for each party: none, not_a_match, open, need_more or match."""
    if not known.lists:
        return
    for one in known.screened:
        answers = tuple(sorted({*one.standings} or {"none"}))
        worst = _worst(answers)
        yield Evidence(
            about="screening.party",
            source=f"Screening against {', '.join(known.lists)}",
            dated=known.screened_on or known.on,
            answers=(worst,),
            verified=known.lists_fresh,
            basis="officer" if worst in _SURE else "found",
            subject=f"{one.party} ({one.role})",
            words=_screening_words(one, worst),
        )


def _worst(answers: Sequence[str]) -> str:
    order = ("none", "not_a_match", "open", "need_more", "match")
    return max(answers, key=order.index)


def _screening_words(one: Screened, worst: str) -> str:
    return {
        "none": f"{one.party}: no name near it on any list.",
        "not_a_match": f"{one.party}: an officer found every hit to be somebody else.",
        "open": f"{one.party}: a hit that nobody has looked at.",
        "need_more": f"{one.party}: a hit that needs more to be judged.",
        "match": f"{one.party}: an officer confirmed a match.",
    }[worst]


def from_documents(known: Known) -> Iterator[Evidence]:
    """``documents.PURPOSE`` for what the law asks or the applicant sent: there, missing or invalid."""
    by_purpose: dict[str, list[Paper]] = {}
    for one in known.papers:
        by_purpose.setdefault(one.purpose, []).append(one)
    for purpose in sorted({*by_purpose, *known.asked}):
        papers = by_purpose.get(purpose, [])
        current = [one for one in papers if one.standing == "current"]
        spoilt = [one for one in papers if one.standing == "invalid"]
        answer = "there" if current else "invalid" if spoilt else "missing"
        named = current or spoilt
        yield Evidence(
            about=f"documents.{purpose}",
            source=named[-1].name if named else "The documents of the case",
            dated=max((one.day for one in named), default=known.on),
            answers=(answer,),
            basis="documented",
            subject=purpose,
            words=f"{purpose.replace('_', ' ').capitalize()}: {answer}.",
        )


def papers_of(case: Case) -> tuple[Paper, ...]:
    """The documents of a case, those taken back left out."""
    rows = Document.objects.filter(case=case).exclude(standing="removed")
    return tuple(
        Paper(
            purpose=row.purpose,
            standing=row.standing,
            name=row.name,
            day=row.uploaded_at.date(),
        )
        for row in rows.order_by("uploaded_at")
    )


def screened(
    found: Sequence[tuple[Json, Sequence[Json]]], case: Case | None
) -> tuple[Screened, ...]:
    """The parties of a computation that is not stored yet, with what officers said before.

    Args:
        found: Party and hits.
        case: The case in which officers spoke, or ``None``.
    """
    words = load_findings(case).words if case else None
    return tuple(
        Screened(
            party=str(party["name"]),
            role=str(party["role"]),
            standings=tuple(_standing(words, unstored(party, hit)) for hit in hits),
        )
        for party, hits in found
    )


def unstored(party: Json, hit: Json) -> Hit:
    """A hit as it would be stored."""
    who = identity(party)
    return Hit(
        pair=pair_digest(who, str(hit["entry_hash"])),
        list_name=str(hit["list"])[:120],
        document={**hit, "party": who},
    )


def _standing(words: Words | None, hit: Hit) -> str:
    """What weighs of a hit: one that waits for a second officer is still open."""
    standing = words.standing(hit) if words is not None else OPEN
    return OPEN if standing == AWAITING else standing


def asked_documents(determinations: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The purposes of the documents that determinations ask for."""
    return frozenset(
        str(one["id"])
        for found in determinations
        for one in found.get("documents") or ()
    )


def known_of(run: FindingsRun, *, on: date, determinations: Sequence[Json]) -> Known:
    """What a stored computation found, with what officers have said since.

    Args:
        run: The computation.
        on: The legal day of the new weighing.
        determinations: Those of the governing law.

    Returns:
        The destination as it was frozen then; verdicts and documents as they are now.
    """
    words = load_findings(run.case).words
    standings: dict[int, list[str]] = {}
    for hit in Hit.objects.filter(screening__run=run):
        standings.setdefault(hit.screening_id, []).append(_standing(words, hit))
    return Known(
        on=on,
        destinations=tuple(
            Frozen(
                role=row.role,
                country=row.country,
                on=row.on,
                document=row.document,
                unavailable=row.unavailable,
            )
            for row in DestinationProfile.objects.filter(run=run).order_by("pk")
        ),
        screened=tuple(
            Screened(
                party=row.party,
                role=row.role,
                standings=tuple(standings.get(row.pk, ())),
            )
            for row in ScreeningRecord.objects.filter(run=run).order_by("pk")
        ),
        screened_on=run.on,
        lists=tuple(run.lists),
        lists_fresh=run.lists_fresh,
        papers=papers_of(run.case),
        asked=asked_documents(determinations),
        case=run.case,
    )
