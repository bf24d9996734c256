"""Hashed keys under which words of like spelling meet, for whole arrays of words.

A key is the polynomial hash of a word with no, one or two letters left out, so that two
words within two edits of one another share a key; consonant skeletons meet under keys of
their own: ``BONES`` among words with vowels, ``SOFT`` and ``BARE`` between those and words
from scripts that leave vowels out.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
I32 = npt.NDArray[np.int32]

# Letters beyond this many do not take part in keys.
LENGTH = 14
# Shorter words meet only when equal, or when one letter is left out.
SHORTEST_ONE, SHORTEST_TWO = 3, 6

_MASK = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_POWERS = np.array([pow(_BASE, i, 1 << 64) for i in range(LENGTH)], dtype=np.uint64)
_INV1 = np.uint64(_INVERSE)
_INV2 = np.uint64(_INVERSE * _INVERSE & _MASK)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
SPELLING, BONES, SOFT, BARE = (
    np.uint64(n * 0x94D049BB133111EB & _MASK) for n in (1, 2, 3, 4)
)


def letters(words: Sequence[str]) -> tuple[npt.NDArray[np.uint8], I32]:
    """The words as a matrix of bytes, and the length of each within it."""
    if not words:
        return np.zeros((0, LENGTH), np.uint8), np.zeros(0, np.int32)
    block = np.array(words, dtype=f"S{LENGTH}")
    lengths = np.strings.str_len(block).astype(np.int32)
    return block.view(np.uint8).reshape(len(words), LENGTH), lengths


def _mixed(hashes: U64, salt: np.uint64) -> U64:
    hashes ^= hashes >> np.uint64(31)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    hashes += salt
    return hashes


def exact_keys(words: Sequence[str], salt: np.uint64) -> U64:
    """One key a word."""
    matrix, _ = letters(words)
    return _mixed(
        (matrix.astype(np.uint64) * _POWERS).sum(axis=1, dtype=np.uint64), salt
    )


def deletion_keys(
    words: Sequence[str], salt: np.uint64, *, two: bool = True
) -> tuple[U64, I32]:
    """All keys of all words with up to two letters left out.

    Returns:
        Keys, and for each the number of its word; without order or distinctness.
    """
    matrix, lengths = letters(words)
    terms = matrix.astype(np.uint64) * _POWERS
    before = np.zeros((len(words), LENGTH + 1), np.uint64)
    np.cumsum(terms, axis=1, dtype=np.uint64, out=before[:, 1:])
    total = before[:, -1]
    numbers = np.arange(len(words), dtype=np.int32)
    keys, owners = [total], [numbers]
    for j in range(LENGTH):
        fits = np.flatnonzero((lengths > j) & (lengths >= SHORTEST_ONE))
        if not fits.size:
            break
        tail = total[fits] - before[fits, j + 1]
        keys.append(before[fits, j] + tail * _INV1)
        owners.append(numbers[fits])
        if not two:
            continue
        for k in range(j + 1, LENGTH):
            both = np.flatnonzero((lengths > k) & (lengths >= SHORTEST_TWO))
            if not both.size:
                break
            middle = before[both, k] - before[both, j + 1]
            end = total[both] - before[both, k + 1]
            keys.append(before[both, j] + middle * _INV1 + end * _INV2)
            owners.append(numbers[both])
    return _mixed(np.concatenate(keys), salt), np.concatenate(owners)
