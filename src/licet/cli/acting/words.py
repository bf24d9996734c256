"""Longer words at the command line: as they stand, or from the input."""

import sys


def written(text: str) -> str:
    """What somebody says; ``-`` reads it from the input to its end.

    Whoever says it so gives the code of the second factor with ``--code``.
    """
    return sys.stdin.read() if text == "-" else text
