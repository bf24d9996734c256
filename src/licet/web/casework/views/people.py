"""Who acts, for whom, and where the clock stands."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One thing to put right.

    Attributes:
        field: Name of the field, dotted for nested ones (``parties.0.country``).
        words: How to put it right.
    """

    field: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleAct:
    """An act that this viewer may do now; the name is that of the service."""

    act: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person as others on the case see them."""

    id: str
    name: str
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """An exporter's organisation."""

    id: str
    name: str
    country: str
    registration: str
    address: str
    members: tuple[PersonView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamView:
    """A team: of the authority or of another body. ``code`` is what rules refer to."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """Where the clock stands.

    Attributes:
        state: ``not_started``, ``running``, ``stopped``, ``ended`` or ``overdue``.
        due: Day on which the period ends, or ``None``.
        kind: What the date means: statutory deadline, published target, forecast.
        days_spent: Counted days that ran.
        days_stopped: Counted days that stood still.
        words: All of it in one sentence.
        citation: Where the period stands written.
    """

    state: str
    due: date | None
    kind: str
    days_spent: int
    days_stopped: int
    words: str
    citation: str
