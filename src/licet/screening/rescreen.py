"""What a change of a list or of a party touches, at the cost of the change alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from licet.screening import candidates
from licet.screening.forms import form
from licet.screening.index import Index, build_index, threshold
from licet.screening.model import Entity, Hit, Kind, Name, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party that is screened again and again, under the caller's own reference."""

    reference: str
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A hit that a list change brings about for a party."""

    reference: str
    hit: Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Parties indexed by their own names, so that an entry finds the few it concerns."""

    parties: tuple[Party, ...]
    index: Index


def index_parties(parties: Iterable[Party], *, weights: Mapping[str, float]) -> Parties:
    """Index parties under all their names.

    Args:
        parties: Who is screened.
        weights: The word weights of the index over the lists (``Index.weights``).
    """
    held = tuple(parties)
    entities = (
        Entity(
            id=party.reference,
            source="parties",
            kind=party.question.kind or Kind.UNKNOWN,
            names=tuple(Name(text=text) for text in party.question.names),
        )
        for party in held
    )
    return Parties(parties=held, index=build_index(entities, weights=weights))


def rescreen(
    parties: Parties,
    changed: Sequence[Entity],
    *,
    weights: Mapping[str, float],
    versions: Mapping[str, str] | None = None,
) -> tuple[Alert, ...]:
    """Screen the parties that changed entries concern, against those entries alone.

    Every hit has the score that a full screening with the same weights gives it.

    Args:
        parties: The parties, indexed.
        changed: The entries that came or read differently.
        weights: The word weights of the index over the lists.
        versions: Source -> version, for the hits to name.

    Returns:
        Alerts from the published threshold up, by party reference, best first.
    """
    if not changed:
        return ()
    delta = build_index(changed, weights=weights, versions=versions)
    concerned = [
        parties.parties[number] for number in _concerned(parties.index, changed)
    ]
    found = delta.search_all([party.question for party in concerned])
    least = threshold(delta.algorithm)
    return tuple(
        Alert(reference=party.reference, hit=hit)
        for party, hits in sorted(
            zip(concerned, found, strict=True), key=lambda pair: pair[0].reference
        )
        for hit in hits
        if hit.score >= least
    )


def _concerned(index: Index, changed: Sequence[Entity]) -> list[int]:
    """The parties that share a telling word, or one like it, with a changed entry."""
    forms = [
        form(name.text, person=entity.kind is Kind.PERSON)
        for entity in changed
        for name in entity.names
    ]
    asked = candidates.queries(forms, index.built)
    linked = candidates.links(
        asked, candidates.meetings(asked, index.built), index.built
    )
    words = np.unique(linked.list_word[~linked.light])
    arrays = index.built.arrays
    starts = arrays["post_ptr"][words]
    counts = arrays["post_ptr"][words + 1] - starts
    names = arrays["post_name"][candidates.ranges(starts, counts)]
    return [int(n) for n in np.unique(arrays["name_owner"][names])]
