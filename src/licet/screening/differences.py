"""What differs between two versions of a list, down to the field."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from licet.screening import store
from licet.screening.changes import Changes
from licet.screening.errors import NoSuchQuestionError
from licet.screening.model import Entity, entity_from_json

FIELDS = (
    "kind",
    "names",
    "programs",
    "countries",
    "addresses",
    "identifiers",
    "birth_dates",
    "listed_on",
    "url",
    "remarks",
)
KINDS = ("added", "removed", "changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """One field before and after; each value as one line of text."""

    field: str
    old: tuple[str, ...]
    new: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {"field": self.field, "old": list(self.old), "new": list(self.new)}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDifference:
    """What became of one entry; ``old`` or ``new`` is ``None`` when it came or went."""

    change: str
    old: Entity | None
    new: Entity | None

    @property
    def entity(self) -> Entity:
        """The entry as it reads now, or as it last read."""
        found = self.new or self.old
        assert found is not None  # noqa: S101  # one of the two is there
        return found

    @property
    def name(self) -> str:
        """Its first name."""
        return self.entity.names[0].text

    def fields(self) -> tuple[FieldDifference, ...]:
        """The fields that differ, in the order of the entry."""
        before, after = _document(self.old), _document(self.new)
        return tuple(
            FieldDifference(field=field, old=old, new=new)
            for field in FIELDS
            if (old := _lines(before.get(field))) != (new := _lines(after.get(field)))
        )

    def has(self, words: str) -> bool:
        """Whether every word occurs in the entry, before or after."""
        text = _folded(
            "\n".join(
                f"{one.id}\n" + "\n".join(_lines(list(_document(one).values())))
                for one in (self.old, self.new)
                if one is not None
            )
        )
        return all(word in text for word in _folded(words).split())

    def to_json(self) -> dict[str, object]:
        """Plain values with old and new hash and every field that differs."""
        return {
            "entry": self.entity.id,
            "name": self.name,
            "change": self.change,
            "old_hash": self.old.content_hash() if self.old else None,
            "new_hash": self.new.content_hash() if self.new else None,
            "fields": [one.to_json() for one in self.fields()],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDifference:
    """Two versions of one list compared; entries in the order of kind of change and id."""

    source: str
    older: str
    newer: str
    changes: Changes
    entries: tuple[EntryDifference, ...]

    def counts(self) -> dict[str, int]:
        """How many came, went and read differently."""
        return {kind: len(getattr(self.changes, kind)) for kind in KINDS}

    def to_json(self) -> dict[str, object]:
        """Plain values, whole."""
        return {
            "source": self.source,
            "older": self.older,
            "newer": self.newer,
            **self.counts(),
            "entries": [one.to_json() for one in self.entries],
        }


def version_difference(
    state_dir: Path, source: str, older: str, newer: str
) -> VersionDifference:
    """Compare two held versions of a list at the cost of what differs.

    Args:
        state_dir: The state folder (``LICET_STATE``).
        source: The list.
        older: A version that is held.
        newer: Another one; the order is the caller's.

    Raises:
        UnknownVersionError: One of them is not held.
        DamagedStoreError: Stored entries are not what was stored.
    """
    before = store.entry_lines(state_dir, source, older)
    after = store.entry_lines(state_dir, source, newer)
    return _compared(source, (older, before), (newer, after))


def waiting_difference(state_dir: Path, source: str) -> VersionDifference:
    """What a version that was stopped would change, compared with the one in service.

    Args:
        state_dir: The state folder (``LICET_STATE``).
        source: A list of which a version waits.

    Raises:
        NoSuchQuestionError: None waits.
        DamagedStoreError: Stored entries are not what was stored.
    """
    held, stopped = (
        store.current(state_dir, source),
        store.waiting_facts(state_dir, source),
    )
    if held is None or stopped is None:
        raise NoSuchQuestionError(source)
    older = str(held["version"])
    before = store.entry_lines(state_dir, source, older)
    after = store.waiting_lines(state_dir, source)
    return _compared(source, (older, before), (str(stopped["version"]), after))


def _compared(
    source: str,
    one: tuple[str, tuple[bytes, ...]],
    other: tuple[str, tuple[bytes, ...]],
) -> VersionDifference:
    (older, before), (newer, after) = one, other
    # A line is one entry in one form: those that both have say the same.
    old = _read(before, set(after))
    new = _read(after, set(before))
    found = Changes(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(new.keys() & old.keys())),
    )
    return VersionDifference(
        source=source,
        older=older,
        newer=newer,
        changes=found,
        entries=tuple(
            EntryDifference(change=kind, old=old.get(entry), new=new.get(entry))
            for kind in KINDS
            for entry in getattr(found, kind)
        ),
    )


def _read(lines: tuple[bytes, ...], others: set[bytes]) -> dict[str, Entity]:
    rows = (json.loads(line)["entity"] for line in lines if line not in others)
    return {str(row["id"]): entity_from_json(row) for row in rows}


def _document(entity: Entity | None) -> Mapping[str, object]:
    return entity.to_json() if entity else {}


def _lines(value: object) -> tuple[str, ...]:
    if not value:
        return ()
    if isinstance(value, list):
        return tuple(_flat(one) for one in value)
    return (str(value),)


def _flat(value: object) -> str:
    if isinstance(value, list):
        return " · ".join(_parts(value))
    return str(value)


def _parts(value: list[object]) -> Iterator[str]:
    for one in value:
        if one:
            yield _flat(one)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
