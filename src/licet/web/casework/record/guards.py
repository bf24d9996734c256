"""Whether the triggers that keep evidence are there, switched on, and say what they should."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import connection, transaction

from licet.web.casework.keeping.append_only import expected_triggers, protect_again
from licet.web.casework.keeping.evidence_tables import evidence_tables
from licet.web.casework.record.events import record_event

_POSTGRES = """
SELECT t.tgname, t.tgenabled::text, pg_get_triggerdef(t.oid), p.proname, p.prosrc
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relname = %s AND c.relnamespace = current_schema()::regnamespace
"""
_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"


def mend_guards(*, at: datetime) -> tuple[str, ...]:
    """Put back the triggers of every table where one is wrong, and enter that in the record.

    Args:
        at: Now, aware.

    Returns:
        The tables, by name.
    """
    tables = tuple(
        table for table in evidence_tables() if next(_broken([table]), None) is not None
    )
    if tables:
        told = [words.partition(": ")[0] for words in broken_guards()]
        editor = connection.schema_editor()  # only its statements; no table is remade
        with transaction.atomic():
            for table in tables:
                protect_again(table, editor)
            payload = {"tables": list(tables), "found": told}
            record_event(
                kind="mend_triggers", case=None, actor=None, payload=payload, at=at
            )
    return tables


def broken_guards() -> Iterator[str]:
    """One sentence for each trigger that is missing, switched off or rewritten."""
    return _broken(evidence_tables())


def _broken(tables: Iterable[str]) -> Iterator[str]:
    for table in tables:
        here = _here(table)
        for name, wanted in expected_triggers(table, connection).items():
            found = here.get(name)
            if found is None:
                yield f"The trigger {name} of {table} is missing: {_MEND}"
            elif found == _OFF:
                yield f"The trigger {name} of {table} is switched off: {_MEND}"
            elif _words(found) != _words(wanted):
                yield f"The trigger {name} of {table} was rewritten: {_MEND}"


_OFF = "off"
_MEND = "whatever happened to the table meanwhile is not refused. See the runbook, 'fsck names a fault'."


def _here(table: str) -> Mapping[str, str]:
    """What each trigger of a table does, by name."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES if postgres else _SQLITE, [table])
        found = cursor.fetchall()
    if not postgres:
        return dict(found)
    return {
        name: (_OFF if enabled not in {"O", "A"} else f"{_when(made)} {source}")
        for name, enabled, made, _function, source in found
    }


def _when(made: str) -> str:
    """When a trigger fires, from what the server says of it: ``BEFORE DELETE OR UPDATE FOR EACH ROW WHEN ...``."""
    head, _, tail = made.partition(" ON ")
    acts = head.split(" ", 3)[3]
    return f"{acts} {tail.split(' ', 1)[1]}"


def _words(text: str) -> str:
    return " ".join(text.replace(";", " ").split())
