"""Panels, referrals, estimates and opinions as officers and members see them."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.agreements import SharedPackView
from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """A member's seat.

    Attributes:
        standing: ``sits``, ``to_come``, ``unvetted`` or ``over``.
    """

    id: int
    person: str
    panel: str
    chair: bool
    first: date
    last: date
    vetted_on: date | None
    vetted_until: date | None
    instrument: str
    standing: str
    ended_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerView:
    """A rule by which a panel is asked."""

    id: str
    because: str
    mandatory: bool
    law: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """A panel as its law writes it, with its seats."""

    id: str
    title: str
    purpose: str
    sees: tuple[str, ...]
    classes: tuple[str, ...]
    marking: str
    working_days: int
    quorum: int
    silence: str
    answered: bool
    law: Json
    triggers: tuple[TriggerView, ...]
    seats: tuple[SeatView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelCallView:
    """A rule that sends a case to a panel, and whether the panel was asked."""

    panel: str
    title: str
    rule: str
    because: str
    mandatory: bool
    law: Json
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationView:
    """What a member declared."""

    person: str
    conflict: bool
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelVoteView:
    """One vote."""

    person: str
    vote: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelOpinionView:
    """One version of an opinion.

    Attributes:
        withheld: The marking that keeps it from this viewer; empty when it is shown.
        given_at: When it became the panel's; ``None`` for a version that did not.
    """

    id: str
    version: int
    position: str
    reasons: str
    by: str
    at: datetime
    votes: tuple[PanelVoteView, ...]
    counts: Json
    given_at: datetime | None
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateView:
    """One estimate, shown after its round has ended."""

    person: str
    value: str
    words: str
    outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """One round of an elicitation.

    Attributes:
        ended: Whether all have answered or it was closed; before, nothing of it is shown.
        given: How many have answered.
        expected: How many may.
        mine: The viewer's own estimate.
        result: What the estimates come to, each number as text.
        estimates: All, with those outside the middle half marked.
    """

    number: int
    ended: bool
    given: int
    expected: int
    mine: str
    result: dict[str, str]
    estimates: tuple[EstimateView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordView:
    """What somebody said between the rounds."""

    person: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ElicitationView:
    """A question with its rounds."""

    number: int
    text: str
    kind: str
    low: int
    high: int
    options: tuple[str, ...]
    rounds: tuple[RoundView, ...]
    words: tuple[WordView, ...]
    open_round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelReferralView:
    """A question to a panel.

    Attributes:
        sort: ``live``, ``composite`` or ``draft``.
        case: Number of the case; empty where the viewer may not know it.
        standing: ``waits``, ``given``, ``silent``, ``silent_consent`` or ``withdrawn``.
        declared: What the viewer declared: ``""``, ``free`` or ``conflict``.
        pack: What is put before the panel; empty before the viewer has declared.
    """

    number: str
    panel: str
    title: str
    sort: str
    case: str
    question: str
    because: str
    rule: str
    mandatory: bool
    law: Json
    on: date
    due: date
    asked_by: str
    standing: str
    silence: str
    quorum: int
    agreement: str
    onward: str
    pack: Json
    pack_sha256: str
    recalled: bool
    declared: str
    declarations: tuple[DeclarationView, ...]
    opinions: tuple[PanelOpinionView, ...]
    elicitations: tuple[ElicitationView, ...]
    chair: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePanelsView:
    """What panels and partners say in a case, and which rules send it to a panel."""

    calls: tuple[PanelCallView, ...]
    referrals: tuple[PanelReferralView, ...]
    partners: tuple[SharedPackView, ...] = ()
