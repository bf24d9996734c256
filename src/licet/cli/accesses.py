"""``licet accesses``: who opened which case, when and for what, for auditors."""

from typing import Annotated

import typer

from licet.cli.acting import As, AsJson, in_json, person, recorded


def register(app: typer.Typer) -> None:
    """Add ``accesses`` to the command."""
    app.command("accesses")(accesses)


def accesses(
    who: As,
    words: Annotated[
        str, typer.Option(help="A case, or part of somebody's name or e-mail.")
    ] = "",
    page: Annotated[int, typer.Option(min=1, help="Which page.")] = 1,
    *,
    as_json: AsJson = False,
) -> None:
    """List the reads of cases, the newest first, with their place in the record."""
    with recorded():
        from licet.web.casework.selectors.keeping.accesses import accesses as read

        found = read(viewer=person(who), words=words, page=page)
        if as_json:
            print(in_json(found))
            return
        for one in found.accesses:
            entry = "waits" if one.entry is None else one.entry
            print(
                f"{entry}  {one.at:%Y-%m-%d %H:%M}  {one.case}  {one.person} ({one.role})  "
                f"{one.what}: {one.purpose}"
            )
        print(f"{found.total} reads, page {found.page} of {found.pages}.")
