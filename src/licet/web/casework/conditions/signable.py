"""Conditions that can stand on a licence."""

from licet.decision import Condition, InvalidConditionError, require_signable
from licet.web.casework.errors import InvalidInputError


def require_signable_all(conditions: tuple[Condition, ...]) -> None:
    """Refuse conditions that cannot stand on a licence.

    Raises:
        InvalidInputError: The first of them that cannot, and why.
    """
    try:
        for one in conditions:
            require_signable(one)
    except InvalidConditionError as error:
        raise InvalidInputError({"conditions": str(error)}) from error
