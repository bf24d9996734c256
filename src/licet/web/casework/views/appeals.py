"""Appeals as faces see them."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.decisions import SecretReasonView


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealGroundView:
    """A ground that was brought, with what was found on it."""

    ground: str
    title: str
    finding: str = ""
    finding_words: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealStepView:
    """One act in an appeal; ``said`` is what was said in it."""

    kind: str
    words: str
    said: str
    on: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDocumentView:
    """A document laid before the reviewer; ``side`` is appellant or authority."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    side: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvolvedView:
    """Somebody who had a part: acts in words, and who stands above them."""

    name: str
    acts: tuple[str, ...]
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """Why the reviewer is independent; the appellant sees how many, the staff see who."""

    on: date
    count: int
    words: str
    above: tuple[str, ...] = ()
    people: tuple[InvolvedView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealView:
    """An appeal.

    Attributes:
        case: Number of the case; empty for an opinion.
        contested: What is appealed, in words.
        next_words: What comes next, with its day in ``next_on`` where there is one.
        may: Acts that this viewer may do now, by role and state; services ask the rest.
        next_instance: Who hears the matter after the appeal body.
        secret: Reasons of the decision that stay secret: the gist, and the words for the cleared.
    """

    id: str
    kind: str
    kind_words: str
    case: str
    opinion: str
    organisation: str
    contested: str
    state: str
    state_words: str
    grounds: str
    stated: tuple[AppealGroundView, ...]
    standing: str
    acted_on: date | None
    served_on: date | None
    last_day: date | None
    late: bool
    excuse: str
    late_reasons: str
    lodged_by: str
    lodged_at: datetime
    decide_by: date | None
    next_words: str
    next_on: date | None
    reviewer: str
    assigned_at: datetime | None
    advocate: bool
    hearing_on: date | None
    interim: str
    outcome: str
    reasons: str
    remedy: str
    decided_at: datetime | None
    next_instance: str
    law: str
    law_verified: bool
    remedies: tuple[str, ...]
    interim_possible: bool
    version: int
    may: tuple[str, ...] = ()
    proof: ProofView | None = None
    steps: tuple[AppealStepView, ...] = ()
    documents: tuple[AppealDocumentView, ...] = ()
    secret: tuple[SecretReasonView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealLineView:
    """A line of the list of appeals."""

    id: str
    about: str
    title: str
    organisation: str
    kind: str
    kind_words: str
    state: str
    state_words: str
    lodged_at: datetime
    decide_by: date | None
    overdue: bool
    reviewer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealsView:
    """One page of the list of appeals."""

    appeals: tuple[AppealLineView, ...]
    count: int
    page: int
    last: int
    text: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestableView:
    """An act that can be appealed, with its last day and what lodging does."""

    key: str
    kind: str
    kind_words: str
    title: str
    last: date | None
    late: bool
    exhausted: bool
    appeal: str
    stays: bool
    law: str
    law_verified: bool
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """One line of a closed list of the law."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestableActsView:
    """What can be appealed in a case or opinion, with the grounds and excuses of the law."""

    acts: tuple[ContestableView, ...]
    grounds: tuple[ChoiceView, ...]
    excuses: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMaterialView:
    """What the cleared advocate reads, and the advocate's own words so far."""

    id: str
    kind_words: str
    state_words: str
    open: bool
    secret: tuple[SecretReasonView, ...]
    said: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealFigureView:
    """Appeals of one kind by outcome, for the public."""

    kind: str
    kind_words: str
    outcomes: tuple[tuple[str, str], ...]
