"""Secrets of the installation: from the environment, else made once and kept 0600."""

import contextlib
import os
import stat
from pathlib import Path
from secrets import token_urlsafe

from django.core.exceptions import ImproperlyConfigured


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as target:
        target.write(token_urlsafe(64))


def secret_from(path: Path) -> str:
    """Read the secret kept in ``path``, or make it.

    Args:
        path: A file below ``LICET_STATE/keys``.

    Returns:
        The secret text.

    Raises:
        ImproperlyConfigured: Others than the owner may read the file.
    """
    if not path.exists():
        with contextlib.suppress(FileExistsError):  # another process was quicker
            _create(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        msg = f"{path.name} may be read by others. Run: chmod 600 on the file, and change the secret."
        raise ImproperlyConfigured(msg)
    return path.read_text("ascii")
