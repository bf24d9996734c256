"""Entering acts: sealed row, place in the outbox, nothing more, inside the caller's transaction."""

import contextlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from licet.kernel import canonical_bytes
from licet.ledger import SALT_SIZE, Opening
from licet.web.casework.models.record import KeyRecord, LedgerRow, OutboxRow
from licet.web.casework.record.called import mark
from licet.web.casework.record.errors import (
    KeyDestroyedError,
    KeyMissingError,
    NotInTransactionError,
)
from licet.web.casework.record.keystore import KeyStore, key_store
from licet.web.casework.record.model import Act, ActorRef

FORMAT = "licet-act/1"
INTEGRATE = "integrate"
PADDING = "padding"
ERASED = "erased"


def record_key(at: datetime) -> str:
    """The installation's record key of the quarter: for acts without a case."""
    day = at.astimezone(UTC)
    return f"record-{day.year}q{(day.month + 2) // 3}"


def record_event(
    *,
    kind: str,
    case: str | None,
    actor: ActorRef | None,
    payload: Mapping[str, Any],
    at: datetime,
) -> LedgerRow:
    """Enter one act in the record, in the transaction that makes the change.

    Args:
        kind: What happened, in one word of the transition table.
        case: The key id of the case, or ``None`` for acts without a case.
        actor: Who acted, or ``None`` for what the system did by itself.
        payload: What is recorded: text, integers, Decimals, days, aware times, lists and
            mappings. No float.
        at: When, aware.

    Returns:
        The row. Its entry number is known once the sequencer has sealed the batch.

    Raises:
        NotInTransactionError: There is no open transaction.
        KeyDestroyedError: The case was erased; nothing can be added to it.
        NotCanonicalError: The payload holds something without an exact form.
    """
    if not connection.in_atomic_block:
        raise NotInTransactionError(kind)
    key_id = record_key(at) if case is None else case
    row = sealed_row(key_id, act_bytes(kind, case, actor, payload, at), at=at)
    row.save(force_insert=True)
    OutboxRow.objects.create(topic=INTEGRATE, row=row, not_before=at)
    mark(kind, row.pk, case)
    return row


def act_bytes(
    kind: str,
    case: str | None,
    actor: ActorRef | None,
    payload: Mapping[str, Any],
    at: datetime,
) -> bytes:
    """The canonical bytes of an act: what its entry commits to."""
    return canonical_bytes(
        {
            "format": FORMAT,
            "kind": kind,
            "case": case,
            "actor": actor.to_json() if actor else None,
            "at": at,
            "payload": payload,
        }
    )


def sealed_row(key_id: str, content: bytes, *, at: datetime) -> LedgerRow:
    """A row that is not yet saved: fresh salt, commitment, sealed content.

    Raises:
        KeyDestroyedError: The key was destroyed.
    """
    keys = key_store()
    if is_destroyed(key_id):  # asked first: a backup may have brought the key back
        raise KeyDestroyedError(key_id)
    opening = Opening(salt=secrets.token_bytes(SALT_SIZE), payload=content)
    entry = opening.entry
    sealed = keys.seal(key_id, opening.salt + content, seal_context(key_id, entry))
    return LedgerRow(key_id=key_id, entry=entry, sealed=sealed, recorded_at=at)


def seal_context(key_id: str, entry: bytes) -> bytes:
    """What a sealed row is bound to: it opens beside its own entry and nowhere else."""
    return b"licet-row-1\n" + key_id.encode() + b"\n" + entry


def is_destroyed(key_id: str) -> bool:
    """Whether the destruction of a key is on record."""
    return KeyRecord.objects.filter(key_id=key_id).exists()


def open_row(row: LedgerRow, keys: KeyStore | None = None) -> Opening:
    """Salt and payload of a row.

    Raises:
        KeyDestroyedError: The content was lawfully erased.
        KeyMissingError: The key is lost.
        SealBrokenError: Row or key were altered.
    """
    keys = keys or key_store()
    context = seal_context(row.key_id, bytes(row.entry))
    try:
        content = keys.unseal(row.key_id, bytes(row.sealed), context)
    except KeyMissingError:
        if is_destroyed(row.key_id):
            raise KeyDestroyedError(row.key_id) from None
        raise
    return Opening(salt=content[:SALT_SIZE], payload=content[SALT_SIZE:])


def read_act(row: LedgerRow, keys: KeyStore | None = None) -> Act:
    """One act as it was recorded; an erased one says only that it was there.

    Raises:
        KeyMissingError: The key is lost.
        SealBrokenError: Row or key were altered.
    """
    kind, actor, payload = ERASED, None, {}
    with contextlib.suppress(KeyDestroyedError):
        told = json.loads(open_row(row, keys).payload)
        kind, payload = told["kind"], told["payload"]
        actor = ActorRef(**told["actor"]) if told["actor"] else None
    leaf = getattr(row, "leaf", None)
    return Act(
        row=row.pk,
        entry=leaf.index if leaf else None,
        commitment=bytes(row.entry)[1:].hex(),
        at=row.recorded_at,
        kind=kind,
        actor=actor,
        payload=payload,
    )


def acts_of(case: str) -> tuple[Act, ...]:
    """Every act under a case's key in the order in which they were entered."""
    keys = key_store()
    rows = LedgerRow.objects.filter(key_id=case).select_related("leaf").order_by("id")
    return tuple(read_act(row, keys) for row in rows)
