"""Where a case stands, as its applicant may know it."""

from dataclasses import dataclass
from datetime import date

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarView:
    """How long similar cases took, in calendar days from submission to decision.

    Attributes:
        low: The 20th percentile; ``None`` when too few to say.
        high: The 80th percentile.
        count: Behind how many cases it stands.
    """

    low: int | None
    high: int | None
    count: int | None
    words: str
    law: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """Whose turn it is, since when, until when, and what silence means.

    Attributes:
        state: As the regime's table lets the applicant know it; coarse where it must be.
        since: The legal day since which the words are true.
        due_kind: What the day is: statutory deadline, published target or forecast.
        forecast: The day by which four in five similar cases were decided; no promise.
    """

    state: str
    words: str
    desk: str
    since: date | None
    stopped_because: str
    due: date | None
    due_kind: str
    due_words: str
    forecast: date | None
    silence: str
    silence_law: Json
    similar: SimilarView | None
