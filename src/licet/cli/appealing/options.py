"""What is said at the command line of an appeal, and how the answer to it is printed."""

from typing import Annotated, Any

import typer

from licet.cli.acting import in_json

Appeal = Annotated[str, typer.Argument(help="Id, as licet appeals list has it.")]
Reasons = Annotated[str, typer.Option(help="Why; - reads it from the input.")]
Version = Annotated[
    int | None, typer.Option(help="The version of the appeal that you saw.")
]


def print_appeal(found: Any, done: str, *, as_json: bool) -> None:  # noqa: ANN401  # an appeal; the web part may be absent
    """Print the appeal as JSON, or what was done on it and where it stands."""
    about = found.case or found.opinion
    print(in_json(found) if as_json else f"{about}: {done}. {found.state_words}")
