"""Logs to test with: invented keys and entries, made the same every time."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from licet.ledger import (
    Checkpoint,
    SeedSigner,
    SignatureKind,
    commitment,
    entry_of,
    export,
    leaf_hashes,
    root_of,
    sign_checkpoint,
)

ORIGIN = "log.example/licet"


def make_entries(count: int) -> list[bytes]:
    return [
        entry_of(commitment(sha256(b"salt %d" % n).digest(), b"act %d" % n))
        for n in range(count)
    ]


@pytest.fixture(scope="session")
def log_signer() -> SeedSigner:
    return SeedSigner(name=ORIGIN, kind=SignatureKind.ED25519, seed=bytes([1]) * 32)


@pytest.fixture(scope="session")
def witness_signer() -> SeedSigner:
    kind = SignatureKind.ED25519_COSIGNATURE
    return SeedSigner(name="witness.example/one", kind=kind, seed=bytes([2]) * 32)


@pytest.fixture(scope="session")
def quantum_signer() -> SeedSigner:
    kind = SignatureKind.ML_DSA_44_COSIGNATURE
    return SeedSigner(name="witness.example/two", kind=kind, seed=bytes([3]) * 32)


@pytest.fixture(scope="session")
def entries() -> Callable[[int], list[bytes]]:
    return make_entries


@pytest.fixture
def signed(log_signer: SeedSigner) -> Callable[..., bytes]:
    """A signed checkpoint over entries."""

    def sign(over: list[bytes], *more: SeedSigner, at: int = 1_700_000_000) -> bytes:
        root = root_of(leaf_hashes(over))
        checkpoint = Checkpoint(origin=ORIGIN, size=len(over), root=root)
        return sign_checkpoint(checkpoint, [log_signer, *more], at=at).render().encode()

    return sign


@pytest.fixture
def exported(
    tmp_path: Path,
    log_signer: SeedSigner,
    entries: Callable[[int], list[bytes]],
    signed: Callable[..., bytes],
) -> Callable[..., Path]:
    """A static export of so many entries."""

    def make(
        count: int, *more: SeedSigner, keys: bool = True, name: str = "log"
    ) -> Path:
        over = entries(count)
        folder = tmp_path / name
        export(
            folder,
            entries=over,
            checkpoint=signed(over, *more),
            keys=[log_signer.key, *(one.key for one in more)] if keys else (),
        )
        return folder

    return make
