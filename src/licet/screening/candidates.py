"""From query words to the few names worth comparing, for many queries at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist
from scipy import sparse

from licet.screening import keys
from licet.screening.arabic import BARE
from licet.screening.built import (
    INITIAL_WEIGHT,
    KINDS,
    LIGHT,
    SHORTEST_SKELETON,
    Built,
    joined,
    letter_sets,
)
from licet.screening.forms import LEGAL, NAME, SMALL, Form, spelling
from licet.screening.model import Kind
from licet.screening.weights import Asked, exact_hashes

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
# Edits of letters and of consonants together, in words long, from which two words are too
# far apart: half of each counts, and the rest must reach ``LEAST_LIKE``.
BOUND = 2 * (1 - LEAST_LIKE) + 1e-4
_NO_VOWELS = np.uint32(~sum(1 << (ord(v) - ord("a")) for v in "aeiou") & 0x3FFFFFFF)
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
    hashes: Array
    folds: list[str]
    vowels: list[str]
    bones: list[str]
    joined: Array
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
    words, word, kind = _flat(forms)
    sizes, query, single, place, first, second = _layout(forms)
    kind_of: Array = np.array(kind, np.int8)
    which = np.array(word, np.int64)
    looked_up = Asked.of(words)
    own = index.vocabulary.weights.of(looked_up, words)
    weight = _weights(own, words, which, np.where(single, kind_of, NAME))
    alone = np.zeros(len(words), bool)
    alone[which[single]] = True
    legal, named = kind_of == LEGAL, kind_of == NAME
    small = kind_of == SMALL
    totals = np.bincount(query[single], weight[single], sizes.size)
    spelt = spelling(index.rules)
    known = [spelt(text) for text in words]
    return Queries(
        query=query,
        word=which,
        mask=np.where(single, 1, 3).astype(np.int32) << place.astype(np.int32),
        weight=np.where(single, weight, weight[first] + weight[second]).astype(
            np.float32
        ),
        light=np.where(
            single, (legal | small)[first], legal[first] | legal[second]
        ).astype(bool),
        named=named[first] | named[second],
        kinds=np.array(
            [KINDS.index(k or Kind.UNKNOWN) for k in kinds or [None] * len(forms)],
            np.uint8,
        ),
        total=totals.astype(np.float32),
        initials=np.array([_initial_bits(parts) for parts, _ in forms], np.uint32),
        words=words,
        hashes=looked_up.hashes,
        folds=[one.fold for one in known],
        vowels=[one.vowels for one in known],
        bones=[one.bones for one in known],
        joined=~alone,
        forms=forms,
    )


def _layout(
    forms: Sequence[Form],
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Where each word and each pair of neighbours stands."""
    sizes = np.array([len(parts) for parts, _ in forms], np.int64)
    pairs = np.maximum(sizes - 1, 0)
    rows = np.arange(sizes.size)
    query = np.repeat(rows, sizes + pairs)
    starts = np.cumsum(sizes + pairs) - sizes - pairs
    within = np.arange(query.size) - starts[query]
    single = within < sizes[query]
    place = np.where(single, within, within - sizes[query])
    first = starts[query] + place
    second = np.where(single, first, first + 1)
    return sizes, query, single, place, first, second


def _flat(forms: Sequence[Form]) -> tuple[list[str], list[int], list[int]]:
    """The different words, and of each place in the forms its word and class."""
    numbers: dict[str, int] = {}
    number = numbers.setdefault
    word: list[int] = []
    kind: list[int] = []
    for parts, classes in forms:
        word += [number(text, len(numbers)) for text in parts]
        kind += classes
        word += [number(joined(a, b), len(numbers)) for a, b in pairwise(parts)]
        # A pair has the class of neither; its own is found from those of its words.
        kind += classes[1:]
    words = list(numbers)
    return words, word, kind


def _weights(own: Array, words: list[str], which: Array, classes: Array) -> Array:
    """The weight of every occurrence of a word, by its class where that is light."""
    short = np.array([len(text) == 1 for text in words], bool)
    weight = np.where(short, INITIAL_WEIGHT, own.astype(np.float64))[which]
    for kind, light in LIGHT.items():
        weight[classes == kind] = light
    out: Array = weight
    return out


def _initial_bits(parts: Sequence[str]) -> int:
    bits = 0
    for text in parts:
        if len(text) == 1 and text.isalpha():
            bits |= 1 << (ord(text) - ord("a"))
    return bits


def ranges(starts: Array, counts: Array) -> Array:
    """The concatenated ranges ``start .. start + count``."""
    ends = np.cumsum(counts)
    steps = np.arange(ends[-1] if ends.size else 0, dtype=np.int64)
    out: Array = steps - np.repeat(ends - counts, counts) + np.repeat(starts, counts)
    return out


def meetings(asked: Queries, index: Built) -> Meetings:
    """Find the list words near to every distinct query word."""
    bare = np.array([w.startswith(BARE) for w in asked.words], bool)
    hashes, owners = query_keys(asked.folds, asked.bones, bare)
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
    return _compared(asked, bare, index, (one, two))


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
    asked: Queries, bare: Array, index: Built, pairs: tuple[Array, Array]
) -> Meetings:
    arrays, vocabulary = index.arrays, index.vocabulary
    one, two = pairs
    words_same = vocabulary.weights.find(asked.hashes)[one] == two
    folds_same = exact_hashes(asked.folds)[one] == arrays["fold_hash"][two]
    either_bare = bare[one] | arrays["word_bare"][two]
    digits = np.array([w.isdigit() for w in asked.words], bool)
    keep = words_same | (
        ~digits[one]
        & (either_bare | folds_same | _may_be_alike(asked.folds, arrays, one, two))
    )
    one, two = one[keep], two[keep]
    words_same, folds_same = words_same[keep], folds_same[keep]
    both_bare = bare[one] & arrays["word_bare"][two]
    bony = either_bare[keep] & ~both_bare & ~folds_same
    likeness = np.zeros(one.size, np.float32)
    how = np.full(one.size, EDIT, np.int8)
    rest = np.flatnonzero(bony & _enough_consonants(asked, index, one, two))
    likeness[rest] = _consonants(
        _taken(asked.bones, one[rest]), vocabulary.skeletons.take(two[rest])
    )
    # Long vowels are written: where they agree too, bare words are as good as spelt alike.
    near = np.flatnonzero(~folds_same & (~bony | (likeness > 0)))
    left, right = one[near], two[near]
    exact = _edits(_taken(asked.folds, left), vocabulary.folds.take(right))
    alike = _edits(_taken(asked.vowels, left), vocabulary.vowels.take(right))
    likeness[near] = np.maximum(likeness[near], 0.5 * exact + 0.5 * alike)
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


def _may_be_alike(
    folds: list[str], arrays: Mapping[str, Array], one: Array, two: Array
) -> Array:
    """Whether two words can be alike enough, by their lengths and letters alone.

    Every edit takes away one letter that only this word has and one that only that has, so
    that few shared letters bound the likeness from above.
    """
    length = np.fromiter(map(len, folds), np.int16, len(folds))[one]
    other = arrays["word_length"][two]
    sets = letter_sets(folds)[one]
    others = arrays["word_letters"][two]
    differ = sets ^ others
    near = (np.abs(length - other) <= LENGTH_APART) & (
        np.bitwise_count(differ) <= LETTERS_APART
    )
    edits = np.maximum(
        np.bitwise_count(differ & sets), np.bitwise_count(differ & others)
    )
    consonants = np.maximum(
        np.bitwise_count(differ & sets & _NO_VOWELS),
        np.bitwise_count(differ & others & _NO_VOWELS),
    )
    longest = np.maximum(length, other)
    # Letters beyond those in the sets may make up for what differs in them.
    bounded = (longest <= keys.LENGTH) & (
        edits + consonants.astype(np.int16) > BOUND * longest
    )
    out: Array = near & ~bounded
    return out


def _enough_consonants(asked: Queries, index: Built, one: Array, two: Array) -> Array:
    """Whether two words may meet by consonants alone: neighbours read as one need more."""
    least = index.rules.joined_consonants
    if not least:
        return np.ones(one.size, bool)
    length = np.array([len(b) for b in asked.bones], np.int16)[one]
    pair = asked.joined[one] | (two >= index.vocabulary.written)
    out: Array = ~pair | (length >= least)
    return out


def _taken(texts: list[str], numbers: Array) -> list[str]:
    return [texts[number] for number in numbers.tolist()]


def _consonants(left: list[str], right: list[bytes]) -> Array:
    """How like two words are by consonants alone."""
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


def _edits(left: list[str], right: list[bytes]) -> Array:
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
    if (share := index.rules.joined_share) != 1:
        # A pair of neighbours says again what its words have said.
        single = words < index.vocabulary.written
        value = np.where(single, value, value * np.float32(share))
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
    # What neighbours read as one count less for here, they may share in full later on.
    least = index.rules.least_shared * index.rules.joined_share
    keep = np.flatnonzero(score >= np.maximum(SHARE_KEPT * best[row], least))
    order = keep[np.lexsort((-score[keep], row[keep]))]
    row = row[order]
    first = np.searchsorted(row, np.arange(shape[0]), "left")
    place = np.arange(row.size) - first[row]
    near = place < NAMES_KEPT
    return row[near].astype(np.int64), product.indices[order][near].astype(np.int64)
