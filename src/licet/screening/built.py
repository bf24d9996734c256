"""What an index holds: built once from list entries, read-only ever after."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.screening import keys, store
from licet.screening.errors import DamagedStoreError, UnknownAlgorithmError
from licet.screening.forms import LEGAL, SMALL, Form, form
from licet.screening.model import Entity, Kind, entity_from_json
from licet.screening.tables import members
from licet.screening.text import fold, skeleton

ALGORITHMS = ("v1",)
FORMAT = 1

Array = npt.NDArray[Any]

# A list smaller than this weighs its words as if it had this many parties.
FEWEST_PARTIES = 20_000
# Share of all parties that a trade word or a common given name is taken to occur in.
COMMON_SHARE = 0.004
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
    skeletons: list[str]
    written: int


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
            skeletons=_lines(arrays["skeletons_blob"]),
            written=int(str(meta["written"])),
        ),
        arrays=arrays,
    )


def _lines(blob: Array) -> list[str]:
    text = blob.tobytes().decode()
    return text.split("\n") if text else []


def _blob(texts: Sequence[str]) -> Array:
    return np.frombuffer("\n".join(texts).encode() or b"", np.uint8)


def _packed(texts: Iterable[bytes]) -> tuple[Array, Array]:
    parts = list(texts)
    ends = np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)
    return np.frombuffer(b"".join(parts), np.uint8), ends


def build(
    entities: Iterable[Entity],
    *,
    algorithm: str = "v1",
    versions: Mapping[str, str] | None = None,
) -> Built:
    """Index entries under all their names.

    Args:
        entities: The entries.
        algorithm: The matching algorithm that will read it.
        versions: Source -> version, for the hits to name.

    Returns:
        The index, in memory.

    Raises:
        UnknownAlgorithmError: There is no such algorithm.
    """
    require_algorithm(algorithm)
    names = _Names()
    ids, payloads = [], []
    for number, entity in enumerate(entities):
        ids.append(entity.id.encode())
        payloads.append(json.dumps(entity.to_json(), ensure_ascii=False).encode())
        for place, name in enumerate(entity.names):
            names.add(
                number, name.text, person=entity.kind is Kind.PERSON, first=place == 0
            )
    arrays = names.arrays(len(ids))
    arrays["id_blob"], arrays["id_ptr"] = _packed(ids)
    arrays["entity_blob"], arrays["entity_ptr"] = _packed(payloads)
    return Built(
        algorithm=algorithm,
        versions=dict(versions or {}),
        vocabulary=names.vocabulary(arrays),
        arrays=arrays,
    )


class _Names:
    """Collects the names while an index is built."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.forms: list[Form] = []
        self.owners: list[int] = []
        self.texts: list[bytes] = []
        self.firsts: list[bool] = []

    def add(self, owner: int, text: str, *, person: bool, first: bool) -> None:
        parts = form(text, person=person)
        if not parts[0]:
            return
        for word in parts[0]:
            self.numbers.setdefault(word, len(self.numbers))
        self.forms.append(parts)
        self.owners.append(owner)
        self.texts.append(text.encode())
        self.firsts.append(first)

    def arrays(self, parties: int) -> dict[str, Array]:
        numbers, written = self.numbers, len(self.numbers)
        joined: dict[str, int] = {}
        words: list[int] = []
        masks: list[int] = []
        counts: list[int] = []
        for parts, _ in self.forms:
            size = len(words)
            for place, word in enumerate(parts):
                words.append(numbers[word])
                masks.append(1 << place)
            for place, (one, two) in enumerate(pairwise(parts)):
                both = one + two
                known = numbers.get(both)
                words.append(
                    known
                    if known is not None
                    else joined.setdefault(both, written + len(joined))
                )
                masks.append(3 << place)
            counts.append(len(words) - size)
        self.all_words = [*numbers, *joined]
        self.all_folds = [fold(word) for word in self.all_words]
        self.all_skeletons = [skeleton(word) for word in self.all_folds]
        out: dict[str, Array] = {
            "name_ptr": np.cumsum([0, *counts], dtype=np.int64),
            "name_word": np.array(words, np.int32),
            "name_mask": np.array(masks, np.uint16),
            "name_owner": np.array(self.owners, np.int32),
            "words_blob": _blob(self.all_words),
            "folds_blob": _blob(self.all_folds),
            "skeletons_blob": _blob(self.all_skeletons),
        }
        out["text_blob"], out["text_ptr"] = _packed(self.texts)
        out |= self._weights(out, parties)
        out |= _postings(out, len(self.all_words))
        out |= _keys(self.all_folds, self.all_skeletons, written)
        return out

    def _weights(self, arrays: Mapping[str, Array], parties: int) -> dict[str, Array]:
        """Weight of every word, of every word in every name, and of every name."""
        folds: dict[str, int] = {}
        fold_of = np.array(
            [folds.setdefault(f, len(folds)) for f in self.all_folds], np.int64
        )
        # Only the first name of a party counts: adding an alias changes no weight.
        first = np.repeat(np.array(self.firsts, bool), np.diff(arrays["name_ptr"]))
        owners = np.repeat(
            arrays["name_owner"].astype(np.int64), np.diff(arrays["name_ptr"])
        )
        pairs = np.unique(
            owners[first] * len(folds) + fold_of[arrays["name_word"][first]]
        )
        seen = np.bincount(pairs % max(1, len(folds)), minlength=len(folds))[fold_of]
        common = members("trade_words") | members("common_names")
        total = max(parties, FEWEST_PARTIES)
        floor = np.array([w in common for w in self.all_words]) * (COMMON_SHARE * total)
        share = np.maximum(np.maximum(seen, 1), floor) / total
        weight = np.clip(-np.log(share) / np.log(total), LIGHTEST, 1).astype(np.float32)
        return {"word_weight": weight, **_name_weights(self.forms, arrays, weight)}

    def vocabulary(self, arrays: Mapping[str, Array]) -> Vocabulary:
        return Vocabulary(
            words=self.all_words,
            weights=dict(
                zip(self.all_words, arrays["word_weight"].tolist(), strict=True)
            ),
            folds=self.all_folds,
            skeletons=self.all_skeletons,
            written=len(self.numbers),
        )


def _name_weights(
    forms: Sequence[Form], arrays: Mapping[str, Array], weight: Array
) -> dict[str, Array]:
    light: list[float] = []
    for parts, classes in forms:
        own = [
            LIGHT.get(c, INITIAL_WEIGHT if len(w) == 1 else -1.0)
            for w, c in zip(parts, classes, strict=True)
        ]
        light += own
        light += [-1.0] * (len(parts) - 1)
    given = np.array(light, np.float32)
    occurrence = np.where(
        given >= 0,
        np.minimum(given, weight[arrays["name_word"]]),
        weight[arrays["name_word"]],
    )
    single = _single_bits(arrays["name_mask"])
    # A joined pair weighs what its two words weigh together.
    place = np.flatnonzero(~single)
    pairs = np.zeros(place.size, np.float32)
    if place.size:
        starts = np.repeat(arrays["name_ptr"][:-1], np.diff(arrays["name_ptr"]))[place]
        low = np.log2(
            arrays["name_mask"][place] & -arrays["name_mask"][place].astype(np.int32)
        ).astype(np.int64)
        pairs = occurrence[starts + low] + occurrence[starts + low + 1]
        occurrence[place] = pairs
    totals = (
        np.add.reduceat(np.where(single, occurrence, 0), arrays["name_ptr"][:-1])
        if forms
        else np.zeros(0)
    )
    return {
        "occurrence_weight": occurrence.astype(np.float32),
        "name_total": totals.astype(np.float32),
    }


def _single_bits(masks: Array) -> npt.NDArray[np.bool_]:
    wide = masks.astype(np.int32)
    single: npt.NDArray[np.bool_] = (wide & (wide - 1)) == 0
    return single


def _postings(arrays: Mapping[str, Array], words: int) -> dict[str, Array]:
    """For every word the names that hold it, and with what weight."""
    names = np.repeat(
        np.arange(arrays["name_owner"].size, dtype=np.int32),
        np.diff(arrays["name_ptr"]),
    )
    order = np.argsort(arrays["name_word"], kind="stable")
    counts = np.bincount(arrays["name_word"], minlength=words)
    return {
        "post_ptr": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        "post_name": names[order],
        "post_weight": arrays["occurrence_weight"][order],
    }


def _keys(
    folds: Sequence[str], skeletons: Sequence[str], written: int
) -> dict[str, Array]:
    """Sorted keys, and the word that each leads to."""
    spelled, owners = keys.deletion_keys(folds[:written], keys.SPELLING)
    joined = keys.exact_keys(folds[written:], keys.SPELLING)
    long = np.array(
        [i for i, s in enumerate(skeletons) if len(s) >= SHORTEST_SKELETON], np.int32
    )
    bones = keys.exact_keys([skeletons[i] for i in long], keys.SKELETON)
    own = long[long < written]
    near, near_owners = keys.deletion_keys(
        [skeletons[i] for i in own], keys.SKELETON, two=False
    )
    hashes = np.concatenate([spelled, joined, bones, near])
    leads = np.concatenate(
        [owners, np.arange(written, len(folds), dtype=np.int32), long, own[near_owners]]
    )
    order = np.argsort(hashes, kind="stable")
    hashes, leads = hashes[order], leads[order]
    keep = np.ones(hashes.size, bool)
    keep[1:] = (hashes[1:] != hashes[:-1]) | (leads[1:] != leads[:-1])
    return {"key_hash": hashes[keep], "key_word": leads[keep].astype(np.int32)}
