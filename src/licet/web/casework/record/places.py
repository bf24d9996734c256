"""Where the record lies on disk."""

from pathlib import Path

from django.conf import settings


def log_directory() -> Path:
    """Where the served log lies."""
    return Path(settings.LICET_LOG_DIR)
