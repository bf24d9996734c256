"""``licet ledger``: checkpoint, static export, proofs, published keys, rebuild."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

NEEDS_WEB = "The record needs the web parts: pip install 'licet[web]'."
NO_RECORD = (
    "There is no record here: run `make run` or `licet manage migrate` first, or name its "
    "folder with LICET_STATE and its database with DATABASE_URL."
)
UNAVAILABLE = 4


def register(app: typer.Typer) -> None:
    """Add ``ledger`` and its sub-commands to the command."""
    ledger = typer.Typer(
        help="The record as others can check it.", no_args_is_help=True
    )
    ledger.command("checkpoint")(checkpoint)
    ledger.command("export")(export)
    ledger.command("prove")(prove)
    ledger.command("keys")(keys)
    ledger.command("rebuild")(rebuild)
    app.add_typer(ledger, name="ledger")


@contextmanager
def opened_record() -> Iterator[None]:
    """Django with this installation's settings; exit code 4 when there is no record."""
    try:
        import django
        from django.db import DatabaseError
    except ImportError:
        _leave(NEEDS_WEB)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "licet.web.site.settings")
    django.setup()
    try:
        yield
    except DatabaseError as error:
        _leave(f"{NO_RECORD} ({str(error).splitlines()[0]})")


def _leave(why: str) -> NoReturn:
    print(f"licet: {why}", file=sys.stderr)
    raise typer.Exit(UNAVAILABLE)


def _flush() -> None:
    from licet.web.casework.record.sequencer import run_sequencer

    run_sequencer(at=datetime.now(UTC), flush=True)


Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def checkpoint(*, as_json: Json = False) -> None:
    """Close the open batch and print the signed checkpoint over everything."""
    with opened_record():
        from licet.web.casework.record.checkpoints import newest_checkpoint, newest_note

        _flush()
        note, stated = newest_note().decode(), newest_checkpoint()
    if as_json:
        told = {
            "origin": stated.origin,
            "size": stated.size,
            "root": stated.root.hex(),
            "note": note,
        }
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(note, end="")


def export(
    directory: Annotated[Path, typer.Argument(help="An empty or new folder.")],
    *,
    as_json: Json = False,
) -> None:
    """Close the open batch and write the whole log as static files."""
    with opened_record():
        from licet.web.casework.record.export import export_log

        _flush()
        size = export_log(directory)
    if as_json:
        print(json.dumps({"directory": str(directory), "entries": size}))
    else:
        print(
            f"{size} entries written to {directory}. Check with: licet fsck {directory}"
        )


def prove(
    entry: Annotated[int, typer.Argument(help="The entry, counted from 0.", min=0)],
) -> None:
    """Print an offline proof of one entry; it reveals nothing of what was done."""
    with opened_record():
        from licet.web.casework.record.export import prove as prove_entry

        text = prove_entry(entry)
    print(text, end="")


def keys() -> None:
    """Print the keys with which anybody can check the log."""
    with opened_record():
        from licet.web.casework.record.checkpoints import log_keys

        lines = [key.text for key in log_keys()]
    print("\n".join(lines))


def rebuild() -> None:
    """Write the served log anew from the rows; the old one is kept beside it."""
    with opened_record():
        from licet.web.casework.record.export import rebuild as rebuild_log

        size = rebuild_log()
    print(f"The served log was written anew with {size} entries.")
