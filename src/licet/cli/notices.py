"""``licet notices``: mail that does not arrive, for the operator who has the mailbox."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from licet.cli.acting import recorded

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Address = Annotated[str, typer.Argument(help="The e-mail address.")]


def register(app: typer.Typer) -> None:
    """Add ``notices`` and its sub-commands to the command."""
    notices = typer.Typer(
        help="Notices by e-mail: what does not arrive.", no_args_is_help=True
    )
    notices.command("failures")(failures)
    notices.command("bounced")(bounced)
    notices.command("retry")(retry)
    app.add_typer(notices, name="notices")


def failures(*, as_json: AsJson = False) -> None:
    """List addresses that mail does not reach; exit 1 when there is one."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.selectors.notices import mail_troubles

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
        from licet.web.casework.services.notices import note_bounce

        note_bounce(by=SYSTEM, address=address)
        print(f"No mail goes to {address} until it is tried again.")


def retry(address: Address) -> None:
    """Let mail go to an address again, with everything that waited for it."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.services.notices import try_address_again

        try_address_again(by=SYSTEM, address=address)
        print(f"Mail to {address} is tried again.")
