"""A log of its own for every test: the database is rolled back, files are not."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _own_log(settings: Settings, tmp_path: Path) -> None:
    settings.LICET_LOG_DIR = tmp_path / "log"
