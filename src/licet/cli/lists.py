"""``licet lists``: official lists in, and what is held."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from licet.cli.listing import fetching, judging, taking_out
from licet.cli.listing.own import own_app
from licet.cli.listing.place import state_dir
from licet.kernel import InputError

if TYPE_CHECKING:
    from licet.screening import Alarm, ListStatus

__all__ = ["into_the_record", "lists_app", "register", "state_dir"]
NOT_ENTERED = "The lists are in service, but not yet in the record; the worker enters them by itself"

lists_app = typer.Typer(help="Official lists: versions, freshness, what changed.")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def register(app: typer.Typer) -> None:
    """Add ``licet lists``."""
    lists_app.add_typer(own_app, name="own")
    lists_app.command("export")(taking_out.export)
    lists_app.command("diff")(taking_out.diff)
    lists_app.command("handle")(judging.handle)
    lists_app.command("questions")(judging.questions)
    lists_app.command("answer")(judging.answer_question)
    app.add_typer(lists_app, name="lists", no_args_is_help=True)


@lists_app.command("sync")
def sync_lists(
    source: Annotated[
        str, typer.Option("--from", help="A folder, a file or a URL of official lists.")
    ] = "",
    accept_loss: Annotated[
        list[str] | None,
        typer.Option(help="A source whose loss of entries, or older date, is right."),
    ] = None,
    name: Annotated[
        str,
        typer.Option("--as", help="The name under which the one list found is held."),
    ] = "",
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
            shown = fetching.without_secrets(place)
            taken = _taken(_fetched(place, shown, Path(folder)), name)
            _report(_synced(taken, shown, accept_loss or ()), as_json=as_json)
    else:
        taken = _taken(Path(place), name)
        _report(_synced(taken, place, accept_loss or ()), as_json=as_json)


def _fetched(url: str, shown: str, folder: Path) -> Path:
    """The file behind an address; that it did not come is an alarm and an act of the record."""
    from licet.screening import note_look

    try:
        return fetching.fetch(url, folder)
    except fetching.NotFetchedError as error:
        note_look(state_dir(), shown, problem=str(error), at=datetime.now(UTC))
        _enter([{"source": shown[-100:], "result": "refused", "entries": 0, "error": str(error), "changes": {"added": 0, "removed": 0, "changed": 0}}])  # fmt: skip
        raise


def _taken(place: Path, name: str) -> "tuple[Path, str]":
    if not place.exists():
        raise InputError(f"{place}: no such file or folder. Give one that is there.")
    return place, name


def _synced(
    taken: "tuple[Path, str]", shown: str, accept_loss: Sequence[str]
) -> list[dict[str, object]]:
    from licet.screening import UnknownSourceError, note_look, statuses, sync

    held = {status.source for status in statuses(state_dir())}
    for source in accept_loss:
        if source not in held:
            raise UnknownSourceError(source)
    place, name = taken
    at = datetime.now(UTC)
    try:
        outcomes = sync(place, state_dir(), at=at, accept_loss=accept_loss, name=name)
    except InputError as error:
        note_look(state_dir(), shown, problem=str(error), at=at)
        raise
    note_look(state_dir(), shown, outcomes=outcomes, at=at)
    told = [outcome.to_json() for outcome in outcomes]
    _enter(told)
    return told


def _enter(told: list[dict[str, object]]) -> None:
    """Enter it into the record, where this machine keeps one."""

    def write() -> None:
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.services.screening.lists import enter_sync

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


@lists_app.command("status")
def list_status(
    as_json: AsJson = False,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 when anything is an alarm.")
    ] = False,
    forget: Annotated[
        str, typer.Option(help="A place at which nobody looks any more.")
    ] = "",
) -> None:
    """What is held: version, freshness, counts, what changed last, and what is an alarm."""
    from licet.screening import alarms, forget_look, lists_fresh, statuses

    if forget and not forget_look(state_dir(), forget):
        raise InputError(f"{forget!r} is no place that was looked at. See the alarms.")
    held = statuses(state_dir())
    now = datetime.now(UTC)
    fresh = lists_fresh(held, now.date())
    wrong = alarms(state_dir(), at=now)
    if as_json:
        lists = [
            {**status.to_json(), "fresh": lists_fresh([status], now.date())}
            for status in held
        ]
        raised = [one.to_json() for one in wrong]
        print(json.dumps({"fresh": fresh, "lists": lists, "alarms": raised}, ensure_ascii=False))  # fmt: skip
    else:
        _print_status(held, wrong)
    raise typer.Exit(1 if check and wrong else 0)


def _print_status(held: "Sequence[ListStatus]", wrong: "Sequence[Alarm]") -> None:
    for status in held:
        changes = ", ".join(f"{count} {what}" for what, count in status.changes.items())
        print(
            f"{status.source}: {status.entries} entries, published "
            f"{status.published or 'on a day not stated'}, looked at "
            f"{status.synced_at:%Y-%m-%d}, version {status.version} ({changes})"
        )
    for one in wrong:
        print(f"alarm ({one.kind}): {one.words}")


@lists_app.command("alerts")
def list_alerts(
    standing: Annotated[str, typer.Option(help="open, handled or all.")] = "open",
    case: Annotated[str, typer.Option(help="Those of one case only.")] = "",
    licence: Annotated[str, typer.Option(help="Those of one licence only.")] = "",
    as_json: AsJson = False,
) -> None:
    """Open cases and live licences that changes of lists touched, newest first."""
    from licet.cli.shell import set_up

    set_up()
    from pydantic import TypeAdapter

    from licet.web.casework.access import SYSTEM
    from licet.web.casework.selectors.screening import list_alerts as reads
    from licet.web.casework.views import ListAlertView

    found = reads.alerts(viewer=SYSTEM, standing=standing, case=case, licence=licence)
    if as_json:
        told = TypeAdapter(tuple[ListAlertView, ...]).dump_python(
            tuple(found), mode="json"
        )
        print(json.dumps({"alerts": told}, ensure_ascii=False))
        return
    for one in found:
        state = f"handled by {one.handled_by}" if one.handled_at else "open"
        print(
            f"{one.id}  {one.at:%Y-%m-%d %H:%M}  {one.case} {one.licence or '-'}  {one.party}: "
            f"{one.entry} {one.change} in {one.source} {one.newer} ({state})\n"
            f"  {one.score}  {one.words}"
        )
    if not found:
        print("No alert.")
