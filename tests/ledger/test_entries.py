"""The public entry hides the act and commits to it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.ledger import (
    ENTRY_SIZE,
    MalformedError,
    commitment,
    committed_in,
    decode_bundle,
    encode_bundle,
    entry_of,
)


def test_the_commitment_is_the_hash_of_salt_and_payload() -> None:
    salt = bytes(range(32))
    assert commitment(salt, b"act") == hashlib.sha256(salt + b"act").digest()


def test_an_entry_is_a_version_and_a_commitment_and_nothing_else() -> None:
    committed = commitment(bytes(32), b"act")
    entry = entry_of(committed)
    assert len(entry) == ENTRY_SIZE == 33
    assert entry[0] == 1
    assert committed_in(entry) == committed


def test_the_same_act_with_another_salt_is_another_entry() -> None:
    assert commitment(bytes(32), b"act") != commitment(bytes([1]) * 32, b"act")


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(MalformedError, match="16 bytes, not 32"):
        commitment(bytes(16), b"act")


def test_a_commitment_of_another_length_is_refused() -> None:
    with pytest.raises(MalformedError):
        entry_of(bytes(31))


@pytest.mark.parametrize("entry", [b"", b"\x02" + bytes(32), bytes(34)])
def test_an_entry_of_another_form_is_refused(entry: bytes) -> None:
    with pytest.raises(MalformedError):
        committed_in(entry)


@given(st.lists(st.binary(max_size=300)))
def test_bundles_read_back(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries)) == entries


@given(
    st.lists(st.binary(max_size=40), min_size=1), st.integers(min_value=1, max_value=40)
)
def test_a_cut_bundle_is_refused_or_ends_between_entries(
    entries: list[bytes], cut: int
) -> None:
    data = encode_bundle(entries)[:-cut]
    try:
        read = decode_bundle(data)
    except MalformedError:
        return
    assert read == entries[: len(read)]
    assert encode_bundle(read) == data


def test_an_entry_longer_than_its_prefix_can_say_is_refused() -> None:
    with pytest.raises(MalformedError, match="65536 bytes"):
        encode_bundle([bytes(65_536)])
