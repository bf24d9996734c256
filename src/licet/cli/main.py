"""One command, one app: every sub-command is registered here and lives in its own module."""

import importlib
import sys
from functools import cache
from pathlib import Path

import typer

from licet.kernel import InputError, LicetError
from licet.web.site.memory import look_seldom


@cache
def build_app() -> typer.Typer:
    """The whole command, assembled from the modules beside this one.

    Each exposes ``register(app)`` and imports what is heavy or optional only when its
    command is called, so that ``licet --help`` stays quick and works without extras.
    """
    app = typer.Typer(
        name="licet",
        help="License the export of cyber tools and surveillance technology.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    here = Path(__file__).parent
    for part in sorted(path.stem for path in here.glob("*.py")):
        if part not in {"__init__", "main"}:
            importlib.import_module(f"licet.cli.{part}").register(app)
    return app


def main() -> None:
    """Run the command; errors become one line and the exit code of their kind."""
    look_seldom()
    try:
        build_app()()
    except InputError as error:
        print(f"licet: {error}", file=sys.stderr)
        sys.exit(2)
    except LicetError as error:
        print(f"licet: {error}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        # A file that is not there, cannot be read or written, or a disk that is full.
        if error.filename is None:
            raise
        what = error.strerror or "it cannot be used"
        mend = "Name a file or folder that is there and that you may use."
        print(f"licet: {error.filename}: {what}. {mend}", file=sys.stderr)
        sys.exit(2)
