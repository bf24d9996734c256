"""Consultations of other states as the case page shows them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationAnswerView:
    """One answer of a partner, as it was received."""

    version: int
    position: str  # no_objection, objection, more_time
    words: str
    received_on: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationView:
    """A question to another state and what became of it.

    Attributes:
        partner: Code of the state.
        state: ``waiting``, ``no_objection``, ``objection`` or ``silent``.
        due: Last day for the answer, when the law sets one.
        silence: What silence means, when the law says it.
        text: What was sent.
    """

    id: str
    partner: str
    because: str
    citation: str
    text: str
    asked_by: str
    asked_at: datetime
    due: date | None
    silence: str
    state: str
    answers: tuple[ConsultationAnswerView, ...] = ()
