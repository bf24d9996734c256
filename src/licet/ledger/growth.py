"""Does the log of today still hold the tree that an older checkpoint speaks of?"""

from collections.abc import Sequence

from licet.ledger.checkpoints import Checkpoint, Signed, open_checkpoint
from licet.ledger.errors import MalformedError, ProofError
from licet.ledger.keys import VerifierKey
from licet.ledger.model import Source
from licet.ledger.proofs import consistency_proof, verify_consistency
from licet.ledger.tiles import Tile, TileReader


def require_grown(
    earlier: Checkpoint, *, source: Source, log: Sequence[VerifierKey]
) -> Checkpoint:
    """Check that a published log only added to the tree of an earlier checkpoint.

    Args:
        earlier: What a receipt, a letter or a witness holds; its signature was checked.
        source: The log as it is published now, or as it was exported.
        log: The keys of the log, present and past.

    Returns:
        The checkpoint of now.

    Raises:
        MalformedError: The log has no checkpoint, or a tile is missing.
        SignatureError: Its checkpoint is not the log's.
        ProofError: It is another log, an older state, or the tree was rewritten.
    """
    return witnessed_growth(earlier, source=source, log=log)[0]


def witnessed_growth(
    earlier: Checkpoint,
    *,
    source: Source,
    log: Sequence[VerifierKey],
    witnesses: Sequence[VerifierKey] = (),
) -> tuple[Checkpoint, tuple[Signed, ...]]:
    """As :func:`require_grown`, and who signed the checkpoint of now.

    Args:
        earlier: As there.
        source: As there.
        log: As there.
        witnesses: Trusted witnesses, whose cosignatures are checked as well.

    Returns:
        The checkpoint of now, and every signature of a known key.

    Raises:
        MalformedError: The log has no checkpoint, or a tile is missing.
        SignatureError: Its checkpoint is not the log's, or a cosignature is false.
        ProofError: It is another log, an older state, or the tree was rewritten.
    """
    note = source.read("checkpoint")
    if note is None:
        raise MalformedError("log", "it has no checkpoint")
    later, signed = open_checkpoint(note, log=log, witnesses=witnesses)
    if later.origin != earlier.origin:
        raise ProofError(f"the log given is {later.origin}, not {earlier.origin}")
    if later.size < earlier.size:
        raise ProofError(
            f"the log given has {later.size} entries, fewer than the {earlier.size} "
            "already signed"
        )

    _require_consistent(source, earlier, later)
    return later, signed


def _require_consistent(source: Source, earlier: Checkpoint, later: Checkpoint) -> None:
    def fetch(tile: Tile) -> bytes:
        data = source.read(tile.path)
        if data is None:
            raise MalformedError("whole log", f"{tile.path} is missing")
        return data

    reader = TileReader(later.size, fetch)
    verify_consistency(
        earlier.size,
        later.size,
        old_root=earlier.root,
        new_root=later.root,
        proof=consistency_proof(earlier.size, later.size, reader),
    )
