"""``licet webhooks``: addresses to which events go, and what is sent there, for the operator."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from licet.cli.acting import recorded
from licet.kernel import InputError

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
One = Annotated[str, typer.Argument(help="Id of the address, as list shows it.")]


def register(app: typer.Typer) -> None:
    """Add ``webhooks`` and its sub-commands to the command."""
    webhooks = typer.Typer(
        help="Events to addresses of organisations and bodies.", no_args_is_help=True
    )
    webhooks.command("list")(list_webhooks)
    webhooks.command("deliveries")(deliveries)
    webhooks.command("replay")(replay)
    webhooks.command("switch")(switch)
    app.add_typer(webhooks, name="webhooks")


def list_webhooks(*, as_json: AsJson = False) -> None:
    """List every address with its owner, state and how many deliveries wait."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.selectors.programs.webhooks import webhooks

        found = webhooks(viewer=SYSTEM)
        if as_json:
            print(json.dumps([asdict(one) for one in found], default=str))
            return
        for one in found:
            print(
                f"{one.id}  {one.state} {one.off_because}  {one.waiting} waiting  {one.owner.name}  {one.url}"
            )


def deliveries(
    webhook: One,
    *,
    standing: Annotated[str, typer.Option(help="done, waiting or given_up.")] = "",
    page: Annotated[int, typer.Option(help="Page, from 1.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Show what was sent to an address, the newest first."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.selectors.programs import webhooks as reads

        found = reads.deliveries(
            viewer=SYSTEM, webhook=webhook, standing=standing, page=page
        )
        if as_json:
            print(json.dumps(asdict(found), default=str))
            return
        for one in found.deliveries:
            print(
                f"{one.id}  {one.standing}  {one.kind} {one.number}  {one.attempts} attempts {one.status} {one.failure}"
            )
        print(f"page {found.page} of {found.pages}")


def replay(
    webhook: One,
    *,
    delivery: Annotated[str, typer.Option(help="Id of one delivery.")] = "",
    since: Annotated[
        str, typer.Option(help="Or a moment with its zone: 2026-07-31T08:00+02:00.")
    ] = "",
) -> None:
    """Send one delivery again, or everything since a moment; receivers drop what they have."""
    moment = _moment(since) if since else None
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.services.programs.webhook_deliveries import (
            replay_webhook,
        )

        again = replay_webhook(
            by=SYSTEM, webhook=webhook, delivery=delivery, since=moment
        )
        print(f"{again} deliveries are sent again.")


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        msg = f"{text} is no moment with a zone. Write it as 2026-07-31T08:00+02:00."
        raise InputError(msg)
    return found


def switch(
    webhook: One,
    *,
    on: Annotated[bool, typer.Option("--on/--off", help="On again, or off.")],
) -> None:
    """Switch an address off, or on again with everything that happened meanwhile."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.services.programs.webhooks import switch_webhook

        done = switch_webhook(by=SYSTEM, webhook=webhook, on=on)
        print(f"{done.url} is {done.state}.")
