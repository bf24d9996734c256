"""``licet lists``: official lists in, and what is held."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import typer

from licet.kernel import InputError

LARGEST_DOWNLOAD = 256 * 1024 * 1024
SECONDS = 60
NOT_ENTERED = "The lists are in service, but not yet in the record; the worker enters them by itself"

lists_app = typer.Typer(help="Official lists: versions, freshness, what changed.")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def register(app: typer.Typer) -> None:
    """Add ``licet lists``."""
    app.add_typer(lists_app, name="lists", no_args_is_help=True)


def state_dir() -> Path:
    """The folder that everything written lives under (``LICET_STATE``, else ``./var``)."""
    return Path(os.environ.get("LICET_STATE") or "var")


@lists_app.command("sync")
def sync_lists(
    source: Annotated[
        str, typer.Option("--from", help="A folder, a file or a URL of official lists.")
    ] = "",
    accept_loss: Annotated[
        list[str] | None,
        typer.Option(help="A source whose loss of entries, or older date, is right."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take the newest version of every list found into service."""
    place = source or os.environ.get("LICET_LISTS", "")
    if not place:
        raise InputError(
            "No place to read lists from. Give --from FOLDER, or set LICET_LISTS."
        )
    if place.startswith(("http://", "https://")):
        with tempfile.TemporaryDirectory() as folder:
            _report(
                _synced(_fetch(place, Path(folder)), accept_loss or ()), as_json=as_json
            )
    else:
        _report(_synced(Path(place), accept_loss or ()), as_json=as_json)


def _synced(place: Path, accept_loss: Sequence[str]) -> list[dict[str, object]]:
    from licet.screening import UnknownSourceError, statuses, sync

    held = {status.source for status in statuses(state_dir())}
    for name in accept_loss:
        if name not in held:
            raise UnknownSourceError(name)
    if not place.exists():
        raise InputError(f"{place}: no such file or folder. Give one that is there.")
    outcomes = sync(place, state_dir(), at=datetime.now(UTC), accept_loss=accept_loss)
    told = [outcome.to_json() for outcome in outcomes]
    _enter(told)
    return told


def _enter(told: list[dict[str, object]]) -> None:
    """Enter it into the record, where this machine keeps one."""

    def write() -> None:
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.services.lists import enter_sync

        enter_sync(by=SYSTEM, outcomes=told)

    into_the_record(write, NOT_ENTERED)


def into_the_record(write: Callable[[], None], not_entered: str) -> None:
    """Write an entry where this machine keeps a record; say so when the record does not answer.

    Args:
        write: Imports the web parts and writes.
        not_entered: What is said on standard error when it could not be written.
    """
    if (
        not os.environ.get("DATABASE_URL")
        and not (state_dir() / "licet.sqlite3").exists()
    ):
        return
    try:
        import django
        from django.db import DatabaseError
    except ImportError:
        print(
            f"licet: {not_entered} (the web parts are not installed)", file=sys.stderr
        )
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "licet.web.site.settings")
    django.setup()
    try:
        write()
    except DatabaseError as error:
        why = str(error).splitlines()[0]
        print(f"licet: {not_entered} ({why})", file=sys.stderr)


def _report(outcomes: Sequence[dict[str, object]], *, as_json: bool) -> NoReturn:
    """Print what was done; 2 when a file was bad, 1 when a loss waits for confirmation."""
    refused = [outcome for outcome in outcomes if outcome["result"] == "refused"]
    if as_json:
        print(json.dumps({"ok": not refused, "sources": outcomes}, ensure_ascii=False))
    else:
        for outcome in outcomes:
            print("{source}: {result}, {entries} entries {version}".format_map(outcome))
    for outcome in refused:
        print(f"licet: {outcome['error']}", file=sys.stderr)
    waiting = {"list_shrunk", "list_older"}
    if any(outcome["code"] not in waiting for outcome in refused):
        raise typer.Exit(2)
    raise typer.Exit(1 if refused else 0)


def _fetch(url: str, folder: Path) -> Path:
    """Fetch one list file.

    Raises:
        InputError: The address does not answer, or answers with more than any list has.
    """
    name = Path(urlsplit(url).path).name or "list"
    try:
        request = Request(url, headers={"User-Agent": "licet"})  # noqa: S310  # http(s) was checked
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  # http(s) was checked
            body = answer.read(LARGEST_DOWNLOAD + 1)
    except (URLError, OSError, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()
        raise InputError(
            f"{url}: not fetched ({error}). The version in service stays; try again, or "
            "fetch the file by hand and give its folder."
        ) from error
    if len(body) > LARGEST_DOWNLOAD:
        raise InputError(
            f"{url}: more than {LARGEST_DOWNLOAD} bytes. Give the list file itself."
        )
    path = folder / name
    path.write_bytes(body)
    return path


@lists_app.command("status")
def list_status(as_json: AsJson = False) -> None:
    """What is held: version, freshness, counts, what changed last."""
    from licet.screening import lists_fresh, statuses

    held = statuses(state_dir())
    today = datetime.now(UTC).date()
    fresh = lists_fresh(held, today)
    if as_json:
        lists = [
            {**status.to_json(), "fresh": lists_fresh([status], today)}
            for status in held
        ]
        print(json.dumps({"fresh": fresh, "lists": lists}, ensure_ascii=False))
        return
    for status in held:
        changes = ", ".join(f"{count} {what}" for what, count in status.changes.items())
        print(
            f"{status.source}: {status.entries} entries, published "
            f"{status.published or 'on a day not stated'}, looked at "
            f"{status.synced_at:%Y-%m-%d}, version {status.version} ({changes})"
        )
    if not held:
        print("No list is held. Run `licet lists sync --from FOLDER`.")


@lists_app.command("alerts")
def list_alerts(
    standing: Annotated[str, typer.Option(help="open, handled or all.")] = "open",
    as_json: AsJson = False,
) -> None:
    """Open cases and live licences that changes of lists touched, newest first."""
    from licet.cli.shell import set_up

    set_up()
    from pydantic import TypeAdapter

    from licet.web.casework.access import SYSTEM
    from licet.web.casework.selectors import list_alerts as reads
    from licet.web.casework.views import ListAlertView

    found = reads.alerts(viewer=SYSTEM, standing=standing)
    if as_json:
        told = TypeAdapter(tuple[ListAlertView, ...]).dump_python(found, mode="json")
        print(json.dumps({"alerts": told}, ensure_ascii=False))
        return
    for one in found:
        state = f"handled by {one.handled_by}" if one.handled_at else "open"
        print(
            f"{one.at:%Y-%m-%d %H:%M}  {one.case} {one.licence or '-'}  {one.party}: "
            f"{one.entry} {one.change} in {one.source} {one.newer} ({state})\n"
            f"  {one.score}  {one.words}"
        )
    if not found:
        print("No alert.")
