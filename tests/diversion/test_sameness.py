"""Keys find the same party under two writings; a key is never a proof."""

import pytest

from licet.diversion import (
    Declared,
    Entity,
    address_key,
    name_key,
    number_key,
    representatives,
)
from licet.diversion.sameness import joined


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Limited", "ACME LTD."),
        ("Ácme, Trading Co", "acme trading company"),
        ("\uff21\uff43\uff4d\uff45", "acme"),
        ("ac\u200bme".replace("\u200b", " "), "ac me"),
    ],
)
def test_two_writings_of_a_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_other_names_and_a_ten_megabyte_one_have_keys_of_bounded_length() -> None:
    assert name_key("Acme One") != name_key("Acme Two")
    assert len(name_key("x" * 10_000_000)) == 300
    assert name_key("  ...  ") == ""


def test_an_address_needs_two_words_and_forgets_their_order() -> None:
    assert address_key("1 Rua Nova") == address_key("Rua Nova, 1")
    assert address_key("Recife") == ""


def test_a_number_needs_four_letters_or_digits() -> None:
    assert number_key("HRB 12/345") == number_key("hrb-12345")
    assert number_key("12") == ""


def test_pairs_chain_and_the_first_by_alphabet_stands_for_all() -> None:
    assert representatives([("b", "c"), ("a", "b"), ("x", "y")]) == {
        "a": "a", "b": "a", "c": "a", "x": "x", "y": "x",
    }  # fmt: skip


def test_joined_entities_keep_everything_that_is_known_of_any() -> None:
    declared = Declared(
        entities={
            "a": Entity(id="a", kind="", name="A", countries=("BR",)),
            "r": Entity(id="r", kind="Company", name="A Ltd", identifiers=("77 11",), addresses=("1 Rua",)),
        },
        statements=(),
    )  # fmt: skip
    (one,) = joined(declared, [("a", "r")]).entities.values()
    assert (one.id, one.name, one.countries) == ("a", "A", ("BR",))
    assert one.identifiers == ("77 11",)
    assert one.addresses == ("1 Rua",)
