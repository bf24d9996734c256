"""Lists and indexes on disk: the only module of screening that touches files.

Layout under the state folder::

    lists/<source>/<version>/entries.jsonl   one entry a line with its hash
    lists/<source>/<version>/raw/<file>      the files as received
    lists/<source>/<version>/version.json    what it is
    lists/<source>/current.json              which version is in service
    lists/.index/<key>/                      the index over all versions in service

A version appears by one rename of a whole folder and comes into service by one rename of
``current.json``. Killed at any line, the version before is still in service.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.kernel import InputError
from licet.screening.errors import (
    DamagedStoreError,
    ListError,
    UnknownListFormatError,
    UnknownVersionError,
)
from licet.screening.lists.document import LARGEST, document
from licet.screening.lists.reading import Recognised, recognise
from licet.screening.model import Entity, ListVersion, entity_from_json

Array = npt.NDArray[np.generic]

_SUFFIXES = (".csv", ".txt", ".tsv", ".xml", ".json", ".jsonl", ".ods", ".xlsx", ".gz")
_DAY_IN_NAME = re.compile(r"(20\d\d)-(\d\d)(?:-(\d\d))?")
_INDEXES_KEPT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A list file on disk, with the day that its path names."""

    path: Path
    file: Recognised
    day: date | None


def read_file(path: Path) -> Found:
    """Read and recognise one file.

    Raises:
        ListError: It is larger than any list.
        UnknownListFormatError: It is in no format known here.
    """
    if path.stat().st_size > LARGEST:
        raise ListError(path.name, f"is larger than {LARGEST} bytes")
    recognised = recognise(document(path.name, path.read_bytes()))
    return Found(path=path, file=recognised, day=_day_in(path))


def find_files(folder: Path) -> tuple[tuple[Found, ...], tuple[InputError, ...]]:
    """Every list file at any depth, and what is wrong with files that look like one."""
    found, problems = [], []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.endswith(_SUFFIXES):
            try:
                found.append(read_file(path))
            except (ListError, UnknownListFormatError) as error:
                problems.append(error)
    return tuple(found), tuple(problems)


def invented_lists() -> Path:
    """The folder of small invented lists that come with the code."""
    return Path(__file__).parent / "invented"


def _day_in(path: Path) -> date | None:
    for part in (path.name, path.parent.name):
        named = _DAY_IN_NAME.search(part)
        if named:
            year, month, day = (int(group or 1) for group in named.groups())
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


def raw_bytes(found: Found) -> bytes:
    """The bytes of a file as received."""
    return found.path.read_bytes()


@contextmanager
def locked(state_dir: Path) -> Iterator[None]:
    """Hold the lists for one writer; the lock falls with the process."""
    folder = state_dir / "lists"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write_looks(state_dir: Path, looks: Mapping[str, object]) -> None:
    """Write down how the last look at every place ended; by one rename."""
    path = state_dir / "lists" / ".looks.json"
    aside = path.with_name(".looks.partial")
    _write_durably(aside, _json_bytes(looks))
    aside.rename(path)
    _sync_folder(path.parent)


def read_looks(state_dir: Path) -> dict[str, object]:
    """How the last look at every place ended; empty when nobody ever looked.

    Raises:
        DamagedStoreError: The file is there and cannot be read.
    """
    path = state_dir / "lists" / ".looks.json"
    return _read_json(path) if path.exists() else {}


def write_version(
    state_dir: Path,
    version: ListVersion,
    facts: Mapping[str, object],
    files: Mapping[str, bytes],
) -> None:
    """Write a whole version beside the others; it appears at once or not at all.

    Args:
        state_dir: The state folder.
        version: The list.
        facts: What ``version.json`` says; ``version`` in it names the folder.
        files: The files as received, by name.
    """
    folder = _source(state_dir, version.source) / str(facts["version"])
    if folder.exists():
        return
    _write_folder(folder, _version_contents(version, facts, files))


def _version_contents(
    version: ListVersion, facts: Mapping[str, object], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    body = b"".join(
        json.dumps(
            {"hash": entity.content_hash(), "entity": entity.to_json()},
            ensure_ascii=False,
            sort_keys=True,
        ).encode()
        + b"\n"
        for entity in version.entities
    )
    return {
        "entries.jsonl": body,
        "version.json": _json_bytes(
            {**facts, "entries_sha256": hashlib.sha256(body).hexdigest()}
        ),
        **{f"raw/{name}": data for name, data in files.items()},
    }


def _json_bytes(value: Mapping[str, object]) -> bytes:
    return (
        json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
    )


def _write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """A folder written aside, made durable, and renamed into place."""
    aside = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(aside, ignore_errors=True)
    for name, data in contents.items():
        path = aside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_durably(path, data)
    _sync_folder(aside)
    aside.rename(folder)
    _sync_folder(folder.parent)


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_waiting(
    state_dir: Path,
    version: ListVersion,
    facts: Mapping[str, object],
    files: Mapping[str, bytes],
) -> None:
    """Keep a version that was stopped beside the one in service; the newest takes the place."""
    drop_waiting(state_dir, version.source)
    folder = _waiting(state_dir, version.source)
    _write_folder(folder, _version_contents(version, facts, files))


def drop_waiting(state_dir: Path, source: str) -> None:
    """Forget the version of a source that was stopped; its raw files go with it."""
    shutil.rmtree(_waiting(state_dir, source), ignore_errors=True)


def waiting_facts(state_dir: Path, source: str) -> dict[str, object] | None:
    """What ``version.json`` of the version that was stopped says; None when none was.

    Raises:
        DamagedStoreError: The file is there and cannot be read.
    """
    path = _waiting(state_dir, source) / "version.json"
    return _read_json(path) if path.exists() else None


def load_waiting(
    state_dir: Path, source: str
) -> tuple[tuple[Entity, ...], dict[str, bytes]]:
    """Entries and files of the version that was stopped, checked against its hash.

    Raises:
        DamagedStoreError: The entries are not those that were stored.
    """
    folder = _waiting(state_dir, source)
    rows = (json.loads(line)["entity"] for line in _checked(folder).splitlines())
    raw = {path.name: path.read_bytes() for path in sorted(folder.glob("raw/*"))}
    return tuple(entity_from_json(row) for row in rows), raw


def waiting_lines(state_dir: Path, source: str) -> tuple[bytes, ...]:
    """The stored lines of the version that was stopped, checked against its hash.

    Raises:
        DamagedStoreError: The entries are not those that were stored.
    """
    return tuple(_checked(_waiting(state_dir, source)).splitlines())


def _waiting(state_dir: Path, source: str) -> Path:
    return _source(state_dir, source) / ".waiting"


def set_current(state_dir: Path, source: str, facts: Mapping[str, object]) -> None:
    """Bring a written version into service by one rename."""
    path = _source(state_dir, source) / "current.json"
    aside = path.with_name(".current.partial")
    _write_durably(aside, _json_bytes(facts))
    aside.rename(path)
    _sync_folder(path.parent)


def current(state_dir: Path, source: str) -> dict[str, object] | None:
    """What is in service for a source; None when nothing is.

    Raises:
        DamagedStoreError: The file is there and cannot be read.
    """
    path = _source(state_dir, source) / "current.json"
    return _read_json(path) if path.exists() else None


def version_facts(state_dir: Path, source: str, version: str) -> dict[str, object]:
    """What ``version.json`` of a held version says.

    Raises:
        UnknownVersionError: It is not held.
        DamagedStoreError: The file cannot be read.
    """
    path = _source(state_dir, source) / version / "version.json"
    if not path.exists():
        raise UnknownVersionError(source, version)
    return _read_json(path)


def _read_json(path: Path) -> dict[str, object]:
    try:
        loaded = json.loads(path.read_bytes())
    except ValueError as error:
        raise DamagedStoreError(str(path), f"is no JSON ({error})") from error
    if not isinstance(loaded, dict):
        raise DamagedStoreError(str(path), "is no JSON object")
    return loaded


def sources(state_dir: Path) -> tuple[str, ...]:
    """The sources with a version in service, in order."""
    folder = state_dir / "lists"
    return tuple(sorted(path.parent.name for path in folder.glob("*/current.json")))


def versions(state_dir: Path, source: str) -> tuple[str, ...]:
    """The versions held of a source, oldest name first."""
    folder = _source(state_dir, source)
    return tuple(sorted(path.parent.name for path in folder.glob("[!.]*/version.json")))


def load_entities(state_dir: Path, source: str, version: str) -> tuple[Entity, ...]:
    """The entries of a held version, checked against its hash.

    Raises:
        UnknownVersionError: It is not held.
        DamagedStoreError: The entries are not those that were stored.
    """
    return tuple(
        entity_from_json(row["entity"])
        for row in _stored_rows(state_dir, source, version)
    )


def load_hashes(state_dir: Path, source: str, version: str) -> dict[str, str]:
    """Entry id -> content hash of a held version.

    Raises:
        UnknownVersionError: It is not held.
        DamagedStoreError: The entries are not those that were stored.
    """
    rows = _stored_rows(state_dir, source, version)
    return {str(row["entity"]["id"]): str(row["hash"]) for row in rows}


def entry_lines(state_dir: Path, source: str, version: str) -> tuple[bytes, ...]:
    """The stored lines of a held version, checked against its hash; one entry each.

    Raises:
        UnknownVersionError: It is not held.
        DamagedStoreError: The entries are not those that were stored.
    """
    return tuple(_stored_body(state_dir, source, version).splitlines())


def entities_in_order(state_dir: Path, source: str, version: str) -> Iterator[Entity]:
    """The entries of a held version in the order of their ids, read one by one.

    Raises:
        UnknownVersionError: It is not held.
        DamagedStoreError: The entries are not those that were stored.
    """
    lines = entry_lines(state_dir, source, version)
    order = sorted((str(json.loads(line)["entity"]["id"]), n) for n, line in enumerate(lines))  # fmt: skip
    return (entity_from_json(json.loads(lines[n])["entity"]) for _id, n in order)


def _stored_rows(state_dir: Path, source: str, version: str) -> list[dict[str, Any]]:
    body = _stored_body(state_dir, source, version)
    return [json.loads(line) for line in body.splitlines()]


def _stored_body(state_dir: Path, source: str, version: str) -> bytes:
    version_facts(state_dir, source, version)  # that it is held at all
    return _checked(_source(state_dir, source) / version)


def _checked(folder: Path) -> bytes:
    """The entries of a version's folder, if they are what was stored."""
    facts = _read_json(folder / "version.json")
    path = folder / "entries.jsonl"
    body = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(body).hexdigest() != facts.get("entries_sha256"):
        raise DamagedStoreError(str(path), "is not what was stored")
    return body


def _source(state_dir: Path, source: str) -> Path:
    return state_dir / "lists" / source


def index_folder(state_dir: Path, key: str) -> Path:
    """Where the index over a given set of versions lies."""
    return state_dir / "lists" / ".index" / key


def save_arrays(
    folder: Path, arrays: Mapping[str, Array], meta: Mapping[str, object]
) -> None:
    """Write an index: one ``.npy`` an array and ``meta.json``; all at once or not at all."""
    aside = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name, array in arrays.items():
        path = aside / f"{name}.npy"
        np.save(path, array, allow_pickle=False)
        with path.open("rb") as handle:
            os.fsync(handle.fileno())
    sizes = {name: list(array.shape) for name, array in arrays.items()}
    _write_durably(aside / "meta.json", _json_bytes({**meta, "arrays": sizes}))
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
    _sync_folder(folder.parent)


def open_arrays(folder: Path) -> tuple[dict[str, Array], dict[str, object]]:
    """Open an index memory-mapped.

    Raises:
        DamagedStoreError: A part is missing or has another shape than it was saved with.
    """
    if not (folder / "meta.json").exists():
        raise DamagedStoreError(str(folder), "holds no index")
    meta = _read_json(folder / "meta.json")
    arrays: dict[str, Array] = {}
    sizes: dict[str, list[int]] = meta["arrays"]  # type: ignore[assignment]
    for name, shape in sizes.items():
        try:
            array = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise DamagedStoreError(
                str(folder), f"{name} cannot be read ({error})"
            ) from error
        if list(array.shape) != shape:
            raise DamagedStoreError(str(folder), f"{name} has another shape than saved")
        arrays[name] = array
    return arrays, meta


def drop_old_indexes(state_dir: Path, keep: str) -> None:
    """Remove indexes over versions long out of service; the newest few stay."""
    folders = [
        p for p in index_folder(state_dir, keep).parent.iterdir() if p.name != keep
    ]
    folders.sort(key=lambda p: p.stat().st_mtime, reverse=True)
    for folder in folders[_INDEXES_KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def read_json_lines(path: Path) -> Iterator[dict[str, object]]:
    """The objects of a JSON Lines file.

    Raises:
        InputError: A line is no JSON object; says which.
    """
    with path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if line.strip():
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise ListError(
                        path.name, f"line {number} is no JSON ({error})"
                    ) from error
                if not isinstance(row, dict):
                    raise ListError(path.name, f"line {number} is no object")
                yield row
