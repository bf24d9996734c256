"""Lawful erasure: the key is destroyed, the proofs stand, and who did it is on record."""

from datetime import datetime

from django.db import transaction

from licet.web.casework.models.record import KeyRecord, LedgerRow
from licet.web.casework.record.events import record_event
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.model import ActorRef

ERASURE = "erasure"


def erase_case(
    *, case: str, actor: ActorRef, rule: str, reason: str, at: datetime
) -> LedgerRow:
    """Destroy the key of a case: its content is gone, its entries still prove themselves.

    The erasure is on record before the key goes. A crash in between is made good by
    :func:`replay_erasures`.

    Args:
        case: The key id of the case.
        actor: Who orders it.
        rule: The retention rule under which it is done, with its pinpoint.
        reason: Why now.
        at: When, aware.

    Returns:
        The row of the erasure, under the installation's record key.
    """
    with transaction.atomic():
        row = record_event(
            kind=ERASURE,
            case=None,
            actor=actor,
            payload={"key": case, "rule": rule, "reason": reason},
            at=at,
        )
        KeyRecord.objects.create(key_id=case, destroyed_at=at, erasure=row)
        transaction.on_commit(lambda: key_store().destroy(case))
    return row


def replay_erasures() -> int:
    """Destroy again what was destroyed: after a crash, and after a backup came back.

    Returns:
        How many keys had come back.
    """
    keys = key_store()
    back = [
        key_id
        for key_id in KeyRecord.objects.values_list("key_id", flat=True)
        if keys.holds(key_id)
    ]
    for key_id in back:
        keys.destroy(key_id)
    return len(back)
