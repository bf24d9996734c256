"""One command, one app: every sub-command is registered here and lives in its own module."""

import importlib
import sys

import typer

from licet.kernel import InputError, LicetError

_PARTS = (
    "determine",
    "cases",
    "regime",
    "lists",
    "screen",
    "ledger",
    "fsck",
    "verify",
    "demo",
    "shell",
    "bench",
)


def build_app() -> typer.Typer:
    """The whole command, assembled from the modules named above.

    Each module exposes ``register(app)``; one whose optional packages are not installed
    still registers, and says which extra to install when it is called.
    """
    app = typer.Typer(
        name="licet",
        help="License the export of cyber tools and surveillance technology.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    for part in _PARTS:
        importlib.import_module(f"licet.cli.{part}").register(app)
    return app


def main() -> None:
    """Run the command; errors become one line and the exit code of their kind."""
    try:
        build_app()()
    except InputError as error:
        print(f"licet: {error}", file=sys.stderr)
        sys.exit(2)
    except LicetError as error:
        print(f"licet: {error}", file=sys.stderr)
        sys.exit(1)
