"""A decision as drafted: outcome, grounds with evidence, conditions, reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from licet.decision.conditions import Condition, require_signable
from licet.kernel import InputError


class DecisionOutcome(StrEnum):
    """What an authority can decide of an application."""

    GRANT = "grant"
    GRANT_WITH_CONDITIONS = "grant_with_conditions"
    REFUSE = "refuse"
    NO_LICENCE_REQUIRED = "no_licence_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One criterion relied on, and the evidence it rests on.

    Attributes:
        criterion: Identifier in the regime's criteria.
        evidence: What bears on it: finding identifiers or document hashes.
        words: The officer's own words.
    """

    criterion: str
    evidence: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Why an officer does not follow a finding of the machine."""

    finding: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretReason:
    """A reason that the applicant does not read.

    Attributes:
        marking: Who may read it.
        words: The reason itself.
        gist: What the applicant is told of it.
    """

    marking: str
    words: str
    gist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionFinding:
    """What the machine found of one criterion.

    Attributes:
        id: Identifier of the finding.
        criterion: The criterion.
        title: Its title.
        standing: ``established``, ``not_established`` or ``disputed``.
        mandatory: Whether the law leaves no choice once it is established.
    """

    id: str
    criterion: str
    title: str
    standing: str
    mandatory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an officer proposes.

    Attributes:
        outcome: What is decided.
        grounds: The criteria relied on, with their evidence.
        conditions: Those of a grant with conditions.
        reasons: What the applicant reads.
        disagreements: Findings that are not followed, each with why.
        secret: Reasons that stay secret, each with its gist.
        without_notice: Name of the exception that lets a refusal go without notice.
        without_notice_reasons: Why that exception holds here.
    """

    outcome: DecisionOutcome
    grounds: tuple[Ground, ...]
    conditions: tuple[Condition, ...]
    reasons: str
    disagreements: tuple[Disagreement, ...] = ()
    secret: tuple[SecretReason, ...] = ()
    without_notice: str = ""
    without_notice_reasons: str = ""


class IncompleteDraftError(InputError):
    """A draft that cannot be sent for countersignature yet."""

    code: ClassVar[str] = "incomplete_draft"


def _check_grounds(draft: Draft) -> None:
    if draft.outcome is DecisionOutcome.REFUSE and not draft.grounds:
        msg = "A refusal needs at least one ground. Choose the criteria it rests on."
        raise IncompleteDraftError(msg)
    for ground in draft.grounds:
        if not ground.evidence:
            msg = f"The ground {ground.criterion!r} names no evidence. Tick what it rests on."
            raise IncompleteDraftError(msg)
        if not ground.words.strip():
            msg = f"The ground {ground.criterion!r} has no words of yours. Say why it applies."
            raise IncompleteDraftError(msg)


def _check_conditions(draft: Draft) -> None:
    conditional = draft.outcome is DecisionOutcome.GRANT_WITH_CONDITIONS
    if conditional and not draft.conditions:
        msg = "A grant with conditions needs at least one condition, or grant without."
        raise IncompleteDraftError(msg)
    if draft.conditions and not conditional:
        msg = "Conditions belong to a grant with conditions. Change the outcome or remove them."
        raise IncompleteDraftError(msg)
    for condition in draft.conditions:
        require_signable(condition)


def _check_beside(draft: Draft) -> None:
    for one in draft.disagreements:
        if not one.reasons.strip():
            msg = f"Say why you do not follow the finding {one.finding!r}."
            raise IncompleteDraftError(msg)
    for secret in draft.secret:
        if not secret.words.strip() or not secret.gist.strip():
            msg = "A reason that stays secret needs its words and the gist that the applicant is told."
            raise IncompleteDraftError(msg)
    if draft.without_notice and not draft.without_notice_reasons.strip():
        msg = "Say why the exception from hearing the applicant holds here."
        raise IncompleteDraftError(msg)


def unanswered_findings(
    draft: Draft, findings: Iterable[CriterionFinding]
) -> tuple[CriterionFinding, ...]:
    """Findings that a draft contradicts without saying why.

    Args:
        draft: What the officer wrote.
        findings: What the machine found of each criterion.

    Returns:
        Established ones that a grant passes over, and those not established on which a
        refusal rests. A mandatory one that is established bars a grant by itself.
    """
    said = {one.finding for one in draft.disagreements}
    relied_on = {one.criterion for one in draft.grounds}
    refuses = draft.outcome is DecisionOutcome.REFUSE
    grants = draft.outcome in {
        DecisionOutcome.GRANT,
        DecisionOutcome.GRANT_WITH_CONDITIONS,
    }
    return tuple(
        one
        for one in findings
        if one.id not in said
        and (
            (grants and one.standing == "established" and not one.mandatory)
            or (
                refuses
                and one.standing == "not_established"
                and one.criterion in relied_on
            )
        )
    )


def require_complete(draft: Draft) -> None:
    """Check that a draft can be sent for countersignature.

    Args:
        draft: What the officer wrote.

    Raises:
        IncompleteDraftError: No reasons; a refusal without a ground; a ground without
            evidence or words; conditions that do not fit the outcome; a disagreement, a
            secret reason or an exception that is not explained.
        InvalidConditionError: A condition that cannot be signed as it is.
    """
    if not draft.reasons.strip():
        msg = "Give the reasons. The applicant will read them."
        raise IncompleteDraftError(msg)
    _check_grounds(draft)
    _check_conditions(draft)
    _check_beside(draft)
