"""The database that a run of the tests has migrated once, for programs that begin from nothing."""

import os
import shutil
from pathlib import Path


def lay_migrated(state: Path) -> None:
    """Let an installation begin with a copy of it; without one it migrates for itself.

    Args:
        state: Its empty state folder, in which it keeps an SQLite database.
    """
    made = os.environ.get("LICET_MIGRATED", "")
    if made:
        state.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, state / "licet.sqlite3")
