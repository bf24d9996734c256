"""Advice, drafts, decisions and letters as faces see them."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.people import TeamView
from licet.web.casework.views.plain import Json


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
    standing: str = (
        ""  # what an appeal made of it: varied, annulled, stayed or restored
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceView:
    """One version of one agency's advice."""

    id: str
    version: int
    position: str  # agree, agree_with_conditions, object, no_licence_required, needs_information, no_view
    reasons: str
    conditions: tuple["ConditionView", ...]
    by: str
    at: datetime
    on_present_facts: bool
    grounds: tuple[str, ...] = ()
    points: tuple[Json, ...] = ()  # {"kind", "subject", "position", "grounds", "words"}


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
    state: str  # open, advised, closed, seated
    advice: tuple[AdviceView, ...]
    withheld: str = ""
    rule: str = ""  # id of the rule that asks for it
    silence: str = ""  # effect of its silence, once that is recorded


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
    disagreements: tuple["DisagreementView", ...] = ()
    secret: tuple["SecretReasonView", ...] = ()
    without_notice: str = ""  # the exception cited, with its law
    without_notice_reasons: str = ""
    endorsements: tuple["EndorsementView", ...] = ()
    signatures_needed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementView:
    """Why a finding is not followed."""

    finding: str
    title: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretReasonView:
    """A reason that stays secret; ``words`` is empty where the viewer may not read it."""

    marking: str
    gist: str
    words: str
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementView:
    """A signature on the way to the last one."""

    level: int
    by: str
    delegation: str
    at: datetime


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
    deemed_on: date | None = (
        None  # when the law takes it for served, while nobody confirmed
    )


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
class ConditionTypeView:
    """A type of condition that can be offered in a draft."""

    id: str
    title: str
    words: str
    terms: Json
    needs_reason: bool
    duty: str = ""
    due: str = ""
    standard: str = ""
    evidence: str = ""
    breach: str = ""
