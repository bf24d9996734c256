"""``licet panel``: who sits where, which agreements stand, what went out under them."""

import json
from typing import Annotated

import typer

from licet.cli.acting import As, AsJson, Code, plain, proven, recorded

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
    app.add_typer(panel, name="panel")


def list_panels(*, as_json: AsJson = False) -> None:
    """List the panels of the governing law with their members and how each seat stands."""
    with recorded():
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.selectors.panels import panels

        found = panels(viewer=SYSTEM)
        if as_json:
            print(json.dumps([plain(one) for one in found]))
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
            print(json.dumps([plain(one) for one in found]))
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
            print(json.dumps(plain(found)))
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

        by = proven(who, code, "change_agreement")
        found = change_agreement(by=by, number=number, change=change, reasons=reasons)
        print(f"{found.number}  {found.standing}")
