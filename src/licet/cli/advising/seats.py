"""``licet panel appoint`` and ``end-seat``: who sits on a panel, from when to when."""

from datetime import datetime
from typing import Annotated

import typer

from licet.cli.acting import As, AsJson, Code, in_json, proven, recorded

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="A day, included.")]
Vetting = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Where the panel sees live cases."),
]


def appoint(  # noqa: PLR0913  # one parameter for each option
    panel: Annotated[str, typer.Argument(help="As licet panel list names it.")],
    member: Annotated[str, typer.Argument(help="E-mail of the member's sign-in.")],
    who: As,
    *,
    first: Day,
    last: Day,
    instrument: Annotated[str, typer.Option(help="The document that appoints.")],
    vetted_on: Vetting = None,
    vetted_until: Vetting = None,
    chair: Annotated[bool, typer.Option(help="Gives the opinion.")] = False,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Give somebody a seat on a panel for a term; a manager does this."""
    with recorded():
        from licet.web.casework.services.panels import panel_seats

        made = panel_seats.appoint_panel_member(
            by=proven(who, code, "appoint_panel_member"),
            panel=panel,
            email=member,
            first=first.date(),
            last=last.date(),
            instrument=instrument,
            vetted_on=vetted_on.date() if vetted_on else None,
            vetted_until=vetted_until.date() if vetted_until else None,
            chair=chair,
        )
        print(in_json(made) if as_json else f"seat {made.id}: {made.person}, {made.panel}, {made.first} to {made.last}")  # fmt: skip


def end_seat(
    seat: Annotated[int, typer.Argument(help="Its number in licet panel list.")],
    who: As,
    reasons: Annotated[str, typer.Option(help="Why; it stays in the record.")],
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """End a seat today; its holder sees nothing more. It cannot be undone: appoint anew."""
    with recorded():
        from licet.web.casework.services.panels import panel_seats

        by = proven(who, code, "end_panel_seat")
        done = panel_seats.end_panel_seat(by=by, seat=seat, reasons=reasons)
        print(in_json(done) if as_json else f"seat {done.id}: {done.standing}")
