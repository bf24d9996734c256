"""Structured elicitation: a question, estimates each by itself, and what they come to, exactly.

Median and quartiles by linear interpolation between the ordered estimates, in exact decimals;
the spread and every estimate outside the middle half stay beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import ClassVar

from licet.kernel import InputError

LEAST_OPTIONS = 2


class QuestionError(InputError):
    """A question that nobody could answer as it is put."""

    code: ClassVar[str] = "elicitation_question"


class EstimateError(InputError):
    """An estimate that is no answer to its question."""

    code: ClassVar[str] = "elicitation_estimate"


class QuestionKind(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    PROBABILITY = "probability"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to the members of a panel.

    Attributes:
        low: Lowest step of a scale.
        high: Highest step of a scale.
        options: The answers of a choice.
    """

    kind: QuestionKind
    low: int = 1
    high: int = 7
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What one member answered: a number for scale (step) and probability (per cent), else an option."""

    member: str
    value: Decimal | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """What numbers come to.

    Attributes:
        count: How many estimates.
        median: The middle one.
        lower: First quartile.
        upper: Third quartile.
        least: The lowest estimate.
        most: The highest.
    """

    count: int
    median: Decimal
    lower: Decimal
    upper: Decimal
    least: Decimal
    most: Decimal

    @property
    def spread(self) -> Decimal:
        """How far the middle half reaches."""
        return self.upper - self.lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What choices come to.

    Attributes:
        counts: How many chose each option, in the order of the question.
        leading: The option chosen most; empty when several are.
    """

    count: int
    counts: Mapping[str, int]
    leading: str


def require_question(question: Question) -> None:
    """Refuse a question that nobody could answer.

    Raises:
        QuestionError: A scale without steps, or a choice of fewer than two different answers.
    """
    if question.kind is QuestionKind.SCALE and question.low >= question.high:
        raise QuestionError("The highest step of a scale is above its lowest one.")
    several = len(set(question.options)) >= LEAST_OPTIONS
    if question.kind is QuestionKind.CHOICE and not several:
        raise QuestionError("A choice has at least two different answers.")


def read_estimate(question: Question, told: str) -> Decimal | str:
    """An estimate as it was told.

    Args:
        question: What was asked.
        told: A step, per cent, or one of the options.

    Raises:
        EstimateError: It is none of them.
    """
    given = told.strip()
    if question.kind is QuestionKind.CHOICE:
        if given not in question.options:
            raise EstimateError(f"Choose one of: {', '.join(question.options)}.")
        return given
    try:
        number = Decimal(given)
    except InvalidOperation:
        raise EstimateError("Answer with a number.") from None
    if question.kind is QuestionKind.PROBABILITY:
        if not (number.is_finite() and 0 <= number <= 100):  # noqa: PLR2004  # per cent
            raise EstimateError("A probability is given in per cent, from 0 to 100.")
        return number
    steps = range(question.low, question.high + 1)
    if not number.is_finite() or number != int(number) or int(number) not in steps:
        raise EstimateError(
            f"Answer with a whole step from {question.low} to {question.high}."
        )
    return number


def _at(ordered: Sequence[Decimal], quarters: int) -> Decimal:
    """The value a number of quarters of the way from the first to the last."""
    place, rest = divmod((len(ordered) - 1) * quarters, 4)
    if not rest:
        return ordered[place]
    low, high = ordered[place], ordered[place + 1]
    return low + (high - low) * Decimal(rest) / Decimal(4)


def _numbers(estimates: Sequence[Estimate]) -> list[Decimal]:
    return sorted(one.value for one in estimates if isinstance(one.value, Decimal))


def aggregate(estimates: Sequence[Estimate]) -> Aggregate:
    """What the estimates of a scale or a probability come to.

    Raises:
        EstimateError: There is none.
    """
    ordered = _numbers(estimates)
    if not ordered:
        raise EstimateError("Nobody has given an estimate.")
    return Aggregate(
        count=len(ordered),
        median=_at(ordered, 2),
        lower=_at(ordered, 1),
        upper=_at(ordered, 3),
        least=ordered[0],
        most=ordered[-1],
    )


def shares(question: Question, estimates: Sequence[Estimate]) -> Shares:
    """What the answers to a choice come to."""
    counts = {
        option: sum(one.value == option for one in estimates)
        for option in question.options
    }
    most = max(counts.values(), default=0)
    leading = [option for option, count in counts.items() if count == most and most]
    return Shares(
        count=len(estimates),
        counts=counts,
        leading=leading[0] if len(leading) == 1 else "",
    )


def outside_the_middle(estimates: Sequence[Estimate]) -> tuple[Estimate, ...]:
    """Estimates below the first or above the third quartile: dissent, which stays with its reasons."""
    if not _numbers(estimates):
        return ()
    found = aggregate(estimates)
    return tuple(
        one
        for one in estimates
        if isinstance(one.value, Decimal)
        and not found.lower <= one.value <= found.upper
    )
