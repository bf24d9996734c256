"""What somebody fetches goes into a new file; nothing is written over."""

from pathlib import Path

from licet.kernel import InputError


def require_new(out: Path) -> None:
    """Refuse a file that is there, before anything is read for it.

    Raises:
        InputError: It is there already.
    """
    if out.exists():
        raise InputError(f"{out} is there already. Name a new file.")


def write_new(out: Path, content: bytes) -> None:
    """Write a new file and say how long it is."""
    with out.open("xb") as target:
        target.write(content)
    print(f"{out}: {len(content)} bytes.")
