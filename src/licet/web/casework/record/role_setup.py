"""Making the roles of the database, and saying what is wrong with those that are there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from licet.web.casework.keeping.database_roles import ROLES, Grant
from licet.web.casework.keeping.evidence_tables import evidence_tables
from licet.web.casework.record.errors import RolesRefusedError
from licet.web.casework.record.guards import broken_guards

_PREFIX = re.compile(r"[a-z][a-z0-9_]{0,30}\Z")
OWNER = "owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleReport:
    """What was made.

    Attributes:
        made: Roles that were not there before.
        roles: All roles, the owner first.
        tables: How many tables they have grants on.
    """

    made: tuple[str, ...]
    roles: tuple[str, ...]
    tables: int


def make_roles(prefix: str) -> RoleReport:
    """Make the roles of this database and give each what it needs; again does no harm.

    Args:
        prefix: What their names begin with: ``licet`` gives ``licet_owner`` and so on.

    Raises:
        RolesRefusedError: Not PostgreSQL, not a good prefix, or who asks may not make roles.
    """
    if connection.vendor != "postgresql":
        raise RolesRefusedError(
            "SQLite knows no roles: whoever may write its file may write all of it. Triggers "
            "and fsck stand alone there. Set DATABASE_URL to PostgreSQL for roles."
        )
    if not _PREFIX.match(prefix):
        raise RolesRefusedError(
            f"{prefix!r} is no beginning of a role's name: small letters, digits and _."
        )
    wanted = tuple(f"{prefix}_{name}" for name in (OWNER, *ROLES))
    with transaction.atomic():
        _require_may(wanted)
        made = tuple(name for name in wanted if _make(name))
        _own(wanted[0])
        _close(wanted)
        tables = set()
        for name, grants in ROLES.items():
            for grant in grants():
                tables.add(grant.table)
                _give(f"{prefix}_{name}", grant)
    return RoleReport(made=made, roles=wanted, tables=len(tables))


def _all(asked: str, *given: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(asked, given)
        return list(cursor.fetchall())


def _do(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _is_there(role: str) -> bool:
    return bool(_all("SELECT 1 FROM pg_roles WHERE rolname = %s", role))


def _require_may(wanted: Iterable[str]) -> None:
    ((may,),) = _all(
        "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    if not may:
        raise RolesRefusedError(
            "This role may not make roles. Name a superuser in DATABASE_URL for this one "
            f"command; it makes {', '.join(wanted)}."
        )


def _make(role: str) -> bool:
    """Make a role that may sign in and nothing else; its password is set by the operator."""
    new = not _is_there(role)
    if new:
        _do(f'CREATE ROLE "{role}"')
    _do(
        f'ALTER ROLE "{role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS'
    )
    return new


def _own(owner: str) -> None:
    """The owner has the schema and all in it, so that it can migrate; nobody else may."""
    ((database, schema),) = _all("SELECT current_database(), current_schema()")
    _do(
        f'GRANT ALL ON DATABASE "{database}" TO "{owner}"',
        f'GRANT ALL ON SCHEMA "{schema}" TO "{owner}"',
    )
    relations = _all(
        "SELECT relname, relkind::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
        "AND relkind IN ('r', 'p', 'v', 'm') AND pg_get_userbyid(relowner) <> %s",
        owner,
    )
    kinds = {"v": "VIEW", "m": "MATERIALIZED VIEW"}
    for name, kind in relations:
        _do(f'ALTER {kinds.get(str(kind), "TABLE")} "{name}" OWNER TO "{owner}"')
    functions = _all(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
        "AND pg_get_userbyid(proowner) <> %s AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')",
        owner,
    )
    for (name,) in functions:
        _do(f'ALTER FUNCTION {name} OWNER TO "{owner}"')


def _close(roles: Iterable[str]) -> None:
    """Take everything back, from everybody as well; what is given after it is all there is."""
    ((database, schema),) = _all("SELECT current_database(), current_schema()")
    _do(
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC',
        f'REVOKE ALL ON SCHEMA "{schema}" FROM PUBLIC',
        f'REVOKE ALL ON ALL TABLES IN SCHEMA "{schema}" FROM PUBLIC',
        f'REVOKE ALL ON ALL SEQUENCES IN SCHEMA "{schema}" FROM PUBLIC',
    )
    _, *others = roles
    for role in others:
        _do(
            f'REVOKE ALL ON DATABASE "{database}" FROM "{role}"',
            f'REVOKE ALL ON SCHEMA "{schema}" FROM "{role}"',
            f'REVOKE ALL ON ALL TABLES IN SCHEMA "{schema}" FROM "{role}"',
            f'REVOKE ALL ON ALL SEQUENCES IN SCHEMA "{schema}" FROM "{role}"',
            f'GRANT CONNECT ON DATABASE "{database}" TO "{role}"',
            f'GRANT USAGE ON SCHEMA "{schema}" TO "{role}"',
        )
        _without_columns(role)


def _without_columns(role: str) -> None:
    """Column grants outlive a REVOKE on all tables in older servers' minds; take them one by one."""
    columns = _all(
        "SELECT table_name, column_name, privilege_type FROM information_schema.column_privileges "
        "WHERE grantee = %s AND table_schema = current_schema()",
        role,
    )
    for table, column, verb in columns:
        _do(f'REVOKE {verb} ("{column}") ON "{table}" FROM "{role}"')


def _give(role: str, grant: Grant) -> None:
    if grant.verbs:
        _do(f'GRANT {", ".join(grant.verbs)} ON "{grant.table}" TO "{role}"')
    if grant.read:
        names = ", ".join(f'"{name}"' for name in grant.read)
        _do(f'GRANT SELECT ({names}) ON "{grant.table}" TO "{role}"')
    if grant.blank:
        names = ", ".join(f'"{name}"' for name in grant.blank)
        _do(f'GRANT UPDATE ({names}) ON "{grant.table}" TO "{role}"')
    if "INSERT" in grant.verbs:
        with connection.cursor() as cursor:
            found = connection.introspection.get_sequences(cursor, grant.table)
        for sequence in found:
            _do(f'GRANT USAGE ON SEQUENCE "{sequence["name"]}" TO "{role}"')


def weaknesses() -> Iterator[str]:
    """What the database lets this process do that no process should; one sentence each."""
    yield from broken_guards()
    if connection.vendor != "postgresql":
        return
    ((who, over),) = _all(
        "SELECT current_user::text, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    if over:
        yield f"This process signs in to the database as {who}, a superuser: no trigger and no role stops it. {_MEND}"
        return
    for table in evidence_tables():
        ((owns, verbs),) = _all(
            "SELECT pg_has_role(current_user, relowner, 'MEMBER'), "
            "array_to_string(ARRAY(SELECT v FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) v "
            "WHERE has_table_privilege(current_user, c.oid, v)), ', ') "
            "FROM pg_class c WHERE relname = %s AND relnamespace = current_schema()::regnamespace",
            table,
        )
        if owns:
            yield f"This process signs in to the database as {who}, who owns {table} and may drop its triggers. {_MEND}"
            return
        if verbs:
            yield f"{who} may {verbs} on {table}. {_MEND}"


_MEND = "Run licet database roles, and name the role of this process in DATABASE_URL (docs/how-to/run-in-zones.md)."
