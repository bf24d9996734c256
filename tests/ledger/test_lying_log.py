"""Each way in which a log can lie is caught by a witness, and by a reader with an earlier checkpoint."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from licet.ledger import (
    Checkpoint,
    DirectorySource,
    MalformedError,
    ProofError,
    SeedSigner,
    SignatureError,
    SignatureKind,
    add_checkpoint,
    consistency_proof,
    examine,
    export,
    leaf_hashes,
    render_request,
    require_grown,
    root_of,
    sign_checkpoint,
)

ORIGIN = "log.example/licet"
LOG = SeedSigner(name=ORIGIN, kind=SignatureKind.ED25519, seed=bytes([1]) * 32)
THIEF = SeedSigner(name=ORIGIN, kind=SignatureKind.ED25519, seed=bytes([8]) * 32)
FOREIGN = SeedSigner(name="log.other", kind=SignatureKind.ED25519, seed=bytes([1]) * 32)
WITNESS = SeedSigner(
    name="w.example", kind=SignatureKind.ED25519_COSIGNATURE, seed=bytes([2]) * 32
)
SEEN = 300


def entries(count: int, *, changed: int = -1) -> list[bytes]:
    made = [b"\x01" + place.to_bytes(32, "big") for place in range(count)]
    if changed >= 0:
        made[changed] = b"\x01" + b"x" * 32
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Lie:
    """What the log shows now, after everybody saw its first 300 entries.

    Attributes:
        shown: The entries of the tree shown.
        signer: Who signs it.
        old: The size from which it says that it grew.
        answer: What the witness says.
        without: A file of the log that is withheld.
    """

    shown: list[bytes]
    signer: SeedSigner = LOG
    old: int = SEEN
    answer: int = 0
    without: str = ""


LIES: Mapping[str, Lie] = {
    "split-view-of-the-same-size": Lie(shown=entries(300, changed=7), answer=409),
    "split-view-that-grew": Lie(shown=entries(400, changed=7), answer=422),
    "last-entry-rewritten": Lie(shown=entries(301, changed=299), answer=422),
    "rollback": Lie(shown=entries(200), old=200, answer=409),
    "rollback-that-says-it-grew": Lie(shown=entries(200), answer=400),
    "replay-from-the-beginning": Lie(shown=entries(200), old=0, answer=409),
    "wrong-origin": Lie(shown=entries(400), signer=FOREIGN, answer=404),
    "stolen-name": Lie(shown=entries(400), signer=THIEF, answer=403),
}


def checkpoint_of(lie: Lie) -> bytes:
    root = root_of(leaf_hashes(lie.shown))
    stated = Checkpoint(origin=lie.signer.name, size=len(lie.shown), root=root)
    return sign_checkpoint(stated, [lie.signer]).render().encode()


def proof_of(lie: Lie) -> tuple[bytes, ...]:
    """The proof that a log with this tree would honestly give."""
    hashes = leaf_hashes(lie.shown)
    if not 0 < lie.old <= len(hashes):
        return ()
    return tuple(
        consistency_proof(
            lie.old,
            len(hashes),
            lambda level, index: root_of(hashes[index << level : (index + 1) << level]),
        )
    )


def seen() -> Checkpoint:
    return Checkpoint(
        origin=ORIGIN, size=SEEN, root=root_of(leaf_hashes(entries(SEEN)))
    )


def written(folder: Path, lie: Lie) -> DirectorySource:
    export(
        folder,
        entries=lie.shown,
        checkpoint=checkpoint_of(lie),
        keys=[lie.signer.key],
    )
    if lie.without:
        (folder / lie.without).unlink()
    return DirectorySource(root=folder)


@pytest.mark.parametrize("name", LIES)
def test_a_witness_signs_no_lie(name: str) -> None:
    lie = LIES[name]
    answer = add_checkpoint(
        render_request(lie.old, proof_of(lie), checkpoint_of(lie)),
        seen={ORIGIN: seen()},
        logs={ORIGIN: [LOG.key]},
        signers=[WITNESS],
        at=1,
    )
    assert (answer.status, answer.keep) == (lie.answer, None)
    assert "— w.example" not in answer.body


@pytest.mark.parametrize("name", LIES)
def test_a_reader_with_an_earlier_checkpoint_believes_no_lie(
    name: str, tmp_path: Path
) -> None:
    source = written(tmp_path / "log", LIES[name])
    with pytest.raises((ProofError, SignatureError)):
        require_grown(seen(), source=source, log=[LOG.key])


@pytest.mark.parametrize(
    "tile", ["tile/0/001.p/144", "tile/1/000.p/1", "tile/entries/000", "tile/0/000"]
)
def test_a_withheld_tile_is_named(tmp_path: Path, tile: str) -> None:
    """The growth needs what lies on its way; the whole check needs every file."""
    source = written(tmp_path / "log", Lie(shown=entries(400), without=tile))
    faults = examine(source, [LOG.key]).faults
    assert tile in {fault.file for fault in faults}
    if tile == "tile/0/001.p/144":
        with pytest.raises(MalformedError, match="missing"):
            require_grown(seen(), source=source, log=[LOG.key])


def test_an_honest_log_is_signed_and_believed(tmp_path: Path) -> None:
    honest = Lie(shown=entries(400))
    answer = add_checkpoint(
        render_request(SEEN, proof_of(honest), checkpoint_of(honest)),
        seen={ORIGIN: seen()},
        logs={ORIGIN: [LOG.key]},
        signers=[WITNESS],
        at=1,
    )
    assert answer.status == 200
    source = written(tmp_path / "log", honest)
    assert require_grown(seen(), source=source, log=[LOG.key]).size == 400
