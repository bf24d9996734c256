"""Names that share too little to be a hit, after or before they are put side by side.

Two names of several words each that have only a common word in common are two parties. Where
the algorithm says how much must be shared (``Algorithm.least_telling``), the score of such a
pair stays so low that nothing else known of the parties but a number makes a hit of it.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from licet.screening.alignment import Alignment
from licet.screening.built import LIGHTEST, Built
from licet.screening.candidates import Links, Queries, ranges

Array = npt.NDArray[Any]
# Moved up by every step that is no identifying number, this stays below the threshold.
NEVER = 0.0175
# Weights are added in another order there: the last digit may differ.
MARGIN = 1e-4


def untelling(asked: Queries, alignment: Alignment, index: Built) -> Array:
    """Which of the compared pairs of names share too little to be a hit."""
    rules, a = index.rules, alignment
    if not rules.least_telling:
        return np.zeros(a.name.size, bool)
    value = a.weight * a.likeness**2 * (a.weight > LIGHTEST)
    shared = np.bincount(a.pair, value, a.name.size)
    both = asked.total[a.query] + index.arrays["name_total"][a.name]
    out: Array = (shared < rules.least_telling) & (shared < rules.telling_share * both)
    out &= _several_asked(asked)[a.query]
    few = np.flatnonzero(out)
    out[few] = _several_listed(index, a.name[few])
    return out


def reaching(asked: Queries, linked: Links, index: Built) -> tuple[Array, Array]:
    """The names that may share enough with each query to be a hit.

    Every word counts as often as it meets another: what is shared when each counts once
    cannot be more. Names with single letters stay, because those meet by other ways.

    Returns:
        Query rows and name numbers, ordered by query.
    """
    arrays, rules = index.arrays, index.rules
    told = np.flatnonzero(arrays["post_weight"] > LIGHTEST)
    words = np.repeat(
        np.arange(len(index.vocabulary.words)), np.diff(arrays["post_ptr"])
    )[told]
    names = arrays["post_name"][told]
    everything = np.arange(arrays["name_owner"].size)
    open_names = ~_several_listed(index, everything) | arrays["name_short"]
    # Whatever such a name shares is enough.
    weight = np.where(open_names[names], np.inf, arrays["post_weight"][told])
    telling = np.zeros(len(index.vocabulary.words), bool)
    telling[words] = True
    at = np.flatnonzero(telling[linked.list_word])
    shape = (len(asked.kinds), telling.size)
    asking = sparse.csr_array(
        (linked.likeness[at] ** 2, (linked.query[at], linked.list_word[at])), shape
    )
    postings = sparse.csr_array(
        (weight.astype(np.float32), (words, names)), (shape[1], everything.size)
    )
    product = asking @ postings
    row = np.repeat(np.arange(shape[0]), np.diff(product.indptr))
    both = asked.total[row] + arrays["name_total"][product.indices]
    enough = np.minimum(rules.least_telling, rules.telling_share * both) - MARGIN
    open_rows = ~_several_asked(asked) | (asked.initials != 0)
    stay = (product.data >= enough) | open_rows[row]
    return row[stay], product.indices[stay].astype(np.int64)


def _several_asked(asked: Queries) -> Array:
    return _several(asked.mask, asked.weight, asked.query, len(asked.kinds))


def _several_listed(index: Built, names: Array) -> Array:
    arrays = index.arrays
    starts = arrays["name_ptr"][names]
    counts = arrays["name_ptr"][names + 1] - starts
    at = ranges(starts, counts)
    owner = np.repeat(np.arange(names.size), counts)
    mask = arrays["name_mask"][at].astype(np.int32)
    return _several(mask, arrays["occurrence_weight"][at], owner, names.size)


def _several(mask: Array, weight: Array, owner: Array, size: int) -> Array:
    """Which names have at least two words that tell anything."""
    single = (mask & (mask - 1)) == 0
    out: Array = np.bincount(owner[single & (weight > LIGHTEST)], minlength=size) > 1
    return out
