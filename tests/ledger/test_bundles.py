"""Sealed bundles: nothing can be added, taken away or altered, and every act is proven."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from licet.ledger import (
    MANIFEST_FILE,
    SEAL_FILE,
    BundleFault,
    BundleFaultKind,
    MalformedError,
    Manifest,
    Opening,
    Receipt,
    SeedSigner,
    SignatureError,
    SignatureKind,
    check_bundle,
    explain_bundle_fault,
    file_in_bundle,
    inclusion_proof,
    leaf_hashes,
    read_manifest,
    root_of,
    seal_manifest,
    sign_text,
)

ORIGIN = "log.example/licet"
LETTER = b"%PDF the letter"
Files = dict[str, bytes]


@pytest.fixture
def make(
    entries: Callable[[int], list[bytes]],
    signed: Callable[..., bytes],
    log_signer: SeedSigner,
) -> Callable[..., Files]:
    """A bundle: an opened act that names the letter, a closed one, and the letter."""
    letter = file_in_bundle("documents/letter.pdf", LETTER, about="The letter", entry=4)
    opening = Opening(
        salt=bytes(range(32)), payload=b'{"sha256":"%s"}' % letter.sha256.encode()
    )
    over = entries(10)
    over[4] = opening.entry
    hashes = leaf_hashes(over)

    def read(level: int, index: int) -> bytes:
        return root_of(hashes[index << level : (index + 1) << level])

    def receipt(index: int, opened: Opening | None) -> bytes:
        proof = inclusion_proof(index, 10, read)
        return (
            Receipt(index=index, proof=proof, checkpoint=signed(over), opening=opened)
            .render()
            .encode()
        )

    def bundle(
        change: Callable[[Manifest], Manifest] = lambda manifest: manifest,
        signer: SeedSigner = log_signer,
    ) -> Files:
        acts = {
            "acts/4.receipt": receipt(4, opening),
            "acts/7.receipt": receipt(7, None),
        }
        manifest = Manifest(
            origin=ORIGIN,
            subject="MLA-1",
            made={"at": "2026-03-02T10:00:00Z"},
            files=(
                file_in_bundle(
                    "acts/4.receipt",
                    acts["acts/4.receipt"],
                    about="An act",
                    receipt=True,
                    entry=4,
                ),
                file_in_bundle(
                    "acts/7.receipt",
                    acts["acts/7.receipt"],
                    about="An act that stays closed",
                    receipt=True,
                    entry=7,
                    commitment=over[7][1:].hex(),
                ),
                letter,
            ),
            withheld=({"what": "entry 7", "why": "secret"},),
        )
        manifest = change(manifest)
        return {
            MANIFEST_FILE: manifest.to_bytes(),
            SEAL_FILE: seal_manifest(manifest, signer),
            "documents/letter.pdf": LETTER,
            **acts,
        }

    return bundle


def told(files: Mapping[str, bytes], signer: SeedSigner) -> list[tuple[str, str]]:
    found = check_bundle(files, log=[signer.key])
    return [(fault.kind.value, fault.file) for fault in found.faults]


def test_a_whole_bundle_proves_its_acts(
    make: Callable[..., Files], log_signer: SeedSigner
) -> None:
    found = check_bundle(make(), log=[log_signer.key])
    assert found.faults == ()
    assert [one.index for one in found.proven] == [4, 7]
    assert [one.payload is None for one in found.proven] == [False, True]
    assert found.manifest.withheld == ({"what": "entry 7", "why": "secret"},)


def test_every_changed_bit_of_every_file_is_found(
    make: Callable[..., Files], log_signer: SeedSigner
) -> None:
    whole = make()
    for path, content in whole.items():
        for at in range(0, len(content), 7):
            changed = bytearray(content)
            changed[at] ^= 1
            files = whole | {path: bytes(changed)}
            try:
                assert told(files, log_signer), (path, at)
            except (MalformedError, SignatureError):
                continue


def test_what_is_taken_away_added_or_altered_is_named(
    make: Callable[..., Files], log_signer: SeedSigner
) -> None:
    files = make()
    del files["acts/4.receipt"]
    assert told(files, log_signer) == [
        ("missing", "acts/4.receipt"),
        ("not_named", "documents/letter.pdf"),
    ]
    assert told(make() | {"more.txt": b"?"}, log_signer) == [("unknown", "more.txt")]
    altered = make() | {"documents/letter.pdf": LETTER[:-1] + b"!"}
    assert told(altered, log_signer) == [("altered", "documents/letter.pdf")]


def test_without_manifest_or_seal_there_is_nothing_to_check(
    make: Callable[..., Files], log_signer: SeedSigner
) -> None:
    for name in (MANIFEST_FILE, SEAL_FILE):
        files = make()
        del files[name]
        with pytest.raises(MalformedError, match=name):
            check_bundle(files, log=[log_signer.key])


def test_a_seal_of_another_key_is_refused(
    make: Callable[..., Files], log_signer: SeedSigner
) -> None:
    other = SeedSigner(name=ORIGIN, kind=SignatureKind.ED25519, seed=bytes([9]) * 32)
    with pytest.raises(SignatureError):
        check_bundle(make(signer=other), log=[log_signer.key])
    stranger = SeedSigner(name="x.example", kind=SignatureKind.ED25519, seed=bytes(32))
    with pytest.raises(SignatureError, match="another log"):
        make(signer=stranger)


def test_the_seal_of_one_bundle_does_not_seal_another(
    make: Callable[..., Files], log_signer: SeedSigner
) -> None:
    other = make(lambda manifest: replace(manifest, subject="MLA-2"))
    with pytest.raises(SignatureError, match="another manifest"):
        check_bundle(make() | {SEAL_FILE: other[SEAL_FILE]}, log=[log_signer.key])


def test_a_signature_over_something_else_is_no_seal(
    make: Callable[..., Files], log_signer: SeedSigner
) -> None:
    for text in ("licet promise v1\na\nb\n", "licet bundle v1\na\n"):
        note = sign_text(text, [log_signer]).render().encode()
        with pytest.raises(MalformedError, match="something else"):
            check_bundle(make() | {SEAL_FILE: note}, log=[log_signer.key])


def test_a_seal_that_names_another_log_is_refused(
    make: Callable[..., Files], log_signer: SeedSigner
) -> None:
    files = make()
    text = files[SEAL_FILE].decode().replace(ORIGIN, "elsewhere.example", 1)
    body, _, _ = text.partition("\n\n")
    files[SEAL_FILE] = sign_text(body + "\n", [log_signer]).render().encode()
    with pytest.raises(MalformedError, match="another log than its seal"):
        check_bundle(files, log=[log_signer.key])


def test_a_receipt_proves_the_entry_that_the_manifest_names(
    make: Callable[..., Files], log_signer: SeedSigner
) -> None:
    def misnumbered(manifest: Manifest) -> Manifest:
        first, *rest = manifest.files
        return replace(manifest, files=(replace(first, entry=5), *rest))

    found = check_bundle(make(misnumbered), log=[log_signer.key])
    kinds = [fault.kind for fault in found.faults]
    assert kinds == [BundleFaultKind.NOT_PROVEN, BundleFaultKind.NOT_NAMED]
    assert "it proves entry 4, the manifest says 5" in explain_bundle_fault(
        found.faults[0]
    )


def test_a_receipt_that_is_no_receipt_proves_nothing(
    make: Callable[..., Files], log_signer: SeedSigner
) -> None:
    def with_binary(manifest: Manifest) -> Manifest:
        named = file_in_bundle(
            "acts/7.receipt", b"\xff", about="?", receipt=True, entry=7
        )
        first, _, last = manifest.files
        return replace(manifest, files=(first, named, last))

    files = make(with_binary) | {"acts/7.receipt": b"\xff"}
    assert told(files, log_signer) == [("not_proven", "acts/7.receipt")]


def test_a_closed_receipt_without_its_commitment_proves_nothing(
    make: Callable[..., Files], log_signer: SeedSigner
) -> None:
    def without(manifest: Manifest) -> Manifest:
        first, second, last = manifest.files
        return replace(manifest, files=(first, replace(second, commitment=""), last))

    assert told(make(without), log_signer) == [("not_proven", "acts/7.receipt")]


_FILE = {
    "path": "a",
    "sha256": "",
    "size": 1,
    "about": "",
    "receipt": False,
    "entry": None,
    "commitment": "",
}


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"[]", id="no-object"),
        pytest.param(b"{", id="no-json"),
        pytest.param(b'{"origin": 1}', id="missing"),
        pytest.param(b"[" * 100_000, id="too-deep"),
    ],
)
def test_what_is_no_manifest_is_refused(broken: bytes) -> None:
    with pytest.raises(MalformedError):
        read_manifest(broken)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"files": [_FILE | {"size": "1"}]}, id="wrong-type"),
        pytest.param({"files": [_FILE | {"more": 1}]}, id="unknown-field"),
        pytest.param({"files": [_FILE | {"path": "../a"}]}, id="climbs-out"),
        pytest.param({"files": [_FILE | {"path": "/a"}]}, id="absolute"),
        pytest.param({"files": [_FILE | {"path": "a\\b"}]}, id="backslash"),
        pytest.param({"files": [_FILE, _FILE]}, id="twice"),
        pytest.param({"made": {"at": 1.5}}, id="inexact"),
        pytest.param({"more": 1}, id="unknown-part"),
    ],
)
def test_a_manifest_has_one_spelling_and_plain_paths(
    changed: dict[str, object],
) -> None:
    told = json.loads(Manifest(origin="o", subject="s", made={}, files=()).to_bytes())
    data = json.dumps(told | changed, separators=(",", ":"), sort_keys=True).encode()
    with pytest.raises(MalformedError):
        read_manifest(data)


@pytest.mark.parametrize("kind", BundleFaultKind)
def test_every_fault_has_words(kind: BundleFaultKind) -> None:

    words = explain_bundle_fault(BundleFault(kind=kind, file="a", detail="b."))
    assert words.startswith("a: ")
    assert words.endswith("(b).")
