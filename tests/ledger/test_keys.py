"""Verifier keys: published text and back, and nothing else."""

import sys

import pytest

from licet.ledger import (
    SeedSigner,
    SignatureError,
    SignatureKind,
    UnusableKeyError,
    VerifierKey,
    parse_key,
    parse_private_key,
)
from licet.ledger.encoding import encode_base64
from licet.ledger.keys import verify_bytes

KINDS = list(SignatureKind)


def signer(kind: SignatureKind) -> SeedSigner:
    return SeedSigner(name="log.example/a", kind=kind, seed=bytes(range(32)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_reads_back_from_its_text(kind: SignatureKind) -> None:
    key = signer(kind).key
    assert parse_key(key.text) == key
    assert str(key) == key.text
    assert key.text.startswith("log.example/a+" + key.key_id.hex() + "+")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_verifies_its_own_signature_and_no_other(kind: SignatureKind) -> None:
    one = signer(kind)
    signature = one.sign(b"text")
    verify_bytes(one.key, signature, b"text")
    assert len(signature) == kind.signature_size
    with pytest.raises(SignatureError, match="another text"):
        verify_bytes(one.key, signature, b"texT")


def test_the_same_key_in_two_kinds_has_two_ids() -> None:
    plain, timed = (signer(kind).key for kind in KINDS[:2])
    assert plain.public == timed.public
    assert plain.key_id != timed.key_id


@pytest.mark.parametrize("change", ["name", "id", "key", "kind", "spelling"])
def test_a_changed_text_is_refused(change: str) -> None:
    key = signer(SignatureKind.ED25519).key
    name, key_id, encoded = key.text.split("+", 2)
    texts = {
        "name": f"log.example/b+{key_id}+{encoded}",
        "id": f"{name}+00000000+{encoded}",
        "key": f"{name}+{key_id}+{encode_base64(bytes([1]) + bytes(32))}",
        "kind": f"{name}+{key_id}+{encode_base64(bytes([2]) + key.public)}",
        "spelling": f"{name}+{key_id.upper()}+{encoded}" if key_id.upper() != key_id else f"{name}++{encoded}",
    }  # fmt: skip
    with pytest.raises(UnusableKeyError):
        parse_key(texts[change])


@pytest.mark.parametrize(
    "text", ["", "a+b", "a+00000000+", "a+00000000+!!", "a+00000000+AQ=="]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(UnusableKeyError):
        parse_key(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\x07"])
def test_a_name_that_could_not_stand_in_a_note_is_refused(name: str) -> None:
    with pytest.raises(UnusableKeyError):
        VerifierKey(name=name, kind=SignatureKind.ED25519, public=bytes(32))


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_of_another_length_is_refused(kind: SignatureKind) -> None:
    with pytest.raises(UnusableKeyError, match="seed has 32 bytes"):
        SeedSigner(name="a", kind=kind, seed=b"short").sign(b"")


def test_the_seed_is_not_printed() -> None:
    assert "seed" not in repr(signer(SignatureKind.ED25519))


def test_without_the_library_ml_dsa_is_refused_not_ignored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = signer(SignatureKind.ML_DSA_44_COSIGNATURE)
    key, signature = one.key, one.sign(b"text")
    name = "cryptography.hazmat.primitives.asymmetric.mldsa"
    monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delattr("cryptography.hazmat.primitives.asymmetric.mldsa")
    with pytest.raises(UnusableKeyError, match="no ML-DSA-44"):
        one.sign(b"text")
    with pytest.raises(UnusableKeyError, match="no ML-DSA-44"):
        verify_bytes(key, signature, b"text")


@pytest.mark.parametrize("kind", KINDS)
def test_a_private_key_reads_back_from_its_text(kind: SignatureKind) -> None:
    one = signer(kind)
    assert parse_private_key(one.private_text) == one


@pytest.mark.parametrize(
    "text",
    [
        "", "PRIVATE+KEY+a", "log.example/a+00000000+AQ==", "PRIVATE+KEY+a+00000000+!",
        "PRIVATE+KEY+a+00000000+", "PRIVATE+KEY+a+00000000+AQ==",
        "PRIVATE+KEY+a+00000000+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
    ],
)  # fmt: skip
def test_what_is_no_private_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(UnusableKeyError) as caught:
        parse_private_key(text)
    assert "AQABAg" not in str(caught.value)
