"""The operator's face: the ``licet`` command."""

from licet.cli.main import main

__all__ = ["main"]
