"""``licet keys``: the keys of the record on this machine: what there is, rotation, sealing."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from licet.cli.ledger import opened_record
from licet.cli.signing.keys import register as document_keys

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def register(app: typer.Typer) -> None:
    """Add ``keys`` and its sub-commands to the command."""
    keys = typer.Typer(
        help="Keys of the record, and those that sign documents.",
        no_args_is_help=True,
    )
    keys.command("list")(list_keys)
    keys.command("rotate")(rotate)
    keys.command("seal-evidence")(seal_evidence)
    document_keys(keys)
    app.add_typer(keys, name="keys")


def list_keys(as_json: AsJson = False) -> None:
    """Say which wrapping keys there are, and how many keys are wrapped or destroyed."""
    with opened_record():
        from licet.web.casework.record.keystore import key_store

        store = key_store()
        wrapping = store.wraps.known()
        wrapped, destroyed = sum(1 for _ in store.wrapped_files()), store.destroyed()
    if as_json:
        told = {
            "wrapping": list(wrapping),
            "wrapped": wrapped,
            "destroyed": len(destroyed),
        }
        print(json.dumps(told))
        return
    print(f"Wrapping keys: {', '.join(wrapping) or 'none yet'}.")
    print(f"{wrapped} keys wrapped, {len(destroyed)} destroyed.")


def rotate(as_json: AsJson = False) -> None:
    """Wrap every key under a new wrapping key and destroy the old one; again takes up a cut."""
    with opened_record():
        from licet.web.casework.record.keystore import key_store
        from licet.web.casework.record.rotation import rotate_keys

        done = rotate_keys(key_store(), actor=None, at=datetime.now(UTC))
    if as_json:
        print(
            json.dumps(
                {
                    "before": done.before,
                    "wrapping": done.wrapping,
                    "keys": done.keys,
                    "resumed": done.resumed,
                }
            )
        )
        return
    again = " An earlier rotation was taken up." if done.resumed else ""
    print(f"{done.keys} keys are wrapped under wrapping key {done.wrapping}.{again}")
    print("Copy the keys anew: licet backup keys FOLDER.")


def seal_evidence(as_json: AsJson = False) -> None:
    """Seal files that still lie plain under the keys of their cases; again does no harm."""
    with opened_record():
        from licet.web.casework.record.files_named import seal_evidence as seal

        done = seal()
    if as_json:
        print(
            json.dumps(
                {
                    "sealed": done.sealed,
                    "removed": done.removed,
                    "unnamed": list(done.unnamed),
                }
            )
        )
        return
    print(f"{done.sealed} files sealed, {done.removed} plain ones removed.")
    for name in done.unnamed:
        print(f"No row names {name}: look at it, and remove it if it is nobody's.")
