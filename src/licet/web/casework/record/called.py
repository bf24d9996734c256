"""The call of a program under way: its key is marked in the transaction of the act itself.

The mark is the proof that the act happened, written with it or not at all: whatever dies
afterwards, the same key never does the act again. A try that was taken for dead and still
runs finds that its attempt is no longer the newest, and its act rolls back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from licet.web.casework.errors import CallOvertakenError, ChangedMeanwhileError
from licet.web.casework.models.api_calls import KeptCall

NO_ACTS = frozenset({"read", "refused"})  # entries that tell of no change


@dataclass(slots=True, kw_only=True)
class Call:
    """What acts must know of the call in which they happen.

    Attributes:
        key: The row of the idempotency key, when there is one.
        attempt: Which try this is.
        row: The ledger row of the first act, once entered.
        subject: Number of the resource whose version the program named.
        version: That version.
    """

    key: int | None = None
    attempt: int = 1
    row: int | None = None
    subject: str = ""
    version: int | None = None


_call: ContextVar[Call | None] = ContextVar("call", default=None)


@contextmanager
def calling(call: Call) -> Iterator[Call]:
    """Let acts inside the block belong to a call."""
    token = _call.set(call)
    try:
        yield call
    finally:
        _call.reset(token)


def mark(kind: str, row: int, subject: str | None) -> None:
    """Write on the key that an act was entered, in the act's own transaction.

    Args:
        kind: The kind of the entry; reads and refusals are no acts.
        row: The ledger row.
        subject: The key id of the case, or ``None``.

    Raises:
        CallOvertakenError: A newer try of the same call took the key meanwhile.
    """
    call = _call.get()
    if call is None or call.key is None or kind in NO_ACTS:
        return
    # Also for a further act of the same call: the first mark may have rolled back.
    mine = KeptCall.objects.filter(pk=call.key, attempt=call.attempt)
    if not mine.filter(row__isnull=False).exists() and not mine.update(
        row=row, subject=subject or ""
    ):
        raise CallOvertakenError
    call.row = row


def require_match(number: str, present: int) -> None:
    """Refuse an act on a version that is not the one which the program named in ``If-Match``.

    Raises:
        ChangedMeanwhileError: The present version is another.
    """
    call = _call.get()
    if call is None or call.version is None or call.subject != number:
        return
    if call.version != present:
        raise ChangedMeanwhileError(number, present)
