"""A backup comes back: checked whole, into an empty state, erasures replayed before it serves."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction

from licet.ledger import published_size
from licet.web.casework.keeping.evidence_tables import QUEUE
from licet.web.casework.models import Case, LedgerRow, Person
from licet.web.casework.record import dump
from licet.web.casework.record.backup import (
    BACKUP_KEY,
    CASES,
    EVIDENCE,
    FORMAT,
    LOG,
    MANIFEST,
    OTHERS,
    RESTORE,
    ROWS,
    SEAL,
    about_manifest,
    enter_made,
    listed,
)
from licet.web.casework.record.erasure import (
    evidence_folder,
    learn_erasures,
    replay_erasures,
)
from licet.web.casework.record.errors import (
    BackupBrokenError,
    BackupRefusedError,
    KeyMissingError,
    RecordBehindError,
    SealBrokenError,
)
from licet.web.casework.record.fsck import RecordFault, check_database
from licet.web.casework.record.keystore import KeyStore, key_store
from licet.web.casework.record.places import log_directory
from licet.web.casework.record.sealed_file import read_lines

MARKER = "restoring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back.

    Attributes:
        made_at: When the backup was made.
        rows: How many rows.
        cases: Under how many keys (cases, opinions, files of parties) content came back.
        erased: Cases of which the backup knew more than may be known now.
        aside: Where the state that was here lies, when it was moved.
        faults: What fsck found afterwards; empty when the record is whole.
    """

    made_at: str
    rows: int
    cases: int
    erased: tuple[str, ...]
    aside: str
    faults: tuple[RecordFault, ...]


def verify_backup(directory: Path) -> Mapping[str, Any]:
    """Check that a backup is whole and ours: every file, every byte, nothing else.

    Returns:
        Its manifest.

    Raises:
        BackupBrokenError: Something is missing, altered or more; the error names it.
        KeyMissingError: The keys of this backup are not here: restore the key backup first.
    """
    try:
        told = (directory / MANIFEST).read_bytes()
        sealed = (directory / SEAL).read_bytes()
    except OSError as error:
        raise BackupBrokenError(f"{Path(error.filename).name} is missing") from None
    try:
        stated = key_store().unseal(BACKUP_KEY, sealed, about_manifest())
    except SealBrokenError:
        raise BackupBrokenError(f"{SEAL} does not open under these keys") from None
    if stated != hashlib.sha256(told).digest():
        raise BackupBrokenError(f"{MANIFEST} was altered")
    manifest: Mapping[str, Any] = json.loads(told)
    if manifest["format"] != FORMAT:
        raise BackupBrokenError(f"its form is {manifest['format']}, not {FORMAT}")
    here, wanted = listed(directory), manifest["files"]
    for name in sorted({*here, *wanted} - {MANIFEST, SEAL}):
        if name not in wanted:
            raise BackupBrokenError(f"{name} does not belong to it")
        if name not in here:
            raise BackupBrokenError(f"{name} is missing")
        if here[name] != wanted[name]:
            raise BackupBrokenError(f"{name} was altered")
    return manifest


def restore_backup(directory: Path, *, at: datetime, force: bool = False) -> Restored:
    """Put a backup in the place of an empty state, and check it before it serves.

    Rows come back in one transaction; until everything is done a marker keeps the server
    from starting. Cut off anywhere, the same command is run again.

    Args:
        directory: The backup.
        at: Now, aware.
        force: Move what is here aside instead of refusing.

    Returns:
        What came back, and what fsck says of it.

    Raises:
        BackupBrokenError: The backup is not as it was made; nothing was touched.
        BackupRefusedError: Something lives here, or the backup is of another version or kind.
        RecordBehindError: The log here was published further than the backup knows.
    """
    manifest = verify_backup(directory)
    _require_fitting(manifest)
    call_command("migrate", interactive=False, verbosity=0)
    _require_same_form(manifest)
    marker = Path(settings.LICET_STATE) / MARKER
    mine = f"{directory.name} {manifest['made_at']}\n"
    aside = ""
    erased: tuple[str, ...] = ()
    rows, cases = sum(manifest["rows"].values()), int(manifest["cases"])
    # Cut off after the rows were committed: only what follows is done again.
    if not (is_living() and marker.exists() and marker.read_text("utf-8") == mine):
        aside = _make_room(manifest, at, force=force)
        marker.write_text(mine, "utf-8")
        _files_back(directory)
        rows, cases, erased = _in_one_transaction(directory, manifest, at)
    replay_erasures()
    faults = check_database().faults
    if not faults:
        marker.unlink()
    return Restored(
        made_at=str(manifest["made_at"]), rows=rows, cases=cases,
        erased=erased, aside=aside, faults=faults,
    )  # fmt: skip


def _in_one_transaction(
    directory: Path, manifest: Mapping[str, Any], at: datetime
) -> tuple[int, int, tuple[str, ...]]:
    with transaction.atomic():
        rows, cases = _rows_back(directory, manifest, key_store())
        erased = learn_erasures(at=at)
        size = int(manifest["tree"])
        enter_made(RESTORE, folder=directory, entries=size, cases=cases, at=at)
    return rows, cases, erased


def _require_fitting(manifest: Mapping[str, Any]) -> None:
    if manifest["vendor"] != connection.vendor:
        raise BackupRefusedError(
            f"The backup is of {manifest['vendor']}, this installation uses "
            f"{connection.vendor}. Set DATABASE_URL to a database of the same kind."
        )


def _require_same_form(manifest: Mapping[str, Any]) -> None:
    strange = set(manifest["migrations"]) ^ set(dump.migrations())
    if strange:
        raise BackupRefusedError(
            f"The backup was made by another version (it differs in {min(strange)}). "
            "Restore it with that version, then upgrade."
        )


def is_living() -> bool:
    """Whether people, cases or a record are here."""
    return (
        Case.objects.exists() or Person.objects.exists() or LedgerRow.objects.exists()
    )


def _make_room(manifest: Mapping[str, Any], at: datetime, *, force: bool) -> str:
    """Move what lives here aside, when that was asked for.

    Returns:
        Where it lies now; empty when nothing was here.
    """
    published = published_size(log_directory())
    if published > int(manifest["tree"]):
        raise RecordBehindError(int(manifest["tree"]), published)
    if not is_living():
        return ""
    if not force:
        raise BackupRefusedError(
            "Something lives here already. Restore into an empty state, or say --force to "
            "move what is here aside first."
        )
    if connection.vendor != "sqlite":
        raise BackupRefusedError(
            "The database is not empty. Create an empty one, name it in DATABASE_URL, and "
            "restore into it; the old one stays as it is."
        )
    return str(_set_aside(at))


def _set_aside(at: datetime) -> Path:
    state = Path(settings.LICET_STATE)
    aside = state / f"before-restore-{at:%Y%m%dT%H%M%S}"
    aside.mkdir(mode=0o700)
    database = Path(str(connection.settings_dict["NAME"]))
    connections.close_all()
    for path in (
        *sorted(database.parent.glob(f"{database.name}*")),
        state / "evidence",
        log_directory(),
    ):
        if path.exists():
            path.rename(aside / path.name)
    call_command("migrate", interactive=False, verbosity=0)
    return aside


def _files_back(directory: Path) -> None:
    """Files are put beside those that are here; a sealed file of a name is the same file."""
    state = Path(settings.LICET_STATE)
    pairs = [(directory / EVIDENCE, evidence_folder().root)]
    pairs += [(one, state / one.name) for one in sorted((directory / OTHERS).glob("*"))]
    log = log_directory()
    shutil.rmtree(log, ignore_errors=True)
    pairs.append((directory / LOG, log))
    for source, target in pairs:
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True, symlinks=True)


def _rows_back(
    directory: Path, manifest: Mapping[str, Any], keys: KeyStore
) -> tuple[int, int]:
    """Rows with the content whose keys are here; the others stay blank."""
    said, opened = _contents(directory, keys)
    names = sorted(manifest["rows"])
    dump.clear(names)
    count = 0
    # Rows that come back enter the queue; what really waited is told last and stays alone.
    for table in sorted(names, key=lambda name: (name == QUEUE, name)):
        if table == QUEUE:
            dump.clear([QUEUE])
        lines = read_lines(
            directory / ROWS / f"{table}.sealed",
            keys=keys,
            key=BACKUP_KEY,
            about=f"rows {table}",
        )
        held = said.pop(table, {})
        rows = (row | held.get(row.get("id"), {}) for row in lines)
        loaded = dump.load(table, rows)
        if loaded != manifest["rows"][table]:
            raise BackupBrokenError(f"{table} has {loaded} rows")
        count += loaded
    dump.count_on(names)
    return count, Case.objects.filter(pk__in=opened).count()


def _contents(
    directory: Path, keys: KeyStore
) -> tuple[dict[str, dict[Any, dict[str, Any]]], list[str]]:
    """What was said, by table and row, of every case and file whose key is here; those keys."""
    gone = set(keys.destroyed())
    said: dict[str, dict[Any, dict[str, Any]]] = {}
    opened = []
    for path in sorted((directory / CASES).glob("*.sealed")):
        key = path.name.removesuffix(".sealed")
        if key in gone:
            continue
        try:
            for table, row, values in read_lines(path, keys=keys, key=key, about=key):
                said.setdefault(table, {})[row] = values
        except KeyMissingError:
            continue  # fsck names it: a key that nobody destroyed is missing
        opened.append(key)
    return said, opened
