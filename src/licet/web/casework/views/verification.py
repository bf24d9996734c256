"""Due-diligence files, signs of misrepresentation, conduct and undertakings as officers see them."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingView:
    """One part of a file, counted today; its parts add up to ``asked``."""

    id: str
    asked: int
    established: int
    contradicted: int
    stale: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCheckView:
    """One answer to one question.

    Attributes:
        id: Its number; the greater is the newer.
        answer: The value that it gives as evidence; ``None`` for none.
        standing: ``current``, ``stale`` or ``superseded``, today.
        words_of_standing: The same in a sentence, with the case and the day.
        document: Name of the document; empty for none.
    """

    id: int
    question: str
    result: str
    answer: object
    words: str
    source: str
    document: str
    sha256: str
    marking: str
    case: str
    on: date
    expires: date
    standing: str
    words_of_standing: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question of the catalogue with what was answered.

    Attributes:
        wanted: The kind of value that an answer gives as evidence; empty for none.
        law: Where law or guidance asks it; empty for this house's own.
        newest: The answer that counts; ``None`` when nobody answered.
        earlier: The answers that it superseded, and those about other cases, newest first.
    """

    id: str
    heading: str
    words: str
    how: str
    scope: str
    months: int
    wanted: str
    law: Json
    newest: PartyCheckView | None
    earlier: tuple[PartyCheckView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductView:
    """One line of a conduct record.

    Attributes:
        firmness: How firmly it was found, from ``final_judgment`` to ``lead``.
        is_finding: Whether it counts as found; not a lead, an allegation, or an entry that
            waits for its second person or was corrected.
        standing: ``stands``, ``waiting`` (for the second person), ``not_confirmed`` or
            ``corrected``.
        grade: Reliability of the source A to F, credibility of what it says 1 to 6.
        answer: What the entity says to it; empty when no answer is on record.
        corrects: The entry that it corrects.
    """

    id: int
    firmness: str
    is_finding: bool
    standing: str
    grade: str
    title: str
    words: str
    happened: str
    found_on: date
    source: str
    source_url: str
    answer: str
    corrects: int | None
    reasons: str
    marking: str
    by: str
    at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    confirmation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySummary:
    """One line of the list of files."""

    number: str
    name: str
    country: str
    identifiers: Json
    cases: int
    checks: int
    stale: int
    conduct: int
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartiesPage:
    """One page of the list of files."""

    parties: tuple[PartySummary, ...]
    text: str
    page: int
    last: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCaseView:
    """A case in which the party appears, and in which role."""

    number: str
    title: str
    role: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFileView:
    """The file of a party, as far as the viewer may read it.

    Attributes:
        alike: Files of the same name and country that differ in their identifiers.
        cases: Only those in which the viewer has standing.
        withheld: How many lines are withheld by their marking.
    """

    number: str
    name: str
    country: str
    identifiers: Json
    made_at: datetime
    headings: tuple[HeadingView, ...]
    questions: tuple[QuestionView, ...]
    conduct: tuple[ConductView, ...]
    cases: tuple[PartyCaseView, ...]
    alike: tuple[str, ...]
    withheld: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalView:
    """What one rule of misrepresentation says of one party in one case.

    Attributes:
        outcome: ``fires``, ``silent`` or ``cannot_tell``. A firing is a question, no finding.
        item: Which item, counted from 1; 0 when it speaks of the whole case.
        read: The evidence, by path: value, source, day.
        basis: Hash of rule and evidence; an answer stands while it stands.
        standing: ``open``, ``explained``, ``stands`` or ``needs_more``.
        answered_before: Whether an answer is on record that other evidence has overtaken.
    """

    rule: str
    title: str
    outcome: str
    item: int
    words: str
    question: str
    clears: str
    guidance: Json
    read: Json
    missing: tuple[str, ...]
    basis: str
    standing: str
    reasons: str
    by: str
    at: datetime | None
    answered_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePartyView:
    """A party of a case beside its file.

    Attributes:
        reused: Answers established in other cases that may be relied on here today.
        stale: Answers that are too old to be relied on.
        computed_on: The day on which the rules were asked; ``None`` when they were not.
    """

    number: str
    name: str
    country: str
    role: str
    headings: tuple[HeadingView, ...]
    reused: tuple[PartyCheckView, ...]
    stale: tuple[PartyCheckView, ...]
    signals: tuple[SignalView, ...]
    conduct: tuple[ConductView, ...]
    computed_on: date | None
    withheld: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingReturnView:
    """A signed undertaking that came back.

    Attributes:
        code: ``fits``, or why it was refused.
        by_eye: Fields that an officer must compare by eye.
        standing: ``refused``, ``waiting`` (for an officer), ``genuine`` or ``not_genuine``.
    """

    id: str
    name: str
    sha256: str
    signatory: str
    post: str
    signed_on: date
    code: str
    words: str
    differences: tuple[Json, ...]
    by_eye: tuple[str, ...]
    by: str
    at: datetime
    standing: str
    manner: str
    confirmed_words: str
    confirmed_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingView:
    """An undertaking as generated, with what came back for it.

    Attributes:
        standing: ``generated``, ``returned``, ``confirmed`` or ``expired``.
    """

    id: str
    number: str
    case: str
    content: Json
    content_hash: str
    sha256: str
    valid_until: date
    made_by: str
    made_at: datetime
    standing: str
    returns: tuple[UndertakingReturnView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVerificationView:
    """Everything that verification has to say in one case.

    Attributes:
        foreign: Returned documents that belong to no undertaking of the case.
    """

    case: str
    parties: tuple[CasePartyView, ...]
    undertakings: tuple[UndertakingView, ...]
    foreign: tuple[UndertakingReturnView, ...]
