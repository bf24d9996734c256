"""How telling words are, 0 to 1, looked up by the thousand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.screening.tables import members
from licet.screening.texts import Packed

Array = npt.NDArray[Any]

# A list smaller than this weighs its words as if it had this many parties.
FEWEST_PARTIES = 20_000
# Share of all parties that a trade word or a common given name is taken to occur in.
COMMON_SHARE = 0.004
COMMON_WEIGHT = -log(COMMON_SHARE) / log(FEWEST_PARTIES)


@cache
def common_words() -> frozenset[str]:
    """Words that occur in many names everywhere, however short the list at hand."""
    return members("trade_words") | members("common_names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Words to look up again and again: their hashes, and which of them are common."""

    hashes: Array
    common: Array

    @classmethod
    def of(cls, words: Sequence[str]) -> "Asked":
        """These words."""
        common = common_words()
        return cls(
            hashes=exact_hashes(words),
            common=np.fromiter(map(common.__contains__, words), bool, len(words)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights(Mapping[str, float]):
    """The weight of every word of an index; others are rare unless common elsewhere.

    ``hashes`` is in order and ``numbers`` says whose each is; ``before`` is asked for words
    that are not here.
    """

    words: Packed
    weight: Array
    hashes: Array
    numbers: Array
    before: "Mapping[str, float] | None" = None

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __getitem__(self, word: str) -> float:
        number = int(self.find(exact_hashes([word]))[0])
        if number >= 0:
            return float(self.weight[number])
        if self.before is None:
            raise KeyError(word)
        return self.before[word]

    def find(self, hashes: Array) -> Array:
        """The number of each word here; -1 for those that are not."""
        if not self.hashes.size:
            return np.full(hashes.size, -1, np.int64)
        at = np.minimum(np.searchsorted(self.hashes, hashes), self.hashes.size - 1)
        out: Array = np.where(self.hashes[at] == hashes, self.numbers[at], -1)
        return out.astype(np.int64)

    def of(self, asked: Asked, words: Sequence[str] = ()) -> Array:
        """The weight of each word; ``words`` only where another mapping stands behind."""
        number = self.find(asked.hashes)
        other = np.where(asked.common, COMMON_WEIGHT, 1.0)
        if isinstance(self.before, Weights):
            other = self.before.of(asked, words)
        elif self.before:
            other = given_weights(self.before, words)
        here = self.weight[np.maximum(number, 0)] if len(self.weight) else other
        out: Array = np.where(number >= 0, here, other)
        return out


def given_weights(given: Mapping[str, float], words: Sequence[str]) -> Array:
    """The weight of each word by another index; one unknown there is rare unless common."""
    asked = Asked.of(words)
    if isinstance(given, Weights):
        return given.of(asked, words)
    other = np.where(asked.common, COMMON_WEIGHT, 1.0)
    pairs = zip(words, other.tolist(), strict=True)
    return np.array([given.get(word, rare) for word, rare in pairs], np.float64)


def ordered(hashes: Array) -> dict[str, Array]:
    """The arrays by which ``Weights`` finds words."""
    order = np.argsort(hashes, kind="stable").astype(np.int32)
    return {"word_hash_sorted": hashes[order], "word_hash_number": order}


def exact_hashes(texts: Sequence[str]) -> Array:
    """A number a text that equal texts share and others practically never do."""
    if all(map(str.isascii, texts)):
        block = np.array(texts, dtype=np.bytes_)
    else:
        block = np.array([text.encode() for text in texts], dtype=np.bytes_)
    long = max(block.dtype.itemsize, 1)
    width = -(-long // 8)
    padded = np.zeros((len(texts), width * 8), np.uint8)
    if texts:
        padded[:, :long] = block.view(np.uint8).reshape(len(texts), long)
    lanes = padded.view(np.uint64).reshape(len(texts), width)
    out = np.full(len(texts), 0x9E3779B97F4A7C15, np.uint64)
    for lane in range(width):
        mixed = (out ^ lanes[:, lane]) * np.uint64(0xBF58476D1CE4E5B9)
        # Empty lanes change nothing: the hash does not depend on the longest text.
        out = np.where(lanes[:, lane] == 0, out, mixed ^ (mixed >> np.uint64(29)))
    return out
