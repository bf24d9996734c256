"""Notice and answer, signatures, secret reasons, delegations and the public version as faces see them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from licet.web.casework.views.decisions import GroundView, LetterView


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A notice of an intended refusal and the answer to it.

    Attributes:
        state: ``not_served``, ``open``, ``answered`` or ``lapsed``.
        respond_by: Last day for the answer; ``None`` while it is not served.
        law: Where the right to be heard stands written.
    """

    id: str
    state: str
    grounds: tuple[GroundView, ...]
    days: int
    law: str
    letter: LetterView
    respond_by: date | None
    by: str
    at: datetime
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationView:
    """One line of the register of delegations.

    Attributes:
        state: ``to_come``, ``in_force`` or ``ended`` on the day asked about.
        regimes: Law packages covered; empty for every one.
        kinds: Ways of leaving covered; empty for every one.
        given_by: Who entered it; empty for the operator.
    """

    id: int
    holder: str
    holder_id: str
    acts: tuple[str, ...]
    highest_tier: int
    regimes: tuple[str, ...]
    kinds: tuple[str, ...]
    highest_value: Decimal | None
    currency: str
    first: date
    last: date | None
    instrument: str
    state: str
    given_by: str
    given_at: datetime | None
    ended_by: str
    ended_because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPart:
    """One part of a public version: shown, or withheld with its ground."""

    label: str
    words: str
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicVersion:
    """A decision as the public may read it, made from the record.

    Attributes:
        parts: Every part, shown or withheld.
        suppressed: What was withheld, part and ground, one each.
    """

    case: str
    parts: tuple[PublicPart, ...]
    suppressed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """One determination on which a decision rests, run again.

    Attributes:
        same_then: Whether the law and facts of the day give the same bytes now.
        outcome_today: Outcome of the same facts under today's law.
        same_today: Whether that is the outcome on which the decision rests.
        facts_changed: Whether facts changed since.
        why: What differs, in words.
    """

    item: int
    regime: str
    on: date
    outcome: str
    same_then: bool
    outcome_today: str
    same_today: bool
    facts_changed: bool
    why: tuple[str, ...]
