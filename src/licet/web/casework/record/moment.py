"""Many questions to one moment of the database, while everybody goes on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def one_moment() -> Iterator[None]:
    """Let every question inside see the database as the first one saw it.

    Nobody waits for it: on SQLite it takes no lock on writing, on PostgreSQL it only reads.
    Inside a transaction of the caller that one decides, as it does for everything else.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        with _reading_only(), transaction.atomic():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ONE_MOMENT)
        yield


@contextmanager
def _reading_only() -> Iterator[None]:
    """Begin transactions of this connection without the lock that writing needs."""
    connection.ensure_connection()  # one that nobody has opened yet has no mode
    before = connection.transaction_mode  # type: ignore[attr-defined]  # SQLite's connections have it
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # as above
    try:
        yield
    finally:
        connection.transaction_mode = before  # type: ignore[attr-defined]  # as above
