"""What a check of a log finds, as frozen values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from licet.ledger.checkpoints import Checkpoint, Signed


class FaultKind(StrEnum):
    """What is wrong with one place of a log."""

    CHANGED = "changed"
    REMOVED = "removed"
    REORDERED = "reordered"
    EXTRA = "extra"
    MISSING_FILE = "missing_file"
    UNKNOWN_FILE = "unknown_file"
    MALFORMED = "malformed"
    ROOT = "root"
    SIGNATURE = "signature"
    UNKNOWN_SIGNATURE = "unknown_signature"
    NO_KEY = "no_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        kind: What is wrong.
        file: Path of the file below the log's folder.
        entry: The first entry concerned, counted from 0, when the fault is about entries.
        other: For reordered entries, where that entry belongs; for a fault that concerns a
            span of entries, the last of them.
        detail: What a reader needs beyond that, in a few words.
    """

    kind: FaultKind
    file: str
    entry: int | None = None
    other: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What a check of a whole log found.

    Attributes:
        faults: Everything that is wrong, worst place first; empty when the log is whole.
        checkpoint: What the log states, when that could be read.
        signed: The signatures that hold.
        files: How many files were accounted for.
        own_keys: The signatures were checked only against keys that came with the log.
    """

    faults: tuple[Fault, ...]
    checkpoint: Checkpoint | None = None
    signed: tuple[Signed, ...] = ()
    files: int = 0
    own_keys: bool = False


class Source(Protocol):
    """Where the files of a log come from: a folder, a server, a database."""

    def paths(self) -> tuple[str, ...] | None:
        """Every file there is, or ``None`` where they cannot be listed."""

    def read(self, path: str) -> bytes | None:
        """The bytes of one file, or ``None`` when it is not there."""
