"""Open the doors of the demo: lists, people, cases, and how to sign in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from licet.risk import destination
from licet.screening import invented_lists, statuses, sync
from licet.web.casework.access import SYSTEM
from licet.web.casework.demo.seed import Seeded, is_empty, seed
from licet.web.casework.services.screening.countries import enter_countries

ACTS = 900  # about how many acts sixty cases take, for the bar only


def lists_folder() -> Path:
    """Official lists when they lie beside the checkout, else the shipped invented ones."""
    if settings.LICET_LISTS:
        return Path(settings.LICET_LISTS)
    beside = Path.cwd().parent / "shared" / "data" / "lists"
    return beside if beside.is_dir() else invented_lists()


def countries_folder() -> Path:
    """Country indicators when they lie beside the checkout, else the shipped invented ones."""
    beside = Path.cwd().parent / "shared" / "data" / "countries"
    return beside if beside.is_dir() else destination.invented_countries()


def _read_countries(console: Console) -> None:
    if destination.statuses(settings.LICET_STATE):
        return
    folder, invented = countries_folder(), destination.invented_countries()
    kind = "invented" if folder == invented else "published"
    console.print(f"Reading {kind} country indicators ...")
    # The demo's incidents are invented in any case, and marked as such.
    places = dict.fromkeys((folder, invented / "incidents.json"))
    for place in places:
        done = destination.sync(place, settings.LICET_STATE, at=timezone.now())
        enter_countries(by=SYSTEM, outcomes=[one.to_json() for one in done])


def open_doors() -> None:
    """Bring lists, people and cases into a fresh state, and say how to sign in."""
    console = Console(stderr=True)
    if not statuses(settings.LICET_STATE):
        folder = lists_folder()
        kind = "invented" if folder == invented_lists() else "official"
        console.print(f"Reading {kind} lists ...")
        sync(folder, settings.LICET_STATE, at=timezone.now())
    _read_countries(console)
    if not is_empty():
        console.print(
            "The demo state is there already; its password was printed when it was made."
        )
        return
    with _quick_writes(), _bar(console) as bar:
        task = bar.add_task("Telling sixty invented cases", total=ACTS)
        made = seed(
            at=timezone.now(),
            progress=lambda done, _cases: bar.update(task, completed=min(done, ACTS)),
        )
        bar.update(task, completed=ACTS)
    console.print(_how_to_sign_in(made))
    console.print(
        f"Password of everybody: [bold]{made.password}[/bold] (printed only now).\n"
        "Staff also need a code: [bold].venv/bin/licet manage code EMAIL[/bold]"
    )


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
    )


@contextmanager
def _quick_writes() -> Iterator[None]:
    """On SQLite do not wait for the disk at each act; a power cut costs a demo, not a record."""
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        if sqlite:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=FULL")


def _how_to_sign_in(made: Seeded) -> Table:
    table = Table(
        title=f"{made.cases} invented cases. Sign in at {settings.LICET_URL}/account/login/"
    )
    for column in ("who", "does", "e-mail"):
        table.add_column(column)
    for account in made.accounts:
        table.add_row(account.name, account.does, account.email)
    return table
