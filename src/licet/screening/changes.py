"""What differs between two versions of a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from licet.screening.model import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Entry ids that came, went, or read differently; each in order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDelta:
    """What came, went or reads differently between an older version and the one in service.

    Attributes:
        source: The list.
        older: The version before; empty when there was none, and everything came.
        newer: The version in service.
        changes: The ids.
        touched: The new wording of every entry that came or reads differently, by id.
        removed: The last wording of every entry that went, by id.
    """

    source: str
    older: str
    newer: str
    changes: Changes
    touched: tuple[Entity, ...]
    removed: tuple[Entity, ...]


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
    """Compare two versions given as entry id -> content hash."""
    return Changes(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(i for i in new.keys() & old.keys() if new[i] != old[i])),
    )


def entries_changed(
    old: Iterable[Entity], new: Iterable[Entity]
) -> tuple[tuple[Entity, ...], Changes]:
    """The entries to screen again after a list changed.

    Args:
        old: The entries of the version before.
        new: Those of the version now.

    Returns:
        The new wording of every entry that came or reads differently, in order of id,
        and the changes (removed entries included: their old hits fall away).
    """
    entries = {entity.id: entity for entity in new}
    found = changes(
        {entity.id: entity.content_hash() for entity in old},
        {number: entity.content_hash() for number, entity in entries.items()},
    )
    touched = sorted({*found.added, *found.changed})
    return tuple(entries[number] for number in touched), found
