"""Small invented lists in service."""

import pytest
from django.conf import settings
from django.utils import timezone

from licet.screening import invented_lists, sync


@pytest.fixture(scope="session", autouse=True)
def _lists() -> None:
    sync(invented_lists(), settings.LICET_STATE, at=timezone.now())
