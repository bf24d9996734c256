"""Shared by every suite: hypothesis profile, and which database and browser are meant."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import cast

import pytest
import typer.main
import typer.testing
from django.conf import settings as configured
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from licet.web.casework.decision.papers import Papers
from licet.web.casework.wiring import real_ports
from licet.web.site.memory import look_seldom

# Before the posts of the invented authority begin, and so before any clock of a test.
DRAWN = datetime(2019, 12, 31, tzinfo=UTC)
# The same browser without a window system starts and answers in half the time.
SHELL = Path("/usr/bin/chromium-headless-shell")
CHROMIUM = str(SHELL) if SHELL.exists() else "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")
look_seldom()  # as every process of the system does
# A test calls the command many times; six hundred commands are read from their signatures once.
typer.testing._get_command = cache(typer.main.get_command)  # type: ignore[attr-defined]


def pytest_report_header(config: pytest.Config) -> str:
    vendor = os.environ.get("LICET_EXPECT_VENDOR", "as configured")
    return f"vendor={vendor} browser={shutil.which('chromium')}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Begin with a copy of the database that the run has migrated once, when there is one."""
    made = os.environ.get("LICET_MIGRATED", "")
    if made:
        shutil.copyfile(made, configured.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """The copy is taken as it is; the folder that it lies in ends with the run."""
    return bool(os.environ.get("LICET_MIGRATED") or request.config.getvalue("reuse_db"))


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers() -> Iterator[None]:
    """Let the flush after a transactional test empty append-only tables, and nothing else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", _execute_sql_flush)
        yield


@pytest.fixture(autouse=True, scope="session")
def _keys_older_than_any_clock() -> None:
    """Draw the document keys of this process before any test does.

    They count from the moment they are drawn. Drawn by a test whose clock runs ahead, they
    would not be in force yet for those after it.
    """
    cast("Papers", real_ports().documents).keys(DRAWN)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of a run: a second driver would meet the event loop of the first."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        # The driver runs an event loop in this thread; the database is still ours alone.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


def _execute_sql_flush(
    operations: BaseDatabaseOperations, statements: list[str]
) -> None:
    connection = operations.connection
    kept: list[tuple[str, str]] = []
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            kept = cursor.fetchall()
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in [f"DROP TRIGGER {name}" for name, _ in kept] + statements:
            cursor.execute(statement)
        for _, made in kept:
            cursor.execute(made)
