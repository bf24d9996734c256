"""``licet notices``: mail that does not arrive; one's deadlines and the calendar of them."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from licet.cli.acting import As, AsJson, Code, proven, recorded

Address = Annotated[str, typer.Argument(help="The e-mail address.")]


def register(app: typer.Typer) -> None:
    """Add ``notices`` and its sub-commands to the command."""
    notices = typer.Typer(
        help="Mail that does not arrive; deadlines and the calendar of them.",
        no_args_is_help=True,
    )
    notices.command("failures")(failures)
    notices.command("bounced")(bounced)
    notices.command("retry")(retry)
    notices.command("calendar")(calendar)
    notices.command("make-calendar")(make_calendar)
    notices.command("end-calendar")(end_calendar)
    app.add_typer(notices, name="notices")


def failures(*, as_json: AsJson = False) -> None:
    """List addresses that mail does not reach; exit 1 when there is one."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.selectors.notices.notices import mail_troubles

        found = mail_troubles(viewer=SYSTEM)
        if as_json:
            print(json.dumps([asdict(one) for one in found], default=str))
        for one in () if as_json else found:
            print(
                f"{one.address}  {one.why}  {one.failures} failures  {one.waiting} mails wait"
            )
        if found:
            raise typer.Exit(1)
        if not as_json:
            print("Mail reaches every address.")


def bounced(address: Address) -> None:
    """Note that mail to an address came back, as a report in the mailbox says."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.services.notices.notices import note_bounce

        note_bounce(by=SYSTEM, address=address)
        print(f"No mail goes to {address} until it is tried again.")


def retry(address: Address) -> None:
    """Let mail go to an address again, with everything that waited for it."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.services.notices.notices import try_address_again

        try_address_again(by=SYSTEM, address=address)
        print(f"Mail to {address} is tried again.")


def calendar(who: As, *, as_json: AsJson = False) -> None:
    """Print a person's deadlines of today, and since when they have a calendar address."""
    with recorded():
        from licet.web.casework.selectors.notices import calendars
        from licet.web.casework.services.programs.performing import actor_by_email

        found = calendars.calendar(viewer=actor_by_email(who))
        if as_json:
            print(json.dumps(asdict(found), default=str))
            return
        since = f"since {found.made_at:%F %H:%M} UTC" if found.made_at else "none"
        print(f"Calendar address: {since}.")
        for one in found.deadlines:
            print(f"{one.day}  {one.number}  {one.words}")


def make_calendar(who: As, code: Code = "", *, as_json: AsJson = False) -> None:
    """Make a person's calendar address and print it this once; an older one ends with it."""
    with recorded():
        from licet.web.casework.services.notices import calendars

        made = calendars.make_calendar(by=proven(who, code, "make_calendar"))
        print(json.dumps(asdict(made), default=str) if as_json else made.url)


def end_calendar(who: As, code: Code = "") -> None:
    """End a person's calendar address at once; it cannot be used again."""
    with recorded():
        from licet.web.casework.services.notices import calendars

        calendars.revoke_calendar(by=proven(who, code, "revoke_calendar"))
        print("The calendar address has ended.")
