"""Build an index: words, weights, postings and keys of every name of every entry."""

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from licet.screening import algorithms, keys
from licet.screening.algorithms import DEFAULT, Algorithm
from licet.screening.arabic import BARE
from licet.screening.built import (
    INITIAL_WEIGHT,
    KINDS,
    LIGHT,
    LIGHTEST,
    SHORTEST_SKELETON,
    Array,
    Built,
    Vocabulary,
    joined,
    letter_sets,
    neighbouring,
    pairs_of,
)
from licet.screening.forms import Form, core, folding, indexed_forms
from licet.screening.model import Entity, Kind
from licet.screening.qualify import bare
from licet.screening.text import skeleton, vowels_folded
from licet.screening.texts import Packed, Packing, Words
from licet.screening.weights import (
    COMMON_SHARE,
    FEWEST_PARTIES,
    common_words,
    exact_hashes,
    given_weights,
    ordered,
)


def build(
    entities: Iterable[Entity],
    *,
    algorithm: str = DEFAULT,
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
    names = _Names(weights, algorithms.algorithm(algorithm))
    ids, payloads = Packing(), Packing()
    papers: list[tuple[str, int]] = []
    for number, entity in enumerate(entities):
        ids.add(entity.id.encode())
        payloads.add(json.dumps(entity.to_json(), ensure_ascii=False).encode())
        papers += [(bare(paper.value), number) for paper in entity.identifiers]
        for place, name in enumerate(entity.names):
            names.add(number, name.text, kind=entity.kind, first=place == 0)
    stored = payloads.packed().arrays("entity") | ids.packed().arrays("id")
    del payloads
    arrays = names.arrays(len(stored["id_ptr"]) - 1) | stored
    arrays |= _paper_arrays(papers)
    return Built(
        algorithm=algorithm,
        versions=dict(versions or {}),
        vocabulary=Vocabulary.from_arrays(
            arrays, written=len(names.numbers), before=weights
        ),
        arrays=arrays,
    )


def _paper_arrays(papers: list[tuple[str, int]]) -> dict[str, Array]:
    """Numbers of papers as they are looked up, and whose they are."""
    papers = [paper for paper in papers if paper[0]]
    return {
        "paper_hash": exact_hashes([number for number, _ in papers]),
        "paper_owner": np.array([owner for _, owner in papers], np.int32),
    }


class _Names:
    """Collects the names while an index is built."""

    def __init__(self, given: Mapping[str, float] | None, algorithm: Algorithm) -> None:
        self.given = given
        self.algorithm = algorithm
        self.numbers: dict[str, int] = {}
        self.forms: list[Form] = []
        self.owners: list[int] = []
        self.texts = Packing()
        self.firsts: list[bool] = []
        self.kinds: list[int] = []

    def add(self, owner: int, text: str, *, kind: Kind, first: bool) -> None:
        person = kind is Kind.PERSON
        for parts in indexed_forms(text, person=person, algorithm=self.algorithm):
            if not parts[0]:
                continue
            for word in parts[0]:
                self.numbers.setdefault(word, len(self.numbers))
            self.forms.append(parts)
            self.owners.append(owner)
            self.texts.add(text.encode())
            self.firsts.append(first)
            self.kinds.append(KINDS.index(kind))

    def arrays(self, parties: int) -> dict[str, Array]:
        numbers, written = self.numbers, len(self.numbers)
        neighbours: dict[str, int] = {}
        words, masks, counts = _words_and_neighbours(
            self.forms, numbers, neighbours, written
        )
        self.all_words = [*numbers, *neighbours]
        neighbours.clear()
        spelt = folding(self.algorithm)
        self.all_folds = [spelt(word) for word in self.all_words]
        self.all_skeletons = [skeleton(word) for word in self.all_folds]
        out: dict[str, Array] = {
            "name_ptr": np.cumsum([0, *counts], dtype=np.int64),
            "name_word": np.array(words, np.int32),
            "name_mask": np.array(masks, np.uint16),
            "name_kind": np.array(self.kinds, np.uint8),
            "name_owner": np.array(self.owners, np.int32),
            "word_bare": np.array([w.startswith(BARE) for w in self.all_words], bool),
            "word_first": first_letters(self.all_folds),
            "word_letters": letter_sets(self.all_folds),
            "word_length": np.array([len(w) for w in self.all_folds], np.int16),
            "fold_hash": exact_hashes(self.all_folds),
            **ordered(exact_hashes(self.all_words)),
            **self._texts(),
        }
        out |= self.texts.packed().arrays("text")
        out |= self._weights(out, parties)
        out["name_size"] = np.array([len(parts) for parts, _ in self.forms], np.uint8)
        out["name_short"] = np.array(
            [any(len(word) == 1 for word in parts) for parts, _ in self.forms], bool
        )
        out["occurrence_class"] = _occurrence_classes(self.forms)
        out["name_initials"] = _initials(self.forms)
        self.forms.clear()
        out |= _postings(out, len(self.all_words))
        self.all_words.clear()
        out |= _keys(self.all_folds, self.all_skeletons, out["word_bare"], written)
        return out

    def _weights(self, arrays: Mapping[str, Array], parties: int) -> dict[str, Array]:
        """Weight of every word, of every word in every name, and of every name."""
        folds, fold_of = np.unique(arrays["fold_hash"], return_inverse=True)
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
            weight = given_weights(self.given, self.all_words).astype(np.float32)
        return {"word_weight": weight, **_name_weights(self.forms, arrays, weight)}

    def _texts(self) -> dict[str, Array]:
        """The words in all their spellings, and the words of every name in order."""
        names = (" ".join(sorted(parts)).encode() for parts, _ in self.forms)
        return {
            **Packed.of(word.encode() for word in self.all_words).arrays("words"),
            **Words.of(self.all_folds).arrays("folds"),
            **Words.of([vowels_folded(w) for w in self.all_folds]).arrays("vowels"),
            **Words.of(self.all_skeletons).arrays("skeletons"),
            **Packed.of(names).arrays("names"),
            **Packed.of(core(one).encode() for one in self.forms).arrays("cores"),
        }


def _words_and_neighbours(
    forms: Sequence[Form],
    numbers: Mapping[str, int],
    neighbours: dict[str, int],
    written: int,
) -> tuple["array[int]", "array[int]", "array[int]"]:
    """Every word of every form with its place, joined neighbours after the single words."""
    words, masks, counts = array("i"), array("H"), array("i")
    for parts, _ in forms:
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
    return words, masks, counts


def _occurrence_classes(forms: Sequence[Form]) -> Array:
    """The class of every word of every name; a joined pair is a name when either is."""
    out = array("B")
    for _, classes in forms:
        out.extend(classes)
        turned = (*classes[1:], classes[0])
        both = map(min, classes, turned)
        out.extend(islice(both, pairs_of(len(classes))))
    return np.array(out, np.uint8)


def _name_weights(
    forms: Sequence[Form], arrays: Mapping[str, Array], weight: Array
) -> dict[str, Array]:
    light = array("f")
    for parts, classes in forms:
        own = [
            LIGHT.get(c, INITIAL_WEIGHT if len(w) == 1 else -1.0)
            for w, c in zip(parts, classes, strict=True)
        ]
        light.extend(own)
        light.extend([-1.0] * pairs_of(len(parts)))
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
