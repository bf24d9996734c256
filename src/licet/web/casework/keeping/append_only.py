"""Triggers that keep evidence as it was written, on both databases.

What a superuser forces all the same, fsck finds. A migration that lets SQLite remake one of
these tables must end with ``protect`` of that table again, because triggers go with the table.
"""

from collections.abc import Callable, Sequence

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

from licet.web.casework.keeping.content import (
    CONTENT,
    Blank,
    Content,
    blank_sql,
    quoted,
)
from licet.web.casework.keeping.evidence_tables import QUEUE, SELF_PROVING

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
    else:
        for table in tables:
            for act in ("update", "delete"):
                editor.execute(_SQLITE.format(table=table, act=act), params=None)
    if QUEUE in editor.connection.introspection.table_names():
        _enter(tables, editor)


_ENTER = """
CREATE OR REPLACE FUNCTION licet_enter() RETURNS trigger AS $$
DECLARE told text;
BEGIN
  EXECUTE format('SELECT ($1).%I::text', TG_ARGV[0]) INTO told USING NEW;
  INSERT INTO casework_unsealedrow ("table", "key", "old") VALUES (TG_TABLE_NAME, told, false);
  RETURN NULL;
END $$ LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT;
"""
_ENTERS_POSTGRES = """
CREATE TRIGGER {table}_enter AFTER INSERT ON {table}
  FOR EACH ROW EXECUTE FUNCTION licet_enter('{key}');
"""
_ENTERS_SQLITE = """
CREATE TRIGGER {table}_enter AFTER INSERT ON {table}
BEGIN INSERT INTO casework_unsealedrow ("table", "key", "old") VALUES ('{table}', NEW."{key}", 0); END
"""


def _enter(tables: Sequence[str], editor: BaseDatabaseSchemaEditor) -> None:
    """Let every new row be sealed with the next batch."""
    connection = editor.connection
    postgres = connection.vendor == "postgresql"
    if postgres:
        editor.execute(_ENTER, params=None)
    for table in tables:
        if table in SELF_PROVING:
            continue
        with connection.cursor() as cursor:
            key = connection.introspection.get_primary_key_column(cursor, table)
        made = _ENTERS_POSTGRES if postgres else _ENTERS_SQLITE
        on = f" ON {table}" if postgres else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_enter{on}", params=None)
        editor.execute(made.format(table=table, key=key), params=None)


def enter_all(*tables: str) -> RunPython:
    """A migration step after which new rows are sealed, and those that are there with them.

    Args:
        tables: Evidence tables that are there already.

    Returns:
        The reversible operation.
    """

    def forwards(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        here = set(editor.connection.introspection.table_names())
        kept = [table for table in tables if table in here]
        _enter(kept, editor)
        for table in kept:
            if table in SELF_PROVING:
                continue
            with editor.connection.cursor() as cursor:
                key = editor.connection.introspection.get_primary_key_column(
                    cursor, table
                )
            cast = "::text" if editor.connection.vendor == "postgresql" else ""
            editor.execute(
                f'INSERT INTO {QUEUE} ("table", "key", "old") '  # noqa: S608  # names of our own tables
                f"SELECT '{table}', \"{key}\"{cast}, {'true' if cast else '1'} FROM {table}",
                params=None,
            )

    def backwards(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        here = set(editor.connection.introspection.table_names())
        postgres = editor.connection.vendor == "postgresql"
        for table in here & set(tables):
            on = f" ON {table}" if postgres else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_enter{on}", params=None)

    return RunPython(forwards, backwards)


def _drop(tables: Sequence[str], editor: BaseDatabaseSchemaEditor) -> None:
    postgres = editor.connection.vendor == "postgresql"
    for table in tables:
        names = ("keep", "keep_all") if postgres else ("keep_update", "keep_delete")
        for name in (*names, "enter"):
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


_KEPT = """
CREATE OR REPLACE FUNCTION {table}_kept() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND {erased} AND {blank}
     AND to_jsonb(NEW) - ARRAY[{names}] = to_jsonb(OLD) - ARRAY[{names}] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql;
"""
_KEPT_ROWS = """
CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION {table}_kept();
"""
_SQLITE_ERASABLE = """
CREATE TRIGGER {table}_keep_update BEFORE UPDATE ON {table}
WHEN NOT ({erased} AND {blank} AND {same})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def _erasable(content: Content, editor: BaseDatabaseSchemaEditor) -> None:
    """Let the rows of an erased case become blank, and nothing else."""
    table, connection = content.table, editor.connection
    made = _erasable_sql(content, connection)
    if connection.vendor == "postgresql":
        editor.execute(made, params=None)
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_keep ON {table}", params=None)
        editor.execute(_KEPT_ROWS.format(table=table), params=None)
        return
    editor.execute(f"DROP TRIGGER IF EXISTS {table}_keep_update", params=None)
    editor.execute(made, params=None)


def _erasable_sql(content: Content, connection: BaseDatabaseWrapper) -> str:
    """What lets rows become blank: PostgreSQL's function, SQLite's trigger."""
    table = content.table
    postgres = connection.vendor == "postgresql"
    key = "k.key_id" if postgres else "replace(k.key_id, '-', '')"
    subject = content.subject("OLD") + ("::text" if postgres else "")
    erased = f"EXISTS (SELECT 1 FROM casework_keyrecord k WHERE {key} = {subject})"  # noqa: S608  # names of our own table
    blank = " AND ".join(
        _is_blank(name, blank, connection.vendor)
        for name, blank in sorted(content.columns.items())
    )
    if postgres:
        names = ", ".join(f"'{name}'" for name in sorted(content.columns))
        return _KEPT.format(table=table, erased=erased, blank=blank, names=names)
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    same = " AND ".join(
        f"NEW.{quoted(one.name)} IS OLD.{quoted(one.name)}"
        for one in described
        if one.name not in content.columns
    )
    return _SQLITE_ERASABLE.format(table=table, erased=erased, blank=blank, same=same)


def _is_blank(name: str, blank: Blank, vendor: str) -> str:
    left = blank_sql(blank, vendor).replace("|| id", "|| NEW.id")
    # Never unknown: a condition that is neither true nor false would let SQLite's trigger pass.
    same = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
    return f"NEW.{quoted(name)} {same} {left}"


def _kept_again(content: Content, editor: BaseDatabaseSchemaEditor) -> None:
    _drop([content.table], editor)
    _create([content.table], editor)


def protect_erasable(*contents: Content) -> RunPython:
    """A migration step after which rows may still become blank when their case is erased.

    Args:
        contents: Tables that ``protect`` keeps, with their content.

    Returns:
        The reversible operation.
    """

    def forwards(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for content in contents:
            _erasable(content, editor)

    def backwards(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for content in contents:
            _kept_again(content, editor)

    return RunPython(forwards, backwards)


def expected_triggers(table: str, connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers that an evidence table must have, by name.

    Returns:
        On SQLite the statement that makes it; on PostgreSQL when it fires, what it calls, and
        the body of that.
    """
    content = next((one for one in CONTENT if one.table == table), None)
    if connection.vendor == "postgresql":
        return _expected_functions(table, content, connection)
    found = {
        f"{table}_keep_{act}": _SQLITE.format(table=table, act=act)
        for act in ("update", "delete")
    }
    if content is not None and content.append_only:
        found[f"{table}_keep_update"] = _erasable_sql(content, connection)
    if table not in SELF_PROVING:
        with connection.cursor() as cursor:
            key = connection.introspection.get_primary_key_column(cursor, table)
        found[f"{table}_enter"] = _ENTERS_SQLITE.format(table=table, key=key)
    return found


def _expected_functions(
    table: str, content: Content | None, connection: BaseDatabaseWrapper
) -> dict[str, str]:
    call = "FOR EACH {} EXECUTE FUNCTION {}({}) {}"
    function, made = "licet_append_only", _FUNCTION
    if content is not None and content.append_only:
        function, made = f"{table}_kept", _erasable_sql(content, connection)
    kept = call.format("ROW", function, "", _body(made))
    every = call.format("STATEMENT", "licet_append_only", "", _body(_FUNCTION))
    found = {
        f"{table}_keep": f"BEFORE DELETE OR UPDATE {kept}",
        f"{table}_keep_all": f"BEFORE TRUNCATE {every}",
    }
    if table not in SELF_PROVING:
        with connection.cursor() as cursor:
            key = connection.introspection.get_primary_key_column(cursor, table)
        enters = call.format("ROW", "licet_enter", f"'{key}'", _body(_ENTER))
        found[f"{table}_enter"] = f"AFTER INSERT {enters}"
    return found


def _body(made: str) -> str:
    return made.split("$$")[1]


def protect_again(table: str, editor: BaseDatabaseSchemaEditor) -> None:
    """Put back every trigger of an evidence table as this version makes it."""
    _drop([table], editor)
    _create([table], editor)
    content = next((one for one in CONTENT if one.table == table), None)
    if content is not None and content.append_only:
        _erasable(content, editor)
