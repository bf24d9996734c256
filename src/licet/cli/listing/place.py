"""Where the lists of this machine lie."""

import os
from pathlib import Path


def state_dir() -> Path:
    """The folder that everything written lives under (``LICET_STATE``, else ``./var``)."""
    return Path(os.environ.get("LICET_STATE") or "var")
