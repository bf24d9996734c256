"""What a case rests on: documents, facts, determinations, screening, questions."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.people import FieldProblem
from licet.web.casework.views.plain import Json


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
