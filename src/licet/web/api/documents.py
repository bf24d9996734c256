"""What programs send: the bodies of the API."""

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class Body(Schema):
    """A body that refuses fields nobody asked for."""

    model_config = ConfigDict(extra="forbid")


class DetermineBody(Body):
    """Facts, a law and a day."""

    facts: dict[str, Any] = Field(
        description="Full or short form, see docs/reference/facts.md"
    )
    regime: str = Field(examples=["eu/2021-821"])
    on: date | None = Field(default=None, description="Day of the law; absent: today")
    item: int = Field(default=0, ge=0)
    what_would_change: bool = Field(
        default=False,
        description="Also the facts that force the outcome, and the fewest that turn it",
    )


class ScreenBody(Body):
    """Names of one party."""

    names: list[str] = Field(min_length=1, max_length=20)
    kind: str | None = None
    countries: list[str] = Field(default_factory=list, max_length=20)


class AlertHandledBody(Body):
    """What was done about an alert of a list change."""

    reasons: str


class DraftCommentBody(Body):
    """What somebody says about a draft of law."""

    text: str = Field(description="At most 20,000 characters")
    name: str = ""
    organisation: str = ""


class OrganisationBody(Body):
    """A body that applies."""

    name: str
    country: str
    registration: str = ""
    address: str = ""


class ApplicationBody(Body):
    """A new application; sections may come with it or later, a saved self-check first."""

    organisation: str
    title: str
    self_check: str = ""
    kind: str = Field(default="individual", description="One of GET /application-kinds")
    template: str = Field(default="", description="Code of a template in force")
    sections: dict[str, dict[str, Any]] = Field(default_factory=dict)


class SectionBody(Body):
    """One section of the task list."""

    content: dict[str, Any]
    version: int | None = None


class OpinionBody(Body):
    """A request for an opinion: facts by path, or the text of a saved self-check."""

    organisation: str
    kind: str = Field(examples=["classification_opinion"])
    title: str
    question: str = ""
    facts: dict[str, Any] = Field(default_factory=dict)
    self_check: str = ""


class OpinionDraftBody(Body):
    """The answer of an opinion."""

    answer: str
    reasons: str
    entry: str = ""
    version: int | None = None


class OverrideBody(Body):
    """An officer's own classification of an item; no entry lets its facts speak alone."""

    entry: str = ""
    law: str
    reasons: str
    version: int | None = None


class VersionBody(Body):
    """The version that the program saw; absent means the newest."""

    version: int | None = None


class SubmitBody(VersionBody):
    """The version seen, and why a document that may follow is not there yet."""

    following: dict[str, str] = Field(
        default_factory=dict, description="Reason by document"
    )


class ReasonsBody(VersionBody):
    """Reasons for an act."""

    reasons: str


class ConsultationBody(VersionBody):
    """Which state is asked, and why when no rule asks."""

    partner: str
    because: str = ""


class ConsultationAnswerBody(VersionBody):
    """What a partner answered, as it came."""

    position: str
    words: str
    received_on: date


class AnswerBody(VersionBody):
    """An answer to a question."""

    answer: str
    facts: dict[str, Any] = Field(default_factory=dict)


class AnswerToSuspensionBody(VersionBody):
    """The hearing in writing."""

    answer: str


class BundleBody(Body):
    """What a sealed bundle is for; the record keeps it."""

    purpose: str = Field(max_length=300)


class MessageBody(Body):
    """A message."""

    text: str


class AdjudicationBody(ReasonsBody):
    """What an officer says of a hit."""

    verdict: str = Field(examples=["not_a_match"])


class WordBody(Body):
    """A word on hits: verdict, reasons, the code of the reason, what is needed from whom."""

    verdict: str = Field(examples=["not_a_match"])
    reasons: str
    code: str = Field(default="other", examples=["other_identifier"])
    needed: str = ""
    needed_from: str = Field(default="", examples=["applicant"])


class HitWordBody(WordBody):
    """A word on one hit."""

    version: int | None = None


class ChosenHitBody(Body):
    """One hit of several, with the version of its case that was seen."""

    case: str
    hit: str
    version: int | None = None


class HitsDecidedBody(WordBody):
    """One word on several hits of the same evidence."""

    hits: list[ChosenHitBody]


class SecondWordBody(ReasonsBody):
    """The second officer's word."""

    agrees: bool


class QuestionBody(VersionBody):
    """A question to the applicant."""

    question: str
    facts: list[str] = Field(default_factory=list)


class ReferralBody(Body):
    """One agency to ask."""

    team: str
    because: str = ""


class ReferralsBody(VersionBody):
    """The agencies to ask."""

    referrals: list[ReferralBody] = Field(default_factory=list)


class ConditionBody(Body):
    """One typed condition."""

    type: str
    terms: dict[str, str] = Field(default_factory=dict)
    checker: str
    owner: str
    reason: str = ""


class PointBody(Body):
    """Advice on one item or party."""

    kind: str = Field(examples=["item"])
    subject: str
    position: str = Field(examples=["agree"])
    grounds: list[str] = Field(default_factory=list)
    words: str = ""


class AdviceBody(ReasonsBody):
    """An agency's advice."""

    position: str = Field(examples=["agree_with_conditions"])
    conditions: list[ConditionBody] = Field(default_factory=list)
    grounds: list[str] = Field(default_factory=list)
    points: list[PointBody] = Field(default_factory=list)


class FactBody(ReasonsBody):
    """A fact as found."""

    path: str
    value: Any
    scope: str = ""
    evidence: list[str] = Field(default_factory=list)


class GroundBody(Body):
    """One ground with its evidence."""

    criterion: str
    evidence: list[str]
    words: str


class DisagreementBody(Body):
    """A finding that is not followed, and why."""

    finding: str
    reasons: str


class SecretReasonBody(Body):
    """A reason that the applicant does not read, and the gist that they are told."""

    marking: str = Field(examples=["confidential"])
    words: str
    gist: str


class DraftBody(ReasonsBody):
    """A draft decision."""

    outcome: str = Field(examples=["grant_with_conditions"])
    grounds: list[GroundBody] = Field(default_factory=list)
    conditions: list[ConditionBody] = Field(default_factory=list)
    disagreements: list[DisagreementBody] = Field(default_factory=list)
    secret: list[SecretReasonBody] = Field(default_factory=list)
    without_notice: str = ""
    without_notice_reasons: str = ""


class ServiceBody(Body):
    """How and when a letter was served."""

    on: date
    manner: str
    proof: str


class DeliveryBody(VersionBody):
    """What left under a licence."""

    on: date
    way: str
    quantity: Decimal
    unit: str
    consignee: str
    reference: str = ""


class CheckBody(VersionBody):
    """What a check of one condition found."""

    on: date
    condition: str
    standing: str
    found: str


class Problem(Schema):
    """Why something was refused (RFC 9457): for machines, for people, field by field."""

    type: str = Field(examples=["urn:licet:problem:stale_version"])
    title: str
    status: int
    detail: str = Field(description="What happened, and how to mend it")
    code: str = Field(description="Never changes its meaning")
    fields: dict[str, str] = Field(
        default_factory=dict, description="What is wrong with which field"
    )
    instance: str = Field(default="", description="The request, as in X-Request-ID")
    version: int | None = Field(
        default=None, description="The present version, with 412"
    )


#: What most calls may be refused with: not allowed, not there, not now, not so.
REFUSED = {403: Problem, 404: Problem, 409: Problem, 422: Problem}
