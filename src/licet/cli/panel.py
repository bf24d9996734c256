"""``licet panel``: who sits where, which agreements stand, what went out and what came back."""

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from licet.cli.case import As, AsJson, recorded
from licet.cli.starting.acting import Code, proved

Number = Annotated[str, typer.Argument(help="Number of the agreement.")]
Change = Annotated[str, typer.Argument(help="suspend, resume or end.")]
Reasons = Annotated[str, typer.Option(help="Why; it stays in the record.")]


def register(app: typer.Typer) -> None:
    """Add ``panel`` and its sub-commands to the command."""
    panel = typer.Typer(
        help="Advisory panels, agreements and disclosures.", no_args_is_help=True
    )
    panel.command("list")(list_panels)
    panel.command("agreements")(list_agreements)
    panel.command("disclosures")(list_disclosures)
    panel.command("agreement")(change)
    panel.command("answer")(answer)
    app.add_typer(panel, name="panel")


def _json(view: object) -> Any:  # noqa: ANN401  # JSON
    from pydantic import TypeAdapter

    return json.loads(TypeAdapter(type(view)).dump_json(view))


def list_panels(*, as_json: AsJson = False) -> None:
    """List the panels of the governing law with their members and how each seat stands."""
    with recorded():
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.selectors.panels import panels

        found = panels(viewer=SYSTEM)
        if as_json:
            print(json.dumps([_json(one) for one in found]))
            return
        for one in found:
            print(f"{one.id}  {one.title}  quorum {one.quorum}")
            for seat in one.seats:
                print(f"  {seat.person}  {seat.first} to {seat.last}  {seat.standing}")


def list_agreements(*, as_json: AsJson = False) -> None:
    """List the agreements on the sharing of information, and how each stands today."""
    with recorded():
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.selectors.agreements import agreements

        found = agreements(viewer=SYSTEM)
        if as_json:
            print(json.dumps([_json(one) for one in found]))
            return
        for one in found:
            print(f"{one.number}  {one.party}  {one.standing}  until {one.last}")


def list_disclosures(
    agreement: Annotated[str, typer.Option(help="Only under this agreement.")] = "",
    page: Annotated[int, typer.Option(min=1)] = 1,
    *,
    as_json: AsJson = False,
) -> None:
    """List what went to panels and partners: number, hash and agreement, and no content."""
    with recorded():
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.selectors.agreements import disclosures

        found = disclosures(viewer=SYSTEM, agreement=agreement, page=page)
        if as_json:
            print(json.dumps(_json(found)))
            return
        for one in found.rows:
            recalled = "  called back" if one.recalled_at else ""
            print(
                f"{one.number}  {one.on}  {one.party}  {one.agreement}  {one.sha256}{recalled}"
            )


def change(
    number: Number, change: Change, who: As, reasons: Reasons, code: Code = ""
) -> None:
    """Suspend an agreement at once, resume it, or end it; whoever acts proves who they are."""
    with recorded():
        from licet.web.casework.services.agreements import change_agreement

        by = proved(who, code, "change_agreement")
        found = change_agreement(by=by, number=number, change=change, reasons=reasons)
        print(f"{found.number}  {found.standing}")


def answer(  # noqa: PLR0913  # one parameter for each option
    number: Annotated[str, typer.Argument(help="Number of the disclosure.")],
    who: As,
    *,
    position: Annotated[
        str, typer.Option(help="agrees, agrees_with_conditions, objects or asks.")
    ],
    words: Annotated[str, typer.Option(help="What the partner says, as it says it.")],
    signed_by: Annotated[str, typer.Option(help="Who signed it there.")],
    received_on: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], help="The day on which it arrived."),
    ],
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Enter what a partner authority answered; a later answer stands beside it."""
    with recorded():
        from licet.web.casework.services import partner_answers

        by = proved(who, code, "enter_partner_answer")
        answering = partner_answers.Answering(
            position=position,
            words=words,
            signed_by=signed_by,
            received_on=received_on.date(),
        )
        found = partner_answers.enter_partner_answer(
            by=by, number=number, answering=answering
        )
        if as_json:
            print(json.dumps(_json(found)))
            return
        for one in found.answers:
            print(
                f"{found.number}  {one.received_on}  {one.position}  {one.signed_by}: {one.words}"
            )
