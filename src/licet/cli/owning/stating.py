"""``licet ownership state`` and ``withdraw``: what a source says of owners and nobody else states."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from licet.cli.acting import As, AsJson, Case, Code, in_json, proven, recorded
from licet.kernel import InputError

Day = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Included; open without it."),
]
Share = Annotated[str, typer.Option(help="Per cent, for shares and votes.")]
Version = Annotated[
    int | None, typer.Option(help="The version of the case that you saw.")
]


def state(  # noqa: PLR0913  # one parameter for each option
    number: Case,
    kind: Annotated[str, typer.Argument(help="shares, votes, control or tie.")],
    owner: Annotated[str, typer.Argument(help="Who holds, by name.")],
    owned: Annotated[str, typer.Argument(help="Who is held, by name.")],
    who: As,
    *,
    source: Annotated[str, typer.Option(help="Where it stands: register, extract, day.")],
    country: Annotated[str, typer.Option(help="Of the owner, ISO 3166-1.")] = "",
    low: Share = "",
    high: Share = "",
    manner: Annotated[str, typer.Option(help="The office, or how it is controlled.")] = "",
    first: Day = None,
    last: Day = None,
    version: Version = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """State who owns, controls or directs somebody in a case, with the source."""
    least, most = _share(low), _share(high)
    with recorded():
        from licet.web.casework.services.ownership import owners

        by = proven(who, code, "state_owner")
        said = owners.Owner(
            kind=kind,
            owner=owner,
            owned=owned,
            source=source,
            country=country,
            low=least,
            high=most,
            manner=manner,
            first=_day(first),
            last=_day(last),
        )
        done = owners.state_owner(by=by, case=number, owner=said, version=version)
        words = f"{number}: stated; the worker traces the owners again."
        print(in_json(done) if as_json else words)


def _share(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        raise InputError(f"{text!r} is no number. Write --low 25 --high 50.") from None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def withdraw(  # noqa: PLR0913  # one parameter for each option
    number: Case,
    statement: Annotated[int, typer.Argument(help="Number in licet ownership case.")],
    who: As,
    reasons: Annotated[str, typer.Option(help="Why it counts no longer.")],
    *,
    version: Version = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Take back what an officer stated; it stays on record and counts no longer."""
    with recorded():
        from licet.web.casework.services.ownership import owners

        by = proven(who, code, "state_owner")
        done = owners.withdraw_owner(
            by=by, case=number, statement=statement, reasons=reasons, version=version
        )
        print(in_json(done) if as_json else f"{number}: statement {statement} is withdrawn.")  # fmt: skip
