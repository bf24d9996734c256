"""``licet appeals``: appeals on the machine of the installation, as somebody may see them."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from licet.cli import appealing
from licet.cli.acting import AsJson, in_json, person, recorded

As = Annotated[str, typer.Option("--as", help="Who reads: the e-mail of the sign-in.")]


def register(app: typer.Typer) -> None:
    """Add ``appeals`` and its sub-commands to the command."""
    appeals = typer.Typer(
        help="Appeals, as the appeal body and the authority see them.",
        no_args_is_help=True,
    )
    appeals.command("list")(list_appeals)
    appeals.command("show")(show)
    appealing.register(appeals)
    app.add_typer(appeals, name="appeals")


def list_appeals(
    who: As,
    *,
    text: Annotated[str, typer.Option(help="Only with this in number or words.")] = "",
    state: Annotated[
        str,
        typer.Option(
            help="open, dismissed, varied, annulled, remitted or withdrawn; all without it."
        ),
    ] = "",
    page: Annotated[int, typer.Option(help="Which page.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List appeals, open ones first by the day on which they are to be decided."""
    with recorded():
        from licet.web.casework.selectors.appeals import appeals as reads

        found = reads.appeals(viewer=person(who), text=text, state=state, page=page)
        if as_json:
            print(in_json(found))
            return
        for one in found.appeals:
            due = one.decide_by or "no time set"
            late = " (over)" if one.overdue else ""
            print(
                f"{one.id}  {one.about}  {one.kind}  {one.state}  by {due}{late}  "
                f"{one.reviewer or 'nobody yet'}"
            )
        print(f"{found.count} appeals, page {found.page} of {found.last}.")


def show(
    appeal: Annotated[str, typer.Argument(help="Id, as licet appeals list has it.")],
    who: As,
    as_json: AsJson = False,
) -> None:
    """Show one appeal with its steps; the read is entered in the record."""
    with recorded():
        from licet.web.casework.selectors.appeals import appeals as reads

        found = reads.appeal(viewer=person(who), appeal=appeal)
        print(in_json(found) if as_json else "\n".join(_lines(found)))


def _lines(found: Any) -> Iterator[str]:  # noqa: ANN401  # an appeal; the web part may be absent
    yield f"{found.case or found.opinion} (version {found.version}): {found.state_words}"
    yield f"  against: {found.contested} ({found.law})"
    yield f"  last day: {found.last_day or 'none runs'}; to be decided by: {found.decide_by or 'no time set'}"
    for one in found.stated:
        finding = f": {one.finding_words}. {one.reasons}" if one.finding else ""
        yield f"  ground: {one.title}{finding}"
    for step in found.steps:
        yield f"  {step.at:%Y-%m-%d} {step.words} ({step.by})"
    for document in found.documents:
        yield f"  document {document.id}: {document.name}"
    if found.proof:
        yield f"  {found.proof.words}"
