"""``licet backup``: rows, files and log together; the keys apart; and all of it back."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from licet.cli.ledger import opened_record

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def register(app: typer.Typer) -> None:
    """Add ``backup`` and its sub-commands to the command."""
    backup = typer.Typer(
        help="Backups that hold no key, and their way back.", no_args_is_help=True
    )
    backup.command("create")(create)
    backup.command("check")(check)
    backup.command("restore")(restore)
    backup.command("keys")(keys)
    backup.command("restore-keys")(restore_keys)
    app.add_typer(backup, name="backup")


def create(
    directory: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    as_json: AsJson = False,
) -> None:
    """Write a backup of one moment while everybody goes on working; it holds no key."""
    with opened_record():
        from licet.web.casework.record.backup import create_backup

        made = create_backup(directory.absolute(), at=datetime.now(UTC))
    if as_json:
        told = {
            "directory": str(directory),
            "files": made.files,
            "bytes": made.bytes,
            "rows": made.rows,
            "cases": made.cases,
            "entries": made.size,
        }
        print(json.dumps(told))
        return
    print(
        f"{directory}: {made.rows} rows, {made.cases} cases under their keys, "
        f"{made.size} entries, {made.files} files. Now: licet backup keys FOLDER."
    )


def check(
    directory: Annotated[Path, typer.Argument(help="A backup.")],
) -> None:
    """Check that a backup is whole and belongs to the keys that are here."""
    with opened_record():
        from licet.web.casework.record.restore import verify_backup

        manifest = verify_backup(directory)
    print(f"Whole: made {manifest['made_at']}, {len(manifest['files'])} files.")


def restore(
    directory: Annotated[Path, typer.Argument(help="A backup.")],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Move what is here aside first.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup back, replay erasures, and check it; 1 when fsck finds a fault."""
    with opened_record():
        from licet.web.casework.record.restore import restore_backup

        came = restore_backup(directory.absolute(), at=datetime.now(UTC), force=force)
    if as_json:
        told = {
            "ok": not came.faults,
            "made_at": came.made_at,
            "rows": came.rows,
            "cases": came.cases,
            "erased": list(came.erased),
            "aside": came.aside,
            "faults": [fault.words for fault in came.faults],
        }
        print(json.dumps(told))
    else:
        print(
            f"{came.rows} rows and {came.cases} cases as of {came.made_at}; "
            f"{len(came.erased)} erased since, and not brought back."
        )
        if came.aside:
            print(f"What was here lies in {came.aside}.")
        for fault in came.faults:
            print(f"NOT WHOLE: {fault.words}")
    raise typer.Exit(1 if came.faults else 0)


def keys(
    directory: Annotated[
        Path, typer.Argument(help="Always the same folder, away from backups.")
    ],
) -> None:
    """Copy the keys; the folder holds the newest copy only, so that erased stays erased."""
    with opened_record():
        from licet.web.casework.record.keybackup import backup_keys
        from licet.web.casework.record.keystore import key_store

        count = backup_keys(key_store(), directory.absolute(), at=datetime.now(UTC))
    print(f"{directory}: {count} files. The copy of last time is gone.")


def restore_keys(
    directory: Annotated[Path, typer.Argument(help="A copy of the keys.")],
) -> None:
    """Put a copy of the keys in the place of none; do this before restoring a backup."""
    with opened_record():
        from licet.web.casework.record.keybackup import restore_keys as put_back
        from licet.web.casework.record.keystore import key_store

        count = put_back(key_store(), directory.absolute())
    print(f"{count} files came back.")
