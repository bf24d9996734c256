"""Two lists of leaf hashes side by side: which entries were changed, removed, moved, added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from licet.ledger.model import Fault, FaultKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One bundle that does not fit its tile.

    Attributes:
        file: The file to name.
        first: The entry number of its first place.
        found: Leaf hashes as the file has them.
        right: Leaf hashes as the tree has them.
        after: The leaf hashes that follow in the tree, to recognise a shift.
    """

    file: str
    first: int
    found: Sequence[bytes]
    right: Sequence[bytes]
    after: Sequence[bytes] = ()


def name_faults(stretches: Sequence[Stretch]) -> list[Fault]:
    """What happened to the entries of these stretches, in order."""
    strays = {
        stretch.first + place: found
        for stretch in stretches
        for place, (found, right) in enumerate(
            zip(stretch.found, stretch.right, strict=False)
        )
        if found != right
    }
    homes = {
        right: stretch.first + place
        for stretch in stretches
        for place, right in enumerate(stretch.right)
        if stretch.first + place in strays
    }
    faults: list[Fault] = []
    for stretch in stretches:
        faults += _shifted(stretch) or _one_by_one(stretch, strays, homes)
    return faults


def _first_difference(found: Sequence[bytes], right: Sequence[bytes]) -> int:
    pairs = enumerate(zip(found, right, strict=False))
    return next(
        (place for place, (one, other) in pairs if one != other),
        min(len(found), len(right)),
    )


def _shifted(stretch: Stretch) -> list[Fault]:
    """A removed or an extra entry, after which everything stands one place off."""
    found, right = stretch.found, stretch.right
    at = _first_difference(found, right)
    whole = [*right, *stretch.after]
    rest = found[at:]
    following = whole[at + 1 : at + 1 + len(rest)]
    # A shift shows only when something follows the gap, or the file is shorter.
    if list(rest) == following and (rest or len(found) < len(right)):
        return [_fault(FaultKind.REMOVED, stretch, at)]
    behind = list(found[at + 1 :])
    pushed = behind == list(right[at : at + len(behind)])
    # Two neighbours at the very end that changed places are a swap, not a push.
    if pushed and (len(found) > len(right) or len(behind) > 1):
        return [_fault(FaultKind.EXTRA, stretch, at)]
    return []


def _one_by_one(
    stretch: Stretch, strays: Mapping[int, bytes], homes: Mapping[bytes, int]
) -> list[Fault]:
    faults = []
    for place in range(max(len(stretch.found), len(stretch.right))):
        entry = stretch.first + place
        if place >= len(stretch.found):
            faults.append(_fault(FaultKind.REMOVED, stretch, place))
        elif place >= len(stretch.right):
            faults.append(_fault(FaultKind.EXTRA, stretch, place))
        elif entry in strays:
            home = homes.get(strays[entry])
            kind = FaultKind.CHANGED if home is None else FaultKind.REORDERED
            faults.append(_fault(kind, stretch, place, home))
    return faults


def _fault(
    kind: FaultKind, stretch: Stretch, place: int, other: int | None = None
) -> Fault:
    return Fault(kind=kind, file=stretch.file, entry=stretch.first + place, other=other)
