"""``licet present``: a copy of a licence that shows chosen fields and goes on being valid."""

from pathlib import Path
from typing import Annotated

import typer

from licet.cli.verify import UnreadableFileError
from licet.licence import (
    CONCEALED,
    LicenceClaimsError,
    Role,
    present,
    present_fields,
)


def register(app: typer.Typer) -> None:
    """Add ``present`` to the command."""
    app.command("present")(present_licence)


def present_licence(
    licence: Annotated[
        Path, typer.Argument(help="The licence as signed text (licence.sdjwt).")
    ],
    role: Annotated[
        Role | None, typer.Option("--for", help="Show what this reader may see.")
    ] = None,
    show: Annotated[
        str | None,
        typer.Option(
            help=f"Or these fields, with commas between: {', '.join(CONCEALED)}; an empty text shows none."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="File for the copy; standard output when absent."),
    ] = None,
) -> None:
    """Leave fields of a licence out; the signature of the authority still holds over the rest."""
    if (role is None) == (show is None):
        raise LicenceClaimsError("Give either --for READER or --show FIELDS.")
    try:
        document = licence.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(
            f"{licence} cannot be read. Give the signed text of the licence."
        ) from error
    if role is not None:
        made = present(document, role)
    else:
        names = [name.strip() for name in (show or "").split(",")]
        made = present_fields(document, [name for name in names if name])
    if out is None:
        print(made)
        return
    with out.open("x", encoding="utf-8") as file:
        file.write(made + "\n")
    print(f"{out}: {len(made)} letters.")
