"""Faults of a log in plain words."""

from collections.abc import Mapping

from licet.ledger.bundles import BundleFault, BundleFaultKind
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


_BUNDLE_WORDS: Mapping[BundleFaultKind, str] = {
    BundleFaultKind.MISSING: "the manifest names it and it is not there",
    BundleFaultKind.ALTERED: "it is not the file that was sealed",
    BundleFaultKind.UNKNOWN: "the manifest does not name it",
    BundleFaultKind.NOT_PROVEN: "it does not prove its act",
    BundleFaultKind.NOT_NAMED: "the act that should name it does not",
}


def explain_bundle_fault(fault: BundleFault) -> str:
    """One plain sentence that names the file of a bundle and what is wrong with it.

    Examples:
        >>> explain_bundle_fault(BundleFault(kind=BundleFaultKind.ALTERED, file="a.pdf"))
        'a.pdf: it is not the file that was sealed.'
    """
    tail = f" ({fault.detail.rstrip('.')})" if fault.detail else ""
    return f"{fault.file}: {_BUNDLE_WORDS[fault.kind]}{tail}."
