"""Every act of a case with its proof, against one checkpoint: for people, bundles and receipts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from licet.ledger import (
    DirectorySource,
    Opening,
    ProofError,
    ProvenReceipt,
    Receipt,
    VerifierKey,
    inclusion_proof,
    open_reader,
    parse_checkpoint,
    parse_note,
    verify_receipt,
)
from licet.web.casework.models.record import LedgerRow
from licet.web.casework.record.checkpoints import log_keys
from licet.web.casework.record.errors import KeyDestroyedError
from licet.web.casework.record.events import open_row
from licet.web.casework.record.export import publish
from licet.web.casework.record.places import log_directory
from licet.web.casework.record.sequencer import seal_batch


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedAct:
    """A row with its place and its proof.

    Attributes:
        row: The sealed row.
        entry: Its number in the tree; ``None`` while its batch is open.
        opening: Salt and payload; ``None`` when the content was erased.
        receipt: The offline proof that opens the act; ``None`` without a place.
    """

    row: LedgerRow
    entry: int | None
    opening: Opening | None
    receipt: Receipt | None

    def closed(self) -> Receipt | None:
        """The proof that the entry stands in the log, without what it says."""
        if self.receipt is None:
            return None
        return Receipt(
            index=self.receipt.index,
            proof=self.receipt.proof,
            checkpoint=self.receipt.checkpoint,
        )


def seal_now(at: datetime) -> int:
    """Close the open batch and publish it, so that every act so far has its place.

    Returns:
        The size of the published log.
    """
    while seal_batch(at=at, flush=True) is not None:
        pass
    return publish()


def proved_acts(key_id: str) -> Iterator[ProvedAct]:
    """The acts under a key in the order of the tree, those without a place last.

    Args:
        key_id: The key of a case.

    Raises:
        KeyMissingError: The key is lost.
        SealBrokenError: A row or the key was altered.
    """
    rows = list(
        LedgerRow.objects.filter(key_id=key_id).select_related("leaf").order_by("pk")
    )
    placed = [row for row in rows if getattr(row, "leaf", None) is not None]
    placed.sort(key=lambda row: row.leaf.index)
    waiting = [row for row in rows if getattr(row, "leaf", None) is None]
    yield from _proved([*placed, *waiting])


def _proved(rows: Iterable[LedgerRow]) -> Iterator[ProvedAct]:
    directory = log_directory()
    checkpoint = DirectorySource(root=directory).read("checkpoint") or b""
    size = parse_checkpoint(parse_note(checkpoint).text).size if checkpoint else 0
    reader = open_reader(directory) if size else None
    for row in rows:
        leaf = getattr(row, "leaf", None)
        entry = leaf.index if leaf is not None and leaf.index < size else None
        opening = _opened(row)
        receipt = None
        if entry is not None and reader is not None:
            proof = inclusion_proof(entry, size, reader)
            receipt = Receipt(
                index=entry, proof=proof, checkpoint=checkpoint, opening=opening
            )
        yield ProvedAct(row=row, entry=entry, opening=opening, receipt=receipt)


def _opened(row: LedgerRow) -> Opening | None:
    try:
        return open_row(row)
    except KeyDestroyedError:
        return None


def require_proven(
    act: ProvedAct, keys: tuple[VerifierKey, ...] | None = None
) -> ProvenReceipt:
    """Check an act as an outsider would: opening, path to the root, signature of the log.

    Args:
        act: One act that has its place.
        keys: The keys of the log; its published ones when left out.

    Raises:
        ProofError: It has no place, or its content or path leads to another root.
        SignatureError: The checkpoint is not the log's.
        MalformedError: The checkpoint cannot be read.
    """
    if act.receipt is None:
        raise ProofError("the batch of this act is still open")
    return verify_receipt(
        act.receipt, log=keys or log_keys(), entry=bytes(act.row.entry)
    )
