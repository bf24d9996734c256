"""Score every compared pair of names by the evidence of their alignment."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from licet.screening.algorithms import EVIDENCE_V1, EVIDENCE_V2
from licet.screening.alignment import LONGEST, Alignment
from licet.screening.built import KINDS, Built
from licet.screening.calibrate import probability, sums, trees
from licet.screening.candidates import (
    BONES,
    EXACT,
    INITIAL,
    Queries,
    ranges,
)
from licet.screening.forms import NAME, core
from licet.screening.telling import NEVER, untelling

Array = npt.NDArray[Any]
UNKNOWN_KIND = len(KINDS) - 1


EVIDENCE = EVIDENCE_V2
"""What the score of a pair of names is made of, in the order of the columns."""

# The highest score of names that are not the same word for word.
HIGHEST = 0.9999
# A word from this weight up tells parties apart.
TELLING = 0.45
# A likeness from which two words count as one.
CLOSE = 0.75


def evidence(asked: Queries, alignment: Alignment, index: Built) -> Array:
    """One row a compared pair of names, one column an item of ``EVIDENCE``."""
    a, size = alignment, alignment.name.size
    pair, weight = a.pair, a.weight.astype(np.float64)
    like = a.likeness.astype(np.float64)
    mine, theirs = _leftovers(asked, a, index)

    def total(value: Array) -> Array:
        out: Array = np.bincount(pair, value, size)
        return out

    matched, good = total(weight), total(weight * like)
    telling = weight >= TELLING
    asked_left = np.bincount(mine.pair, mine.weight, size)
    listed_left = np.bincount(theirs.pair, theirs.weight, size)
    kind = asked.kinds[a.query]
    listed_kind = index.arrays["name_kind"][a.name]
    columns = (
        good / np.maximum(matched + asked_left, 1e-6),
        good / np.maximum(matched + listed_left, 1e-6),
        good / np.maximum(matched, 1e-6),
        _by_group(np.minimum, pair[telling], like[telling], np.ones(size)),
        _most(mine.pair, mine.weight, size),
        _most(theirs.pair, theirs.weight, size),
        total(weight * like**2),
        asked_left,
        listed_left,
        total(telling * (like > CLOSE)),
        _counts(asked, a.query),
        index.arrays["name_size"][a.name],
        total(weight * (a.how == INITIAL)) / np.maximum(matched, 1e-6),
        total(weight * (a.how == BONES)) / np.maximum(matched, 1e-6),
        *_of_names(a, mine, theirs),
        _letters(asked, a, index),
        _differ_in_kind(kind, listed_kind),
        kind == 0,
        _most(pair, weight * like**2, size),
        listed_kind == 0,
        total(weight * (a.how == EXACT)) / np.maximum(matched, 1e-6),
        _most(pair, np.where(telling, a.length, 0), size),
        _shortest_changed(a, telling),
    )
    more = _more(asked, a, index) if index.rules.evidence != EVIDENCE_V1 else ()
    return np.stack([np.asarray(c, np.float32) for c in (*columns, *more)], axis=1)


def _more(asked: Queries, a: Alignment, index: Built) -> tuple[Array, ...]:
    """What algorithms from the second on look at besides."""
    size = a.name.size
    cores = [core(one) for one in asked.forms]
    alike = cpdist(
        [cores[i] for i in a.query.tolist()],
        index.vocabulary.cores.take(a.name),
        scorer=Indel.normalized_similarity,
        dtype=np.float32,
    )
    weight = a.weight.astype(np.float64)
    single = (
        (a.query_mask & (a.query_mask - 1)) | (a.name_mask & (a.name_mask - 1))
    ) == 0
    matched = np.bincount(a.pair, weight, size)
    joined = np.bincount(a.pair, weight * ~single, size)
    return alike, joined / np.maximum(matched, 1e-6)


def _by_group(how: np.ufunc, groups: Array, values: Array, empty: Array) -> Array:
    """Reduce values group by group; groups are in order, those without values stay."""
    out = empty.copy()
    if groups.size:
        starts = np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))  # a value
        out[groups[starts]] = how.reduceat(values, starts)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Words of one side that nothing answers to."""

    pair: Array
    weight: Array
    named: Array


def _most(at: Array, value: Array, size: int) -> Array:
    return _by_group(np.maximum, at, value, np.zeros(size))


def _differ_in_kind(one: Array, other: Array) -> Array:
    """Both kinds are known, and they are not the same."""
    known = (one != UNKNOWN_KIND) & (other != UNKNOWN_KIND)
    found: Array = known & (one != other)
    return found


def _of_names(
    a: Alignment, mine: Leftover, theirs: Leftover
) -> tuple[Array, Array, Array]:
    """How far the words that name somebody agree, and what share of them that is of either side."""
    size = a.name.size
    named = a.named.astype(np.float64)
    weight, like = a.weight.astype(np.float64), a.likeness.astype(np.float64)
    matched: Array = np.bincount(a.pair, weight * named, size)
    good: Array = np.bincount(a.pair, weight * named * like, size)
    asked_left = np.bincount(mine.pair, mine.weight * mine.named, size)
    listed_left = np.bincount(theirs.pair, theirs.weight * theirs.named, size)
    return (
        good,
        good / np.maximum(matched + asked_left, 0.05),
        good / np.maximum(matched + listed_left, 0.05),
    )


def _shortest_changed(a: Alignment, telling: Array) -> Array:
    """The length of the shortest telling word that is not written alike."""
    changed = telling & (a.how != EXACT)
    nothing = np.full(a.name.size, LONGEST)
    return _by_group(np.minimum, a.pair[changed], a.length[changed], nothing)


def _leftovers(asked: Queries, a: Alignment, index: Built) -> tuple[Leftover, Leftover]:
    arrays, size = index.arrays, a.name.size
    nothing = np.zeros(size, np.int32)
    cover_mine = _by_group(np.bitwise_or, a.pair, a.query_mask, nothing)
    cover_theirs = _by_group(np.bitwise_or, a.pair, a.name_mask, nothing)
    rows = np.flatnonzero((asked.mask & (asked.mask - 1)) == 0)
    ptr = np.searchsorted(asked.query[rows], np.arange(len(asked.forms) + 1), "left")
    counts = (ptr[1:] - ptr[:-1])[a.query]
    at = rows[ranges(ptr[:-1][a.query], counts)]
    pair = np.repeat(np.arange(size), counts)
    free = (asked.mask[at] & cover_mine[pair]) == 0
    mine = Leftover(
        pair=pair[free], weight=asked.weight[at[free]], named=asked.named[at[free]]
    )
    counts = arrays["name_size"][a.name].astype(np.int64)
    at = ranges(arrays["name_ptr"][a.name], counts)
    pair = np.repeat(np.arange(size), counts)
    free = (arrays["name_mask"][at] & cover_theirs[pair]) == 0
    at = at[free]
    theirs = Leftover(
        pair=pair[free],
        weight=arrays["occurrence_weight"][at],
        named=arrays["occurrence_class"][at] == NAME,
    )
    return mine, theirs


def _counts(asked: Queries, query: Array) -> Array:
    sizes = np.array([len(parts) for parts, _ in asked.forms], np.int64)
    out: Array = sizes[query]
    return out


def _letters(asked: Queries, a: Alignment, index: Built) -> Array:
    """How alike the two names are letter by letter, words in order of the alphabet."""
    texts = [" ".join(sorted(parts)) for parts, _ in asked.forms]
    names = index.vocabulary.names
    out: Array = cpdist(
        [texts[i] for i in a.query.tolist()],
        names.take(a.name),
        scorer=Indel.normalized_similarity,
        dtype=np.float32,
    )
    return out


def promising(asked: Queries, alignment: Alignment, index: Built) -> Alignment:
    """The pairs of each query that share most, and nothing else of the alignment."""
    a = alignment
    shared = np.bincount(a.pair, a.weight * a.likeness**2, a.name.size)
    value = shared / (asked.total[a.query] + index.arrays["name_total"][a.name])
    order = _worth_scoring(a, value, index)
    rows = a.query[order]
    first = np.searchsorted(rows, np.arange(len(asked.forms)), "left")
    kept = np.sort(order[np.arange(rows.size) - first[rows] < index.rules.pairs_scored])
    new = np.full(a.name.size, -1, np.int64)
    new[kept] = np.arange(kept.size)
    stay = np.flatnonzero(new[a.pair] >= 0)
    stay = stay[np.argsort(new[a.pair[stay]], kind="stable")]
    return Alignment(
        query=a.query[kept],
        name=a.name[kept],
        pair=new[a.pair[stay]],
        query_mask=a.query_mask[stay],
        name_mask=a.name_mask[stay],
        likeness=a.likeness[stay],
        how=a.how[stay],
        weight=a.weight[stay],
        named=a.named[stay],
        length=a.length[stay],
    )


def _worth_scoring(a: Alignment, value: Array, index: Built) -> Array:
    """The pairs in order of their query, those that share most first."""
    rules = index.rules
    order = np.lexsort((-value, a.query))
    if not rules.share_scored:
        return order
    owner = index.arrays["name_owner"][a.name]
    grouped = np.lexsort((-value, owner, a.query))
    same = np.zeros(grouped.size, bool)
    same[1:] = (np.diff(a.query[grouped]) == 0) & (np.diff(owner[grouped]) == 0)
    starts = np.flatnonzero(~same)
    within = np.arange(grouped.size) - np.repeat(
        starts, np.diff(np.append(starts, grouped.size))
    )
    worth = np.zeros(grouped.size, bool)
    worth[grouped] = within < rules.names_scored
    best = np.zeros(int(a.query.max(initial=-1)) + 1)
    np.maximum.at(best, a.query, value)
    worth &= value >= np.maximum(rules.share_scored * best[a.query], rules.least_shared)
    out: Array = order[worth[order]]
    return out


def scores(asked: Queries, alignment: Alignment, index: Built) -> Array:
    """The probability that each compared pair of names is one party's.

    One is reached only by names whose words are the same; names that share too little to be
    a hit do not come near the threshold.
    """
    found = evidence(asked, alignment, index)
    model = trees(index.algorithm)
    likely = np.minimum(probability(sums(found, model), model), HIGHEST)
    out: Array = np.where(found[:, EVIDENCE.index("letters_alike")] == 1, 1.0, likely)
    few = untelling(asked, alignment, index)
    out[few] = np.minimum(out[few], NEVER)
    return out
