"""From query words to the few names worth comparing, for many queries at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist
from scipy import sparse

from licet.screening import keys
from licet.screening.built import (
    INITIAL_WEIGHT,
    LIGHT,
    SHORTEST_SKELETON,
    Built,
)
from licet.screening.forms import LEGAL, SMALL, Form
from licet.screening.text import fold, skeleton

Array = npt.NDArray[Any]

# How a query word meets a word of a list name.
EXACT, FOLD, EDIT, BONES, INITIAL = 0, 1, 2, 3, 4
LIKE_FOLD = 0.97
LIKE_BONES = 0.80
LEAST_LIKE = 0.62
# Words that meet in spelling alone count for less as candidates.
NAMES_KEPT = 48
SHARE_KEPT = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Queries:
    """The words of a batch of query names, flat: one row a word or a joined pair."""

    query: Array
    word: Array
    mask: Array
    weight: Array
    light: Array
    total: Array
    words: list[str]
    folds: list[str]
    forms: Sequence[Form]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """Which distinct query word meets which list word, how closely, and how."""

    query_word: Array
    list_word: Array
    likeness: Array
    how: Array


def queries(forms: Sequence[Form], index: Built) -> Queries:
    """Flatten the forms of a batch; weights of words not in the index are full."""
    heavy = index.vocabulary.weights
    numbers: dict[str, int] = {}
    query, word, mask, weight, light = [], [], [], [], []
    totals = []
    for row, (parts, classes) in enumerate(forms):
        own = [
            LIGHT.get(c, INITIAL_WEIGHT if len(w) == 1 else heavy.get(w, 1.0))
            for w, c in zip(parts, classes, strict=True)
        ]
        totals.append(sum(own))
        for place, text in enumerate(parts):
            query.append(row)
            word.append(numbers.setdefault(text, len(numbers)))
            mask.append(1 << place)
            weight.append(own[place])
            light.append(classes[place] in {LEGAL, SMALL})
        for place, (one, two) in enumerate(pairwise(parts)):
            query.append(row)
            word.append(numbers.setdefault(one + two, len(numbers)))
            mask.append(3 << place)
            weight.append(own[place] + own[place + 1])
            light.append(classes[place] == LEGAL or classes[place + 1] == LEGAL)
    words = list(numbers)
    return Queries(
        query=np.array(query, np.int64),
        word=np.array(word, np.int64),
        mask=np.array(mask, np.int32),
        weight=np.array(weight, np.float32),
        light=np.array(light, bool),
        total=np.array(totals, np.float32),
        words=words,
        folds=[fold(w) for w in words],
        forms=forms,
    )


def ranges(starts: Array, counts: Array) -> Array:
    """The concatenated ranges ``start .. start + count``."""
    ends = np.cumsum(counts)
    steps = np.arange(ends[-1] if ends.size else 0, dtype=np.int64)
    out: Array = steps - np.repeat(ends - counts, counts) + np.repeat(starts, counts)
    return out


def meetings(asked: Queries, index: Built) -> Meetings:
    """Find the list words near to every distinct query word."""
    bones = [skeleton(f) for f in asked.folds]
    spelled, owners = keys.deletion_keys(asked.folds, keys.SPELLING)
    long = np.array(
        [i for i, s in enumerate(bones) if len(s) >= SHORTEST_SKELETON], np.int32
    )
    near, near_owners = keys.deletion_keys(
        [bones[i] for i in long], keys.SKELETON, two=False
    )
    hashes = np.concatenate([spelled, near])
    owners = np.concatenate([owners, long[near_owners]])
    table = index.arrays["key_hash"]
    left = np.searchsorted(table, hashes, "left")
    counts = np.searchsorted(table, hashes, "right") - left
    found = index.arrays["key_word"][ranges(left, counts)]
    vocabulary = index.vocabulary
    pairs = np.unique(
        np.repeat(owners, counts).astype(np.int64) * len(vocabulary.words) + found
    )
    one, two = np.divmod(pairs, len(vocabulary.words))
    return _compared(asked, bones, index, one, two)


def _compared(
    asked: Queries, bones: list[str], index: Built, one: Array, two: Array
) -> Meetings:
    vocabulary = index.vocabulary
    mine = [asked.folds[i] for i in one]
    theirs = [vocabulary.folds[i] for i in two]
    likeness = cpdist(mine, theirs, scorer=OSA.normalized_similarity, dtype=np.float32)
    winkler = cpdist(mine, theirs, scorer=JaroWinkler.similarity, dtype=np.float32)
    likeness = 0.5 * likeness + 0.5 * winkler
    how = np.full(one.size, EDIT, np.int8)
    same_bones = np.array(
        [
            len(bones[i]) >= SHORTEST_SKELETON and bones[i] == vocabulary.skeletons[j]
            for i, j in zip(one, two, strict=True)
        ],
        bool,
    )
    how[same_bones & (likeness < LIKE_BONES)] = BONES
    likeness[same_bones] = np.maximum(likeness[same_bones], LIKE_BONES)
    same_fold = np.fromiter(
        (a == b for a, b in zip(mine, theirs, strict=True)), bool, one.size
    )
    likeness[same_fold] = LIKE_FOLD
    how[same_fold] = FOLD
    same = np.array(
        [asked.words[i] == vocabulary.words[j] for i, j in zip(one, two, strict=True)],
        bool,
    )
    likeness[same] = 1
    how[same] = EXACT
    digits = np.array([w.isdigit() for w in asked.words], bool)[one]
    keep = (likeness >= LEAST_LIKE) & (~digits | same)
    return Meetings(
        query_word=one[keep],
        list_word=two[keep],
        likeness=likeness[keep],
        how=how[keep],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Meetings spread over the queries: one row a query word occurrence and list word."""

    query: Array
    mask: Array
    list_word: Array
    likeness: Array
    how: Array
    light: Array


def links(asked: Queries, met: Meetings) -> Links:
    """Give every occurrence of a query word the list words that it meets."""
    starts = np.searchsorted(met.query_word, asked.word, "left")
    counts = np.searchsorted(met.query_word, asked.word, "right") - starts
    at = ranges(starts, counts)
    row = np.repeat(np.arange(asked.word.size), counts)
    return Links(
        query=asked.query[row],
        mask=asked.mask[row],
        list_word=met.list_word[at],
        likeness=met.likeness[at],
        how=met.how[at],
        light=asked.light[row],
    )


def shortlist(asked: Queries, linked: Links, index: Built) -> tuple[Array, Array]:
    """The names nearest to each query by shared weight.

    Returns:
        Query rows and name numbers, ordered by query.
    """
    arrays = index.arrays
    heavy = np.flatnonzero(~linked.light)
    rows, words = linked.query[heavy], linked.list_word[heavy]
    shape = (len(asked.forms), len(index.vocabulary.words))
    value = linked.likeness[heavy] ** 2
    asking = sparse.csr_array((value, (rows, words)), shape=shape)
    postings = sparse.csr_array(
        (arrays["post_weight"], arrays["post_name"], arrays["post_ptr"]),
        shape=(shape[1], arrays["name_owner"].size),
    )
    product = (asking @ postings).tocsr()
    row = np.repeat(np.arange(shape[0]), np.diff(product.indptr))
    score = product.data / (asked.total[row] + arrays["name_total"][product.indices])
    best = np.zeros(shape[0], np.float32)
    np.maximum.at(best, row, score)
    keep = np.flatnonzero(score >= SHARE_KEPT * best[row])
    order = keep[np.lexsort((-score[keep], row[keep]))]
    row = row[order]
    first = np.searchsorted(row, np.arange(shape[0]), "left")
    place = np.arange(row.size) - first[row]
    near = place < NAMES_KEPT
    return row[near], product.indices[order][near].astype(np.int64)
