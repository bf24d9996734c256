"""``licet case``: the work of officers on the machine of the installation."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from licet.cli.ledger import opened_record
from licet.kernel import InputError

NOT_ALLOWED = 3
As = Annotated[str, typer.Option("--as", help="Who acts: the e-mail of the sign-in.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def register(app: typer.Typer) -> None:
    """Add ``case`` and its sub-commands to the command."""
    case = typer.Typer(help="Cases, as officers work on them.", no_args_is_help=True)
    case.command("list")(list_cases)
    case.command("show")(show)
    case.command("acts")(acts)
    case.command("do")(do)
    app.add_typer(case, name="case")


@contextmanager
def _record() -> Iterator[None]:
    with opened_record():
        from licet.web.casework.errors import NotAllowedError

        try:
            yield
        except NotAllowedError as error:
            print(f"licet: {error}", file=sys.stderr)
            raise typer.Exit(NOT_ALLOWED) from error


def _json(view: object) -> str:
    from pydantic import TypeAdapter

    return TypeAdapter(type(view)).dump_json(view).decode()


def list_cases(
    who: As,
    state: Annotated[str, typer.Option(help="Only cases in this state.")] = "",
    text: Annotated[str, typer.Option(help="Only cases with this in their head.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the cases that a person may see."""
    with _record():
        from licet.web.casework.performing import actor_by_email
        from licet.web.casework.selectors import desk

        found = desk.cases(viewer=actor_by_email(who), state=state, text=text)
        if as_json:
            print(json.dumps([json.loads(_json(one)) for one in found]))
            return
        for one in found:
            print(f"{one.number}  {one.state_words}  {one.title}")


def show(
    number: Annotated[str, typer.Argument(help="Number of the case.")],
    who: As,
    as_json: AsJson = False,
) -> None:
    """Show a case as a person may see it; the read is entered in the record."""
    with _record():
        from licet.web.casework.performing import actor_by_email
        from licet.web.casework.selectors import desk

        found = desk.case(viewer=actor_by_email(who), case=number)
        print(_json(found) if as_json else "\n".join(_lines(found)))


def _lines(found: Any) -> Iterator[str]:  # noqa: ANN401  # a case view; the web part may be absent
    yield f"{found.number}: {found.title}"
    yield f"{found.state_words} (version {found.version}). {found.clock.words}"
    for one in found.determinations:
        yield f"  {one.regime}: {one.item_name}: {one.sentence}"
    for one in found.obstacles:
        yield f"  open: {one.words}"
    for one in found.acts:
        yield f"  can: {one.act}"


def acts() -> None:
    """List every act with what must be said for it (--set NAME=VALUE)."""
    with _record():
        from licet.web.casework import performing

        for act in sorted(performing.acts()):
            print(f"{act}: {', '.join(performing.needs(act)) or 'nothing'}")


def do(  # noqa: PLR0913  # one parameter for each option
    subject: Annotated[
        str, typer.Argument(help="Number of the case or licence, or id of the appeal.")
    ],
    act: Annotated[str, typer.Argument(help="The act, as licet case acts names it.")],
    who: As,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", help="NAME=VALUE, the value as JSON or as plain text."),
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="A JSON file of all that is said.")
    ] = None,
    *,
    code: Annotated[
        str,
        typer.Option(help="The present code of the second factor; asked without it."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Do an act for a person who proves who they are; it is entered in the record."""
    said = _said(given or (), source)
    with _record():
        from licet.web.casework.performing import actor_by_email, perform
        from licet.web.casework.second_factor import require_code

        by = actor_by_email(who)
        shown = code or typer.prompt(
            "Code of your second factor", hide_input=True, err=True
        )
        require_code(by, shown, act=act)
        done = perform(act, by=by, subject=subject, said=said)
        print(_json(done) if as_json else f"{act}: done.")


def _said(given: list[str] | tuple[str, ...], source: Path | None) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if source is not None:
        try:
            said = json.loads(source.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{source} is no JSON file. Give one object.") from error
        if not isinstance(said, dict):
            raise InputError(f'{source} holds no object. Write {{"reasons": "..."}}.')
    for one in given:
        name, mark, value = one.partition("=")
        if not mark:
            raise InputError(f"--set {one!r} has no value. Write --set NAME=VALUE.")
        said[name] = _value(value)
    return said


def _value(text: str) -> object:
    """A value as JSON where it is an object, a list or a truth; everything else is text."""
    if not text.startswith(("{", "[")) and text not in {"true", "false", "null"}:
        return text
    try:
        value: object = json.loads(text)
    except ValueError as error:
        raise InputError(f"{text!r} is not JSON. Put text in as it is.") from error
    return value
