"""``licet serve``, ``licet worker`` and ``licet manage``: the authority's own programs."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Annotated

import typer

from licet.cli.starting.zone import (
    ZoneRefusedError,
    enter_zone,
    migrate_or_refuse,
    warn_of_weaknesses,
)

SETTINGS = "licet.web.site.settings"
THREADS = 8
PATIENCE = 20


def register(app: typer.Typer) -> None:
    """Add the three commands."""
    app.command("serve")(serve)
    app.command("worker")(worker)
    app.command(
        "manage",
        context_settings={
            "allow_extra_args": True,
            "ignore_unknown_options": True,
            "help_option_names": [],
        },
    )(manage)


def set_up() -> None:
    """Make the web part ready in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


def manage(context: typer.Context) -> None:
    """Django's own commands (migrate, check, shell ...)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["licet manage", *context.args])


def worker() -> None:
    """Run jobs, keep the schedule, take jobs back from workers that fell silent."""
    set_up()
    from django.conf import settings

    from licet.web.casework.jobs.worker import Due, work
    from licet.web.register.published import hand_over

    if settings.LICET_SERVES not in {"", "casework"}:
        raise ZoneRefusedError(
            f"The worker needs the keys and the role of casework; this process is of the "
            f"{settings.LICET_SERVES} zone. Unset LICET_SERVES, or set it to casework."
        )
    warn_of_weaknesses()
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    work(stop=stop, also=[Due(name="hand_over", every=20, act=hand_over)])


def prepare() -> None:
    """Bring database and static files to the state of this version."""
    set_up()
    from django.conf import settings
    from django.core.management import call_command

    from licet.web.casework.record.errors import BackupRefusedError

    if settings.LICET_STATE.joinpath("restoring").exists():
        raise BackupRefusedError(
            "A restore was cut off or found a fault. Run licet backup restore again, and "
            "serve when it says that the record is whole."
        )
    migrate_or_refuse()
    if settings.LICET_SERVES != "public":  # which holds no keys to seal with
        from licet.web.casework.record.files_named import seal_evidence

        seal_evidence()
    settings.LICET_STATE.joinpath("static").mkdir(exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)


def web_command(host: str, port: int) -> list[str]:
    """The web server: one process on SQLite, as many as cores on PostgreSQL."""
    from django.db import connection

    processes = 1 if connection.vendor == "sqlite" else (os.cpu_count() or 1)
    return [
        sys.executable, "-m", "gunicorn", "licet.web.site.wsgi:application",
        "--bind", f"{host}:{port}", "--workers", str(processes), "--threads", str(THREADS),
        "--worker-class", "gthread", "--no-control-socket", "--log-level", "warning",
        "--timeout", "60", "--graceful-timeout", "10", "--limit-request-line", "8190",
    ]  # fmt: skip


@contextlib.contextmanager
def _running(*commands: list[str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start programs and end every one of them, whatever happens."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        started += [subprocess.Popen(command) for command in commands]  # noqa: S603  # our own programs
        yield started
    finally:
        for one in started:
            one.terminate()
        for one in started:
            try:
                one.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                one.kill()


DemoOption = Annotated[
    bool, typer.Option("--demo", help="Seed the invented authority first.")
]
WithWorkerOption = Annotated[
    bool | None,
    typer.Option(
        "--worker/--no-worker",
        help="Run the worker as well; by default with casework and in a demo.",
    ),
]
ZoneOption = Annotated[
    str,
    typer.Option(help="Serve one zone alone: public, portal or casework."),
]


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    demo: DemoOption = False,
    with_worker: WithWorkerOption = None,
    zone: ZoneOption = "",
) -> None:
    """Serve the authority: web server and worker; Ctrl-C stops all that it started."""
    zone = enter_zone(zone)
    if with_worker is None:
        with_worker = zone in {"", "casework"}
    os.environ.setdefault("LICET_URL", f"http://{host}:{port}")
    if demo:  # the terminal is for people then
        os.environ.setdefault("LICET_LOG_LEVEL", "WARNING")
    prepare()
    warn_of_weaknesses()
    if demo:
        from licet.web.casework.demo import open_doors

        open_doors()
    worker_command = [sys.executable, "-m", "licet", "worker"]
    commands = [web_command(host, port), *([worker_command] if with_worker else [])]
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with _running(*commands) as programs:
        print(f"licet: http://{host}:{port} (Ctrl-C stops)", file=sys.stderr)
        while not stop.wait(0.5):
            ended = next((one for one in programs if one.poll() is not None), None)
            if ended is not None:
                raise typer.Exit(ended.returncode or 1)
