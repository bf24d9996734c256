"""``licet rescreen``: what a change of a list touches, looked at and not entered."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from licet.kernel import InputError

if TYPE_CHECKING:
    from licet.screening import ListDelta, ListStatus


def register(app: typer.Typer) -> None:
    """Add ``licet rescreen``."""
    app.command("rescreen")(rescreen)


def rescreen(
    since: Annotated[
        str,
        typer.Option(help="A version that is held, as `licet lists status` shows it."),
    ],
    source: Annotated[
        str, typer.Option(help="The list, when several hold that version.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Which parties, open cases and live licences a change of lists since a version touches.

    Nothing is entered: the worker alerts by itself when a list changes. Nothing touched is
    an empty answer and no error.
    """
    from licet.cli.shell import set_up

    set_up()
    from django.conf import settings

    from licet.screening import list_delta, statuses
    from licet.web.casework.selectors.screening.rescreening import subjects, touches

    deltas = [
        list_delta(settings.LICET_STATE, one, older=since)
        for one in _sources(statuses(settings.LICET_STATE), since, source)
    ]
    held = subjects()
    found = [one.to_json() for delta in deltas for one in touches(delta, held)]
    document = _document(since, deltas, found)
    if as_json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        print(*_lines(document), sep="\n")


def _sources(held: "Sequence[ListStatus]", since: str, source: str) -> tuple[str, ...]:
    """The lists that hold the version.

    Raises:
        InputError: None does; says what is held.
    """
    found = tuple(
        one.source
        for one in held
        if since in one.versions and source in {"", one.source}
    )
    if not found:
        known = (
            "; ".join(f"{one.source}: {', '.join(one.versions)}" for one in held)
            or "nothing; run `licet lists sync --from FOLDER`"
        )
        where = f"The list {source}" if source else "The store"
        raise InputError(f"{where} holds no version {since!r}. Held are {known}.")
    return found


def _document(
    since: str, deltas: "Sequence[ListDelta]", found: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "since": since,
        "lists": [
            {
                "source": one.source,
                "older": one.older,
                "newer": one.newer,
                "added": len(one.changes.added),
                "changed": len(one.changes.changed),
                "removed": len(one.changes.removed),
            }
            for one in deltas
        ],
        "parties": sorted({one["party"] for one in found}),
        "cases": sorted({one["case"] for one in found if one["licence"] is None}),
        "licences": sorted({one["licence"] for one in found if one["licence"]}),
        "touched": found,
    }


def _lines(document: Mapping[str, Any]) -> list[str]:
    lines = [
        "{source} from {older} to {newer}: {added} added, {changed} changed, {removed} removed".format_map(
            one
        )
        for one in document["lists"]
    ]
    for one in document["touched"]:
        where = f"{one['case']}, {one['licence']}" if one["licence"] else one["case"]
        lines += [
            f"{where}: {one['party']} ({one['role']})",
            f"  {one['score']}  {one['entry']}  {one['change']} in {one['source']} {one['newer']}",
            f"          {one['words']}",
            *(f"          {words}" for words in one["qualifiers"]),
        ]
    counts = ", ".join(
        f"{len(document[what])} {what}" for what in ("parties", "cases", "licences")
    )
    return [*lines, f"Touched: {counts}."]
