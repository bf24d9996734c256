"""What an index holds: built once from list entries, read-only ever after."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.screening import keys, store
from licet.screening.errors import DamagedStoreError, UnknownAlgorithmError
from licet.screening.forms import LEGAL, SMALL
from licet.screening.model import Entity, Kind, entity_from_json
from licet.screening.qualify import bare
from licet.screening.tables import members
from licet.screening.text import BARE

ALGORITHMS = ("v1",)
FORMAT = 3

# The number of a kind in the arrays; the last stands for not known.
KINDS = (Kind.PERSON, Kind.ORGANISATION, Kind.VESSEL, Kind.AIRCRAFT, Kind.UNKNOWN)

Array = npt.NDArray[Any]

# A list smaller than this weighs its words as if it had this many parties.
FEWEST_PARTIES = 20_000
# Share of all parties that a trade word or a common given name is taken to occur in.
COMMON_SHARE = 0.004
COMMON_WEIGHT = -log(COMMON_SHARE) / log(FEWEST_PARTIES)
LIGHT = {LEGAL: 0.06, SMALL: 0.12}
INITIAL_WEIGHT = 0.25
LIGHTEST = 0.12
SHORTEST_SKELETON = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The distinct words of all names: first those written, then neighbours joined."""

    weights: dict[str, float]
    words: list[str]
    folds: list[str]
    vowels: list[str]
    skeletons: list[str]
    written: int
    names: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An immutable index over the entries of one or more list versions."""

    algorithm: str
    versions: Mapping[str, str]
    vocabulary: Vocabulary
    arrays: Mapping[str, Array]

    def __len__(self) -> int:
        return int(self.arrays["entity_ptr"].size - 1)

    def entity(self, number: int) -> Entity:
        """The entry with that number in the index."""
        start, end = self.arrays["entity_ptr"][number : number + 2]
        return entity_from_json(
            json.loads(self.arrays["entity_blob"][start:end].tobytes())
        )

    def entity_id(self, number: int) -> str:
        """Its id alone."""
        start, end = self.arrays["id_ptr"][number : number + 2]
        return self.arrays["id_blob"][start:end].tobytes().decode()

    def with_number(self, numbers: Sequence[str]) -> list[int]:
        """The entries that carry one of these identifying numbers."""
        asked = exact_hashes([plain for n in numbers if (plain := bare(n))])
        found = np.isin(self.arrays["paper_hash"], asked)
        return [int(n) for n in np.unique(self.arrays["paper_owner"][found])]

    def first_name(self, owner: int) -> int | None:
        """The number of an entry's first name; None when it has no comparable one."""
        at = int(np.searchsorted(self.arrays["name_owner"], owner))
        owners = self.arrays["name_owner"]
        return at if at < owners.size and owners[at] == owner else None

    def name(self, number: int) -> str:
        """A name as its list writes it."""
        start, end = self.arrays["text_ptr"][number : number + 2]
        return self.arrays["text_blob"][start:end].tobytes().decode()

    def name_words(self, number: int) -> list[tuple[str, float]]:
        """The compared words of a name in order, with their weights."""
        start, end = self.arrays["name_ptr"][number : number + 2]
        return [
            (self.vocabulary.words[word], float(weight))
            for word, mask, weight in zip(
                self.arrays["name_word"][start:end].tolist(),
                self.arrays["name_mask"][start:end].tolist(),
                self.arrays["occurrence_weight"][start:end].tolist(),
                strict=True,
            )
            if mask & (mask - 1) == 0
        ]

    def save(self, folder: Path) -> None:
        """Write the index to a folder; it appears at once or not at all."""
        store.save_arrays(
            folder,
            self.arrays,
            {
                "format": FORMAT,
                "algorithm": self.algorithm,
                "versions": dict(self.versions),
                "written": self.vocabulary.written,
            },
        )


def require_algorithm(algorithm: str) -> None:
    """Refuse an algorithm that is not known.

    Raises:
        UnknownAlgorithmError: There is no such algorithm.
    """
    if algorithm not in ALGORITHMS:
        raise UnknownAlgorithmError(algorithm, ALGORITHMS)


def open_built(folder: Path) -> Built:
    """Open a saved index memory-mapped.

    Raises:
        DamagedStoreError: It is not whole, or of another format.
    """
    arrays, meta = store.open_arrays(folder)
    if meta["format"] != FORMAT:
        raise DamagedStoreError(str(folder), "was written by another version of Licet")
    versions: dict[str, str] = meta["versions"]  # type: ignore[assignment]
    words = _lines(arrays["words_blob"])
    return Built(
        algorithm=str(meta["algorithm"]),
        versions=versions,
        vocabulary=Vocabulary(
            words=words,
            weights=dict(zip(words, arrays["word_weight"].tolist(), strict=True)),
            folds=_lines(arrays["folds_blob"]),
            vowels=_lines(arrays["vowels_blob"]),
            skeletons=_lines(arrays["skeletons_blob"]),
            written=int(str(meta["written"])),
            names=_lines(arrays["name_sorted_blob"]),
        ),
        arrays=arrays,
    )


@cache
def common_words() -> frozenset[str]:
    """Words that occur in many names everywhere, however short the list at hand."""
    return members("trade_words") | members("common_names")


def given_weight(weights: Mapping[str, float], word: str) -> float:
    """How telling a word is; one that no list name has is rare unless common elsewhere."""
    known = weights.get(word)
    if known is not None:
        return known
    return COMMON_WEIGHT if word in common_words() else 1.0


def joined(one: str, two: str) -> str:
    """Two neighbouring words written together; the mark of a bare word stays in front."""
    both = one + two
    return BARE + both.replace(BARE, "") if BARE in both else both


def pairs_of(count: int) -> int:
    """How many neighbouring pairs a name of so many words has.

    Last and first count as neighbours: lists turn names round.
    """
    return count if count > 1 else 0


def neighbouring(parts: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """The neighbouring words of a name, in writing order, with the bits of their places."""
    count = len(parts)
    for place in range(pairs_of(count)):
        after = (place + 1) % count
        yield 1 << place | 1 << after, parts[place], parts[after]


def _lines(blob: Array) -> list[str]:
    text = blob.tobytes().decode()
    return text.split("\n") if text else []


def blob(texts: Sequence[str]) -> Array:
    """Texts as bytes, one a line."""
    return np.frombuffer("\n".join(texts).encode() or b"", np.uint8)


def packed(texts: Iterable[bytes]) -> tuple[Array, Array]:
    """Texts end to end, and where each begins."""
    parts = list(texts)
    ends = np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)
    return np.frombuffer(b"".join(parts), np.uint8), ends


def exact_hashes(texts: Sequence[str]) -> Array:
    """A number a text that equal texts share and others practically never do."""
    long = max((len(text) for text in texts), default=1)
    block = np.array([text.encode() for text in texts], dtype=f"S{long}")
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


def letter_sets(texts: Sequence[str]) -> Array:
    """The letters and digits in each word as bits of one number."""
    matrix, _ = keys.letters(texts)
    shifts = np.where(matrix >= ord("a"), matrix - ord("a"), 26 + matrix % 6)
    bits = np.where(matrix > 0, np.uint32(1) << shifts.astype(np.uint32), np.uint32(0))
    out: Array = np.bitwise_or.reduce(bits, axis=1).astype(np.uint32)
    return out
