"""Shared by every suite: hypothesis profile, and which database and browser are meant."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import HealthCheck, settings

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
