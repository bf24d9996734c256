"""Who acts at the command line, with which second factor; what they may not ends the command in 3."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from licet.cli.ledger import opened_record

if TYPE_CHECKING:
    from licet.web.casework.rights.policy import Actor

NOT_ALLOWED = 3
As = Annotated[str, typer.Option("--as", help="Who acts: the e-mail of the sign-in.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Case = Annotated[str, typer.Argument(help="Number of the case.")]
Code = Annotated[
    str, typer.Option(help="The present code of the second factor; asked without it.")
]


@contextmanager
def recorded() -> Iterator[None]:
    """Read and act in the record; what somebody may not ends the command in 3."""
    with opened_record():
        from licet.web.casework.errors import NotAllowedError

        try:
            yield
        except NotAllowedError as error:
            print(f"licet: {error}", file=sys.stderr)
            raise typer.Exit(NOT_ALLOWED) from error


def person(email: str) -> "Actor":
    """The person who reads or acts, by the e-mail of the sign-in.

    Raises:
        NotFoundError: Nobody signs in with it.
    """
    from licet.web.casework.services.programs.performing import actor_by_email

    return actor_by_email(email)


def proven(email: str, code: str, act: str) -> "Actor":
    """The person who acts, once they have shown their second factor.

    Args:
        email: Of the sign-in.
        code: Its present code; asked for when empty.
        act: The act in the access table, for the entry of a refusal.

    Raises:
        NotFoundError: Nobody signs in with it.
        NotAllowedError: It is not the present code.
    """
    from licet.web.casework.acts.second_factor import require_code

    by = person(email)
    shown = code or typer.prompt(
        "Code of your second factor", hide_input=True, err=True
    )
    require_code(by, shown, act=act)
    return by
