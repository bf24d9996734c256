"""Faults of a log in plain words."""

from collections.abc import Mapping

from licet.ledger.model import Fault, FaultKind

_WORDS: Mapping[FaultKind, str] = {
    FaultKind.CHANGED: "entry {entry} was changed",
    FaultKind.REMOVED: "entry {entry} was removed",
    FaultKind.REORDERED: "at entry {entry} stands the one that belongs at {other}",
    FaultKind.EXTRA: "at entry {entry} something extra was put in",
    FaultKind.MISSING_FILE: "the file is missing",
    FaultKind.UNKNOWN_FILE: "no log of this size has such a file",
    FaultKind.MALFORMED: "the file is damaged",
    FaultKind.ROOT: "the entries do not have the root that the checkpoint states",
    FaultKind.SIGNATURE: "a signature does not hold",
    FaultKind.UNKNOWN_SIGNATURE: "it carries a signature of an unknown key",
    FaultKind.NO_KEY: "there is no key to check its signature with",
}


def explain_fault(fault: Fault) -> str:
    """One plain sentence that names the file and, where there is one, the entry.

    Examples:
        >>> explain_fault(Fault(kind=FaultKind.CHANGED, file="tile/entries/000", entry=7))
        'tile/entries/000: entry 7 was changed.'
    """
    words = _WORDS[fault.kind]
    if fault.kind is FaultKind.CHANGED and fault.entry is None:
        words = "the file was changed"
    elif fault.kind is FaultKind.CHANGED and fault.other is not None:
        words = "something among entries {entry} to {other} was changed"
    tail = f" ({fault.detail})" if fault.detail else ""
    told = words.format(entry=fault.entry, other=fault.other)
    return f"{fault.file}: {told}{tail}."
