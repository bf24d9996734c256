"""``licet panel``: seats, agreements, what went out and came back; ``advising`` has its referrals."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from licet.cli import advising
from licet.cli.acting import (
    As,
    AsJson,
    Code,
    all_in_json,
    from_file,
    in_json,
    proven,
    recorded,
)
from licet.kernel import InputError

Number = Annotated[str, typer.Argument(help="Number of the agreement.")]
Change = Annotated[str, typer.Argument(help="suspend, resume or end.")]
Disclosure = Annotated[str, typer.Argument(help="Number of the disclosure.")]
Reasons = Annotated[str, typer.Option(help="Why; it stays in the record.")]


def register(app: typer.Typer) -> None:
    """Add ``panel`` and its sub-commands to the command."""
    panel = typer.Typer(
        help="Advisory panels: seats, referrals, estimates, opinions, agreements.",
        no_args_is_help=True,
    )
    panel.command("list")(list_panels)
    panel.command("agreements")(list_agreements)
    panel.command("disclosures")(list_disclosures)
    panel.command("agreement")(change)
    panel.command("draft-agreement")(draft_agreement)
    panel.command("review-agreement")(review_agreement)
    panel.command("disclose")(disclose)
    panel.command("pack")(pack)
    panel.command("recall")(recall)
    panel.command("answer")(answer)
    advising.register(panel)
    app.add_typer(panel, name="panel")


def list_panels(*, as_json: AsJson = False) -> None:
    """List the panels of the governing law with their members and how each seat stands."""
    with recorded():
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.selectors.panels.panels import panels

        found = panels(viewer=SYSTEM)
        if as_json:
            print(all_in_json(found))
            return
        for one in found:
            print(f"{one.id}  {one.title}  quorum {one.quorum}")
            for seat in one.seats:
                print(
                    f"  {seat.id}  {seat.person}  {seat.first} to {seat.last}  {seat.standing}"
                )


def list_agreements(*, as_json: AsJson = False) -> None:
    """List the agreements on the sharing of information, and how each stands today."""
    with recorded():
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.selectors.panels.agreements import agreements

        found = agreements(viewer=SYSTEM)
        if as_json:
            print(all_in_json(found))
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
        from licet.web.casework.selectors.panels.agreements import disclosures

        found = disclosures(viewer=SYSTEM, agreement=agreement, page=page)
        if as_json:
            print(in_json(found))
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
        from licet.web.casework.services.panels.agreements import change_agreement

        by = proven(who, code, "change_agreement")
        found = change_agreement(by=by, number=number, change=change, reasons=reasons)
        print(f"{found.number}  {found.standing}")


def draft_agreement(
    source: Annotated[
        Path, typer.Argument(help="A JSON file of its terms, as POST /agreements.")
    ],
    who: As,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Enter an agreement; nothing goes under it before a second person approved it."""
    with recorded():
        from licet.web.casework.services.panels import agreements

        terms = from_file(agreements.Terms, source)
        by = proven(who, code, "draft_agreement")
        found = agreements.draft_agreement(by=by, terms=terms)
        _standing(found, as_json=as_json)


def _standing(found: Any, *, as_json: bool) -> None:  # noqa: ANN401  # a view; the web part may be absent
    print(in_json(found) if as_json else f"{found.number}  {found.standing}")


def review_agreement(  # one parameter for each option
    number: Number,
    who: As,
    *,
    approved: Annotated[
        bool, typer.Option("--approve/--return", help="Approve it, or return it.")
    ],
    reasons: Annotated[str, typer.Option(help="Why it is returned.")] = "",
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Approve or return an agreement as the second person; this cannot be undone."""
    with recorded():
        from licet.web.casework.services.panels import agreements

        by = proven(who, code, "review_agreement")
        found = agreements.review_agreement(
            by=by, number=number, approved=approved, reasons=reasons
        )
        _standing(found, as_json=as_json)


def disclose(  # noqa: PLR0913  # one parameter for each option
    case: Annotated[str, typer.Argument(help="Number of the case.")],
    who: As,
    *,
    agreement: Annotated[str, typer.Option(help="Under which agreement.")],
    purpose: Annotated[str, typer.Option(help="For what, as the agreement names it.")],
    classes: Annotated[
        list[str], typer.Option("--class", help="A class of data; may be repeated.")
    ],
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Enter a sealed pack of a case for a partner authority; fetch it with pack."""
    with recorded():
        from licet.web.casework.services.panels import disclosing

        by = proven(who, code, "disclose_to_partner")
        given = disclosing.Disclosing(
            agreement=agreement, purpose=purpose, classes=tuple(classes)
        )
        found = disclosing.disclose_to_partner(by=by, case=case, disclosing=given)
        print(
            in_json(found)
            if as_json
            else f"{found.number}  {found.party}  {found.sha256}"
        )


def pack(
    number: Disclosure,
    who: As,
    out: Annotated[Path, typer.Option(help="The file to write; a new one.")],
    code: Code = "",
) -> None:
    """Write the pack, sealed so that only the partner opens it; the fetch is entered."""
    if out.exists():
        raise InputError(f"{out} is there already. Name a new file.")
    with recorded():
        from licet.web.casework.services.panels import disclosing

        by = proven(who, code, "disclose_to_partner")
        made = disclosing.sealed_pack(by=by, number=number)
    with out.open("xb") as target:
        target.write(made.content)
    print(f"{out}: {len(made.content)} bytes, for the partner alone.")


def recall(
    number: Disclosure,
    who: As,
    reasons: Reasons,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Call a disclosure back; tell the receiver to destroy what they hold. It cannot be undone."""
    with recorded():
        from licet.web.casework.services.panels import disclosing

        by = proven(who, code, "recall_disclosure")
        found = disclosing.recall_disclosure(by=by, number=number, reasons=reasons)
        print(in_json(found) if as_json else f"{found.number}  called back")


def answer(  # noqa: PLR0913  # one parameter for each option
    number: Disclosure,
    who: As,
    *,
    position: Annotated[
        str, typer.Option(help="agrees, agrees_with_conditions, objects or asks.")
    ],
    words: Annotated[str, typer.Option(help="What the partner says, as it says it.")],
    signed_by: Annotated[str, typer.Option(help="Who signed it there.")],
    received_on: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], help="The day on which it arrived."),
    ],
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Enter what a partner authority answered; a later answer stands beside it."""
    with recorded():
        from licet.web.casework.services.panels import partner_answers

        by = proven(who, code, "enter_partner_answer")
        answering = partner_answers.Answering(
            position=position,
            words=words,
            signed_by=signed_by,
            received_on=received_on.date(),
        )
        found = partner_answers.enter_partner_answer(
            by=by, number=number, answering=answering
        )
        if as_json:
            print(in_json(found))
            return
        for one in found.answers:
            print(
                f"{found.number}  {one.received_on}  {one.position}  {one.signed_by}: {one.words}"
            )
