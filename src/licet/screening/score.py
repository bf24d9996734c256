"""Align query words with list words, and score every compared pair of names."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from licet.screening.built import KINDS, Built
from licet.screening.calibrate import probability, sums, trees
from licet.screening.candidates import (
    BONES,
    EXACT,
    INITIAL,
    LIKE_INITIAL,
    Links,
    Queries,
    ranges,
)
from licet.screening.forms import NAME

Array = npt.NDArray[Any]
UNKNOWN_KIND = len(KINDS) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Pairs of names, and which words of theirs were put beside one another."""

    query: Array
    name: Array
    pair: Array
    query_mask: Array
    name_mask: Array
    likeness: Array
    how: Array
    weight: Array
    named: Array
    length: Array


def align(
    asked: Queries, linked: Links, query: Array, name: Array, index: Built
) -> Alignment:
    """Put words beside one another, the most telling pair first, each word once."""
    arrays = index.arrays
    order = np.lexsort((linked.list_word, linked.query))
    size = len(index.vocabulary.words)
    known = linked.query[order] * size + linked.list_word[order]
    starts = arrays["name_ptr"][name]
    counts = arrays["name_ptr"][name + 1] - starts
    places = ranges(starts, counts)
    pair = np.repeat(np.arange(name.size), counts)
    wanted = query[pair] * size + arrays["name_word"][places]
    left = np.searchsorted(known, wanted, "left")
    found = np.searchsorted(known, wanted, "right") - left
    at = order[ranges(left, found)]
    pair = np.repeat(pair, found)
    places = np.repeat(places, found)
    query_mask, name_mask = (
        linked.mask[at],
        arrays["name_mask"][places].astype(np.int32),
    )
    named = arrays["occurrence_class"][places] == NAME
    word = arrays["name_word"][places]
    likeness, weight = linked.likeness[at], arrays["occurrence_weight"][places]
    how = linked.how[at]
    extra = _initials(asked, query, name, index)
    pair = np.concatenate([pair, extra[0]])
    query_mask = np.concatenate([query_mask, extra[1]])
    name_mask = np.concatenate([name_mask, extra[2]])
    weight = np.concatenate([weight, extra[3]])
    likeness = np.concatenate(
        [likeness, np.full(extra[0].size, LIKE_INITIAL, np.float32)]
    )
    named = np.concatenate([named, extra[4]])
    word = np.concatenate([word, extra[5]])
    how = np.concatenate([how, np.full(extra[0].size, INITIAL, np.int8)])
    # Two joined pairs say no more than their words one by one.
    single = ((query_mask & (query_mask - 1)) == 0) | (
        (name_mask & (name_mask - 1)) == 0
    )
    pair, query_mask, name_mask, weight, likeness, how, named, word = (
        a[single]
        for a in (pair, query_mask, name_mask, weight, likeness, how, named, word)
    )
    taken = _greedy(pair, query_mask, name_mask, likeness * (weight + 0.01), name.size)
    return Alignment(
        query=query,
        name=name,
        pair=pair[taken],
        query_mask=query_mask[taken],
        name_mask=name_mask[taken],
        likeness=likeness[taken],
        how=how[taken],
        weight=weight[taken],
        named=named[taken],
        length=np.minimum(arrays["word_length"][word[taken]], LONGEST),
    )


def _initials(
    asked: Queries, query: Array, name: Array, index: Built
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Single letters on one side beside words that start so on the other."""
    arrays = index.arrays
    single = (asked.mask & (asked.mask - 1)) == 0
    rows = np.flatnonzero(single)
    ptr = np.searchsorted(asked.query[rows], np.arange(len(asked.forms) + 1), "left")
    short_name = arrays["name_short"][name]
    some = np.flatnonzero((asked.initials[query] != 0) | short_name)
    mine_count = (ptr[1:] - ptr[:-1])[query[some]]
    theirs_start = arrays["name_ptr"][name[some]]
    theirs_count = arrays["name_size"][name[some]].astype(np.int64)
    total = mine_count * theirs_count
    pair = np.repeat(np.arange(some.size), total)
    inside = ranges(np.zeros(some.size, np.int64), total)
    mine = rows[ptr[query[some]][pair] + inside // np.maximum(theirs_count[pair], 1)]
    theirs = theirs_start[pair] + inside % np.maximum(theirs_count[pair], 1)
    words = np.array([ord(f[0]) if f else 0 for f in asked.folds], np.uint8)
    length = np.array([len(w) for w in asked.words], np.int16)
    word = arrays["name_word"][theirs]
    here = asked.word[mine]
    fits = (words[here] == arrays["word_first"][word]) & (
        (length[here] == 1) != (arrays["word_length"][word] == 1)
    )
    mine, theirs, pair = mine[fits], theirs[fits], pair[fits]
    return (
        some[pair],
        asked.mask[mine],
        arrays["name_mask"][theirs].astype(np.int32),
        arrays["occurrence_weight"][theirs],
        arrays["occurrence_class"][theirs] == NAME,
        arrays["name_word"][theirs],
    )


def _greedy(pair: Array, mine: Array, theirs: Array, value: Array, pairs: int) -> Array:
    """Rows taken when, pair by pair, the best is taken and what it covers is struck out."""
    left = np.lexsort((-value, pair))
    used_mine = np.zeros(pairs, np.int32)
    used_theirs = np.zeros(pairs, np.int32)
    taken = []
    while left.size:
        here = pair[left]
        first = np.ones(left.size, bool)
        first[1:] = here[1:] != here[:-1]
        best = left[first]
        taken.append(best)
        used_mine[pair[best]] |= mine[best]
        used_theirs[pair[best]] |= theirs[best]
        free = (mine[left] & used_mine[here]) | (theirs[left] & used_theirs[here])
        left = left[free == 0]
    return np.concatenate(taken) if taken else np.zeros(0, np.int64)


EVIDENCE = (
    "asked_covered",
    "listed_covered",
    "likeness",
    "worst_likeness",
    "asked_left_heaviest",
    "listed_left_heaviest",
    "shared_weight",
    "asked_left",
    "listed_left",
    "shared_words",
    "asked_words",
    "listed_words",
    "initials_share",
    "consonants_share",
    "names_shared",
    "asked_names_covered",
    "listed_names_covered",
    "letters_alike",
    "kind_differs",
    "asked_person",
    "heaviest_shared",
    "listed_person",
    "exact_share",
    "heaviest_length",
    "shortest_changed",
)
"""What the score of a pair of names is made of, in the order of the columns."""

# Pairs of names a query that are scored in full.
PAIRS_SCORED = 24
# The highest score of names that are not the same word for word.
HIGHEST = 0.9999
# A word from this weight up tells parties apart.
TELLING = 0.45
# A likeness from which two words count as one.
CLOSE = 0.75
# Longer words than this are equally unlikely to be alike by chance.
LONGEST = 16


def evidence(asked: Queries, alignment: Alignment, index: Built) -> Array:
    """One row a compared pair of names, one column an item of ``EVIDENCE``."""
    a, size = alignment, alignment.name.size
    pair, weight, like = (
        a.pair,
        a.weight.astype(np.float64),
        a.likeness.astype(np.float64),
    )
    mine, theirs = _leftovers(asked, a, index)

    def total(value: Array) -> Array:
        out: Array = np.bincount(pair, value, size)
        return out

    def most(at: Array, value: Array) -> Array:
        return _by_group(np.maximum, at, value, np.zeros(size))

    matched, good = total(weight), total(weight * like)
    named = a.named.astype(np.float64)
    names_matched = total(weight * named)
    names_good = total(weight * named * like)
    telling = weight >= TELLING
    worst = _by_group(np.minimum, pair[telling], like[telling], np.ones(size))
    asked_left = np.bincount(mine.pair, mine.weight, size)
    listed_left = np.bincount(theirs.pair, theirs.weight, size)
    asked_names_left = np.bincount(mine.pair, mine.weight * mine.named, size)
    listed_names_left = np.bincount(theirs.pair, theirs.weight * theirs.named, size)
    kind = asked.kinds[a.query]
    listed_kind = index.arrays["name_kind"][a.name]
    firm = UNKNOWN_KIND
    changed = telling & (a.how != EXACT)
    shortest = _by_group(
        np.minimum, pair[changed], a.length[changed], np.full(size, LONGEST)
    )
    columns = (
        good / np.maximum(matched + asked_left, 1e-6),
        good / np.maximum(matched + listed_left, 1e-6),
        good / np.maximum(matched, 1e-6),
        worst,
        most(mine.pair, mine.weight),
        most(theirs.pair, theirs.weight),
        total(weight * like**2),
        asked_left,
        listed_left,
        total(telling * (like > CLOSE)),
        _counts(asked, a.query),
        index.arrays["name_size"][a.name],
        total(weight * (a.how == INITIAL)) / np.maximum(matched, 1e-6),
        total(weight * (a.how == BONES)) / np.maximum(matched, 1e-6),
        names_good,
        names_good / np.maximum(names_matched + asked_names_left, 0.05),
        names_good / np.maximum(names_matched + listed_names_left, 0.05),
        _letters(asked, a, index),
        (kind != listed_kind) & (kind != firm) & (listed_kind != firm),
        kind == 0,
        most(pair, weight * like**2),
        listed_kind == 0,
        total(weight * (a.how == EXACT)) / np.maximum(matched, 1e-6),
        most(pair, np.where(telling, a.length, 0)),
        shortest,
    )
    return np.stack([np.asarray(c, np.float32) for c in columns], axis=1)


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
        [texts[i] for i in a.query],
        [names[i] for i in a.name],
        scorer=Indel.normalized_similarity,
        dtype=np.float32,
    )
    return out


def promising(asked: Queries, alignment: Alignment, index: Built) -> Alignment:
    """The pairs of each query that share most, and nothing else of the alignment."""
    a = alignment
    shared = np.bincount(a.pair, a.weight * a.likeness**2, a.name.size)
    value = shared / (asked.total[a.query] + index.arrays["name_total"][a.name])
    order = np.lexsort((-value, a.query))
    rows = a.query[order]
    first = np.searchsorted(rows, np.arange(len(asked.forms)), "left")
    kept = np.sort(order[np.arange(rows.size) - first[rows] < PAIRS_SCORED])
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


def scores(asked: Queries, alignment: Alignment, index: Built) -> Array:
    """The probability that each compared pair of names is one party's.

    One is reached only by names whose words are the same.
    """
    found = evidence(asked, alignment, index)
    model = trees(index.algorithm)
    likely = np.minimum(probability(sums(found, model), model), HIGHEST)
    out: Array = np.where(found[:, EVIDENCE.index("letters_alike")] == 1, 1.0, likely)
    return out
