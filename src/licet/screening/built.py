"""What an index holds: built once from list entries, read-only ever after."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from licet.screening import keys, store
from licet.screening.algorithms import Algorithm, algorithm
from licet.screening.arabic import BARE
from licet.screening.errors import DamagedStoreError
from licet.screening.forms import LEGAL, SMALL
from licet.screening.model import Entity, Kind, entity_from_json
from licet.screening.qualify import bare
from licet.screening.texts import Packed, Words
from licet.screening.weights import Weights, exact_hashes

FORMAT = 4

# The number of a kind in the arrays; the last stands for not known.
KINDS = (Kind.PERSON, Kind.ORGANISATION, Kind.VESSEL, Kind.AIRCRAFT, Kind.UNKNOWN)

Array = npt.NDArray[Any]

LIGHT = {LEGAL: 0.06, SMALL: 0.12}
INITIAL_WEIGHT = 0.25
LIGHTEST = 0.12
SHORTEST_SKELETON = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The distinct words of all names: first those written, then neighbours joined."""

    weights: Weights
    words: Packed
    folds: Words
    vowels: Words
    skeletons: Words
    written: int
    names: Packed
    cores: Packed

    @classmethod
    def from_arrays(
        cls,
        arrays: Mapping[str, Array],
        *,
        written: int,
        before: Mapping[str, float] | None = None,
    ) -> Self:
        """The vocabulary of an opened index."""
        words = Packed.from_arrays(arrays, "words")
        return cls(
            weights=Weights(
                words=words,
                weight=arrays["word_weight"],
                hashes=arrays["word_hash_sorted"],
                numbers=arrays["word_hash_number"],
                before=before,
            ),
            words=words,
            folds=Words.from_arrays(arrays, "folds"),
            vowels=Words.from_arrays(arrays, "vowels"),
            skeletons=Words.from_arrays(arrays, "skeletons"),
            written=written,
            names=Packed.from_arrays(arrays, "names"),
            cores=Packed.from_arrays(arrays, "cores"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An immutable index over the entries of one or more list versions."""

    algorithm: str
    versions: Mapping[str, str]
    vocabulary: Vocabulary
    arrays: Mapping[str, Array]

    def __len__(self) -> int:
        return int(self.arrays["entity_ptr"].size - 1)

    @property
    def rules(self) -> Algorithm:
        """What the algorithm that reads it does."""
        return algorithm(self.algorithm)

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


def open_built(folder: Path) -> Built:
    """Open a saved index memory-mapped.

    Raises:
        DamagedStoreError: It is not whole, or of another format.
    """
    arrays, meta = store.open_arrays(folder)
    if meta["format"] != FORMAT:
        raise DamagedStoreError(str(folder), "was written by another version of Licet")
    versions: dict[str, str] = meta["versions"]  # type: ignore[assignment]
    return Built(
        algorithm=str(meta["algorithm"]),
        versions=versions,
        vocabulary=Vocabulary.from_arrays(arrays, written=int(str(meta["written"]))),
        arrays=arrays,
    )


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


def letter_sets(texts: Sequence[str]) -> Array:
    """The letters and digits in each word as bits of one number."""
    matrix, _ = keys.letters(texts)
    shifts = np.where(matrix >= ord("a"), matrix - ord("a"), 26 + matrix % 6)
    bits = np.where(matrix > 0, np.uint32(1) << shifts.astype(np.uint32), np.uint32(0))
    out: Array = np.bitwise_or.reduce(bits, axis=1).astype(np.uint32)
    return out
