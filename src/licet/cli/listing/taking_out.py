"""``licet lists export`` and ``licet lists diff``: lists out, and what differs."""

import json
import sys
from typing import Annotated

import typer

from licet.kernel import InputError

_SHOWN = 200


def export(
    source: Annotated[str, typer.Option(help="The list.")],
    version: Annotated[
        str, typer.Option(help="A version that is held; the one in service without it.")
    ] = "",
    form: Annotated[str, typer.Option("--format", help="ftm, csv or json.")] = "ftm",
) -> None:
    """Write a list to standard output: FollowTheMoney JSON lines, CSV or JSON."""
    from licet.cli.listing.place import state_dir
    from licet.screening import export_list

    for piece in export_list(state_dir(), source, version=version, form=form):
        sys.stdout.write(piece)


def diff(
    source: Annotated[str, typer.Argument(help="The list.")],
    older: Annotated[str, typer.Argument(help="A version that is held.")],
    newer: Annotated[
        str, typer.Argument(help="Another; the one in service without it.")
    ] = "",
    words: Annotated[str, typer.Option(help="Only entries with all these words.")] = "",
    change: Annotated[str, typer.Option(help="Only added, removed or changed.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """What differs between two versions of a list, field by field."""
    from licet.cli.listing.place import state_dir
    from licet.screening import UnknownSourceError, statuses, version_difference

    if change not in {"", "added", "removed", "changed"}:
        raise InputError(f"{change!r} is no change. Ask for added, removed or changed.")
    held = {one.source: one for one in statuses(state_dir())}
    if source not in held:
        raise UnknownSourceError(source)
    found = version_difference(
        state_dir(), source, older, newer or held[source].version
    )
    entries = [
        one for one in found.entries if change in {"", one.change} and one.has(words)
    ]
    if as_json:
        told = found.to_json() | {"entries": [one.to_json() for one in entries]}
        print(json.dumps(told, ensure_ascii=False))
        return
    print("{source} from {older} to {newer}: {added} added, {removed} removed, {changed} changed".format_map(found.to_json()))  # fmt: skip
    for one in entries[:_SHOWN]:
        print(f"{one.change}  {one.entity.id}  {one.name}")
        for field in one.fields() if one.change == "changed" else ():
            print(f"    {field.field}: {'; '.join(field.old) or '-'} -> {'; '.join(field.new) or '-'}")  # fmt: skip
    if len(entries) > _SHOWN:
        print(f"... and {len(entries) - _SHOWN} more; --json has them all.")
