"""``licet organisation``: who acts for whom; the operator helps one that lost its administrator."""

import json
from typing import Annotated

import typer

from licet.cli.acting import plain, recorded

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
One = Annotated[str, typer.Argument(help="Id of the organisation, as list shows it.")]


def register(app: typer.Typer) -> None:
    """Add ``organisation`` and its sub-commands to the command."""
    organisation = typer.Typer(
        help="Organisations that apply: people, invitations, mandates.",
        no_args_is_help=True,
    )
    organisation.command("list")(list_organisations)
    organisation.command("show")(show)
    organisation.command("invite")(invite)
    organisation.command("revoke")(revoke)
    organisation.command("end-membership")(end_membership)
    app.add_typer(organisation, name="organisation")


def list_organisations(*, as_json: AsJson = False) -> None:
    """List every organisation with the number of its people."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.selectors.people.organisations import organisations

        names = ("id", "name", "country", "people")
        found = [
            dict(zip(names, row, strict=True)) for row in organisations(viewer=SYSTEM)
        ]
        if as_json:
            print(json.dumps(found))
            return
        for one in found:
            print(
                f"{one['id']}  {one['country']}  {one['people']} people  {one['name']}"
            )


def show(organisation: One, *, as_json: AsJson = False) -> None:
    """Show the people, invitations and mandates of an organisation."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.selectors.people.organisations import organisation_page

        found = organisation_page(viewer=SYSTEM, organisation=organisation)
        if as_json:
            print(json.dumps(plain(found)))
            return
        print(f"{found.name} ({found.country} {found.registration})")
        for person in found.members:
            print(f"  {person.person}  {person.role}  {person.email}")
        for one in found.invitations:
            print(f"  invitation {one.id}  {one.standing}  {one.role}  {one.email}")
        mandates = (*found.given, *found.held)
        told = [f"  {one.number}  {one.standing}: {one.words}\n" for one in mandates]
        print("".join(told), end="")


def invite(
    organisation: One,
    email: Annotated[str, typer.Argument(help="Whom to invite.")],
    role: Annotated[
        str, typer.Option(help="admin, submitter, preparer, reader.")
    ] = "admin",
    *,
    as_json: AsJson = False,
) -> None:
    """Invite somebody for an organisation that has nobody left who can."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.services.people.organisations import invite_member

        made = invite_member(
            by=SYSTEM, organisation=organisation, email=email, role=role
        )
        print(
            json.dumps(plain(made))
            if as_json
            else f"{made.email} is invited as {made.role} until {made.expires_at:%F %H:%M} UTC."
        )


def revoke(
    organisation: One,
    invitation: Annotated[str, typer.Argument(help="Id of the invitation.")],
) -> None:
    """Take an open invitation back."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.services.people.organisations import revoke_invitation

        done = revoke_invitation(
            by=SYSTEM, organisation=organisation, invitation=invitation
        )
        print(f"The invitation of {done.email} is taken back.")


def end_membership(
    organisation: One,
    person: Annotated[str, typer.Argument(help="Id of the person, as show gives it.")],
) -> None:
    """End a membership, for example of somebody who has left and took the password along."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.services.people import organisations

        organisations.end_membership(
            by=SYSTEM, organisation=organisation, person=person
        )
        print("The membership has ended.")
