"""Putting a live case or a draft before a panel, what was put before it, and withdrawing it."""

from typing import Annotated

import typer

from licet.cli.acting import (
    As,
    AsJson,
    Case,
    Code,
    all_in_json,
    in_json,
    person,
    proven,
    recorded,
    written,
)
from licet.cli.advising.lines import line
from licet.cli.advising.options import (
    Agreement,
    Because,
    Page,
    Panel,
    Purpose,
    Question,
    Referral,
    print_asked,
    print_done,
)


def of_case(number: Case, who: As, *, as_json: AsJson = False) -> None:
    """Say which rules of the law send a case to a panel, and what was put before one."""
    with recorded():
        from licet.web.casework.selectors.panels.panels import case_panels

        found = case_panels(viewer=person(who), case=number)
        if as_json:
            print(in_json(found))
            return
        for call in found.calls:
            must = "must be asked" if call.mandatory else "may be asked"
            state = "was asked" if call.asked else must
            print(f"{call.panel} {state} ({call.rule}): {call.because}")
        for one in found.referrals:
            print(line(one))
        if not found.calls and not found.referrals:
            print("No rule sends the case to a panel, and none was asked.")


def refer(  # noqa: PLR0913  # one parameter for each option
    number: Case,
    who: As,
    *,
    panel: Panel,
    question: Question,
    agreement: Agreement,
    purpose: Purpose,
    because: Annotated[
        str, typer.Option(help="Why, where no rule of the law asks for it.")
    ] = "",
    version: Annotated[
        int | None, typer.Option(help="The version of the case that you saw.")
    ] = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Put a live case before a panel that sees live cases, under an agreement."""
    question = written(question)
    with recorded():
        from licet.web.casework.services.panels import panel_referrals

        by = proven(who, code, "refer_to_panel")
        asking = panel_referrals.Asking(
            panel=panel,
            question=question,
            agreement=agreement,
            purpose=purpose,
            because=because,
        )
        made = panel_referrals.refer_to_panel(
            by=by, case=number, asking=asking, version=version
        )
        print_asked(made, as_json=as_json)


def refer_draft(  # noqa: PLR0913  # one parameter for each option
    subject: Annotated[
        str,
        typer.Argument(
            help="draft:SLUG of a draft of law, as licet regime drafts has it, or template:CODE."
        ),
    ],
    who: As,
    *,
    panel: Panel,
    question: Question,
    agreement: Agreement,
    purpose: Purpose,
    because: Because,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Put a draft of law or a template before a panel, under an agreement."""
    question = written(question)
    with recorded():
        from licet.web.casework.services.panels import panel_referrals

        by = proven(who, code, "refer_draft_to_panel")
        asking = panel_referrals.Asking(
            panel=panel,
            question=question,
            agreement=agreement,
            purpose=purpose,
            because=because,
        )
        made = panel_referrals.refer_draft_to_panel(
            by=by, subject=subject, asking=asking
        )
        print_asked(made, as_json=as_json)


def withdraw(
    number: Referral,
    who: As,
    reasons: Annotated[str, typer.Option(help="Why it is withdrawn.")],
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Withdraw a referral; what was said of it stays. It cannot be undone: ask anew."""
    with recorded():
        from licet.web.casework.services.panels import panel_referrals

        by = proven(who, code, "withdraw_panel_referral")
        done = panel_referrals.withdraw_panel_referral(
            by=by, number=number, reasons=reasons
        )
        print_done(done, f"{done.number}: {done.standing}", as_json=as_json)


def list_referrals(who: As, page: Page = 1, *, as_json: AsJson = False) -> None:
    """List the referrals that somebody of the authority may see, the newest first."""
    with recorded():
        from licet.web.casework.selectors.panels.panels import referrals
        from licet.web.casework.selectors.parts.pages import page_of

        found = page_of(referrals(viewer=person(who)), page)
        if as_json:
            print(all_in_json(found))
            return
        for one in found:
            print(line(one))
        print(
            f"{found.paginator.count} referrals, page {found.number} of {found.paginator.num_pages}."
        )
