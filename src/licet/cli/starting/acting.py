"""Whoever acts in a terminal: named by their e-mail, proved by their second factor."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from licet.web.casework.rights.policy import Actor

Code = Annotated[
    str, typer.Option(help="The present code of the second factor; asked without it.")
]


def proved(email: str, code: str, act: str) -> "Actor":
    """The person who acts, with their second factor shown.

    Args:
        email: With which they sign in.
        code: The present code; asked for when it is empty.
        act: What they want to do; a wrong code is entered as its refusal.

    Raises:
        NotFoundError: Nobody active signs in with that address.
        NotAllowedError: No second factor, or another code.
    """
    from licet.web.casework.acts.second_factor import require_code
    from licet.web.casework.services.performing import actor_by_email

    by = actor_by_email(email)
    shown = code or typer.prompt(
        "Code of your second factor", hide_input=True, err=True
    )
    require_code(by, shown, act=act)
    return by
