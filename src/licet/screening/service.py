"""The index over everything in service, kept on disk until a list changes."""

from collections.abc import Mapping
from pathlib import Path

from licet.kernel import digest
from licet.screening import built, store
from licet.screening.algorithms import DEFAULT
from licet.screening.changes import ListDelta, entries_changed
from licet.screening.errors import (
    DamagedStoreError,
    NoListsError,
    UnknownSourceError,
    UnknownVersionError,
)
from licet.screening.index import Index, build_index, open_index
from licet.screening.sync import statuses


def open_service_index(state_dir: Path, *, algorithm: str = DEFAULT) -> Index:
    """The index over every list version in service, built when it is not on disk.

    Args:
        state_dir: The state folder (``LICET_STATE``).
        algorithm: The matching algorithm.

    Returns:
        The index, memory-mapped.

    Raises:
        NoListsError: No list is in service: nobody can be screened.
        DamagedStoreError: Stored entries are not what was stored.
    """
    held = statuses(state_dir)
    if not held:
        raise NoListsError
    versions = {status.source: status.version for status in held}
    key = _index_key(versions, algorithm)
    folder = store.index_folder(state_dir, key)
    index = _opened(folder)
    if index is None:
        with store.locked(state_dir):
            entities = (
                entity
                for source, version in sorted(versions.items())
                for entity in store.load_entities(state_dir, source, version)
            )
            build_index(entities, algorithm=algorithm, versions=versions).save(folder)
            store.drop_old_indexes(state_dir, key)
        index = open_index(folder)
    return index


def _index_key(versions: Mapping[str, str], algorithm: str) -> str:
    return digest([algorithm, built.FORMAT, versions])[:24]


def index_place(state_dir: Path, index: Index) -> Path:
    """Where an index over list versions in service lies, for other processes to open it too.

    Args:
        state_dir: The state folder (``LICET_STATE``).
        index: As ``open_service_index`` gave it.
    """
    key = _index_key(dict(index.versions), index.algorithm)
    return store.index_folder(state_dir, key)


def list_delta(state_dir: Path, source: str, *, older: str) -> ListDelta:
    """What changed from a held version of a list to the one in service.

    Args:
        state_dir: The state folder (``LICET_STATE``).
        source: The list.
        older: The version before; empty for none: then every entry came.

    Returns:
        The changes with the wording of every entry concerned.

    Raises:
        UnknownSourceError: The list is not in service.
        UnknownVersionError: The version is not held.
        DamagedStoreError: Stored entries are not what was stored.
    """
    held = store.current(state_dir, source)
    if held is None:
        raise UnknownSourceError(source)
    newer = str(held["version"])
    if older and older not in store.versions(state_dir, source):
        raise UnknownVersionError(source, older)
    before = store.load_entities(state_dir, source, older) if older else ()
    after = store.load_entities(state_dir, source, newer)
    touched, found = entries_changed(before, after)
    gone = frozenset(found.removed)
    return ListDelta(
        source=source,
        older=older,
        newer=newer,
        changes=found,
        touched=touched,
        removed=tuple(sorted((e for e in before if e.id in gone), key=lambda e: e.id)),
    )


def _opened(folder: Path) -> Index | None:
    """The index on disk; None when there is none that is whole.

    An index is only a copy of the lists: a damaged one is built again from them.
    """
    try:
        return open_index(folder)
    except DamagedStoreError:
        return None
