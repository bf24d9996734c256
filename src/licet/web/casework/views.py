"""What faces see: frozen records, never models. A field stays once it is here.

Every moment is aware; every ``Mapping`` is plain JSON as stored. What a viewer may not see
is absent (``None`` or empty), and ``withheld`` says what and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Json = Mapping[str, Any]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """One uploaded document."""

    id: str
    name: str
    purpose: str
    media_type: str
    size: int
    sha256: str
    uploaded_by: str
    uploaded_at: datetime
    standing: str  # current, removed, invalid
    standing_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContent:
    """The bytes of a document, opened for one reader."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """One task of the application's task list.

    Attributes:
        id: organisation, items, parties, destination, end_use, activity, propagation,
            documents or declaration.
        state: ``not_started``, ``in_progress`` or ``complete``.
        content: What was saved, as it was given to ``save_section``.
        problems: What is still missing or wrong.
        changed: Whether it changed since the last save before this visit.
    """

    id: str
    title: str
    state: str
    content: Json
    problems: tuple[FieldProblem, ...] = ()
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """One fact as stated or found, with who said it, when, and on what evidence."""

    path: str
    scope: str  # "case", "item 1", "end_user: Name"
    state: str  # known, unknown, not_applicable, disputed
    values: tuple[str, ...]
    by: str
    at: datetime | None
    basis: str  # stated, assumed, derived, found
    evidence: tuple[str, ...] = ()
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeterminationView:
    """A determination as the engine gave it, and whether facts changed since.

    Attributes:
        document: The JSON of ``licet.determination`` (see docs/reference).
        governing: Whether it is the authority's own law; others are a panel apart.
    """

    id: str
    item: int
    item_name: str
    regime: str
    governing: bool
    on: date
    outcome: str
    sentence: str
    verified: bool
    document: Json
    made_at: datetime
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjudicationView:
    """What an officer found of a hit, with the reasons."""

    verdict: str  # match, not_a_match, need_more
    reasons: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """One hit: what screening proposes, and what officers said of it.

    Attributes:
        document: The JSON of ``licet.screening.Hit``.
        standing: ``open``, ``match``, ``not_a_match`` or ``need_more``.
    """

    id: str
    party: str
    role: str
    country: str
    entity: str
    list: str
    list_version: str
    matched_name: str
    query_name: str
    score: str
    words: str
    document: Json
    standing: str
    adjudications: tuple[AdjudicationView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningView:
    """The screening of one party in one role."""

    id: str
    party: str
    role: str
    country: str
    made_at: datetime
    lists: tuple[str, ...]  # "source version"
    lists_fresh: bool
    threshold: str
    hits: tuple[HitView, ...]
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionView:
    """One risk criterion and how far it is established."""

    id: str
    criterion: str
    title: str
    mandatory: bool
    standing: str  # established, not_established, disputed
    words: str
    source: str
    dated: str
    citation: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message between the applicant and the authority."""

    id: str
    by: str
    to_applicant: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRequestView:
    """A question to the applicant, and the answer."""

    id: str
    question: str
    facts: tuple[str, ...]
    asked_by: str
    asked_at: datetime
    due: date
    answer: str
    answered_at: datetime | None
    documents: tuple[DocumentView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceView:
    """One version of one agency's advice."""

    id: str
    version: int
    position: str  # agree, agree_with_conditions, object, no_view
    reasons: str
    conditions: tuple["ConditionView", ...]
    by: str
    at: datetime
    on_present_facts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralView:
    """A referral to one agency and every version of its advice.

    Attributes:
        withheld: Why this viewer does not see the advice yet, or empty.
    """

    id: str
    team: TeamView
    because: str
    citation: str
    by_rule: bool
    referred_at: datetime
    due: date
    state: str  # open, advised, closed
    advice: tuple[AdviceView, ...]
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionView:
    """One condition; ``words`` is what the licence says."""

    id: str
    type: str
    title: str
    words: str
    terms: Json
    checker: str
    owner: str
    duty: str
    trigger: str
    due: str
    standard: str
    evidence: str
    breach: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundView:
    """One ground and the evidence it rests on."""

    criterion: str
    title: str
    words: str
    evidence: tuple[str, ...]
    citation: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """One version of a draft decision."""

    id: str
    version: int
    outcome: str
    reasons: str
    grounds: tuple[GroundView, ...]
    conditions: tuple[ConditionView, ...]
    by: str
    at: datetime
    sent: bool
    returned: str = ""  # why the countersigner gave it back


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleView:
    """What stands in the way of a grant."""

    code: str
    words: str
    item: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """A letter to the applicant and its service."""

    id: str
    kind: str  # decision, suspension, appeal, request
    subject: str
    body: str
    made_at: datetime
    served_on: date | None
    service_proof: str
    service_manner: str = ""
    document: str = ""  # id of the PDF among the evidence, when there is one


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealView:
    """An appeal against a decision or a suspension."""

    id: str
    state: str
    state_words: str
    grounds: str
    lodged_by: str
    lodged_at: datetime
    reviewer: str
    assigned_at: datetime | None
    outcome: str
    reasons: str
    decided_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision as it was signed."""

    id: str
    outcome: str
    outcome_words: str
    reasons: str
    grounds: tuple[GroundView, ...]
    conditions: tuple[ConditionView, ...]
    drafted_by: str
    countersigned_by: str
    delegation: str
    decided_at: datetime
    decided_on: date
    letters: tuple[LetterView, ...]
    appeal_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One line of the timeline, with its place in the ledger.

    Attributes:
        entry: Index of the ledger entry, or ``None`` until the batch is sealed.
        commitment: The commitment in hexadecimal.
    """

    at: datetime
    kind: str
    words: str
    by: str
    entry: int | None
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """A report of use: what left, in which way, how much."""

    id: str
    on: date
    way: str  # shipment, download, activation, access
    quantity: str
    unit: str
    consignee: str
    reference: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResultView:
    """The result of checking one condition on site or by log."""

    id: str
    on: date
    condition: str
    condition_words: str
    standing: str  # kept, broken, not_seen
    found: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceEventView:
    """One event in the life of a licence."""

    kind: str
    words: str
    reasons: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceView:
    """A licence with its conditions, what it allows, and what happened to it."""

    id: str
    number: str
    case: str
    state: str
    state_words: str
    organisation: str
    items: tuple[str, ...]
    entries: tuple[str, ...]
    consignee: str
    end_user: str
    destination: str
    conditions: tuple[ConditionView, ...]
    issued_on: date
    valid_until: date
    document: str  # id of the PDF, empty until it is made
    status_index: int
    deliveries: tuple[DeliveryView, ...]
    checks: tuple[CheckResultView, ...]
    events: tuple[LicenceEventView, ...]
    acts: tuple[PossibleAct, ...]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """One line of a list of cases."""

    number: str
    title: str
    state: str
    state_words: str
    desk: str
    organisation: str
    officer: str
    destination: str
    end_user: str
    entries: tuple[str, ...]
    outcome: str
    open_hits: int
    open_referrals: tuple[str, ...]
    submitted_at: datetime | None
    updated_at: datetime
    clock: ClockView
    version: int
    looked_at: bool = False
    needs_me: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """A case as its applicant sees it.

    Attributes:
        preview: What the governing law says of the facts so far (JSON of a determination
            per item), empty while too little is known.
        receipt: Ledger commitment of the submission, empty before.
    """

    number: str
    title: str
    state: str
    state_words: str
    organisation: OrganisationView
    sections: tuple[SectionView, ...]
    documents: tuple[DocumentView, ...]
    requests: tuple[InformationRequestView, ...]
    messages: tuple[MessageView, ...]
    decision: DecisionView | None
    licence: LicenceView | None
    appeals: tuple[AppealView, ...]
    timeline: tuple[EventView, ...]
    clock: ClockView
    acts: tuple[PossibleAct, ...]
    submitted_at: datetime | None
    receipt: str
    version: int
    preview: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as officers, agencies, reviewers and auditors see it."""

    number: str
    title: str
    state: str
    state_words: str
    desk: str
    profile: str
    organisation: OrganisationView
    officer: PersonView | None
    clock: ClockView
    facts: tuple[FactView, ...]
    transaction: Json
    documents: tuple[DocumentView, ...]
    determinations: tuple[DeterminationView, ...]
    screenings: tuple[ScreeningView, ...]
    criteria: tuple[CriterionView, ...]
    prohibitions: tuple[Json, ...]
    suggested_referrals: tuple[Json, ...]  # {"to", "because", "citation"}
    requests: tuple[InformationRequestView, ...]
    messages: tuple[MessageView, ...]
    referrals: tuple[ReferralView, ...]
    drafts: tuple[DraftView, ...]
    decision: DecisionView | None
    appeals: tuple[AppealView, ...]
    licence: LicenceView | None
    timeline: tuple[EventView, ...]
    obstacles: tuple[ObstacleView, ...]
    acts: tuple[PossibleAct, ...]
    withheld: tuple[str, ...]
    submitted_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """The queue of somebody's team.

    Attributes:
        mine: Cases that this person has taken or must act on.
        waiting: Cases of the team that nobody has taken.
        others: Everything else the team may see.
    """

    mine: tuple[CaseSummary, ...]
    waiting: tuple[CaseSummary, ...]
    others: tuple[CaseSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """An applicant's home: what needs them now, then everything."""

    organisations: tuple[OrganisationView, ...]
    needs_me: tuple[CaseSummary, ...]
    cases: tuple[CaseSummary, ...]
    licences: tuple[LicenceView, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCell:
    """One published number: entry family x region x outcome x quarter; ``None`` is suppressed."""

    family: str
    region: str
    outcome: str
    quarter: str
    count: int | None
    suppressed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionTypeView:
    """A type of condition that can be offered in a draft."""

    id: str
    title: str
    words: str
    terms: Json
    needs_reason: bool
