"""A receipt of yesterday against the log of today: it only grew, or it is named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from licet.ledger import (
    Checkpoint,
    DirectorySource,
    MalformedError,
    ProofError,
    SeedSigner,
    leaf_hashes,
    require_grown,
    root_of,
)

ORIGIN = "log.example/licet"


@pytest.fixture
def earlier(entries: Callable[[int], list[bytes]]) -> Checkpoint:
    return Checkpoint(origin=ORIGIN, size=10, root=root_of(leaf_hashes(entries(10))))


def test_a_log_that_only_grew_still_holds_the_earlier_tree(
    earlier: Checkpoint, exported: Callable[..., Path], log_signer: SeedSigner
) -> None:
    for size in (10, 11, 300):
        source = DirectorySource(root=exported(size, name=f"log{size}"))
        now = require_grown(earlier, source=source, log=[log_signer.key])
        assert now.size == size


def test_a_rewritten_log_is_found(
    earlier: Checkpoint,
    exported: Callable[..., Path],
    log_signer: SeedSigner,
) -> None:
    source = DirectorySource(root=exported(20))
    other = Checkpoint(origin=ORIGIN, size=10, root=bytes(32))
    with pytest.raises(ProofError):
        require_grown(other, source=source, log=[log_signer.key])


def test_an_older_state_or_another_log_proves_nothing(
    earlier: Checkpoint, exported: Callable[..., Path], log_signer: SeedSigner
) -> None:
    source = DirectorySource(root=exported(9))
    with pytest.raises(ProofError, match="fewer than the 10"):
        require_grown(earlier, source=source, log=[log_signer.key])
    foreign = Checkpoint(origin="other.example", size=1, root=bytes(32))
    with pytest.raises(ProofError, match="is log"):
        require_grown(foreign, source=source, log=[log_signer.key])


def test_a_log_without_checkpoint_or_tile_is_refused(
    earlier: Checkpoint, exported: Callable[..., Path], log_signer: SeedSigner
) -> None:
    folder = exported(20)
    (folder / "tile/0/000.p/20").unlink()
    with pytest.raises(MalformedError, match="missing"):
        require_grown(
            earlier, source=DirectorySource(root=folder), log=[log_signer.key]
        )
    (folder / "checkpoint").unlink()
    with pytest.raises(MalformedError, match="no checkpoint"):
        require_grown(
            earlier, source=DirectorySource(root=folder), log=[log_signer.key]
        )
