"""Take new versions of country data, or refuse them and keep the old."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from licet.kernel import InputError
from licet.risk.destination import store
from licet.risk.destination.errors import (
    CountryDataError,
    ImpossibleDayError,
    NoCountryFilesError,
    ShrunkCountriesError,
    UnknownCountrySourceError,
)
from licet.risk.destination.manifest import read_manifest
from licet.risk.destination.model import Dataset
from licet.risk.destination.reading import Context, read_datasets
from licet.risk.destination.rows import require_published_after

# As for lists: a new edition adds a year; one that takes away more than this is asked about.
LARGEST_LOSS_PER_HUNDRED = 2
LARGEST = 64 * 1024 * 1024
NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOutcome:
    """What a sync did with one source, and why not when it refused.

    ``source`` is the file name for a file that could not be read; ``version``, ``sha256`` and
    ``values`` are those held last after the sync. ``dropped`` counts rows by
    the key of a place that has no code here; ``empty`` rows without a value; ``unsound``
    intervals that do not hold their own value and were left out.
    """

    source: str
    result: str
    version: str = ""
    sha256: str = ""
    values: int = 0
    countries: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    empty: int = 0
    unsound: int = 0
    error: InputError | None = None

    def to_json(self) -> dict[str, object]:
        """Plain values; ``error`` is the message, ``code`` its code."""
        return {
            "source": self.source,
            "result": self.result,
            "version": self.version,
            "sha256": self.sha256,
            "values": self.values,
            "countries": self.countries,
            "dropped": dict(self.dropped),
            "empty": self.empty,
            "unsound": self.unsound,
            "error": str(self.error) if self.error else None,
            "code": self.error.code if self.error else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    dataset: Dataset
    name: str
    content: bytes


def sync(
    place: Path,
    state_dir: Path,
    *,
    at: datetime,
    published: Mapping[str, date] | None = None,
    accept_loss: Sequence[str] = (),
) -> tuple[SourceOutcome, ...]:
    """Take every source found in a folder or file.

    Args:
        place: A folder or a file; only read.
        state_dir: The state folder.
        at: Now, aware, in UTC.
        published: Days of publication of versions whose files do not state them.
        accept_loss: Sources whose loss of values is right.

    Returns:
        One outcome for each source, and one for each file that could not be read. A source
        that is refused stops no other.

    Raises:
        NoCountryFilesError: There is nothing to read.
        UnknownCountrySourceError: A day or a loss is given for a source that is not there.
    """
    files = store.data_files(place)
    if not files:
        raise NoCountryFilesError(str(place))
    read, outcomes = _read_all(files, at)
    known = {one.dataset.source for one in read} | set(store.sources(state_dir))
    for name in (*(published or {}), *accept_loss):
        if name not in known:
            raise UnknownCountrySourceError(name)
    with store.locked(state_dir):
        for one in read:
            _take_one(one, state_dir, at, published, accept_loss, outcomes)
    return tuple(sorted(outcomes, key=lambda one: one.source))


def _take_one(
    one: _Read,
    state_dir: Path,
    at: datetime,
    published: Mapping[str, date] | None,
    accept_loss: Sequence[str],
    outcomes: list[SourceOutcome],
) -> None:
    day = (published or {}).get(one.dataset.source)
    try:
        dated = _published_on(one, day)
    except ImpossibleDayError as error:
        outcomes.append(
            SourceOutcome(source=one.dataset.source, result=REFUSED, error=error)
        )
    else:
        outcomes.append(_take(dated, state_dir, at, accept_loss))


def _published_on(one: _Read, day: date | None) -> _Read:
    """The version with the operator's word for its day of publication."""
    if day is None:
        return one
    for value in one.dataset.observations:
        require_published_after(value.period, day, one.name)
    return replace(one, dataset=replace(one.dataset, published=day))


def _read_all(
    files: Sequence[Path], at: datetime
) -> tuple[list[_Read], list[SourceOutcome]]:
    read: dict[str, _Read] = {}
    refused: list[SourceOutcome] = []
    for path in files:
        try:
            for one in _read_file(path, at):
                if one.dataset.source in read:
                    raise CountryDataError(
                        path.name,
                        f"{read[one.dataset.source].name} gives {one.dataset.source} already. "
                        "Give one file of a source at a time.",
                    )
                read[one.dataset.source] = one
        except InputError as error:
            refused.append(SourceOutcome(source=path.name, result=REFUSED, error=error))
    return list(read.values()), refused


def _read_file(path: Path, at: datetime) -> Iterator[_Read]:
    content = store.read_bytes(path)
    if len(content) > LARGEST:
        raise CountryDataError(path.name, f"is larger than {LARGEST} bytes.")
    manifest = read_manifest(store.manifest_text(path))
    manifest.require_hash(path.name, hashlib.sha256(content).hexdigest())
    context = Context(
        name=path.name,
        retrieved=manifest.placed or at.date(),
        licence=manifest.licence(path.name),
    )
    for dataset in read_datasets(content, context):
        yield _Read(dataset=dataset, name=path.name, content=content)


def _take(
    one: _Read, state_dir: Path, at: datetime, accept_loss: Sequence[str]
) -> SourceOutcome:
    dataset = one.dataset
    body, places = store.content_of(dataset)
    sha256 = hashlib.sha256(body).hexdigest()
    told = SourceOutcome(
        source=dataset.source,
        result=NEW,
        values=len(dataset.observations) + len(dataset.incidents),
        countries=len(places),
        dropped=dataset.dropped,
        empty=dataset.empty,
        unsound=dataset.unsound,
    )
    before = store.current_of(state_dir, dataset.source)
    stated = dataset.published.isoformat() if dataset.published else None
    if before is not None:
        held = before["values"] + before["incidents"]
        if before["sha256"] == sha256 and before["published"] == stated:
            return replace(
                told, result=UNCHANGED, version=before["version"], sha256=sha256
            )
        if (
            dataset.source not in accept_loss
            and (held - told.values) * 100 > held * LARGEST_LOSS_PER_HUNDRED
        ):
            error = ShrunkCountriesError(dataset.source, held, told.values)
            return replace(
                told,
                result=REFUSED,
                version=before["version"],
                values=held,
                error=error,
            )
    version = f"{dataset.published or dataset.retrieved}-{sha256[:12]}"
    store.write_version(
        state_dir, dataset, version=version, at=at, raw=(one.name, one.content)
    )
    return replace(
        told, result=CHANGED if before else NEW, version=version, sha256=sha256
    )
