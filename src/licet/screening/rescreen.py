"""What a change of a list touches, at the cost of the change alone.

The parties are held by the words under which they would be searched, so that a changed entry
leads to the few whose search it can enter. Only those are searched, first among the changed
entries, then among everything in service: what remains is what screening all of them anew
would say of those entries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from licet.screening import algorithms, candidates, score
from licet.screening.algorithms import DEFAULT
from licet.screening.alignment import align
from licet.screening.arabic import BARE
from licet.screening.built import INITIAL_WEIGHT, Array
from licet.screening.candidates import Meetings, Queries
from licet.screening.errors import MixedAlgorithmsError
from licet.screening.forms import NAME, Form, readings
from licet.screening.index import Index, build_index, threshold
from licet.screening.model import Entity, Hit, Kind, Question
from licet.screening.qualify import bare, most_without_number, moved
from licet.screening.telling import MARGIN, reaching
from licet.screening.weights import Asked, Weights

# More than a search ever gives: a tie in the order of entries may cost nobody an alert.
_MOST = 50
_BLOCK = 1 << 14


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
    """Parties as they are asked for in a search, by their words and by their numbers.

    ``asked`` holds a row for every reading of every name, ``owner`` says whose it is, and the
    words of row ``r`` lie at ``ptr[r]:ptr[r + 1]``. ``key_hash`` is in order and ``key_word``
    says whose each key is. Word ``w`` occurs at ``places[word_ptr[w]:word_ptr[w + 1]]``.
    ``upwards`` is how far what else is known of each party can move a score, in log-odds, its
    numbers left out: who has the number of a changed entry is found by ``numbers``.
    """

    algorithm: str
    parties: tuple[Party, ...]
    asked: Queries
    owner: Array
    ptr: Array
    key_hash: Array
    key_word: Array
    word_ptr: Array
    places: Array
    numbers: Mapping[str, tuple[int, ...]]
    looked_up: Asked
    upwards: Array


def index_parties(parties: Iterable[Party], *, algorithm: str = DEFAULT) -> Parties:
    """Hold parties by the words of all their names, in every usual reading.

    Args:
        parties: Who is screened.
        algorithm: The matching algorithm of the index that they will be screened in.
    """
    held, known = tuple(parties), algorithms.algorithm(algorithm)
    forms: list[Form] = []
    owner: list[int] = []
    kinds: list[Kind | None] = []
    papers: dict[str, list[int]] = {}
    for row, one in enumerate(held):
        question = one.question
        person = question.kind is Kind.PERSON
        for number in question.identifiers:
            if plain := bare(number):
                papers.setdefault(plain, []).append(row)
        for name in question.names:
            for reading in readings(name, person=person, algorithm=known):
                forms.append(reading)
                owner.append(row)
                kinds.append(question.kind)
    asked = candidates.queries(forms, build_index((), algorithm=algorithm).built, kinds)
    hashes, owners = _keys(asked)
    counts = np.bincount(asked.word, minlength=len(asked.words))
    return Parties(
        algorithm=algorithm,
        parties=held,
        asked=asked,
        owner=np.array(owner, np.int64),
        ptr=np.searchsorted(asked.query, np.arange(len(forms) + 1), "left"),
        key_hash=hashes,
        key_word=owners,
        word_ptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        places=np.argsort(asked.word, kind="stable"),
        numbers={number: tuple(rows) for number, rows in papers.items()},
        looked_up=Asked.of(asked.words),
        upwards=np.array(
            [most_without_number(one.question) for one in held], np.float64
        ),
    )


def _keys(asked: Queries) -> tuple[Array, Array]:
    plain = np.array([word.startswith(BARE) for word in asked.words], bool)
    hashes, owners = candidates.query_keys(asked.folds, asked.bones, plain)
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
    delta = build_index(
        changed, algorithm=parties.algorithm, weights=weights, versions=versions
    )
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

    Raises:
        MixedAlgorithmsError: The parties were indexed for another algorithm.
    """
    if parties.algorithm != whole.algorithm:
        raise MixedAlgorithmsError(parties.algorithm, whole.algorithm)
    if not changed:
        return ()
    delta = build_index(changed, algorithm=whole.algorithm, weights=whole.weights)
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
    found = {
        row
        for entity in changed
        for paper in entity.identifiers
        for row in parties.numbers.get(bare(paper.value), ())
    }
    met = _meetings(parties, delta)
    rows = _concerned(parties, delta, met)
    if rows.size:
        own = _word_weights(parties, delta.weights)
        least = _least(parties, delta)
        for start in range(0, rows.size, _BLOCK):
            block = rows[start : start + _BLOCK]
            best = _best(parties, block, own, met, delta)
            owner = parties.owner[block]
            found.update(owner[best >= least[owner]].tolist())
    return tuple(parties.parties[row] for row in sorted(found))


def _least(parties: Parties, delta: Index) -> Array:
    """The score by name from which what else is known can make a hit, for each party."""
    least = threshold(delta.algorithm)
    steps, which = np.unique(parties.upwards, return_inverse=True)
    known = [moved(least, -step) - MARGIN for step in steps.tolist()]
    out: Array = np.array(known)[which]
    return out


def _meetings(parties: Parties, delta: Index) -> Meetings:
    """Which words of parties meet which words of changed entries."""
    table = delta.built.arrays["key_hash"]
    starts = np.searchsorted(parties.key_hash, table, "left")
    counts = np.searchsorted(parties.key_hash, table, "right") - starts
    near = np.unique(parties.key_word[candidates.ranges(starts, counts)])
    forms = [((parties.asked.words[word],), (NAME,)) for word in near.tolist()]
    met = candidates.meetings(candidates.queries(forms, delta.built), delta.built)
    return replace(met, query_word=near.astype(np.int64)[met.query_word])


def _concerned(parties: Parties, delta: Index, met: Meetings) -> Array:
    """The rows whose search reaches a changed entry at all, by a telling word."""
    asked = parties.asked
    starts = parties.word_ptr[met.query_word]
    counts = parties.word_ptr[met.query_word + 1] - starts
    at = parties.places[candidates.ranges(starts, counts)]
    listed = np.repeat(met.list_word, counts)
    # Two words read together on both sides say no more than the words one by one.
    alone = _single(asked.mask[at]) | (listed < delta.built.vocabulary.written)
    out: Array = np.unique(asked.query[at[alone & ~asked.light[at]]])
    return out


def _single(mask: Array) -> Array:
    out: Array = (mask & (mask - 1)) == 0
    return out


def _word_weights(parties: Parties, weights: Mapping[str, float]) -> Array:
    """How telling each word of the parties is; initials as when they were indexed."""
    words = parties.asked.words
    own = cast("Weights", weights).of(
        parties.looked_up, words
    )  # as every index has them
    short = np.fromiter((len(word) == 1 for word in words), bool, len(words))
    out: Array = np.where(short, INITIAL_WEIGHT, own).astype(np.float32)
    return out


def _asked(parties: Parties, rows: Array, own: Array) -> Queries:
    """Some rows as a batch of their own, with the word weights of today."""
    asked = parties.asked
    starts, counts = parties.ptr[rows], parties.ptr[rows + 1] - parties.ptr[rows]
    at = candidates.ranges(starts, counts)
    query = np.repeat(np.arange(rows.size), counts)
    mask, word, light = asked.mask[at], asked.word[at], asked.light[at]
    single = _single(mask)
    weight = np.where(single & ~light, own[word], asked.weight[at])
    # Two words together weigh what they weigh one by one; the single ones stand first.
    first = (np.cumsum(counts) - counts)[query]
    low = first + np.log2(mask & -mask).astype(np.int64)
    weight = np.where(
        single, weight, weight[low] + weight[np.where(single, low, low + 1)]
    )
    return replace(
        asked,
        query=query,
        word=word,
        mask=mask,
        weight=weight,
        light=light,
        named=asked.named[at],
        total=np.bincount(query[single], weight[single], rows.size).astype(np.float32),
        kinds=asked.kinds[rows],
        initials=asked.initials[rows],
        forms=[asked.forms[row] for row in rows.tolist()],
    )


def _best(
    parties: Parties, rows: Array, own: Array, met: Meetings, delta: Index
) -> Array:
    """The best score by name of each row among the changed entries.

    Zero where too little can be shared: those rows are not compared.
    """
    asked = _asked(parties, rows, own)
    linked = candidates.links(asked, met, delta.built)
    some = np.arange(rows.size)
    if delta.built.rules.least_telling:
        row, name = reaching(asked, linked, delta.built)
        some, row = np.unique(row, return_inverse=True)
        asked = _asked(parties, rows[some], own)
        linked = candidates.links(asked, met, delta.built)
    else:
        row, name = candidates.shortlist(asked, linked, delta.built)
    aligned = align(asked, linked, row, name, delta.built)
    aligned = score.promising(asked, aligned, delta.built)
    scored = score.scores(asked, aligned, delta.built)
    best = np.zeros(rows.size)
    np.maximum.at(best, some[aligned.query], scored)
    return best
