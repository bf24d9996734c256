"""Duties and figures of conditions, as faces see them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """One thing that somebody has to do under a licence.

    Attributes:
        condition: Place of the condition on the licence, from 1.
        duty: Who must do it: exporter or end_user.
        day: Its last day; ``None`` while it waits for an event, or is kept all the time.
        waits_for: The event that starts it, while that has not happened.
    """

    condition: int
    type: str
    title: str
    words: str
    duty: str
    day: date | None
    rule: str
    waits_for: str
    evidence: str
    checker: str
    breach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionUseView:
    """One type of condition and how often it was signed."""

    type: str
    title: str
    duty: str
    trigger: str
    due: str
    standard: str
    evidence: str
    breach: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherConditionView:
    """A signed condition that fitted no type, with the reason."""

    case: str
    words: str
    reason: str
    owner: str
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionFiguresView:
    """How conditions are used in signed decisions.

    Attributes:
        total: How many conditions were signed.
        other: How many of them fitted no type.
        others: The newest of those.
    """

    total: int
    other: int
    types: tuple[ConditionUseView, ...]
    others: tuple[OtherConditionView, ...]
