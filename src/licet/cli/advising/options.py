"""What is said at the command line of a referral, and how the answer to it is printed."""

from typing import Annotated, Any

import typer

from licet.cli.acting import in_json

Agreement = Annotated[str, typer.Option(help="Under which agreement.")]
Because = Annotated[str, typer.Option(help="Why the panel is asked.")]
Panel = Annotated[str, typer.Option(help="The panel, as licet panel list names it.")]
Purpose = Annotated[str, typer.Option(help="For what, as the law names it.")]
Question = Annotated[str, typer.Option(help="What the panel is asked.")]
Referral = Annotated[str, typer.Argument(help="Number of the referral.")]
Page = Annotated[int, typer.Option(min=1, help="Which page.")]


def print_done(found: Any, words: str, *, as_json: bool) -> None:  # noqa: ANN401  # a view; the web part may be absent
    """Print what an act gave back as JSON, or what was done in words."""
    print(in_json(found) if as_json else words)


def print_asked(found: Any, *, as_json: bool) -> None:  # noqa: ANN401  # a referral
    """Print that a panel is asked, and until when."""
    words = f"{found.number}: {found.title} is asked until {found.due}."
    print_done(found, words, as_json=as_json)
