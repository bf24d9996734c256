"""What verification gives to assessments: plain frozen records that stay as they are."""

from dataclasses import dataclass
from datetime import date

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedCheck:
    """The newest answer to one question that bears on the case.

    Attributes:
        result: ``established``, ``not_established`` or ``contradicted``.
        expires: The last day on which it may be relied on, included.
        stale: Whether that day has passed.
        case: The case in which it was found; empty for none.
    """

    question: str
    heading: str
    result: str
    source: str
    on: date
    expires: date
    stale: bool
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredRule:
    """A rule of misrepresentation that fires: a question for an officer, not a finding.

    Attributes:
        guidance: Where the sign is described, with ``verified``.
        read: The evidence by path: value, source, day.
        standing: ``open``, ``explained``, ``stands`` or ``needs_more``.
    """

    rule: str
    title: str
    words: str
    guidance: Json
    read: Json
    standing: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingConduct:
    """An entry of the conduct record that stands: neither corrected nor waiting for a second person.

    Attributes:
        is_finding: False for an allegation and for a lead.
        grade: Reliability of the source A to F, credibility 1 to 6.
        marking: Who may read it.
    """

    entry: int
    firmness: str
    is_finding: bool
    grade: str
    title: str
    source: str
    found_on: date
    answer: str
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyEvidence:
    """What is verified of one party in one role of one case, on a day.

    Attributes:
        file: Number of its due-diligence file.
        unanswered: Questions of the catalogue that nobody answered.
        cannot_tell: Rules of misrepresentation that lack evidence.
    """

    file: str
    name: str
    country: str
    role: str
    checks: tuple[VerifiedCheck, ...]
    unanswered: tuple[str, ...]
    fired: tuple[FiredRule, ...]
    cannot_tell: tuple[str, ...]
    conduct: tuple[StandingConduct, ...]
