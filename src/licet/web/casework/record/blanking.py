"""The rows of an erased case become blank; what the disk still held of them goes too."""

import time
import uuid
from contextlib import suppress
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import TextField
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from licet.web.casework.keeping.content import (
    CONTENT,
    ERASED_TITLE,
    TITLED,
    Content,
    blank_sql,
    quoted,
)
from licet.web.casework.models import Case, Licence, Opinion, OutboxMessage

_OWNS = (
    "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class "
    "WHERE oid = 'casework_case'::regclass"
)
PATIENCE = 10  # seconds for those who began before to end
_OTHERS = ("casework_outboxmessage", "django_tasks_database_dbtaskresult")


def case_id(key: str) -> uuid.UUID | None:
    """The id of the case that a data key belongs to, or ``None`` for other keys."""
    with suppress(ValueError):
        return uuid.UUID(key)
    return None


def stored_id(of: uuid.UUID) -> str:
    """An id as the database keeps it."""
    return str(of) if connection.vendor == "postgresql" else of.hex


def blank_case(key: str, *, at: datetime) -> dict[str, int]:
    """Blank every row of a case, in the transaction that records its erasure.

    The triggers let this pass only when the erasure is on record, and only to the blank.

    Args:
        key: The data key of the case.
        at: When, aware.

    Returns:
        How many rows were blanked, by table.
    """
    of = case_id(key)
    if of is None:
        return {}
    done: dict[str, int] = {}
    with connection.cursor() as cursor:
        for content in CONTENT:
            cursor.execute(_blanking(content), [stored_id(of)])
            if cursor.rowcount > 0:
                done[content.table.removeprefix("casework_")] = cursor.rowcount
    for titled in (Case, Opinion):
        titled.objects.filter(pk=of).update(title=ERASED_TITLE)
    _forget_effects(of, at)
    return done


def _blanking(content: Content) -> str:
    vendor = connection.vendor
    values = ", ".join(
        f"{quoted(name)} = {blank_sql(blank, vendor)}"
        for name, blank in sorted(content.columns.items())
    )
    cast = "%s::uuid" if vendor == "postgresql" else "%s"
    return f"UPDATE {content.table} SET {values} WHERE {content.of(cast)}"  # noqa: S608  # names of our own table


def _forget_effects(of: uuid.UUID, at: datetime) -> None:
    """What was promised or computed for the case says nothing more of it."""
    case = Case.objects.filter(pk=of).first() or Opinion.objects.filter(pk=of).first()
    if case is None:
        return
    licences = Licence.objects.filter(case=of).values_list("number", flat=True)
    told = OutboxMessage.objects.filter(payload__case=case.number)
    told.filter(done_at__isnull=True).update(done_at=at)
    told.update(payload={"case": case.number})
    for number in licences:
        OutboxMessage.objects.filter(payload__licence=number).update(
            payload={"case": case.number}
        )
    jobs = DBTaskResult.objects.annotate(told=Cast("args_kwargs", TextField()))
    jobs.filter(told__contains=str(of)).delete()


# Rewriting a table keeps what somebody may still read: a reader of this database who began before
# a moment, an analysis of the planner included; and, since our own view of the table begins with
# the oldest act that goes on anywhere in the cluster, whatever ended while that act went on.
_NOW = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
_BEFORE = """
SELECT pg_snapshot_xmin(pg_current_snapshot()) < %s::xid8 OR EXISTS (
    SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND age(backend_xmin) > age(mod(%s::numeric, 4294967296)::text::xid)
)
"""


def _read_by_nobody(cursor: CursorWrapper) -> bool:
    """Wait a moment until nobody reads an older state; whether that is so."""
    cursor.execute(_NOW)
    (moment,) = cursor.fetchone()
    for _ in range(PATIENCE * 10):
        cursor.execute(_BEFORE, [moment, moment])
        if not cursor.fetchone()[0]:
            return True
        time.sleep(0.1)
    return False


def compact() -> bool:
    """Leave nothing of blanked rows in the database's files.

    SQLite overwrites freed cells itself (``secure_delete``); what the write-ahead log still
    holds goes with a checkpoint that empties it. PostgreSQL rewrites the tables and what its
    planner remembers of their values.

    Returns:
        Whether it is done; inside a transaction, or while somebody reads an older state,
        it is not, and the sequencer asks again; nor for a role that does not own the tables.
    """
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_counts = cursor.fetchone()
            return not busy
        cursor.execute(_OWNS)
        if not cursor.fetchone()[0]:
            return False  # only the owner may: licet database compact
        if not _read_by_nobody(cursor):
            return False
        for table in (*(one.table for one in CONTENT), *_OTHERS):
            cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
        # The planner keeps the commonest values of every column, party names among them.
        cursor.execute("VACUUM FULL pg_statistic")
    return True


def not_blank(key: str) -> tuple[str, ...]:
    """The tables in which rows of a case still hold something; empty after an erasure."""
    of = case_id(key)
    if of is None:
        return ()
    cast = "%s::uuid" if connection.vendor == "postgresql" else "%s"
    distinct = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    found = []
    with connection.cursor() as cursor, transaction.atomic():
        for content in CONTENT:
            speaks = " OR ".join(
                f"{quoted(name)} {distinct} {blank_sql(blank, connection.vendor)}"
                for name, blank in sorted(content.columns.items())
                if name != "title" or content.table not in TITLED
            )
            cursor.execute(
                f"SELECT count(*) FROM {content.table} WHERE {content.of(cast)} AND ({speaks})",  # noqa: S608  # names of our own table
                [stored_id(of)],
            )
            (count,) = cursor.fetchone()
            if count:
                found.append(content.table)
    return tuple(found)
