"""The record of a case as people see it: every act with its proof."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAct:
    """One act of a case in the record.

    Attributes:
        entry: Its number in the log; ``None`` until its batch is closed.
        commitment: The salted commitment in hexadecimal.
        words: What was done, in plain words; for an act that stays closed, that it does.
        by: Who acted, as it stood then.
        proof: ``proven``, ``waiting`` (its batch is open), ``placed`` (in the log, not
            checked on this page), or ``broken``.
        why: For a broken proof, what does not hold; for an erased act, that it was erased.
        opened: Whether this reader may open it.
    """

    entry: int | None
    commitment: str
    at: datetime
    kind: str
    words: str
    by: str
    proof: str
    why: str = ""
    opened: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecordView:
    """The acts of a case, and against which state of the log they were checked.

    Attributes:
        origin: The name of the log.
        size: How many entries the log had.
        root: Its root in hexadecimal.
        checked: Whether the proofs were computed and checked.
        faults: Acts, documents and letters that do not hold; empty when all is whole.
        documents: How many files were compared with the hash that an act names.
    """

    number: str
    title: str
    origin: str
    size: int
    root: str
    acts: tuple[RecordedAct, ...]
    checked: bool = False
    faults: tuple[str, ...] = ()
    documents: int = 0
