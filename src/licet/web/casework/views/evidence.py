"""What a case rests on: documents, facts, determinations, screening, questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    marking: str = "official"
    owner: str = ""  # whose document it is, when it is marked
    withheld: str = ""  # why this viewer does not see it, and whom to ask
    asked: str = ""  # waiting, refused: what became of the viewer's wish to see it


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
class LawTextView:
    """Words of an official text on this machine, beside a rule or an entry."""

    pinpoint: str
    lines: tuple[str, ...]
    source: str
    version: str
    uri: str


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
    changes: Json = field(default_factory=dict)
    texts: Mapping[str, LawTextView] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeterminationRunView:
    """One computation of a case's determinations, as it is kept.

    Attributes:
        facts_digest: The hash of the facts that were determined.
        outcomes: Item, law, outcome, digest and version of the law, one each.
        difference: What changed against the run before: ``facts`` and ``items``; empty
            for the first.
        law_days: The law of the day of submission beside that of this run's day; empty
            when it is the same day.
        changes: Per item under the governing law, what would change its outcome.
    """

    id: str
    on: date
    made_at: datetime
    facts_version: int
    facts_digest: str
    outcomes: tuple[Json, ...]
    difference: Json
    law_days: Json
    changes: tuple[Json, ...]
    current: bool
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredDocumentView:
    """A document that the governing law asks for, and whether it is there.

    Attributes:
        id: The purpose under which it is uploaded.
        why: Why it is asked for.
        there: Whether a current document of that purpose is with the case.
        may_follow: Whether the law lets it come after the submission.
        items: Numbers of the items for which it is asked, from 1.
        documents: Names of the documents that are there for it.
        reason: Why the applicant left it to follow.
    """

    id: str
    title: str
    why: str
    citation: Json
    there: bool
    may_follow: bool
    items: tuple[int, ...]
    documents: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideView:
    """A classification that an officer set in place of the computed one."""

    id: str
    item: int
    entry: str
    before: str
    law: str
    reasons: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifiedItemView:
    """How one item is classified under the governing law, or what is still asked.

    Attributes:
        entries: Entry, title, basis, tier and citation, one each.
        catch_alls: Rules for unlisted items that fire, or whose answer is still open.
        questions: What is still asked about the item, the most settling first.
        override: An officer's own classification that stands, or ``None``.
    """

    item: int
    name: str
    outcome: str
    entries: tuple[Json, ...]
    catch_alls: tuple[Json, ...]
    questions: tuple[Json, ...]
    override: OverrideView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondWordView:
    """What a second officer said of a word on a hit."""

    agrees: bool
    reasons: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedView:
    """A word that a case took over from another one, because both sides are the same.

    Attributes:
        case: The case in which it was decided.
        asks_second: Whether a second officer must look at it here, and ``because`` why.
        undone: Whether its own case has taken it back since; then the hit is open here.
    """

    case: str
    verdict: str
    reasons: str
    by: str
    at: datetime
    carried_at: datetime
    asks_second: bool
    because: str
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjudicationView:
    """What an officer found of a hit, with the reasons."""

    verdict: str  # match, not_a_match, need_more, reopen
    reasons: str
    by: str
    at: datetime
    code: str = ""
    code_words: str = ""
    needed: str = ""
    needed_from: str = ""
    needs_second: bool = False
    seconds: tuple[SecondWordView, ...] = ()
    together: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """One hit: what screening proposes, and what officers said of it.

    Attributes:
        document: The JSON of ``licet.screening.Hit``.
        standing: ``open``, ``match``, ``not_a_match``, ``need_more`` or
            ``awaiting_second``.
        remembered: The word carried from another case, when it is the newest here.
        seconds: Words of second officers on a remembered one, given in this case.
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
    remembered: RememberedView | None = None
    seconds: tuple[SecondWordView, ...] = ()


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
    open_facts: tuple[
        str, ...
    ] = ()  # paths of facts that nobody has said and that would settle it


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
