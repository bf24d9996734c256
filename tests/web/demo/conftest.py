"""Small invented lists in service."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from licet.screening import invented_lists, sync


@pytest.fixture(scope="session", autouse=True)
def _lists() -> None:
    sync(invented_lists(), settings.LICET_STATE, at=timezone.now())


@pytest.fixture(autouse=True)
def _nothing_destroyed() -> None:
    """The database is empty, so no key of it was ever destroyed; other tests share the folder."""
    for gone in (Path(settings.LICET_STATE) / "keys" / "data").glob("*.gone"):
        gone.unlink()
