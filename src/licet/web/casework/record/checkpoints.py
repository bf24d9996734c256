"""The log's own key, and the newest signed checkpoint."""

from django.conf import settings

from licet.ledger import (
    EMPTY_ROOT,
    Checkpoint,
    DirectorySource,
    SeedSigner,
    SignatureKind,
    VerifierKey,
    parse_checkpoint,
    parse_key,
    parse_note,
    sign_checkpoint,
)
from licet.web.casework.models.record import Batch, Cosignature
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.places import log_directory


def log_signer() -> SeedSigner:
    """Who signs checkpoints and promises: the origin of the log, with its own key."""
    return SeedSigner(
        name=settings.LICET_LOG_ORIGIN,
        kind=SignatureKind.ED25519,
        seed=key_store().log_seed(),
    )


def log_keys() -> tuple[VerifierKey, ...]:
    """The keys that outsiders check this log with, as they are published."""
    return (log_signer().key,)


def published_keys() -> tuple[VerifierKey, ...]:
    """The keys that stand beside the log: its own, and those of the witnesses that cosigned."""
    cosigned = Cosignature.objects.filter(batch=_newest_batch()).order_by("pk")
    return (*log_keys(), *(parse_key(one.key) for one in cosigned))


def newest_note() -> bytes:
    """The newest signed checkpoint with its cosignatures; of an empty log one that says so."""
    batch = _newest_batch()
    if batch is None:
        return signed_note(0, EMPTY_ROOT)
    lines = batch.cosignatures.order_by("pk").values_list("line", flat=True)
    return bytes(batch.checkpoint.note) + "".join(lines).encode()


def served_note() -> bytes:
    """The checkpoint that the served tiles belong to: never ahead of the files beside it.

    Between the commit of a batch and its publication the newest checkpoint speaks of tiles
    that are not there yet; whoever fetched it would take the log for damaged.
    """
    served = DirectorySource(root=log_directory()).read("checkpoint")
    return newest_note() if served is None else served


def _newest_batch() -> Batch | None:
    return Batch.objects.select_related("checkpoint").order_by("-size").first()


def newest_checkpoint() -> Checkpoint:
    """What the log states now."""
    return parse_checkpoint(parse_note(newest_note()).text)


def signed_note(size: int, root: bytes) -> bytes:
    """A checkpoint over this tree, signed by the log."""
    checkpoint = Checkpoint(origin=settings.LICET_LOG_ORIGIN, size=size, root=root)
    return sign_checkpoint(checkpoint, [log_signer()]).render().encode()
