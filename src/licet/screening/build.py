"""Build an index: words, weights, postings and keys of every name of every entry."""

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from licet.screening import keys
from licet.screening.built import (
    COMMON_SHARE,
    FEWEST_PARTIES,
    INITIAL_WEIGHT,
    KINDS,
    LIGHT,
    LIGHTEST,
    SHORTEST_SKELETON,
    Array,
    Built,
    Vocabulary,
    blob,
    common_words,
    exact_hashes,
    given_weight,
    joined,
    letter_sets,
    neighbouring,
    packed,
    pairs_of,
    require_algorithm,
)
from licet.screening.forms import Form, form
from licet.screening.model import Entity, Kind
from licet.screening.qualify import bare
from licet.screening.text import BARE, fold, skeleton, vowels_folded


def build(
    entities: Iterable[Entity],
    *,
    algorithm: str = "v1",
    versions: Mapping[str, str] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Built:
    """Index entries under all their names.

    Args:
        entities: The entries.
        algorithm: The matching algorithm that will read it.
        versions: Source -> version, for the hits to name.
        weights: How telling each word is, when not to be counted from these entries: two
            indexes with the same weights score the same pair of names alike.

    Returns:
        The index, in memory.

    Raises:
        UnknownAlgorithmError: There is no such algorithm.
    """
    require_algorithm(algorithm)
    names = _Names(weights)
    ids, payloads = [], []
    papers: list[tuple[str, int]] = []
    for number, entity in enumerate(entities):
        ids.append(entity.id.encode())
        payloads.append(json.dumps(entity.to_json(), ensure_ascii=False).encode())
        papers += [(bare(paper.value), number) for paper in entity.identifiers]
        for place, name in enumerate(entity.names):
            names.add(number, name.text, kind=entity.kind, first=place == 0)
    arrays = names.arrays(len(ids))
    arrays["id_blob"], arrays["id_ptr"] = packed(ids)
    papers = [paper for paper in papers if paper[0]]
    arrays["paper_hash"] = exact_hashes([number for number, _ in papers])
    arrays["paper_owner"] = np.array([owner for _, owner in papers], np.int32)
    arrays["entity_blob"], arrays["entity_ptr"] = packed(payloads)
    return Built(
        algorithm=algorithm,
        versions=dict(versions or {}),
        vocabulary=names.vocabulary(arrays),
        arrays=arrays,
    )


class _Names:
    """Collects the names while an index is built."""

    def __init__(self, given: Mapping[str, float] | None) -> None:
        self.given = given
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
        words, masks, counts = array("i"), array("H"), array("i")
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
        neighbours.clear()
        self.all_names = [" ".join(sorted(parts)) for parts, _ in self.forms]
        self.all_folds = [fold(word) for word in self.all_words]
        self.all_vowels = [vowels_folded(word) for word in self.all_folds]
        self.all_skeletons = [skeleton(word) for word in self.all_folds]
        out: dict[str, Array] = {
            "name_ptr": np.cumsum([0, *counts], dtype=np.int64),
            "name_word": np.array(words, np.int32),
            "name_mask": np.array(masks, np.uint16),
            "name_kind": np.array(self.kinds, np.uint8),
            "name_sorted_blob": blob(self.all_names),
            "name_owner": np.array(self.owners, np.int32),
            "words_blob": blob(self.all_words),
            "folds_blob": blob(self.all_folds),
            "vowels_blob": blob(self.all_vowels),
            "skeletons_blob": blob(self.all_skeletons),
            "word_bare": np.array([w.startswith(BARE) for w in self.all_words], bool),
            "word_first": first_letters(self.all_folds),
            "word_letters": letter_sets(self.all_folds),
            "word_length": np.array([len(w) for w in self.all_folds], np.int16),
            "word_hash": exact_hashes(self.all_words),
            "fold_hash": exact_hashes(self.all_folds),
            "bones_hash": exact_hashes(self.all_skeletons),
        }
        out["text_blob"], out["text_ptr"] = packed(self.texts)
        out |= self._weights(out, parties)
        out["name_size"] = np.array([len(parts) for parts, _ in self.forms], np.uint8)
        out["name_short"] = np.array(
            [any(len(word) == 1 for word in parts) for parts, _ in self.forms], bool
        )
        out["occurrence_class"] = _occurrence_classes(self.forms)
        out["name_initials"] = _initials(self.forms)
        self.forms.clear()
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
        common = common_words()
        total = max(parties, FEWEST_PARTIES)
        floor = np.array([w in common for w in self.all_words]) * (COMMON_SHARE * total)
        share = np.maximum(np.maximum(seen, 1), floor) / total
        weight = np.clip(-np.log(share) / np.log(total), LIGHTEST, 1).astype(np.float32)
        if self.given is not None:
            given = self.given
            weight = np.array(
                [given_weight(given, w) for w in self.all_words], np.float32
            )
        return {"word_weight": weight, **_name_weights(self.forms, arrays, weight)}

    def vocabulary(self, arrays: Mapping[str, Array]) -> Vocabulary:
        return Vocabulary(
            words=self.all_words,
            weights={
                **(self.given or {}),
                **dict(
                    zip(self.all_words, arrays["word_weight"].tolist(), strict=True)
                ),
            },
            folds=self.all_folds,
            vowels=self.all_vowels,
            skeletons=self.all_skeletons,
            written=len(self.numbers),
            names=self.all_names,
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
    leads = np.concatenate([w for _, w in groups]).astype(np.int32)
    groups.clear()
    order = np.argsort(hashes)
    hashes, leads = hashes[order], leads[order]
    starts = np.flatnonzero(
        np.append(True, hashes[1:] != hashes[:-1])[: hashes.size]
    )  # a value
    return {
        "key_hash": hashes[starts],
        "key_ptr": np.append(starts, hashes.size).astype(np.int32),
        "key_word": leads,
    }


def _exact(texts: Sequence[str], which: Array, salt: np.uint64) -> tuple[Array, Array]:
    return keys.exact_keys([texts[i] for i in which], salt), which


def _deleted(
    texts: Sequence[str], which: Array, salt: np.uint64, *, two: bool
) -> tuple[Array, Array]:
    hashes, owners = keys.deletion_keys([texts[i] for i in which], salt, two=two)
    return hashes, which[owners]


def first_letters(texts: Sequence[str]) -> Array:
    """The first letter of each word as a number; 0 for none."""
    return np.array([ord(text[0]) if text else 0 for text in texts], np.uint8)
