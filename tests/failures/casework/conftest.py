"""Lists in service, and an empty log for every test."""

import shutil

import pytest
from django.conf import settings
from django.utils import timezone

from licet.screening import invented_lists, sync
from licet.web.casework.record.export import log_directory
from licet.web.casework.record.keystore import key_store


@pytest.fixture(scope="session", autouse=True)
def _lists() -> None:
    """The small invented lists are in service in the state folder of the tests."""
    sync(invented_lists(), settings.LICET_STATE, at=timezone.now())


@pytest.fixture(autouse=True)
def _empty_log() -> None:
    """Every test begins with an empty database: no log is published, no key was destroyed."""
    shutil.rmtree(log_directory(), ignore_errors=True)
    for gone in (key_store().root / "data").glob("*.gone"):
        gone.unlink()
