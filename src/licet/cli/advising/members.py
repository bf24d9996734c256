"""What a member of a panel reads, and the declaration that comes before it."""

from typing import Annotated

import typer

from licet.cli.acting import (
    As,
    AsJson,
    Code,
    all_in_json,
    in_json,
    person,
    proven,
    recorded,
    written,
)
from licet.cli.advising.lines import line, referral_lines
from licet.cli.advising.options import Page, Referral, print_done


def mine(who: As, page: Page = 1, *, as_json: AsJson = False) -> None:
    """List the referrals of a member's own panels, those that wait first."""
    with recorded():
        from licet.web.casework.selectors.panels.panels import own_referrals
        from licet.web.casework.selectors.parts.pages import page_of

        found = page_of(own_referrals(viewer=person(who)), page)
        if as_json:
            print(all_in_json(found))
            return
        for one in found:
            print(line(one))
        print(
            f"{found.paginator.count} referrals, page {found.number} of {found.paginator.num_pages}."
        )


def show(number: Referral, who: As, *, as_json: AsJson = False) -> None:
    """Show a referral; to a member only after a declaration. The read is entered in the record."""
    with recorded():
        from licet.web.casework.selectors.panels.panels import referral

        viewer = person(who)
        found = referral(viewer=viewer, number=number)
        if as_json:
            print(in_json(found))
            return
        member = "panel_member" in viewer.roles
        print("\n".join(referral_lines(found, member=member)))


def declare(  # one parameter for each option
    number: Referral,
    who: As,
    conflict: Annotated[
        bool,
        typer.Option(
            "--conflict/--none", help="A conflict of interest stands, or none."
        ),
    ],
    words: Annotated[
        str, typer.Option(help="What the conflict is; - reads it from the input.")
    ] = "",
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Declare whether a conflict of interest stands; a conflict excludes for good."""
    said = written(words)
    with recorded():
        from licet.web.casework.services.panels import panel_referrals

        by = proven(who, code, "declare_on_referral")
        done = panel_referrals.declare_on_referral(
            by=by, number=number, conflict=conflict, words=said
        )
        told = (
            "a conflict is declared; you take no part in it"
            if conflict
            else f"no conflict is declared; read it with licet panel show {number}"
        )
        print_done(done, f"{number}: {told}.", as_json=as_json)
