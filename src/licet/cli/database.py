"""``licet database``: roles for every process, what is wrong with them, room after an erasure."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from licet.cli.ledger import opened_record

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def register(app: typer.Typer) -> None:
    """Add ``database`` and its sub-commands to the command."""
    database = typer.Typer(
        help="Roles of the database, and what they leave open.", no_args_is_help=True
    )
    database.command("roles")(roles)
    database.command("check")(check)
    database.command("compact")(compact)
    database.command("triggers")(triggers)
    app.add_typer(database, name="database")


def roles(
    prefix: Annotated[
        str, typer.Option(help="What the names of the roles begin with.")
    ] = "licet",
    as_json: AsJson = False,
) -> None:
    """Make the roles of PostgreSQL and give each what it needs; after every upgrade again."""
    with opened_record():
        from licet.web.casework.record.role_setup import make_roles

        done = make_roles(prefix)
    if as_json:
        told = {"made": done.made, "roles": done.roles, "tables": done.tables}
        print(json.dumps(told))
        return
    for role in done.roles:
        print(f"{role}: {'made' if role in done.made else 'was there'}")
    print(
        f"Grants on {done.tables} tables. Set passwords with psql's \\password, and name one "
        "role in the DATABASE_URL of each process."
    )


def check(as_json: AsJson = False) -> None:
    """Say what the database lets this process do that no process should; 1 if anything."""
    with opened_record():
        from licet.web.casework.record.role_setup import weaknesses

        found = list(weaknesses())
    if as_json:
        print(json.dumps({"ok": not found, "weaknesses": found}))
    elif found:
        print("\n".join(found))
    else:
        print("Evidence can be added by this process, and neither changed nor removed.")
    raise typer.Exit(1 if found else 0)


def compact() -> None:
    """Remove from the database's files what erasures left there; as its owner."""
    with opened_record():
        from licet.web.casework.record.blanking import compact as compact_tables
        from licet.web.casework.record.erasure import replay_erasures

        replay_erasures()
        done = compact_tables()
    if done:
        print("Nothing of an erased case is left in the files of the database.")
        return
    print(
        "Not done: this role does not own the tables, or somebody still reads an older state. "
        "Name the owner in DATABASE_URL, and try again in a minute."
    )
    raise typer.Exit(1)


def triggers() -> None:
    """Put back triggers of evidence that are missing, off or rewritten; as the owner, and on record."""
    with opened_record():
        from licet.web.casework.record.guards import mend_guards

        tables = mend_guards(at=datetime.now(UTC))
    if tables:
        print(f"Put back on {', '.join(tables)}. Now: licet fsck --database.")
    else:
        print("Every trigger of evidence is there.")
