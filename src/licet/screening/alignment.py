"""Put the words of a query beside those of a list name, each word once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.screening.built import Built
from licet.screening.candidates import INITIAL, LIKE_INITIAL, Links, Queries, ranges
from licet.screening.forms import NAME

Array = npt.NDArray[Any]
# Longer words than this are equally unlikely to be alike by chance.
LONGEST = 16


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
    pair, query_mask, name_mask, weight, likeness, named, word, how = _meeting(
        linked, query, name, index
    )
    extra = _initials(asked, query, name, index)
    pair = np.concatenate([pair, extra[0]])
    query_mask = np.concatenate([query_mask, extra[1]])
    name_mask = np.concatenate([name_mask, extra[2]])
    weight = np.concatenate([weight, extra[3]])
    initial = np.full(extra[0].size, LIKE_INITIAL, np.float32)
    likeness = np.concatenate([likeness, initial])
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
    value = likeness * (weight + 0.01)
    taken = _greedy(pair, query_mask, name_mask, value, name.size)
    if index.rules.joined_or_single:
        taken = _better(
            taken, (pair, query_mask, name_mask), (likeness, weight), name.size
        )
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


def _meeting(
    linked: Links, query: Array, name: Array, index: Built
) -> tuple[Array, ...]:
    """Every pair of words that meet in a compared pair of names."""
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
    return pair, query_mask, name_mask, weight, likeness, named, word, how


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
    used, here = np.unique(asked.word[mine], return_inverse=True)
    folds = [asked.folds[i] for i in used.tolist()]
    words = np.array([ord(f[0]) if f else 0 for f in folds], np.uint8)
    length = np.array([len(asked.words[i]) for i in used.tolist()], np.int16)
    word = arrays["name_word"][theirs]
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


def _better(
    taken: Array,
    words: tuple[Array, Array, Array],
    worth: tuple[Array, Array],
    pairs: int,
) -> Array:
    """Word for word instead, for every pair of names of which that explains more."""
    pair, mine, theirs = words
    likeness, weight = worth
    single = ((mine & (mine - 1)) | (theirs & (theirs - 1))) == 0
    both = np.unique(pair[taken[~single[taken]]])
    again = np.zeros(pairs, bool)
    again[both] = True
    rows = np.flatnonzero(single & again[pair])
    if not rows.size:
        return taken
    other = rows[
        _greedy(
            pair[rows],
            mine[rows],
            theirs[rows],
            likeness[rows] * (weight[rows] + 0.01),
            pairs,
        )
    ]
    value = weight * likeness**2
    gain = np.bincount(pair[other], value[other], pairs)
    loss = np.bincount(pair[taken], value[taken], pairs)
    turned = again & (gain >= loss)
    out: Array = np.concatenate(
        [taken[~turned[pair[taken]]], other[turned[pair[other]]]]
    )
    return out
