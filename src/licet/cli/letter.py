"""``licet letter``: letters written to a file; those that are no decision drafted and issued."""

from pathlib import Path
from typing import Annotated, Any

import typer

from licet.cli.acting import (
    As,
    AsJson,
    Case,
    Code,
    all_in_json,
    person,
    proven,
    recorded,
    require_new,
    write_new,
)
from licet.kernel import InputError


def register(app: typer.Typer) -> None:
    """Add ``letter`` and its sub-commands to the command."""
    letter = typer.Typer(
        help="Letters of a case; those that are no decision drafted and issued.",
        no_args_is_help=True,
    )
    letter.command("templates")(templates)
    letter.command("list")(list_letters)
    letter.command("draft")(draft)
    letter.command("review")(review)
    letter.command("write")(write)
    app.add_typer(letter, name="letter")


def templates(*, as_json: AsJson = False) -> None:
    """List the templates with the fields that each wants."""
    with recorded():
        from licet.web.casework.selectors.decision.drafted_letters import (
            letter_templates,
        )

        found = letter_templates()
        if as_json:
            print(all_in_json(found))
            return
        for one in found:
            fields = ", ".join(f"{each.name} ({each.kind})" for each in one.fields)
            print(f"{one.id}  version {one.version}  {one.title}: {fields}")


def list_letters(number: Case, who: As, *, as_json: AsJson = False) -> None:
    """List the letters of a case that were drafted, the newest first."""
    with recorded():
        from licet.web.casework.selectors.decision.drafted_letters import (
            drafted_letters,
        )

        _print(drafted_letters(viewer=person(who), case=number), as_json=as_json)


def draft(
    number: Case,
    template: Annotated[
        str, typer.Argument(help="As licet letter templates names it.")
    ],
    who: As,
    given: Annotated[
        list[str] | None, typer.Option("--set", help="FIELD=VALUE; may be repeated.")
    ] = None,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Draft a letter from a template; nothing goes out before a second person agrees."""
    filled = dict(map(_field, given or ()))
    with recorded():
        from licet.web.casework.services.decision.drafted_letters import draft_letter

        by = proven(who, code, "draft_letter")
        made = draft_letter(by=by, case=number, template=template, filled=filled)
        _print(made[:1], as_json=as_json)


def _field(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise InputError(f"--set {text!r} has no value. Write --set FIELD=VALUE.")
    return name, value


def review(  # noqa: PLR0913  # one parameter for each option
    number: Case,
    letter: Annotated[str, typer.Argument(help="Id, as licet letter list has it.")],
    who: As,
    agrees: Annotated[
        bool, typer.Option("--agree/--return", help="Issue it, or give it back.")
    ],
    reasons: Annotated[str, typer.Option(help="Why it is given back.")] = "",
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Issue a drafted letter as the second person, or give it back. It cannot be undone."""
    with recorded():
        from licet.web.casework.services.decision.drafted_letters import review_letter

        by = proven(who, code, "review_letter")
        done = review_letter(
            by=by, case=number, draft=letter, agrees=agrees, reasons=reasons
        )
        _print(tuple(one for one in done if one.id == letter), as_json=as_json)


def write(
    number: Case,
    letter: Annotated[str, typer.Argument(help="Id, as licet case show --json has.")],
    who: As,
    out: Annotated[Path, typer.Option(help="The PDF to write; a new file.")],
) -> None:
    """Write a letter of a case, of a decision too; the read is entered in the record."""
    require_new(out)
    with recorded():
        from licet.web.casework.selectors.desk.documents import letter_document

        found = letter_document(viewer=person(who), case=number, letter=letter)
        write_new(out, found.content)


def _print(found: tuple[Any, ...], *, as_json: bool) -> None:
    if as_json:
        print(all_in_json(found))
        return
    for one in found:
        why = f": {one.reasons}" if one.reasons else ""
        print(f"{one.id}  {one.state}  {one.subject} ({one.by}){why}")
