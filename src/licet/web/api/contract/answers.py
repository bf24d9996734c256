"""One model for each form of answer, shared by every operation that answers so.

The library makes a model of its own for each status of each operation: some thirteen hundred for
us, nearly all of them the same few hundred, and two thirds of the time in which a process of the
web starts. Models are never changed once made, so that they can be shared.
"""

from functools import cache
from typing import Any

from ninja import Schema
from ninja.operation import Operation

_made = Operation._create_response_model  # noqa: SLF001  # the library has no public place for it


@cache
def _shared(answer: object) -> type[Schema] | None:
    return _made(None, answer)  # type: ignore[arg-type]  # it asks nothing of the operation


def share_answers() -> None:
    """Let operations made from now on share the models of their answers; again does no harm."""

    def create(_operation: Operation, response_param: Any) -> type[Schema] | None:  # noqa: ANN401  # as the library has it
        return _shared(response_param)

    Operation._create_response_model = create  # type: ignore[method-assign,assignment]  # noqa: SLF001
