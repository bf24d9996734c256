"""Align query words with list words, and score every compared pair of names."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.screening.built import Built
from licet.screening.candidates import Links, Queries, ranges

Array = npt.NDArray[Any]


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


def align(linked: Links, query: Array, name: Array, index: Built) -> Alignment:
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
    likeness, weight = linked.likeness[at], arrays["occurrence_weight"][places]
    how = linked.how[at]
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


def _sums(alignment: Alignment, value: Array) -> Array:
    return np.bincount(alignment.pair, value, alignment.name.size)


def scores(asked: Queries, alignment: Alignment, index: Built) -> Array:
    """The likeness of every compared pair of names, 0 to 1."""
    a = alignment
    hit = _sums(a, a.weight * a.likeness**2)
    matched = _sums(a, a.weight)
    # A query word weighs what the list word beside it weighs.
    cover = np.zeros(a.name.size, np.int32)
    np.bitwise_or.at(cover, a.pair, a.query_mask)
    single = (asked.mask & (asked.mask - 1)) == 0
    ptr = np.searchsorted(asked.query[single], np.arange(len(asked.forms) + 1), "left")
    counts = (ptr[1:] - ptr[:-1])[a.query]
    rows = np.flatnonzero(single)[ranges(ptr[:-1][a.query], counts)]
    pair = np.repeat(np.arange(a.name.size), counts)
    missing = (asked.mask[rows] & cover[pair]) == 0
    own: Array = np.bincount(pair, asked.weight[rows] * missing, a.name.size)
    mine = matched + own
    theirs = index.arrays["name_total"][a.name]
    left = hit / np.maximum(mine, 1e-6)
    right = hit / np.maximum(theirs, 1e-6)
    out: Array = np.minimum(0.6 * left + 0.4 * right, 1)
    return out
