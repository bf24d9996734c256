"""Triggers that keep evidence as it was written, on both databases.

What a superuser forces all the same, fsck finds. A migration that lets SQLite remake one of
these tables must end with ``protect`` of that table again, because triggers go with the table.
"""

from collections.abc import Callable, Sequence

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

_FUNCTION = """
CREATE OR REPLACE FUNCTION licet_append_only() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql;
"""
_POSTGRES = """
CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION licet_append_only();
CREATE TRIGGER {table}_keep_all BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION licet_append_only();
"""
_SQLITE = """
CREATE TRIGGER {table}_keep_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def _create(tables: Sequence[str], editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(_FUNCTION, params=None)
        for table in tables:
            editor.execute(_POSTGRES.format(table=table), params=None)
        return
    for table in tables:
        for act in ("update", "delete"):
            editor.execute(_SQLITE.format(table=table, act=act), params=None)


def _drop(tables: Sequence[str], editor: BaseDatabaseSchemaEditor) -> None:
    postgres = editor.connection.vendor == "postgresql"
    for table in tables:
        names = ("keep", "keep_all") if postgres else ("keep_update", "keep_delete")
        for name in names:
            on = f" ON {table}" if postgres else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{on}", params=None)


def protect(*tables: str) -> RunPython:
    """A migration step after which rows of ``tables`` can neither change nor go.

    Args:
        tables: Names of database tables.

    Returns:
        The reversible operation.
    """

    def forwards(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _create(tables, editor)

    def backwards(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _drop(tables, editor)

    steps: tuple[Callable[[Apps, BaseDatabaseSchemaEditor], None], ...]
    steps = (forwards, backwards)
    return RunPython(*steps)
