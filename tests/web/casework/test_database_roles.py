"""Each role of the database may add evidence and never rewrite it; a table that forgot is found."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings
from tests.web.casework.builders import World, granted, refused, start
from tests.web.casework.hit_builders import BROKERS, hits_of, with_party

from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.keeping import evidence_tables as declared
from licet.web.casework.keeping.content import CONTENT
from licet.web.casework.keeping.database_roles import ROLES
from licet.web.casework.keeping.evidence_tables import (
    CHANGING,
    SELF_PROVING,
    evidence_tables,
    sealed_tables,
)
from licet.web.casework.models import Case, Decision, LedgerRow, Licence, Message
from licet.web.casework.ports import now
from licet.web.casework.record import role_setup
from licet.web.casework.record.erasure import erase_case
from licet.web.casework.record.errors import RolesRefusedError
from licet.web.casework.record.events import read_act
from licet.web.casework.record.guards import broken_guards, mend_guards
from licet.web.casework.record.role_setup import make_roles, weaknesses
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.services.applying import applications

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PREFIX = (
    f"lt{os.getpid()}"  # roles belong to the whole server, where others test as well
)
pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.skipif(
    "postgres" not in os.environ.get("DATABASE_URL", ""), reason="SQLite has no roles"
)


@pytest.fixture
def roles(db: None) -> None:
    """The roles of this run; the transaction of the test takes them back."""
    make_roles(PREFIX)


@contextmanager
def acting(role: str) -> Iterator[None]:
    """Go on as a role, as a process that signs in with it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{PREFIX}_{role}"')
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_evidence_table_has_its_triggers(db: None) -> None:
    assert list(broken_guards()) == []
    assert len(evidence_tables()) > 80
    assert set(evidence_tables()) > SELF_PROVING
    erasable = {one.table for one in CONTENT if one.append_only}
    assert erasable <= set(sealed_tables())
    assert {one.table for one in CONTENT if not one.append_only} <= CHANGING.keys()


def test_a_new_evidence_table_without_triggers_is_found(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever adds a table protects it, or writes down what may change in it."""
    left = {name: verbs for name, verbs in CHANGING.items() if name != "casework_team"}
    monkeypatch.setattr(declared, "CHANGING", left)
    found = list(broken_guards())
    assert len(found) == 3
    assert all("of casework_team is missing" in words for words in found)


def _trigger(name: str, table: str) -> str:
    return f"{name} ON {table}" if connection.vendor == "postgresql" else name


def test_a_trigger_that_is_gone_off_or_rewritten_is_named(db: None) -> None:
    postgres = connection.vendor == "postgresql"
    keep = "casework_advice_keep" + ("" if postgres else "_update")
    sql(f"DROP TRIGGER {_trigger(keep, 'casework_advice')}")
    (found,) = broken_guards()
    assert f"{keep} of casework_advice is missing" in found
    if postgres:
        sql(
            "CREATE OR REPLACE FUNCTION casework_decision_kept() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql"
        )
        sql("ALTER TABLE casework_letter DISABLE TRIGGER casework_letter_keep")
        wanted = {"casework_decision_keep": "rewritten", "casework_letter_keep": "off"}
    else:
        sql("DROP TRIGGER casework_decision_keep_update")
        sql(
            "CREATE TRIGGER casework_decision_keep_update BEFORE UPDATE ON casework_decision BEGIN SELECT 1; END"
        )
        wanted = {"casework_decision_keep_update": "rewritten"}
    told = " ".join(broken_guards())
    for name, words in wanted.items():
        assert f"The trigger {name} of" in told
        assert words in told
    mended = mend_guards(at=now())
    assert mended == (
        "casework_advice",
        "casework_decision",
        *(["casework_letter"] if postgres else []),
    )
    assert list(broken_guards()) == []
    assert mend_guards(at=now()) == ()
    (act,) = (read_act(row) for row in LedgerRow.objects.all())
    assert (act.kind, act.payload["tables"]) == ("mend_triggers", list(mended))


def test_update_delete_replace_upsert_and_truncate_are_refused(world: World) -> None:
    """What an operator tries at the console, on each table that has a row."""
    refused(world)
    postgres = connection.vendor == "postgresql"
    tried = 0
    for table in (
        "casework_decision",
        "casework_letter",
        "casework_caseevent",
        "casework_readlog",
        "casework_clockrow",
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  # a name of ours
            if not cursor.fetchone()[0]:
                continue
        statements = [
            f"UPDATE {table} SET id = id",  # noqa: S608  # as above
            f"DELETE FROM {table}",  # noqa: S608
        ]
        if postgres:
            sql("SET CONSTRAINTS ALL IMMEDIATE")
            statements += [
                f"TRUNCATE {table} CASCADE",
                f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id",  # noqa: S608
            ]
        else:
            statements += [
                f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",  # noqa: S608
                f"REPLACE INTO {table} SELECT * FROM {table}",  # noqa: S608
                f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET id = excluded.id",  # noqa: S608
            ]
        for statement in statements:
            with pytest.raises(DatabaseError, match="append-only"):
                sql(statement)
            tried += 1
    assert tried >= 12


def test_sqlite_has_no_roles_and_says_so(db: None) -> None:
    if connection.vendor == "sqlite":
        with pytest.raises(RolesRefusedError, match="SQLite knows no roles"):
            make_roles("licet")
        assert list(weaknesses()) == []
    else:
        with pytest.raises(RolesRefusedError, match="no beginning of a role's name"):
            make_roles("x; DROP")


@on_postgres
def test_making_roles_again_changes_nothing(roles: None) -> None:
    again = make_roles(PREFIX)
    assert again.made == ()
    assert again.roles[0] == f"{PREFIX}_owner"
    assert again.tables > 100


@on_postgres
def test_no_role_may_rewrite_evidence(roles: None) -> None:
    """Every table declared append-only, against what the server says of every role."""
    asked = (
        "SELECT has_table_privilege(%s, %s, 'UPDATE'), has_table_privilege(%s, %s, 'DELETE'), "
        "has_table_privilege(%s, %s, 'TRUNCATE'), has_table_privilege(%s, %s, 'TRIGGER')"
    )
    with connection.cursor() as cursor:
        for name in ROLES:
            role = f"{PREFIX}_{name}"
            for table in evidence_tables():
                cursor.execute(asked, [role, table] * 4)
                assert cursor.fetchone() == (False,) * 4, (role, table)
            cursor.execute(
                "SELECT table_name, column_name FROM information_schema.column_privileges "
                "WHERE grantee = %s AND privilege_type = 'UPDATE'",
                [role],
            )
            may = set(cursor.fetchall())
            blanked = {
                (one.table, column)
                for one in CONTENT
                if one.append_only
                for column in one.columns
            }
            beyond = {pair for pair in may - blanked if pair[0] in evidence_tables()}
            assert beyond == set()
        cursor.execute(asked, [f"{PREFIX}_casework", "casework_case"] * 4)
        assert cursor.fetchone() == (True, False, False, False)


@on_postgres
def test_casework_does_its_whole_work_in_its_role(roles: None, world: World) -> None:
    with acting("casework"):
        assert list(weaknesses()) == []
        granted(world)
        case = refused(world)
        run_sequencer(at=now(), flush=True)
        with pytest.raises(DatabaseError, match="permission denied"):
            sql("UPDATE casework_decision SET outcome = 'grant'")
        with pytest.raises(DatabaseError, match="append-only"):
            sql("UPDATE casework_decision SET reasons = 'other'")
        for statement in (
            "DELETE FROM casework_letter",
            "TRUNCATE casework_letter CASCADE",
            "ALTER TABLE casework_letter DISABLE TRIGGER ALL",
            "DROP TRIGGER casework_letter_keep ON casework_letter",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
                sql(statement)
        pk = Case.objects.get(number=case.number).pk
        erase_case(
            case=str(pk), actor=None, rule="Invented Act s. 1", reason="due", at=now()
        )
        assert Decision.objects.get(case=pk).reasons == ""


@on_postgres
@pytest.mark.parametrize("role", ["portal", "public", "auditor"])
def test_a_zone_cannot_do_the_work_of_another(roles: None, role: str) -> None:
    statements = [
        "INSERT INTO casework_decision DEFAULT VALUES",
        "UPDATE casework_referral SET because = ''",
        "INSERT INTO casework_post DEFAULT VALUES",
    ]
    if role == "portal":
        statements.append("SELECT reasons FROM casework_adjudication")
    if role == "public":
        statements += [
            "SELECT sealed FROM casework_ledgerrow",
            "SELECT title FROM casework_case",
            "SELECT text FROM casework_message",
            "SELECT password FROM casework_person",
            "SELECT session_data FROM django_session",
        ]
    with acting(role):
        assert list(weaknesses()) == []
        for statement in statements:
            with pytest.raises(DatabaseError, match="permission denied"):
                sql(statement)


@on_postgres
def test_a_superuser_and_an_owner_are_named(roles: None) -> None:
    (found,) = weaknesses()
    assert "a superuser: no trigger and no role stops it" in found
    with acting("owner"):
        (found,) = weaknesses()
    assert "may drop its triggers" in found


@on_postgres
def test_a_grant_too_many_is_named_and_taken_back(roles: None) -> None:
    sql(f'GRANT UPDATE, DELETE ON casework_decision TO "{PREFIX}_casework"')
    sql(f'GRANT UPDATE (text) ON casework_message TO "{PREFIX}_portal"')
    with acting("casework"):
        (found,) = weaknesses()
    assert "may UPDATE, DELETE on casework_decision" in found
    make_roles(PREFIX)
    with acting("casework"):
        assert list(weaknesses()) == []


@on_postgres
def test_who_may_not_make_roles_is_told_who_may(roles: None) -> None:
    with (
        acting("casework"),
        pytest.raises(RolesRefusedError, match="Name a superuser in DATABASE_URL"),
    ):
        role_setup.make_roles(PREFIX)
    assert not Message.objects.exists()


@on_postgres
def test_applicants_do_their_whole_work_in_the_portals_role(
    roles: None, world: World, settings: Settings
) -> None:
    case = granted(world)
    hit = with_party(world, BROKERS)
    run_pending()
    assert hits_of(world, hit)
    settings.LICET_SERVES = "portal"
    made_by = world.organisations["halden"].pk
    client = Client()
    with acting("portal"):
        client.force_login(world.people["halden"], backend=BACKEND)
        made = start(world)
        applications.submit_application(
            by=world.halden, case=made.number, key="k", version=made.version
        )
        applications.send_message(by=world.halden, case=case.number, text="Thank you.")
        for address in (
            "/apply/",
            "/apply/new/",
            "/apply/opinions/",
            f"/apply/cases/{made.number}/",
            f"/apply/cases/{case.number}/",
            f"/apply/cases/{hit}/",
            f"/apply/cases/{case.number}/record/",
            f"/apply/licences/{Licence.objects.get().number}/",
            "/apply/held/",
            f"/apply/organisations/{made_by}/",
            f"/apply/organisations/{made_by}/library/",
            f"/apply/cases/{case.number}/urgent/",
            "/rules/drafts/",
            "/account/email/",
        ):
            answer = client.get(address)
            assert answer.status_code == 200, address
        assert client.get(f"/work/cases/{case.number}/").status_code == 404


@on_postgres
def test_the_public_site_needs_no_more_than_its_role(
    roles: None, world: World, settings: Settings
) -> None:
    refused(world)
    settings.LICET_SERVES = "public"
    client = Client()
    with acting("public"):
        for address in (
            "/",
            "/rules/",
            "/figures/",
            "/figures/outcomes.csv",
            "/check/",
            "/destinations/",
            "/readyz",
        ):
            assert client.get(address).status_code == 200, address
