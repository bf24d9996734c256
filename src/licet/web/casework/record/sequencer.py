"""The one hand that puts rows into the tree: in batches, in one order, without a fork.

A batch closes after 60 seconds, at 256 entries, or on a flush, and is filled up with sealed
rows of kind ``padding`` to one of three sizes, so that the public log says little about how
much was done. Batch, places, checkpoint and the end of the outbox rows commit together;
publication follows and is repeated until it is done.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from licet.ledger import Tree, leaf_hashes, published_size
from licet.web.casework.models.record import (
    Batch,
    Checkpoint,
    Leaf,
    LedgerRow,
    OutboxRow,
    TreeState,
    UnsealedRow,
)
from licet.web.casework.record.checkpoints import signed_note
from licet.web.casework.record.cosigning import (
    gather_cosignatures,
    want_cosignatures,
)
from licet.web.casework.record.erasure import replay_erasures
from licet.web.casework.record.errors import RecordBehindError
from licet.web.casework.record.events import (
    INTEGRATE,
    PADDING,
    act_bytes,
    record_key,
    sealed_row,
)
from licet.web.casework.record.export import log_directory, publish
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.row_seals import SEAL_ROWS, places_needed, seal_waiting

BATCH_LIMIT = 256
BATCH_AGE = timedelta(seconds=60)
BATCH_SIZES = (16, 64, BATCH_LIMIT)
DIGEST = 32


def run_sequencer(*, at: datetime, flush: bool = False) -> int:
    """Integrate what is due, publish it, and keep destroyed keys destroyed.

    Args:
        at: Now, aware.
        flush: Close a batch that is neither full nor old.

    Returns:
        How many batches were sealed.
    """
    replay_erasures()
    sealed = 0
    while seal_batch(at=at, flush=flush) is not None:
        sealed += 1
    publish()
    if gather_cosignatures(at=at):
        publish()
    return sealed


def seal_batch(*, at: datetime, flush: bool = False) -> Batch | None:
    """Put the oldest waiting rows into the tree as one batch.

    Args:
        at: Now, aware.
        flush: Close a batch that is neither full nor old.

    Returns:
        The batch, or ``None`` when nothing is due.
    """
    with transaction.atomic():
        state = _locked_state()
        _require_newest(state)
        # Places are kept for the acts that seal rows of evidence, where any wait.
        most = BATCH_LIMIT - min(places_needed(), BATCH_LIMIT // 2)
        waiting = list(
            OutboxRow.objects.filter(topic=INTEGRATE)
            .select_related("row")
            .order_by("row_id")[:most]
        )
        if not _closes(waiting, at, most, flush=flush):
            return None
        rows = [one.row for one in waiting]
        rows += _seal_rows(at, BATCH_LIMIT - len(rows))
        rows += _padding(len(rows), at)
        batch = _place(state, rows, at)
        want_cosignatures(rows[0], at=at)
        OutboxRow.objects.filter(pk__in=[one.pk for one in waiting]).delete()
        return batch


def _locked_state() -> TreeState:
    """The state row, locked until commit: a second sequencer waits here, then sees ours."""
    TreeState.objects.get_or_create(pk=1)
    return TreeState.objects.select_for_update().get(pk=1)


def _require_newest(state: TreeState) -> None:
    """Refuse to continue a tree that is older than what was already published.

    A database that came back from a backup without its log would else sign a second tree
    of the same size: a fork.
    """
    published = published_size(log_directory())
    if published > state.size:
        raise RecordBehindError(state.size, published)


def _closes(
    waiting: Sequence[OutboxRow], at: datetime, most: int, *, flush: bool
) -> bool:
    if flush:
        return bool(waiting) or most < BATCH_LIMIT
    return bool(waiting) and _is_due(waiting, at, most)


def _seal_rows(at: datetime, places: int) -> list[LedgerRow]:
    """The acts that seal the rows of evidence that came since the last batch.

    They are asked for after the acts were read: a row is sealed in the batch of its act or
    before, and only where a batch was full with the next.
    """
    under = record_key(at)
    rows: list[LedgerRow] = []
    while len(rows) < places:
        payload, queue = seal_waiting(key_store(), under)
        if not queue:
            break
        row = sealed_row(under, act_bytes(SEAL_ROWS, None, None, payload, at), at=at)
        row.save(force_insert=True)
        UnsealedRow.objects.filter(pk__in=queue).delete()
        rows.append(row)
    return rows


def _is_due(waiting: Sequence[OutboxRow], at: datetime, most: int) -> bool:
    oldest = min(one.not_before for one in waiting)
    return len(waiting) >= most or at - oldest >= BATCH_AGE


def _padding(count: int, at: datetime) -> list[LedgerRow]:
    target = next(size for size in BATCH_SIZES if size >= count)
    content = act_bytes(PADDING, None, None, {}, at)
    key_id = record_key(at)
    rows = [sealed_row(key_id, content, at=at) for _ in range(target - count)]
    return LedgerRow.objects.bulk_create(rows)


def _place(state: TreeState, rows: Sequence[LedgerRow], at: datetime) -> Batch:
    before = stored_tree(state.size, bytes(state.edge))
    after = before.extended(leaf_hashes(bytes(row.entry) for row in rows))
    edge = b"".join(after.edge)
    batch = Batch.objects.create(
        first=before.size, size=after.size, root=after.root, edge=edge, sealed_at=at
    )
    Leaf.objects.bulk_create(
        Leaf(index=before.size + place, row=row, batch=batch)
        for place, row in enumerate(rows)
    )
    Checkpoint.objects.create(batch=batch, note=signed_note(after.size, after.root))
    state.size, state.edge = after.size, edge
    state.save()
    return batch


def stored_tree(size: int, edge: bytes) -> Tree:
    """The tree whose right edge was stored as one run of bytes."""
    parts = (edge[at : at + DIGEST] for at in range(0, len(edge), DIGEST))
    return Tree(size=size, edge=tuple(parts))
