"""Whole pages: a case, an application, a queue, a home."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from licet.web.casework.views.appeals import AppealView
from licet.web.casework.views.consultations import ConsultationView
from licet.web.casework.views.deciding import NoticeView
from licet.web.casework.views.decisions import (
    DecisionView,
    DraftView,
    LetterView,
    ObstacleView,
    ReferralView,
)
from licet.web.casework.views.destinations import DestinationProfileView
from licet.web.casework.views.evidence import (
    ClassifiedItemView,
    CriterionView,
    DeterminationRunView,
    DeterminationView,
    DocumentView,
    FactView,
    InformationRequestView,
    MessageView,
    RequiredDocumentView,
    ScreeningView,
    SectionView,
)
from licet.web.casework.views.licences import LicenceView
from licet.web.casework.views.organisations import FilingView, UrgencyView
from licet.web.casework.views.ownership import OwnershipView
from licet.web.casework.views.people import (
    ClockView,
    FieldProblem,
    OrganisationView,
    PersonView,
    PossibleAct,
)
from licet.web.casework.views.plain import Json
from licet.web.casework.views.risk import RiskView
from licet.web.casework.views.status import StatusView


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
    band: str = ""
    band_title: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """A case as its applicant sees it.

    Attributes:
        preview: What the governing law says of the facts so far (JSON of a determination
            per item), empty while too little is known.
        required: The documents that the law asks for, and which are there.
        classification: Each item with its entry and tier, or what is still asked.
        receipt: Ledger commitment of the submission, empty before.
        problems: What does not fit between the answers of a draft, by section.
        questions: What the kind asks in each section: fact, and whether it is required.
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
    required: tuple[RequiredDocumentView, ...] = ()
    classification: tuple[ClassifiedItemView, ...] = ()
    letters: tuple[LetterView, ...] = ()
    notice: NoticeView | None = None
    filing: FilingView | None = None
    urgency: UrgencyView | None = None
    status: StatusView | None = None
    problems: tuple[FieldProblem, ...] = ()
    questions: Mapping[str, tuple[tuple[str, bool], ...]] = field(default_factory=dict)


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
    consultations: tuple[ConsultationView, ...]
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
    runs: tuple[DeterminationRunView, ...] = ()
    required: tuple[RequiredDocumentView, ...] = ()
    classification: tuple[ClassifiedItemView, ...] = ()
    destinations: tuple[DestinationProfileView, ...] = ()
    ownership: OwnershipView | None = None
    risk: RiskView | None = None
    notice: NoticeView | None = None
    letters: tuple[LetterView, ...] = ()
    filing: FilingView | None = None
    urgency: UrgencyView | None = None


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
