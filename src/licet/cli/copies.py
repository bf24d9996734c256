"""``licet copies``: copies of a case with parts withheld, each with its ground."""

from pathlib import Path
from typing import Annotated

import typer

from licet.cli.acting import (
    As,
    AsJson,
    Case,
    Code,
    all_in_json,
    in_json,
    person,
    proven,
    recorded,
    require_new,
    write_new,
)
from licet.kernel import InputError


def register(app: typer.Typer) -> None:
    """Add ``copies`` and its sub-commands to the command."""
    copies = typer.Typer(
        help="Copies of a case with parts withheld; the original stays as it is.",
        no_args_is_help=True,
    )
    copies.command("parts")(list_parts)
    copies.command("list")(list_copies)
    copies.command("make")(make)
    copies.command("write")(write)
    app.add_typer(copies, name="copies")


def list_parts(number: Case, who: As, *, as_json: AsJson = False) -> None:
    """List the parts of a case that a copy can show, with the ground that a marking suggests."""
    with recorded():
        from licet.web.casework.services.keeping import redaction

        found = redaction.parts(viewer=person(who), case=number)
        if as_json:
            print(all_in_json(found))
            return
        for one in found:
            ground = f"  [{one.withhold}]" if one.withhold else ""
            print(f"{one.id}{ground}  {one.label}: {one.words}")
        print(f"Grounds: {', '.join(redaction.GROUNDS)}.")


def list_copies(number: Case, who: As, *, as_json: AsJson = False) -> None:
    """List the copies that were made of a case, the newest first."""
    with recorded():
        from licet.web.casework.services.keeping import redaction

        found = redaction.copies(viewer=person(who), case=number)
        if as_json:
            print(all_in_json(found))
            return
        for one in found:
            print(
                f"{one.id}  {one.at:%Y-%m-%d %H:%M}  {one.by}  {len(one.withheld)} withheld  {one.purpose}"
            )


def make(  # noqa: PLR0913  # one parameter for each option
    number: Case,
    who: As,
    purpose: Annotated[str, typer.Option(help="For whom the copy is, and for what.")],
    withheld: Annotated[
        list[str] | None,
        typer.Option("--withhold", help="PART=GROUND; may be repeated."),
    ] = None,
    *,
    suggested: Annotated[
        bool,
        typer.Option("--suggested", help="Withhold what the markings suggest as well."),
    ] = False,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Make a copy; parts that are not named are shown. It is entered with every ground."""
    named = dict(map(_ground, withheld or ()))
    with recorded():
        from licet.web.casework.services.keeping import redaction

        by = proven(who, code, "redact_case")
        parts = redaction.parts(viewer=by, case=number) if suggested else ()
        grounds = {one.id: one.withhold for one in parts if one.withhold}
        made = redaction.redact_case(
            by=by, case=number, purpose=purpose, withheld=grounds | named
        )
        words = f"{made.id}: {len(made.withheld)} parts are withheld."
        print(in_json(made) if as_json else words)


def _ground(text: str) -> tuple[str, str]:
    part, mark, ground = text.rpartition("=")
    if not mark:
        raise InputError(f"--withhold {text!r} has no ground. Write PART=GROUND.")
    return part, ground


def write(
    number: Case,
    copy: Annotated[str, typer.Argument(help="Id, as licet copies list has it.")],
    who: As,
    out: Annotated[Path, typer.Option(help="The file to write; a new one.")],
) -> None:
    """Write a copy as it was made; the read is entered in the record."""
    require_new(out)
    with recorded():
        from licet.web.casework.services.keeping import redaction

        found = redaction.copy_content(viewer=person(who), case=number, copy=copy)
        write_new(out, found.content)
