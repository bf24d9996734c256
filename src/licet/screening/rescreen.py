"""What a change of a list touches, at the cost of the change alone.

The parties are held by the words under which they would be searched, so that a changed entry
leads to the few whose search it can enter. Only those are searched, first among the changed
entries, then among everything in service: what remains is what screening all of them anew
would say of those entries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from licet.screening import candidates
from licet.screening.built import joined
from licet.screening.candidates import Array
from licet.screening.forms import LEGAL, NAME, SMALL, readings
from licet.screening.index import Index, build_index, threshold
from licet.screening.model import Entity, Hit, Kind, Question
from licet.screening.qualify import bare, most_upwards, moved
from licet.screening.text import BARE, fold, skeleton

# More than a search ever gives: a tie in the order of entries may cost nobody an alert.
_MOST = 50
_BLOCK = 4096


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
    """Parties by the words under which each is searched, and by their numbers.

    ``words`` are distinct; ``key_hash`` is in order and ``key_word`` says whose each key is;
    the occurrences of word ``w`` lie at ``ptr[w]:ptr[w + 1]`` of ``party``, and ``single``
    says which of them are one word and not two read together.
    """

    parties: tuple[Party, ...]
    words: tuple[str, ...]
    key_hash: Array
    key_word: Array
    ptr: Array
    party: Array
    single: Array
    numbers: Mapping[str, tuple[int, ...]]


def index_parties(parties: Iterable[Party]) -> Parties:
    """Hold parties by the words of all their names, in every usual reading.

    Args:
        parties: Who is screened.
    """
    held = tuple(parties)
    places: dict[str, int] = {}
    word, party, single = [], [], []
    papers: dict[str, list[int]] = {}
    for row, one in enumerate(held):
        for number in one.question.identifiers:
            if plain := bare(number):
                papers.setdefault(plain, []).append(row)
        for text, alone in _telling(one.question):
            word.append(places.setdefault(text, len(places)))
            party.append(row)
            single.append(alone)
    words = tuple(places)
    hashes, owners = _keys(words)
    numbers = np.array(word, np.int64)
    order = np.argsort(numbers, kind="stable")
    counts = np.bincount(numbers, minlength=len(words))
    return Parties(
        parties=held,
        words=words,
        key_hash=hashes,
        key_word=owners,
        ptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        party=np.array(party, np.int32)[order],
        single=np.array(single, bool)[order],
        numbers={number: tuple(rows) for number, rows in papers.items()},
    )


def _telling(question: Question) -> set[tuple[str, bool]]:
    """The words, alone or two together, by which a search of this party reaches a name."""
    found = set()
    for name in question.names:
        for parts, classes in readings(name, person=question.kind is Kind.PERSON):
            for place, text in enumerate(parts):
                if classes[place] not in {LEGAL, SMALL}:
                    found.add((text, True))
                if place and LEGAL not in classes[place - 1 : place + 1]:
                    found.add((joined(parts[place - 1], text), False))
    return found


def _keys(words: Sequence[str]) -> tuple[Array, Array]:
    folds = [fold(word) for word in words]
    bones = [skeleton(one) for one in folds]
    plain = np.array([word.startswith(BARE) for word in words], bool)
    hashes, owners = candidates.query_keys(folds, bones, plain)
    order = np.argsort(hashes)
    return hashes[order], owners[order]


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
    return _alerts(delta, _touched(parties, delta, changed), changed, limit=_MOST)


def rescreen_within(
    parties: Parties, changed: Sequence[Entity], *, whole: Index, limit: int = 10
) -> tuple[Alert, ...]:
    """What screening all parties anew would say of the changed entries.

    Args:
        parties: The parties, indexed.
        changed: The entries that came or read differently, as they read in ``whole``.
        whole: The index over everything in service, the changed entries included.
        limit: The most hits that a search gives.

    Returns:
        Exactly the hits on changed entries that a search of every party in ``whole`` finds
        from the published threshold up, by party reference, best first.
    """
    if not changed:
        return ()
    delta = build_index(changed, weights=whole.weights)
    return _alerts(whole, _touched(parties, delta, changed), changed, limit=limit)


def _alerts(
    index: Index, concerned: Sequence[Party], changed: Sequence[Entity], *, limit: int
) -> tuple[Alert, ...]:
    wanted = {entity.id for entity in changed}
    questions = [party.question for party in concerned]
    found = index.hits_on(wanted, questions, limit=limit)
    least = threshold(index.algorithm)
    return tuple(
        Alert(reference=party.reference, hit=hit)
        for party, hits in sorted(
            zip(concerned, found, strict=True), key=lambda pair: pair[0].reference
        )
        for hit in hits
        if hit.score >= least
    )


def _touched(
    parties: Parties, delta: Index, changed: Sequence[Entity]
) -> tuple[Party, ...]:
    """The parties that have a changed entry for a hit, were it the only list."""
    concerned = [parties.parties[n] for n in _concerned(parties, delta, changed)]
    least = threshold(delta.algorithm)
    touched = []
    for start in range(0, len(concerned), _BLOCK):
        block = concerned[start : start + _BLOCK]
        ranked = delta.rank([party.question for party in block], limit=_MOST)
        for party, found in zip(block, ranked, strict=True):
            step = most_upwards(party.question)
            if any(moved(scored.score, step) >= least for scored in found):
                touched.append(party)
    return tuple(touched)


def _concerned(
    parties: Parties, delta: Index, changed: Sequence[Entity]
) -> tuple[int, ...]:
    """The parties whose search reaches a changed entry at all, by a word or a number."""
    found = {
        row
        for entity in changed
        for paper in entity.identifiers
        for row in parties.numbers.get(bare(paper.value), ())
    }
    words = _words_near(parties, delta)
    if words:
        forms = [((parties.words[word],), (NAME,)) for word in words]
        asked = candidates.queries(forms, delta.built)
        met = candidates.meetings(asked, delta.built)
        reached = np.array(words, np.int64)[np.unique(met.query_word)]
        # Two words read together on both sides say no more than the words one by one.
        written = met.list_word < delta.built.vocabulary.written
        by_two = np.zeros(len(parties.words), bool)
        by_two[np.array(words, np.int64)[np.unique(met.query_word[written])]] = True
        starts, ends = parties.ptr[reached], parties.ptr[reached + 1]
        at = candidates.ranges(starts, ends - starts)
        word = np.repeat(reached, ends - starts)
        at = at[parties.single[at] | by_two[word]]
        found.update(np.unique(parties.party[at]).tolist())
    return tuple(sorted(found))


def _words_near(parties: Parties, delta: Index) -> list[int]:
    """The words of parties that share a key with a word of the changed entries."""
    table = delta.built.arrays["key_hash"]
    starts = np.searchsorted(parties.key_hash, table, "left")
    counts = np.searchsorted(parties.key_hash, table, "right") - starts
    near = np.unique(parties.key_word[candidates.ranges(starts, counts)])
    found: list[int] = near.tolist()
    return found
