"""What can be wrong with facts handed in; each message says how to mend it."""

from collections.abc import Iterable
from typing import ClassVar

from licet.kernel import InputError


class MalformedFactsError(InputError):
    """The facts have not the published form."""

    code: ClassVar[str] = "malformed_facts"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"The facts cannot be read at {where}: {what}. The two accepted forms are "
            "described in docs/reference/facts.md; `licet regime schema` prints the schema."
        )


class UnknownFactError(InputError):
    """A fact that no vocabulary knows."""

    code: ClassVar[str] = "unknown_fact"

    def __init__(self, path: str, near: Iterable[str]) -> None:
        hint = ", ".join(near)
        mend = (
            f"Did you mean {hint}?"
            if hint
            else "Leave it out, or add it to the regime."
        )
        super().__init__(
            f"{path!r} is not a fact of this regime's vocabulary. {mend} "
            "Nothing was decided, because a fact that no rule reads may be the one that matters."
        )


class WrongValueError(InputError):
    """A value that the fact cannot have."""

    code: ClassVar[str] = "wrong_value"

    def __init__(self, path: str, given: object, wanted: str) -> None:
        super().__init__(f"{path} cannot be {given!r}. Give {wanted}.")


class NoSuchItemError(InputError):
    """A determination was asked for an item that the transaction does not hold."""

    code: ClassVar[str] = "no_such_item"

    def __init__(self, asked: int, held: int) -> None:
        super().__init__(
            f"There is no item number {asked}: the transaction holds {held}, counted from 0. "
            "Ask for one of them."
        )
