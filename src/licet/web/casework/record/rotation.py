"""A new wrapping key for all data keys, while everything goes on working."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from licet.web.casework.models import KeyRotation
from licet.web.casework.record.events import record_event
from licet.web.casework.record.keystore import FileKeyStore
from licet.web.casework.record.model import ActorRef

ROTATION = "rotate_keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What a rotation did.

    Attributes:
        before: The wrapping key that was in use.
        wrapping: The wrapping key in use now.
        keys: How many data keys it wraps.
        resumed: Whether an earlier rotation had been cut off.
    """

    before: str
    wrapping: str
    keys: int
    resumed: bool


def rotate_keys(keys: FileKeyStore, *, actor: ActorRef | None, at: datetime) -> Rotated:
    """Wrap every data key under a new wrapping key and destroy the old one.

    Each step can be cut off and is taken up again by the next call: the new key is made,
    every file is rewrapped in one rename, the rotation is entered, and only when no file
    names the old key is it destroyed. Whoever reads meanwhile finds either form.

    Args:
        keys: The key store.
        actor: Who orders it; ``None`` for the operator of the machine.
        at: When, aware.

    Returns:
        What was done.
    """
    known = keys.wraps.known()
    entered = bool(known) and KeyRotation.objects.filter(wrapping=known[-1]).exists()
    resumed = len(known) > 1
    newest = known[-1] if resumed else keys.wraps.make()
    older = [name for name in keys.wraps.known() if name != newest]
    before = older[-1] if older else ""
    _rewrap_all(keys, newest)
    count = sum(1 for _ in keys.wrapped_files())
    if not (resumed and entered):
        _enter(before, newest, count, actor, at)
    for name in older:
        keys.retire(name)
    return Rotated(before=before, wrapping=newest, keys=count, resumed=resumed)


def _rewrap_all(keys: FileKeyStore, newest: str) -> None:
    """Until a whole pass finds nothing to do: others make keys meanwhile."""
    while True:
        done = [keys.rewrap(name, path, newest) for name, path in keys.wrapped_files()]
        if not any(done):
            return


def _enter(
    before: str, newest: str, count: int, actor: ActorRef | None, at: datetime
) -> None:
    with transaction.atomic():
        row = record_event(
            kind=ROTATION,
            case=None,
            actor=actor,
            payload={"before": before, "wrapping": newest, "keys": count},
            at=at,
        )
        KeyRotation.objects.create(
            wrapping=newest, before=before, keys=count, at=at, row=row.pk
        )
