"""Texts in arrays come back as they were, whatever their length."""

import numpy as np
import pytest

from licet.screening import Entity, Kind, Name, build_index
from licet.screening.text import is_cut
from licet.screening.texts import WIDTH, Packed, Words
from licet.screening.weights import Asked, Weights, exact_hashes, given_weights


def test_words_longer_than_a_row_are_kept_aside() -> None:
    texts = ["a", "b" * (WIDTH + 9), "", "c" * WIDTH, "d" * (WIDTH + 1)]
    words = Words.of(texts)
    assert len(words) == 5
    asked = np.array([4, 0, 1, 3, 2, 1])
    assert words.take(asked) == [texts[n].encode() for n in asked]
    again = Words.from_arrays(words.arrays("w"), "w")
    assert again.take(asked) == words.take(asked)
    assert Words.of([]).take(np.zeros(0, np.int64)) == []


def test_packed_texts_come_back_in_any_order() -> None:
    packed = Packed.of(text.encode() for text in ("quorvex", "", "łos"))
    assert (len(packed), packed[2], list(packed)) == (3, "łos", ["quorvex", "", "łos"])
    assert packed.take(np.array([2, 0])) == ["łos".encode(), b"quorvex"]


def test_weights_may_come_from_a_plain_mapping() -> None:
    listed = Entity(
        id="x:1", source="x", kind=Kind.UNKNOWN, names=(Name(text="Quorvex Tarnhelm"),)
    )
    index = build_index([listed], weights={"quorvex": 0.5, "elsewhere": 0.25})
    weights = index.weights
    assert weights["quorvex"] == 0.5
    assert weights["tarnhelm"] == 1.0
    assert weights["elsewhere"] == 0.25
    assert set(weights) >= {"quorvex", "tarnhelm"}
    assert isinstance(weights, Weights)
    asked = ["elsewhere", "quorvex", "unheard", "trading"]
    assert weights.of(Asked.of(asked), asked).round(2).tolist() == [0.25, 0.5, 1, 0.56]
    assert given_weights(weights, asked).round(2).tolist() == [0.25, 0.5, 1, 0.56]
    with pytest.raises(KeyError):
        build_index([listed]).weights["unheard"]


def test_a_text_is_cut_only_where_visible_characters_are_lost() -> None:
    assert not is_cut("x" * 512)
    assert is_cut("x" * 513)
    assert not is_cut("x" * 500 + "\u200b" * 100)
    assert is_cut("\u200b" * 5000)


def test_texts_beyond_ascii_have_numbers_of_their_own() -> None:
    texts = ["\u00e9t\u00e9", "ete", "\u4e2d"]
    numbers = exact_hashes(texts)
    assert len(set(numbers.tolist())) == len(texts)
    assert numbers.tolist() == exact_hashes(texts).tolist()
