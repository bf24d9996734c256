"""A backup: rows, sealed files, log and lists of one moment; never a key, never readable content.

What was said in a case lies in the backup under the key of that case, beside blank rows: when
the key is destroyed, every older backup forgets the case as well. Everything else in it is
sealed under the installation's backup key, and the manifest names every file with its hash.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from licet.web.casework.keeping.content import (
    CONTENT,
    ERASED_TITLE,
    TITLED,
    Blank,
    Content,
)
from licet.web.casework.models.record import LedgerRow
from licet.web.casework.record.dump import (
    OWNER,
    Row,
    Snapshot,
    migrations,
    snapshot,
    tables,
)
from licet.web.casework.record.erasure import evidence_folder
from licet.web.casework.record.errors import BackupRefusedError
from licet.web.casework.record.events import record_event
from licet.web.casework.record.export import publishing
from licet.web.casework.record.files_named import seal_evidence
from licet.web.casework.record.keystore import KeyStore, key_store
from licet.web.casework.record.places import log_directory
from licet.web.casework.record.private_files import sync_folder
from licet.web.casework.record.sealed_file import write_lines

FORMAT = "licet-backup/1"
BACKUP_KEY = "backup"
BACKUP, RESTORE = "make_backup", "restore_backup"
MANIFEST, SEAL = "manifest.json", "manifest.seal"
_COUNTED = ("casework_case", "casework_opinion")
ROWS, CASES, EVIDENCE, LOG, OTHERS = "rows", "cases", "evidence", "log", "others"
#: Whose rows name a data key by their own id.
KEYED = ("casework_case", "casework_opinion", "casework_partyfile")
# Of the state folder: what is neither rebuilt nor kept elsewhere.
_GROUP = 200
_TAKEN = ("lists", "countries", "law")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade:
    """What a backup holds.

    Attributes:
        files: How many files.
        bytes: Their size together.
        rows: How many rows.
        cases: Under how many keys (cases, opinions, files of parties) content lies beside the rows.
        size: How many entries the tree has in it.
        taken: Which of the state's other folders are in it.
    """

    files: int
    bytes: int
    rows: int
    cases: int
    size: int
    taken: tuple[str, ...]


def create_backup(directory: Path, *, at: datetime) -> BackupMade:
    """Write a backup into a new folder, while everybody goes on working.

    It is written beside its place and renamed at the end: a folder of that name is whole.

    Args:
        directory: The folder; it must not be there yet.
        at: Now, aware.

    Returns:
        What it holds.

    Raises:
        BackupRefusedError: The folder is there, or a file lies plain that no row names.
        OSError: The disk is full, or cannot be written; nothing is left behind.
    """
    if directory.exists():
        raise BackupRefusedError(
            f"{directory} is there already. Name a folder that is not; old backups are "
            "removed by you, not by this command."
        )
    draft = directory.with_name(f".{directory.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    seal_evidence()
    try:
        draft.mkdir(mode=0o700, parents=True)
        made = _fill(draft, key_store(), at)
        enter_made(BACKUP, folder=draft, entries=made.size, cases=made.cases, at=at)
        draft.rename(directory)
        sync_folder(directory.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return made


def enter_made(
    act: str, *, folder: Path, entries: int, cases: int, at: datetime
) -> None:
    """Enter that a copy of everything was made or came back, by the hash of its manifest.

    It is entered before a backup has its name: whoever holds a copy that no entry names
    holds one that was never finished, or not made by this command.
    """
    told = (folder / MANIFEST).read_bytes()
    with transaction.atomic():
        record_event(
            kind=act,
            case=None,
            actor=None,
            payload={
                "manifest": hashlib.sha256(told).hexdigest(),
                "entries": entries,
                "cases": cases,
            },
            at=at,
        )


def _fill(draft: Path, keys: KeyStore, at: datetime) -> BackupMade:
    # The log before the rows: what is published was committed, so the rows know all of it.
    _copy(log_directory(), draft / LOG, lock=True)
    with snapshot() as moment:
        rows, cases = _write_rows(moment, draft, keys)
        size = moment.size()
    # The files after the rows: a file is kept before its row is committed.
    _copy_sealed(draft / EVIDENCE)
    taken = tuple(
        name
        for name in _TAKEN
        if _copy(Path(settings.LICET_STATE) / name, draft / OTHERS / name)
    )
    files = listed(draft)
    manifest = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "vendor": connection.vendor,
        "migrations": list(migrations()),
        "tree": size,
        "rows": rows,
        "cases": cases,
        "files": files,
    }
    told = json.dumps(manifest, indent=1, sort_keys=True).encode()
    _write(draft / MANIFEST, told)
    _write(
        draft / SEAL,
        keys.seal(BACKUP_KEY, hashlib.sha256(told).digest(), about_manifest()),
    )
    return BackupMade(
        files=len(files),
        bytes=sum(one["size"] for one in files.values()),
        rows=sum(rows.values()),
        cases=cases,
        size=size,
        taken=taken,
    )


def about_manifest() -> bytes:
    return b"licet-backup-manifest-1"


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())


def _write_rows(
    moment: Snapshot, draft: Path, keys: KeyStore
) -> tuple[dict[str, int], int]:
    """Blank rows of every table, and the content of each case under its own key."""
    parts = _Parts(moment=moment)
    counts: dict[str, int] = {}
    for table in tables():
        counts[table] = 0
        write_lines(
            draft / ROWS / f"{table}.sealed",
            _counted(parts.blank_rows(table), counts, table),
            keys=keys,
            key=BACKUP_KEY,
            about=f"rows {table}",
        )
    written = 0
    cases = {key_of(row["id"]) for table in _COUNTED for row in moment.rows(table)}
    for key, lines in parts.contents():
        if keys.holds(key) or _never_used(key):
            write_lines(
                draft / CASES / f"{key}.sealed", lines, keys=keys, key=key, about=key
            )
            written += key in cases
    return counts, written


def _never_used(key: str) -> bool:
    """Whether a key sealed nothing yet: it is made now. One that did and is gone stays gone."""
    return not LedgerRow.objects.filter(key_id=key).exists()


def _counted(rows: Iterator[Row], counts: dict[str, int], table: str) -> Iterator[Row]:
    for row in rows:
        counts[table] += 1
        yield row


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The rows of one moment, taken apart into blank rows and content."""

    moment: Snapshot

    def blank_rows(self, table: str) -> Iterator[Row]:
        """The rows of a table without what was said in a case."""
        content = next((one for one in CONTENT if one.table == table), None)
        for row in self.moment.rows(table):
            yield row if content is None else row | blanks(content, row)

    def contents(self) -> Iterator[tuple[str, Sequence[Any]]]:
        """The content under each data key: cases, opinions, files of parties; so many at a time."""
        ids = [row["id"] for table in KEYED for row in self.moment.rows(table)]
        for at in range(0, len(ids), _GROUP):
            found: dict[str, list[Any]] = {}
            for content in CONTENT:
                for row in self.moment.rows_of(content, ids[at : at + _GROUP]):
                    said = {name: row[name] for name in sorted(content.columns)}
                    if said != blanks(content, row):
                        line = [content.table, row["id"], said]
                        found.setdefault(key_of(row[OWNER]), []).append(line)
            yield from sorted(found.items())


def key_of(stored: object) -> str:
    """The data key of a case, from its id as the database holds it."""
    text = str(stored or "")
    if len(text) == 32:  # noqa: PLR2004  # SQLite holds the digits of a UUID
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    return text


def blanks(content: Content, row: Row) -> Row:
    """What the content columns of a row hold once it is blank."""
    values: Mapping[Blank, object] = {
        Blank.TEXT: "",
        Blank.OBJECT: "{}",
        Blank.LIST: "[]",
        Blank.NULL: None,
        Blank.ZERO: "0" if connection.vendor == "postgresql" else 0,
        Blank.OWN: f"erased {row['id']}",
    }
    found = {name: values[blank] for name, blank in sorted(content.columns.items())}
    if content.table in TITLED:
        found["title"] = ERASED_TITLE
    return found


def _copy(source: Path, target: Path, *, lock: bool = False) -> bool:
    """Copy a folder as it is; the log while nobody publishes."""
    if not source.is_dir():
        return False
    if lock:
        with publishing():
            return _copy(source, target)
    shutil.copytree(source, target, symlinks=True)
    return True


def _copy_sealed(target: Path) -> None:
    for path in evidence_folder().sealed_files():
        place = target / path.parent.name / path.name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Erased between the rows and the files: then its key is gone as well.
        if path.exists():
            shutil.copyfile(path, place)


def listed(folder: Path) -> dict[str, dict[str, Any]]:
    """Every file below a folder with its size and hash."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            told = {"sha256": digest, "size": path.stat().st_size}
            found[path.relative_to(folder).as_posix()] = told
    return found
