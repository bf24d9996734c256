"""Rows out of and into a database, table by table, as one consistent moment.

Values stay as the database holds them: SQLite's own, or what PostgreSQL writes as text, so that
no number is rounded. A dump goes back into the same kind of database.
"""

import base64
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, transaction

from licet.web.casework.keeping.content import Content

# Made by migrate, or of no use elsewhere: nobody stays signed in over a restore.
SKIPPED = frozenset({"django_migrations", "django_session", "sqlite_sequence"})
OWNER = "licet_owner"
_CHUNK = 500
Row = dict[str, Any]


class Snapshot(Protocol):
    """One moment of a database."""

    def rows(self, table: str) -> Iterator[Row]:
        """Every row of a table, in the order of its key."""

    def rows_of(self, content: Content, cases: Sequence[str]) -> Iterator[Row]:
        """Rows of some cases (ids as stored), each with its case under ``OWNER``."""

    def size(self) -> int:
        """How many entries the tree has in this moment."""


def tables() -> tuple[str, ...]:
    """The tables that a dump holds, by name."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return tuple(sorted(set(names) - SKIPPED))


def migrations() -> tuple[str, ...]:
    """What was migrated: a dump goes back into the same form only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return tuple(f"{app}.{name}" for app, name in cursor.fetchall())


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """One moment, while everybody goes on writing."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        reader = sqlite3.connect(f"{name.as_uri()}?mode=ro", uri=True)
        reader.isolation_level = None
        try:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_master").fetchall()
            yield _SqliteSnapshot(reader)
        finally:
            reader.close()
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield _PostgresSnapshot()


_SIZE = "SELECT size FROM casework_treestate"


class _SqliteSnapshot:
    def __init__(self, reader: sqlite3.Connection) -> None:
        self._reader = reader

    def rows(self, table: str) -> Iterator[Row]:
        yield from self._rows(f'SELECT * FROM "{table}" ORDER BY rowid')  # noqa: S608  # names from the database itself

    def rows_of(self, content: Content, cases: Sequence[str]) -> Iterator[Row]:
        marks = ", ".join("?" * len(cases))
        yield from self._rows(
            f"SELECT t.*, {content.subject('t')} AS {OWNER} FROM {content.table} t "  # noqa: S608  # names of our own table
            f"WHERE {content.of(marks)}",
            cases,
        )

    def _rows(self, asked: str, given: Sequence[str] = ()) -> Iterator[Row]:
        found = self._reader.execute(asked, given)
        names = [column[0] for column in found.description]
        for row in found:
            yield {name: _out(value) for name, value in zip(names, row, strict=True)}

    def size(self) -> int:
        found = self._reader.execute(_SIZE).fetchone()
        return int(found[0]) if found else 0


class _PostgresSnapshot:
    def rows(self, table: str) -> Iterator[Row]:
        names, told = _told(table)
        yield from self._rows(names, f'SELECT {told} FROM "{table}" t ORDER BY 1')  # noqa: S608  # names from the database itself

    def rows_of(self, content: Content, cases: Sequence[str]) -> Iterator[Row]:
        names, told = _told(content.table)
        marks = ", ".join(["%s::uuid"] * len(cases))
        yield from self._rows(
            [*names, OWNER],
            f"SELECT {told}, ({content.subject('t')})::text FROM {content.table} t "  # noqa: S608  # names of our own table
            f"WHERE {content.of(marks)}",
            cases,
        )

    def _rows(
        self, names: Sequence[str], asked: str, given: Sequence[str] = ()
    ) -> Iterator[Row]:
        with connection.chunked_cursor() as cursor:
            cursor.execute(asked, given)
            while chunk := cursor.fetchmany(_CHUNK):
                for row in chunk:
                    yield dict(zip(names, row, strict=True))

    def size(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(_SIZE)
            found = cursor.fetchone()
        return int(found[0]) if found else 0


def _told(table: str) -> tuple[list[str], str]:
    """The columns of a table, and SQL that tells each as text."""
    names = [name for name, _kind in _columns(table)]
    return names, ", ".join(f't."{name}"::text' for name in names)


def _columns(table: str) -> list[tuple[str, str]]:
    """Names and types of a table's columns on PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            [f'"{table}"'],
        )
        return [(str(name), str(kind)) for name, kind in cursor.fetchall()]


def _out(value: object) -> object:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    return value


def _in(value: Any) -> Any:  # noqa: ANN401  # whatever the database holds
    if isinstance(value, Mapping) and set(value) == {"bytes"}:
        return base64.b64decode(value["bytes"])
    return value


def load(table: str, rows: Iterable[Row]) -> int:
    """Put rows back, inside the caller's transaction.

    Returns:
        How many.
    """
    count = 0
    postgres = connection.vendor == "postgresql"
    kinds = dict(_columns(table)) if postgres else {}
    with connection.cursor() as cursor:
        for row in rows:
            count += 1
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join(
                f"%s::{kinds[name]}" if postgres else "%s" for name in row
            )
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks})',  # noqa: S608  # names from the database itself
                [_in(value) for value in row.values()],
            )
    return count


def clear(names: Iterable[str]) -> None:
    """Empty what migrate put into a fresh database, inside the caller's transaction."""
    with connection.cursor() as cursor:
        for table in names:
            cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608  # names from the database itself
            if cursor.fetchone():
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  # as above


def count_on(names: Iterable[str]) -> None:
    """Let the next rows be counted after those that came back."""
    if connection.vendor != "postgresql":
        return  # SQLite counts on from the highest
    with connection.cursor() as cursor:
        for table in names:
            for sequence in connection.introspection.get_sequences(cursor, table):
                column = sequence["column"]
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), "  # noqa: S608  # names from the database itself
                    f'(SELECT coalesce(max("{column}"), 0) + 1 FROM "{table}"), false)'
                )
