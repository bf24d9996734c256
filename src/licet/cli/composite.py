"""``licet composite``: closed composites made, checked and put before a panel."""

from typing import Annotated, Any

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
from licet.cli.advising.options import (
    Agreement,
    Because,
    Panel,
    Purpose,
    Question,
    print_asked,
)

Number = Annotated[str, typer.Argument(help="Number of the composite.")]


def register(app: typer.Typer) -> None:
    """Add ``composite`` and its sub-commands to the command."""
    composite = typer.Typer(
        help="Closed composites: a case in words that name nobody.",
        no_args_is_help=True,
    )
    composite.command("list")(list_composites)
    composite.command("show")(show)
    composite.command("make")(make)
    composite.command("check")(check)
    composite.command("refer")(refer)
    app.add_typer(composite, name="composite")


def list_composites(who: As, *, as_json: AsJson = False) -> None:
    """List the composites of the cases that a person may see, the newest first."""
    with recorded():
        from licet.web.casework.selectors.panels import composites

        found = composites.composites(viewer=person(who))
        if as_json:
            print(all_in_json(found))
            return
        for one in found:
            print(f"{one.number}  {one.standing}  {one.case}  {one.title}")


def show(number: Number, who: As, *, as_json: AsJson = False) -> None:
    """Show a composite; the read is entered in the record, for it names its case."""
    with recorded():
        from licet.web.casework.selectors.panels import composites

        found = composites.composite(viewer=person(who), number=number)
        _print(found, as_json=as_json)


def make(  # one parameter for each option
    case: Annotated[str, typer.Argument(help="Number of the case.")],
    who: As,
    title: Annotated[str, typer.Option(help="What kind of case it is.")],
    text: Annotated[
        str,
        typer.Option(
            help="The story in words that betray nobody; - reads it from the input."
        ),
    ],
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Close a case for those who may not see it; words of its sealed facts are refused."""
    story = written(text)
    with recorded():
        from licet.web.casework.services.panels import composites

        by = proven(who, code, "make_composite")
        found = composites.make_composite(by=by, case=case, title=title, text=story)
        _print(found, as_json=as_json)


def check(  # one parameter for each option
    number: Number,
    who: As,
    approved: Annotated[
        bool, typer.Option("--approve/--return", help="Approve it, or return it.")
    ],
    reasons: Annotated[
        str, typer.Option(help="What must change, when it is returned.")
    ] = "",
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Approve or return a composite as the second officer; this cannot be undone."""
    with recorded():
        from licet.web.casework.services.panels import composites

        by = proven(who, code, "check_composite")
        found = composites.check_composite(
            by=by, number=number, approved=approved, reasons=reasons
        )
        _print(found, as_json=as_json)


def refer(  # noqa: PLR0913  # one parameter for each option
    number: Number,
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
    """Put a checked composite before a panel under an agreement."""
    with recorded():
        from licet.web.casework.services.panels import panel_referrals

        by = proven(who, code, "refer_composite")
        asking = panel_referrals.Asking(
            panel=panel,
            question=question,
            agreement=agreement,
            purpose=purpose,
            because=because,
        )
        made = panel_referrals.refer_composite(by=by, composite=number, asking=asking)
        print_asked(made, as_json=as_json)


def _print(found: Any, *, as_json: bool) -> None:  # noqa: ANN401  # a composite; the web part may be absent
    if as_json:
        print(in_json(found))
        return
    print(f"{found.number}: {found.title} ({found.standing}; case {found.case})")
    print(found.text)
    if found.reasons:
        print(f"{found.checked_by}: {found.reasons}")
