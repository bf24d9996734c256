"""The review of a case by several bodies, as faces see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.decisions import ConditionView
from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """What one version of advice says of one item or party."""

    kind: str  # item, party
    subject: str
    position: str
    grounds: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDayView:
    """One period of the law and its last day.

    Attributes:
        key: For machines, for example ``agency:DS``.
        kind: ``statutory deadline`` or ``published target``.
        standing: ``open``, ``kept``, ``late``, ``lapsed``, ``overdue`` or ``told``.
        silence: What silence means; empty when it means nothing.
    """

    key: str
    title: str
    day: date
    standing: str
    silence: str
    kind: str
    citation: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteView:
    """One version of what a member of a level said."""

    member: str
    version: int
    verdict: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelView:
    """Dissent before one level.

    Attributes:
        votes: Every version of every vote, the oldest first.
        missing: Members that have said nothing.
        verdict: The result; empty while there is none and after a lapse that moved up.
        how: ``chair``, ``majority``, ``unanimity``, ``tie`` or ``lapse``.
        open_until: Until when an outvoted member may go up.
    """

    number: int
    round: int
    level: str
    title: str
    citation: Json
    members: tuple[str, ...]
    advisers: tuple[str, ...]
    chair: str
    rule: str
    lapse: str
    reasons: str
    by: str
    member: str
    opened_on: date
    due: date | None
    votes: tuple[VoteView, ...]
    missing: tuple[str, ...]
    verdict: str
    how: str
    counts: Mapping[str, int]
    outvoted: tuple[str, ...]
    decided_on: date | None
    open_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStepView:
    """One level of the law, whether or not dissent has reached it."""

    level: str
    title: str
    members: tuple[str, ...]
    chair: str
    rule: str
    clock: str
    escalate_within: int
    lapse: str
    citation: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRequestView:
    """A wish to change a condition, and what its owner answered."""

    id: str
    owner: str
    before: ConditionView
    after: ConditionView | None
    reasons: str
    by: str
    at: datetime
    agrees: bool | None
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedConditionView:
    """One condition that a body set, as it stands now; ``None`` when its owner let it go."""

    key: str
    owner: str
    owner_name: str
    condition: ConditionView | None
    set_as: ConditionView
    waiting: str  # id of the wish that its owner has not answered


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeRequestView:
    """A wish to see a withheld document, and what its owner answered."""

    id: str
    document: str
    gist: str
    team: str
    owner: str
    reasons: str
    by: str
    at: datetime
    granted: bool | None
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """How a case stands between the bodies that review it.

    Attributes:
        sides: Who stands on which side; empty for a body that has not advised yet.
        sides_withheld: Why the sides are not shown, or empty.
        silent: Bodies whose silence is no consent.
        events: What happened to the clock, as ``licet clock`` reads it.
    """

    number: str
    title: str
    state: str
    version: int
    tier: int
    procedure: str
    citation: Json
    warn_working_days: int
    clock_state: str
    days_spent: int
    days_stopped: int
    due: tuple[DueDayView, ...]
    silence: str
    silence_consents: bool
    silence_citation: Json
    sides: Mapping[str, tuple[str, ...]]
    sides_withheld: str
    silent: tuple[str, ...]
    waiting_for_information: tuple[str, ...]
    levels: tuple[LevelView, ...]
    ladder: tuple[LadderStepView, ...]
    conditions: tuple[AgreedConditionView, ...]
    condition_requests: tuple[ConditionRequestView, ...]
    see_requests: tuple[SeeRequestView, ...]
    events: Json
    may_escalate: bool
    may_vote: bool
