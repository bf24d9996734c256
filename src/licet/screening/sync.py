"""Take new versions of lists into service, or refuse them and keep the old."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from licet.kernel import InputError
from licet.screening import store
from licet.screening.changes import Changes, changes
from licet.screening.errors import (
    NoListFilesError,
    OlderListError,
    ReservedListError,
    ShrunkListError,
    UnfitListNameError,
)
from licet.screening.lists import ofac
from licet.screening.lists.ftm import can_name_a_list
from licet.screening.lists.own import OWN_TITLES
from licet.screening.lists.reading import read_version
from licet.screening.model import ListVersion
from licet.screening.store import Found

# Real deltas between monthly versions of the lists at hand stay well below.
LARGEST_LOSS_PER_HUNDRED = 2
# Most publishers issue at least weekly; a list not looked at for longer is stale.
FRESH_FOR = timedelta(days=7)


class Result(StrEnum):
    """What a sync did with one source."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOutcome:
    """What a sync did with one source, and why not when it refused.

    ``source`` is the file name for a file that could not be recognised; ``version`` and
    ``entries`` are those in service after the sync.
    """

    source: str
    result: Result
    version: str = ""
    entries: int = 0
    changes: Changes | None = None
    error: InputError | None = None

    def to_json(self) -> dict[str, object]:
        """Plain values; ``error`` is the message, ``code`` its code."""
        return {
            "source": self.source,
            "result": self.result.value,
            "version": self.version,
            "entries": self.entries,
            "changes": _counts(self.changes),
            "error": str(self.error) if self.error else None,
            "code": self.error.code if self.error else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStatus:
    """One source as it stands: the version in service, its age, what changed last."""

    source: str
    title: str
    version: str
    published: date | None
    synced_at: datetime
    entries: int
    content_hash: str
    versions: tuple[str, ...]
    changes: dict[str, int]

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "source": self.source,
            "title": self.title,
            "version": self.version,
            "published": self.published.isoformat() if self.published else None,
            "synced_at": self.synced_at.isoformat().replace("+00:00", "Z"),
            "entries": self.entries,
            "content_hash": self.content_hash,
            "versions": list(self.versions),
            "changes": self.changes,
        }


def _counts(found: Changes | None) -> dict[str, int]:
    found = found or Changes(added=(), removed=(), changed=())
    return {
        "added": len(found.added),
        "removed": len(found.removed),
        "changed": len(found.changed),
    }


def read_list(path: Path) -> ListVersion:
    """Read one list from a file, or from a folder that holds the files of one list.

    An OFAC file of parties is read with the files of names and addresses beside it.

    Args:
        path: The file or folder; only read.

    Returns:
        The list, read whole.

    Raises:
        NoListFilesError: There is no list, or lists of several sources.
        InputError: A file is cut, unsafe, empty, or in no known format.
    """
    if path.is_dir():
        found, problems = store.find_files(path)
        if problems:
            raise problems[0]
    else:
        found = (store.read_file(path),)
        if found[0].file.form == ofac.PARTY:
            beside, _ = store.find_files(path.parent)
            found += tuple(
                f
                for f in beside
                if f.file.source == found[0].file.source and f.file.form != ofac.PARTY
            )
    if len({f.file.source for f in found}) != 1:
        raise NoListFilesError(str(path))
    files = _newest(found)
    return read_version([f.file for f in files], published=files[0].day)


def sync(
    source_dir: Path,
    state_dir: Path,
    *,
    at: datetime,
    accept_loss: Sequence[str] = (),
    name: str = "",
) -> tuple[SourceOutcome, ...]:
    """Take the newest version of every list in a folder into service.

    Each source stands alone: one that is refused stops no other, and its version in
    service stays.

    Args:
        source_dir: A folder of official list files, at any depth, or one file; only read.
        state_dir: The state folder (``LICET_STATE``).
        at: Now, aware.
        accept_loss: Sources for which a loss of more than 2 % of the entries, or an older
            file, is confirmed.
        name: The name under which the list is held, when not its own; then there must be
            lists of one source only.

    Returns:
        One outcome a source, ordered by source; unreadable files are refusals under their
        own name.

    Raises:
        NoListFilesError: There is not one file that looks like a list.
        UnfitListNameError: The name cannot name a list, or not just one list was found.
    """
    found, problems = _lists_in(source_dir)
    if not found and not problems:
        raise NoListFilesError(str(source_dir))
    outcomes = [_unreadable(error) for error in problems]
    sources = sorted({f.file.source for f in found})
    if name and (len(sources) != 1 or not can_name_a_list(name)):
        raise UnfitListNameError(name, sources)
    with store.locked(state_dir):
        outcomes += _take_each(
            name, sources, found, state_dir, at=at, accept_loss=accept_loss
        )
    return tuple(sorted(outcomes, key=lambda outcome: outcome.source))


def _take_each(
    name: str,
    sources: Sequence[str],
    found: Sequence[Found],
    state_dir: Path,
    *,
    at: datetime,
    accept_loss: Sequence[str],
) -> Iterator[SourceOutcome]:
    for source in sources:
        files = tuple(f for f in found if f.file.source == source)
        try:
            outcome = _take(
                name or source,
                files,
                state_dir,
                at=at,
                confirmed=(name or source) in accept_loss,
            )
        except InputError as error:
            outcome = _refusal(name or source, state_dir, error)
        yield outcome


def _unreadable(error: InputError) -> SourceOutcome:
    source = str(error).partition(":")[0]
    return SourceOutcome(source=source, result=Result.REFUSED, error=error)


def _lists_in(source_dir: Path) -> tuple[Sequence[Found], Sequence[InputError]]:
    if source_dir.is_file():
        return (store.read_file(source_dir),), ()
    return store.find_files(source_dir)


def _refusal(source: str, state_dir: Path, error: InputError) -> SourceOutcome:
    held = store.current(state_dir, source) or {}
    return SourceOutcome(
        source=source,
        result=Result.REFUSED,
        version=str(held.get("version", "")),
        entries=int(str(held.get("entries", 0))),
        error=error,
    )


def _newest(found: Sequence[Found]) -> tuple[Found, ...]:
    """The newest file in each part of a source; the file of parties first.

    A file whose path names no day is dated by its content.
    """
    by_form: dict[str, list[Found]] = {}
    for file in found:
        by_form.setdefault(_part(file), []).append(file)
    newest = [
        max(files, key=lambda f: _age(f, alone=len(files) == 1))
        for files in by_form.values()
    ]
    return tuple(sorted(newest, key=lambda f: (f.file.form != ofac.PARTY, str(f.path))))


def _part(file: Found) -> str:
    form = file.file.form
    return form if form in {ofac.PARTY, ofac.OTHER_NAME, ofac.ADDRESS} else "whole"


def _age(file: Found, *, alone: bool) -> tuple[date, str]:
    day = file.day
    if day is None and not alone and _part(file) == "whole":
        day = read_version([file.file]).published
    return day or date.min, str(file.path)


def _take(
    source: str,
    found: Sequence[Found],
    state_dir: Path,
    *,
    at: datetime,
    confirmed: bool,
) -> SourceOutcome:
    if source in OWN_TITLES:
        raise ReservedListError(source)
    files = _newest(found)
    new = _named(read_version([f.file for f in files], published=files[0].day), source)
    raw = {f.path.name: store.raw_bytes(f) for f in files}
    done = take_version(new, state_dir, at=at, raw=raw, confirmed=confirmed)
    store.drop_waiting(state_dir, source)  # whatever was asked before is settled
    return done


def _named(version: ListVersion, name: str) -> ListVersion:
    """The same list under another name; its entries carry it as well."""
    if version.source == name:
        return version
    start = f"{version.source}:"
    return replace(
        version,
        source=name,
        title=f"{version.title} ({name})",
        entities=tuple(
            replace(one, source=name, id=f"{name}:{one.id.removeprefix(start)}")
            for one in version.entities
        ),
    )


def take_version(
    new: ListVersion,
    state_dir: Path,
    *,
    at: datetime,
    raw: Mapping[str, bytes],
    confirmed: bool,
) -> SourceOutcome:
    """Take one version into service; the caller holds the lists locked.

    Args:
        new: The version, read whole.
        state_dir: The state folder.
        at: Now, aware.
        raw: The files that it was read from, by name.
        confirmed: Whether a loss of entries, or an older day, is right.

    Returns:
        What was done; unchanged content is only looked at.

    Raises:
        ShrunkListError: More than 2 % of the entries would go.
        OlderListError: It was published before the version in service.
    """
    source = new.source
    held = store.current(state_dir, source)
    found_changes = _since(new, held, state_dir)
    content_hash = new.content_hash()
    name = f"{(new.published or at.date()).isoformat()}-{content_hash[:12]}"
    if held and held["content_hash"] == content_hash:
        store.set_current(state_dir, source, {**held, "synced_at": at.isoformat()})
        return _unchanged(new, str(held["version"]))
    facts = _facts(new, name, content_hash, at, held, _counts(found_changes))
    guarded = None if confirmed else held
    _guard_or_keep(new, guarded, found_changes, state_dir, facts, raw)
    store.write_version(state_dir, new, facts, raw)
    store.set_current(state_dir, source, facts)
    return SourceOutcome(
        source=source,
        result=Result.CHANGED if held else Result.NEW,
        version=name,
        entries=len(new.entities),
        changes=found_changes,
    )


def _guard_or_keep(
    new: ListVersion,
    held: dict[str, object] | None,
    found_changes: Changes,
    state_dir: Path,
    facts: dict[str, object],
    raw: Mapping[str, bytes],
) -> None:
    """Refuse a version that loses too much, and keep it for whoever is asked."""
    if held:
        try:
            _guard(new, held, found_changes)
        except InputError as error:
            stopped = {"stopped_by": error.code, "stopped_because": str(error)}
            store.write_waiting(state_dir, new, {**facts, **stopped}, raw)
            raise


def _facts(
    new: ListVersion,
    name: str,
    content_hash: str,
    at: datetime,
    held: dict[str, object] | None,
    counts: object,
) -> dict[str, object]:
    return {
        "source": new.source,
        "title": new.title,
        "version": name,
        "published": new.published.isoformat() if new.published else None,
        "synced_at": at.isoformat(),
        "entries": len(new.entities),
        "content_hash": content_hash,
        "files": [list(file) for file in new.files],
        "previous": held["version"] if held else None,
        "changes": counts,
    }


def _guard(new: ListVersion, held: dict[str, object], found: Changes) -> None:
    """Stop a version that loses too much, or is older than the one in service.

    Raises:
        ShrunkListError: More than 2 % of the entries would go.
        OlderListError: It was published before the version in service.
    """
    entries = int(str(held["entries"]))
    if len(found.removed) * 100 > entries * LARGEST_LOSS_PER_HUNDRED:
        raise ShrunkListError(new.source, lost=len(found.removed), of=entries)
    published = held["published"]
    if published and new.published and new.published.isoformat() < str(published):
        raise OlderListError(
            new.source, given=new.published.isoformat(), held=str(published)
        )


def statuses(state_dir: Path) -> tuple[ListStatus, ...]:
    """Every source in service, ordered by source; none when nothing was ever synced."""
    out = []
    for source in store.sources(state_dir):
        held = store.current(state_dir, source) or {}
        published = held["published"]
        counts: dict[str, int] = held["changes"]  # type: ignore[assignment]
        out.append(
            ListStatus(
                source=source,
                title=str(held["title"]),
                version=str(held["version"]),
                published=date.fromisoformat(str(published)) if published else None,
                synced_at=datetime.fromisoformat(str(held["synced_at"])),
                entries=int(str(held["entries"])),
                content_hash=str(held["content_hash"]),
                versions=store.versions(state_dir, source),
                changes=counts,
            )
        )
    return tuple(out)


def lists_fresh(held: Sequence[ListStatus], on: date) -> bool:
    """Whether every list in service was looked at within the last seven days.

    Args:
        held: The lists in service; none at all is never fresh.
        on: The day that asks.
    """
    return bool(held) and all(on - s.synced_at.date() <= FRESH_FOR for s in held)


def _unchanged(new: ListVersion, version: str) -> SourceOutcome:
    return SourceOutcome(
        source=new.source,
        result=Result.UNCHANGED,
        version=version,
        entries=len(new.entities),
    )


def _since(
    new: ListVersion, held: dict[str, object] | None, state_dir: Path
) -> Changes:
    """What differs from the version in service."""
    version = str(held["version"]) if held else ""
    before = store.load_hashes(state_dir, new.source, version) if held else {}
    return changes(before, {one.id: one.content_hash() for one in new.entities})
