"""Shared by every suite: hypothesis profile, and which database and browser are meant."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

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


def pytest_report_header(config: pytest.Config) -> str:
    vendor = os.environ.get("LICET_EXPECT_VENDOR", "as configured")
    return f"vendor={vendor} browser={shutil.which('chromium')}"


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers() -> Iterator[None]:
    """Let the flush after a transactional test empty append-only tables, and nothing else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", _execute_sql_flush)
        yield


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
