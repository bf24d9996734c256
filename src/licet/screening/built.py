"""What an index holds: built once from list entries, read-only ever after."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.screening import keys, store
from licet.screening.errors import DamagedStoreError, UnknownAlgorithmError
from licet.screening.forms import LEGAL, SMALL, Form, form
from licet.screening.model import Entity, Kind, entity_from_json
from licet.screening.tables import members
from licet.screening.text import BARE, fold, skeleton, vowels_folded

ALGORITHMS = ("v1",)
FORMAT = 2

# The number of a kind in the arrays; the last stands for not known.
KINDS = (Kind.PERSON, Kind.ORGANISATION, Kind.VESSEL, Kind.AIRCRAFT, Kind.UNKNOWN)

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
            names.add(number, name.text, kind=entity.kind, first=place == 0)
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
        self.kinds: list[int] = []

    def add(self, owner: int, text: str, *, kind: Kind, first: bool) -> None:
        parts = form(text, person=kind is Kind.PERSON)
        if not parts[0]:
            return
        for word in parts[0]:
            self.numbers.setdefault(word, len(self.numbers))
        self.forms.append(parts)
        self.owners.append(owner)
        self.texts.append(text.encode())
        self.firsts.append(first)
        self.kinds.append(KINDS.index(kind))

    def arrays(self, parties: int) -> dict[str, Array]:
        numbers, written = self.numbers, len(self.numbers)
        neighbours: dict[str, int] = {}
        words: list[int] = []
        masks: list[int] = []
        counts: list[int] = []
        for parts, _ in self.forms:
            size = len(words)
            for place, word in enumerate(parts):
                words.append(numbers[word])
                masks.append(1 << place)
            for mask, one, two in neighbouring(parts):
                both = joined(one, two)
                known = numbers.get(both)
                words.append(
                    known
                    if known is not None
                    else neighbours.setdefault(both, written + len(neighbours))
                )
                masks.append(mask)
            counts.append(len(words) - size)
        self.all_words = [*numbers, *neighbours]
        self.all_folds = [fold(word) for word in self.all_words]
        self.all_vowels = [vowels_folded(word) for word in self.all_folds]
        self.all_skeletons = [skeleton(word) for word in self.all_folds]
        out: dict[str, Array] = {
            "name_ptr": np.cumsum([0, *counts], dtype=np.int64),
            "name_word": np.array(words, np.int32),
            "name_mask": np.array(masks, np.uint16),
            "name_kind": np.array(self.kinds, np.uint8),
            "name_sorted_blob": _blob(
                [" ".join(sorted(parts)) for parts, _ in self.forms]
            ),
            "name_owner": np.array(self.owners, np.int32),
            "words_blob": _blob(self.all_words),
            "folds_blob": _blob(self.all_folds),
            "vowels_blob": _blob(self.all_vowels),
            "skeletons_blob": _blob(self.all_skeletons),
            "word_bare": np.array([w.startswith(BARE) for w in self.all_words], bool),
            "word_first": first_letters(self.all_folds),
            "word_letters": letter_sets(self.all_folds),
            "word_length": np.array([len(w) for w in self.all_folds], np.int16),
            "word_hash": exact_hashes(self.all_words),
            "fold_hash": exact_hashes(self.all_folds),
            "bones_hash": exact_hashes(self.all_skeletons),
        }
        out["text_blob"], out["text_ptr"] = _packed(self.texts)
        out |= self._weights(out, parties)
        out["name_size"] = np.array([len(parts) for parts, _ in self.forms], np.uint8)
        out["name_short"] = np.array(
            [any(len(word) == 1 for word in parts) for parts, _ in self.forms], bool
        )
        out["occurrence_class"] = _occurrence_classes(self.forms)
        out["name_initials"] = _initials(self.forms)
        out |= _postings(out, len(self.all_words))
        out |= _keys(self.all_folds, self.all_skeletons, out["word_bare"], written)
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
            vowels=self.all_vowels,
            skeletons=self.all_skeletons,
            written=len(self.numbers),
            names=[" ".join(sorted(parts)) for parts, _ in self.forms],
        )


def _occurrence_classes(forms: Sequence[Form]) -> Array:
    """The class of every word of every name; a joined pair is a name when either is."""
    out: list[int] = []
    for _, classes in forms:
        out += classes
        turned = (*classes[1:], classes[0])
        out += [min(one, two) for one, two in zip(classes, turned, strict=True)][
            : pairs_of(len(classes))
        ]
    return np.array(out, np.uint8)


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
        light += [-1.0] * pairs_of(len(parts))
    given = np.array(light, np.float32)
    occurrence = np.where(
        given >= 0,
        np.minimum(given, weight[arrays["name_word"]]),
        weight[arrays["name_word"]],
    )
    single = _single_bits(arrays["name_mask"])
    # A joined pair weighs what its two words weigh together.
    place = np.flatnonzero(~single)
    if place.size:
        starts = np.repeat(arrays["name_ptr"][:-1], np.diff(arrays["name_ptr"]))[place]
        masks = arrays["name_mask"][place].astype(np.int32)
        low = masks & -masks
        first = np.log2(low).astype(np.int64)
        second = np.log2(masks ^ low).astype(np.int64)
        occurrence[place] = occurrence[starts + first] + occurrence[starts + second]
    totals = (
        np.add.reduceat(np.where(single, occurrence, 0), arrays["name_ptr"][:-1])
        if forms
        else np.zeros(0)
    )
    return {
        "occurrence_weight": occurrence.astype(np.float32),
        "name_total": totals.astype(np.float32),
    }


def _initials(forms: Sequence[Form]) -> Array:
    """The first letters of the words of each name as bits of one number."""
    out = np.zeros(len(forms), np.uint32)
    for number, (parts, _) in enumerate(forms):
        bits = 0
        for word in parts:
            if "a" <= (first := word.removeprefix(BARE)[:1]) <= "z":
                bits |= 1 << (ord(first) - ord("a"))
        out[number] = bits
    return out


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
    folds: Sequence[str], skeletons: Sequence[str], bare: Array, written: int
) -> dict[str, Array]:
    """Distinct sorted keys, and the words that each leads to."""
    everything = np.arange(len(folds), dtype=np.int32)
    length = np.array([len(s) for s in skeletons], np.int16)
    own = everything < written
    groups = [
        _deleted(folds, everything[own], keys.SPELLING, two=True),
        _exact(folds, everything[~own], keys.SPELLING),
        _exact(
            skeletons, everything[~bare & (length >= SHORTEST_SKELETON)], keys.BONES
        ),
        _deleted(
            skeletons, everything[~bare & own & (length > 1)], keys.SOFT, two=False
        ),
        _exact(skeletons, everything[~bare & ~own & (length > 1)], keys.SOFT),
        _deleted(skeletons, everything[bare & (length > 1)], keys.BARE, two=False),
    ]
    hashes = np.concatenate([h for h, _ in groups])
    leads = np.concatenate([w for _, w in groups])
    order = np.argsort(hashes, kind="stable")
    hashes, leads = hashes[order], leads[order]
    distinct, starts = np.unique(hashes, return_index=True)
    return {
        "key_hash": distinct,
        "key_ptr": np.append(starts, hashes.size).astype(np.int32),
        "key_word": leads.astype(np.int32),
    }


def _exact(texts: Sequence[str], which: Array, salt: np.uint64) -> tuple[Array, Array]:
    return keys.exact_keys([texts[i] for i in which], salt), which


def _deleted(
    texts: Sequence[str], which: Array, salt: np.uint64, *, two: bool
) -> tuple[Array, Array]:
    hashes, owners = keys.deletion_keys([texts[i] for i in which], salt, two=two)
    return hashes, which[owners]


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


def first_letters(texts: Sequence[str]) -> Array:
    """The first letter of each word as a number; 0 for none."""
    return np.array([ord(text[0]) if text else 0 for text in texts], np.uint8)


def letter_sets(texts: Sequence[str]) -> Array:
    """The letters and digits in each word as bits of one number."""
    matrix, _ = keys.letters(texts)
    shifts = np.where(matrix >= ord("a"), matrix - ord("a"), 26 + matrix % 6)
    bits = np.where(matrix > 0, np.uint32(1) << shifts.astype(np.uint32), np.uint32(0))
    out: Array = np.bitwise_or.reduce(bits, axis=1).astype(np.uint32)
    return out
