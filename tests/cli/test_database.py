"""``licet database``: what it prints, and with which exit code it ends."""

import json

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings
from typer.testing import CliRunner, Result

from licet.cli.main import build_app
from licet.cli.starting import zone as starting
from licet.cli.starting.zone import (
    ZoneRefusedError,
    migrate_or_refuse,
    warn_of_weaknesses,
)
from licet.web.casework.record import role_setup
from licet.web.casework.record.errors import RolesRefusedError
from licet.web.casework.record.role_setup import RoleReport

pytestmark = pytest.mark.django_db
FOUND = "This process signs in to the database as root, a superuser."


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build_app(), ["database", *arguments])


@pytest.fixture
def weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(role_setup, "weaknesses", lambda: iter([FOUND]))


def test_roles_are_named_and_what_comes_next(monkeypatch: pytest.MonkeyPatch) -> None:
    made = RoleReport(made=("a_owner",), roles=("a_owner", "a_public"), tables=7)
    monkeypatch.setattr(role_setup, "make_roles", lambda _prefix: made)
    told = run("roles", "--prefix", "a").stdout.splitlines()
    assert told[:2] == ["a_owner: made", "a_public: was there"]
    assert "Grants on 7 tables" in told[2]
    assert json.loads(run("roles", "--json").stdout) == {
        "made": ["a_owner"],
        "roles": ["a_owner", "a_public"],
        "tables": 7,
    }


def test_without_roles_the_refusal_says_what_to_do() -> None:
    if connection.vendor == "sqlite":
        assert isinstance(run("roles").exception, RolesRefusedError)


def test_a_closed_database_is_said_with_0_and_an_open_one_with_1(
    weak: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run("check")
    assert (done.exit_code, done.stdout.strip()) == (1, FOUND)
    assert json.loads(run("check", "--json").stdout)["weaknesses"] == [FOUND]
    monkeypatch.setattr(role_setup, "weaknesses", lambda: iter([]))
    done = run("check")
    assert done.exit_code == 0
    assert "neither changed nor removed" in done.stdout


def test_triggers_that_were_taken_away_are_put_back() -> None:
    assert "Every trigger of evidence is there" in run("triggers").stdout
    postgres = connection.vendor == "postgresql"
    name = "keep ON casework_advice" if postgres else "keep_update"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER casework_advice_{name}")
    assert "Put back on casework_advice" in run("triggers").stdout


def test_compacting_says_whether_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer, code in ((True, 0), (False, 1)):
        monkeypatch.setattr(
            "licet.web.casework.record.blanking.compact", lambda said=answer: said
        )
        assert run("compact").exit_code == code


def test_outside_a_demo_a_weakness_is_said_and_a_zone_does_not_start(
    weak: None, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PRODUCTION = False
    warn_of_weaknesses()
    assert capsys.readouterr().err == ""
    settings.PRODUCTION = True
    warn_of_weaknesses()
    assert capsys.readouterr().err == f"licet: WARNING: {FOUND}\n"
    settings.LICET_SERVES = "portal"
    with pytest.raises(ZoneRefusedError, match="The portal zone does not start"):
        warn_of_weaknesses()


@pytest.fixture
def due(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One migration is due; what was called stands in the list."""
    called: list[str] = []
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan",
        lambda *_: [("casework.0099_more", False)],
    )
    monkeypatch.setattr(
        "django.core.management.call_command", lambda name, **_: called.append(name)
    )
    return called


def test_a_demo_migrates_by_itself_and_a_zone_asks_the_owner(
    due: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate_or_refuse()
    assert due == ["migrate"]
    settings.PRODUCTION, settings.LICET_SERVES = True, "portal"
    monkeypatch.setattr(connection, "vendor", "postgresql")
    with pytest.raises(ZoneRefusedError, match=r"1 migrations are due, casework\.0099"):
        migrate_or_refuse()
    assert due == ["migrate"]
    assert starting.ZONES == ("public", "portal", "casework")


def test_nothing_due_is_nothing_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "django.core.management.call_command", lambda *_, **__: pytest.fail("called")
    )
    migrate_or_refuse()


def test_the_worker_of_another_zone_does_not_start(settings: Settings) -> None:
    settings.LICET_SERVES = "public"
    done = CliRunner().invoke(build_app(), ["worker"])
    assert isinstance(done.exception, ZoneRefusedError)
    assert "needs the keys and the role of casework" in str(done.exception)
