"""From query words to the few names worth comparing, for many queries at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist
from scipy import sparse

from licet.screening import keys
from licet.screening.built import (
    INITIAL_WEIGHT,
    KINDS,
    LIGHT,
    SHORTEST_SKELETON,
    Built,
    exact_hashes,
    given_weight,
    joined,
    letter_sets,
)
from licet.screening.forms import LEGAL, NAME, SMALL, Form
from licet.screening.model import Kind
from licet.screening.text import BARE, fold, skeleton, vowels_folded

Array = npt.NDArray[Any]

# How a query word meets a word of a list name.
EXACT, FOLD, EDIT, BONES, INITIAL = 0, 1, 2, 3, 4
LIKE_FOLD = 0.97
LIKE_INITIAL = 0.6
LEAST_LIKE = 0.64
# Consonants alone: how like two words are whose skeletons agree, by their length.
LIKE_BONES = np.array([0, 0, 0.80, 0.88, 0.92, 0.94], np.float32)
LEAST_LIKE_BONES = 0.7
# Letters that only one of two words may have before they are not compared.
LETTERS_APART = 5
LENGTH_APART = 3
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
    named: Array
    total: Array
    kinds: Array
    initials: Array
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


def queries(
    forms: Sequence[Form], index: Built, kinds: Sequence[Kind | None] = ()
) -> Queries:
    """Flatten the forms of a batch; weights of words not in the index are full."""
    heavy = index.vocabulary.weights
    numbers: dict[str, int] = {}
    query, word, mask, weight, light, named = [], [], [], [], [], []
    totals, initials = [], []
    for row, (parts, classes) in enumerate(forms):
        own = [
            LIGHT.get(c, INITIAL_WEIGHT if len(w) == 1 else given_weight(heavy, w))
            for w, c in zip(parts, classes, strict=True)
        ]
        totals.append(sum(own))
        letters = 0
        for place, text in enumerate(parts):
            query.append(row)
            word.append(numbers.setdefault(text, len(numbers)))
            mask.append(1 << place)
            weight.append(own[place])
            light.append(classes[place] in {LEGAL, SMALL})
            named.append(classes[place] == NAME)
            if len(text) == 1 and text.isalpha():
                letters |= 1 << (ord(text) - ord("a"))
        initials.append(letters)
        for place, (one, two) in enumerate(pairwise(parts)):
            query.append(row)
            word.append(numbers.setdefault(joined(one, two), len(numbers)))
            mask.append(3 << place)
            weight.append(own[place] + own[place + 1])
            light.append(classes[place] == LEGAL or classes[place + 1] == LEGAL)
            named.append(NAME in classes[place : place + 2])
    words = list(numbers)
    return Queries(
        query=np.array(query, np.int64),
        word=np.array(word, np.int64),
        mask=np.array(mask, np.int32),
        weight=np.array(weight, np.float32),
        light=np.array(light, bool),
        named=np.array(named, bool),
        kinds=np.array(
            [KINDS.index(k or Kind.UNKNOWN) for k in kinds or [None] * len(forms)],
            np.uint8,
        ),
        total=np.array(totals, np.float32),
        initials=np.array(initials, np.uint32),
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
    bare = np.array([w.startswith(BARE) for w in asked.words], bool)
    hashes, owners = query_keys(asked.folds, bones, bare)
    order = np.argsort(hashes)
    hashes, owners = hashes[order], owners[order]
    table, ptr = index.arrays["key_hash"], index.arrays["key_ptr"]
    at = np.minimum(np.searchsorted(table, hashes), table.size - 1)
    known = np.flatnonzero(table[at] == hashes) if table.size else np.zeros(0, np.int64)
    at = at[known]
    counts = (ptr[at + 1] - ptr[at]).astype(np.int64)
    found = index.arrays["key_word"][ranges(ptr[at].astype(np.int64), counts)]
    size = len(index.vocabulary.words)
    pairs = np.sort(np.repeat(owners[known], counts).astype(np.int64) * size + found)
    distinct = np.ones(pairs.size, bool)
    distinct[1:] = pairs[1:] != pairs[:-1]
    one, two = np.divmod(pairs[distinct], max(1, size))
    return _compared(asked, bones, bare, index, (one, two))


def query_keys(folds: list[str], bones: list[str], bare: Array) -> tuple[Array, Array]:
    """The keys under which each query word looks for list words, and whose they are."""
    everything = np.arange(len(folds), dtype=np.int32)
    length = np.array([len(b) for b in bones], np.int16)
    groups = [
        (folds, everything, keys.SPELLING, True),
        (bones, everything[bare & (length > 1)], keys.SOFT, False),
        (bones, everything[length > 1], keys.BARE, False),
    ]
    hashes, owners = [], []
    for texts, which, salt, two in groups:
        found, number = keys.deletion_keys([texts[i] for i in which], salt, two=two)
        hashes.append(found)
        owners.append(which[number])
    exact = everything[~bare & (length >= SHORTEST_SKELETON)]
    hashes.append(keys.exact_keys([bones[i] for i in exact], keys.BONES))
    owners.append(exact)
    return np.concatenate(hashes), np.concatenate(owners)


def _compared(
    asked: Queries,
    bones: list[str],
    bare: Array,
    index: Built,
    pairs: tuple[Array, Array],
) -> Meetings:
    arrays, vocabulary = index.arrays, index.vocabulary
    one, two = pairs
    words_same = exact_hashes(asked.words)[one] == arrays["word_hash"][two]
    folds_same = exact_hashes(asked.folds)[one] == arrays["fold_hash"][two]
    either_bare = bare[one] | arrays["word_bare"][two]
    both_bare = bare[one] & arrays["word_bare"][two]
    apart = np.bitwise_count(
        letter_sets(asked.folds)[one] ^ arrays["word_letters"][two]
    )
    length = np.array([len(f) for f in asked.folds], np.int16)
    far = np.abs(length[one] - arrays["word_length"][two]) > LENGTH_APART
    digits = np.array([w.isdigit() for w in asked.words], bool)
    keep = words_same | (
        ~digits[one] & (either_bare | folds_same | (~far & (apart <= LETTERS_APART)))
    )
    one, two = one[keep], two[keep]
    words_same, folds_same = words_same[keep], folds_same[keep]
    bony = (either_bare & ~both_bare)[keep]
    likeness = np.zeros(one.size, np.float32)
    how = np.full(one.size, EDIT, np.int8)
    rest = np.flatnonzero(bony & ~folds_same)
    likeness[rest] = _consonants(bones, vocabulary.skeletons, one[rest], two[rest])
    # Long vowels are written: where they agree too, bare words are as good as spelt alike.
    near = np.flatnonzero(~folds_same & (~bony | (likeness > 0)))
    spelt = _spelling(
        asked.folds, vocabulary.folds, vocabulary.vowels, one[near], two[near]
    )
    likeness[near] = np.maximum(likeness[near], spelt)
    how[rest] = BONES
    likeness[folds_same] = LIKE_FOLD
    how[folds_same] = FOLD
    likeness[words_same] = 1
    how[words_same] = EXACT
    good = likeness >= LEAST_LIKE
    return Meetings(
        query_word=one[good],
        list_word=two[good],
        likeness=likeness[good],
        how=how[good],
    )


def _spelling(
    mine: list[str], theirs: list[str], vowels: list[str], one: Array, two: Array
) -> Array:
    """Share of letters that stay, a changed vowel counting half."""
    exact = _edits([mine[i] for i in one], [theirs[i] for i in two])
    open_mine = [vowels_folded(f) for f in mine]
    alike = _edits([open_mine[i] for i in one], [vowels[i] for i in two])
    out: Array = 0.5 * exact + 0.5 * alike
    return out


def _consonants(mine: list[str], theirs: list[str], one: Array, two: Array) -> Array:
    """How like two words are by consonants alone."""
    left, right = [mine[i] for i in one], [theirs[i] for i in two]
    share = _edits(left, right)
    sizes_mine = np.fromiter(map(len, left), np.int64, len(left))
    sizes_theirs = np.fromiter(map(len, right), np.int64, len(right))
    length = np.minimum(sizes_mine, sizes_theirs)
    same = LIKE_BONES[np.minimum(length, LIKE_BONES.size - 1)]
    near = np.where(
        (share >= LEAST_LIKE_BONES) & (length > SHORTEST_SKELETON), share * 0.85, 0
    )
    out: Array = np.where(share == 1, same, near)
    return out


def _edits(left: list[str], right: list[str]) -> Array:
    out: Array = cpdist(left, right, scorer=OSA.normalized_similarity, dtype=np.float32)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Meetings spread over the queries: one row a query word occurrence and list word."""

    query: Array
    mask: Array
    list_word: Array
    likeness: Array
    how: Array
    light: Array


def links(asked: Queries, met: Meetings, index: Built) -> Links:
    """Give every occurrence of a query word the list words that it meets.

    Two joined pairs say no more than their words one by one: those meetings are left out.
    """
    starts = np.searchsorted(met.query_word, asked.word, "left")
    counts = np.searchsorted(met.query_word, asked.word, "right") - starts
    at = ranges(starts, counts)
    row = np.repeat(np.arange(asked.word.size), counts)
    pair = (asked.mask & (asked.mask - 1)) != 0
    alone = ~pair[row] | (met.list_word[at] < index.vocabulary.written)
    row, at = row[alone], at[alone]
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
    row = np.repeat(np.arange(shape[0], dtype=np.int32), np.diff(product.indptr))
    shared = product.data
    wanted = asked.initials[row]
    if wanted.any():
        met = np.bitwise_count(wanted & arrays["name_initials"][product.indices])
        shared = shared + LIKE_INITIAL * met
    score = shared / (asked.total[row] + arrays["name_total"][product.indices])
    best = np.zeros(shape[0], np.float32)
    filled = np.flatnonzero(np.diff(product.indptr))
    best[filled] = np.maximum.reduceat(score, product.indptr[filled])
    keep = np.flatnonzero(score >= SHARE_KEPT * best[row])
    order = keep[np.lexsort((-score[keep], row[keep]))]
    row = row[order]
    first = np.searchsorted(row, np.arange(shape[0]), "left")
    place = np.arange(row.size) - first[row]
    near = place < NAMES_KEPT
    return row[near].astype(np.int64), product.indices[order][near].astype(np.int64)
