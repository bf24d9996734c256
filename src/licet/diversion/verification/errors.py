"""What can be wrong with a check or a conduct record."""

from collections.abc import Iterable
from typing import ClassVar

from licet.kernel import InputError


class UnknownQuestionError(InputError):
    """A question that the catalogue does not ask."""

    code: ClassVar[str] = "unknown_question"

    def __init__(self, given: str, known: Iterable[str]) -> None:
        super().__init__(
            f"The catalogue asks no question {given!r}. It asks: {', '.join(known)}."
        )


class WrongAnswerError(InputError):
    """An answer that is not of the kind that the question asks for."""

    code: ClassVar[str] = "wrong_answer"

    def __init__(self, question: str, wanted: str) -> None:
        super().__init__(f"The answer to {question!r} must be {wanted}.")


class WrongGradeError(InputError):
    """A grade that is not a reliability followed by a credibility."""

    code: ClassVar[str] = "wrong_grade"

    def __init__(self, given: str) -> None:
        super().__init__(
            f"{given!r} is not a grade. Give the reliability of the source from A to F and "
            "the credibility of what it says from 1 to 6, for example B2."
        )
