"""``licet webhooks``: addresses to which events go: for the operator, and for who administers them."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer

from licet.cli.acting import As, Code, all_in_json, in_json, person, proven, recorded
from licet.kernel import InputError

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Kinds = Annotated[list[str], typer.Option("--kind", help="An event; may be repeated.")]
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
    webhooks.command("owners")(owners)
    webhooks.command("register")(register_address)
    webhooks.command("change")(change)
    webhooks.command("renew")(renew)
    webhooks.command("try")(send_trial)
    webhooks.command("end")(end)
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


def owners(who: As, *, as_json: AsJson = False) -> None:
    """List for whom a person registers addresses, and which events each may ask for."""
    with recorded():
        from licet.web.casework.selectors.programs.webhooks import owners as read

        found = read(person(who))
        if as_json:
            print(all_in_json(found))
            return
        for one in found:
            print(f"{one.id}  {one.what}  {one.name}: {', '.join(dict(one.kinds))}")


def register_address(
    owner: Annotated[str, typer.Argument(help="Id or code, as licet webhooks owners.")],
    url: Annotated[str, typer.Argument(help="Where events go.")],
    who: As,
    kinds: Kinds,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Register an address and print its secret this once."""
    with recorded():
        from licet.web.casework.services.programs import webhooks

        by = proven(who, code, "register_webhook")
        made = webhooks.register_webhook(by=by, owner=owner, url=url, kinds=kinds)
        _made(made, as_json=as_json)


def _made(made: Any, *, as_json: bool) -> None:  # noqa: ANN401  # an address with its secret; the web part may be absent
    print(in_json(made) if as_json else f"{made.webhook.id}  {made.secret}")


def change(
    webhook: One,
    url: Annotated[str, typer.Argument(help="Where events go from now on.")],
    who: As,
    kinds: Kinds,
    code: Code = "",
) -> None:
    """Give an address another place or other events; what waits goes to the new place."""
    with recorded():
        from licet.web.casework.services.programs import webhooks

        by = proven(who, code, "change_webhook")
        done = webhooks.change_webhook(by=by, webhook=webhook, url=url, kinds=kinds)
        print(f"{done.url}: {', '.join(done.kinds)}")


def renew(webhook: One, who: As, code: Code = "", *, as_json: AsJson = False) -> None:
    """Make a new secret and print it this once; for a day both sign."""
    with recorded():
        from licet.web.casework.services.programs import webhooks

        by = proven(who, code, "renew_webhook_secret")
        _made(webhooks.renew_webhook_secret(by=by, webhook=webhook), as_json=as_json)


def send_trial(webhook: One, who: As, code: Code = "") -> None:
    """Send a trial that tells of nothing, to see whether the receiver works."""
    with recorded():
        from licet.web.casework.services.programs import webhooks

        by = proven(who, code, "try_webhook")
        print(f"{webhooks.try_webhook(by=by, webhook=webhook).id} is on its way.")


def end(webhook: One, who: As, code: Code = "") -> None:
    """End an address for good. It cannot be undone: register it anew."""
    with recorded():
        from licet.web.casework.services.programs import webhooks

        by = proven(who, code, "end_webhook")
        done = webhooks.end_webhook(by=by, webhook=webhook)
        print(f"{done.url} is {done.state}.")
