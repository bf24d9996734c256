"""The keys in another place: the newest copy only, so that a destroyed key is in none."""

import shutil
from datetime import datetime
from pathlib import Path

from django.db import transaction

from licet.web.casework.record.errors import BackupRefusedError
from licet.web.casework.record.events import record_event
from licet.web.casework.record.keystore import FileKeyStore
from licet.web.casework.record.private_files import one_at_a_time, sync_folder

COPY = "copy_keys"


def backup_keys(
    keys: FileKeyStore, directory: Path, *, at: datetime | None = None
) -> int:
    """Copy the keys to their place; the copy of last time is gone afterwards.

    Args:
        keys: The key store.
        directory: Always the same folder, away from the backups of the database.
        at: Now, aware; the copy is then entered in the record before it has its name.

    Returns:
        How many files it holds.

    Raises:
        BackupRefusedError: There are no keys, or the folder holds something else.
    """
    if not keys.root.is_dir():
        raise BackupRefusedError(f"There are no keys in {keys.root}.")
    if directory.exists() and any(directory.iterdir()) and not _is_ours(directory):
        raise BackupRefusedError(
            f"{directory} holds something that is no copy of keys. Name a folder for keys alone."
        )
    draft = directory.with_name(f".{directory.name}.partial")
    old = directory.with_name(f".{directory.name}.old")
    for left in (draft, old):
        shutil.rmtree(left, ignore_errors=True)
    draft.parent.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(keys.root):  # no key is destroyed or rewrapped half-way
        shutil.copytree(keys.root, draft)
    draft.chmod(0o700)
    count = sum(1 for path in draft.rglob("*") if path.is_file())
    if at is not None:
        with transaction.atomic():
            told = {"files": count}
            record_event(kind=COPY, case=None, actor=None, payload=told, at=at)
    if directory.exists():
        directory.rename(old)
    draft.rename(directory)
    sync_folder(directory.parent)
    shutil.rmtree(old, ignore_errors=True)
    return count


def restore_keys(keys: FileKeyStore, directory: Path) -> int:
    """Put a copy of the keys in the place of none; what was destroyed stays destroyed.

    Returns:
        How many files came back.

    Raises:
        BackupRefusedError: Keys are here already, or the folder holds no copy of keys.
    """
    if not _is_ours(directory):
        raise BackupRefusedError(f"{directory} holds no copy of keys.")
    if (keys.root / "data").is_dir() and any((keys.root / "data").iterdir()):
        raise BackupRefusedError(
            f"Keys are here already, in {keys.root}. Move them away first if this copy is newer."
        )
    keys.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copytree(directory, keys.root, dirs_exist_ok=True)
    return sum(1 for path in keys.root.rglob("*") if path.is_file())


def _is_ours(directory: Path) -> bool:
    return (directory / "data").is_dir() and (directory / "log.key").is_file()
