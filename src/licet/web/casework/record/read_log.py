"""Reads of confidential matter and refused acts, each in a transaction of its own."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from licet.web.casework.models.record import ReadLog, SecurityLog
from licet.web.casework.record.events import record_event
from licet.web.casework.record.model import ActorRef

WINDOW = timedelta(minutes=15)
READ = "read"
REFUSED = "refused"
MAX_PATH = 200


def note_read(
    *, case: str | None, actor: ActorRef, at: datetime, what: str, why: str = ""
) -> bool:
    """Enter that confidential matter is about to be read: before the content leaves.

    Args:
        case: The key id of the case; ``None`` for what stretches over several.
        actor: Who reads.
        at: When, aware.
        what: What is opened.
        why: The stated reason, where one is asked for.

    Returns:
        Whether an entry was made; a further read by the same person of the same case in
        the same quarter of an hour makes none.
    """
    window = int(at.timestamp()) // int(WINDOW.total_seconds())
    key = {"person": actor.person, "case": case or "", "window": window}
    if ReadLog.objects.filter(**key).exists():
        return False
    try:
        with transaction.atomic():
            row = record_event(
                kind=READ,
                case=case,
                actor=actor,
                payload={"what": what, "why": why},
                at=at,
            )
            ReadLog.objects.create(row=row, **key)
    except IntegrityError:
        return False  # another request of the same person was quicker
    return True


def refused_act(
    *,
    act: str,
    case: str | None,
    actor: ActorRef,
    at: datetime,
    payload: Mapping[str, Any],
) -> None:
    """Enter that somebody known tried what they may not do, after the act was rolled back.

    Args:
        act: What was tried.
        case: The key id of the case, when the person may know that it exists.
        actor: Who tried.
        at: When, aware.
        payload: Why it was refused.
    """
    with transaction.atomic(durable=True):
        record_event(
            kind=REFUSED,
            case=case,
            actor=actor,
            payload={"act": act, **payload},
            at=at,
        )


def refused_stranger(*, kind: str, path: str, address: str, at: datetime) -> None:
    """Note a refusal to somebody unknown in the security log, which is not the ledger.

    Args:
        kind: What was tried, in one word.
        path: Where.
        address: From where; only a keyed hash of it is kept.
        at: When, aware.
    """
    key = settings.SECRET_KEY.encode()
    source = hmac.new(key, address.encode(), hashlib.sha256).hexdigest()
    SecurityLog.objects.create(kind=kind, path=path[:MAX_PATH], source=source, at=at)
