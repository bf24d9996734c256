"""Country data on disk: the only module of this part that touches files.

Layout under the state folder::

    countries/<source>/<version>/values.jsonl   one value or incident a line, by country
    countries/<source>/<version>/raw/<file>     the file as received
    countries/<source>/<version>/version.json   what it is, with the place of every country
    countries/<source>/current.json             the version taken last

A version appears by one rename of a whole folder. Versions are never removed: a profile of
an earlier day reads what was published by then.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from licet.risk.destination.errors import DamagedCountriesError
from licet.risk.destination.model import (
    Dataset,
    Held,
    Incident,
    IndicatorTitle,
    Observation,
)
from licet.risk.destination.reading import by_country

FOLDER = "countries"


def invented_countries() -> Path:
    """The folder of small invented indicators and incidents that come with the code."""
    return Path(__file__).parent / "invented"


@contextmanager
def locked(state_dir: Path) -> Iterator[None]:
    """Hold the country data for one writer; the lock falls with the process."""
    folder = state_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def data_files(place: Path) -> tuple[Path, ...]:
    """Every CSV and JSON file at any depth of a folder, or the one file."""
    if place.is_file():
        return (place,)
    return tuple(
        path
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.suffix.lower() in {".csv", ".json"}
    )


def read_bytes(path: Path) -> bytes:
    """The bytes of a file as received."""
    return path.read_bytes()


def manifest_text(path: Path) -> str:
    """The ``MANIFEST.md`` beside a file, or an empty text."""
    beside = path.parent / "MANIFEST.md"
    return beside.read_text("utf-8") if beside.is_file() else ""


def content_of(dataset: Dataset) -> tuple[bytes, dict[str, list[Any]]]:
    """The lines of a dataset and where each country stands: offset, length, SHA-256."""
    body = bytearray()
    places: dict[str, list[Any]] = {}
    for country, rows in by_country(dataset):
        lines = b"".join(
            json.dumps(one.to_json(), ensure_ascii=False, sort_keys=True).encode()
            + b"\n"
            for one in rows
        )
        places[country] = [len(body), len(lines), hashlib.sha256(lines).hexdigest()]
        body += lines
    return bytes(body), places


def write_version(
    state_dir: Path,
    dataset: Dataset,
    *,
    version: str,
    at: datetime,
    raw: tuple[str, bytes],
) -> None:
    """Write a whole version beside the others and note it as the newest; at once or not at all.

    Args:
        state_dir: The state folder.
        dataset: What was read.
        version: Its name; a version of that name stays as it is.
        at: When it was taken.
        raw: Name and bytes of the file as received.
    """
    body, places = content_of(dataset)
    facts = _facts(dataset, version, at, raw, body, places)
    folder = state_dir / FOLDER / dataset.source / version
    if not folder.exists():
        _write_folder(
            folder,
            {
                "values.jsonl": body,
                f"raw/{raw[0]}": raw[1],
                "version.json": _json_bytes(facts),
            },
        )
    _replace(folder.parent / "current.json", _json_bytes({"version": version}))


def _facts(
    dataset: Dataset,
    version: str,
    at: datetime,
    raw: tuple[str, bytes],
    body: bytes,
    places: object,
) -> dict[str, object]:
    return {
        "source": dataset.source,
        "version": version,
        "title": dataset.title,
        "attribution": dataset.attribution,
        "licence": dataset.licence,
        "retrieved": dataset.retrieved.isoformat(),
        "published": dataset.published.isoformat() if dataset.published else None,
        "indicators": {
            name: [one.title, one.scale] for name, one in dataset.indicators.items()
        },
        "values": len(dataset.observations),
        "incidents": len(dataset.incidents),
        "dropped": dict(dataset.dropped),
        "empty": dataset.empty,
        "unsound": dataset.unsound,
        "sha256": hashlib.sha256(body).hexdigest(),
        "raw_sha256": {raw[0]: hashlib.sha256(raw[1]).hexdigest()},
        "taken_at": at.isoformat(),
        "countries": places,
    }


def _json_bytes(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    aside = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(aside, ignore_errors=True)
    for name, data in contents.items():
        path = aside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_durably(path, data)
    aside.rename(folder)
    _sync_folder(folder.parent)


def _replace(path: Path, data: bytes) -> None:
    aside = path.with_name(f".{path.name}.partial")
    _write_durably(aside, data)
    aside.rename(path)
    _sync_folder(path.parent)


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


def _read_json(path: Path) -> dict[str, Any]:
    try:
        loaded = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DamagedCountriesError(str(path), f"cannot be read ({error})") from error
    if not isinstance(loaded, dict):
        raise DamagedCountriesError(str(path), "is no JSON object")
    return loaded


def versions_of(state_dir: Path, source: str) -> tuple[dict[str, Any], ...]:
    """What every held version of a source says of itself, in the order in which they were taken.

    Raises:
        DamagedCountriesError: One cannot be read.
    """
    folder = state_dir / FOLDER / source
    found = [_read_json(path) for path in folder.glob("[!.]*/version.json")]
    return tuple(sorted(found, key=lambda one: (one["taken_at"], one["version"])))


def sources(state_dir: Path) -> tuple[str, ...]:
    """The sources held, in order."""
    folder = state_dir / FOLDER
    return tuple(sorted(path.parent.name for path in folder.glob("*/current.json")))


def current_of(state_dir: Path, source: str) -> dict[str, Any] | None:
    """What the version taken last says of itself; ``None`` when none is held.

    Raises:
        DamagedCountriesError: It cannot be read.
    """
    folder = state_dir / FOLDER / source
    if not (folder / "current.json").exists():
        return None
    name = str(_read_json(folder / "current.json").get("version"))
    return _read_json(folder / name / "version.json")


def statuses(state_dir: Path) -> tuple[dict[str, Any], ...]:
    """What is held of every source: its newest version, and how many there are.

    Raises:
        DamagedCountriesError: A version cannot be read.
    """
    found = []
    for source in sources(state_dir):
        facts = current_of(state_dir, source)
        assert facts is not None  # noqa: S101  # a source is listed by its current version
        countries = facts.pop("countries")
        found.append(
            {
                **facts,
                "invented": facts["title"].endswith("(invented)"),
                "countries": len(countries),
                "versions": len(versions_of(state_dir, source)),
            }
        )
    return tuple(found)


def countries_held(state_dir: Path) -> dict[str, int]:
    """For every country with any value held, of how many sources."""
    found: dict[str, set[str]] = {}
    for source in sources(state_dir):
        for facts in versions_of(state_dir, source):
            for country in facts["countries"]:
                found.setdefault(country, set()).add(source)
    return {country: len(held) for country, held in sorted(found.items())}


def held_of(state_dir: Path, country: str) -> tuple[Held, ...]:
    """Every held version with its values for one country, oldest first within a source.

    Args:
        state_dir: The state folder.
        country: ISO 3166-1 code.

    Returns:
        Versions in which the country is absent included: they say what is missing.

    Raises:
        DamagedCountriesError: The values are not those that were stored.
    """
    return tuple(
        _held(state_dir / FOLDER / source / facts["version"], facts, country)
        for source in sources(state_dir)
        for facts in versions_of(state_dir, source)
    )


def _held(folder: Path, facts: Mapping[str, Any], country: str) -> Held:
    rows = _rows(folder / "values.jsonl", facts["countries"].get(country))
    incidents = tuple(_incident(row) for row in rows if "tool" in row)
    observations = tuple(_observation(row) for row in rows if "tool" not in row)
    published = facts["published"]
    return Held(
        version=facts["version"],
        sha256=facts["sha256"],
        dataset=Dataset(
            source=facts["source"],
            title=facts["title"],
            attribution=facts["attribution"],
            licence=facts["licence"],
            retrieved=date.fromisoformat(facts["retrieved"]),
            published=date.fromisoformat(published) if published else None,
            indicators={
                name: IndicatorTitle(title=title, scale=scale)
                for name, (title, scale) in facts["indicators"].items()
            },
            observations=observations,
            incidents=incidents,
        ),
    )


def _rows(path: Path, place: list[Any] | None) -> list[dict[str, str]]:
    if place is None:
        return []
    offset, length, expected = place
    try:
        with path.open("rb") as handle:
            handle.seek(offset)
            lines = handle.read(length)
    except OSError as error:
        raise DamagedCountriesError(str(path), f"cannot be read ({error})") from error
    if hashlib.sha256(lines).hexdigest() != expected:
        raise DamagedCountriesError(str(path), "does not hold what was stored")
    return [json.loads(line) for line in lines.splitlines()]


def _observation(row: Mapping[str, str]) -> Observation:
    def number(name: str) -> Decimal | None:
        return Decimal(row[name]) if name in row else None

    published = row.get("published")
    return Observation(
        country=row["country"],
        indicator=row["indicator"],
        period=row["period"],
        value=Decimal(row["value"]),
        low=number("low"),
        high=number("high"),
        standard_error=number("standard_error"),
        published=date.fromisoformat(published) if published else None,
    )


def _incident(row: Mapping[str, str]) -> Incident:
    return Incident(**{**row, "published": date.fromisoformat(row["published"])})  # type: ignore[arg-type]  # the other fields are text
